// Finds what is wrong with a selector: unknown events and fields, and values that a field cannot have.
#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "casejournal/event/v1/case_event.pb.h"
#include "projections/events/event_words.h"
#include "projections/law/field_paths.h"
#include "projections/law/rule_check.h"

namespace casejournal::projections {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::TextFormat;

bool HasValue(const EnumDescriptor& type, const std::string& name) {
  for (int i = 1; i < type.value_count(); ++i) {
    if (name == type.value(i)->name() || name == ShortName(*type.value(i))) return true;
  }
  return false;
}

std::string ValuesOf(const EnumDescriptor& type) {
  std::vector<std::string> names;
  for (int i = 1; i < type.value_count(); ++i) names.push_back(ShortName(*type.value(i)));
  return absl::StrJoin(names, ", ");
}

const FieldDescriptor* CheckPath(const Descriptor& type, const std::string& path, absl::string_view field,
                                 const Written& at) {
  absl::StatusOr<const FieldDescriptor*> found = FindPath(type, path);
  if (found.ok()) return *found;
  at.Fault(field, absl::StrCat(field, " \"", path, "\": ", found.status().message()));
  return nullptr;
}

void CheckValue(const FieldDescriptor& of, const std::string& value, absl::string_view field, int index,
                const Written& at) {
  if (of.enum_type() != nullptr && !HasValue(*of.enum_type(), value)) {
    at.Fault(field,
             absl::StrCat(field, " \"", value, "\": ", of.enum_type()->name(), " has ", ValuesOf(*of.enum_type())),
             index);
  }
  if (of.cpp_type() == FieldDescriptor::CPPTYPE_BOOL && value != "true" && value != "false") {
    at.Fault(field, absl::StrCat(field, " \"", value, "\": expected true or false"), index);
  }
}

// Numbers and booleans that are not set are 0 and false.
bool IsAlwaysThere(const FieldDescriptor& field) {
  return !field.has_presence() && !field.is_repeated() && field.cpp_type() != FieldDescriptor::CPPTYPE_STRING &&
         field.cpp_type() != FieldDescriptor::CPPTYPE_ENUM;
}

void CheckWhere(const rules::v1::Where& where, const Descriptor& type, const Written& at) {
  const FieldDescriptor* field = CheckPath(type, where.field(), "field", at);
  if (where.any_of().empty() && where.none_of().empty() && !where.present() && !where.absent() && !where.parent()) {
    at.Fault("field", absl::StrCat("field \"", where.field(), "\": expected a condition"));
  }
  if (where.present() && where.absent()) at.Fault("absent", "absent: not allowed together with present");
  if (field == nullptr) return;
  if ((where.present() || where.absent()) && IsAlwaysThere(*field)) {
    at.Fault("field", absl::StrCat("field \"", where.field(),
                                   "\": the field is always present; test its value with any_of or none_of"));
  }
  for (int i = 0; i < where.any_of_size(); ++i) CheckValue(*field, where.any_of(i), "any_of", i, at);
  for (int i = 0; i < where.none_of_size(); ++i) CheckValue(*field, where.none_of(i), "none_of", i, at);
  if (where.parent() && OptionsOf(*field).names() == event::v1::PART_KIND_UNSPECIFIED) {
    at.Fault("parent", absl::StrCat("parent: ", where.field(), " does not name anyone"));
  }
}

}  // namespace

Written Written::In(absl::string_view field, int index) const {
  const FieldDescriptor* descriptor = message_->GetDescriptor()->FindFieldByName(std::string(field));
  const google::protobuf::Reflection& reflection = *message_->GetReflection();
  const google::protobuf::Message& inner = index < 0 ? reflection.GetMessage(*message_, descriptor)
                                                     : reflection.GetRepeatedMessage(*message_, descriptor, index);
  if (tree_ == nullptr) return Written(inner, nullptr, *faults_, line_, column_);
  TextFormat::ParseLocation at =
      tree_->GetLocation(descriptor, index < 0 ? (descriptor->is_repeated() ? 0 : -1) : index);
  const TextFormat::ParseInfoTree* tree = tree_->GetTreeForNested(descriptor, index < 0 ? -1 : index);
  if (at.line < 0) return Written(inner, tree, *faults_, line_, column_);
  return Written(inner, tree, *faults_, at.line + 1, at.column + 1);
}

