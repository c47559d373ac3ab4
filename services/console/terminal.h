// The terminal, if there is one.
#ifndef CASEJOURNAL_SERVICES_CONSOLE_TERMINAL_H_
#define CASEJOURNAL_SERVICES_CONSOLE_TERMINAL_H_

#include <cstddef>

namespace casejournal::services {

// The columns to lay text out for: $COLUMNS if it is a number, else the width of the terminal
// behind standard output, else 100. At least 40.
size_t TerminalWidth();

// Whether a person watches standard error.
bool StandardErrorIsTerminal();

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CONSOLE_TERMINAL_H_
