#include "projections/entries/references.h"

#include "casejournal/event/v1/people_events.pb.h"
#include "casejournal/event/v1/plan_version_events.pb.h"
#include "google/protobuf/descriptor.h"
#include "projections/events/event_words.h"
#include "projections/events/naming_fields.h"

namespace casejournal::projections {
namespace {

using event::v1::PlanVersionDrawnUp;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// A drawn-up version introduces its own digest; every other digest names a version.
bool IntroducesDigest(const FieldDescriptor& field) {
  return field.containing_type() == PlanVersionDrawnUp::descriptor() &&
         field.number() == PlanVersionDrawnUp::kDigestFieldNumber;
}

bool IsChild(const Message& message) {
  return message.GetDescriptor() == event::v1::ParticipantJoined::descriptor() &&
         static_cast<const event::v1::ParticipantJoined&>(message).capacity() == event::v1::CAPACITY_CHILD;
}

}  // namespace

std::vector<Reference> ReferencesIn(const Message& message) {
  std::vector<Reference> references;
  VisitNamingFields(message, [&](const NamingValue& named) {
    const bool is_digest = named.options.digest() && !IntroducesDigest(named.field);
    if (!is_digest && named.options.names() == event::v1::PART_KIND_UNSPECIFIED) return;
    references.push_back({named.value, named.options.names(), is_digest, named.path.Text()});
  });
  return references;
}

bool Introduces(const NamingValue& value) {
  return value.options.introduces() != event::v1::PART_KIND_UNSPECIFIED ||
         (value.options.digest() && IntroducesDigest(value.field));
}

std::vector<Introduction> IntroductionsIn(const Message& message) {
  std::vector<Introduction> introductions;
  VisitNamingFields(message, [&](const NamingValue& named) {
    if (!Introduces(named)) return;
    const bool is_digest = named.options.digest() && IntroducesDigest(named.field);
    introductions.push_back({.id = named.value,
                             .kind = named.options.introduces(),
                             .is_digest = is_digest,
                             .is_child = IsChild(named.holder),
                             .may_recur = named.options.may_recur() || is_digest,
                             .field = named.path.Text()});
  });
  return introductions;
}

std::vector<NamedEntry> EntriesNamedIn(const event::v1::CaseEvent& event) {
  std::vector<NamedEntry> named;
  const Message* body = BodyOf(event);
  if (body == nullptr) return named;
  const google::protobuf::Reflection& reflection = *body->GetReflection();
  const FieldPath root;
  const FieldPath path(root, *BodyField(event));
  for (int i = 0; i < body->GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor& field = *body->GetDescriptor()->field(i);
    if (!OptionsOf(field).entry_revision()) continue;
    if (!field.is_repeated()) {
      named.push_back({reflection.GetUInt64(*body, &field), FieldPath(path, field).Text()});
      continue;
    }
    for (int at = 0; at < reflection.FieldSize(*body, &field); ++at) {
      named.push_back({reflection.GetRepeatedUInt64(*body, &field, at), FieldPath(path, field, at).Text()});
    }
  }
  return named;
}

}  // namespace casejournal::projections
