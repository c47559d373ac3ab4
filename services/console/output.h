// The output of the program: results on standard output, errors and progress on standard error.
#ifndef CASEJOURNAL_SERVICES_CONSOLE_OUTPUT_H_
#define CASEJOURNAL_SERVICES_CONSOLE_OUTPUT_H_

#include "absl/strings/string_view.h"
#include "services/console/exit_status.h"

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

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CONSOLE_OUTPUT_H_
