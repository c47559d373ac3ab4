#include "projections/events/contract_lists.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "casejournal/event/v1/access_event.pb.h"
#include "casejournal/event/v1/case_event.pb.h"
#include "casejournal/event/v1/journal_event.pb.h"
#include "casejournal/event/v1/reader_event.pb.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/timestamp.pb.h"
#include "projections/events/code_lists.h"
#include "projections/events/event_codec.h"
#include "projections/events/event_words.h"

namespace casejournal::projections {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;

// No message of an event is nested as deep.
constexpr int kDepthMax = 8;

v1::EventFieldKind KindOf(const FieldDescriptor& field) {
  const event::v1::FieldOptions& options = OptionsOf(field);
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return field.message_type() == google::protobuf::Timestamp::descriptor() ? v1::EVENT_FIELD_KIND_INSTANT
                                                                               : v1::EVENT_FIELD_KIND_GROUP;
    case FieldDescriptor::CPPTYPE_ENUM:
      return v1::EVENT_FIELD_KIND_CODE;
    case FieldDescriptor::CPPTYPE_BOOL:
      return v1::EVENT_FIELD_KIND_YES_NO;
    case FieldDescriptor::CPPTYPE_STRING:
      if (field.type() == FieldDescriptor::TYPE_BYTES) return v1::EVENT_FIELD_KIND_BYTES;
      if (options.day()) return v1::EVENT_FIELD_KIND_DAY;
      if (options.time_of_day()) return v1::EVENT_FIELD_KIND_TIME_OF_DAY;
      return options.uuid() || options.introduces() != event::v1::PART_KIND_UNSPECIFIED ||
                     options.names() != event::v1::PART_KIND_UNSPECIFIED
                 ? v1::EVENT_FIELD_KIND_ID
                 : v1::EVENT_FIELD_KIND_TEXT;
    default:
      return v1::EVENT_FIELD_KIND_NUMBER;
  }
}

// As CheckShape asks for it.
bool IsRequired(const FieldDescriptor& field) {
  if (OptionsOf(field).server_made() || field.real_containing_oneof() != nullptr) return false;
  if (OptionsOf(field).required()) return true;
  const bool may_be_zero =
      field.cpp_type() != FieldDescriptor::CPPTYPE_STRING && field.cpp_type() != FieldDescriptor::CPPTYPE_ENUM;
  return !field.is_repeated() && !field.has_presence() && !may_be_zero;
}

void AddFields(const Descriptor& type, const std::string& path, const std::string& json_path, int depth,
               v1::EventType& described) {
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    const event::v1::FieldOptions& options = OptionsOf(field);
    v1::EventField& added = *described.add_fields();
    added.set_path(absl::StrCat(path, field.name()));
    added.set_json_path(absl::StrCat(json_path, field.json_name()));
    added.set_words(FieldWords(field));
    added.set_kind(KindOf(field));
    added.set_list(field.is_repeated());
    added.set_required(IsRequired(field));
    added.set_server_made(options.server_made());
    if (field.enum_type() != nullptr) added.set_code_list(field.enum_type()->name());
    added.set_introduces(options.introduces());
    added.set_names(options.names());
    if (field.real_containing_oneof() != nullptr) added.set_one_of(field.real_containing_oneof()->name());
    if (added.kind() != v1::EVENT_FIELD_KIND_GROUP || options.server_made() || depth == kDepthMax) continue;
    AddFields(*field.message_type(), absl::StrCat(added.path(), "."), absl::StrCat(added.json_path(), "."), depth + 1,
              described);
  }
}

void AddTypes(const Descriptor& holder, v1::EventStream stream, v1::ListEventTypesResponse& types) {
  const auto& bodies = *holder.FindOneofByName("body");
  for (int i = 0; i < bodies.field_count(); ++i) {
    const FieldDescriptor& body = *bodies.field(i);
    const event::v1::EventOptions& options = OptionsOf(*body.message_type());
    v1::EventType& type = *types.add_types();
    type.set_name(body.message_type()->name());
    type.set_field_name(body.name());
    type.set_number(static_cast<uint32_t>(body.number()));
    type.set_stream(stream);
    type.set_sentence(options.sentence());
    type.set_in_register(options.register_());
    type.set_act(options.act());
    type.set_label(options.label());
    type.set_after_closing(options.after_closing());
    AddFields(*body.message_type(), "", "", 0, type);
  }
}

}  // namespace

v1::ListEventTypesResponse ListedEventTypes() {
  v1::ListEventTypesResponse types;
  AddTypes(*event::v1::CaseEvent::descriptor(), v1::EVENT_STREAM_CASE, types);
  AddTypes(*event::v1::AccessEvent::descriptor(), v1::EVENT_STREAM_ACCESS, types);
  AddTypes(*event::v1::JournalEvent::descriptor(), v1::EVENT_STREAM_JOURNAL, types);
  AddTypes(*event::v1::ReaderEvent::descriptor(), v1::EVENT_STREAM_READER, types);
  types.set_schema_version(kSchemaVersion);
  return types;
}

v1::ListCodesResponse ListedCodes() {
  v1::ListCodesResponse codes;
  for (const EnumDescriptor* list : CodeLists()) {
    v1::CodeList& added = *codes.add_lists();
    added.set_name(list->name());
    for (int i = 0; i < list->value_count(); ++i) {
      const auto& value = *list->value(i);
      if (value.number() == 0) continue;
      v1::CodeValue& code = *added.add_codes();
      code.set_number(value.number());
      code.set_name(value.name());
      code.set_words(EnumWords(value));
    }
  }
  codes.set_code_lists_version(kCodeListsVersion);
  return codes;
}

}  // namespace casejournal::projections
