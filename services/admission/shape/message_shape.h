// The shape of a message, read from the contract: what it must have, and what it must not.
#ifndef CASEJOURNAL_SERVICES_ADMISSION_SHAPE_MESSAGE_SHAPE_H_
#define CASEJOURNAL_SERVICES_ADMISSION_SHAPE_MESSAGE_SHAPE_H_

#include <string>

#include "google/protobuf/message.h"
#include "projections/events/field_path.h"
#include "services/admission/shape/shape_errors.h"

namespace casejournal::services {

using projections::FieldPath;

// Adds what is wrong with `message` at `path`, at any depth (request_shape.h says what that is).
void CheckMessage(const google::protobuf::Message& message, const FieldPath& path, ShapeErrors& errors);

// Adds an error for each field of `message` itself that the contract does not have.
void CheckNoUnknownFields(const google::protobuf::Message& message, const FieldPath& path, ShapeErrors& errors);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ADMISSION_SHAPE_MESSAGE_SHAPE_H_
