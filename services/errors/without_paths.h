// What a client is told of a failure of the server: never where the server keeps its files.
#ifndef CASEJOURNAL_SERVICES_ERRORS_WITHOUT_PATHS_H_
#define CASEJOURNAL_SERVICES_ERRORS_WITHOUT_PATHS_H_

#include <string>

#include "absl/strings/string_view.h"

namespace casejournal::services {

// `message` with each absolute path cut down to its last component: "/var/lib/journal/log/000012.log: no space" becomes
// "000012.log: no space". A path begins with a slash at the beginning of a word and ends with the word; the server
// opens its directory by an absolute path, so that all of its paths are such.
std::string WithoutPaths(absl::string_view message);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ERRORS_WITHOUT_PATHS_H_
