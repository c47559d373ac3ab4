#ifndef CASEJOURNAL_EVENTSTORE_PROOFS_NODE_H_
#define CASEJOURNAL_EVENTSTORE_PROOFS_NODE_H_

#include <cstdint>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "eventstore/proofs/hash.h"

namespace casejournal::eventstore {

// A node with a perfect subtree: it covers the leaves [index << level, (index + 1) << level). Level 0 is the leaves; 0
// <= level <= 63. Its hash never changes after all its leaves exist.
struct NodeId {
  int level = 0;
  uint64_t index = 0;

  friend bool operator==(const NodeId&, const NodeId&) = default;
};

// Reads the hash of a complete node. A function that takes a NodeReader asks only for nodes whose leaves are all below
// the tree size in question, and returns the reader's errors unchanged.
using NodeReader = absl::FunctionRef<absl::StatusOr<Hash>(NodeId)>;

// The smallest set of complete nodes that covers the leaves [begin, end), from left to right. Empty for an empty range.
// Requires begin <= end, and `begin` to be a multiple of the largest power of two that fits in end - begin, as it is
// for every subtree that RFC 9162 names.
std::vector<NodeId> NodesCovering(uint64_t begin, uint64_t end);

// The root over the hashes of NodesCovering, in its order; EmptyRoot() without hashes.
Hash RootOver(const std::vector<Hash>& nodes);

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_PROOFS_NODE_H_
