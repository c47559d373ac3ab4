// Files that a person names on the command line: read as a whole, or replaced as a whole.
#ifndef CASEJOURNAL_SERVICES_FILES_GIVEN_FILE_H_
#define CASEJOURNAL_SERVICES_FILES_GIVEN_FILE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace casejournal::services {

// Read the whole content of the file, or of standard input for "-".
//   kNotFound  the file cannot be opened or read.
absl::Status ReadInput(const std::string& path, std::string* content);

// Replace the file as a whole, or leave it unchanged. If `path` is a link, replace its target; write to a pipe or a
// device directly. `mode` is the mode of a new file, before the umask.
//   DiskFullError  the disk is full.
//   kUnavailable   the file could not be written; the message says why.
absl::Status WriteFile(const std::string& path, absl::string_view content, unsigned mode = 0644);

// The status of a failed system call with the file at `path`: DiskFullError, or kUnavailable.
absl::Status GivenFileError(const std::string& path, int error);

// Check whether WriteFile could write to `path`, as far as can be known in advance.
absl::Status CheckWritable(const std::string& path);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_FILES_GIVEN_FILE_H_
