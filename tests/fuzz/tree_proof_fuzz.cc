// Inclusion and consistency proofs (RFC 6962, RFC 9162), and tiles of the tree.
#include <algorithm>

#include "absl/types/span.h"
#include "eventstore/proofs/proof.h"
#include "eventstore/proofs/tile.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/fuzz/merkle_tree.h"

namespace casejournal::fuzz {
namespace {

using eventstore::Hash;

absl::StatusOr<Hash> ReadNode(eventstore::NodeId node) {
  const size_t begin = node.index << node.level;
  Hold(node.level <= 8 && begin + (size_t{1} << node.level) <= kLeaves, "only nodes of the tree are read");
  return MerkleTree::Get().Root(begin, begin + (size_t{1} << node.level));
}

// A right proof, with one thing changed, or nothing.
std::vector<Hash> Changed(std::vector<Hash> proof, Input& input) {
  switch (input.Byte() % 6) {
    case 1:
      if (!proof.empty()) proof[input.Byte() % proof.size()][input.Byte() % 32] ^= input.Byte();
      break;
    case 2:
      if (!proof.empty()) proof.pop_back();
      break;
    case 3:
      proof.push_back(MerkleTree::Get().Root(0, 1 + input.Byte() % 8));
      break;
    case 4:
      if (proof.size() > 1) std::swap(proof[input.Byte() % proof.size()], proof[input.Byte() % proof.size()]);
      break;
    case 5:
      proof.insert(proof.begin(), Hash{});
      break;
    default:
      break;
  }
  return proof;
}

void TryInclusion(Input& input) {
  const size_t size = 1 + input.Byte() % kLeaves;
  const size_t index = input.Byte() % size;
  const auto right = eventstore::InclusionProof(index, size, ReadNode);
  Hold(right.ok(), "a leaf of a tree has a proof");
  const std::vector<Hash> given = Changed(*right, input);
  const size_t claimed_index = (input.Byte() & 1) != 0 ? input.Byte() : index;
  const size_t claimed_size = (input.Byte() & 1) != 0 ? input.Byte() : size;
  const bool verifies = eventstore::VerifyInclusion(claimed_index, claimed_size, MerkleTree::Get().Leaf(index), given,
                                                    MerkleTree::Get().Root(0, size))
                            .ok();
  if (given == *right && claimed_index == index && claimed_size == size) Hold(verifies, "a right proof verifies");
  // A proof for another size of tree may have the same hashes and the same turns.
  if (verifies) Hold(given == *right, "only the proof verifies");
  if (verifies && claimed_size == size) Hold(claimed_index == index, "a leaf is proved at its place only");
}

void TryConsistency(Input& input) {
  const size_t second = input.Byte();
  const size_t first = second == 0 ? 0 : input.Byte() % (second + 1);
  const auto right = eventstore::ConsistencyProof(first, second, ReadNode);
  Hold(right.ok(), "a tree has a proof of its beginning");
  const std::vector<Hash> given = Changed(*right, input);
  Hash old_root = MerkleTree::Get().Root(0, first);
  if ((input.Byte() & 1) != 0) old_root[input.Byte() % 32] ^= input.Byte();
  const bool same = old_root == MerkleTree::Get().Root(0, first);
  const bool verifies =
      eventstore::VerifyConsistency(first, second, given, old_root, MerkleTree::Get().Root(0, second)).ok();
  Hold(verifies == (same && given == *right), "the proof of its beginning verifies, and nothing else");
}

void TryAnyNumbers(Input& input) {
  const uint64_t a = input.Number(8);
  const uint64_t b = input.Number(8);
  std::vector<Hash> proof(input.Byte() % 80);
  for (Hash& hash : proof) hash.fill(input.Byte());
  Hold(!eventstore::VerifyInclusion(a, b, Hash{}, proof, Hash{}).ok() || (a == 0 && b == 1 && proof.empty()),
       "nothing has the root zero");
  const bool extends = eventstore::VerifyConsistency(a, b, proof, Hash{}, Hash{}).ok();
  Hold(!extends || (a == b && a != 0 && proof.empty()), "nothing extends a tree with the root zero");
}

void ReadTile(Input& input) {
  const int level = input.Byte() % 9;
  const uint64_t index = input.Number(1);
  const auto tile = eventstore::ParseTile(input.Rest());
  if (!tile.ok()) return;
  Hold(tile->size() <= eventstore::kTileWidth, "a tile is within its limits");
  const auto expanded = eventstore::ExpandedTile::Expand({.level = 0, .index = index}, *tile);
  Hold(expanded.ok() && expanded->width() == static_cast<int>(tile->size()), "a tile can be expanded");
  const eventstore::NodeId node{.level = level, .index = (index << (8 - std::min(level, 8))) + (level == 8 ? 0 : 1)};
  const absl::StatusOr<Hash> hash = expanded->Node(node);
  if (!hash.ok() || level == 8) return;
  const eventstore::TilePlace place = eventstore::PlaceInTile(node);
  Hold(static_cast<size_t>(place.first + place.width) <= tile->size(), "a node of a tile is in it");
  Hold(eventstore::NodeInTile(node, *tile) == *hash, "both ways to a node give the same hash");
}

}  // namespace

FUZZ_TARGET(tree_proof) {
  Input input(bytes);
  switch (input.Byte() % 4) {
    case 0:
      return TryInclusion(input);
    case 1:
      return TryConsistency(input);
    case 2:
      return TryAnyNumbers(input);
    default:
      break;
  }
  const auto tile = eventstore::ParseTile(bytes.substr(std::min<size_t>(bytes.size(), 3)));
  if (tile.ok()) Hold(eventstore::FormatTile(*tile) == bytes.substr(3), "a tile has one spelling");
  ReadTile(input);
}

}  // namespace casejournal::fuzz
