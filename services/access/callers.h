// Who calls: checks the credentials of each call, and remembers tokens that were checked.
#ifndef CASEJOURNAL_SERVICES_ACCESS_CALLERS_H_
#define CASEJOURNAL_SERVICES_ACCESS_CALLERS_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "services/access/caller.h"
#include "services/access/key_source.h"
#include "services/access/token_verifier.h"

namespace casejournal::services {

// What a connection and a call bring along.
struct Credentials {
  // The values of the header `authorization`; more than one is refused.
  std::vector<std::string> authorization;
  // The client certificate that the connection proved, in PEM; empty: none.
  std::string certificate;
  // The client program, as it names itself.
  std::string client;
};

// Which certificates stand for which callers (`serve --certificate-caller`): the SHA-256 digest of the certificate in
// hexadecimal, or a name (subjectAltName, DNS or URI) in it.
struct CertificateCaller {
  std::string names;  // the digest, or "dns:NAME", or "uri:NAME"
  event::v1::Staff staff;
};

// Safe for concurrent use.
class Callers {
 public:
  // Every caller is `actor`, and nobody is authenticated: for development.
  static std::unique_ptr<Callers> Development(event::v1::Staff actor);
  // `keys` may be null: then only certificates are accepted.
  Callers(std::shared_ptr<KeySource> keys, TokenRules rules, std::vector<CertificateCaller> certificates);

  bool is_development() const { return development_; }
  // Return who calls.
  //   kUnauthenticated  with NOT_AUTHENTICATED: one message for every fault.
  absl::StatusOr<Caller> CallerOf(const Credentials& credentials, absl::Time now) const;
  // Whether `caller`, which CallerOf returned earlier, still counts: its token has not expired, and the key that signed
  // it is still in the key set.
  //   kUnauthenticated  with TOKEN_EXPIRED.
  absl::Status StillValid(const Caller& caller, absl::Time now) const;

 private:
  explicit Callers(event::v1::Staff actor);

  bool development_ = false;
  event::v1::Staff actor_;
  std::shared_ptr<KeySource> keys_;
  TokenRules rules_;
  std::vector<CertificateCaller> certificates_;
  // Tokens that were checked, by the SHA-256 of the token. Bounded.
  mutable absl::Mutex mutex_;
  mutable absl::flat_hash_map<std::string, VerifiedToken> verified_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ACCESS_CALLERS_H_
