#include "projections/events/naming_fields.h"

#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "google/protobuf/descriptor.h"
#include "projections/events/event_words.h"

namespace casejournal::projections {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

bool IsNaming(const event::v1::FieldOptions& options) {
  return options.names() != event::v1::PART_KIND_UNSPECIFIED ||
         options.introduces() != event::v1::PART_KIND_UNSPECIFIED || options.digest() || options.court_number();
}

// Whether a value of the field names something, or is a message.
bool CanName(const FieldDescriptor& field) {
  return field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE ||
         (field.cpp_type() == FieldDescriptor::CPPTYPE_STRING && IsNaming(OptionsOf(field)));
}

// For each type, the fields that name something or whose messages can name something. Of a oneof, only the first such
// field: at most one is set.
class Ways {
 public:
  using Fields = std::vector<const FieldDescriptor*>;

  const Fields& Of(const Descriptor& type) {
    if (const auto known = by_type_.find(&type); known != by_type_.end()) return *known->second;
    by_type_[&type] = nullptr;
    auto fields = std::make_unique<Fields>();
    for (int i = 0; i < type.field_count(); ++i) {
      const FieldDescriptor& field = *type.field(i);
      const bool leads =
          field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE ? Leads(*field.message_type()) : CanName(field);
      const bool is_one_more = !fields->empty() && field.real_containing_oneof() != nullptr &&
                               field.real_containing_oneof() == fields->back()->real_containing_oneof();
      if (leads && !is_one_more) fields->push_back(&field);
    }
    return *(by_type_[&type] = std::move(fields));
  }

 private:
  // A type that is being computed contains itself. The walk must enter it, and ends where the message ends.
  bool Leads(const Descriptor& type) {
    const auto known = by_type_.find(&type);
    return (known != by_type_.end() && known->second == nullptr) || !Of(type).empty();
  }

  absl::flat_hash_map<const Descriptor*, std::unique_ptr<const Fields>> by_type_;
};

const Ways::Fields& WaysFrom(const Descriptor& type) {
  thread_local Ways ways;
  return ways.Of(type);
}

void VisitFrom(const Message& message, const FieldPath& path, absl::FunctionRef<void(const NamingValue&)> visit);

void VisitField(const Message& message, const FieldDescriptor& field, std::optional<int> index, const FieldPath& path,
                absl::FunctionRef<void(const NamingValue&)> visit) {
  const Reflection& reflection = *message.GetReflection();
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
    return VisitFrom(
        index ? reflection.GetRepeatedMessage(message, &field, *index) : reflection.GetMessage(message, &field), path,
        visit);
  }
  std::string buffer;
  const std::string& value = index ? reflection.GetRepeatedStringReference(message, &field, *index, &buffer)
                                   : reflection.GetStringReference(message, &field, &buffer);
  if (!value.empty()) visit({message, field, OptionsOf(field), value, path});
}

void VisitFrom(const Message& message, const FieldPath& path, absl::FunctionRef<void(const NamingValue&)> visit) {
  const Reflection& reflection = *message.GetReflection();
  for (const FieldDescriptor* field : WaysFrom(*message.GetDescriptor())) {
    if (const auto* oneof = field->real_containing_oneof(); oneof != nullptr) {
      field = reflection.GetOneofFieldDescriptor(message, oneof);
      if (field != nullptr && CanName(*field))
        VisitField(message, *field, std::nullopt, FieldPath(path, *field), visit);
    } else if (field->is_repeated()) {
      const int count = reflection.FieldSize(message, field);
      for (int i = 0; i < count; ++i) VisitField(message, *field, i, FieldPath(path, *field, i), visit);
    } else if (reflection.HasField(message, field)) {
      VisitField(message, *field, std::nullopt, FieldPath(path, *field), visit);
    }
  }
}

}  // namespace

void VisitNamingFields(const Message& message, absl::FunctionRef<void(const NamingValue&)> visit) {
  VisitFrom(message, FieldPath(), visit);
}

}  // namespace casejournal::projections
