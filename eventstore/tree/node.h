#ifndef CASEJOURNAL_EVENTSTORE_TREE_NODE_H_
#define CASEJOURNAL_EVENTSTORE_TREE_NODE_H_

#include <cstdint>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "eventstore/tree/hash.h"

namespace casejournal::eventstore {

// A node whose subtree is perfect: it covers the leaves [index << level, (index + 1) << level).
// Level 0 is the leaves; 0 <= level <= 63. Once all its leaves exist, its hash never changes.
struct NodeId {
  int level = 0;
  uint64_t index = 0;

  friend bool operator==(const NodeId&, const NodeId&) = default;
};

// Reads the hash of a complete node. Functions that take a NodeReader request only nodes whose leaves are all below the
// tree size, and return its errors unchanged.
using NodeReader = absl::FunctionRef<absl::StatusOr<Hash>(NodeId)>;

// The fewest complete nodes that cover the leaves [begin, end), from left to right, largest first. Requires begin <=
// end, and `begin` a multiple of the largest power of two that fits in end - begin, as for every subtree in RFC 9162.
// Empty for an empty range.
std::vector<NodeId> NodesCovering(uint64_t begin, uint64_t end);

// The root over the hashes of NodesCovering, in its order; EmptyRoot() for none.
Hash RootOver(const std::vector<Hash>& nodes);

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_TREE_NODE_H_
