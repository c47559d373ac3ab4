#include "projections/events/event_words.h"

#include <limits>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/wire_format_lite.h"

namespace casejournal::projections {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::OneofDescriptor;
using google::protobuf::internal::WireFormatLite;

// A message in a message: the field that holds it, and its bytes.
struct Member {
  const FieldDescriptor* field = nullptr;
  absl::string_view bytes;
};

// The member of `choice` that is set in the bytes of its message: the last one counts.
Member MemberOf(const OneofDescriptor& choice, absl::string_view bytes) {
  Member member;
  google::protobuf::io::CodedInputStream in(reinterpret_cast<const uint8_t*>(bytes.data()),
                                            static_cast<int>(bytes.size()));
  while (const uint32_t tag = in.ReadTag()) {
    const FieldDescriptor* field = choice.containing_type()->FindFieldByNumber(WireFormatLite::GetTagFieldNumber(tag));
    if (field == nullptr || field->containing_oneof() != &choice) {
      if (!WireFormatLite::SkipField(&in, tag)) return {};
      continue;
    }
    uint32_t size = 0;
    if (!in.ReadVarint32(&size)) return {};
    const auto begin = static_cast<size_t>(in.CurrentPosition());
    if (size > bytes.size() - begin || !in.Skip(static_cast<int>(size))) return {};
    member = {.field = field, .bytes = bytes.substr(begin, size)};
  }
  return member;
}

}  // namespace

const event::v1::FieldOptions& OptionsOf(const FieldDescriptor& field) {
  return field.options().GetExtension(event::v1::field);
}

const event::v1::EventOptions& OptionsOf(const Descriptor& body) {
  return body.options().GetExtension(event::v1::event_type);
}

const FieldDescriptor* BodyField(const Message& event) {
  return event.GetReflection()->GetOneofFieldDescriptor(event, event.GetDescriptor()->FindOneofByName("body"));
}

const Message* BodyOf(const Message& event) {
  const FieldDescriptor* field = BodyField(event);
  return field == nullptr ? nullptr : &event.GetReflection()->GetMessage(event, field);
}

std::string EventTypeName(const Message& event) {
  const FieldDescriptor* field = BodyField(event);
  return field == nullptr ? std::string() : field->message_type()->name();
}

std::string EventTypeName(const event::v1::StoredEvent& stored) {
  if (stored.has_case_event()) return EventTypeName(stored.case_event());
  if (stored.has_access_event()) return EventTypeName(stored.access_event());
  if (stored.has_reader_event()) return EventTypeName(stored.reader_event());
  return EventTypeName(stored.journal_event());
}

absl::string_view EventTypeNameIn(absl::string_view stored_bytes) {
  if (stored_bytes.size() > std::numeric_limits<int>::max()) return {};
  // Of each message here, the first choice is the one that is meant.
  const Member event = MemberOf(*event::v1::StoredEvent::descriptor()->oneof_decl(0), stored_bytes);
  if (event.field == nullptr) return {};
  const Member body = MemberOf(*event.field->message_type()->oneof_decl(0), event.bytes);
  return body.field == nullptr ? absl::string_view() : absl::string_view(body.field->message_type()->name());
}

bool IsInParentsPlace(event::v1::Relation relation) {
  const auto* value = event::v1::Relation_descriptor()->FindValueByNumber(relation);
  return value != nullptr && value->options().GetExtension(event::v1::enum_value).in_parents_place();
}

std::string EnumWords(const google::protobuf::EnumValueDescriptor& value) {
  if (value.number() == 0) return "";
  const std::string& words = value.options().GetExtension(event::v1::enum_value).words();
  if (!words.empty()) return words;
  // Every enum of the contract has PREFIX_UNSPECIFIED = 0, and its other values share the prefix.
  const google::protobuf::EnumValueDescriptor* none = value.type()->FindValueByNumber(0);
  absl::string_view name = value.name();
  if (none != nullptr) {
    absl::ConsumePrefix(&name, absl::StripSuffix(none->name(), "UNSPECIFIED"));
  }
  return absl::StrReplaceAll(absl::AsciiStrToLower(name), {{"_", " "}});
}

std::string FieldWords(const FieldDescriptor& field) {
  const std::string& words = OptionsOf(field).words();
  if (!words.empty()) return words;
  absl::string_view name = field.name();
  if (!absl::ConsumeSuffix(&name, "_ids")) absl::ConsumeSuffix(&name, "_id");
  return absl::StrReplaceAll(name, {{"_", " "}});
}

}  // namespace casejournal::projections
