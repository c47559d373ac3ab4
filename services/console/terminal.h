// Properties of the terminal.
#ifndef CASEJOURNAL_SERVICES_CONSOLE_TERMINAL_H_
#define CASEJOURNAL_SERVICES_CONSOLE_TERMINAL_H_

#include <cstddef>

namespace casejournal::services {

// Return the number of columns for text: $COLUMNS if it is a number, else the width of the terminal at standard output,
// else 100. At least 40. The terminal is asked once, so that a pager in front of it changes nothing.
size_t TerminalWidth();

// Return whether standard output was a terminal when the program began to print.
bool StandardOutputIsTerminal();

// Return whether standard error is a terminal.
bool StandardErrorIsTerminal();

// Return whether standard input is a terminal, at which a person types.
bool StandardInputIsTerminal();

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CONSOLE_TERMINAL_H_
