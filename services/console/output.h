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

// Write text that is Printable already and has the control sequences of tones (services/pages/table.h). Return false as
// Print does.
bool PrintStyled(absl::string_view text);

// Write exactly these bytes, for files and other programs. On a terminal, this is the same as Print.
bool PrintExact(absl::string_view bytes);

// Flush standard output. Return false as Print does.
bool FlushOutput();

// Write "casejournal: <text>", an error, and a newline to standard error, escaped as by Print. Text that was printed
// earlier appears before it.
void Complain(absl::string_view text);

// Write `text`, a hint or a note beside the results, and a newline to standard error, escaped as by Print. Nothing is
// written with --quiet.
void Remark(absl::string_view text);

// Say words that go with the results and are none of them, such as what follows from passing them on. FinishOutput
// writes them after the results, each line once, however often it was said: to standard output, wrapped, if a person
// reads them; else, for JSON, CSV, and exact bytes, and where there is no result, to standard error. Also
// with --quiet. Safe for concurrent use.
void SayWithResults(absl::string_view words);

// Write these words now, to standard error: for a command that goes on printing.
void SayNow();

// Offer a pager: it starts with the first result, if results may be paged (pager.h). Call this before any result.
void OfferPager();

// Say that the results in JSON tell why the program fails, so that FinishOutput adds no error.
void ResultTellsFailure();

// Flush the output, wait for the reader of a pager, and return the exit status. A reader that is gone ("| head") is not
// a failure; output that could not be written is a failure, and is reported. With --json, a failure that no result
// tells of is printed as one line of JSON, the ErrorStatus of casejournal.v1: {"code":5,"message":"no case has ..."},
// where `code` is the canonical code that belongs to the exit status.
ExitStatus FinishOutput(ExitStatus exit);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CONSOLE_OUTPUT_H_
