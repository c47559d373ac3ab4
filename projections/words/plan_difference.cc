#include "projections/words/plan_difference.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/functional/function_ref.h"
#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "google/protobuf/text_format.h"
#include "projections/events/event_words.h"
#include "projections/words/field_value.h"
#include "projections/words/phrase.h"

namespace casejournal::projections {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using google::protobuf::TextFormat;

// The place of a value: in words, by field names, and the ids that the words name.
struct Path {
  std::string words;
  std::string field;
  std::vector<std::string> ids;
};

// Two states of one message.
struct Pair {
  const Message& before;
  const Message& after;
};

const Message& EmptyOf(const Descriptor& type) {
  return *google::protobuf::MessageFactory::generated_factory()->GetPrototype(&type);
}

// The exact values of a field. Empty if it is not set.
std::string ExactValue(const Message& message, const FieldDescriptor& field) {
  const Reflection& reflection = *message.GetReflection();
  std::string value;
  if (!field.is_repeated()) {
    if (!reflection.HasField(message, &field)) return "";
    TextFormat::PrintFieldValueToString(message, &field, -1, &value);
    return value;
  }
  std::vector<std::string> values;
  for (int i = 0; i < reflection.FieldSize(message, &field); ++i) {
    TextFormat::PrintFieldValueToString(message, &field, i, &value);
    values.push_back(value);
  }
  return absl::StrJoin(values, "\n");
}

// Whether ExactValue gives the same for both. Most values that are compared are set on neither side, or are equal, and
// need no text for that.
bool HaveSameValue(const Pair& pair, const FieldDescriptor& field) {
  const Reflection& before = *pair.before.GetReflection();
  const Reflection& after = *pair.after.GetReflection();
  if (field.is_repeated()) {
    if (before.FieldSize(pair.before, &field) == 0 && after.FieldSize(pair.after, &field) == 0) return true;
    return ExactValue(pair.before, field) == ExactValue(pair.after, field);
  }
  const bool is_set = before.HasField(pair.before, &field);
  const bool will_be = after.HasField(pair.after, &field);
  if (!is_set && !will_be) return true;
  std::string one;
  std::string other;
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return is_set == will_be && before.GetStringReference(pair.before, &field, &one) ==
                                      after.GetStringReference(pair.after, &field, &other);
    case FieldDescriptor::CPPTYPE_ENUM:
      return is_set == will_be && before.GetEnumValue(pair.before, &field) == after.GetEnumValue(pair.after, &field);
    case FieldDescriptor::CPPTYPE_BOOL:
      return is_set == will_be && before.GetBool(pair.before, &field) == after.GetBool(pair.after, &field);
    default:
      return ExactValue(pair.before, field) == ExactValue(pair.after, field);
  }
}

// The words of a field's values. Empty if it is not set.
std::string WordsIn(const Message& message, const FieldDescriptor& field, const Names& names) {
  const bool is_set = field.is_repeated() || message.GetReflection()->HasField(message, &field);
  return is_set ? ValueWords(message, field, names) : "";
}

// A value whose words do not distinguish it from the value that it replaces: the words, and the value itself.
std::string ToldApart(const Message& message, const FieldDescriptor& field, const std::string& words) {
  std::string exact = ExactValue(message, field);
  if (exact.empty()) return words;
  if (!field.is_repeated() && field.cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
    exact = message.GetReflection()->GetString(message, &field);
    if (field.type() == FieldDescriptor::TYPE_BYTES) exact = absl::BytesToHexString(exact);
  }
  std::replace(exact.begin(), exact.end(), '\n', ' ');
  absl::StripAsciiWhitespace(&exact);
  return words.empty() ? exact : absl::StrCat(words, " (", exact, ")");
}

bool IsKey(const FieldDescriptor& field) { return OptionsOf(field).key(); }

// Whether a key only distinguishes items. A day in a key is also a fact: without it, no one would see that someone
// moved in.
bool IsOnlyKey(const FieldDescriptor& field) { return IsKey(field) && !absl::EndsWith(field.name(), "_on"); }

bool IsItemList(const FieldDescriptor& field) {
  if (!field.is_repeated() || field.message_type() == nullptr) return false;
  for (int i = 0; i < field.message_type()->field_count(); ++i) {
    if (IsKey(*field.message_type()->field(i))) return true;
  }
  return false;
}

// The key of an item: "5c…", or "5c…,OUTCOME_TRACK_PRIMARY" if it has several key fields.
std::string KeyOf(const Message& item) {
  std::vector<std::string> keys;
  for (int i = 0; i < item.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor& field = *item.GetDescriptor()->field(i);
    if (!IsKey(field)) continue;
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
      const std::string value = item.GetReflection()->GetString(item, &field);
      keys.push_back(field.type() == FieldDescriptor::TYPE_BYTES ? absl::BytesToHexString(value) : value);
    } else {
      keys.emplace_back();
      TextFormat::PrintFieldValueToString(item, &field, -1, &keys.back());
    }
  }
  return absl::StrJoin(keys, ",");
}

