#include "projections/words/field_value.h"

#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "casejournal/event/v1/event_options.pb.h"
#include "projections/events/event_words.h"

namespace casejournal::projections {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// One value of a field as data: the field itself, or the element at `index` of a list.
v1::FieldValue DataOf(const Message& message, const FieldDescriptor& field, int index) {
  const Reflection& reflection = *message.GetReflection();
  const bool listed = field.is_repeated();
  v1::FieldValue value;
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING: {
      const event::v1::FieldOptions& options = OptionsOf(field);
      std::string text =
          listed ? reflection.GetRepeatedString(message, &field, index) : reflection.GetString(message, &field);
      const bool is_id = options.uuid() || options.introduces() != event::v1::PART_KIND_UNSPECIFIED ||
                         options.names() != event::v1::PART_KIND_UNSPECIFIED;
      if (field.type() == FieldDescriptor::TYPE_BYTES) {
        value.set_data(std::move(text));
      } else if (options.day() || absl::EndsWith(field.name(), "_on")) {
        value.set_day(std::move(text));
      } else if (options.time_of_day()) {
        value.set_time_of_day(std::move(text));
      } else if (is_id || absl::EndsWith(field.name(), "_id") || absl::EndsWith(field.name(), "_ids")) {
        value.set_id(std::move(text));
      } else {
        value.set_text(std::move(text));
      }
      return value;
    }
    case FieldDescriptor::CPPTYPE_ENUM: {
      const int number =
          listed ? reflection.GetRepeatedEnumValue(message, &field, index) : reflection.GetEnumValue(message, &field);
      const auto* named = field.enum_type()->FindValueByNumber(number);
      value.set_code(named == nullptr ? absl::StrCat(number) : named->name());
      return value;
    }
    case FieldDescriptor::CPPTYPE_BOOL:
      value.set_yes(listed ? reflection.GetRepeatedBool(message, &field, index) : reflection.GetBool(message, &field));
      return value;
    case FieldDescriptor::CPPTYPE_INT32:
      value.set_number(listed ? reflection.GetRepeatedInt32(message, &field, index)
                              : reflection.GetInt32(message, &field));
      return value;
    case FieldDescriptor::CPPTYPE_INT64:
      value.set_number(listed ? reflection.GetRepeatedInt64(message, &field, index)
                              : reflection.GetInt64(message, &field));
      return value;
    case FieldDescriptor::CPPTYPE_UINT32:
      value.set_number(listed ? reflection.GetRepeatedUInt32(message, &field, index)
                              : reflection.GetUInt32(message, &field));
      return value;
    case FieldDescriptor::CPPTYPE_UINT64:
      value.set_number(static_cast<int64_t>(listed ? reflection.GetRepeatedUInt64(message, &field, index)
                                                   : reflection.GetUInt64(message, &field)));
      return value;
    default:  // The contract has no other types of values.
      return value;
  }
}

}  // namespace

void AddFieldValues(const Message& message, const FieldDescriptor& field,
                    google::protobuf::RepeatedPtrField<v1::FieldValue>& values) {
  if (field.message_type() != nullptr) return;
  if (!field.is_repeated()) {
    if (message.GetReflection()->HasField(message, &field)) *values.Add() = DataOf(message, field, -1);
    return;
  }
  for (int i = 0; i < message.GetReflection()->FieldSize(message, &field); ++i)
    *values.Add() = DataOf(message, field, i);
}

}  // namespace casejournal::projections
