// The court cases of one child: which entries belong to which, and until when each goes on (docs/DOCKET.md, "Court
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

// A court case about one child, or, where the record has no complaint, the time in which there might be one.
struct CourtCase {
  uint32_t number = 1;  // of this child, from 1
  std::string
      name;  // what items that belong to it are named after: of the entries that began it, the one recorded first
  const CaseEpisode* episode = nullptr;    // of the case
  std::vector<std::string> numbers;        // its court numbers; empty: none is known
  std::vector<std::string> other_numbers;  // those of the child's other court cases
  std::optional<absl::CivilDay> began;     // absent for the first one of an episode: with the episode
  std::optional<absl::CivilDay>
      ended;  // when the next one took its place; absent: it goes on, also beside the next one

  // Whether the day is one on which it goes on.
  bool HoldsDay(absl::CivilDay day) const { return (!began || day >= *began) && (!ended || day < *ended); }
  // Whether an entry with that day belongs to it: by its court number, else by the day. `any_earlier`: also one from
  // before it began that gives no number of another court case.
  bool Holds(const Fact& fact, absl::CivilDay day, bool any_earlier) const;
};

// The court cases of the child in order, at least one in each episode of the case.
std::vector<CourtCase> CourtCasesOf(const CaseFacts& facts, absl::string_view child_id,
                                    const std::vector<CaseEpisode>& episodes);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_DOCKET_COURT_CASE_H_
