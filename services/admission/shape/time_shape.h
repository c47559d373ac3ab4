// Times of day that do not exist on their day, because clocks went forward over them.
#ifndef CASEJOURNAL_SERVICES_ADMISSION_SHAPE_TIME_SHAPE_H_
#define CASEJOURNAL_SERVICES_ADMISSION_SHAPE_TIME_SHAPE_H_

#include "absl/time/time.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "projections/events/field_path.h"
#include "services/admission/shape/shape_errors.h"

namespace casejournal::services {

// The field of the same message with the day of a time of day: "held_on" for "held_at", "effective_on" for
// "effective_time". Null if the message has no such field.
const google::protobuf::FieldDescriptor* DayFieldOf(const google::protobuf::FieldDescriptor& time_of_day);

// Add an error for each time of day, at any depth of `message`, that does not exist on its day in `zone`. Malformed
// days and times are reported elsewhere.
void CheckTimesExist(const google::protobuf::Message& message, const projections::FieldPath& path, absl::TimeZone zone,
                     ShapeErrors& errors);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ADMISSION_SHAPE_TIME_SHAPE_H_
