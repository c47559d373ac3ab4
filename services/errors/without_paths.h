// Removes server paths from messages that clients see.
#ifndef CASEJOURNAL_SERVICES_ERRORS_WITHOUT_PATHS_H_
#define CASEJOURNAL_SERVICES_ERRORS_WITHOUT_PATHS_H_

#include <string>

#include "absl/strings/string_view.h"

namespace casejournal::services {

// Return `message` with each absolute path reduced to its last component: "/var/lib/journal/log/000012.log: no space"
// becomes "000012.log: no space". A path begins with a slash at the beginning of a word and ends with the word. The
// server opens its directory by an absolute path, so all of its paths have this form.
std::string WithoutPaths(absl::string_view message);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ERRORS_WITHOUT_PATHS_H_
