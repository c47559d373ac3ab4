#include "services/net/host_port.h"

#include <arpa/inet.h>

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace casejournal::services {
namespace {

constexpr size_t kNameCharsMax = 253;
constexpr size_t kPortDigitsMax = 5;

bool OnlyOf(absl::string_view text, absl::string_view allowed) {
  return text.find_first_not_of(allowed) == absl::string_view::npos;
}

bool IsIpv4(const std::string& host) {
  in_addr address;
  return !absl::StrContains(host, '\0') && ::inet_pton(AF_INET, host.c_str(), &address) == 1;
}

bool IsBracketedIpv6(absl::string_view host) {
  in6_addr address;
  if (absl::StrContains(host, '\0')) return false;  // the system would read only what is before it
  return absl::ConsumePrefix(&host, "[") && absl::ConsumeSuffix(&host, "]") &&
         ::inet_pton(AF_INET6, std::string(host).c_str(), &address) == 1;
}

bool IsName(absl::string_view host) {
  const bool known = std::all_of(host.begin(), host.end(),
                                 [](unsigned char c) { return absl::ascii_isalnum(c) || c == '-' || c == '.'; });
  return known && !host.empty() && host.size() <= kNameCharsMax && host.front() != '.' && host.front() != '-';
}

// What looks like an IPv4 address must be one: libraries read "127.1" or "2130706433" as others than people do.
bool IsHost(absl::string_view host) {
  if (OnlyOf(host, "0123456789.")) return IsIpv4(std::string(host));
  return IsBracketedIpv6(host) || IsName(host);
}

absl::Status NotAnAddress(absl::string_view text, absl::string_view why) {
  return absl::InvalidArgumentError(
      absl::StrCat("\"", absl::CHexEscape(text), "\" ", why, "; HOST:PORT is expected, for example 127.0.0.1:7464"));
}

}  // namespace

std::string WithPort(absl::string_view text, uint16_t port) {
  const bool has_port = absl::StrContains(text, ':') && !absl::EndsWith(text, "]");
  return text.empty() || has_port ? std::string(text) : absl::StrCat(text, ":", port);
}

absl::StatusOr<HostPort> ParseHostPort(absl::string_view text) {
  const size_t colon = text.rfind(':');
  // The last colon of a bare IPv6 address, or of one in brackets without a port, begins no port.
  if (colon == absl::string_view::npos || absl::EndsWith(text, "]")) return NotAnAddress(text, "has no port");
  const absl::string_view host = text.substr(0, colon);
  const absl::string_view digits = text.substr(colon + 1);
  if (!IsHost(host)) return NotAnAddress(text, "does not begin with a host");
  uint32_t port = 0;
  if (digits.empty() || digits.size() > kPortDigitsMax || !OnlyOf(digits, "0123456789") ||
      !absl::SimpleAtoi(digits, &port) || port > UINT16_MAX) {
    return NotAnAddress(text, "does not end with a port from 0 to 65535");
  }
  return HostPort{.host = std::string(host), .port = static_cast<uint16_t>(port)};
}

bool IsLoopback(absl::string_view host) {
  if (host == "localhost") return true;
  if (IsBracketedIpv6(host)) {
    in6_addr address;
    const absl::string_view inside = host.substr(1, host.size() - 2);
    return ::inet_pton(AF_INET6, std::string(inside).c_str(), &address) == 1 && IN6_IS_ADDR_LOOPBACK(&address);
  }
  return absl::StartsWith(host, "127.") && IsIpv4(std::string(host));
}

}  // namespace casejournal::services
