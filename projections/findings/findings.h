// Findings: where a record is incomplete or contradictory, or something that the law requires was not done. They are
// computed from the events and the catalog (finding_catalogue.h) and are not part of any plan: a new catalog never
// changes an old plan. Pure.
#ifndef CASEJOURNAL_PROJECTIONS_FINDINGS_FINDINGS_H_
#define CASEJOURNAL_PROJECTIONS_FINDINGS_FINDINGS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "casejournal/v1/case_service.pb.h"
#include "projections/entries/entry_list.h"
#include "projections/entries/known_set.h"
#include "projections/law/law.h"

namespace casejournal::projections {

// The question.
struct FindingsAsked {
  KnownSet known = KnownSet::All();
  std::optional<std::string> effective_on;    // only entries effective up to this day
  std::string day;                            // the civil day for findings that need one, YYYY-MM-DD
  absl::TimeZone zone = absl::UTCTimeZone();  // the journal's time zone
  // The plan of these entries, if the caller has it: it is not folded again. Null: not had.
  const v1::CasePlan* plan = nullptr;
  // The law of the day, whose numbers the findings compare with. Null: the numbers of projections/law/thresholds.h.
  const Law* law = nullptr;
};

// The findings of one case, open and answered, in the order of the catalog. Each has its answer, if one applies.
std::vector<v1::Finding> FindingsOf(const std::string& case_id, const EntryList& entries, const FindingsAsked& asked);
// The same, of FindingKind::kDaysOutOfOrder only.
std::vector<v1::Finding> DaysOutOfOrder(const std::string& case_id, const EntryList& entries,
                                        const FindingsAsked& asked);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_FINDINGS_FINDINGS_H_
