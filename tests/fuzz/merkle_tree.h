// A tree of up to 256 leaves, by the definition of RFC 6962 (section 2.1), computed once: leaf n is the number n in
// decimal.
#ifndef CASEJOURNAL_TESTS_FUZZ_MERKLE_TREE_H_
#define CASEJOURNAL_TESTS_FUZZ_MERKLE_TREE_H_

#include <cstddef>
#include <map>
#include <string>
#include <utility>

#include "eventstore/proofs/hash.h"

namespace casejournal::fuzz {

inline constexpr size_t kLeaves = 256;

class MerkleTree {
 public:
  static MerkleTree& Get() {
    static auto* const tree = new MerkleTree();
    return *tree;
  }
  eventstore::Hash Leaf(size_t n) { return Root(n, n + 1); }
  // Of the leaves from `begin` to before `end`.
  eventstore::Hash Root(size_t begin, size_t end) {
    if (begin == end) return eventstore::EmptyRoot();
    const auto known = roots_.find({begin, end});
    if (known != roots_.end()) return known->second;
    eventstore::Hash root;
    if (end - begin == 1) {
      root = eventstore::LeafHash(std::to_string(begin));
    } else {
      size_t left = 1;
      while (2 * left < end - begin) left *= 2;
      root = eventstore::NodeHash(Root(begin, begin + left), Root(begin + left, end));
    }
    roots_[{begin, end}] = root;
    return root;
  }

 private:
  std::map<std::pair<size_t, size_t>, eventstore::Hash> roots_;
};

}  // namespace casejournal::fuzz

#endif  // CASEJOURNAL_TESTS_FUZZ_MERKLE_TREE_H_
