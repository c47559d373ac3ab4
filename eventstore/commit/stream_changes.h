// When streams last changed, for readers that hold what they read: they ask neither a lock nor the disk.
#ifndef CASEJOURNAL_EVENTSTORE_COMMIT_STREAM_CHANGES_H_
#define CASEJOURNAL_EVENTSTORE_COMMIT_STREAM_CHANGES_H_

#include <atomic>
#include <cstddef>
#include <memory>

#include "absl/hash/hash.h"
#include "eventstore/records/append.h"

namespace casejournal::eventstore {

// Several streams share a place, so that it may take one for changed that is not. One thread puts, any thread asks.
class StreamChanges {
 public:
  // The log has `size` events. `places` is a power of two; each takes 8 bytes.
  StreamChanges(size_t places, Position size)
      : opened_at_(size), mask_(places - 1), ends_(new std::atomic<Position>[places]()) {}

  // Record that `stream` has an event at `position`, the last one of the log. Call this before the event is visible.
  void Put(const StreamId& stream, Position position) {
    ends_[PlaceOf(stream)].store(position + 1, std::memory_order_release);
  }

  // Return true only if no event of `stream` that was visible before this call is at or after `since`.
  bool UnchangedSince(const StreamId& stream, Position since) const {
    return since >= opened_at_ && ends_[PlaceOf(stream)].load(std::memory_order_acquire) <= since;
  }

 private:
  size_t PlaceOf(const StreamId& stream) const { return absl::HashOf(stream) & mask_; }

  const Position opened_at_;
  const size_t mask_;
  const std::unique_ptr<std::atomic<Position>[]> ends_;
};

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_COMMIT_STREAM_CHANGES_H_
