// How much one caller may do at a time, so that nobody takes the server from the others.
#ifndef CASEJOURNAL_SERVICES_ACCESS_CALLER_LIMITS_H_
#define CASEJOURNAL_SERVICES_ACCESS_CALLER_LIMITS_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "services/access/policy.h"

namespace casejournal::services {

struct CallerLimitNumbers {
  // Calls in a second on average, and at once after a pause. Of the requests in all streams of the caller together, as
  // many again are read in a second.
  uint32_t calls_per_second = 1'000;
  uint32_t calls_at_once = 2'000;
  // Calls in progress that answer once. Most have a thread of the server, also while they wait for an entry that is not
  // recorded yet; the server has 512 (grpc/unary/answer_threads.h).
  uint32_t calls = 128;
  // Calls in progress that answer with a stream.
  uint32_t streams = 64;
  // Of requests that are being worked on.
  size_t request_bytes = size_t{64} << 20;
  // Requests of append streams that are being worked on. The streams of one caller together leave room in the queue of
  // the log for others.
  uint32_t stream_requests = 2'048;

  bool operator==(const CallerLimitNumbers&) const = default;
};

// Safe for concurrent use. Outlives its shares.
class CallerLimits {
 private:
  struct Counted {
    explicit Counted(const CallerLimitNumbers& limits) : numbers(limits) {}

    const CallerLimitNumbers& numbers;
    absl::Mutex mutex;
    double calls_left ABSL_GUARDED_BY(mutex) = 0;
    absl::Time filled_at ABSL_GUARDED_BY(mutex);
    uint32_t calls ABSL_GUARDED_BY(mutex) = 0;
    uint32_t streams ABSL_GUARDED_BY(mutex) = 0;
    uint32_t requests ABSL_GUARDED_BY(mutex) = 0;
    absl::Time next_turn ABSL_GUARDED_BY(mutex) = absl::InfinitePast();
    size_t bytes ABSL_GUARDED_BY(mutex) = 0;
  };

 public:
  // So many callers are remembered. While more call at a time, those beyond them share one count.
  static constexpr size_t kCallersMax = 10'000;

  // What a call takes a place of, besides its bytes: an append that answers once has no thread while it waits.
  enum class Kind { kAnswer, kStream, kAppend };

  // What a call takes up. Given back when it is destroyed.
  class Share {
   public:
    Share() = default;
    Share(Share&& other) noexcept : of_(std::move(other.of_)), bytes_(other.bytes_), place_(other.place_) {}
    Share& operator=(Share&&) = delete;
    ~Share();

    // Take what one request of this call takes up, if the call has many: its bytes.
    //   kResourceExhausted  as Take.
    absl::StatusOr<Share> TakeRequest(size_t request_bytes) const;

    // When the next request of this call may be read, if the call has many: now, or later if the streams of this caller
    // are read as fast as they may be. The turn is taken, so it is asked for once for each request.
    absl::Time TakeTurn(absl::Time now) const;

   private:
    friend class CallerLimits;
    // `place` is the member of Counted in which the call has a place; null: in none.
    Share(std::shared_ptr<Counted> of, size_t bytes, uint32_t Counted::*place)
        : of_(std::move(of)), bytes_(bytes), place_(place) {}

    std::shared_ptr<Counted> of_;  // null: nothing is limited
    size_t bytes_ = 0;
    uint32_t Counted::*place_ = nullptr;
  };

  explicit CallerLimits(CallerLimitNumbers numbers) : numbers_(numbers) {}

  const CallerLimitNumbers& numbers() const { return numbers_; }

  // Take the share of one call with a request of so many bytes.
  //   kResourceExhausted  with CALLER_LIMIT_REACHED, and when to retry; nothing is taken.
  absl::StatusOr<Share> Take(const Holder& caller, size_t request_bytes, Kind kind, absl::Time now);

 private:
  std::shared_ptr<Counted> Of(const Holder& caller, absl::Time now);

  const CallerLimitNumbers numbers_;
  absl::Mutex mutex_;
  absl::flat_hash_map<std::string, std::shared_ptr<Counted>> by_caller_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ACCESS_CALLER_LIMITS_H_
