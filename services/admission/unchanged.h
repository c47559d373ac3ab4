// Whether anything that events name has changed since their writer last read it.
#ifndef CASEJOURNAL_SERVICES_ADMISSION_UNCHANGED_H_
#define CASEJOURNAL_SERVICES_ADMISSION_UNCHANGED_H_

#include <string>
#include <vector>

#include "absl/types/span.h"
#include "casejournal/event/v1/case_event.pb.h"
#include "projections/state/case_record.h"

namespace casejournal::services {

// Return the ids that `events` name and that changed after revision `since`: a part, a person, a plan, or a version
// with another content in the plan, or an entry (by its revision) that was corrected or withdrawn. An entry that only
// names the same things changes none of them. Requires that `record` has the revision.
std::vector<std::string> TouchedSince(const projections::CaseRecord& record, eventstore::Revision since,
                                      absl::Span<const event::v1::CaseEvent* const> events);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ADMISSION_UNCHANGED_H_
