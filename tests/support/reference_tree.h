#ifndef CASEJOURNAL_TESTS_SUPPORT_REFERENCE_TREE_H_
#define CASEJOURNAL_TESTS_SUPPORT_REFERENCE_TREE_H_

#include <cassert>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/escaping.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "eventstore/proofs/hash.h"
#include "eventstore/proofs/node.h"
#include "gtest/gtest.h"

// For tests only: a literal, recursive, and slow implementation of RFC 6962 section 2.1, to compare with.
namespace casejournal::eventstore {

inline Hash FromHex(absl::string_view hex) { return HashFromBytes(absl::HexStringToBytes(hex)).value(); }

// Largest power of two smaller than n; requires n > 1.
inline size_t ReferenceSplit(size_t n) {
  assert(n > 1);
  size_t k = 1;
  while (2 * k < n) k *= 2;
  return k;
}

// MTH(D[n]), over leaf hashes.
inline Hash ReferenceRoot(absl::Span<const Hash> leaves) {
  if (leaves.empty()) return EmptyRoot();
  if (leaves.size() == 1) return leaves[0];
  const size_t k = ReferenceSplit(leaves.size());
  return NodeHash(ReferenceRoot(leaves.subspan(0, k)), ReferenceRoot(leaves.subspan(k)));
}

// PATH(m, D[n]).
inline std::vector<Hash> ReferencePath(size_t m, absl::Span<const Hash> leaves) {
  if (leaves.size() == 1) return {};
  const size_t k = ReferenceSplit(leaves.size());
  const bool left = m < k;
  std::vector<Hash> path = left ? ReferencePath(m, leaves.subspan(0, k)) : ReferencePath(m - k, leaves.subspan(k));
  path.push_back(ReferenceRoot(left ? leaves.subspan(k) : leaves.subspan(0, k)));
  return path;
}

// SUBPROOF(m, D[n], b); PROOF(m, D[n]) is SUBPROOF(m, D[n], true). Requires 0 < m <= n.
inline std::vector<Hash> ReferenceSubproof(size_t m, absl::Span<const Hash> leaves, bool whole) {
  assert(0 < m && m <= leaves.size());
  if (m == leaves.size()) return whole ? std::vector<Hash>{} : std::vector{ReferenceRoot(leaves)};
  const size_t k = ReferenceSplit(leaves.size());
  const bool left = m <= k;
  std::vector<Hash> proof =
      left ? ReferenceSubproof(m, leaves.subspan(0, k), whole) : ReferenceSubproof(m - k, leaves.subspan(k), false);
  proof.push_back(ReferenceRoot(left ? leaves.subspan(k) : leaves.subspan(0, k)));
  return proof;
}

// A tree of `size` generated leaves. As a NodeReader it enforces the contract: it fails the test if it is asked for a
// node that is not complete.
class ReferenceTree {
 public:
  explicit ReferenceTree(size_t size) {
    std::vector<Hash> row;
    for (size_t i = 0; i < size; ++i) row.push_back(LeafHash(std::to_string(i)));
    while (!row.empty()) {
      rows_.push_back(row);
      for (size_t i = 0; i + 1 < row.size(); i += 2) row[i / 2] = NodeHash(row[i], row[i + 1]);
      row.resize(row.size() / 2);
    }
  }

  absl::Span<const Hash> leaves(size_t size) const {
    return rows_.empty() ? absl::Span<const Hash>() : absl::MakeSpan(rows_[0]).subspan(0, size);
  }

  absl::StatusOr<Hash> operator()(NodeId node) const {
    const bool complete = static_cast<size_t>(node.level) < rows_.size() && node.index < rows_[node.level].size();
    EXPECT_TRUE(complete) << "asked for node " << node.level << ":" << node.index;
    if (!complete) return absl::InternalError("node is not complete");
    return rows_[node.level][node.index];
  }

 private:
  std::vector<std::vector<Hash>> rows_;
};

// The eight leaves, and the roots over the first 1 to 8 of them, that implementations of Certificate Transparency
// share: transparency-dev/merkle, proof/verify_test.go.
inline std::vector<Hash> WellKnownLeaves() {
  std::vector<Hash> leaves;
  for (const char* record :
       {"", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"}) {
    leaves.push_back(LeafHash(absl::HexStringToBytes(record)));
  }
  return leaves;
}

inline std::vector<Hash> WellKnownRoots() {
  return {FromHex("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"),
          FromHex("fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"),
          FromHex("aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"),
          FromHex("d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"),
          FromHex("4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"),
          FromHex("76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef"),
          FromHex("ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"),
          FromHex("5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328")};
}

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_TESTS_SUPPORT_REFERENCE_TREE_H_
