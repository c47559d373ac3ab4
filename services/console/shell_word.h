// A word of a command line that is shown to be typed again.
#ifndef CASEJOURNAL_SERVICES_CONSOLE_SHELL_WORD_H_
#define CASEJOURNAL_SERVICES_CONSOLE_SHELL_WORD_H_

#include <string>

#include "absl/strings/string_view.h"

namespace casejournal::services {

// `text` as one word of a POSIX shell: as it is where that is safe, else in single quotes.
std::string ShellWord(absl::string_view text);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CONSOLE_SHELL_WORD_H_
