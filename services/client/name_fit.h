// Compares what a person typed with a name or a number.
#ifndef CASEJOURNAL_SERVICES_CLIENT_NAME_FIT_H_
#define CASEJOURNAL_SERVICES_CLIENT_NAME_FIT_H_

#include <string>

#include "absl/strings/string_view.h"

namespace casejournal::services {

// How well what was typed fits a name; a greater value fits better.
enum class NameFit { kNone, kPart, kWhole };

// Return `text` in lower case and without blanks, for comparisons: "23-jv-0117 " is "23-jv-0117".
std::string WithoutCaseAndBlanks(absl::string_view text);

// Return how well `typed` fits `name`, ignoring case, accents, and blanks. kWhole: the same words, in any order. kPart:
// each word of `typed` begins another word of `name`, or `typed` as a whole is somewhere in `name`. An empty text fits
// nothing.
NameFit FitOf(absl::string_view typed, absl::string_view name);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CLIENT_NAME_FIT_H_
