#include "services/recorder/access_recorder.h"

#include <algorithm>
#include <utility>

#include "absl/hash/hash.h"
#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "casejournal/event/v1/stored_event.pb.h"
#include "eventstore/proofs/hash.h"
#include "eventstore/records/write_stop.h"
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

void SetAdmission(const event::v1::Staff& actor, const event::v1::Authentication& authentication,
                  const std::string& program, const std::string& digest, event::v1::StoredEvent& stored) {
  event::v1::Admission& admission = *stored.mutable_admission();
  if (!actor.subject().empty()) *admission.mutable_actor() = actor;
  *admission.mutable_authentication() = authentication;
  admission.set_client(program);
  admission.set_rule_catalogue_version(kRuleCatalogueVersion);
  admission.set_schema_version(projections::kSchemaVersion);
  admission.set_request_digest(digest);
}

}  // namespace

eventstore::NewEvent AccessEntry(event::v1::AccessEvent event, const AccessRequest& request) {
  event::v1::StoredEvent stored;
  *stored.mutable_access_event() = std::move(event);
  SetAdmission(request.actor, request.authentication, request.program, request.digest, stored);
  return {.payload = projections::EncodeStoredEvent(stored)};
}

eventstore::Uuid ReaderStreamOf(const event::v1::Staff& reader) {
  const eventstore::Hash hash = eventstore::Sha256()
                                    .Update("casejournal/reader/v1\n")
                                    .Update(reader.issuer())
                                    .Update(absl::string_view("\0", 1))
                                    .Update(reader.subject())
                                    .Finish();
  eventstore::Uuid uuid;
  std::copy_n(hash.begin(), uuid.bytes.size(), uuid.bytes.begin());
  uuid.bytes[6] = static_cast<uint8_t>((uuid.bytes[6] & 0x0FU) | 0x80U);
  uuid.bytes[8] = static_cast<uint8_t>((uuid.bytes[8] & 0x3FU) | 0x80U);
  return uuid;
}

absl::Status DisclosureNotRecorded(const absl::Status& why) {
  if (eventstore::SaysLogClosing(why)) return why;
  absl::Status status =
      absl::UnavailableError(absl::StrCat("the disclosure cannot be recorded, so nothing was given: ", why.message()));
  why.ForEachPayload([&](absl::string_view type, const absl::Cord& detail) { status.SetPayload(type, detail); });
  return WithReason(std::move(status), v1::DISCLOSURE_NOT_RECORDED);
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
  absl::Status decided;
  absl::StatusOr<eventstore::RecordedEntry> entry =
      RecordAccess(log_, request, [&]() -> absl::StatusOr<event::v1::AccessEvent> {
        event::v1::AccessEvent event;
        decided = decide(*event.mutable_disclosure_made());
        if (!decided.ok()) return decided;
        return event;
      });
  if (entry.ok() || !decided.ok()) return entry;
  // The log rejects writes, or too many wait. Anything else is about this request, or says what is known of its
  // outcome.
  const bool refused = eventstore::WriteStopOf(entry.status()).has_value() || absl::IsResourceExhausted(entry.status());
  return refused ? DisclosureNotRecorded(entry.status()) : entry;
}

absl::Status DisclosureRecorder::RecordCall(const Caller& caller, const std::string& program,
                                            const eventstore::Uuid& case_id, const event::v1::DisclosureMade& made) {
  event::v1::StoredEvent stored;
  *stored.mutable_access_event()->mutable_disclosure_made() = made;
  return Append(eventstore::StreamId::Access(case_id), caller, program, std::move(stored));
}

absl::Status DisclosureRecorder::RecordRange(const Caller& caller, const std::string& program,
                                             const event::v1::EntriesDisclosed& disclosed) {
  event::v1::StoredEvent stored;
  *stored.mutable_reader_event()->mutable_entries_disclosed() = disclosed;
  return Append({eventstore::StreamKind::kReader, ReaderStreamOf(caller.actor)}, caller, program, std::move(stored));
}

absl::Status DisclosureRecorder::Append(const eventstore::StreamId& stream, const Caller& caller,
                                        const std::string& program, event::v1::StoredEvent stored) {
  const std::string digest(
      eventstore::AsBytes(eventstore::Sha256().Update(projections::EncodeStoredEvent(stored)).Finish()));
  SetAdmission(caller.actor, caller.authentication, program, digest, stored);
  const std::string payload = projections::EncodeStoredEvent(stored);
  // An entry that cannot be read would stop every reader of the journal forever.
  if (absl::Status readable = projections::DecodeStoredEvent(payload).status(); !readable.ok())
    return absl::InvalidArgumentError(readable.message());
  absl::MutexLock line(&lines_[absl::HashOf(stream) % kLines]);
  absl::Status last;
  for (int tries = 0; tries < kAccessTriesMax; ++tries) {
    absl::StatusOr<eventstore::StreamHead> head = log_.Head(stream);
    if (!head.ok()) return DisclosureNotRecorded(head.status());
    // Nobody else has this id, and nothing was recorded under it before this size.
    eventstore::LogAppend append{
        .request_id = eventstore::Uuid::Random(), .absent_at = head->observed_at, .streams = {}};
    append.streams.push_back({.stream = stream, .head = *head, .events = {{.payload = payload}}});
    last = AppendAndWait(log_, std::move(append)).status();
    if (last.ok()) return last;
    if (!absl::IsAborted(last)) break;  // another program recorded in this stream, such as an attestation
  }
  return DisclosureNotRecorded(last);
}

}  // namespace casejournal::services
