// Guesses which name was meant by a misspelled one.
#ifndef CASEJOURNAL_SERVICES_CONSOLE_NEAR_NAME_H_
#define CASEJOURNAL_SERVICES_CONSOLE_NEAR_NAME_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace casejournal::services {

// Return how many letters must be added, removed, or changed to turn `b` into `a`.
size_t EditDistance(absl::string_view a, absl::string_view b);

// Return the name that is nearest to `given`, if one is near enough to be meant; else an empty text. Case does not
// matter.
std::string NearestName(absl::string_view given, const std::vector<std::string>& names);

// Return what may be meant by `given`: the nearest of `names` if one is near, all names if they are few, else
// `otherwise`.
std::string NamesMeant(absl::string_view given, const std::vector<std::string>& names, absl::string_view otherwise);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CONSOLE_NEAR_NAME_H_
