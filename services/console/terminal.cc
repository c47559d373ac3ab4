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

}  // namespace

size_t TerminalWidth() {
  const char* columns = std::getenv("COLUMNS");
  uint32_t width = 0;
  if (columns != nullptr && absl::SimpleAtoi(columns, &width) && width > 0) {
    return std::max<size_t>(width, kWidthMin);
  }
  winsize size = {};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
    return std::max<size_t>(size.ws_col, kWidthMin);
  }
  return kWidthDefault;
}

bool StandardErrorIsTerminal() { return isatty(STDERR_FILENO) == 1; }

}  // namespace casejournal::services
