// A list whose copies share their common items: a copy costs the same, however long the list is.
#ifndef CASEJOURNAL_PROJECTIONS_ENTRIES_SHARED_LIST_H_
#define CASEJOURNAL_PROJECTIONS_ENTRIES_SHARED_LIST_H_

#include <array>
#include <cassert>
#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

#include "projections/entries/copy_on_write.h"

namespace casejournal::projections {

// Grows at its end; an item can be replaced. T must be cheap to copy. A value: copies are independent, and concurrent
// use of different copies is safe.
template <typename T>
class SharedList {
 public:
  size_t size() const { return full_->size() * kChunk + tail_.size(); }

  // Requires at < size().
  const T& operator[](size_t at) const {
    assert(at < size());
    const size_t chunk = at / kChunk;
    return chunk < full_->size() ? (*(*full_)[chunk])[at % kChunk] : tail_[at % kChunk];
  }

  void Append(T item) {
    tail_.push_back(std::move(item));
    if (tail_.size() < kChunk) return;
    auto chunk = std::make_shared<Chunk>();
    std::move(tail_.begin(), tail_.end(), chunk->begin());
    full_.Mutable().push_back(std::move(chunk));
    tail_.clear();
  }

  // Requires at < size(). Other copies do not change.
  void Replace(size_t at, T item) {
    assert(at < size());
    const size_t chunk = at / kChunk;
    if (chunk >= full_->size()) {
      tail_[at % kChunk] = std::move(item);
      return;
    }
    auto changed = std::make_shared<Chunk>(*(*full_)[chunk]);
    (*changed)[at % kChunk] = std::move(item);
    full_.Mutable()[chunk] = std::move(changed);
  }

 private:
  static constexpr size_t kChunk = 16;
  using Chunk = std::array<T, kChunk>;

  CopyOnWrite<std::vector<std::shared_ptr<const Chunk>>> full_;
  std::vector<T> tail_;  // shorter than a chunk
};

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_ENTRIES_SHARED_LIST_H_
