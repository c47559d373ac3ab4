// The court cases of one child: which entries belong to each, and until when each lasts (docs/DOCKET.md, "Court
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

// A court case about one child or, if the record has no complaint, the time in which there might be one.
struct CourtCase {
  uint32_t number = 1;                     // of this child, from 1
  std::string name;                        // name of its items: of the entries that began it, the one recorded first
  const CaseEpisode* episode = nullptr;    // of the case
  std::vector<std::string> numbers;        // its court numbers; empty: not known
  std::vector<std::string> other_numbers;  // those of the child's other court cases
  std::optional<absl::CivilDay> began;     // absent for the first one of an episode, which begins with the episode
  std::optional<absl::CivilDay>
      ended;  // when the next one replaced it; absent: it is open, also at the same time as the next one

  // Return whether it is open on the day.
  bool HoldsDay(absl::CivilDay day) const { return (!began || day >= *began) && (!ended || day < *ended); }
  // Return whether an entry with that day belongs to it: by its court number, else by the day. `any_earlier` also
  // accepts entries from before it began that give no number of another court case.
  bool Holds(const Fact& fact, absl::CivilDay day, bool any_earlier) const;
};

// The court cases of the child in order, at least one in each episode of the case.
std::vector<CourtCase> CourtCasesOf(const CaseFacts& facts, absl::string_view child_id,
                                    const std::vector<CaseEpisode>& episodes);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_DOCKET_COURT_CASE_H_
