#include "projections/law/field_paths.h"

#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/types/span.h"
#include "casejournal/event/v1/case_event.pb.h"
#include "projections/events/event_words.h"

namespace casejournal::projections {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

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
