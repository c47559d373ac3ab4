// What the user chose about how all results look: --quiet, --color, --no-pager, and $NO_COLOR.
#ifndef CASEJOURNAL_SERVICES_CONSOLE_DISPLAY_H_
#define CASEJOURNAL_SERVICES_CONSOLE_DISPLAY_H_

#include <CLI/CLI.hpp>

namespace casejournal::services {

// The group of these options. Only the help of the program itself describes it (help/help_text.h).
inline constexpr char kDisplayGroup[] = "Options of every command";
// The group of the options with which a command reaches its server and signs in. Described in the same place.
inline constexpr char kConnectionGroup[] = "Options of every command that asks a server";

// Add the three options to a command.
void DeclareDisplay(CLI::App& app);

// Say that results are JSON (format_flags.h does), and ask. A failure is then also a result (output.h).
void ChooseJson();
bool WantsJson();

// Say that results are for a program, in another form than JSON, and ask whether they are, in whatever form.
void ChooseForProgram();
bool AreForProgram();

// Whether only results and errors are wanted: no hints, no progress.
bool IsQuiet();

// Whether results have colours: with --color always; else with --color auto if standard output is a terminal, $NO_COLOR
// is not set or empty (https://no-color.org), and $TERM is not "dumb".
bool UsesColor();

// Whether a pager may show results: standard output is a terminal, and --no-pager was not given.
bool MayPage();

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CONSOLE_DISPLAY_H_
