#include "eventstore/internal/record_clock.h"

#include <algorithm>
#include <limits>

#include "absl/strings/str_cat.h"

namespace casejournal::eventstore {

RecordClock::RecordClock(std::function<int64_t()> now_us, std::function<int64_t()> steady_us, int64_t last_us)
    : now_us_(std::move(now_us)),
      steady_us_(std::move(steady_us)),
      last_us_(last_us),
      closed_us_(std::numeric_limits<int64_t>::min()),
      seen_now_us_(now_us_()),
      seen_steady_us_(steady_us_()) {}

absl::Status RecordClock::Check() {
  absl::MutexLock lock(&mutex_);
  return CheckLocked();
}

absl::Status RecordClock::CheckLocked() {
  if (!stopped_.ok()) return stopped_;
  const int64_t now = now_us_();
  const int64_t steady = steady_us_();
  const int64_t step = (now - seen_now_us_) - (steady - seen_steady_us_);
  seen_now_us_ = now;
  seen_steady_us_ = steady;
  if (step > kForwardStepUsMax) {
    stopped_ = absl::UnavailableError(absl::StrCat(
        "the clock stepped forward by ", step / 1000, " ms; nothing is recorded until an operator confirms that it is "
        "right (start again with --confirm-clock)"));
  } else if (!behind_confirmed_ && last_us_ - now > kClampUsMax) {
    stopped_ = absl::UnavailableError(absl::StrCat(
        "the clock is ", (last_us_ - now) / 1000, " ms behind the last recorded time; nothing is recorded until an "
        "operator confirms that it is right (start again with --confirm-clock)"));
  }
  return stopped_;
}

void RecordClock::Confirm() {
  absl::MutexLock lock(&mutex_);
  stopped_ = absl::OkStatus();
  behind_confirmed_ = true;
  seen_now_us_ = now_us_();
  seen_steady_us_ = steady_us_();
}

int64_t RecordClock::BeginGroup() {
  absl::MutexLock lock(&mutex_);
  last_us_ = std::max({last_us_, now_us_(), closed_us_});
  group_under_way_ = true;
  return last_us_;
}

void RecordClock::EndGroup() {
  absl::MutexLock lock(&mutex_);
  group_under_way_ = false;
}

absl::Status RecordClock::Close(int64_t instant_us) {
  absl::MutexLock lock(&mutex_);
  if (instant_us >= now_us_()) return absl::FailedPreconditionError("the instant is not over yet");
  closed_us_ = std::max(closed_us_, instant_us + 1);
  mutex_.Await(absl::Condition(+[](bool* under_way) { return !*under_way; }, &group_under_way_));
  return absl::OkStatus();
}

}  // namespace casejournal::eventstore
