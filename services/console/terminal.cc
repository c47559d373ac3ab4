#include "services/console/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "absl/strings/numbers.h"

namespace casejournal::services {
namespace {

constexpr size_t kWidthDefault = 100;
constexpr size_t kWidthMin = 40;

// 0: it is no terminal.
size_t WidthOfStandardOutput() {
  winsize size = {};
  return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

}  // namespace

size_t TerminalWidth() {
  const char* columns = std::getenv("COLUMNS");
  uint32_t width = 0;
  if (columns != nullptr && absl::SimpleAtoi(columns, &width) && width > 0) {
    return std::max<size_t>(width, kWidthMin);
  }
  static const size_t of_terminal = WidthOfStandardOutput();
  return of_terminal > 0 ? std::max(of_terminal, kWidthMin) : kWidthDefault;
}

bool StandardOutputIsTerminal() {
  static const bool is_terminal = isatty(STDOUT_FILENO) == 1;
  return is_terminal;
}

bool StandardErrorIsTerminal() { return isatty(STDERR_FILENO) == 1; }

bool StandardInputIsTerminal() { return ::isatty(STDIN_FILENO) != 0; }

}  // namespace casejournal::services
