// What the plan and the record of a case ask somebody to do, besides what the law asks (projections/docket). Pure.
#ifndef CASEJOURNAL_PROJECTIONS_WORK_PLAN_WORK_H_
#define CASEJOURNAL_PROJECTIONS_WORK_PLAN_WORK_H_

#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "casejournal/v1/docket.pb.h"
#include "projections/items/case_state.h"
#include "projections/law/law.h"
#include "projections/state/case_record.h"

namespace casejournal::projections {

// The items of an open case on `day`, by kind; none for any other case. Each has a name of its own, and the state OPEN
// or, if its day has passed, MISSED.
//   Activities and objectives that are open, with a day; outcomes that are sought and not reached, with a day.
//   Safety plans that have not ended: the next check, and the end.
//   Meetings and hearings that were called or set, and not held or vacated.
//   Versions and reviews that wait for the agency's approval, and held reviews that were not submitted for it.
//   Activities that no provider accepted: one for each provider who was asked and has not answered, or who has a
//   waiting list.
std::vector<v1::DocketItem> PlanWork(const CaseState& state, absl::string_view day);

// The open findings of the case on `day` that ask for work, as items without a day. Findings about a day that PlanWork
// has an item for are left out. Entries that take effect after `day` do not count. The findings compare with the
// numbers of `law`.
std::vector<v1::DocketItem> FindingWork(const CaseRecord& record, absl::string_view day, absl::TimeZone zone,
                                        const Law& law);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_WORK_PLAN_WORK_H_
