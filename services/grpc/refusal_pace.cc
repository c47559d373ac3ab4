#include "services/grpc/refusal_pace.h"

#include <atomic>
#include <cstdint>

#include "absl/time/clock.h"
#include "services/errors/error_reason.h"

namespace casejournal::services {
namespace {

std::atomic<int> limit_waiters = 0;
std::atomic<uint32_t> limit_waits = 0;
// 2^32 divided by the golden ratio: its multiples are spread evenly over 2^32, however many they are.
constexpr uint32_t kGolden = 2'654'435'769;

}  // namespace

bool IsCallerLimit(const absl::Status& status) {
  return absl::IsResourceExhausted(status) &&
         ReasonOf(status).reason() == v1::ErrorReason_Name(v1::CALLER_LIMIT_REACHED);
}

absl::Duration NextLimitWait() {
  const uint32_t spread = limit_waits++ * kGolden;
  return kLimitWait / 2 + kLimitWait * (static_cast<double>(spread) / 4'294'967'296.0);
}

absl::Duration RestOfStep(absl::Duration passed, absl::Duration step) {
  if (passed <= absl::ZeroDuration()) return step;
  const absl::Duration rest = passed % step;
  return rest == absl::ZeroDuration() ? rest : step - rest;
}

absl::Duration HeldBack(const absl::Status& outcome, absl::Duration passed) {
  if (absl::IsNotFound(outcome)) return RestOfStep(passed, kRefusalStep);
  return IsCallerLimit(outcome) ? NextLimitWait() : absl::ZeroDuration();
}

void RefusalPace::Keep(const absl::Status& outcome) const {
  const absl::Duration length = HeldBack(outcome, absl::FromChrono(std::chrono::steady_clock::now() - began_));
  if (!IsCallerLimit(outcome)) return absl::SleepFor(length);
  if (++limit_waiters <= kLimitWaitersMax) absl::SleepFor(length);
  --limit_waiters;
}

}  // namespace casejournal::services
