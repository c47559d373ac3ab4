#include "projections/docket/field_values.h"

#include <algorithm>
#include <memory>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "casejournal/event/v1/case_event.pb.h"
#include "projections/events/event_words.h"

namespace casejournal::projections {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

constexpr size_t kStepsMax = 8;

bool LeadsOn(const event::v1::FieldOptions& options) {
  return options.digest() || options.names() != event::v1::PART_KIND_UNSPECIFIED;
}

bool Introduces(const Descriptor& type, const event::v1::FieldOptions& wanted) {
  for (int i = 0; i < type.field_count(); ++i) {
    const event::v1::FieldOptions& options = OptionsOf(*type.field(i));
    if (wanted.digest()) {
      if (options.digest() && &type == event::v1::PlanVersionDrawnUp::descriptor()) return true;
      continue;
    }
    const event::v1::PartKind kind = options.introduces();
    if (kind == event::v1::PART_KIND_UNSPECIFIED) continue;
    if (kind == wanted.names()) return true;
    if (kind == event::v1::PART_KIND_PARTICIPANT && wanted.names() == event::v1::PART_KIND_CHILD) return true;
  }
  return false;
}

// The types of event that introduce what a field with these options names.
std::vector<const Descriptor*> TypesBehind(const event::v1::FieldOptions& options) {
  std::vector<const Descriptor*> types;
  const Descriptor& all = *event::v1::CaseEvent::descriptor();
  for (int i = 0; i < all.field_count(); ++i) {
    const FieldDescriptor& field = *all.field(i);
    if (field.containing_oneof() == nullptr || field.message_type() == nullptr ||
        field.real_containing_oneof() == nullptr) {
      continue;
    }
    if (Introduces(*field.message_type(), options)) types.push_back(field.message_type());
  }
  return types;
}

std::string FieldsOf(const Descriptor& type) {
  std::vector<std::string> names;
  for (int i = 0; i < type.field_count(); ++i) names.push_back(type.field(i)->name());
  return absl::StrJoin(names, ", ");
}

absl::StatusOr<const FieldDescriptor*> Find(const std::vector<const Descriptor*>& types,
                                            absl::Span<const std::string> steps) {
  const FieldDescriptor* field = nullptr;
  for (const Descriptor* type : types) {
    if (field == nullptr) field = type->FindFieldByName(steps.front());
  }
  if (field == nullptr) {
    std::vector<std::string> known;
    for (const Descriptor* type : types) known.push_back(absl::StrCat(type->name(), " has ", FieldsOf(*type)));
    return absl::InvalidArgumentError(absl::StrCat("unknown field ", steps.front(), ": ", absl::StrJoin(known, "; ")));
  }
  if (steps.size() == 1) return field;
  if (field->message_type() != nullptr) return Find({field->message_type()}, steps.subspan(1));
  if (!LeadsOn(OptionsOf(*field))) {
    return absl::InvalidArgumentError(absl::StrCat(field->name(), " does not lead to anything that has fields"));
  }
  return Find(TypesBehind(OptionsOf(*field)), steps.subspan(1));
}

std::string TextOf(const Message& message, const FieldDescriptor& field, int index) {
  const Reflection& reflection = *message.GetReflection();
  const bool many = field.is_repeated();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return many ? reflection.GetRepeatedString(message, &field, index) : reflection.GetString(message, &field);
    case FieldDescriptor::CPPTYPE_ENUM: {
      const auto* value =
          many ? reflection.GetRepeatedEnum(message, &field, index) : reflection.GetEnum(message, &field);
      return value->number() == 0 ? "" : value->name();
    }
    case FieldDescriptor::CPPTYPE_BOOL:
      return (many ? reflection.GetRepeatedBool(message, &field, index) : reflection.GetBool(message, &field))
                 ? "true"
                 : "false";
    case FieldDescriptor::CPPTYPE_UINT32:
      return absl::StrCat(many ? reflection.GetRepeatedUInt32(message, &field, index)
                               : reflection.GetUInt32(message, &field));
    case FieldDescriptor::CPPTYPE_UINT64:
      return absl::StrCat(many ? reflection.GetRepeatedUInt64(message, &field, index)
                               : reflection.GetUInt64(message, &field));
    case FieldDescriptor::CPPTYPE_INT32:
      return absl::StrCat(many ? reflection.GetRepeatedInt32(message, &field, index)
                               : reflection.GetInt32(message, &field));
    case FieldDescriptor::CPPTYPE_INT64:
      return absl::StrCat(many ? reflection.GetRepeatedInt64(message, &field, index)
                               : reflection.GetInt64(message, &field));
    default:
      return "";
  }
}

