#include "projections/events/event_codec.h"

#include <limits>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "google/protobuf/unknown_field_set.h"
#include "projections/events/event_words.h"
#include "projections/events/field_path.h"

namespace casejournal::projections {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

absl::Status NoName(const FieldDescriptor& field, const FieldPath& path, int number) {
  return absl::UnimplementedError(absl::StrCat(path.Text(), ": ", field.enum_type()->name(), " has no value ", number));
}

// Check one message; `path` is its place in the whole.
absl::Status RefuseUnknownAt(const Message& message, const FieldPath& path);

// One value of a field: the field itself, or the element at `index` of a repeated one.
absl::Status RefuseUnknownValue(const Message& message, const FieldDescriptor& field, std::optional<int> index,
                                const FieldPath& path) {
  const Reflection& reflection = *message.GetReflection();
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
    return RefuseUnknownAt(
        index ? reflection.GetRepeatedMessage(message, &field, *index) : reflection.GetMessage(message, &field), path);
  }
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
    const int number =
        index ? reflection.GetRepeatedEnumValue(message, &field, *index) : reflection.GetEnumValue(message, &field);
    if (field.enum_type()->FindValueByNumber(number) == nullptr) {
      return NoName(field, path, number);
    }
  }
  return absl::OkStatus();
}

absl::Status RefuseUnknownAt(const Message& message, const FieldPath& path) {
  const Reflection& reflection = *message.GetReflection();
  const google::protobuf::UnknownFieldSet& unknown = reflection.GetUnknownFields(message);
  if (!unknown.empty()) {
    const std::string at = path.Text();
    return absl::UnimplementedError(absl::StrCat(at, at.empty() ? "" : ": ", message.GetDescriptor()->name(),
                                                 " has no field ", unknown.field(0).number()));
  }
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (!field->is_repeated()) {
      absl::Status known = RefuseUnknownValue(message, *field, std::nullopt, FieldPath(path, *field));
      if (!known.ok()) return known;
      continue;
    }
    const int count = reflection.FieldSize(message, field);
    for (int i = 0; i < count; ++i) {
      absl::Status known = RefuseUnknownValue(message, *field, i, FieldPath(path, *field, i));
      if (!known.ok()) return known;
    }
  }
  return absl::OkStatus();
}

bool HasBody(const event::v1::StoredEvent& stored) {
  using Stored = event::v1::StoredEvent;
  switch (stored.fact_case()) {
    case Stored::kCaseEvent:
      return BodyField(stored.case_event()) != nullptr;
    case Stored::kJournalEvent:
      return stored.journal_event().body_case() != event::v1::JournalEvent::BODY_NOT_SET;
    case Stored::kAccessEvent:
      return stored.access_event().body_case() != event::v1::AccessEvent::BODY_NOT_SET;
    case Stored::kReaderEvent:
      return stored.reader_event().body_case() != event::v1::ReaderEvent::BODY_NOT_SET;
    case Stored::FACT_NOT_SET:
      return false;
  }
  return false;
}

}  // namespace

std::string EncodeStoredEvent(const event::v1::StoredEvent& stored) {
  std::string bytes(stored.ByteSizeLong(), '\0');
  google::protobuf::io::ArrayOutputStream stream(bytes.data(), static_cast<int>(bytes.size()));
  google::protobuf::io::CodedOutputStream coded(&stream);
  coded.SetSerializationDeterministic(true);
  stored.SerializeWithCachedSizes(&coded);
  return bytes;
}

absl::StatusOr<event::v1::StoredEvent> DecodeStoredEvent(absl::string_view payload) {
  event::v1::StoredEvent stored;
  if (payload.size() > std::numeric_limits<int>::max() ||
      !stored.ParseFromArray(payload.data(), static_cast<int>(payload.size()))) {
    return absl::DataLossError("the payload is no stored event");
  }
  // Checked before the fields, because a higher schema version explains unknown fields.
  const uint32_t version = stored.admission().schema_version();
  if (version > kSchemaVersion) {
    return absl::UnimplementedError(
        absl::StrCat("stored in schema version ", version, "; this binary reads up to ", kSchemaVersion));
  }
  absl::Status known = RefuseUnknown(stored);
  if (!known.ok()) return known;
  if (!HasBody(stored)) {
    return absl::UnimplementedError("the event has no body that this binary knows");
  }
  return stored;
}

absl::Status RefuseUnknown(const Message& message) { return RefuseUnknownAt(message, FieldPath()); }

}  // namespace casejournal::projections
