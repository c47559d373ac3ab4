// Files that a person names on the command line: read as a whole, or replaced as a whole.
#ifndef CASEJOURNAL_SERVICES_FILES_GIVEN_FILE_H_
#define CASEJOURNAL_SERVICES_FILES_GIVEN_FILE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace casejournal::services {

// The whole content of the file, or of standard input for "-".
//   kNotFound  it cannot be opened.
absl::Status ReadInput(const std::string& path, std::string* content);

// Replaces the file as a whole, or leaves it as it was; behind a link, the file that it leads to; into a pipe or a
// device the content is written. `mode`: of a new file, under the umask. kUnavailable says why it could not be written.
absl::Status WriteFile(const std::string& path, absl::string_view content, unsigned mode = 0644);

// Whether WriteFile could write there, as far as can be told before there is something to write.
absl::Status CheckWritable(const std::string& path);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_FILES_GIVEN_FILE_H_
