#include "services/answers/disclosures/entry_gate.h"

#include <optional>
#include <string>
#include <utility>

#include "eventstore/proofs/hash.h"
#include "projections/events/event_codec.h"
#include "projections/events/event_words.h"
#include "services/access/clocks.h"
#include "services/answers/disclosures/seen_disclosure.h"
#include "services/recorder/access_recorder.h"

namespace casejournal::services {
namespace {

// Beyond this, the decisions are forgotten, and made again when they are needed.
constexpr size_t kCasesHeldMax = 100'000;

// Who gave which roles to whom, or names an administrator.
bool IsAboutRoles(absl::string_view type) {
  return type == "RoleGiven" || type == "RoleEnded" || type == "RightsConfirmed" || type == "JournalRestored" ||
         type == "CallsRefused";
}

}  // namespace

void SetWithheld(const eventstore::RecordedEntry& entry, v1::CaseEntry& shown) {
  v1::WithheldEntry& withheld = *shown.mutable_withheld();
  withheld.set_position(entry.position);
  const eventstore::Hash leaf = eventstore::LeafHash(entry.header_bytes);
  withheld.set_leaf_hash(leaf.data(), leaf.size());
}

absl::StatusOr<bool> EntryGate::Opens(const eventstore::RecordedEntry& entry) {
  if (reader_.sources().development) return true;
  switch (entry.header.stream.kind) {
    case eventstore::StreamKind::kCase:
      return OpensOfCase(entry);
    case eventstore::StreamKind::kAccess:
      return OpensOfAccess(entry);
    default:
      return OpensOwn(entry);
  }
}

std::shared_ptr<const projections::EntryList> EntryGate::SeenOf(const eventstore::RecordedEntry& entry) const {
  if (entry.header.stream.kind != eventstore::StreamKind::kCase) return nullptr;
  const auto held = cases_.find(entry.header.stream.uuid);
  if (held == cases_.end() || held->second.seen == nullptr) return nullptr;
  return {held->second.seen, &held->second.seen->record.entries()};
}

absl::StatusOr<bool> EntryGate::OpensOfAccess(const eventstore::RecordedEntry& entry) {
  if (access_.size() > kCasesHeldMax) access_.clear();
  OfCase& held = access_[entry.header.stream.uuid];
  const uint64_t changes = reader_.sources().roles.changes();
  if (held.at + kDecidedFor <= SteadyNow() || held.role_changes != changes) {
    const absl::StatusOr<Decision> may = reader_.MayIn(entry.header.stream.uuid.ToString(), Act::kReadDisclosures);
    if (!may.ok() && !absl::IsNotFound(may.status())) return may.status();
    held = {.allowed = may.ok() && may->allowed, .at = SteadyNow(), .role_changes = changes};
  }
  if (!held.allowed) return false;
  const absl::StatusOr<const OfCase*> of_case = CaseOf(entry);
  if (!of_case.ok()) return of_case.status();
  if (!(*of_case)->allowed) return false;
  const absl::StatusOr<event::v1::StoredEvent> stored = projections::DecodeStoredEvent(entry.payload());
  if (!stored.ok()) return stored.status();
  return TellsNothingWithheld(stored->access_event(), (*of_case)->sees, (*of_case)->sight.get());
}

// What is held of the case that the entry is of or about.
absl::StatusOr<const EntryGate::OfCase*> EntryGate::CaseOf(const eventstore::RecordedEntry& entry) {
  if (cases_.size() > kCasesHeldMax) cases_.clear();
  OfCase& held = cases_[entry.header.stream.uuid];
  const uint64_t changes = reader_.sources().roles.changes();
  const bool counts = entry.position < held.size && held.at + kDecidedFor > SteadyNow() && held.role_changes == changes;
  if (!counts) {
    const absl::Time now = SteadyNow();
    const eventstore::Position size = log_.size();
    absl::StatusOr<OfCase> decided = Decided(entry.header.stream.uuid.ToString());
    if (!decided.ok()) return decided.status();
    held = *std::move(decided);
    held.size = size;
    held.at = now;
    held.role_changes = changes;
  }
  return &held;
}

absl::StatusOr<bool> EntryGate::OpensOfCase(const eventstore::RecordedEntry& entry) {
  const absl::StatusOr<const OfCase*> held = CaseOf(entry);
  if (!held.ok()) return held.status();
  if (!(*held)->allowed) return false;
  const projections::Sight* const sight = (*held)->sight.get();
  if (sight == nullptr) return true;
  const eventstore::Revision revision = entry.header.revision;
  // The case was read after the entry was committed, so it has the revision.
  return revision < sight->withheld.size() && !sight->Hides(revision);
}

absl::StatusOr<EntryGate::OfCase> EntryGate::Decided(const std::string& case_id) const {
  const ReaderSources& sources = reader_.sources();
  // What the roles of the journal allow in every case needs nothing of this one, unless it has other labels.
  const Decision everywhere = reader_.DecideIn(CaseAccess(), Act::kReadRecord);
  if (everywhere.allowed && sources.labels_in != nullptr) {
    const absl::StatusOr<std::optional<projections::LabelSet>> labels = sources.labels_in(case_id);
    if (!labels.ok()) return labels.status();
    if (labels->has_value() && everywhere.sees.Covers(**labels))
      return OfCase{.allowed = true, .sees = everywhere.sees};
  }
  absl::StatusOr<SeenCase> seen = reader_.See(case_id, Act::kReadRecord);
  if (absl::IsNotFound(seen.status())) return OfCase{.allowed = false};
  if (!seen.ok()) return seen.status();
  const projections::LabelSet sees = seen->decision.sees;
  if (seen->sight == nullptr) return OfCase{.allowed = true, .sees = sees};
  return OfCase{.allowed = true, .sees = sees, .sight = std::move(seen->sight), .seen = std::move(seen->at)};
}

// An entry of the journal's own stream, or about one reader or caller.
bool EntryGate::OpensOwn(const eventstore::RecordedEntry& entry) const {
  const auto may = [&](Act act) { return reader_.May(act).ok(); };
  switch (entry.header.stream.kind) {
    case eventstore::StreamKind::kJournal: {
      const absl::string_view type = projections::EventTypeNameIn(entry.payload());
      // What this program does not know may be about anything.
      return may(type.empty() || IsAboutRoles(type) ? Act::kReadRoles : Act::kDescribe);
    }
    case eventstore::StreamKind::kReader:
      return entry.header.stream.uuid == ReaderStreamOf(reader_.caller().actor) || may(Act::kReadRoles);
    default:
      return may(Act::kReadRoles);
  }
}

}  // namespace casejournal::services
