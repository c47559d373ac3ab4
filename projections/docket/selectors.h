// The entries that the selectors of a rule file match.
#ifndef CASEJOURNAL_PROJECTIONS_DOCKET_SELECTORS_H_
#define CASEJOURNAL_PROJECTIONS_DOCKET_SELECTORS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "casejournal/rules/v1/rule_set.pb.h"
#include "google/protobuf/repeated_field.h"
#include "projections/docket/case_facts.h"
#include "projections/law/law_days.h"

namespace casejournal::projections {

struct CourtCase;

// A matched entry, and its day that counts.
struct Picked {
  absl::CivilDay day;
  std::string time;  // HH:MM; empty if it is not recorded
  const Fact* fact = nullptr;
  std::optional<absl::CivilDay> before = {};  // with `last_with`: the day of the entry that it replaced
};

// The entries among which a selector searches.
struct Among {
  std::string child_id;  // empty: about anyone
  DayRange range;
  const CourtCase* court = nullptr;  // only of this court case; null: of any
  bool any_earlier = false;          // also from before the court case, except entries of another one
  const Fact* began = nullptr;  // the entry that the clock began with, for `same`; null: such selectors match nothing
  std::optional<absl::CivilDay> clock_began;  // the day on which the clock began, for `within`
  const BusinessDays* business = nullptr;     // for `within`
};

// The entries that the selector matches, ordered by day, then by effect.
std::vector<Picked> Pick(const CaseFacts& facts, const rules::v1::Selector& selector, const Among& among);

// The entries that any of the selectors matches, each once.
std::vector<Picked> PickAny(const CaseFacts& facts,
                            const google::protobuf::RepeatedPtrField<rules::v1::Selector>& selectors,
                            const Among& among);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_DOCKET_SELECTORS_H_
