#include "services/recorder/access_recorder.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "casejournal/event/v1/stored_event.pb.h"
#include "projections/events/event_codec.h"
#include "services/admission/catalog/rule_catalogue.h"
#include "services/errors/error_reason.h"
#include "services/recorder/journal_recorder.h"

namespace casejournal::services {
namespace {

// Other requests may record on the same case at the same time, but not this often.
constexpr int kAccessTriesMax = 16;

absl::StatusOr<eventstore::RecordedEntry> ReadBack(const eventstore::EventLog& log, eventstore::Position position) {
  absl::StatusOr<std::vector<eventstore::RecordedEntry>> page = log.ReadLog(position, {.events_max = 1});
  if (!page.ok()) return page.status();
  if (page->empty())
    return absl::InternalError(absl::StrCat("position ", position, " was recorded but cannot be found"));
  return std::move(page->front());
}

}  // namespace

eventstore::NewEvent AccessEntry(event::v1::AccessEvent event, const AccessRequest& request) {
  event::v1::StoredEvent stored;
  *stored.mutable_access_event() = std::move(event);
  event::v1::Admission& admission = *stored.mutable_admission();
  if (!request.actor.subject().empty()) *admission.mutable_actor() = request.actor;
  *admission.mutable_authentication() = request.authentication;
  admission.set_client(request.program);
  admission.set_rule_catalogue_version(kRuleCatalogueVersion);
  admission.set_schema_version(projections::kSchemaVersion);
  admission.set_request_digest(request.digest);
  return {.payload = projections::EncodeStoredEvent(stored)};
}

absl::StatusOr<std::optional<eventstore::RecordedEntry>> FindAccess(const eventstore::EventLog& log,
                                                                    const AccessRequest& request) {
  const absl::StatusOr<eventstore::FoundRequest> found = log.FindRequest(request.request_id);
  if (!found.ok()) return found.status();
  if (!found->first) return std::nullopt;
  absl::StatusOr<eventstore::RecordedEntry> entry = ReadBack(log, *found->first);
  if (!entry.ok()) return entry.status();
  absl::StatusOr<event::v1::StoredEvent> stored = projections::DecodeStoredEvent(entry->payload());
  if (!stored.ok()) return stored.status();
  if (stored->admission().request_digest() != request.digest) {
    return absl::AlreadyExistsError(
        absl::StrCat("request id ", request.request_id.ToString(), " was used for another request"));
  }
  return *std::move(entry);
}

absl::StatusOr<eventstore::RecordedEntry> RecordAccess(
    eventstore::EventLog& log, const AccessRequest& request,
    absl::FunctionRef<absl::StatusOr<event::v1::AccessEvent>()> make) {
  absl::Status last;
  for (int tries = 0; tries < kAccessTriesMax; ++tries) {
    absl::StatusOr<eventstore::StreamHead> head = log.Head(eventstore::StreamId::Access(request.case_id));
    if (!head.ok()) return head.status();
    absl::StatusOr<std::optional<eventstore::RecordedEntry>> found = FindAccess(log, request);
    if (!found.ok()) return found.status();
    if (found->has_value()) return **std::move(found);
    absl::StatusOr<event::v1::AccessEvent> event = make();
    if (!event.ok()) return event.status();
    eventstore::NewEvent entry = AccessEntry(*std::move(event), request);
    // An entry that cannot be read would stop every reader of the journal forever.
    if (absl::Status readable = projections::DecodeStoredEvent(entry.payload).status(); !readable.ok()) {
      return absl::InvalidArgumentError(readable.message());
    }
    eventstore::LogAppend append{.request_id = request.request_id, .streams = {}};
    append.streams.push_back(
        {.stream = eventstore::StreamId::Access(request.case_id), .head = *head, .events = {std::move(entry)}});
    absl::StatusOr<eventstore::Appended> appended = AppendAndWait(log, std::move(append));
    if (appended.ok()) return ReadBack(log, appended->first_position);
    // The same request may have been recorded in the meantime.
    if (!absl::IsAborted(appended.status()) && !absl::IsAlreadyExists(appended.status()))
      return WithOutcome(appended.status());
    last = appended.status();
  }
  return absl::UnavailableError(
      absl::StrCat("others are recording on the same case at the same time; retry: ", last.message()));
}

absl::StatusOr<eventstore::RecordedEntry> DisclosureRecorder::Record(
    const AccessRequest& request, absl::FunctionRef<absl::Status(event::v1::DisclosureMade&)> decide) {
  return RecordAccess(log_, request, [&]() -> absl::StatusOr<event::v1::AccessEvent> {
    event::v1::AccessEvent event;
    if (absl::Status decided = decide(*event.mutable_disclosure_made()); !decided.ok()) return decided;
    return event;
  });
}

}  // namespace casejournal::services
