// The court cases of one child: which entries belong to each, and until when each continues (docs/DOCKET.md, "Court
// cases").
#ifndef CASEJOURNAL_PROJECTIONS_DOCKET_COURT_CASE_H_
#define CASEJOURNAL_PROJECTIONS_DOCKET_COURT_CASE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "projections/docket/care_time.h"
#include "projections/docket/case_facts.h"

namespace casejournal::projections {

// A court case about one child, or, if the record has no complaint, the period in which there could be one.
struct CourtCase {
  uint32_t number = 1;  // of this child, from 1
  std::string name;     // the name for items that belong to it: that of the first recorded of the entries that began it
  const CaseEpisode* episode = nullptr;    // the episode of the case
  std::vector<std::string> numbers;        // its court numbers; empty: none is known yet
  std::vector<std::string> other_numbers;  // the numbers of the child's other court cases
  std::optional<absl::CivilDay> began;     // absent for the first one of an episode, which begins with the episode
  std::optional<absl::CivilDay>
      ended;  // when the next one replaced it; absent: it continues, possibly at the same time as the next one

  // Whether the court case exists on the day.
  bool HoldsDay(absl::CivilDay day) const { return (!began || day >= *began) && (!ended || day < *ended); }
  // Whether an entry with that day belongs to it: by its court number, or, without a number, by the day. With
  // `any_earlier`, an entry from before it began also belongs to it if it does not give the number of another court
  // case.
  bool Holds(const Fact& fact, absl::CivilDay day, bool any_earlier) const;
};

// The court cases of the child, in order; at least one in each episode of the case.
std::vector<CourtCase> CourtCasesOf(const CaseFacts& facts, absl::string_view child_id,
                                    const std::vector<CaseEpisode>& episodes);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_DOCKET_COURT_CASE_H_
