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

// Each function adds an error if the value at `path` does not have the shape. None of them is called for an empty
// value.
void CheckUuid(absl::string_view value, const FieldPath& path, ShapeErrors& errors);
// A calendar day in the form YYYY-MM-DD, no earlier than 1900-01-01. Return whether it is one.
bool CheckDay(absl::string_view value, const FieldPath& path, ShapeErrors& errors);
void CheckTimeOfDay(absl::string_view value, const FieldPath& path, ShapeErrors& errors);
void CheckDigest(absl::string_view value, const FieldPath& path, ShapeErrors& errors);
void CheckInstant(const google::protobuf::Timestamp& value, const FieldPath& path, ShapeErrors& errors);

// Check the value of a string or bytes field against its annotations.
void CheckAnnotated(absl::string_view value, const event::v1::FieldOptions& options, const FieldPath& path,
                    ShapeErrors& errors);

// Return `value`, shortened to 40 characters, if it has only characters of ids, days, and numbers. Otherwise, return an
// empty string, since it may contain a name.
std::string GivenUnlessWords(absl::string_view value);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ADMISSION_SHAPE_VALUE_SHAPE_H_
