#include "services/answers/recorded_event.h"

#include <google/protobuf/util/time_util.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "projections/events/event_codec.h"
#include "projections/events/event_words.h"
#include "projections/register/sentence.h"

namespace casejournal::services {
namespace {

absl::Status AddWords(const CaseCache& cases, const eventstore::RecordedEntry& entry,
                      eventlog::v1::RecordedEvent& event) {
  absl::StatusOr<event::v1::StoredEvent> stored = projections::DecodeStoredEvent(entry.payload());
  if (!stored.ok()) {
    return absl::Status(stored.status().code(),
                        absl::StrCat("position ", entry.position, ": ", stored.status().message()));
  }
  event.set_type(std::string(projections::EventTypeName(*stored)));
  if (stored->has_journal_event()) {
    event.set_sentence(projections::Sentence(stored->journal_event()));
    return absl::OkStatus();
  }
  if (stored->has_access_event()) {
    event.set_sentence(projections::Sentence(stored->access_event()));
    return absl::OkStatus();
  }
  absl::StatusOr<std::shared_ptr<const CaseAt>> at = cases.Load(entry.header.stream.uuid);
  if (!at.ok()) return at.status();
  event.set_sentence(projections::Sentence(stored->case_event(), (*at)->record.plan()));
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<eventlog::v1::RecordedEvent> ToRecordedEvent(const CaseCache& cases, eventstore::RecordedEntry entry) {
  eventlog::v1::RecordedEvent event;
  event.set_position(entry.position);
  event.set_stream_kind(static_cast<uint32_t>(entry.header.stream.kind));
  event.set_stream_id(entry.header.stream.uuid.ToString());
  event.set_revision(entry.header.revision);
  *event.mutable_recorded_at() = google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(entry.header.recorded_at_us);
  event.set_request_id(entry.header.request_id.ToString());
  if (absl::Status words = AddWords(cases, entry, event); !words.ok()) return words;
  event.set_header(std::move(entry.header_bytes));
  for (eventstore::OpenedPart& part : entry.parts) {
    eventlog::v1::OpenedPart* opened = event.add_parts();
    opened->set_label(part.label);
    opened->set_salt(part.salt.data(), part.salt.size());
    opened->set_plaintext(std::move(part.plaintext));
  }
  return event;
}

}  // namespace casejournal::services
