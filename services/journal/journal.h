// A journal: the event log, and what its first entries say of it. Opening one for the first time records them.
#ifndef CASEJOURNAL_SERVICES_JOURNAL_JOURNAL_H_
#define CASEJOURNAL_SERVICES_JOURNAL_JOURNAL_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "casejournal/event/v1/journal_event.pb.h"
#include "eventstore/event_log.h"
#include "projections/docket/law.h"
#include "projections/docket/rule_file.h"
#include "services/journal/foundations.h"

namespace casejournal::services {

struct JournalOptions {
  eventstore::EventLogOptions log;
  // Used when the journal is made, with the defaults below where they are empty; afterwards the journal's first entry
  // says them, and another value here is refused.
  std::string origin;
  std::string time_zone;
  // Asked once the log is open, if it has entries, before anything is recorded or signed: an error refuses the journal.
  std::function<absl::Status(eventstore::EventLog&)> meet;
  // Rule files and calendars that the journal is to adopt, in this order, where it has not.
  std::vector<projections::RuleFile> rules;
  // Count the time zone as the machine does from now on, where it counts otherwise than the journal.
  bool adopt_time_zone_rules = false;
  // What the machine knows of a time zone, by its name; empty: absl::LoadTimeZone.
  std::function<bool(const std::string&, absl::TimeZone*)> load_zone;
};

inline constexpr char kOriginDefault[] = "journal.example/casejournal";
inline constexpr char kTimeZoneDefault[] = "America/New_York";

// Safe for concurrent use.
class Journal {
 public:
  // Opens the journal in the directory, or makes it where there is none.
  //   kInvalidArgument     the origin or time zone cannot be used, or is not the journal's; rule files that must not be
  //                        adopted, with one fault on each line: nothing of them was.
  //   kUnimplemented       the first entry is of a newer schema than this program knows.
  //   Others as EventLog::Open.
  static absl::StatusOr<std::unique_ptr<Journal>> Open(JournalOptions options);

  eventstore::EventLog& log() const { return *log_; }
  // The one time zone in which its civil days are meant, by the offsets that the journal holds.
  absl::TimeZone zone() const { return zone_; }
  const std::string& zone_name() const { return zone_name_; }
  // What an operator should know of the machine's time zone database; empty: it agrees with the journal.
  const std::string& zone_notice() const { return zone_notice_; }
  // All rules and calendars that it adopted.
  const projections::RuleBook& rules() const { return rules_; }
  // What its own stream says of it, as it was when it was opened.
  const JournalFoundations& foundations() const { return foundations_; }
  // Microseconds since 1970-01-01 UTC.
  int64_t NowUs() const { return now_us_(); }
  // The civil day now, YYYY-MM-DD.
  std::string Today() const;

 private:
  Journal() = default;
  absl::Status RecordOpening(const std::string& time_zone, absl::TimeZone zone);
  absl::Status ReadOpening(const JournalOptions& options);
  absl::Status RecordClockConfirmed(int64_t last_recorded_at_us);
  absl::Status AdoptSchema();
  absl::Status SetZone(const JournalOptions& options);
  absl::Status AdoptZoneRules(event::v1::TimeZoneRulesAdopted rules);
  absl::Status AdoptRules(const std::vector<projections::RuleFile>& files);

  std::unique_ptr<eventstore::EventLog> log_;
  std::function<int64_t()> now_us_;
  absl::TimeZone zone_;
  std::string zone_name_;
  std::string zone_notice_;
  projections::RuleBook rules_;
  JournalFoundations foundations_;
};

// An entry of the journal's own stream, as this program records it.
eventstore::NewEvent JournalEntry(event::v1::JournalEvent event);

// Appends and waits. Errors as EventLog::Append.
absl::StatusOr<eventstore::Appended> AppendAndWait(eventstore::EventLog& log, eventstore::LogAppend request);

// Appends to the journal's own stream and waits. kAborted: somebody else did at the same time; nothing was recorded.
absl::Status AppendToJournalStream(eventstore::EventLog& log, std::vector<eventstore::NewEvent> events);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_JOURNAL_JOURNAL_H_
