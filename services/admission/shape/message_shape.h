// The shape of a message according to the contract: what it must have and what it must not have.
#ifndef CASEJOURNAL_SERVICES_ADMISSION_SHAPE_MESSAGE_SHAPE_H_
#define CASEJOURNAL_SERVICES_ADMISSION_SHAPE_MESSAGE_SHAPE_H_

#include <string>

#include "google/protobuf/message.h"
#include "projections/events/field_path.h"
#include "services/admission/shape/shape_errors.h"

namespace casejournal::services {

using projections::FieldPath;

// Add the errors of `message` at `path`, at any depth (request_shape.h lists them).
void CheckMessage(const google::protobuf::Message& message, const FieldPath& path, ShapeErrors& errors);

// Add an error for each unknown field of `message` itself.
void CheckNoUnknownFields(const google::protobuf::Message& message, const FieldPath& path, ShapeErrors& errors);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ADMISSION_SHAPE_MESSAGE_SHAPE_H_
