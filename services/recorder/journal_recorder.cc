#include "services/recorder/journal_recorder.h"

#include <string>
#include <utility>

#include "absl/strings/string_view.h"
#include "absl/synchronization/notification.h"
#include "casejournal/event/v1/stored_event.pb.h"
#include "projections/events/event_codec.h"

namespace casejournal::services {
namespace {

constexpr absl::string_view kProgram = "casejournal";
// Several record in the journal's own stream, but not often at the same time.
constexpr int kJournalTriesMax = 16;

}  // namespace

eventstore::NewEvent JournalEntry(event::v1::JournalEvent event, event::v1::Authentication authentication) {
  event::v1::StoredEvent stored;
  *stored.mutable_journal_event() = std::move(event);
  stored.mutable_admission()->set_schema_version(projections::kSchemaVersion);
  stored.mutable_admission()->set_client(std::string(kProgram));
  *stored.mutable_admission()->mutable_authentication() = std::move(authentication);
  return {.payload = projections::EncodeStoredEvent(stored)};
}

eventstore::NewEvent JournalEntryBy(const Caller& caller, event::v1::JournalEvent event) {
  event::v1::StoredEvent stored;
  *stored.mutable_journal_event() = std::move(event);
  stored.mutable_admission()->set_schema_version(projections::kSchemaVersion);
  stored.mutable_admission()->set_client(caller.client);
  *stored.mutable_admission()->mutable_actor() = caller.actor;
  *stored.mutable_admission()->mutable_authentication() = caller.authentication;
  return {.payload = projections::EncodeStoredEvent(stored)};
}

absl::StatusOr<eventstore::Appended> AppendAndWait(eventstore::EventLog& log, eventstore::LogAppend request) {
  absl::Notification recorded;
  absl::StatusOr<eventstore::Appended> outcome;
  log.Append(std::move(request), [&](absl::StatusOr<eventstore::Appended> appended) {
    outcome = std::move(appended);
    recorded.Notify();
  });
  recorded.WaitForNotification();
  return outcome;
}

absl::Status AppendToJournalStream(eventstore::EventLog& log, std::vector<eventstore::NewEvent> events) {
  absl::StatusOr<eventstore::StreamHead> head = log.Head(eventstore::StreamId::Journal());
  if (!head.ok()) return head.status();
  eventstore::LogAppend request{.request_id = eventstore::Uuid::Random()};
  request.streams.push_back({.stream = eventstore::StreamId::Journal(), .head = *head, .events = std::move(events)});
  return AppendAndWait(log, std::move(request)).status();
}

absl::StatusOr<eventstore::Position> AppendToJournalStream(eventstore::EventLog& log,
                                                           const eventstore::Uuid& request_id,
                                                           const eventstore::NewEvent& event) {
  absl::Status last;
  for (int tries = 0; tries < kJournalTriesMax; ++tries) {
    const absl::StatusOr<eventstore::StreamHead> head = log.Head(eventstore::StreamId::Journal());
    if (!head.ok()) return head.status();
    eventstore::LogAppend request{.request_id = request_id};
    request.streams.push_back({.stream = eventstore::StreamId::Journal(), .head = *head, .events = {event}});
    const absl::StatusOr<eventstore::Appended> appended = AppendAndWait(log, std::move(request));
    if (appended.ok()) return appended->first_position;
    last = appended.status();
    if (!absl::IsAborted(last)) break;
  }
  return last;
}

}  // namespace casejournal::services
