#include "projections/entries/references.h"

#include "casejournal/event/v1/people_events.pb.h"
#include "casejournal/event/v1/plan_version_events.pb.h"
#include "google/protobuf/descriptor.h"
#include "projections/events/event_words.h"

namespace casejournal::projections {
namespace {

using event::v1::PlanVersionDrawnUp;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// A drawn-up version makes its own digest known; every other digest names a version.
bool IntroducesDigest(const FieldDescriptor& field) {
  return field.containing_type() == PlanVersionDrawnUp::descriptor() &&
         field.number() == PlanVersionDrawnUp::kDigestFieldNumber;
}

bool IsChild(const Message& message) {
  return message.GetDescriptor() == event::v1::ParticipantJoined::descriptor() &&
         static_cast<const event::v1::ParticipantJoined&>(message).capacity() ==
             event::v1::CAPACITY_CHILD;
}

// Calls `visit(message, field, value, path)` for each set string or bytes field that is annotated,
// at any depth.
template <typename Visit>
void VisitIds(const Message& message, const std::string& path, const Visit& visit) {
  const Reflection& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  std::string buffer;
  for (const FieldDescriptor* field : fields) {
    const bool is_message = field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
    if (!is_message && field->cpp_type() != FieldDescriptor::CPPTYPE_STRING) continue;
    if (!field->is_repeated()) {
      if (is_message) {
        VisitIds(reflection.GetMessage(message, field), JsonPath(path, *field), visit);
      } else {
        visit(message, *field, reflection.GetStringReference(message, field, &buffer),
              JsonPath(path, *field));
      }
      continue;
    }
    for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
      if (is_message) {
        VisitIds(reflection.GetRepeatedMessage(message, field, i), JsonPath(path, *field, i),
                 visit);
      } else {
        visit(message, *field, reflection.GetRepeatedStringReference(message, field, i, &buffer),
              JsonPath(path, *field, i));
      }
    }
  }
}

}  // namespace

std::vector<Reference> ReferencesIn(const Message& message) {
  std::vector<Reference> references;
  VisitIds(
      message, "",
      [&](const Message&, const FieldDescriptor& field, const std::string& value,
          const std::string& path) {
        const event::v1::FieldOptions& options = OptionsOf(field);
        const bool is_digest = options.digest() && !IntroducesDigest(field);
        if (value.empty() || (!is_digest && options.names() == event::v1::PART_KIND_UNSPECIFIED))
          return;
        references.push_back({value, options.names(), is_digest, path});
      });
  return references;
}

std::vector<Introduction> IntroductionsIn(const Message& message) {
  std::vector<Introduction> introductions;
  VisitIds(message, "",
           [&](const Message& holder, const FieldDescriptor& field, const std::string& value,
               const std::string& path) {
             const event::v1::FieldOptions& options = OptionsOf(field);
             const bool is_digest = options.digest() && IntroducesDigest(field);
             if (value.empty() ||
                 (!is_digest && options.introduces() == event::v1::PART_KIND_UNSPECIFIED))
               return;
             introductions.push_back({.id = value,
                                      .kind = options.introduces(),
                                      .is_digest = is_digest,
                                      .is_child = IsChild(holder),
                                      .may_recur = options.may_recur() || is_digest,
                                      .field = path});
           });
  return introductions;
}

}  // namespace casejournal::projections
