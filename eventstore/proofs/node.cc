#include "eventstore/proofs/node.h"

#include <bit>
#include <cassert>

namespace casejournal::eventstore {

std::vector<NodeId> NodesCovering(uint64_t begin, uint64_t end) {
  assert(begin <= end);
  assert(begin == end || begin % std::bit_floor(end - begin) == 0);
  std::vector<NodeId> nodes;
  nodes.reserve(std::popcount(end - begin));
  while (begin < end) {
    const int level = std::bit_width(end - begin) - 1;
    nodes.push_back({.level = level, .index = begin >> level});
    begin += uint64_t{1} << level;
  }
  return nodes;
}

Hash RootOver(const std::vector<Hash>& nodes) {
  if (nodes.empty()) return EmptyRoot();
  Hash root = nodes.back();
  for (size_t i = nodes.size() - 1; i > 0; --i) root = NodeHash(nodes[i - 1], root);
  return root;
}

}  // namespace casejournal::eventstore
