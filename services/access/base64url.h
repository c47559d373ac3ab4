// Base64url without padding (RFC 7515, section 2), in its one spelling.
#ifndef CASEJOURNAL_SERVICES_ACCESS_BASE64URL_H_
#define CASEJOURNAL_SERVICES_ACCESS_BASE64URL_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace casejournal::services {

std::string EncodeBase64Url(absl::string_view bytes);

// Return the bytes, or nothing if `text` is not what EncodeBase64Url returns for some bytes: padding, other characters,
// and unused bits that are not zero are refused, so that the same bytes have no second spelling.
std::optional<std::string> DecodeBase64Url(absl::string_view text);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ACCESS_BASE64URL_H_
