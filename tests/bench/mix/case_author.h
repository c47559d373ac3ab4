// Writes the entries of one case as caseworkers record them: the mix of the samples, so many of them late, some of them
// corrections.
#ifndef CASEJOURNAL_TESTS_BENCH_MIX_CASE_AUTHOR_H_
#define CASEJOURNAL_TESTS_BENCH_MIX_CASE_AUTHOR_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "casejournal/event/v1/case_event.pb.h"
#include "casejournal/v1/case_service.pb.h"
#include "tests/bench/mix/case_model.h"

namespace casejournal::services {

struct EntryKind;

// In each hundred entries of the mix.
inline constexpr size_t kLateInAHundred = 8;
inline constexpr size_t kSettlingInAHundred = 1;  // corrections and retractions
inline constexpr int kLateDaysMax = 30;

struct CaseCourse {
  uint64_t seed = 0;         // decides everything below, ids included
  absl::CivilDay first_day;  // of the case
  absl::CivilDay today;      // the journal's day; no entry is effective later
  // So many entries are spread evenly over the days before today, and claim to have been written down on their day.
  // All after them are of today, except for the late ones.
  size_t entries_before_today = 0;
};

// What to write: the mix, no late entries and no corrections, or late entries only.
enum class Writing { kMix, kOrdinary, kLate };

// The author of one case. Entries that it has written count as recorded for those that it writes next, so a case whose
// request was refused must be given up. Not for concurrent use.
class CaseAuthor {
 public:
  explicit CaseAuthor(const CaseCourse& course);

  const std::string& case_id() const { return model_.case_id; }
  // The number of entries written so far.
  uint64_t size() const { return model_.next_revision; }
  absl::CivilDay last_day() const { return now_; }

  // Write a request with the next `events` entries, which expects the revision that they are written for. The first
  // entries open the case and say who is in it.
  v1::AppendRequest Next(size_t events, Writing writing = Writing::kMix);
  // Learn which digests the server gave to the plan versions of the last request. Until then, no entry names them.
  void Learn(const v1::AppendResponse& answer);

 private:
  // An entry that nothing rests on, and that was neither corrected nor withdrawn.
  struct Settleable {
    uint64_t revision;
    event::v1::CaseEvent event;
  };

  event::v1::CaseEvent Write(Writing writing);
  void WriteOpening(event::v1::CaseEvent& event);
  void WriteOfMix(event::v1::CaseEvent& event);
  void WriteSettling(event::v1::CaseEvent& event);
  void WriteEnvelope(event::v1::CaseEvent& event);
  void AdvanceDay();

  const CaseCourse course_;
  CaseModel model_;
  absl::CivilDay now_;  // the day on which the next entry is written down
  std::vector<Settleable> settleable_;
  std::vector<const EntryKind*> owed_;
};

// Count the entries of each type, with the names that they have in JSON.
void CountTypes(const v1::AppendRequest& request, std::map<std::string, uint64_t>& counts);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_TESTS_BENCH_MIX_CASE_AUTHOR_H_
