// The state of a case: what its plan holds, as a value whose copies share their items.
#ifndef CASEJOURNAL_PROJECTIONS_ITEMS_CASE_STATE_H_
#define CASEJOURNAL_PROJECTIONS_ITEMS_CASE_STATE_H_

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/string_view.h"
#include "casejournal/v1/case_plan.pb.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "projections/entries/copy_on_write.h"
#include "projections/entries/shared_map.h"

namespace casejournal::projections {

// One part of the key of an item: the value of a field with the annotation `key`.
class KeyPart {
 public:
  template <std::convertible_to<absl::string_view> Text>
  KeyPart(const Text& text) : value_(absl::string_view(text)) {}  // NOLINT(google-explicit-constructor)
  template <typename Number>
  requires(std::is_enum_v<Number> || std::is_integral_v<Number>) KeyPart(Number number)
      : value_(static_cast<uint64_t>(number)) {}  // NOLINT(google-explicit-constructor)

  const std::variant<absl::string_view, uint64_t>& value() const { return value_; }

 private:
  std::variant<absl::string_view, uint64_t> value_;
};
using ItemKey = std::initializer_list<KeyPart>;

// Has the lists of v1::CasePlan, one for each type of item, and its other fields. An item is named by the values of its
// key fields, in the order of their numbers. A copy costs the same, however long the case is; a change copies one item,
// unless no other state shares it. A value: copies are independent, and concurrent use of different copies is safe.
class CaseState {
 public:
  explicit CaseState(absl::string_view case_id);

  // The fields of the plan that are not lists; its lists are empty.
  const v1::CasePlan& fields() const { return *fields_; }
  // The same, to be changed. The lists must stay empty. Valid until the state is copied.
  v1::CasePlan& Fields() { return fields_.Mutable(); }

  // The item with this key, or null. Valid until the state changes.
  template <typename Item>
  const Item* Find(ItemKey key) const {
    return static_cast<const Item*>(FindMessage(ListOf<Item>(), key));
  }
  // The same, to be changed. Valid until the state is copied, or the item removed.
  template <typename Item>
  Item* FindToChange(ItemKey key) {
    return static_cast<Item*>(MessageToChange(ListOf<Item>(), key));
  }
  // The item with this key, to be changed. One that the state does not have is added at the end, with its key fields.
  template <typename Item>
  Item& For(ItemKey key) {
    return static_cast<Item&>(MessageFor(ListOf<Item>(), key));
  }
  // Add an item with this key at the end, even if the state has one.
  template <typename Item>
  Item& Add(ItemKey key) {
    return static_cast<Item&>(AddMessage(ListOf<Item>(), key));
  }
  // Take an item out, if the state has it. The time grows with the length of its list.
  template <typename Item>
  void Remove(ItemKey key) {
    RemoveMessage(ListOf<Item>(), key);
  }

  template <typename Item>
  size_t Count() const {
    return CountIn(ListOf<Item>());
  }
  // In the order of addition. Requires at < Count().
  template <typename Item>
  const Item& At(size_t at) const {
    return static_cast<const Item&>(MessageAt(ListOf<Item>(), at));
  }
  // All of them, for a loop. Valid until the state changes.
  template <typename Item>
  class Items;
  template <typename Item>
  Items<Item> All() const {
    return Items<Item>(*this);
  }
  // The same, to be changed. Valid until the state is copied.
  template <typename Item>
  Item& ToChange(size_t at) {
    return static_cast<Item&>(MessageAtToChange(ListOf<Item>(), at));
  }

  // The same without types. A list is named by its place among all lists of the plan, in the order of their numbers.
  using Message = google::protobuf::Message;
  static const std::vector<const google::protobuf::FieldDescriptor*>& Lists();
  size_t CountIn(size_t list) const;
  // How many items were taken out of the list since the state was made.
  size_t RemovalsFrom(size_t list) const { return (*lists_)[list]->removals(); }
  const Message& MessageAt(size_t list, size_t at) const;
  // The place of an item among those of its list that have the same key, from 1. Requires at < CountIn(list).
  size_t PlaceOfSameKey(size_t list, size_t at) const;
  // The item whose key is this one string, or null.
  const Message* FindMessage(size_t list, absl::string_view key) const;

  // Call `visit(list, at)` for each item that the states do not share, in the order of lists and of items. One of the
  // states can lack the place. An item that is not shared can still be the same.
  template <typename Visit>
  static void VisitDifferences(const CaseState& a, const CaseState& b, const Visit& visit) {
    for (size_t list = 0; list < a.lists_->size(); ++list) {
      if ((*a.lists_)[list] == (*b.lists_)[list]) continue;
      SharedMap<Held>::VisitDifferences(*(*a.lists_)[list], *(*b.lists_)[list], [&](size_t at) { visit(list, at); });
    }
  }

 private:
  // A message that is copied with its holder.
  struct Held {
    Held() = default;
    Held(const Held& other);
    Held(Held&&) = default;
    Held& operator=(Held&&) = default;
    ~Held() = default;

    std::unique_ptr<Message> message;
  };
  using List = SharedMap<Held>;

  static size_t PlaceOf(const google::protobuf::Descriptor& item);
  template <typename Item>
  static size_t ListOf() {
    static const size_t place = PlaceOf(*Item::descriptor());
    return place;
  }

  List& ListToChange(size_t list);
  const Message* FindMessage(size_t list, ItemKey key) const;
  Message* MessageToChange(size_t list, ItemKey key);
  Message& MessageFor(size_t list, ItemKey key);
  Message& AddMessage(size_t list, ItemKey key);
  void RemoveMessage(size_t list, ItemKey key);
  Message& MessageAtToChange(size_t list, size_t at);

  CopyOnWrite<v1::CasePlan> fields_;
  CopyOnWrite<std::vector<std::shared_ptr<List>>> lists_;  // never null
};

// The items of one list, in the order of addition.
template <typename Item>
class CaseState::Items {
 public:
  class Iterator {
   public:
    using iterator_category = std::forward_iterator_tag;
    using value_type = Item;
    using difference_type = std::ptrdiff_t;
    using pointer = const Item*;
    using reference = const Item&;

    Iterator() = default;
    Iterator(const CaseState& state, size_t at) : state_(&state), at_(at) {}
    const Item& operator*() const { return state_->At<Item>(at_); }
    const Item* operator->() const { return &state_->At<Item>(at_); }
    Iterator& operator++() {
      ++at_;
      return *this;
    }
    Iterator operator++(int) { return std::exchange(*this, Iterator(*state_, at_ + 1)); }
    friend bool operator==(const Iterator& a, const Iterator& b) { return a.at_ == b.at_; }

   private:
    const CaseState* state_ = nullptr;
    size_t at_ = 0;
  };

  explicit Items(const CaseState& state) : state_(state) {}
  Iterator begin() const { return Iterator(state_, 0); }
  Iterator end() const { return Iterator(state_, state_.Count<Item>()); }

 private:
  const CaseState& state_;
};

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_ITEMS_CASE_STATE_H_
