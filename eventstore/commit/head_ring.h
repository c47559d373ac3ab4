// The heads of the streams that changed last, so that the committing thread never reads the disk.
#ifndef CASEJOURNAL_EVENTSTORE_COMMIT_HEAD_RING_H_
#define CASEJOURNAL_EVENTSTORE_COMMIT_HEAD_RING_H_

#include <cstddef>
#include <deque>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "eventstore/records/append.h"

namespace casejournal::eventstore {

// Holds every stream that changed at or after position floor(). Owned by one thread.
class HeadRing {
 public:
  HeadRing(size_t capacity, Position size) : capacity_(capacity), floor_(size) {}

  // Return whether `head` is the current head of `stream`. If `head` was observed before floor() and the stream is not
  // held, this is unknown, and the head is rejected.
  bool IsCurrent(const StreamId& stream, const StreamHead& head) const {
    const auto found = heads_.find(stream);
    if (found == heads_.end()) return head.observed_at >= floor_;
    return head.last_revision == found->second.last_revision && head.last_leaf == found->second.last_leaf;
  }

  // Record that `stream` now ends at `head`, whose event is at `position`.
  void Put(const StreamId& stream, const StreamHead& head, Position position) {
    heads_[stream] = {head.last_revision, head.last_leaf, position};
    order_.emplace_back(position, stream);
    while (order_.size() > capacity_) {
      const auto& [oldest, id] = order_.front();
      if (const auto found = heads_.find(id); found != heads_.end() && found->second.position == oldest) {
        heads_.erase(found);
      }
      floor_ = oldest + 1;
      order_.pop_front();
    }
  }

  Position floor() const { return floor_; }

 private:
  struct Held {
    std::optional<Revision> last_revision;
    Hash last_leaf{};
    Position position = 0;
  };

  const size_t capacity_;
  Position floor_;
  absl::flat_hash_map<StreamId, Held> heads_;
  std::deque<std::pair<Position, StreamId>> order_;
};

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_COMMIT_HEAD_RING_H_
