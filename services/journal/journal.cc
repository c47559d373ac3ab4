#include "services/journal/journal.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "casejournal/event/v1/stored_event.pb.h"
#include "eventstore/proofs/canonical_text.h"
#include "projections/entries/civil_day.h"
#include "projections/events/event_codec.h"
#include "projections/events/event_schema.h"
#include "projections/zone/zone_rules.h"
#include "services/access/clocks.h"
#include "services/journal/adopted_rules.h"
#include "services/journal/continue_journal.h"
#include "services/journal/foundations.h"
#include "services/journal/name_administrator.h"
#include "services/journal/restored_journal.h"
#include "services/recorder/journal_recorder.h"

namespace casejournal::services {
namespace {

using event::v1::StoredEvent;

bool LoadZone(const ZoneLoader& loader, const std::string& name, absl::TimeZone* zone) {
  return loader ? loader(name, zone) : absl::LoadTimeZone(name, zone);
}

// The loader also accepts file paths and "localtime", which is another zone on another machine.
absl::StatusOr<absl::TimeZone> NamedZone(const NewJournal& journal) {
  const std::string& name = journal.time_zone;
  absl::TimeZone zone;
  const bool is_name = !name.empty() && absl::ascii_isalpha(static_cast<unsigned char>(name[0])) &&
                       name != "localtime" && std::all_of(name.begin(), name.end(), [](unsigned char c) {
                         return absl::ascii_isalnum(c) || absl::StrContains("/_+-", static_cast<char>(c));
                       });
  if (is_name && LoadZone(journal.load_zone, name, &zone)) return zone;
  return absl::InvalidArgumentError(
      absl::StrCat("\"", absl::CHexEscape(name),
                   "\" is not a known time zone; expected a name of the IANA database, for example America/New_York"));
}

// The opening is recorded before a journal is first served, so an empty journal has lost entries.
absl::Status HasLostAll(const std::string& directory) {
  return absl::DataLossError(
      absl::StrCat("the journal in ", directory,
                   " has no entries, not even the one that opened it; nothing was changed. Restore the newest backup"));
}

absl::Status RecordOpening(eventstore::EventLog& log, const NewJournal& journal, absl::TimeZone zone) {
  event::v1::JournalEvent opened;
  opened.mutable_opened()->set_origin(log.origin());
  opened.mutable_opened()->set_time_zone(journal.time_zone);
  *opened.mutable_opened()->mutable_offsets() = projections::ZoneRulesOf(journal.time_zone, zone).offsets();
  std::vector<eventstore::NewEvent> events = {JournalEntry(std::move(opened)), JournalEntry(SchemaAdoption())};
  if (!journal.administrator.subject().empty()) {
    events.push_back(AdministratorEntry(journal.administrator, "named when the journal was made"));
  }
  return AppendToJournalStream(log, std::move(events));
}

}  // namespace

absl::StatusOr<std::string> Journal::Create(const eventstore::EventLogOptions& options, const NewJournal& journal) {
  const absl::StatusOr<absl::TimeZone> zone = NamedZone(journal);
  if (!zone.ok()) return zone.status();
  if (!eventstore::IsKeyName(journal.origin)) {
    return absl::InvalidArgumentError(
        absl::StrCat("\"", absl::CHexEscape(journal.origin),
                     "\" is not a valid journal name; expected a URL without scheme, blanks, or \"+\", for example "
                     "court.example/juvenile"));
  }
  // A log without entries is a journal whose creation was interrupted.
  const absl::Status made = eventstore::EventLog::Create(options.directory, journal.origin, options.master_keys);
  if (!made.ok() && !absl::IsAlreadyExists(made)) return made;
  absl::StatusOr<std::unique_ptr<eventstore::EventLog>> log = eventstore::EventLog::Open(options);
  if (!log.ok()) return log.status();
  if ((*log)->size() > 0 || (*log)->origin() != journal.origin) {
    return absl::AlreadyExistsError(
        absl::StrCat(options.directory, " holds the journal ", (*log)->origin(), "; nothing was recorded in it"));
  }
  if (!(*log)->being_made()) return HasLostAll(options.directory);
  if (absl::Status recorded = RecordOpening(**log, journal, *zone); !recorded.ok()) return recorded;
  if (absl::Status finished = (*log)->FinishMaking(); !finished.ok()) return finished;
  return (*log)->verifier_key();
}

absl::StatusOr<std::unique_ptr<Journal>> Journal::Open(JournalOptions options) {
  absl::StatusOr<std::unique_ptr<eventstore::EventLog>> log = eventstore::EventLog::Open(options.log);
  if (!log.ok()) return log.status();
  if ((*log)->size() == 0) {
    if (!(*log)->being_made()) return HasLostAll(options.log.directory);
    return absl::NotFoundError(absl::StrCat("no journal in ", options.log.directory, ": its creation was interrupted"));
  }
  if (absl::Status made = (*log)->FinishMaking(); !made.ok()) return made;

  auto journal = std::unique_ptr<Journal>(new Journal());
  journal->log_ = *std::move(log);
  journal->program_ = options.program;
  journal->now_us_ = options.log.now_us ? options.log.now_us : [] { return absl::ToUnixMicros(SystemNow()); };
  if (options.meet) {
    if (absl::Status met = options.meet(*journal->log_); !met.ok()) return met;
  }
  if (absl::Status continued = RecordContinuation(*journal->log_, options.log.directory); !continued.ok())
    return continued;
  if (absl::Status read = journal->ReadOpening(); !read.ok()) return read;
  if (absl::Status adopted = journal->AdoptSchema(options); !adopted.ok()) return adopted;
  if (absl::Status told = journal->RecordRestored(options.log.directory); !told.ok()) return told;
  if (absl::Status set = journal->SetZone(options); !set.ok()) return set;
  if (journal->foundations_.origin != journal->log_->origin()) {
    return absl::DataLossError(absl::StrCat("the journal is ", journal->foundations_.origin, ", but its key is named ",
                                            journal->log_->origin()));
  }
  if (options.log.clock_step_confirmed) {
    absl::StatusOr<std::vector<eventstore::PlacedHeader>> last =
        journal->log_->ReadHeaders(journal->log_->size() - 1, 1);
    if (!last.ok()) return last.status();
    absl::Status recorded = journal->RecordClockConfirmed(last->front().header.recorded_at_us);
    if (!recorded.ok()) return recorded;
  }
  if (absl::Status adopted = journal->AdoptRules(options.rules); !adopted.ok()) return adopted;
  journal->roles_.Start(journal->foundations_.roles);
  return journal;
}

// New contents of the files are recorded as one request, and read back with everything that was adopted before.
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

// A later reader of the record must be able to tell where its clock was corrected.
absl::Status Journal::RecordClockConfirmed(int64_t last_recorded_at_us) {
  event::v1::JournalEvent confirmed;
  confirmed.mutable_clock_step_confirmed()->set_last_recorded_at(last_recorded_at_us);
  confirmed.mutable_clock_step_confirmed()->set_confirmed_at(NowUs());
  return AppendToJournalStream(*log_, {JournalEntry(std::move(confirmed))});
}

// Everything that this program records can be read with a schema that the journal holds.
absl::Status Journal::AdoptSchema(const JournalOptions& options) {
  absl::StatusOr<JournalFoundations> found = ReadFoundations(*log_);
  if (found.ok() && found->schema != projections::StoredEventSchemaBytes()) {
    if (options.tell) {
      options.tell(
          "another program opened this journal last: the schema of this one is now recorded (SchemaAdopted). The "
          "format on disk stays the same, and the other program can open the journal again until an entry is recorded "
          "of a type that it does not know");
    }
    if (absl::Status recorded = AppendToJournalStream(*log_, {JournalEntry(SchemaAdoption())}); !recorded.ok())
      return recorded;
    found = ReadFoundations(*log_);
  }
  if (!found.ok()) return found.status();
  foundations_ = *std::move(found);
  return absl::OkStatus();
}

// Before anybody is admitted.
absl::Status Journal::RecordRestored(const std::string& directory) {
  const absl::StatusOr<bool> restored = RecordRestore(*log_, directory);
  if (!restored.ok()) return restored.status();
  if (!*restored) return absl::OkStatus();
  absl::StatusOr<JournalFoundations> found = ReadFoundations(*log_);
  if (found.ok()) foundations_ = *std::move(found);
  return found.status();
}

absl::Status Journal::ReadOpening() {
  absl::StatusOr<std::vector<eventstore::RecordedEntry>> first = log_->ReadLog(0, {.events_max = 1});
  if (!first.ok()) return first.status();
  absl::StatusOr<StoredEvent> stored = projections::DecodeStoredEvent(first->front().payload());
  if (!stored.ok()) return stored.status();
  if (!stored->journal_event().has_opened()) return absl::DataLossError("position 0 does not open a journal");
  zone_name_ = stored->journal_event().opened().time_zone();
  return absl::OkStatus();
}

// The journal's own offsets count. The machine's offsets are adopted for the future if an operator asks for it. A
// journal of an earlier program adopts what the machine knows.
absl::Status Journal::SetZone(const JournalOptions& options) {
  absl::TimeZone machine;
  const bool is_known = LoadZone(options.load_zone, zone_name_, &machine);
  if (!foundations_.zone_rules) {
    if (!is_known)
      return absl::InvalidArgumentError(
          absl::StrCat("this machine does not know the journal's time zone ", zone_name_));
    if (options.tell) {
      options.tell(absl::StrCat("an earlier program made this journal: the offsets of ", zone_name_,
                                " that this machine knows are now recorded, and count from now on "
                                "(TimeZoneRulesAdopted)"));
    }
    if (absl::Status adopted = AdoptZoneRules(projections::ZoneRulesOf(zone_name_, machine)); !adopted.ok())
      return adopted;
  }
  if (!is_known) {
    zone_notice_ =
        absl::StrCat("this machine does not know the time zone ", zone_name_, "; the journal keeps its own offsets");
  } else {
    const event::v1::TimeZoneRulesAdopted rules = projections::ZoneRulesOf(zone_name_, machine);
    const absl::Time now = absl::FromUnixMicros(NowUs());
    std::vector<projections::ZoneDifference> differences =
        projections::ZoneDifferences(*foundations_.zone_rules, rules);
    if (options.adopt_time_zone_rules && !differences.empty() && differences.back().until > now) {
      if (absl::Status adopted = AdoptZoneRules(projections::TakenOver(*foundations_.zone_rules, rules, now));
          !adopted.ok())
        return adopted;
      differences = projections::ZoneDifferences(*foundations_.zone_rules, rules);
    }
    zone_notice_ = projections::ZoneNotice(zone_name_, differences, now);
  }
  absl::StatusOr<absl::TimeZone> zone = projections::ZoneBy(*foundations_.zone_rules);
  if (zone.ok()) zone_ = *zone;
  return zone.status();
}

absl::Status Journal::AdoptZoneRules(event::v1::TimeZoneRulesAdopted rules) {
  event::v1::JournalEvent event;
  *event.mutable_time_zone_rules_adopted() = std::move(rules);
  if (absl::Status recorded = AppendToJournalStream(*log_, {JournalEntry(std::move(event))}); !recorded.ok())
    return recorded;
  absl::StatusOr<JournalFoundations> found = ReadFoundations(*log_);
  if (found.ok()) foundations_ = *std::move(found);
  return found.status();
}

std::string Journal::Today() const { return projections::DayOf(NowUs(), zone_); }

std::shared_ptr<const projections::Law> Journal::LawToday() const {
  const std::string today = Today();
  absl::MutexLock lock(&law_mutex_);
  if (law_day_ != today) {
    law_ = rules_.LawOn(*projections::ParseDay(today));
    law_day_ = today;
  }
  return law_;
}

}  // namespace casejournal::services
