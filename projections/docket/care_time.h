// The periods in which a child was in care, and the kind of care of each day (docs/DOCKET.md, "Case episodes and care
// episodes").
#ifndef CASEJOURNAL_PROJECTIONS_DOCKET_CARE_TIME_H_
#define CASEJOURNAL_PROJECTIONS_DOCKET_CARE_TIME_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "casejournal/rules/v1/rule_set.pb.h"
#include "projections/docket/case_facts.h"
#include "projections/law/law_days.h"

namespace casejournal::projections {

// The earlier of two days, or the one that is present.
std::optional<absl::CivilDay> Earlier(std::optional<absl::CivilDay> a, std::optional<absl::CivilDay> b);

// A period in which a case was open, or a child was in it: from `began` and before `ended`.
struct CaseEpisode {
  uint32_t number = 1;
  std::optional<absl::CivilDay> began;  // absent for a case that was never opened: no beginning
  std::optional<absl::CivilDay> ended;
  std::optional<absl::CivilDay> next;  // the beginning of the next one
  const Fact* opened = nullptr;

  bool operator==(const CaseEpisode&) const = default;
  // The name for items that belong to it: that of the entry that opened it.
  std::string name() const;
  // The days of the entries that belong to it. Entries from before the first episode belong to the first.
  DayRange range() const;
};

// The episodes of the case, in order; at least one.
std::vector<CaseEpisode> CaseEpisodesOf(const CaseFacts& facts);

// Consecutive days of one kind: from `from` and before `until`.
struct CareStretch {
  absl::CivilDay from;
  absl::CivilDay until;
  rules::v1::CareKind kind = rules::v1::CARE_KIND_UNSPECIFIED;
  std::string placement_type;   // the full name of the PlacementType; empty if none is recorded
  const Fact* since = nullptr;  // the entry that began it

  bool operator==(const CareStretch&) const = default;
};

// A removal of a child, and the entry that ended it, if there is one.
struct RemovalSpan {
  const Fact* removal = nullptr;
  const Fact* exit = nullptr;
};

// The removals of the child in the order of effect.
std::vector<RemovalSpan> RemovalsOf(const CaseFacts& facts, absl::string_view child_id);

// A stay of one child in care.
struct CareEpisode {
  uint32_t number = 1;  // of this child, from 1
  std::string name;     // name of its items: the entry that began it (after an interruption, both entries)
  absl::CivilDay began;
  std::optional<absl::CivilDay> ended;  // the first day after it
  std::optional<absl::CivilDay> next;   // the beginning of the next one
  const Fact* by = nullptr;             // the removal, or the entry of the return
  const Fact* exit = nullptr;           // the entry that ended it, if one did
  std::vector<CareStretch>
      stretches;  // without gaps; an episode that goes on ends here with the day after the one asked for

  bool operator==(const CareEpisode&) const = default;
};

// The episodes of the child, in order. An episode that continues lasts through `day`.
std::vector<CareEpisode> CareEpisodesOf(const CaseFacts& facts, const ChildOfCase& child,
                                        const std::vector<CaseEpisode>& case_episodes,
                                        const rules::v1::Choices& choices, const BusinessDays& business,
                                        absl::CivilDay day);

// A kind in words: "trial home visit".
std::string CareKindWords(rules::v1::CareKind kind);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_DOCKET_CARE_TIME_H_
