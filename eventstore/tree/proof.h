#ifndef CASEJOURNAL_EVENTSTORE_TREE_PROOF_H_
#define CASEJOURNAL_EVENTSTORE_TREE_PROOF_H_

#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "eventstore/tree/hash.h"
#include "eventstore/tree/node.h"

// Proofs for the Merkle tree of RFC 6962 section 2.1, in the terms and the node order of RFC 9162 sections 2.1.3 and
// 2.1.4 (the two agree). Pure; safe for concurrent use if the reader is. A proof has at most 64 hashes.
namespace casejournal::eventstore {

// Prove that leaf `index` is in the tree of the first `size` leaves: the siblings from the leaf to below the root.
//   kInvalidArgument  not index < size.
//   any other         the error of the reader.
absl::StatusOr<std::vector<Hash>> InclusionProof(uint64_t index, uint64_t size, NodeReader read);

// Prove that the tree of `first` leaves is a prefix of the tree of `second` leaves. Empty if first is 0 or equal to
// second.
//   kInvalidArgument  not first <= second.
//   any other         the error of the reader.
absl::StatusOr<std::vector<Hash>> ConsistencyProof(uint64_t first, uint64_t second, NodeReader read);

// The root of the tree of the first `size` leaves; EmptyRoot() for 0. Errors are the reader's own.
absl::StatusOr<Hash> RootAt(uint64_t size, NodeReader read);

// Check that `proof` places `leaf` (a leaf hash) at `index` in the tree of `size` leaves with `root`. RFC 9162 section
// 2.1.3.2.
//   kInvalidArgument  not index < size.
//   kDataLoss         the proof does not verify: it is too short, too long, or leads to another root.
absl::Status VerifyInclusion(uint64_t index, uint64_t size, const Hash& leaf, absl::Span<const Hash> proof,
                             const Hash& root);

// Check that `proof` leads from the tree of `first` leaves to the tree of `second` leaves. RFC 9162 section 2.1.4.2
// does not define first = 0 and first = second. Here the proof must then be empty, the root of 0 leaves is EmptyRoot(),
// and equal sizes must have equal roots.
//   kInvalidArgument  not first <= second.
//   kDataLoss         the proof does not verify.
absl::Status VerifyConsistency(uint64_t first, uint64_t second, absl::Span<const Hash> proof, const Hash& first_root,
                               const Hash& second_root);

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_TREE_PROOF_H_
