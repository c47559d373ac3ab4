// Quotes a word of a suggested command line.
#ifndef CASEJOURNAL_SERVICES_CONSOLE_SHELL_WORD_H_
#define CASEJOURNAL_SERVICES_CONSOLE_SHELL_WORD_H_

#include <string>

#include "absl/strings/string_view.h"

namespace casejournal::services {

// Return `text` as one word for a POSIX shell: unchanged if that is safe, else in single quotes.
std::string ShellWord(absl::string_view text);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CONSOLE_SHELL_WORD_H_
