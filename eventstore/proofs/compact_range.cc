#include "eventstore/proofs/compact_range.h"

#include <cassert>
#include <limits>

namespace casejournal::eventstore {

absl::StatusOr<CompactRange> CompactRange::Read(uint64_t size, NodeReader read) {
  CompactRange range;
  for (const NodeId& node : NodesCovering(0, size)) {
    absl::StatusOr<Hash> hash = read(node);
    if (!hash.ok()) return hash.status();
    range.nodes_.push_back(*hash);
  }
  range.size_ = size;
  return range;
}

void CompactRange::Append(const Hash& leaf) {
  assert(size_ < std::numeric_limits<uint64_t>::max());
  Hash grown = leaf;
  // Each low bit that is set is a complete left neighbor of the same height, as in binary addition.
  for (uint64_t carry = size_; carry & 1; carry >>= 1) {
    grown = NodeHash(nodes_.back(), grown);
    nodes_.pop_back();
  }
  nodes_.push_back(grown);
  ++size_;
}

}  // namespace casejournal::eventstore
