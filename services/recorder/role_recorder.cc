#include "services/recorder/role_recorder.h"

#include <memory>
#include <vector>

#include "absl/strings/str_cat.h"
#include "casejournal/event/v1/stored_event.pb.h"
#include "projections/events/event_codec.h"
#include "services/admission/catalog/rule_catalogue.h"
#include "services/errors/error_reason.h"
#include "services/recorder/journal_recorder.h"

namespace casejournal::services {
namespace {

// The anchor and others record in the same stream, but not this often at the same time.
constexpr int kRoleTriesMax = 16;

std::string RoleIdOf(const event::v1::JournalEvent& event) {
  return event.has_role_given() ? event.role_given().role_id() : event.role_ended().role_id();
}

absl::Status RequestIdUsed(const RoleRequest& request) {
  return WithReason(absl::AlreadyExistsError(
                        absl::StrCat("request id ", request.request_id.ToString(), " was used for another request")),
                    v1::REQUEST_ID_USED);
}

std::string PayloadOf(event::v1::JournalEvent event, const RoleRequest& request) {
  event::v1::StoredEvent stored;
  *stored.mutable_journal_event() = std::move(event);
  event::v1::Admission& admission = *stored.mutable_admission();
  *admission.mutable_actor() = request.caller.actor;
  *admission.mutable_authentication() = request.caller.authentication;
  admission.set_client(request.caller.client);
  admission.set_rule_catalogue_version(kRuleCatalogueVersion);
  admission.set_schema_version(projections::kSchemaVersion);
  admission.set_request_digest(request.digest);
  return projections::EncodeStoredEvent(stored);
}

}  // namespace

absl::StatusOr<v1::GivenRole> RoleRecorder::Give(const event::v1::RoleGiven& given, const RoleRequest& request) {
  absl::MutexLock lock(&mutex_);
  return Record(request, [&]() -> absl::StatusOr<event::v1::JournalEvent> {
    event::v1::JournalEvent event;
    *event.mutable_role_given() = given;
    event.mutable_role_given()->set_role_id(eventstore::Uuid::Random().ToString());
    return event;
  });
}

absl::StatusOr<v1::GivenRole> RoleRecorder::End(const std::string& role_id, const std::string& reason,
                                                const RoleRequest& request) {
  absl::MutexLock lock(&mutex_);
  return Record(request, [&]() -> absl::StatusOr<event::v1::JournalEvent> {
    const std::shared_ptr<const Roles> roles = roles_.now();
    const v1::GivenRole* role = roles->Find(role_id);
    if (role == nullptr || role->has_ended_at())
      return absl::NotFoundError(absl::StrCat("there is no role ", role_id, " that has not ended"));
    if (role->role() == event::v1::ROLE_ADMINISTRATOR && roles->LastingAdministrators(role_id) == 0) {
      return absl::FailedPreconditionError(
          absl::StrCat("role ", role_id,
                       " is that of the last administrator without a last day, and nobody could give roles without it; "
                       "give somebody else the role without a last day first"));
    }
    event::v1::JournalEvent event;
    event::v1::RoleEnded& ended = *event.mutable_role_ended();
    ended.set_role_id(role_id);
    *ended.mutable_holder() = role->holder();
    ended.set_role(role->role());
    if (!reason.empty()) ended.set_reason(reason);
    return event;
  });
}

absl::StatusOr<eventstore::Position> RoleRecorder::Confirm(const std::string& reason, const RoleRequest& request) {
  absl::MutexLock lock(&mutex_);
  const absl::StatusOr<Entry> recorded = RecordOnce(request, [&]() -> absl::StatusOr<event::v1::JournalEvent> {
    const std::optional<uint64_t> restored_at = roles_.now()->unconfirmed_since();
    if (!restored_at)
      return absl::FailedPreconditionError("the journal was not restored since its rights were confirmed last");
    event::v1::JournalEvent event;
    event.mutable_rights_confirmed()->set_restored_at_position(*restored_at);
    if (!reason.empty()) event.mutable_rights_confirmed()->set_reason(reason);
    return event;
  });
  if (!recorded.ok()) return recorded.status();
  return recorded->position;
}

absl::StatusOr<std::optional<RoleRecorder::Entry>> RoleRecorder::Recorded(const RoleRequest& request) const {
  const absl::StatusOr<eventstore::FoundRequest> found = log_.FindRequest(request.request_id);
  if (!found.ok()) return found.status();
  if (!found->first) return std::nullopt;
  const absl::StatusOr<std::vector<eventstore::RecordedEntry>> page = log_.ReadLog(*found->first, {.events_max = 1});
  if (!page.ok()) return page.status();
  if (page->empty()) return absl::InternalError(absl::StrCat("position ", *found->first, " cannot be found"));
  absl::StatusOr<event::v1::StoredEvent> stored = projections::DecodeStoredEvent(page->front().payload());
  if (!stored.ok()) return stored.status();
  if (!stored->has_journal_event() || stored->admission().request_digest() != request.digest)
    return RequestIdUsed(request);
  return Entry{.event = std::move(*stored->mutable_journal_event()), .position = *found->first};
}

absl::StatusOr<v1::GivenRole> RoleRecorder::Record(const RoleRequest& request, Make make) {
  const absl::StatusOr<Entry> recorded = RecordOnce(request, make);
  if (!recorded.ok()) return recorded.status();
  const std::string role_id = RoleIdOf(recorded->event);
  const std::shared_ptr<const Roles> roles = roles_.now();
  const v1::GivenRole* role = roles->Find(role_id);
  if (role == nullptr) return absl::InternalError(absl::StrCat("role ", role_id, " was recorded but is not known"));
  return *role;
}

absl::StatusOr<RoleRecorder::Entry> RoleRecorder::RecordOnce(const RoleRequest& request, Make make) {
  absl::Status last;
  for (int tries = 0; tries < kRoleTriesMax; ++tries) {
    absl::StatusOr<eventstore::StreamHead> head = log_.Head(eventstore::StreamId::Journal());
    if (!head.ok()) return head.status();
    absl::StatusOr<std::optional<Entry>> before = Recorded(request);
    if (!before.ok()) return before.status();
    if (before->has_value()) return **std::move(before);
    absl::StatusOr<event::v1::JournalEvent> event = make();
    if (!event.ok()) return event.status();
    const std::string payload = PayloadOf(*event, request);
    // An entry that cannot be read would stop every reader of the journal forever.
    if (absl::Status readable = projections::DecodeStoredEvent(payload).status(); !readable.ok())
      return absl::InvalidArgumentError(readable.message());
    eventstore::LogAppend append{.request_id = request.request_id, .streams = {}};
    append.streams.push_back(
        {.stream = eventstore::StreamId::Journal(), .head = *head, .events = {{.payload = payload}}});
    const absl::StatusOr<eventstore::Appended> appended = AppendAndWait(log_, std::move(append));
    if (appended.ok()) {
      roles_.Add(*event, appended->first_position, appended->recorded_at_us);
      return Entry{.event = *std::move(event), .position = appended->first_position};
    }
    last = appended.status();
    // Another entry came first, or this request was recorded in the meantime.
    if (!absl::IsAborted(last) && !absl::IsAlreadyExists(last)) return WithOutcome(last);
  }
  return absl::UnavailableError(
      absl::StrCat("others are recording in the journal's own stream at the same time; retry: ", last.message()));
}

}  // namespace casejournal::services
