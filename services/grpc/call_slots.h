// Limits how many calls of a kind are in progress. A call that lasts holds memory, and some hold a thread: without a
// limit, such calls would leave nothing for the others.
#ifndef CASEJOURNAL_SERVICES_GRPC_CALL_SLOTS_H_
#define CASEJOURNAL_SERVICES_GRPC_CALL_SLOTS_H_

#include <atomic>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/errors/error_details.h"

namespace casejournal::services {

// Safe for concurrent use. Outlives its slots.
class CallSlots {
 public:
  // Leaves its place when it is destroyed.
  class Slot {
   public:
    Slot(Slot&& other) noexcept : of_(std::exchange(other.of_, nullptr)) {}
    Slot& operator=(Slot&&) = delete;
    ~Slot() {
      if (of_ != nullptr) --of_->taken_;
    }

   private:
    friend class CallSlots;
    explicit Slot(CallSlots* of) : of_(of) {}
    CallSlots* of_;
  };

  // `refusal` is the message for a call beyond `max`; it says to retry later.
  CallSlots(int max, absl::string_view refusal) : max_(max), refusal_(refusal) {}
  CallSlots(const CallSlots&) = delete;
  CallSlots& operator=(const CallSlots&) = delete;

  // Take a place for as long as the slot lives.
  //   kResourceExhausted  all places are taken; with the advice to retry (errors/error_details.h).
  absl::StatusOr<Slot> Take() {
    Slot slot(this);
    if (++taken_ <= max_) return slot;
    return RetryAfter(absl::ResourceExhaustedError(refusal_), kRetryAfter);
  }

 private:
  // A place may become free at any time.
  static constexpr absl::Duration kRetryAfter = absl::Seconds(1);

  const int max_;
  const std::string refusal_;
  std::atomic<int> taken_ = 0;
};

// How many calls may wait for something new at a time.
struct StreamLimits {
  int subscribers = 4096;
  // Those of them that ask for sentences. Each holds folded cases in memory.
  int subscribers_with_sentences = 128;
  int watchers = 4096;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_GRPC_CALL_SLOTS_H_
