#include "services/admission/shape/time_shape.h"

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "projections/entries/civil_day.h"
#include "projections/entries/local_time.h"
#include "projections/events/event_words.h"

namespace casejournal::services {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using projections::FieldPath;

void CheckTimeExists(const Message& message, const FieldDescriptor& field, const FieldPath& path, absl::TimeZone zone,
                     ShapeErrors& errors) {
  const FieldDescriptor* day_field = DayFieldOf(field);
  if (day_field == nullptr) return;
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  const std::string day = reflection.GetString(message, day_field);
  const std::string time = reflection.GetString(message, &field);
  const absl::StatusOr<absl::CivilDay> on = projections::ParseDay(day);
  if (!on.ok()) return;
  const std::optional<projections::ForwardStep> over = projections::SteppedOver(*on, time, zone);
  if (!over) return;
  errors.Add(FieldPath(path, field),
             SentenceOf("shape.time.skipped",
                        {DayParameter("day", day), TimeParameter("from", over->from), TimeParameter("to", over->to)}),
             time);
}

}  // namespace

const FieldDescriptor* DayFieldOf(const FieldDescriptor& time_of_day) {
  const absl::string_view stem = absl::StripSuffix(absl::StripSuffix(time_of_day.name(), "_at"), "_time");
  return time_of_day.containing_type()->FindFieldByName(absl::StrCat(stem, "_on"));
}

void CheckTimesExist(const Message& message, const FieldPath& path, absl::TimeZone zone, ShapeErrors& errors) {
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (errors.full()) return;
    if (projections::OptionsOf(*field).time_of_day()) CheckTimeExists(message, *field, path, zone, errors);
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
    if (!field->is_repeated()) {
      CheckTimesExist(reflection.GetMessage(message, field), FieldPath(path, *field), zone, errors);
      continue;
    }
    for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
      CheckTimesExist(reflection.GetRepeatedMessage(message, field, i), FieldPath(path, *field, i), zone, errors);
    }
  }
}

}  // namespace casejournal::services
