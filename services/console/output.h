// What the program writes: results on standard output, what went wrong and where it stands on
// standard error.
#ifndef CASEJOURNAL_SERVICES_CONSOLE_OUTPUT_H_
#define CASEJOURNAL_SERVICES_CONSOLE_OUTPUT_H_

#include "absl/strings/string_view.h"
#include "services/console/exit_status.h"

namespace casejournal::services {

// Writes `text` to standard output. What a terminal would obey instead of showing it is written out (Printable in
// services/pages/utf8.h), so that no text of the record can. False once standard output takes no more (its reader went
// away, the disk is full): a loop then stops, and FinishOutput says what became of it.
bool Print(absl::string_view text);

// Writes exactly these bytes: for files and other programs. On a terminal the same as Print.
bool PrintExact(absl::string_view bytes);

// Hands what was printed to the reader now; false as for Print.
bool FlushOutput();

// Writes "casejournal: <text>" and a newline to standard error, as Print does. What was printed before stands
// before it.
void Complain(absl::string_view text);

// Writes `text` and a newline to standard error, as Print does.
void Remark(absl::string_view text);

// Flushes. A reader that went away ("| head") is no failure; output that could not be written is
// one, and is said.
ExitStatus FinishOutput(ExitStatus exit);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CONSOLE_OUTPUT_H_
