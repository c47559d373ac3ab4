#include "eventstore/proofs/proof.h"

#include <bit>

#include "absl/strings/str_cat.h"

namespace casejournal::eventstore {
namespace {

struct LeafRange {
  uint64_t begin;
  uint64_t end;
};

// The place at which RFC 9162 divides a range of more than one leaf: the left part is the largest power of two smaller
// than the whole.
uint64_t SplitOf(const LeafRange& range) { return range.begin + std::bit_floor(range.end - range.begin - 1); }

absl::StatusOr<Hash> RootOfRange(const LeafRange& range, NodeReader read) {
  std::vector<Hash> hashes;
  for (const NodeId& node : NodesCovering(range.begin, range.end)) {
    absl::StatusOr<Hash> hash = read(node);
    if (!hash.ok()) return hash.status();
    hashes.push_back(*hash);
  }
  return RootOver(hashes);
}

// A walk from the root down meets the proof's nodes in reverse order.
absl::StatusOr<std::vector<Hash>> ReadUpwards(const std::vector<LeafRange>& downwards, NodeReader read) {
  std::vector<Hash> proof;
  proof.reserve(downwards.size());
  for (auto range = downwards.rbegin(); range != downwards.rend(); ++range) {
    absl::StatusOr<Hash> hash = RootOfRange(*range, read);
    if (!hash.ok()) return hash.status();
    proof.push_back(*hash);
  }
  return proof;
}

absl::Status DoesNotVerify(absl::string_view what, uint64_t from, uint64_t size) {
  return absl::DataLossError(
      absl::StrCat(what, " proof from ", from, " in the tree of size ", size, " does not verify"));
}

absl::Status CheckSizes(uint64_t first, uint64_t second) {
  if (first <= second) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("the tree of size ", first, " is not a prefix of the tree of size ", second));
}

absl::Status CheckIndex(uint64_t index, uint64_t size) {
  if (index < size) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat("leaf ", index, " is not in the tree of size ", size));
}

}  // namespace

absl::StatusOr<std::vector<Hash>> InclusionProof(uint64_t index, uint64_t size, NodeReader read) {
  absl::Status in_tree = CheckIndex(index, size);
  if (!in_tree.ok()) return in_tree;

  std::vector<LeafRange> siblings;
  LeafRange here = {0, size};
  while (here.end - here.begin > 1) {
    const uint64_t split = SplitOf(here);
    if (index < split) {
      siblings.push_back({split, here.end});
      here.end = split;
    } else {
      siblings.push_back({here.begin, split});
      here.begin = split;
    }
  }
  return ReadUpwards(siblings, read);
}

absl::StatusOr<std::vector<Hash>> ConsistencyProof(uint64_t first, uint64_t second, NodeReader read) {
  absl::Status ordered = CheckSizes(first, second);
  if (!ordered.ok()) return ordered;
  if (first == 0) return std::vector<Hash>();

  std::vector<LeafRange> parts;
  LeafRange here = {0, second};
  while (here.end != first) {
    const uint64_t split = SplitOf(here);
    if (first <= split) {
      parts.push_back({split, here.end});
      here.end = split;
    } else {
      parts.push_back({here.begin, split});
      here.begin = split;
    }
  }
  // If the first tree is itself a node of the second, the verifier already has its hash: its root.
  if (here.begin != 0) parts.push_back(here);
  return ReadUpwards(parts, read);
}

absl::StatusOr<Hash> RootAt(uint64_t size, NodeReader read) { return RootOfRange({0, size}, read); }

absl::Status VerifyInclusion(uint64_t index, uint64_t size, const Hash& leaf, absl::Span<const Hash> proof,
                             const Hash& root) {
  absl::Status in_tree = CheckIndex(index, size);
  if (!in_tree.ok()) return in_tree;

  uint64_t place = index;
  uint64_t last = size - 1;
  Hash hash = leaf;
  for (const Hash& sibling : proof) {
    if (last == 0) return DoesNotVerify("inclusion", index, size);
    if ((place & 1) != 0 || place == last) {
      hash = NodeHash(sibling, hash);
      // A last node without a right sibling moves up without hashing.
      while ((place & 1) == 0 && place != 0) {
        place >>= 1;
        last >>= 1;
      }
    } else {
      hash = NodeHash(hash, sibling);
    }
    place >>= 1;
    last >>= 1;
  }
  if (last != 0 || hash != root) return DoesNotVerify("inclusion", index, size);
  return absl::OkStatus();
}

absl::Status VerifyConsistency(uint64_t first, uint64_t second, absl::Span<const Hash> proof, const Hash& first_root,
                               const Hash& second_root) {
  absl::Status ordered = CheckSizes(first, second);
  if (!ordered.ok()) return ordered;
  const absl::Status refused = DoesNotVerify("consistency", first, second);
  if (second == 0 && second_root != EmptyRoot()) return refused;
  if (first == 0) return proof.empty() && first_root == EmptyRoot() ? absl::OkStatus() : refused;
  if (first == second) return proof.empty() && first_root == second_root ? absl::OkStatus() : refused;
  if (proof.empty()) return refused;

  uint64_t place = first - 1;
  uint64_t last = second - 1;
  const int whole = std::countr_one(place);
  place >>= whole;
  last >>= whole;

  Hash from_first = first_root;
  if (!std::has_single_bit(first)) {
    from_first = proof.front();
    proof.remove_prefix(1);
  }
  Hash from_second = from_first;
  for (const Hash& node : proof) {
    if (last == 0) return refused;
    if ((place & 1) != 0 || place == last) {
      from_first = NodeHash(node, from_first);
      from_second = NodeHash(node, from_second);
      while ((place & 1) == 0 && place != 0) {
        place >>= 1;
        last >>= 1;
      }
    } else {
      from_second = NodeHash(from_second, node);
    }
    place >>= 1;
    last >>= 1;
  }
  if (last != 0 || from_first != first_root || from_second != second_root) return refused;
  return absl::OkStatus();
}

}  // namespace casejournal::eventstore
