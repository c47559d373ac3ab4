#include "projections/history/plan_difference.h"

#include <algorithm>
#include <deque>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "google/protobuf/text_format.h"
#include "projections/events/event_words.h"
#include "projections/state/plan_fold.h"
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

// The key in the path of an item. `place` counts the items of one key from 1. Items can have the same key because the
// fold never fails: two episodes have the number 1 if an opening takes effect after a reopening. The second is "1#2".
std::string KeyInPath(const std::string& key, size_t place) { return place == 1 ? key : absl::StrCat(key, "#", place); }

// Compares two states of one message and of the messages in it.
class Comparison {
 public:
  enum class Ids { kAsNeeded, kAll };

  // With kAll, ids are values like others. Otherwise an id counts only if an item that stays has another one.
  explicit Comparison(const Names& names, Ids ids = Ids::kAsNeeded) : names_(names), ids_(ids) {}

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
    struct ItemsOfKey {
      std::deque<const Message*> before;
      size_t compared = 0;
    };
    const Reflection& reflection = *pair.after.GetReflection();
    absl::flat_hash_map<std::string, ItemsOfKey> items;
    for (int i = 0; i < reflection.FieldSize(pair.before, &list); ++i) {
      const Message& item = reflection.GetRepeatedMessage(pair.before, &list, i);
      items[KeyOf(item)].before.push_back(&item);
    }
    const Message& none = EmptyOf(*list.message_type());
    for (int i = 0; i < reflection.FieldSize(pair.after, &list); ++i) {
      const Message& item = reflection.GetRepeatedMessage(pair.after, &list, i);
      const std::string key = KeyOf(item);
      ItemsOfKey& same = items[key];
      const Message& was = same.before.empty() ? none : *same.before.front();
      if (!same.before.empty()) same.before.pop_front();
      CompareItem({was, item}, item, list, KeyInPath(key, ++same.compared), path);
    }
    for (int i = 0; i < reflection.FieldSize(pair.before, &list); ++i) {
      const Message& item = reflection.GetRepeatedMessage(pair.before, &list, i);
      const std::string key = KeyOf(item);
      ItemsOfKey& gone = items[key];
      if (gone.before.empty()) continue;
      CompareItem({*gone.before.front(), none}, *gone.before.front(), list, KeyInPath(key, ++gone.compared), path);
      gone.before.pop_front();
    }
  }

  // `shown` is the state of the item that gives its name.
  void CompareItem(const Pair& pair, const Message& shown, const FieldDescriptor& list, const std::string& key,
                   const Path& path) {
    const std::string& form = OptionsOf(list).words();
    const std::string words = form.empty() ? FieldWords(list) : Phrase(form, shown, names_);
    Path inner{path.words.empty() ? words : absl::StrCat(path.words, ", ", words),
               FieldPath(path, absl::StrCat(list.name(), "[", key, "]")), path.ids};
    for (std::string& id : IdsInPhrase(form, shown)) inner.ids.push_back(std::move(id));
    CompareFields(pair, shown.GetDescriptor(), inner);
  }

  void CompareValue(const Pair& pair, const FieldDescriptor& field, const Path& path) {
    if (ExactValue(pair.before, field) == ExactValue(pair.after, field)) return;
    FieldChange found;
    found.change.set_path(Longer(path, field));
    found.change.set_field(FieldPath(path, field.name()));
    std::string from = WordsIn(pair.before, field, names_);
    std::string to = WordsIn(pair.after, field, names_);
    if (from == to) {
      from = ToldApart(pair.before, field, from);
      to = ToldApart(pair.after, field, to);
    }
    found.change.set_from(std::move(from));
    found.change.set_to(std::move(to));
    found.ids = path.ids;
    changes_.push_back(std::move(found));
  }

  // Whether the item is absent on this side of the comparison.
  static bool IsUnset(const Message& message) { return message.ByteSizeLong() == 0; }

  const Names& names_;
  const Ids ids_;
  std::vector<FieldChange> changes_;
};

std::vector<FieldChange> Compare(const v1::CasePlan& before, const v1::CasePlan& after, const Names& names,
                                 const std::vector<const FieldDescriptor*>& fields) {
  Comparison comparison(names);
  for (const FieldDescriptor* field : fields) {
    comparison.CompareField({before, after}, *field, nullptr, {});
  }
  return std::move(comparison).Changes();
}

