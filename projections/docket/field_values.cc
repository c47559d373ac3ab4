#include "projections/docket/field_values.h"

#include <algorithm>
#include <memory>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "casejournal/event/v1/case_event.pb.h"
#include "projections/events/event_words.h"

namespace casejournal::projections {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

std::string TextOf(const Message& message, const FieldDescriptor& field, int index) {
  const Reflection& reflection = *message.GetReflection();
  const bool many = field.is_repeated();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return many ? reflection.GetRepeatedString(message, &field, index) : reflection.GetString(message, &field);
    case FieldDescriptor::CPPTYPE_ENUM: {
      const auto* value =
          many ? reflection.GetRepeatedEnum(message, &field, index) : reflection.GetEnum(message, &field);
      return value->number() == 0 ? "" : value->name();
    }
    case FieldDescriptor::CPPTYPE_BOOL:
      return (many ? reflection.GetRepeatedBool(message, &field, index) : reflection.GetBool(message, &field))
                 ? "true"
                 : "false";
    case FieldDescriptor::CPPTYPE_UINT32:
      return absl::StrCat(many ? reflection.GetRepeatedUInt32(message, &field, index)
                               : reflection.GetUInt32(message, &field));
    case FieldDescriptor::CPPTYPE_UINT64:
      return absl::StrCat(many ? reflection.GetRepeatedUInt64(message, &field, index)
                               : reflection.GetUInt64(message, &field));
    case FieldDescriptor::CPPTYPE_INT32:
      return absl::StrCat(many ? reflection.GetRepeatedInt32(message, &field, index)
                               : reflection.GetInt32(message, &field));
    case FieldDescriptor::CPPTYPE_INT64:
      return absl::StrCat(many ? reflection.GetRepeatedInt64(message, &field, index)
                               : reflection.GetInt64(message, &field));
    default:
      return "";
  }
}

// The steps of a path, split when it is first asked for: there are as many as the adopted rules have.
const std::vector<std::string>& StepsOf(absl::string_view path) {
  thread_local absl::flat_hash_map<std::string, std::unique_ptr<const std::vector<std::string>>> by_path;
  std::unique_ptr<const std::vector<std::string>>& steps = by_path[path];
  if (steps == nullptr) steps = std::make_unique<const std::vector<std::string>>(absl::StrSplit(path, '.'));
  return *steps;
}

void Collect(const CaseFacts& facts, const Message& message, absl::Span<const std::string> steps,
             std::vector<std::string>& values);

// Follow an id into the latest entry that introduces the part and has the next field.
void CollectBehind(const CaseFacts& facts, absl::string_view id, absl::Span<const std::string> steps,
                   std::vector<std::string>& values) {
  const std::vector<const Fact*>& behind = facts.Introducing(id);
  for (auto fact = behind.rbegin(); fact != behind.rend(); ++fact) {
    if ((*fact)->body->GetDescriptor()->FindFieldByName(steps.front()) == nullptr) continue;
    return Collect(facts, *(*fact)->body, steps, values);
  }
}

void Collect(const CaseFacts& facts, const Message& message, absl::Span<const std::string> steps,
             std::vector<std::string>& values) {
  const FieldDescriptor* field = message.GetDescriptor()->FindFieldByName(steps.front());
  if (field == nullptr) return;
  const Reflection& reflection = *message.GetReflection();
  const bool many = field->is_repeated();
  const int count = many ? reflection.FieldSize(message, field)
                         : (field->has_presence() && !reflection.HasField(message, field) ? 0 : 1);
  for (int i = 0; i < count; ++i) {
    if (field->message_type() != nullptr) {
      const Message& inner =
          many ? reflection.GetRepeatedMessage(message, field, i) : reflection.GetMessage(message, field);
      if (steps.size() == 1) {
        values.push_back("message");
      } else {
        Collect(facts, inner, steps.subspan(1), values);
      }
      continue;
    }
    std::string text = TextOf(message, *field, i);
    if (steps.size() > 1) {
      CollectBehind(facts, text, steps.subspan(1), values);
    } else if (!text.empty()) {
      values.push_back(std::move(text));
    }
  }
}

}  // namespace

// The path is not asserted: adopted rules were checked by the program that adopted them, with the fields of its day.
std::vector<std::string> ValuesAt(const CaseFacts& facts, const Message& body, absl::string_view path) {
  std::vector<std::string> values;
  Collect(facts, body, StepsOf(path), values);
  return values;
}

}  // namespace casejournal::projections
