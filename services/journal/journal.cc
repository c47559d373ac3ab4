#include "services/journal/journal.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "casejournal/event/v1/stored_event.pb.h"
#include "projections/entries/civil_day.h"
#include "projections/events/event_codec.h"
#include "projections/events/event_schema.h"
#include "services/journal/adopted_rules.h"
#include "services/journal/continue_journal.h"
#include "services/journal/foundations.h"

namespace casejournal::services {
namespace {

using event::v1::StoredEvent;

constexpr absl::string_view kProgram = "casejournal";

}  // namespace

eventstore::NewEvent JournalEntry(event::v1::JournalEvent event) {
  StoredEvent stored;
  *stored.mutable_journal_event() = std::move(event);
  stored.mutable_admission()->set_schema_version(projections::kSchemaVersion);
  stored.mutable_admission()->set_client(std::string(kProgram));
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
  request.streams.push_back(
      {.stream = eventstore::StreamId::Journal(), .head = *head, .events = std::move(events)});
  return AppendAndWait(log, std::move(request)).status();
}

absl::StatusOr<std::unique_ptr<Journal>> Journal::Open(JournalOptions options) {
  absl::StatusOr<std::unique_ptr<eventstore::EventLog>> log = eventstore::EventLog::Open(options.log);
  if (absl::IsNotFound(log.status())) {
    absl::TimeZone zone;
    if (options.time_zone.empty()) options.time_zone = kTimeZoneDefault;
    if (options.origin.empty()) options.origin = kOriginDefault;
    if (!absl::LoadTimeZone(options.time_zone, &zone)) {
      return absl::InvalidArgumentError(absl::StrCat("no such time zone: ", options.time_zone));
    }
    if (absl::Status made = eventstore::EventLog::Create(options.log.directory, options.origin); !made.ok()) return made;
    log = eventstore::EventLog::Open(options.log);
  }
  if (!log.ok()) return log.status();

  auto journal = std::unique_ptr<Journal>(new Journal());
  journal->log_ = *std::move(log);
  journal->now_us_ = options.log.now_us ? options.log.now_us : [] { return absl::ToUnixMicros(absl::Now()); };
  if (options.meet && journal->log_->size() > 0) {
    if (absl::Status met = options.meet(*journal->log_); !met.ok()) return met;
  }
  if (journal->log_->size() == 0) {
    // Its first entry is recorded before it is first served: an empty log is new, or has lost all that it had. Create,
    // RecordOpening and FinishMaking are what makes a journal; who only opens one would refuse what is still being made.
    if (!journal->log_->being_made()) {
      return absl::DataLossError(absl::StrCat("the journal in ", options.log.directory,
                                              " has no entry, not even the one that opened it: restore the newest backup; nothing was changed"));
    }
    if (absl::Status recorded = journal->RecordOpening(options.time_zone.empty() ? kTimeZoneDefault : options.time_zone); !recorded.ok()) return recorded;
  }
  if (absl::Status made = journal->log_->FinishMaking(); !made.ok()) return made;
  if (absl::Status continued = RecordContinuation(*journal->log_, options.log.directory); !continued.ok()) return continued;
  if (absl::Status read = journal->ReadOpening(options); !read.ok()) return read;
  if (absl::Status adopted = journal->AdoptSchema(); !adopted.ok()) return adopted;
  if (journal->foundations_.origin != journal->log_->origin()) {
    return absl::DataLossError(absl::StrCat("the journal is ", journal->foundations_.origin, ", its key is named ", journal->log_->origin()));
  }
  if (options.log.clock_step_confirmed) {
    absl::StatusOr<std::vector<eventstore::PlacedHeader>> last =
        journal->log_->ReadHeaders(journal->log_->size() - 1, 1);
    if (!last.ok()) return last.status();
    absl::Status recorded = journal->RecordClockConfirmed(last->front().header.recorded_at_us);
    if (!recorded.ok()) return recorded;
  }
  if (absl::Status adopted = journal->AdoptRules(options.rules); !adopted.ok()) return adopted;
  return journal;
}

// What the files say anew is recorded as one request, and read back with all that was adopted before.
absl::Status Journal::AdoptRules(const std::vector<projections::RuleFile>& files) {
  absl::StatusOr<projections::RuleBook> book = ReadAdoptedRules(*log_);
  if (!book.ok()) return book.status();
  absl::StatusOr<std::vector<event::v1::JournalEvent>> adoptions = AdoptionsOf(files, *book);
  if (!adoptions.ok()) return adoptions.status();
  if (!adoptions->empty()) {
    std::vector<eventstore::NewEvent> events;
    for (event::v1::JournalEvent& adoption : *adoptions) events.push_back(JournalEntry(std::move(adoption)));
    if (absl::Status recorded = AppendToJournalStream(*log_, std::move(events)); !recorded.ok()) return recorded;
    book = ReadAdoptedRules(*log_);
    if (!book.ok()) return book.status();
  }
  rules_ = *std::move(book);
  return absl::OkStatus();
}

absl::Status Journal::RecordOpening(const std::string& time_zone) {
  event::v1::JournalEvent opened;
  opened.mutable_opened()->set_origin(log_->origin());
  opened.mutable_opened()->set_time_zone(time_zone);
  return AppendToJournalStream(*log_, {JournalEntry(std::move(opened)), JournalEntry(SchemaAdoption())});
}

// Who reads the record years later must be able to tell where its clock was put right.
absl::Status Journal::RecordClockConfirmed(int64_t last_recorded_at_us) {
  event::v1::JournalEvent confirmed;
  confirmed.mutable_clock_step_confirmed()->set_last_recorded_at(last_recorded_at_us);
  confirmed.mutable_clock_step_confirmed()->set_confirmed_at(NowUs());
  return AppendToJournalStream(*log_, {JournalEntry(std::move(confirmed))});
}

// Whatever this program records from here on can be read with a schema that the journal holds.
absl::Status Journal::AdoptSchema() {
  absl::StatusOr<JournalFoundations> found = ReadFoundations(*log_);
  if (found.ok() && found->schema != projections::StoredEventSchemaBytes()) {
    if (absl::Status recorded = AppendToJournalStream(*log_, {JournalEntry(SchemaAdoption())}); !recorded.ok()) return recorded;
    found = ReadFoundations(*log_);
  }
  if (!found.ok()) return found.status();
  foundations_ = *std::move(found);
  return absl::OkStatus();
}

absl::Status Journal::ReadOpening(const JournalOptions& options) {
  absl::StatusOr<std::vector<eventstore::RecordedEntry>> first = log_->ReadLog(0, {.events_max = 1});
  if (!first.ok()) return first.status();
  absl::StatusOr<StoredEvent> stored = projections::DecodeStoredEvent(first->front().payload());
  if (!stored.ok()) return stored.status();
  if (!stored->journal_event().has_opened()) return absl::DataLossError("position 0 does not open a journal");
  const event::v1::JournalOpened& opened = stored->journal_event().opened();
  for (const auto& [asked, recorded, what] : {std::tuple(options.origin, log_->origin(), "origin"),
                                              std::tuple(options.time_zone, opened.time_zone(), "time zone")}) {
    if (!asked.empty() && asked != recorded) {
      return absl::InvalidArgumentError(absl::StrCat("the journal's ", what, " is ", recorded, " for ever; ", asked, " was given"));
    }
  }
  zone_name_ = opened.time_zone();
  if (!absl::LoadTimeZone(zone_name_, &zone_)) {
    return absl::InvalidArgumentError(absl::StrCat("this machine does not know the journal's time zone ", zone_name_));
  }
  return absl::OkStatus();
}

std::string Journal::Today() const { return projections::DayOf(NowUs(), zone_); }

}  // namespace casejournal::services
