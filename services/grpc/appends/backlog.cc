#include "services/grpc/appends/backlog.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/errors/error_details.h"

namespace casejournal::services {
namespace {

// With fewer than so many, an append takes as long as a sync, however many share it: that says nothing of a queue.
constexpr size_t kTellsFrom = Backlog::kAlwaysTaken / 2;
// The newest append counts for one in so many.
constexpr int kAverageOf = 16;
constexpr double kShareForTheFirst = 0.5;
constexpr double kShare = 0.375;
constexpr double kShareForTheLargest = 0.25;
constexpr absl::Duration kRetryAtLeast = absl::Milliseconds(100);
constexpr absl::Duration kRetryAtMost = absl::Seconds(5);

}  // namespace

absl::Duration Backlog::Expected() const { return each_ * static_cast<int64_t>(size_ + 1); }

// How much of the patience of a caller the next append may take.
double Backlog::ShareOf(CallerNumber caller) const {
  const auto found = of_callers_.find(caller);
  if (found == of_callers_.end()) return kShareForTheFirst;
  return found->second * of_callers_.size() > size_ ? kShareForTheLargest : kShare;
}

std::optional<Backlog::Place> Backlog::Take(CallerNumber caller, absl::Duration patience, absl::Time now) {
  absl::MutexLock lock(&mutex_);
  if (size_ >= kAlwaysTaken) {
    const absl::Duration most = of_callers_.contains(caller) ? kPatienceOfMore : kPatienceMax;
    if (Expected() > ShareOf(caller) * std::min(patience, most)) return std::nullopt;
  }
  ++of_callers_[caller];
  return Place{.caller = caller, .ahead = size_++, .came = now};
}

void Backlog::Done(const Place& place, absl::Time now) {
  absl::MutexLock lock(&mutex_);
  --size_;
  const auto found = of_callers_.find(place.caller);
  if (found != of_callers_.end() && --found->second == 0) of_callers_.erase(found);
  if (place.ahead + 1 < kTellsFrom) return;
  const absl::Duration one = (now - place.came) / static_cast<int64_t>(place.ahead + 1);
  each_ += (one - each_) / kAverageOf;
}

size_t Backlog::size() const {
  absl::MutexLock lock(&mutex_);
  return size_;
}

absl::Duration Backlog::ExpectedWait() const {
  absl::MutexLock lock(&mutex_);
  return Expected();
}

absl::Status Backlog::Busy() const {
  const absl::Duration retry = std::clamp(ExpectedWait(), kRetryAtLeast, kRetryAtMost);
  return RetryAfter(absl::ResourceExhaustedError(absl::StrCat(
                        "more appends come than can be recorded while their callers wait; nothing was recorded; retry "
                        "in ",
                        absl::ToInt64Milliseconds(retry), " ms")),
                    retry);
}

}  // namespace casejournal::services
