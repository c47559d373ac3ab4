#include "services/admission/shape/well_formed_part.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "projections/events/event_words.h"
#include "projections/events/field_path.h"

namespace casejournal::services {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using projections::FieldPath;

constexpr char kPlaceholder[] = "?";

std::string PlaceOf(int case_index, int event_index, const std::string& path) {
  return absl::StrCat(case_index, ".", event_index, ".", path);
}

// Text that people write, which no rule reads.
bool IsPlainText(const FieldDescriptor& field) {
  if (field.type() != FieldDescriptor::TYPE_STRING || field.is_repeated() || field.has_presence()) return false;
  event::v1::FieldOptions options = projections::OptionsOf(field);
  options.clear_words();
  options.clear_called();
  return options.ByteSizeLong() == 0;
}

// Fill in each text that is required and missing. Add the paths of these fields to `filled`.
void FillInText(Message& message, const FieldPath& path, std::vector<std::string>& filled) {
  const Reflection& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> present;
  reflection.ListFields(message, &present);
  for (const FieldDescriptor* field : present) {
    if (field->message_type() == nullptr) continue;
    if (!field->is_repeated()) {
      FillInText(*reflection.MutableMessage(&message, field), FieldPath(path, *field), filled);
      continue;
    }
    for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
      FillInText(*reflection.MutableRepeatedMessage(&message, field, i),
                 FieldPath(path, *field, static_cast<size_t>(i)), filled);
    }
  }
  for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor& field = *message.GetDescriptor()->field(i);
    if (!IsPlainText(field) || reflection.HasField(message, &field)) continue;
    reflection.SetString(&message, &field, kPlaceholder);
    filled.push_back(FieldPath(path, field).Text());
  }
}

}  // namespace

std::vector<v1::Violation> WellFormedPart::OfWhole(
    const google::protobuf::RepeatedPtrField<v1::Violation>& violations) const {
  std::vector<v1::Violation> of_whole;
  for (const v1::Violation& violation : violations) {
    const auto case_index = static_cast<int>(violation.case_index());
    if (filled.contains(PlaceOf(case_index, static_cast<int>(violation.event_index()), violation.field()))) continue;
    of_whole.push_back(violation);
    of_whole.back().set_case_index(case_indexes[static_cast<size_t>(case_index)]);
  }
  return of_whole;
}

std::optional<WellFormedPart> WellFormedPartOf(const v1::AppendRequest& request, const ShapeContext& context) {
  WellFormedPart part;
  part.request.set_request_id(request.request_id());
  part.request.set_validate_only(true);
  for (int i = 0; i < request.cases_size(); ++i) {
    const v1::CaseAppend& whole = request.cases(i);
    v1::CaseAppend judged;
    judged.set_case_id(whole.case_id());
    *judged.mutable_expected() = whole.expected();
    for (const event::v1::CaseEvent& given : whole.events()) {
      event::v1::CaseEvent event = given;
      std::vector<std::string> filled;
      if (event.ByteSizeLong() <= kEventBytesMax) FillInText(event, FieldPath(), filled);
      if (!CheckEventShape(event, context).empty()) break;
      for (const std::string& path : filled)
        part.filled.insert(PlaceOf(part.request.cases_size(), judged.events_size(), path));
      *judged.add_events() = std::move(event);
    }
    if (judged.events().empty()) continue;
    *part.request.add_cases() = std::move(judged);
    part.case_indexes.push_back(static_cast<uint32_t>(i));
  }
  if (part.request.cases().empty() || !CheckShape(part.request, context).empty()) return std::nullopt;
  return part;
}

}  // namespace casejournal::services
