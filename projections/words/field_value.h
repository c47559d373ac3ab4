// Values of fields as data: the values beside the words of histories and sentences. Pure.
#ifndef CASEJOURNAL_PROJECTIONS_WORDS_FIELD_VALUE_H_
#define CASEJOURNAL_PROJECTIONS_WORDS_FIELD_VALUE_H_

#include "casejournal/v1/change.pb.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "google/protobuf/repeated_field.h"

namespace casejournal::projections {

// Add the values of a field as data: one, each value of a list, or none if it is not set. A group of fields is no
// value.
void AddFieldValues(const google::protobuf::Message& message, const google::protobuf::FieldDescriptor& field,
                    google::protobuf::RepeatedPtrField<v1::FieldValue>& values);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_WORDS_FIELD_VALUE_H_
