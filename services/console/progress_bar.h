// A progress bar on standard error.
#ifndef CASEJOURNAL_SERVICES_CONSOLE_PROGRESS_BAR_H_
#define CASEJOURNAL_SERVICES_CONSOLE_PROGRESS_BAR_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace casejournal::services {

// One line, redrawn at most 10 times per second; nothing is drawn unless standard error is a terminal. The destructor
// erases the line. Not safe for concurrent use.
class ProgressBar {
 public:
  // `total` is in any unit. If it is 0 (unknown), only the words are shown, without a bar.
  explicit ProgressBar(uint64_t total);
  ~ProgressBar();
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  // Show `done` of the total, and words such as "1,200 requests".
  void Show(uint64_t done, absl::string_view words);

  // Erase the line, so that other text can be printed.
  void Wipe();

 private:
  uint64_t total_;
  bool watched_;
  bool drawn_ = false;
  absl::Time next_ = absl::InfinitePast();
};

// Return 1234567 as "1,234,567".
std::string WithCommas(uint64_t number);

// Return "1 entry" or "1,200 entries": the number with commas, followed by `one` or `many`.
std::string Counted(uint64_t number, absl::string_view one, absl::string_view many);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CONSOLE_PROGRESS_BAR_H_
