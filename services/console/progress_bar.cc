#include "services/console/progress_bar.h"

#include <algorithm>
#include <cstdio>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/console/display.h"
#include "services/console/terminal.h"

namespace casejournal::services {
namespace {

constexpr uint64_t kBarCells = 30;

}  // namespace

ProgressBar::ProgressBar(uint64_t total) : total_(total), watched_(StandardErrorIsTerminal() && !IsQuiet()) {}

ProgressBar::~ProgressBar() { Wipe(); }

void ProgressBar::Show(uint64_t done, absl::string_view words) {
  if (!watched_ || absl::Now() < next_) return;
  next_ = absl::Now() + absl::Milliseconds(100);
  std::string line = "\r\x1b[K";
  if (total_ > 0) {
    const double share = std::min(1.0, static_cast<double>(done) / static_cast<double>(total_));
    const auto full = static_cast<size_t>(share * kBarCells);
    absl::StrAppend(&line, "[", std::string(full, '#'), std::string(kBarCells - full, '.'), "] ",
                    static_cast<int>(share * 100), " %  ");
  }
  absl::StrAppend(&line, words);
  std::fwrite(line.data(), 1, line.size(), stderr);
  drawn_ = true;
}

void ProgressBar::Wipe() {
  if (drawn_) std::fputs("\r\x1b[K", stderr);
  drawn_ = false;
}

std::string WithCommas(uint64_t number) {
  std::string digits = absl::StrCat(number);
  for (size_t i = digits.size(); i > 3; i -= 3) digits.insert(i - 3, ",");
  return digits;
}

std::string Counted(uint64_t number, absl::string_view one, absl::string_view many) {
  return absl::StrCat(WithCommas(number), " ", number == 1 ? one : many);
}

}  // namespace casejournal::services
