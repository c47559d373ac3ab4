// A map from strings that keeps the order of insertion, and whose copies share what they have in common.
#ifndef CASEJOURNAL_PROJECTIONS_ENTRIES_SHARED_MAP_H_
#define CASEJOURNAL_PROJECTIONS_ENTRIES_SHARED_MAP_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/hash/hash.h"
#include "absl/numeric/bits.h"
#include "absl/strings/string_view.h"
#include "projections/entries/copy_on_write.h"
#include "projections/entries/shared_list.h"

namespace casejournal::projections {

// From the hash of a key to the place of its item: a hash trie. A value, like SharedList.
class HashIndex {
 public:
  std::optional<size_t> Find(uint64_t hash) const {
    const Node* node = root_.get();
    for (unsigned shift = 0; node != nullptr; shift += kBits) {
      const uint32_t bit = Bit(hash, shift);
      if ((node->leaf_bits & bit) != 0) {
        const Leaf& leaf = node->leaves[Rank(node->leaf_bits, bit)];
        return leaf.hash == hash ? std::optional<size_t>(leaf.place) : std::nullopt;
      }
      if ((node->child_bits & bit) == 0) return std::nullopt;
      node = node->children[Rank(node->child_bits, bit)].get();
    }
    return std::nullopt;
  }

  // Requires that `hash` has no place yet.
  void Add(uint64_t hash, size_t place) { AddTo(root_, 0, {hash, place}); }

 private:
  static constexpr unsigned kBits = 5;

  struct Leaf {
    uint64_t hash = 0;
    size_t place = 0;
  };
  // Each of 32 branches is empty, a leaf, or a child.
  struct Node {
    uint32_t leaf_bits = 0;
    uint32_t child_bits = 0;
    std::vector<Leaf> leaves;
    std::vector<std::shared_ptr<Node>> children;
  };

  static uint32_t Bit(uint64_t hash, unsigned shift) { return uint32_t{1} << ((hash >> shift) & 31); }
  // How many of `bits` come before `bit`.
  static size_t Rank(uint32_t bits, uint32_t bit) { return static_cast<size_t>(absl::popcount(bits & (bit - 1))); }

  static void AddTo(std::shared_ptr<Node>& node, unsigned shift, const Leaf& added) {
    if (node == nullptr) {
      node = std::make_shared<Node>();
    } else if (!IsSoleOwner(node)) {
      node = std::make_shared<Node>(*node);
    }
    const uint32_t bit = Bit(added.hash, shift);
    const auto leaf = node->leaves.begin() + static_cast<std::ptrdiff_t>(Rank(node->leaf_bits, bit));
    const auto child = node->children.begin() + static_cast<std::ptrdiff_t>(Rank(node->child_bits, bit));
    if ((node->child_bits & bit) != 0) {
      AddTo(*child, shift + kBits, added);
    } else if ((node->leaf_bits & bit) == 0) {
      node->leaves.insert(leaf, added);
      node->leaf_bits |= bit;
    } else {
      // Two hashes share this branch: a child tells them apart.
      std::shared_ptr<Node> both;
      AddTo(both, shift + kBits, *leaf);
      AddTo(both, shift + kBits, added);
      node->leaves.erase(leaf);
      node->leaf_bits &= ~bit;
      node->children.insert(child, std::move(both));
      node->child_bits |= bit;
    }
  }

  std::shared_ptr<Node> root_;
};

// A value: copies are independent, cost the same however long the map is, and can be used concurrently. A change copies
// one item, and the ways to it, unless no other map shares them. V must have a default value.
template <typename V>
class SharedMap {
 public:
  struct Item {
    std::string key;
    V value;
  };

  size_t size() const { return items_.size(); }
  // In the order of insertion. Requires at < size().
  const Item& operator[](size_t at) const { return *items_[at]; }

  // Null if the map does not have the key. Valid until the map changes.
  const V* Find(absl::string_view key) const {
    const auto place = PlaceOf(key);
    return place ? &items_[*place]->value : nullptr;
  }

  // The value of the key, to be changed in this map only; null if the map does not have it. It stays valid while other
  // items of this map change, until the map is copied.
  V* FindToChange(absl::string_view key) {
    const auto place = PlaceOf(key);
    return place ? &Mutable(*place) : nullptr;
  }

  // Like FindToChange. A key that the map does not have is added at the end.
  V& For(absl::string_view key) {
    const auto place = PlaceOf(key);
    return place ? Mutable(*place) : Add(key);
  }

  // The value at a place, to be changed in this map only; valid as that of FindToChange. Requires at < size().
  V& ToChange(size_t at) { return Mutable(at); }

  // Add an item at the end. If the map has the key already, Find gives the first.
  V& Add(absl::string_view key) {
    if (!PlaceOf(key)) {
      uint64_t hash = HashOf(key);
      while (index_.Find(hash)) ++hash;
      index_.Add(hash, items_.size());
    }
    items_.Append(std::make_shared<Item>(Item{std::string(key), V()}));
    return items_.Mutable(items_.size() - 1)->value;
  }

  // Take an item out. The time grows with the size. Does nothing if the map does not have the key.
  void Remove(absl::string_view key) {
    const auto removed = PlaceOf(key);
    if (!removed) return;
    SharedMap rest;
    rest.removals_ = removals_ + 1;
    for (size_t at = 0; at < size(); ++at) {
      if (at == *removed) continue;
      rest.Add(items_[at]->key);
      rest.items_.Replace(rest.size() - 1, items_[at]);
    }
    *this = std::move(rest);
  }

  // How many items were taken out since the map was made.
  size_t removals() const { return removals_; }

  // The place of an item among those with the same key, from 1. The time grows with the size only if it is not the
  // first. Requires at < size().
  size_t PlaceOfSameKey(size_t at) const {
    const std::string& key = items_[at]->key;
    size_t place = 1;
    if (PlaceOf(key) == at) return place;
    for (size_t earlier = 0; earlier < at; ++earlier) {
      if (items_[earlier]->key == key) ++place;
    }
    return place;
  }

  // Call `visit(at)` for every place at which the maps do not share the item (SharedList::VisitDifferences).
  template <typename Visit>
  static void VisitDifferences(const SharedMap& a, const SharedMap& b, const Visit& visit) {
    SharedList<std::shared_ptr<Item>>::VisitDifferences(a.items_, b.items_, [&](size_t at) {
      const bool is_shared = at < a.size() && at < b.size() && a.items_[at] == b.items_[at];
      if (!is_shared) visit(at);
    });
  }

 private:
  static uint64_t HashOf(absl::string_view key) { return absl::Hash<absl::string_view>()(key); }

  // Two keys with one hash: the later is at the next hash that is free.
  std::optional<size_t> PlaceOf(absl::string_view key) const {
    uint64_t hash = HashOf(key);
    for (auto place = index_.Find(hash); place; place = index_.Find(++hash)) {
      if (items_[*place]->key == key) return place;
    }
    return std::nullopt;
  }

  V& Mutable(size_t place) {
    std::shared_ptr<Item>& item = items_.Mutable(place);
    if (!IsSoleOwner(item)) item = std::make_shared<Item>(*item);
    return item->value;
  }

  SharedList<std::shared_ptr<Item>> items_;
  HashIndex index_;
  size_t removals_ = 0;
};

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_ENTRIES_SHARED_MAP_H_