// The steps of a path, split when it is first asked for: there are as many as the adopted rules have.
const std::vector<std::string>& StepsOf(absl::string_view path) {
  thread_local absl::flat_hash_map<std::string, std::unique_ptr<const std::vector<std::string>>> by_path;
  std::unique_ptr<const std::vector<std::string>>& steps = by_path[path];
  if (steps == nullptr) steps = std::make_unique<const std::vector<std::string>>(absl::StrSplit(path, '.'));
  return *steps;
}

void Collect(const CaseFacts& facts, const Message& message, absl::Span<const std::string> steps,
             std::vector<std::string>& values);

// Follow an id into the latest entry that introduces the part and has the next field.
void CollectBehind(const CaseFacts& facts, absl::string_view id, absl::Span<const std::string> steps,
                   std::vector<std::string>& values) {
  const std::vector<const Fact*>& behind = facts.Introducing(id);
  for (auto fact = behind.rbegin(); fact != behind.rend(); ++fact) {
    if ((*fact)->body->GetDescriptor()->FindFieldByName(steps.front()) == nullptr) continue;
    return Collect(facts, *(*fact)->body, steps, values);
  }
}

void Collect(const CaseFacts& facts, const Message& message, absl::Span<const std::string> steps,
             std::vector<std::string>& values) {
  const FieldDescriptor* field = message.GetDescriptor()->FindFieldByName(steps.front());
  if (field == nullptr) return;
  const Reflection& reflection = *message.GetReflection();
  const bool many = field->is_repeated();
  const int count = many ? reflection.FieldSize(message, field)
                         : (field->has_presence() && !reflection.HasField(message, field) ? 0 : 1);
  for (int i = 0; i < count; ++i) {
    if (field->message_type() != nullptr) {
      const Message& inner =
          many ? reflection.GetRepeatedMessage(message, field, i) : reflection.GetMessage(message, field);
      if (steps.size() == 1) {
        values.push_back("message");
      } else {
        Collect(facts, inner, steps.subspan(1), values);
      }
      continue;
    }
    std::string text = TextOf(message, *field, i);
    if (steps.size() > 1) {
      CollectBehind(facts, text, steps.subspan(1), values);
    } else if (!text.empty()) {
      values.push_back(std::move(text));
    }
  }
}

}  // namespace

const Descriptor* EventTypeNamed(absl::string_view event) {
  const FieldDescriptor* field = event::v1::CaseEvent::descriptor()->FindFieldByName(std::string(event));
  return field == nullptr || field->real_containing_oneof() == nullptr ? nullptr : field->message_type();
}

absl::StatusOr<const FieldDescriptor*> FindPath(const Descriptor& type, absl::string_view path) {
  const std::vector<std::string> steps = absl::StrSplit(path, '.');
  if (steps.size() > kStepsMax) return absl::InvalidArgumentError(absl::StrCat("more than ", kStepsMax, " steps"));
  return Find({&type}, steps);
}

// The path is not asserted: adopted rules were checked by the program that adopted them, with the fields of its day.
std::vector<std::string> ValuesAt(const CaseFacts& facts, const Message& body, absl::string_view path) {
  std::vector<std::string> values;
  Collect(facts, body, StepsOf(path), values);
  return values;
}

std::string ShortName(const google::protobuf::EnumValueDescriptor& value) {
  constexpr absl::string_view kZero = "UNSPECIFIED";
  absl::string_view prefix = value.type()->value(0)->name();
  if (!absl::ConsumeSuffix(&prefix, kZero)) return value.name();
  absl::string_view name = value.name();
  absl::ConsumePrefix(&name, prefix);
  return std::string(name);
}

bool IsCalled(absl::string_view value, absl::string_view name) {
  if (value == name) return true;
  if (!absl::EndsWith(value, name)) return false;
  const auto* of_enum = google::protobuf::DescriptorPool::generated_pool()->FindEnumValueByName(
      absl::StrCat("casejournal.event.v1.", value));
  return of_enum != nullptr && ShortName(*of_enum) == name;
}

}  // namespace casejournal::projections
