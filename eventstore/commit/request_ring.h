// The last recorded requests, so that the committing thread never reads the disk.
#ifndef CASEJOURNAL_EVENTSTORE_COMMIT_REQUEST_RING_H_
#define CASEJOURNAL_EVENTSTORE_COMMIT_REQUEST_RING_H_

#include <cstddef>
#include <deque>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "eventstore/records/stream_id.h"

namespace casejournal::eventstore {

// Holds the id of every request recorded at or after position floor(). Owned by one thread.
class RequestRing {
 public:
  RequestRing(size_t capacity, Position size) : capacity_(capacity), floor_(size) {}

  // Return whether no request with this id was recorded, if none existed when the log had `absent_at` events. Also
  // false if that was too long ago to know.
  bool IsNew(const Uuid& id, Position absent_at) const { return absent_at >= floor_ && !ids_.contains(id); }

  // Record that the request `id` begins at `position`.
  void Put(const Uuid& id, Position position) {
    ids_.insert(id);
    order_.emplace_back(position, id);
    if (order_.size() <= capacity_) return;
    ids_.erase(order_.front().second);
    floor_ = order_.front().first + 1;
    order_.pop_front();
  }

 private:
  const size_t capacity_;
  Position floor_;
  absl::flat_hash_set<Uuid> ids_;
  std::deque<std::pair<Position, Uuid>> order_;
};

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_COMMIT_REQUEST_RING_H_