// An item of a list, and its place among those of the same key, from 1. Items can have the same key because the fold
// never fails: two episodes have the number 1 if an opening takes effect after a reopening.
struct ListedItem {
  const Message* message = nullptr;
  size_t place = 1;
};
using ListedItems = std::vector<ListedItem>;

// The key of an item in a path. The second with the key "1" is "1#2".
std::string KeyInPath(const ListedItem& item) {
  std::string key = KeyOf(*item.message);
  return item.place == 1 ? key : absl::StrCat(key, "#", item.place);
}

// Compares two states of one message and of the messages in it.
class Comparison {
 public:
  enum class Ids { kAsNeeded, kAll };

  // Without names, the changes have paths and no words. With kAll, ids are values like others. Otherwise an id counts
  // only if an item that stays has another one.
  explicit Comparison(const Names* names, Ids ids = Ids::kAsNeeded) : names_(names), ids_(ids) {}

  void CompareField(const Pair& pair, const FieldDescriptor& field, const Descriptor* item, const Path& path) {
    if (IsItemList(field)) {
      CompareItems(pair, field, path);
    } else if (!field.is_repeated() && field.message_type() != nullptr && !IsValue(*field.message_type())) {
      const Pair inner{pair.before.GetReflection()->GetMessage(pair.before, &field),
                       pair.after.GetReflection()->GetMessage(pair.after, &field)};
      // The terms of an item are part of the item.
      CompareFields(
          inner, item,
          field.name() == "terms" ? Beneath(path, path.words, field) : Beneath(path, Longer(path, field), field));
    } else {
      CompareValue(pair, field, path);
    }
  }

  // Compare the items of a list. Two are the same if they have the same key and the same place among those that have
  // it.
  void CompareItems(const ListedItems& before, const ListedItems& after, const FieldDescriptor& list,
                    const Path& path) {
    absl::flat_hash_map<std::string, const Message*> by_key;
    for (const ListedItem& item : before) by_key[KeyInPath(item)] = item.message;
    const Message& none = EmptyOf(*list.message_type());
    for (const ListedItem& item : after) {
      const std::string key = KeyInPath(item);
      const auto same = by_key.find(key);
      CompareItem({same == by_key.end() ? none : *same->second, *item.message}, *item.message, list, key, path);
      if (same != by_key.end()) by_key.erase(same);
    }
    for (const ListedItem& item : before) {
      const std::string key = KeyInPath(item);
      if (by_key.contains(key)) CompareItem({*item.message, none}, *item.message, list, key, path);
    }
  }

  std::vector<FieldChange> Changes() && { return std::move(changes_); }

 private:
  static std::string Longer(const Path& path, const FieldDescriptor& field) {
    if (path.words.empty()) return FieldWords(field);
    return absl::StrCat(path.words, ", ", FieldWords(field));
  }
  static std::string FieldPath(const Path& path, absl::string_view step) {
    return path.field.empty() ? std::string(step) : absl::StrCat(path.field, ".", step);
  }
  static Path Beneath(const Path& path, std::string words, const FieldDescriptor& field) {
    return {std::move(words), FieldPath(path, field.name()), path.ids};
  }

  // `item` is the item that this message is a part of: an id that the item shows is not shown again.
  void CompareFields(const Pair& pair, const Descriptor* item, const Path& path) {
    const Descriptor& type = *pair.after.GetDescriptor();
    for (int i = 0; i < type.field_count(); ++i) {
      const FieldDescriptor& field = *type.field(i);
      const event::v1::FieldOptions& options = OptionsOf(field);
      const bool is_shown_by_item =
          item != &type && item != nullptr &&
          (options.introduces() != event::v1::PART_KIND_UNSPECIFIED ||
           (options.names() != event::v1::PART_KIND_UNSPECIFIED && item->FindFieldByName(field.name()) != nullptr));
      // A plain UUID tells a reader nothing, unless it differs from the one before.
      const bool is_no_news = options.uuid() && (IsUnset(pair.before) || IsUnset(pair.after));
      if (ids_ == Ids::kAsNeeded && (IsOnlyKey(field) || is_shown_by_item || is_no_news)) continue;
      CompareField(pair, field, item, path);
    }
  }

  void CompareItems(const Pair& pair, const FieldDescriptor& list, const Path& path) {
    CompareItems(ItemsIn(pair.before, list), ItemsIn(pair.after, list), list, path);
  }

