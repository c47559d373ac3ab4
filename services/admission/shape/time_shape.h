// Times of day that their day does not have: where clocks go forward, an hour of that night never was.
#ifndef CASEJOURNAL_SERVICES_ADMISSION_SHAPE_TIME_SHAPE_H_
#define CASEJOURNAL_SERVICES_ADMISSION_SHAPE_TIME_SHAPE_H_

#include "absl/time/time.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "projections/events/field_path.h"
#include "services/admission/shape/shape_errors.h"

namespace casejournal::services {

// The field of the same message with the day of a time of day: "held_on" of "held_at", "effective_on" of
// "effective_time". Null: the message has no such field.
const google::protobuf::FieldDescriptor* DayFieldOf(const google::protobuf::FieldDescriptor& time_of_day);

// Adds an error for each time of day, at any depth of `message`, that its day does not have in `zone`. Days and times
// that are malformed are for others to report.
void CheckTimesExist(const google::protobuf::Message& message, const projections::FieldPath& path, absl::TimeZone zone,
                     ShapeErrors& errors);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ADMISSION_SHAPE_TIME_SHAPE_H_
