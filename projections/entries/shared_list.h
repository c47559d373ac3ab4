// A list whose copies share what they have in common: a copy costs the same, however long the list is.
#ifndef CASEJOURNAL_PROJECTIONS_ENTRIES_SHARED_LIST_H_
#define CASEJOURNAL_PROJECTIONS_ENTRIES_SHARED_LIST_H_

#include <algorithm>
#include <array>
#include <cassert>
#include <cstddef>
#include <memory>
#include <utility>

#include "projections/entries/copy_on_write.h"

namespace casejournal::projections {

// Grows at its end; an item can be replaced, and the end can be cut off. T must have a default value and be cheap to
// copy: a change copies the kWidth items around it, once for each level, unless no other list shares them. A value:
// copies are independent, and concurrent use of different copies is safe.
template <typename T>
class SharedList {
 public:
  size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }

  // Requires at < size().
  const T& operator[](size_t at) const {
    assert(at < size_);
    const void* node = root_.get();
    for (size_t level = height_; level > 0; --level) {
      node = static_cast<const Branch*>(node)->below[Slot(at, level)].get();
    }
    return static_cast<const Leaf*>(node)->items[Slot(at, 0)];
  }

  void Append(T item) {
    if (size_ == Capacity()) {
      if (root_ != nullptr) {
        auto root = std::make_shared<Branch>();
        root->below[0] = std::move(root_);
        root_ = std::move(root);
        ++height_;
      }
    }
    ++size_;
    Mutable(size_ - 1) = std::move(item);
  }

  // The item, to be changed in this list only. Valid until the list is copied or changed. Requires at < size().
  T& Mutable(size_t at) {
    assert(at < size_);
    std::shared_ptr<void>* node = &root_;
    for (size_t level = height_; level > 0; --level) {
      node = &Own<Branch>(*node).below[Slot(at, level)];
    }
    return Own<Leaf>(*node).items[Slot(at, 0)];
  }

  // Requires at < size().
  void Replace(size_t at, T item) { Mutable(at) = std::move(item); }

  // Drop all items from `size` on. Requires size <= size().
  void Truncate(size_t size) {
    assert(size <= size_);
    if (size == size_) return;
    Cut(root_, height_, size);
    size_ = size;
    if (size_ == 0) height_ = 0;
  }

  // Call `visit(at)` in ascending order for every place that only one list has, or at which the lists do not share the
  // item. The time grows with the differences and the logarithm of the size.
  template <typename Visit>
  static void VisitDifferences(const SharedList& a, const SharedList& b, const Visit& visit) {
    const size_t height = std::max(a.height_, b.height_);
    VisitNodes({a.root_.get(), a.height_}, {b.root_.get(), b.height_}, height, 0, std::max(a.size_, b.size_), visit);
  }

 private:
  static constexpr size_t kBits = 4;
  static constexpr size_t kWidth = size_t{1} << kBits;

  struct Leaf {
    std::array<T, kWidth> items;
  };
  struct Branch {
    std::array<std::shared_ptr<void>, kWidth> below;  // of leaves on level 1, otherwise of branches
  };

  static size_t Slot(size_t at, size_t level) { return (at >> (level * kBits)) & (kWidth - 1); }

  size_t Capacity() const { return root_ == nullptr ? 0 : size_t{1} << ((height_ + 1) * kBits); }

  // The node, made if it is missing and copied if another list shares it.
  template <typename Node>
  static Node& Own(std::shared_ptr<void>& node) {
    if (node == nullptr) {
      node = std::make_shared<Node>();
    } else if (!IsSoleOwner(node)) {
      node = std::make_shared<Node>(*static_cast<const Node*>(node.get()));
    }
    return *static_cast<Node*>(node.get());
  }

  // Keep the first `size` items below the node.
  static void Cut(std::shared_ptr<void>& node, size_t level, size_t size) {
    if (size == 0 || node == nullptr) {
      node.reset();
      return;
    }
    if (level == 0) {
      Leaf& leaf = Own<Leaf>(node);
      std::fill(leaf.items.begin() + static_cast<std::ptrdiff_t>(std::min(size, kWidth)), leaf.items.end(), T());
      return;
    }
    Branch& branch = Own<Branch>(node);
    const size_t below = size_t{1} << (level * kBits);
    for (size_t slot = 0; slot < kWidth; ++slot) {
      const size_t before = slot * below;
      Cut(branch.below[slot], level - 1, size <= before ? 0 : std::min(size - before, below));
    }
  }

  // A node, or none, that spans a subtree of this height.
  struct Subtree {
    const void* node = nullptr;
    size_t height = 0;
  };

  // The part of a subtree that is in this slot of a subtree of height `level`: a shorter one is in the first slot.
  static Subtree Below(const Subtree& of, size_t level, size_t slot) {
    if (of.node == nullptr) return {};
    if (of.height < level) return slot == 0 ? of : Subtree{};
    return {static_cast<const Branch*>(of.node)->below[slot].get(), level - 1};
  }

  template <typename Visit>
  static void VisitNodes(const Subtree& a, const Subtree& b, size_t level, size_t first, size_t end,
                         const Visit& visit) {
    if (a.node == b.node || first >= end) return;
    const size_t below = size_t{1} << (level * kBits);
    for (size_t slot = 0; slot < kWidth && first + slot * below < end; ++slot) {
      if (level == 0) {
        visit(first + slot);
      } else {
        VisitNodes(Below(a, level, slot), Below(b, level, slot), level - 1, first + slot * below, end, visit);
      }
    }
  }

  std::shared_ptr<void> root_;  // a Leaf if height_ is 0, otherwise a Branch
  size_t height_ = 0;
  size_t size_ = 0;
};

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_ENTRIES_SHARED_LIST_H_
