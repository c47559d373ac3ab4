#include "services/rules/message_shape.h"

#include <optional>
#include <set>

#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/protobuf/unknown_field_set.h"
#include "projections/events/event_words.h"
#include "services/rules/value_shape.h"

namespace casejournal::services {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::OneofDescriptor;
using google::protobuf::Reflection;
using projections::JsonPath;
using projections::OptionsOf;

// One value of a field: the field itself, or the element at `index` of a list.
struct Value {
  const Message& holder;
  const FieldDescriptor& field;
  std::optional<int> index;

  const Reflection& reflection() const { return *holder.GetReflection(); }
  std::string Path(const std::string& path) const {
    return index ? JsonPath(path, field, *index) : JsonPath(path, field);
  }
};

void CheckText(const Value& value, const std::string& path, ShapeErrors& errors) {
  std::string buffer;
  const std::string& text =
      value.index ? value.reflection().GetRepeatedStringReference(value.holder, &value.field,
                                                                  *value.index, &buffer)
                  : value.reflection().GetStringReference(value.holder, &value.field, &buffer);
  if (OptionsOf(value.field).server_made()) {
    if (!text.empty()) {
      errors.Add(path, "left out: the server fills it in", absl::StrCat(text.size(), " bytes"));
    }
    return;
  }
  if (text.empty()) {
    errors.Add(path, value.field.has_presence() ? "left out, or not empty" : "present, not empty");
    return;
  }
  if (value.field.type() == FieldDescriptor::TYPE_STRING && text.find('\0') != std::string::npos) {
    errors.Add(path, "text without NUL characters");
    return;
  }
  CheckAnnotated(text, OptionsOf(value.field), path, errors);
}

void CheckEnum(const Value& value, const std::string& path, ShapeErrors& errors) {
  const int number = value.index ? value.reflection().GetRepeatedEnumValue(
                                       value.holder, &value.field, *value.index)
                                 : value.reflection().GetEnumValue(value.holder, &value.field);
  const bool has_name = value.field.enum_type()->FindValueByNumber(number) != nullptr;
  if (has_name && number != 0) return;
  errors.Add(path,
             absl::StrCat("a value of ", value.field.enum_type()->name(), " other than 0",
                          value.field.has_presence() ? ", or left out" : ""),
             absl::StrCat(number));
}

void CheckSubmessage(const Value& value, const std::string& path, ShapeErrors& errors) {
  const Message& message =
      value.index ? value.reflection().GetRepeatedMessage(value.holder, &value.field, *value.index)
                  : value.reflection().GetMessage(value.holder, &value.field);
  if (message.GetDescriptor() == google::protobuf::Timestamp::descriptor()) {
    CheckNoUnknownFields(message, path, errors);
    CheckInstant(static_cast<const google::protobuf::Timestamp&>(message), path, errors);
    return;
  }
  CheckMessage(message, path, errors);
}

void CheckValue(const Value& value, const std::string& path, ShapeErrors& errors) {
  const std::string at = value.Path(path);
  switch (value.field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return CheckText(value, at, errors);
    case FieldDescriptor::CPPTYPE_ENUM:
      return CheckEnum(value, at, errors);
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return CheckSubmessage(value, at, errors);
    case FieldDescriptor::CPPTYPE_INT32:
    case FieldDescriptor::CPPTYPE_INT64:
    case FieldDescriptor::CPPTYPE_UINT32:
    case FieldDescriptor::CPPTYPE_UINT64:
    case FieldDescriptor::CPPTYPE_DOUBLE:
    case FieldDescriptor::CPPTYPE_FLOAT:
    case FieldDescriptor::CPPTYPE_BOOL:
      // 0 and false are values like any other.
      return;
  }
}

void CheckField(const Message& message, const FieldDescriptor& field, const std::string& path,
                ShapeErrors& errors) {
  const Reflection& reflection = *message.GetReflection();
  if (field.is_repeated()) {
    const int count = reflection.FieldSize(message, &field);
    if (count == 0 && OptionsOf(field).required()) {
      errors.Add(JsonPath(path, field), "at least one");
    }
    for (int i = 0; i < count && !errors.full(); ++i) {
      CheckValue({message, field, i}, path, errors);
    }
    return;
  }
  // Fields with presence are messages, `optional` fields and members of a oneof.
  if (!field.has_presence() || reflection.HasField(message, &field)) {
    CheckValue({message, field, std::nullopt}, path, errors);
  } else if (OptionsOf(field).required()) {
    errors.Add(JsonPath(path, field), "present");
  }
}

// Oneofs of the contract have no optional ones among them: a choice is to be made.
void CheckChoices(const Message& message, const std::string& path, ShapeErrors& errors) {
  const google::protobuf::Descriptor& type = *message.GetDescriptor();
  for (int i = 0; i < type.real_oneof_decl_count(); ++i) {
    const OneofDescriptor& choice = *type.oneof_decl(i);
    if (message.GetReflection()->HasOneof(message, &choice)) continue;
    errors.Add(path, absl::StrCat("exactly one ", choice.name(), " of ", type.name()));
  }
}

}  // namespace

void CheckNoUnknownFields(const Message& message, const std::string& path, ShapeErrors& errors) {
  const google::protobuf::UnknownFieldSet& unknown =
      message.GetReflection()->GetUnknownFields(message);
  std::set<int> numbers;
  for (int i = 0; i < unknown.field_count(); ++i) numbers.insert(unknown.field(i).number());
  for (const int number : numbers) {
    errors.Add(path, absl::StrCat("no field that ", message.GetDescriptor()->name(), " has not"),
               absl::StrCat("field ", number));
  }
}

void CheckMessage(const Message& message, const std::string& path, ShapeErrors& errors) {
  CheckNoUnknownFields(message, path, errors);
  CheckChoices(message, path, errors);
  const google::protobuf::Descriptor& type = *message.GetDescriptor();
  for (int i = 0; i < type.field_count() && !errors.full(); ++i) {
    CheckField(message, *type.field(i), path, errors);
  }
}

}  // namespace casejournal::services
