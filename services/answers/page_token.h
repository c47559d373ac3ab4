// The token with which a client asks for the next page of a list. Pure.
#ifndef CASEJOURNAL_SERVICES_ANSWERS_PAGE_TOKEN_H_
#define CASEJOURNAL_SERVICES_ANSWERS_PAGE_TOKEN_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace casejournal::services {

// The token of the page of the list `of` after `place`, which is not empty.
std::string TokenOf(absl::string_view of, absl::string_view place);

// The place in a token, or nothing if it is not what TokenOf returns for `of` and a place.
std::optional<std::string> PlaceIn(absl::string_view of, absl::string_view token);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ANSWERS_PAGE_TOKEN_H_
