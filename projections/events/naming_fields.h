// The fields of an event that name or introduce a part of its case: ids, digests of plan versions, court numbers.
#ifndef CASEJOURNAL_PROJECTIONS_EVENTS_NAMING_FIELDS_H_
#define CASEJOURNAL_PROJECTIONS_EVENTS_NAMING_FIELDS_H_

#include <string>

#include "absl/functional/function_ref.h"
#include "casejournal/event/v1/event_options.pb.h"
#include "google/protobuf/message.h"
#include "projections/events/field_path.h"

namespace casejournal::projections {

// One value of such an annotated field. Refers to the message and to the walk.
struct NamingValue {
  const google::protobuf::Message& holder;
  const google::protobuf::FieldDescriptor& field;
  const event::v1::FieldOptions& options;
  const std::string& value;
  const FieldPath& path;
};

// Visit the values that are not empty, at any depth, in the order of fields. The walk enters only messages that can
// have such fields, so that it costs little.
void VisitNamingFields(const google::protobuf::Message& message, absl::FunctionRef<void(const NamingValue&)> visit);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_EVENTS_NAMING_FIELDS_H_
