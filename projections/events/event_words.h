// What the contract says about events and fields, read through descriptors: words for values, names of types, paths.
#ifndef CASEJOURNAL_PROJECTIONS_EVENTS_EVENT_WORDS_H_
#define CASEJOURNAL_PROJECTIONS_EVENTS_EVENT_WORDS_H_

#include <string>

#include "absl/strings/string_view.h"
#include "casejournal/event/v1/case_event.pb.h"
#include "casejournal/event/v1/event_options.pb.h"
#include "casejournal/event/v1/stored_event.pb.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace casejournal::projections {

// The annotations of a field and of an event type, or defaults if there are none.
const event::v1::FieldOptions& OptionsOf(const google::protobuf::FieldDescriptor& field);
const event::v1::EventOptions& OptionsOf(const google::protobuf::Descriptor& body);

// The body of a CaseEvent, AccessEvent, JournalEvent, or ReaderEvent; null if it has no known body.
const google::protobuf::Message* BodyOf(const google::protobuf::Message& event);
// The field of its body, or null.
const google::protobuf::FieldDescriptor* BodyField(const google::protobuf::Message& event);
// The name of its type, for example "GoalEstablished" or "JournalOpened". Empty if the body is not known.
std::string EventTypeName(const google::protobuf::Message& event);
std::string EventTypeName(const event::v1::StoredEvent& stored);
// The same for the bytes of a StoredEvent, of which only the tags are read. Empty also if they are malformed.
absl::string_view EventTypeNameIn(absl::string_view stored_bytes);

// Whether a person with this relation to another one is a parent of that person or is in a parent's place.
bool IsInParentsPlace(event::v1::Relation relation);

// The words for an enum value: its annotation, or its name. PLACEMENT_TYPE_FOSTER_HOME is "foster home". The value 0
// (not set) is empty.
std::string EnumWords(const google::protobuf::EnumValueDescriptor& value);
template <typename Enum>
std::string EnumWords(Enum value) {
  const auto* named = google::protobuf::GetEnumDescriptor<Enum>()->FindValueByNumber(value);
  return named == nullptr ? std::string() : EnumWords(*named);
}

// The words of the practice for a field: its annotation, or its name with spaces and without "id" or "ids" at the end.
std::string FieldWords(const google::protobuf::FieldDescriptor& field);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_EVENTS_EVENT_WORDS_H_
