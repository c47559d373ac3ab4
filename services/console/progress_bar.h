// A progress bar on standard error, for a person who waits.
#ifndef CASEJOURNAL_SERVICES_CONSOLE_PROGRESS_BAR_H_
#define CASEJOURNAL_SERVICES_CONSOLE_PROGRESS_BAR_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace casejournal::services {

// One line, redrawn at most ten times a second; silent unless standard error is a terminal. The
// line is wiped when the bar is destroyed. Not safe for concurrent use.
class ProgressBar {
 public:
  // `total` in any unit; 0 where it is not known: then there is no bar, only the words.
  explicit ProgressBar(uint64_t total);
  ~ProgressBar();
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  // `done` of the total, and words such as "1,200 requests".
  void Show(uint64_t done, absl::string_view words);

  // Wipes the line, so that something else can be said.
  void Wipe();

 private:
  uint64_t total_;
  bool watched_;
  bool drawn_ = false;
  absl::Time next_ = absl::InfinitePast();
};

// 1234567 as "1,234,567".
std::string WithCommas(uint64_t number);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CONSOLE_PROGRESS_BAR_H_
