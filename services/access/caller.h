// Who calls.
#ifndef CASEJOURNAL_SERVICES_ACCESS_CALLER_H_
#define CASEJOURNAL_SERVICES_ACCESS_CALLER_H_

#include <cstdint>
#include <string>

#include "absl/time/time.h"
#include "casejournal/event/v1/person.pb.h"
#include "casejournal/event/v1/stored_event.pb.h"

namespace casejournal::services {

// A caller, as the server knows it. Nothing here is taken from a request, except the name of the client
// program, the purpose, and the authority.
struct Caller {
  event::v1::Staff actor;
  std::string client;                              // the program, as it names itself
  event::v1::Authentication authentication;        // how the server knows that it is `actor`
  absl::Time expires_at = absl::InfiniteFuture();  // the credential counts until then
  uint64_t key_generation = 0;                     // of the key set that it was checked with (key_source.h)
  // What the call says of why it is made, and by which authority (metadata_keys.h). Empty: not said.
  std::string purpose;
  std::string authority;
};

// How the server knows that it acts itself, without a call.
inline event::v1::Authentication ByProgram() {
  event::v1::Authentication authentication;
  authentication.set_method(event::v1::AUTHENTICATION_METHOD_PROGRAM);
  return authentication;
}

// The caller of each call of a server for development: nobody is authenticated, and `actor` is the operator's word.
inline Caller DevelopmentCaller(const event::v1::Staff& actor) {
  Caller caller{.actor = actor};
  caller.authentication.set_method(event::v1::AUTHENTICATION_METHOD_DEVELOPMENT);
  return caller;
}

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ACCESS_CALLER_H_
