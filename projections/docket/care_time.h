// The times in which a child was in care, and what kind of care each day was (docs/DOCKET.md, "Case episodes and care
// episodes").
#ifndef CASEJOURNAL_PROJECTIONS_DOCKET_CARE_TIME_H_
#define CASEJOURNAL_PROJECTIONS_DOCKET_CARE_TIME_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "casejournal/rules/v1/rule_set.pb.h"
#include "projections/docket/case_facts.h"
#include "projections/docket/law_days.h"

namespace casejournal::projections {

// The earlier of two days, or the one that there is.
std::optional<absl::CivilDay> Earlier(std::optional<absl::CivilDay> a, std::optional<absl::CivilDay> b);

// From when until before when a case was open, or a child in it.
struct CaseEpisode {
  uint32_t number = 1;
  std::optional<absl::CivilDay> began;  // absent for a case that was never opened: since ever
  std::optional<absl::CivilDay> ended;
  std::optional<absl::CivilDay> next;  // when the next one began
  const Fact* opened = nullptr;

  // What items that belong to it are named after: the entry that opened it.
  std::string name() const;
  // Of the entries that belong to it. Those from before the first episode belong to the first.
  DayRange range() const;
};

// At least one; in order.
std::vector<CaseEpisode> CaseEpisodesOf(const CaseFacts& facts);

// Days of one kind in a row: from `from` on and before `until`.
struct CareStretch {
  absl::CivilDay from;
  absl::CivilDay until;
  rules::v1::CareKind kind = rules::v1::CARE_KIND_UNSPECIFIED;
  std::string placement_type;   // the full name of the PlacementType; empty where none is recorded
  const Fact* since = nullptr;  // the entry that began it
};

// A removal of a child, and the entry that ended it, where there is one.
struct RemovalSpan {
  const Fact* removal = nullptr;
  const Fact* exit = nullptr;
};

// The removals of the child in the order of effect.
std::vector<RemovalSpan> RemovalsOf(const CaseFacts& facts, absl::string_view child_id);

// A stay of one child in care.
struct CareEpisode {
  uint32_t number = 1;  // of this child, from 1
  std::string name;     // what items that belong to it are named after: the entry that began it; of one after an
                        // interruption, both
  absl::CivilDay began;
  std::optional<absl::CivilDay> ended;  // the first day not in it
  std::optional<absl::CivilDay> next;   // when the next one began
  const Fact* by = nullptr;             // the removal, or the entry of the return
  const Fact* exit = nullptr;           // the entry that ended it, where one did
  std::vector<CareStretch>
      stretches;  // without gaps; an episode that goes on ends here with the day after the one asked for
};

// The episodes of the child in order; what goes on lasts through `day`.
std::vector<CareEpisode> CareEpisodesOf(const CaseFacts& facts, const ChildOfCase& child,
                                        const std::vector<CaseEpisode>& case_episodes,
                                        const rules::v1::Choices& choices, const BusinessDays& business,
                                        absl::CivilDay day);

// The words for a kind: "trial home visit".
std::string CareKindWords(rules::v1::CareKind kind);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_DOCKET_CARE_TIME_H_
