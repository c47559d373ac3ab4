#include "services/journal/name_administrator.h"

#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "casejournal/event/v1/stored_event.pb.h"
#include "projections/events/event_codec.h"
#include "services/recorder/journal_recorder.h"

namespace casejournal::services {
namespace {

event::v1::Authentication BySigningKey() {
  event::v1::Authentication authentication;
  authentication.set_method(event::v1::AUTHENTICATION_METHOD_SIGNING_KEY);
  return authentication;
}

}  // namespace

eventstore::NewEvent AdministratorEntry(const event::v1::Staff& holder, const std::string& reason) {
  event::v1::JournalEvent event;
  event::v1::RoleGiven& given = *event.mutable_role_given();
  given.set_role_id(eventstore::Uuid::Random().ToString());
  *given.mutable_holder() = holder;
  given.set_role(event::v1::ROLE_ADMINISTRATOR);
  if (!reason.empty()) given.set_reason(reason);
  return JournalEntry(std::move(event), BySigningKey());
}

absl::StatusOr<v1::GivenRole> NameAdministrator(JournalOptions options, const NewAdministrator& administrator) {
  const absl::StatusOr<std::unique_ptr<Journal>> journal = Journal::Open(std::move(options));
  if (!journal.ok()) return journal.status();
  const std::shared_ptr<const Roles> before = (*journal)->roles().now();
  if (const size_t there = before->LastingAdministrators(); there > 0 && !administrator.although_there_is_one) {
    return absl::AlreadyExistsError(absl::StrCat("the journal has ", there,
                                                 there == 1 ? " administrator" : " administrators",
                                                 " without a last day, who can give roles; nothing was recorded"));
  }
  eventstore::NewEvent entry = AdministratorEntry(administrator.holder, administrator.reason);
  const absl::StatusOr<event::v1::StoredEvent> stored = projections::DecodeStoredEvent(entry.payload);
  if (!stored.ok()) return absl::InvalidArgumentError(stored.status().message());
  if (absl::Status recorded = AppendToJournalStream((*journal)->log(), {std::move(entry)}); !recorded.ok())
    return recorded;
  const absl::StatusOr<JournalFoundations> now = ReadFoundations((*journal)->log());
  if (!now.ok()) return now.status();
  return now->roles.all().back();
}

}  // namespace casejournal::services
