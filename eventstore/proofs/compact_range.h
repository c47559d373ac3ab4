#ifndef CASEJOURNAL_EVENTSTORE_PROOFS_COMPACT_RANGE_H_
#define CASEJOURNAL_EVENTSTORE_PROOFS_COMPACT_RANGE_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "eventstore/proofs/hash.h"
#include "eventstore/proofs/node.h"

namespace casejournal::eventstore {

// The right edge of the tree over leaves [0, size): one hash for each bit set in `size`, at most 64. Appending and the
// root need nothing else. Copyable, so that a commit can grow a copy and drop it on failure. Not safe for concurrent
// use.
class CompactRange {
 public:
  // The tree without leaves.
  CompactRange() = default;

  // Read the edge of the tree of `size` leaves from its complete nodes. Errors are those of the reader.
  static absl::StatusOr<CompactRange> Read(uint64_t size, NodeReader read);

  // Add the leaf with index size(). Requires size() < 2^64 - 1. Amortized cost: one NodeHash.
  void Append(const Hash& leaf);

  uint64_t size() const { return size_; }

  // The RFC 6962 Merkle tree hash of the leaves appended so far; EmptyRoot() without leaves.
  Hash Root() const { return RootOver(nodes_); }

  // The hashes of NodesCovering(0, size()), in its order. Valid until the next Append.
  const std::vector<Hash>& nodes() const { return nodes_; }

 private:
  uint64_t size_ = 0;
  std::vector<Hash> nodes_;
};

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_PROOFS_COMPACT_RANGE_H_
