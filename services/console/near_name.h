// Which of some names somebody probably meant.
#ifndef CASEJOURNAL_SERVICES_CONSOLE_NEAR_NAME_H_
#define CASEJOURNAL_SERVICES_CONSOLE_NEAR_NAME_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace casejournal::services {

// How many letters must be added, left out or changed to make `a` of `b`.
size_t EditDistance(absl::string_view a, absl::string_view b);

// What may stand for the name `given`: "effectiveOn" if that is near, all names if they are few,
// else `otherwise`.
std::string NamesMeant(absl::string_view given, const std::vector<std::string>& names, absl::string_view otherwise);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CONSOLE_NEAR_NAME_H_