  static ListedItems ItemsIn(const Message& message, const FieldDescriptor& list) {
    ListedItems items;
    absl::flat_hash_map<std::string, size_t> of_key;
    for (int i = 0; i < message.GetReflection()->FieldSize(message, &list); ++i) {
      const Message& item = message.GetReflection()->GetRepeatedMessage(message, &list, i);
      items.push_back({&item, ++of_key[KeyOf(item)]});
    }
    return items;
  }

  // `shown` is the state of the item that gives its name.
  void CompareItem(const Pair& pair, const Message& shown, const FieldDescriptor& list, const std::string& key,
                   const Path& path) {
    const std::string& form = OptionsOf(list).words();
    std::string words;
    if (names_ != nullptr) words = form.empty() ? FieldWords(list) : Phrase(form, shown, *names_);
    Path inner{path.words.empty() ? words : absl::StrCat(path.words, ", ", words),
               FieldPath(path, absl::StrCat(list.name(), "[", key, "]")), path.ids};
    if (names_ != nullptr) {
      for (std::string& id : IdsInPhrase(form, shown)) inner.ids.push_back(std::move(id));
    }
    CompareFields(pair, shown.GetDescriptor(), inner);
  }

  void CompareValue(const Pair& pair, const FieldDescriptor& field, const Path& path) {
    if (HaveSameValue(pair, field)) return;
    FieldChange found;
    found.change.set_field(FieldPath(path, field.name()));
    if (names_ == nullptr) {
      changes_.push_back(std::move(found));
      return;
    }
    found.change.set_path(Longer(path, field));
    std::string from = WordsIn(pair.before, field, *names_);
    std::string to = WordsIn(pair.after, field, *names_);
    if (from == to) {
      from = ToldApart(pair.before, field, from);
      to = ToldApart(pair.after, field, to);
    }
    AddFieldValues(pair.before, field, *found.change.mutable_before_values());
    AddFieldValues(pair.after, field, *found.change.mutable_after_values());
    found.change.set_before(std::move(from));
    found.change.set_after(std::move(to));
    found.ids = path.ids;
    changes_.push_back(std::move(found));
  }

  // Whether the item is absent on this side of the comparison.
  static bool IsUnset(const Message& message) { return message.ByteSizeLong() == 0; }

  const Names* const names_;
  const Ids ids_;
  std::vector<FieldChange> changes_;
};

// The items of one list that two states do not share.
struct UnsharedItems {
  ListedItems before;
  ListedItems after;
};
using UnsharedLists = absl::flat_hash_map<const FieldDescriptor*, UnsharedItems>;

UnsharedLists UnsharedOf(const CaseState& before, const CaseState& after,
                         absl::FunctionRef<bool(const FieldDescriptor& list)> wants_list,
                         absl::FunctionRef<bool(const FieldDescriptor& list, const ListedItem& item)> wants_item) {
  UnsharedLists unshared;
  const auto add = [&](const CaseState& state, size_t list, size_t at, ListedItems UnsharedItems::*side) {
    if (at >= state.CountIn(list)) return;
    const FieldDescriptor& field = *CaseState::Lists()[list];
    if (!wants_list(field)) return;
    const ListedItem item{&state.MessageAt(list, at), state.PlaceOfSameKey(list, at)};
    if (wants_item(field, item)) (unshared[&field].*side).push_back(item);
  };
  CaseState::VisitDifferences(before, after, [&](size_t list, size_t at) {
    add(before, list, at, &UnsharedItems::before);
    add(after, list, at, &UnsharedItems::after);
  });
  return unshared;
}

// Whether one of the paths begins like this.
bool AnyBegins(const std::set<std::string>& paths, const std::string& with) {
  const auto first = paths.lower_bound(with);
  return first != paths.end() && absl::StartsWith(*first, with);
}

bool AnyIsInList(const std::set<std::string>& paths, const FieldDescriptor& list) {
  return AnyBegins(paths, absl::StrCat(list.name(), "["));
}

bool AnyIsInItem(const std::set<std::string>& paths, const FieldDescriptor& list, const ListedItem& item) {
  return AnyBegins(paths, absl::StrCat(list.name(), "[", KeyInPath(item), "]."));
}

// For a field that is not a list.
bool AnyIsIn(const std::set<std::string>& paths, const FieldDescriptor& field) {
  return paths.contains(field.name()) || AnyBegins(paths, absl::StrCat(field.name(), "."));
}

std::vector<FieldChange> CompareMessages(const Pair& pair, const Names* names) {
  Comparison comparison(names);
  const Descriptor& type = *pair.after.GetDescriptor();
  for (int i = 0; i < type.field_count(); ++i) comparison.CompareField(pair, *type.field(i), nullptr, {});
  return std::move(comparison).Changes();
}

