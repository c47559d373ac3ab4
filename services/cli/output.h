// The output of the program: results on standard output, errors and progress on standard error.
#ifndef CASEJOURNAL_SERVICES_CLI_OUTPUT_H_
#define CASEJOURNAL_SERVICES_CLI_OUTPUT_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "services/cli/exit_status.h"

namespace casejournal::services {

// Write `text` to standard output. Control characters are escaped (Printable in services/pages/utf8.h), so that no text
// of the record can control the terminal. Return false after standard output has failed (its reader is gone, or the
// disk is full): a loop should then stop, and FinishOutput reports the failure.
bool Print(absl::string_view text);

// Write exactly these bytes, for files and other programs. On a terminal, this is the same as Print.
bool PrintExact(absl::string_view bytes);

// Flush standard output. Return false as Print does.
bool FlushOutput();

// Write "casejournal: <text>" and a newline to standard error, escaped as by Print. Text that was printed earlier
// appears before it.
void Complain(absl::string_view text);

// Write `text` and a newline to standard error, escaped as by Print.
void Remark(absl::string_view text);

// Flush the output and return the exit status. A reader that is gone ("| head") is not a failure; output that could not
// be written is a failure, and is reported.
ExitStatus FinishOutput(ExitStatus exit);

// Read the whole content of the file, or of standard input for "-".
//   kNotFound  the file cannot be opened or read.
absl::Status ReadInput(const std::string& path, std::string* content);

// Replace the file as a whole, or leave it unchanged. If `path` is a link, replace its target; write to a pipe or a
// device directly. `mode` is the mode of a new file, before the umask.
//   kUnavailable  the file could not be written; the message says why.
absl::Status WriteFile(const std::string& path, absl::string_view content, unsigned mode = 0644);

// Check whether WriteFile could write to `path`, as far as can be known in advance.
absl::Status CheckWritable(const std::string& path);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CLI_OUTPUT_H_
