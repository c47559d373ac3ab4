#ifndef CASEJOURNAL_EVENTSTORE_TREE_COMPACT_RANGE_H_
#define CASEJOURNAL_EVENTSTORE_TREE_COMPACT_RANGE_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "eventstore/tree/hash.h"
#include "eventstore/tree/node.h"

namespace casejournal::eventstore {

// The growing right edge of the tree over the leaves [0, size): one hash for each set bit of `size`, at most 64.
// Appending and the root need nothing else. Copyable, so that a commit can grow a copy and drop it on failure. Not safe
// for concurrent use.
class CompactRange {
 public:
  // The tree without leaves.
  CompactRange() = default;

  // The edge of the tree of `size` leaves, from its complete nodes.
  // Errors are the reader's own.
  static absl::StatusOr<CompactRange> Read(uint64_t size, NodeReader read);

  // Adds the leaf with index size(). Requires size() < 2^64 - 1. Amortized one NodeHash.
  void Append(const Hash& leaf);

  uint64_t size() const { return size_; }

  // The RFC 6962 Merkle tree hash of the leaves appended so far; EmptyRoot() for none.
  Hash Root() const { return RootOver(nodes_); }

  // The hashes of NodesCovering(0, size()), in its order; valid until the next Append.
  const std::vector<Hash>& nodes() const { return nodes_; }

 private:
  uint64_t size_ = 0;
  std::vector<Hash> nodes_;
};

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_TREE_COMPACT_RANGE_H_