// `only` limits what is compared to the items and the fields outside of lists that have these fields; null: all.
std::vector<FieldChange> CompareStates(const CaseState& before, const CaseState& after, const Names* names,
                                       Emptied emptied, const std::set<std::string>* only = nullptr) {
  const UnsharedLists unshared = UnsharedOf(
      before, after, [&](const FieldDescriptor& list) { return only == nullptr || AnyIsInList(*only, list); },
      [&](const FieldDescriptor& list, const ListedItem& item) {
        return only == nullptr || AnyIsInItem(*only, list, item);
      });
  const Pair fields{before.fields(), after.fields()};
  const bool same_fields = &fields.before == &fields.after;
  if (same_fields && unshared.empty()) return {};

  Comparison comparison(names);
  std::vector<const FieldDescriptor*> last;
  for (int i = 0; i < v1::CasePlan::descriptor()->field_count(); ++i) {
    const FieldDescriptor& field = *v1::CasePlan::descriptor()->field(i);
    if (field.is_repeated()) {
      const auto items = unshared.find(&field);
      if (items != unshared.end()) comparison.CompareItems(items->second.before, items->second.after, field, {});
    } else if (!same_fields && (only == nullptr || AnyIsIn(*only, field))) {
      const bool is_empty = !fields.after.GetReflection()->HasField(fields.after, &field);
      if (is_empty && emptied == Emptied::kLast) {
        last.push_back(&field);
      } else {
        comparison.CompareField(fields, field, nullptr, {});
      }
    }
  }
  for (const FieldDescriptor* field : last) comparison.CompareField(fields, *field, nullptr, {});
  return std::move(comparison).Changes();
}

}  // namespace

std::vector<FieldChange> PlanDifference(const v1::CasePlan& before, const v1::CasePlan& after, const Names& names) {
  return CompareMessages({before, after}, &names);
}

std::vector<FieldChange> DocumentDifference(const v1::PlanDocument& before, const v1::PlanDocument& after,
                                            const Names& names) {
  return CompareMessages({before, after}, &names);
}

bool DocumentsDiffer(const v1::PlanDocument& before, const v1::PlanDocument& after) {
  return !CompareMessages({before, after}, nullptr).empty();
}

std::vector<FieldChange> StateDifference(const CaseState& before, const CaseState& after, const Names& names,
                                         Emptied emptied) {
  return CompareStates(before, after, &names, emptied);
}

std::vector<std::string> ChangedFields(const CaseState& before, const CaseState& after) {
  std::vector<std::string> fields;
  for (FieldChange& each : CompareStates(before, after, nullptr, Emptied::kInPlace)) {
    fields.push_back(std::move(*each.change.mutable_field()));
  }
  return fields;
}

bool WatchedFields::CanDiffer(const CaseState& before, const CaseState& after) const {
  for (size_t list = 0; list < CaseState::Lists().size(); ++list) {
    if (before.RemovalsFrom(list) != after.RemovalsFrom(list) && AnyIsInList(paths_, *CaseState::Lists()[list])) {
      return true;
    }
  }
  bool can = false;
  UnsharedOf(
      before, after, [&](const FieldDescriptor& list) { return !can && AnyIsInList(paths_, list); },
      [&](const FieldDescriptor& list, const ListedItem& item) {
        can = can || AnyIsInItem(paths_, list, item);
        return false;
      });
  if (can || &before.fields() == &after.fields()) return can;
  const Descriptor& plan = *v1::CasePlan::descriptor();
  for (int i = 0; i < plan.field_count() && !can; ++i) {
    can = !plan.field(i)->is_repeated() && AnyIsIn(paths_, *plan.field(i));
  }
  return can;
}

std::vector<std::string> WatchedFields::TakeChanged(const CaseState& before, const CaseState& after) {
  std::vector<std::string> fields;
  for (FieldChange& each : CompareStates(before, after, nullptr, Emptied::kInPlace, &paths_)) {
    if (paths_.erase(each.change.field()) > 0) fields.push_back(std::move(*each.change.mutable_field()));
  }
  return fields;
}

std::vector<FieldChange> EntryDifference(event::v1::CaseEvent before, event::v1::CaseEvent after, const Names& names) {
  for (event::v1::CaseEvent* event : {&before, &after}) {
    event->clear_corrects();
    event->clear_late_reason();
    event->clear_claim();
    event->clear_overrides();
    event->clear_on_behalf_of();
  }
  Comparison comparison(&names, Comparison::Ids::kAll);
  for (int i = 0; i < event::v1::CaseEvent::descriptor()->field_count(); ++i) {
    const FieldDescriptor& field = *event::v1::CaseEvent::descriptor()->field(i);
    // A correction has the same type of body as its original; neither has a body of another type.
    if (field.containing_oneof() != nullptr && !before.GetReflection()->HasField(before, &field)) continue;
    comparison.CompareField({before, after}, field, nullptr, {});
  }
  return std::move(comparison).Changes();
}

}  // namespace casejournal::projections
