#include "eventstore/commit/record_clock.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "eventstore/records/write_stop.h"

namespace casejournal::eventstore {
namespace {

absl::Status Stopped(const ClockMark& mark) {
  constexpr absl::string_view kConfirm =
      "; nothing is recorded until an operator confirms that the clock is right (restart with --confirm-clock)";
  const int64_t ms = mark.stop_by_us / 1000;
  switch (mark.stop) {
    case ClockStop::kNone:
      break;
    case ClockStop::kForward:
      return WriteStopError(WriteStop::kClock, absl::StrCat("the clock stepped forward by ", ms, " ms", kConfirm));
    case ClockStop::kBehind:
      return WriteStopError(WriteStop::kClock, absl::StrCat("the clock is ", ms,
                                                            " ms behind the last recorded or answered time", kConfirm));
  }
  return absl::OkStatus();
}

constexpr int64_t kYear9999Us = 253'370'764'800'000'000;

}  // namespace

absl::Status CheckYear(int64_t now_us) {
  if (now_us >= 0 && now_us < kYear9999Us) return absl::OkStatus();
  return WriteStopError(WriteStop::kClock, absl::StrCat("the clock of this machine shows a time ",
                                                        now_us < 0 ? "before 1970" : "after the year 9998",
                                                        "; nothing is recorded until it is right"));
}

RecordClock::RecordClock(std::function<int64_t()> now_us, std::function<int64_t()> steady_us, int64_t last_us,
                         ClockMark mark, Keep keep)
    : now_us_(std::move(now_us)),
      steady_us_(std::move(steady_us)),
      keep_(std::move(keep)),
      last_us_(last_us),
      mark_(mark),
      seen_now_us_(now_us_()),
      seen_steady_us_(steady_us_()) {}

absl::Status RecordClock::Check() {
  if (absl::Status year = CheckYear(now_us_()); !year.ok()) return year;
  ClockMark now;
  bool is_new = false;
  {
    absl::MutexLock lock(&mutex_);
    const ClockMark before = mark_;
    now = StateNow();
    is_new = now != before;
    if (is_new) stop_kept_ = false;
  }
  if (is_new) KeepStop();
  return Stopped(now);
}

// If it cannot be stored, this process stops anyway.
void RecordClock::KeepStop() const {
  {
    absl::MutexLock lock(&mutex_);
    if (stop_kept_) return;  // nobody waits for a mark that is being stored
  }
  absl::MutexLock keep(&keep_mutex_);
  ClockMark mark;
  {
    absl::MutexLock lock(&mutex_);
    if (stop_kept_) return;
    mark = mark_;
  }
  const absl::Status kept = keep_(mark);
  absl::MutexLock lock(&mutex_);
  stop_kept_ = kept.ok();
}

absl::Status RecordClock::Look() const {
  KeepStop();
  if (absl::Status year = CheckYear(now_us_()); !year.ok()) return year;
  absl::MutexLock lock(&mutex_);
  return Stopped(MarkAt(now_us_(), steady_us_()));
}

// Read both clocks. A stop stays.
ClockMark RecordClock::StateNow() {
  const int64_t now = now_us_();
  const int64_t steady = steady_us_();
  mark_ = MarkAt(now, steady);
  seen_now_us_ = now;
  seen_steady_us_ = steady;
  return mark_;
}

ClockMark RecordClock::MarkAt(int64_t now, int64_t steady) const {
  ClockMark mark = mark_;
  if (mark.stop != ClockStop::kNone) return mark;
  const int64_t step = (now - seen_now_us_) - (steady - seen_steady_us_);
  const int64_t passed = std::max(last_us_, mark.closed_us);
  if (step > kForwardStepUsMax) {
    mark.stop = ClockStop::kForward;
    mark.stop_by_us = step;
  } else if (!behind_confirmed_ && now < passed - kClampUsMax) {
    mark.stop = ClockStop::kBehind;
    mark.stop_by_us = passed - now;
  }
  return mark;
}

absl::Status RecordClock::Confirm() {
  absl::MutexLock keep(&keep_mutex_);
  absl::MutexLock lock(&mutex_);
  ClockMark confirmed = mark_;
  confirmed.stop = ClockStop::kNone;
  confirmed.stop_by_us = 0;
  if (absl::Status kept = keep_(confirmed); !kept.ok()) return kept;
  mark_ = confirmed;
  stop_kept_ = true;
  behind_confirmed_ = true;
  seen_now_us_ = now_us_();
  seen_steady_us_ = steady_us_();
  return absl::OkStatus();
}

int64_t RecordClock::BeginGroup() {
  absl::MutexLock lock(&mutex_);
  last_us_ = std::max({last_us_, now_us_(), mark_.closed_us});
  group_under_way_ = true;
  return last_us_;
}

void RecordClock::EndGroup() {
  absl::MutexLock lock(&mutex_);
  group_under_way_ = false;
}

void RecordClock::LoseGroup() {
  absl::MutexLock lock(&mutex_);
  group_under_way_ = false;
  if (!lost_us_) lost_us_ = last_us_;
}

absl::Status RecordClock::Close(int64_t instant_us) {
  const int64_t now = now_us_();
  if (instant_us >= now) return absl::FailedPreconditionError("the instant is not over yet");
  if (!Closed(instant_us)) {
    absl::MutexLock keep(&keep_mutex_);
    ClockMark mark;
    {
      absl::MutexLock lock(&mutex_);
      // Close the whole past at once, so that questions about its other days find it closed.
      mark = mark_;
      mark.closed_us = std::max(mark.closed_us, now);
    }
    if (absl::Status kept = keep_(mark); !kept.ok()) {
      // Whatever is wrong with the disk, the caller did nothing wrong, and may ask again.
      return absl::UnavailableError(absl::StrCat("the closed instant could not be stored: ", kept.message()));
    }
    absl::MutexLock lock(&mutex_);
    mark_.closed_us = mark.closed_us;
  }
  absl::MutexLock lock(&mutex_);
  mutex_.Await(absl::Condition(
      +[](bool* under_way) { return !*under_way; }, &group_under_way_));
  if (lost_us_ && instant_us >= *lost_us_) {
    return absl::UnavailableError(
        "an append whose outcome is unknown may have been recorded by this instant; a restart will tell");
  }
  return absl::OkStatus();
}

bool RecordClock::Closed(int64_t instant_us) {
  absl::MutexLock lock(&mutex_);
  return instant_us < mark_.closed_us;
}

}  // namespace casejournal::eventstore