// A plan in which every field that is not a list has some value.
v1::CasePlan FilledPlan() {
  v1::CasePlan plan;
  const Reflection& reflection = *plan.GetReflection();
  for (int i = 0; i < plan.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor& field = *plan.GetDescriptor()->field(i);
    if (field.is_repeated()) continue;
    switch (field.cpp_type()) {
      case FieldDescriptor::CPPTYPE_STRING:
        reflection.SetString(&plan, &field, "x");
        break;
      case FieldDescriptor::CPPTYPE_ENUM:
        reflection.SetEnumValue(&plan, &field, 1);
        break;
      case FieldDescriptor::CPPTYPE_UINT32:
        reflection.SetUInt32(&plan, &field, 1);
        break;
      case FieldDescriptor::CPPTYPE_MESSAGE:
        reflection.MutableMessage(&plan, &field);
        break;
      default:
        break;
    }
  }
  return plan;
}

// Add the fields that an entry empties: a reopened case is no longer closed.
void AddCleared(const Standing& standing, std::vector<const FieldDescriptor*>& fields) {
  static const v1::CasePlan* const filled = new v1::CasePlan(FilledPlan());
  v1::CasePlan after = *filled;
  FoldEntry(after, standing);
  for (int i = 0; i < after.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor& field = *after.GetDescriptor()->field(i);
    if (field.is_repeated() || after.GetReflection()->HasField(after, &field)) continue;
    fields.push_back(&field);
  }
}

// The fields of the plan that an entry can change: those that it sets on an empty plan or empties on a full one.
// Progress also changes its subject, and a possible subject can take over progress that was observed before.
std::vector<const FieldDescriptor*> ReachOf(const Standing& standing) {
  v1::CasePlan alone;
  FoldEntry(alone, standing);
  const bool has_subjects = alone.goals_size() + alone.objectives_size() + alone.activities_size() +
                                alone.needs_size() + alone.conditions_size() >
                            0;
  if (alone.stray_progress_size() > 0) {
    alone.add_goals();
    alone.add_objectives();
    alone.add_activities();
    alone.add_needs();
    alone.add_conditions();
  }
  if (has_subjects) alone.add_stray_progress();
  std::vector<const FieldDescriptor*> fields;
  alone.GetReflection()->ListFields(alone, &fields);
  AddCleared(standing, fields);
  return fields;
}

}  // namespace

std::vector<FieldChange> PlanDifference(const v1::CasePlan& before, const v1::CasePlan& after, const Names& names) {
  std::vector<const FieldDescriptor*> fields;
  for (int i = 0; i < v1::CasePlan::descriptor()->field_count(); ++i) {
    fields.push_back(v1::CasePlan::descriptor()->field(i));
  }
  return Compare(before, after, names, fields);
}

std::vector<FieldChange> EntryDifference(event::v1::CaseEvent before, event::v1::CaseEvent after, const Names& names) {
  for (event::v1::CaseEvent* event : {&before, &after}) {
    event->clear_corrects();
    event->clear_late_reason();
    event->clear_claim();
    event->clear_overrides();
    event->clear_on_behalf_of();
  }
  Comparison comparison(names, Comparison::Ids::kAll);
  for (int i = 0; i < event::v1::CaseEvent::descriptor()->field_count(); ++i) {
    const FieldDescriptor& field = *event::v1::CaseEvent::descriptor()->field(i);
    // A correction has the same type of body as its original; neither has a body of another type.
    if (field.containing_oneof() != nullptr && !before.GetReflection()->HasField(before, &field)) continue;
    comparison.CompareField({before, after}, field, nullptr, {});
  }
  return std::move(comparison).Changes();
}

std::vector<FieldChange> FoldAndCompare(v1::CasePlan& plan, const Standing& standing, const v1::CasePlan* also_known) {
  const std::vector<const FieldDescriptor*> reach = ReachOf(standing);
  if (reach.empty()) {
    FoldEntry(plan, standing);
    return {};
  }
  // Only the fields that the entry can change are kept from the state before.
  v1::CasePlan before;
  plan.GetReflection()->SwapFields(&plan, &before, reach);
  plan.MergeFrom(before);
  FoldEntry(plan, standing);
  static const v1::CasePlan* const nothing = new v1::CasePlan();
  return Compare(before, plan, Names({&plan, &before, also_known == nullptr ? nothing : also_known}), reach);
}

}  // namespace casejournal::projections
