#include "services/access/caller_limits.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/errors/error_details.h"
#include "services/errors/error_reason.h"

namespace casejournal::services {
namespace {

// A stream waits instead of being refused, so it needs only enough to make up for a thread that was late.
constexpr absl::Duration kTurnsSavedUp = absl::Milliseconds(100);

absl::Status LimitReached(absl::string_view what, absl::Duration retry_after) {
  return RetryAfter(WithReason(absl::ResourceExhaustedError(absl::StrCat("this caller has reached its limit of ", what,
                                                                         "; nothing was recorded")),
                               v1::CALLER_LIMIT_REACHED),
                    retry_after);
}

absl::Status TooManyBytes(const CallerLimitNumbers& numbers) {
  return LimitReached(absl::StrCat(numbers.request_bytes, " bytes of requests at a time"), absl::Seconds(1));
}

}  // namespace

CallerLimits::Share::~Share() {
  if (of_ == nullptr) return;
  absl::MutexLock lock(&of_->mutex);
  of_->bytes -= bytes_;
  if (place_ != nullptr) --((*of_).*place_);
}

absl::StatusOr<CallerLimits::Share> CallerLimits::Share::TakeRequest(size_t request_bytes) const {
  if (of_ == nullptr) return Share();
  const CallerLimitNumbers& numbers = of_->numbers;
  absl::MutexLock lock(&of_->mutex);
  if (of_->requests >= numbers.stream_requests)
    return LimitReached(absl::StrCat(numbers.stream_requests, " requests in streams at a time"), absl::Seconds(1));
  if (of_->bytes > 0 && of_->bytes + request_bytes > numbers.request_bytes) return TooManyBytes(numbers);
  of_->bytes += request_bytes;
  ++of_->requests;
  return Share(of_, request_bytes, &Counted::requests);
}

absl::Time CallerLimits::Share::TakeTurn(absl::Time now) const {
  if (of_ == nullptr) return now;
  absl::MutexLock lock(&of_->mutex);
  // Who paused may catch up on so much. A turn is later than the one before it, so a clock that steps back gives none.
  const absl::Time turn = std::max(of_->next_turn, now - kTurnsSavedUp);
  of_->next_turn = turn + absl::Seconds(1) / of_->numbers.calls_per_second;
  return std::max(turn, now);
}

std::shared_ptr<CallerLimits::Counted> CallerLimits::Of(const Holder& caller, absl::Time now) {
  std::string key = absl::StrCat(caller.issuer, absl::string_view("\0", 1), caller.subject);
  absl::MutexLock lock(&mutex_);
  if (const auto found = by_caller_.find(key); found != by_caller_.end()) return found->second;
  if (by_caller_.size() >= kCallersMax) {
    // One that is idle for so long has all its calls again, as a new one has.
    const absl::Duration full = absl::Seconds(1) + absl::Seconds(numbers_.calls_at_once / numbers_.calls_per_second);
    absl::erase_if(by_caller_, [&](const auto& each) {
      if (each.second.use_count() > 1) return false;
      absl::MutexLock counted(&each.second->mutex);
      return now - each.second->filled_at > full;
    });
    if (by_caller_.size() >= kCallersMax) key.clear();
  }
  std::shared_ptr<Counted>& counted = by_caller_[key];
  if (counted == nullptr) {
    counted = std::make_shared<Counted>(numbers_);
    absl::MutexLock fresh(&counted->mutex);
    counted->calls_left = numbers_.calls_at_once;
    counted->filled_at = now;
  }
  return counted;
}

absl::StatusOr<CallerLimits::Share> CallerLimits::Take(const Holder& caller, size_t request_bytes, Kind kind,
                                                       absl::Time now) {
  std::shared_ptr<Counted> of = Of(caller, now);
  absl::MutexLock lock(&of->mutex);
  const double passed = std::max(0.0, absl::ToDoubleSeconds(now - of->filled_at));
  of->calls_left = std::min<double>(numbers_.calls_at_once, of->calls_left + passed * numbers_.calls_per_second);
  of->filled_at = std::max(of->filled_at, now);
  if (of->calls_left < 1) {
    return LimitReached(absl::StrCat(numbers_.calls_per_second, " calls a second"),
                        absl::Seconds((1 - of->calls_left) / numbers_.calls_per_second));
  }
  if (kind == Kind::kAnswer && of->calls >= numbers_.calls)
    return LimitReached(absl::StrCat(numbers_.calls, " calls at a time"), absl::Seconds(1));
  if (kind == Kind::kStream && of->streams >= numbers_.streams)
    return LimitReached(absl::StrCat(numbers_.streams, " streams at a time"), absl::Seconds(1));
  // One request alone always fits: its own limit is another.
  if (of->bytes > 0 && of->bytes + request_bytes > numbers_.request_bytes) return TooManyBytes(numbers_);
  of->calls_left -= 1;
  of->bytes += request_bytes;
  switch (kind) {
    case Kind::kAnswer:
      ++of->calls;
      return Share(of, request_bytes, &Counted::calls);
    case Kind::kStream:
      ++of->streams;
      return Share(of, request_bytes, &Counted::streams);
    case Kind::kAppend:
      break;
  }
  return Share(of, request_bytes, nullptr);
}

}  // namespace casejournal::services