void Written::Fault(absl::string_view field, std::string says, int index) const {
  const FieldDescriptor* descriptor = message_->GetDescriptor()->FindFieldByName(std::string(field));
  TextFormat::ParseLocation at;
  if (tree_ != nullptr && descriptor != nullptr) {
    at = tree_->GetLocation(descriptor, descriptor->is_repeated() ? std::max(index, 0) : -1);
  }
  if (at.line >= 0) {
    faults_->push_back({"", at.line + 1, at.column + 1, std::move(says)});
  } else {
    faults_->push_back({"", line_, column_, std::move(says)});
  }
}

void CheckEnumNames(const google::protobuf::RepeatedPtrField<std::string>& names, absl::string_view enumeration,
                    absl::string_view field, const Written& at) {
  const EnumDescriptor* type = google::protobuf::DescriptorPool::generated_pool()->FindEnumTypeByName(
      absl::StrCat("casejournal.event.v1.", enumeration));
  for (int i = 0; i < names.size(); ++i) {
    if (HasValue(*type, names[i])) continue;
    at.Fault(field, absl::StrCat(field, " \"", names[i], "\": ", enumeration, " has ", ValuesOf(*type)), i);
  }
}

void CheckFieldOf(const std::string& event, const std::string& path, absl::string_view field, bool is_day,
                  const Written& at) {
  const Descriptor* type = EventTypeNamed(event);
  if (type == nullptr || path.empty()) return;
  const FieldDescriptor* found = CheckPath(*type, path, field, at);
  if (found != nullptr && is_day && !OptionsOf(*found).day())
    at.Fault(field, absl::StrCat(field, " \"", path, "\": the field is not a day"));
}

void CheckSelector(const rules::v1::Selector& selector, absl::string_view began, const Written& at) {
  const Descriptor* type = EventTypeNamed(selector.event_type());
  if (type == nullptr)
    return at.Fault("event_type", absl::StrCat("event_type \"", selector.event_type(),
                                               "\": casejournal.event.v1.CaseEvent has no such event"));
  for (int i = 0; i < selector.where_size(); ++i) CheckWhere(selector.where(i), *type, at.In("where", i));
  CheckFieldOf(selector.event_type(), selector.day(), "day", /*is_day=*/true, at);
  if (!selector.time().empty()) {
    const FieldDescriptor* time = CheckPath(*type, selector.time(), "time", at);
    if (time != nullptr && !OptionsOf(*time).time_of_day())
      at.Fault("time", absl::StrCat("time \"", selector.time(), "\": the field is not a time of day"));
  }
  if (!selector.child().empty()) {
    const FieldDescriptor* child = CheckPath(*type, selector.child(), "child", at);
    if (child != nullptr && OptionsOf(*child).names() == event::v1::PART_KIND_UNSPECIFIED) {
      at.Fault("child", absl::StrCat("child \"", selector.child(), "\": the field does not name anyone"));
    }
  }
  if (!selector.last_with().empty()) CheckPath(*type, selector.last_with(), "last_with", at);
  if (!selector.undone_by().empty()) {
    const Descriptor* undoing = EventTypeNamed(selector.undone_by());
    if (selector.last_with().empty())
      at.Fault("undone_by", "undone_by: requires last_with, the field that the two entries have in common");
    if (undoing == nullptr)
      at.Fault("undone_by", absl::StrCat("undone_by \"", selector.undone_by(),
                                         "\": casejournal.event.v1.CaseEvent has no such event"));
    if (undoing != nullptr && !selector.last_with().empty()) CheckPath(*undoing, selector.last_with(), "undone_by", at);
  }
  if (selector.has_within()) CheckOffset(selector.within(), at.In("within"));
  if (selector.has_panel() && selector.event_type() != "review_held")
    at.Fault("panel", "panel: only allowed for a review (review_held)");
  if (selector.same().empty()) return;
  const std::vector<std::string> sides = absl::StrSplit(selector.same(), '=');
  CheckPath(*type, std::string(absl::StripAsciiWhitespace(sides.front())), "same", at);
  const Descriptor* other = EventTypeNamed(began);
  if (other != nullptr) CheckPath(*other, std::string(absl::StripAsciiWhitespace(sides.back())), "same", at);
}

}  // namespace casejournal::projections
