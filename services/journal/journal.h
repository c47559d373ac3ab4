// A journal: the event log, and what its first entries say about it. Created once (Create), and from then on only
// opened.
#ifndef CASEJOURNAL_SERVICES_JOURNAL_JOURNAL_H_
#define CASEJOURNAL_SERVICES_JOURNAL_JOURNAL_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "casejournal/event/v1/journal_event.pb.h"
#include "casejournal/event/v1/person.pb.h"
#include "eventstore/event_log.h"
#include "projections/law/law.h"
#include "projections/law/rule_file.h"
#include "services/access/role_book.h"
#include "services/journal/foundations.h"

namespace casejournal::services {

// Returns what the machine knows about a time zone, by name. Empty: absl::LoadTimeZone.
using ZoneLoader = std::function<bool(const std::string&, absl::TimeZone*)>;

struct JournalOptions {
  eventstore::EventLogOptions log;
  // Called after the log is opened, before anything is recorded or signed. An error rejects the journal.
  std::function<absl::Status(const eventstore::EventLog&)> meet;
  // Rule files and calendars that the journal adopts, in this order, unless it has adopted them.
  std::vector<projections::RuleFile> rules;
  // From now on count the time zone as the machine does, if it differs from the journal.
  bool adopt_time_zone_rules = false;
  ZoneLoader load_zone;
  // What answers and attestations say of the program that made them: its name and version.
  std::string program;
  // Called, before it is done, with what opening the journal records because another program opened it last.
  std::function<void(const std::string& words)> tell = {};
};

// The fixed properties of a journal, recorded in its first entry.
struct NewJournal {
  std::string origin;     // its name in every checkpoint: a URL without scheme, such as court.example/juvenile
  std::string time_zone;  // the time zone of its civil days, by its name in the IANA database
  // Who gives roles to others. Empty: nobody; NameAdministrator can do it later (name_administrator.h).
  event::v1::Staff administrator = {};
  ZoneLoader load_zone = {};
};

// Safe for concurrent use.
class Journal {
 public:
  // Create a journal in the directory of `log`, which is empty or does not exist, and record its properties. Return its
  // verifier key. If this is interrupted, call it again.
  //   kInvalidArgument     the origin or the time zone is not valid; nothing was created.
  //   kAlreadyExists       the directory holds a journal; nothing was recorded in it.
  //   kFailedPrecondition  the directory holds something else; nothing was created.
  //   Others as EventLog::Create and EventLog::Open.
  static absl::StatusOr<std::string> Create(const eventstore::EventLogOptions& log, const NewJournal& journal);

  // Open the journal in the directory.
  //   kNotFound            there is no journal, or its creation was interrupted.
  //   kInvalidArgument     rule files that must not be adopted, one fault on each line; none of them was adopted.
  //   kUnimplemented       the first entry has a newer schema than this program knows.
  //   Others as EventLog::Open.
  static absl::StatusOr<std::unique_ptr<Journal>> Open(JournalOptions options);

  const eventstore::EventLog& log() const { return *log_; }
  // For the recorder, the anchor, and the server, which wires them: it can append.
  eventstore::EventLog& log() { return *log_; }
  // The time zone of its civil days, by the offsets that the journal holds.
  absl::TimeZone zone() const { return zone_; }
  const std::string& zone_name() const { return zone_name_; }
  // A difference between the machine's time zone database and the journal, for the operator. Empty: they agree.
  const std::string& zone_notice() const { return zone_notice_; }
  // All adopted rules and calendars.
  const projections::RuleBook& rules() const { return rules_; }
  // The law of today.
  std::shared_ptr<const projections::Law> LawToday() const ABSL_LOCKS_EXCLUDED(law_mutex_);
  // What its own stream says about it, as of the opening.
  const JournalFoundations& foundations() const { return foundations_; }
  // Who has which role in the journal.
  const RoleBook& roles() const { return roles_; }
  // For the recorder of roles (services/recorder/role_recorder.h).
  RoleBook& roles() { return roles_; }
  // The name and version of the program that opened it.
  const std::string& program() const { return program_; }
  // Microseconds since 1970-01-01 UTC.
  int64_t NowUs() const { return now_us_(); }
  // The civil day now, YYYY-MM-DD.
  std::string Today() const;

 private:
  Journal() = default;
  absl::Status ReadOpening();
  absl::Status RecordClockConfirmed(int64_t last_recorded_at_us);
  absl::Status AdoptSchema(const JournalOptions& options);
  absl::Status RecordRestored(const std::string& directory);
  absl::Status SetZone(const JournalOptions& options);
  absl::Status AdoptZoneRules(event::v1::TimeZoneRulesAdopted rules);
  absl::Status AdoptRules(const std::vector<projections::RuleFile>& files);

  std::unique_ptr<eventstore::EventLog> log_;
  std::string program_;
  std::function<int64_t()> now_us_;
  absl::TimeZone zone_;
  std::string zone_name_;
  std::string zone_notice_;
  projections::RuleBook rules_;
  mutable absl::Mutex law_mutex_;
  mutable std::string law_day_ ABSL_GUARDED_BY(law_mutex_);
  mutable std::shared_ptr<const projections::Law> law_ ABSL_GUARDED_BY(law_mutex_);
  JournalFoundations foundations_;
  RoleBook roles_;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_JOURNAL_JOURNAL_H_
