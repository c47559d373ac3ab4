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
#include "services/journal/zone_rules.h"

namespace casejournal::services {
namespace {

using event::v1::StoredEvent;

constexpr absl::string_view kProgram = "casejournal";

bool LoadZone(const JournalOptions& options, const std::string& name, absl::TimeZone* zone) {
  return options.load_zone ? options.load_zone(name, zone) : absl::LoadTimeZone(name, zone);
}

// The zone of a journal that is made now; its name is filled in.
absl::StatusOr<absl::TimeZone> ZoneToOpenWith(JournalOptions& options) {
  if (options.time_zone.empty()) options.time_zone = kTimeZoneDefault;
  absl::TimeZone zone;
  if (!LoadZone(options, options.time_zone, &zone)) return absl::InvalidArgumentError(absl::StrCat("no such time zone: ", options.time_zone));
  return zone;
}

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
    if (options.origin.empty()) options.origin = kOriginDefault;
    if (absl::StatusOr<absl::TimeZone> zone = ZoneToOpenWith(options); !zone.ok()) return zone.status();
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
  // An empty log: new, or its first start was cut short.
  if (journal->log_->size() == 0) {
    absl::StatusOr<absl::TimeZone> zone = ZoneToOpenWith(options);
    if (!zone.ok()) return zone.status();
    if (absl::Status recorded = journal->RecordOpening(options.time_zone, *zone); !recorded.ok()) return recorded;
  }
  if (absl::Status continued = RecordContinuation(*journal->log_, options.log.directory); !continued.ok()) return continued;
  if (absl::Status read = journal->ReadOpening(options); !read.ok()) return read;
  if (absl::Status adopted = journal->AdoptSchema(); !adopted.ok()) return adopted;
  if (absl::Status set = journal->SetZone(options); !set.ok()) return set;
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

absl::Status Journal::RecordOpening(const std::string& time_zone, absl::TimeZone zone) {
  event::v1::JournalEvent opened;
  opened.mutable_opened()->set_origin(log_->origin());
  opened.mutable_opened()->set_time_zone(time_zone);
  *opened.mutable_opened()->mutable_offsets() = ZoneRulesOf(time_zone, zone).offsets();
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
  return absl::OkStatus();
}

// The journal's own offsets count; the machine's are taken over where an operator says so, for time to come. A journal of an
// earlier program takes over what the machine knows.
absl::Status Journal::SetZone(const JournalOptions& options) {
  absl::TimeZone machine;
  const bool is_known = LoadZone(options, zone_name_, &machine);
  if (!foundations_.zone_rules) {
    if (!is_known) return absl::InvalidArgumentError(absl::StrCat("this machine does not know the journal's time zone ", zone_name_));
    if (absl::Status adopted = AdoptZoneRules(ZoneRulesOf(zone_name_, machine)); !adopted.ok()) return adopted;
  }
  if (!is_known) {
    zone_notice_ = absl::StrCat("this machine does not know the time zone ", zone_name_, "; the journal keeps its own offsets");
  } else {
    const event::v1::TimeZoneRulesAdopted rules = ZoneRulesOf(zone_name_, machine);
    const absl::Time now = absl::FromUnixMicros(NowUs());
    std::vector<ZoneDifference> differences = ZoneDifferences(*foundations_.zone_rules, rules);
    if (options.adopt_time_zone_rules && !differences.empty() && differences.back().until > now) {
      if (absl::Status adopted = AdoptZoneRules(TakenOver(*foundations_.zone_rules, rules, now)); !adopted.ok()) return adopted;
      differences = ZoneDifferences(*foundations_.zone_rules, rules);
    }
    zone_notice_ = ZoneNotice(zone_name_, differences, now);
  }
  absl::StatusOr<absl::TimeZone> zone = ZoneBy(*foundations_.zone_rules);
  if (zone.ok()) zone_ = *zone;
  return zone.status();
}

absl::Status Journal::AdoptZoneRules(event::v1::TimeZoneRulesAdopted rules) {
  event::v1::JournalEvent event;
  *event.mutable_time_zone_rules_adopted() = rules;
  if (absl::Status recorded = AppendToJournalStream(*log_, {JournalEntry(std::move(event))}); !recorded.ok()) return recorded;
  foundations_.zone_rules = std::move(rules);
  return absl::OkStatus();
}

std::string Journal::Today() const { return projections::DayOf(NowUs(), zone_); }

}  // namespace casejournal::services
