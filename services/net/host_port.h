// An address to listen on or to connect to: "HOST:PORT", checked before a library guesses what it may mean.
#ifndef CASEJOURNAL_SERVICES_NET_HOST_PORT_H_
#define CASEJOURNAL_SERVICES_NET_HOST_PORT_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace casejournal::services {

struct HostPort {
  std::string host;  // as given; an IPv6 address with its brackets
  uint16_t port = 0;
};

// The port of a journal's server, if none is given.
inline constexpr uint16_t kPortDefault = 7464;

// Return `text` with ":" and `port` behind it if it has no port: neither a colon, nor brackets and something after
// them. An empty text is returned as it is. Nothing is checked.
std::string WithPort(absl::string_view text, uint16_t port);

// Reads "HOST:PORT". HOST is an IPv4 address, an IPv6 address in brackets, or a name of letters, digits, "-", and ".";
// PORT is a decimal number from 0 to 65535.
//   kInvalidArgument  anything else, a missing port included; says what was given and what is allowed.
absl::StatusOr<HostPort> ParseHostPort(absl::string_view text);

// Whether only this machine can reach `host`: 127.0.0.0/8, [::1], or localhost.
bool IsLoopback(absl::string_view host);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_NET_HOST_PORT_H_
