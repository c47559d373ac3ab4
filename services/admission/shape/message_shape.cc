#include "services/admission/shape/message_shape.h"

#include <optional>
#include <set>

#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/protobuf/unknown_field_set.h"
#include "projections/events/event_words.h"
#include "services/admission/shape/value_shape.h"

namespace casejournal::services {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::OneofDescriptor;
using google::protobuf::Reflection;
using projections::OptionsOf;

// One value of a field: the field itself, or the element at `index` of a list.
struct Value {
  const Message& holder;
  const FieldDescriptor& field;
  std::optional<int> index;

  const Reflection& reflection() const { return *holder.GetReflection(); }
};

void CheckText(const Value& value, const FieldPath& path, ShapeErrors& errors) {
  std::string buffer;
  const std::string& text =
      value.index ? value.reflection().GetRepeatedStringReference(value.holder, &value.field, *value.index, &buffer)
                  : value.reflection().GetStringReference(value.holder, &value.field, &buffer);
  const event::v1::FieldOptions& options = OptionsOf(value.field);
  if (options.server_made()) {
    if (!text.empty()) {
      errors.Add(path, "shape.value.server", absl::StrCat(text.size(), " bytes"));
    }
    return;
  }
  if (text.empty()) {
    errors.Add(path, value.field.has_presence() ? SentenceId("shape.empty.optional") : SentenceId("shape.empty"));
    return;
  }
  if (value.field.type() == FieldDescriptor::TYPE_STRING && text.find('\0') != std::string::npos) {
    errors.Add(path, "shape.text");
    return;
  }
  CheckAnnotated(text, options, path, errors);
}

void CheckEnum(const Value& value, const FieldPath& path, ShapeErrors& errors) {
  const int number = value.index ? value.reflection().GetRepeatedEnumValue(value.holder, &value.field, *value.index)
                                 : value.reflection().GetEnumValue(value.holder, &value.field);
  const bool has_name = value.field.enum_type()->FindValueByNumber(number) != nullptr;
  if (has_name && number != 0) return;
  errors.Add(path,
             SentenceOf(value.field.has_presence() ? SentenceId("shape.code.optional") : SentenceId("shape.code"),
                        {TextParameter("code_list", value.field.enum_type()->name())}),
             absl::StrCat(number));
}

void CheckNumber(const Value& value, const FieldPath& path, ShapeErrors& errors) {
  const uint32_t number_max = OptionsOf(value.field).number_max();
  if (number_max == 0) return;
  const uint32_t number = value.index ? value.reflection().GetRepeatedUInt32(value.holder, &value.field, *value.index)
                                      : value.reflection().GetUInt32(value.holder, &value.field);
  if (number == 0 || number > number_max) {
    errors.Add(path, SentenceOf("shape.number", {NumberParameter("max", number_max)}), absl::StrCat(number));
  }
}

void CheckSubmessage(const Value& value, const FieldPath& path, ShapeErrors& errors) {
  const Message& message = value.index ? value.reflection().GetRepeatedMessage(value.holder, &value.field, *value.index)
                                       : value.reflection().GetMessage(value.holder, &value.field);
  if (OptionsOf(value.field).server_made()) {
    errors.Add(path, "shape.value.server", absl::StrCat(message.ByteSizeLong(), " bytes"));
    return;
  }
  if (message.GetDescriptor() == google::protobuf::Timestamp::descriptor()) {
    CheckNoUnknownFields(message, path, errors);
    CheckInstant(static_cast<const google::protobuf::Timestamp&>(message), path, errors);
    return;
  }
  CheckMessage(message, path, errors);
}

void CheckValue(const Value& value, const FieldPath& path, ShapeErrors& errors) {
  const FieldPath at(path, value.field, value.index);
  switch (value.field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return CheckText(value, at, errors);
    case FieldDescriptor::CPPTYPE_ENUM:
      return CheckEnum(value, at, errors);
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return CheckSubmessage(value, at, errors);
    case FieldDescriptor::CPPTYPE_UINT32:
      return CheckNumber(value, at, errors);
    case FieldDescriptor::CPPTYPE_INT32:
    case FieldDescriptor::CPPTYPE_INT64:
    case FieldDescriptor::CPPTYPE_UINT64:
    case FieldDescriptor::CPPTYPE_DOUBLE:
    case FieldDescriptor::CPPTYPE_FLOAT:
    case FieldDescriptor::CPPTYPE_BOOL:
      // 0 and false are valid values.
      return;
  }
}

void CheckField(const Message& message, const FieldDescriptor& field, const FieldPath& path, ShapeErrors& errors) {
  const Reflection& reflection = *message.GetReflection();
  if (field.is_repeated()) {
    const int count = reflection.FieldSize(message, &field);
    if (count == 0 && OptionsOf(field).required()) {
      errors.Add(FieldPath(path, field), "shape.value.list");
    }
    for (int i = 0; i < count && !errors.full(); ++i) {
      CheckValue({message, field, i}, path, errors);
    }
    return;
  }
  // Fields with presence are messages and `optional` fields.
  if (!field.has_presence() || reflection.HasField(message, &field)) {
    CheckValue({message, field, std::nullopt}, path, errors);
  } else if (OptionsOf(field).required()) {
    errors.Add(FieldPath(path, field), "shape.value");
  }
}

// Every oneof of the contract is required: one member must be set.
void CheckChoices(const Message& message, const FieldPath& path, ShapeErrors& errors) {
  const google::protobuf::Descriptor& type = *message.GetDescriptor();
  for (int i = 0; i < type.real_oneof_decl_count(); ++i) {
    const OneofDescriptor& choice = *type.oneof_decl(i);
    if (message.GetReflection()->HasOneof(message, &choice)) continue;
    errors.Add(
        path, SentenceOf("shape.choice", {TextParameter("choice", choice.name()), TextParameter("type", type.name())}));
  }
}

// Check the members of a oneof at its first member. Only one member is set, out of many types.
void CheckChosen(const Message& message, const OneofDescriptor& choice, const FieldPath& path, ShapeErrors& errors) {
  const FieldDescriptor* chosen = message.GetReflection()->GetOneofFieldDescriptor(message, &choice);
  if (chosen != nullptr) CheckValue({message, *chosen, std::nullopt}, path, errors);
}

}  // namespace

void CheckNoUnknownFields(const Message& message, const FieldPath& path, ShapeErrors& errors) {
  const google::protobuf::UnknownFieldSet& unknown = message.GetReflection()->GetUnknownFields(message);
  std::set<int> numbers;
  for (int i = 0; i < unknown.field_count(); ++i) numbers.insert(unknown.field(i).number());
  for (const int number : numbers) {
    errors.Add(path, SentenceOf("shape.unknown-field", {TextParameter("type", message.GetDescriptor()->name())}),
               absl::StrCat("field ", number));
  }
}

void CheckMessage(const Message& message, const FieldPath& path, ShapeErrors& errors) {
  CheckNoUnknownFields(message, path, errors);
  CheckChoices(message, path, errors);
  const google::protobuf::Descriptor& type = *message.GetDescriptor();
  for (int i = 0; i < type.field_count() && !errors.full(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    const OneofDescriptor* choice = field.real_containing_oneof();
    if (choice == nullptr) {
      CheckField(message, field, path, errors);
    } else if (choice->field(0) == &field) {
      CheckChosen(message, *choice, path, errors);
    }
  }
}

}  // namespace casejournal::services
