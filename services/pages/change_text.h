// Changes of a plan as text. Pure.
#ifndef CASEJOURNAL_SERVICES_PAGES_CHANGE_TEXT_H_
#define CASEJOURNAL_SERVICES_PAGES_CHANGE_TEXT_H_

#include <string>
#include <utility>

#include "absl/strings/string_view.h"
#include "casejournal/v1/change.pb.h"

namespace casejournal::services {

// Return "a -> b"; only "b" if there was no value before, "a -> none" if there is no value now; long texts that have
// many words in common as one, "two [-random-]{+observed+} screens" (word_difference.h).
std::string ChangeText(const v1::Change& change);

// Split a path into the part and its field: "objective “x”, met on" is "objective “x”" and "met on".
std::pair<std::string, std::string> PartAndField(absl::string_view path);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_PAGES_CHANGE_TEXT_H_
