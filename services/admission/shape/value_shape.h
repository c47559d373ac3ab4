// The shape of one value: an id, a day, a time of day, a digest, an instant.
#ifndef CASEJOURNAL_SERVICES_ADMISSION_SHAPE_VALUE_SHAPE_H_
#define CASEJOURNAL_SERVICES_ADMISSION_SHAPE_VALUE_SHAPE_H_

#include <string>

#include "absl/strings/string_view.h"
#include "casejournal/event/v1/event_options.pb.h"
#include "google/protobuf/timestamp.pb.h"
#include "projections/events/field_path.h"
#include "services/admission/shape/shape_errors.h"

namespace casejournal::services {

using projections::FieldPath;

// Each adds an error where the value at `path` is not of the shape; none of them is asked about an
// empty value.
void CheckUuid(absl::string_view value, const FieldPath& path, ShapeErrors& errors);
// A day of the calendar, spelled YYYY-MM-DD, not before 1900-01-01. False where it is not.
bool CheckDay(absl::string_view value, const FieldPath& path, ShapeErrors& errors);
void CheckTimeOfDay(absl::string_view value, const FieldPath& path, ShapeErrors& errors);
void CheckDigest(absl::string_view value, const FieldPath& path, ShapeErrors& errors);
void CheckInstant(const google::protobuf::Timestamp& value, const FieldPath& path, ShapeErrors& errors);

// What the annotations of a string or bytes field ask of its value.
void CheckAnnotated(absl::string_view value, const event::v1::FieldOptions& options, const FieldPath& path,
                    ShapeErrors& errors);

// `value` where it has only characters of ids, days and numbers, shortened to 40; else nothing,
// since somebody may have written a name into it.
std::string GivenUnlessWords(absl::string_view value);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ADMISSION_SHAPE_VALUE_SHAPE_H_
