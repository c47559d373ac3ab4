#include "projections/items/case_state.h"

#include <algorithm>
#include <cassert>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "projections/events/event_words.h"

namespace casejournal::projections {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr char kBetweenParts = '\x1f';

// A type of item: an empty one, and its key fields in the order of their numbers.
struct ItemType {
  const Message* prototype = nullptr;
  std::vector<const FieldDescriptor*> keys;
};

ItemType TypeOf(const Descriptor& item) {
  ItemType type{.prototype = google::protobuf::MessageFactory::generated_factory()->GetPrototype(&item)};
  for (int i = 0; i < item.field_count(); ++i) {
    if (OptionsOf(*item.field(i)).key()) type.keys.push_back(item.field(i));
  }
  const auto by_number = [](const FieldDescriptor* a, const FieldDescriptor* b) { return a->number() < b->number(); };
  std::sort(type.keys.begin(), type.keys.end(), by_number);
  return type;
}

const std::vector<ItemType>& Types() {
  static const auto* const types = [] {
    auto* all = new std::vector<ItemType>();
    for (const FieldDescriptor* list : CaseState::Lists()) all->push_back(TypeOf(*list->message_type()));
    return all;
  }();
  return *types;
}

// The key as one string. `buffer` holds it if it has several parts or is a number.
absl::string_view Joined(ItemKey key, std::string& buffer) {
  if (key.size() == 1 && std::holds_alternative<absl::string_view>(key.begin()->value())) {
    return std::get<absl::string_view>(key.begin()->value());
  }
  for (const KeyPart& part : key) {
    if (&part != key.begin()) buffer.push_back(kBetweenParts);
    std::visit([&](const auto& value) { absl::StrAppend(&buffer, value); }, part.value());
  }
  return buffer;
}

void SetField(Message& message, const FieldDescriptor& field, const KeyPart& part) {
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  if (const auto* text = std::get_if<absl::string_view>(&part.value())) {
    reflection.SetString(&message, &field, std::string(*text));
    return;
  }
  const uint64_t number = std::get<uint64_t>(part.value());
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_ENUM:
      reflection.SetEnumValue(&message, &field, static_cast<int>(number));
      return;
    case FieldDescriptor::CPPTYPE_UINT32:
      reflection.SetUInt32(&message, &field, static_cast<uint32_t>(number));
      return;
    case FieldDescriptor::CPPTYPE_UINT64:
      reflection.SetUInt64(&message, &field, number);
      return;
    default:
      assert(false && "a key is a string, an enum value, or an unsigned number");
  }
}

std::unique_ptr<Message> NewItem(size_t list, ItemKey key) {
  const ItemType& type = Types()[list];
  assert(key.size() == type.keys.size());
  std::unique_ptr<Message> item(type.prototype->New());
  auto field = type.keys.begin();
  for (const KeyPart& part : key) SetField(*item, **field++, part);
  return item;
}

}  // namespace

CaseState::Held::Held(const Held& other) {
  if (other.message == nullptr) return;
  message.reset(other.message->New());
  message->CopyFrom(*other.message);
}

CaseState::CaseState(absl::string_view case_id) {
  fields_.Mutable().set_case_id(case_id.data(), case_id.size());
  static const auto* const none = new std::shared_ptr<List>(std::make_shared<List>());
  lists_.Mutable().assign(Lists().size(), *none);
}

const std::vector<const FieldDescriptor*>& CaseState::Lists() {
  static const auto* const lists = [] {
    auto* all = new std::vector<const FieldDescriptor*>();
    const Descriptor& plan = *v1::CasePlan::descriptor();
    for (int i = 0; i < plan.field_count(); ++i) {
      if (plan.field(i)->is_repeated()) all->push_back(plan.field(i));
    }
    std::sort(all->begin(), all->end(),
              [](const FieldDescriptor* a, const FieldDescriptor* b) { return a->number() < b->number(); });
    return all;
  }();
  return *lists;
}

size_t CaseState::PlaceOf(const Descriptor& item) {
  const auto found = std::find_if(Lists().begin(), Lists().end(),
                                  [&](const FieldDescriptor* list) { return list->message_type() == &item; });
  assert(found != Lists().end());
  return static_cast<size_t>(found - Lists().begin());
}

size_t CaseState::CountIn(size_t list) const { return (*lists_)[list]->size(); }

const Message& CaseState::MessageAt(size_t list, size_t at) const { return *(*(*lists_)[list])[at].value.message; }

size_t CaseState::PlaceOfSameKey(size_t list, size_t at) const { return (*lists_)[list]->PlaceOfSameKey(at); }

const Message* CaseState::FindMessage(size_t list, absl::string_view key) const {
  const Held* held = (*lists_)[list]->Find(key);
  return held == nullptr ? nullptr : held->message.get();
}

const Message* CaseState::FindMessage(size_t list, ItemKey key) const {
  std::string buffer;
  return FindMessage(list, Joined(key, buffer));
}

CaseState::List& CaseState::ListToChange(size_t list) {
  std::shared_ptr<List>& held = lists_.Mutable()[list];
  if (!IsSoleOwner(held)) held = std::make_shared<List>(*held);
  return *held;
}

Message* CaseState::MessageToChange(size_t list, ItemKey key) {
  std::string buffer;
  const absl::string_view joined = Joined(key, buffer);
  if ((*lists_)[list]->Find(joined) == nullptr) return nullptr;
  return ListToChange(list).FindToChange(joined)->message.get();
}

Message& CaseState::MessageFor(size_t list, ItemKey key) {
  std::string buffer;
  Held& held = ListToChange(list).For(Joined(key, buffer));
  if (held.message == nullptr) held.message = NewItem(list, key);
  return *held.message;
}

Message& CaseState::AddMessage(size_t list, ItemKey key) {
  std::string buffer;
  Held& held = ListToChange(list).Add(Joined(key, buffer));
  held.message = NewItem(list, key);
  return *held.message;
}

void CaseState::RemoveMessage(size_t list, ItemKey key) {
  std::string buffer;
  ListToChange(list).Remove(Joined(key, buffer));
}

Message& CaseState::MessageAtToChange(size_t list, size_t at) { return *ListToChange(list).ToChange(at).message; }

}  // namespace casejournal::projections
