// What new entries of a case are about.
#ifndef CASEJOURNAL_PROJECTIONS_READ_MODELS_NEW_ENTRIES_H_
#define CASEJOURNAL_PROJECTIONS_READ_MODELS_NEW_ENTRIES_H_

#include "absl/functional/function_ref.h"
#include "projections/state/case_record.h"

namespace casejournal::projections {

// Return whether one of the entries from revision `first_new` on is such an event, or corrects or withdraws an entry
// that is. A correction has the type of what it corrects. Costs no more for a longer case.
bool NewEntriesConcern(const CaseRecord& record, eventstore::Revision first_new,
                       absl::FunctionRef<bool(const event::v1::CaseEvent&)> is_such);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_READ_MODELS_NEW_ENTRIES_H_
