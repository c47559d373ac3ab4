// What new entries of a case are about.
#ifndef CASEJOURNAL_PROJECTIONS_READ_MODELS_NEW_ENTRIES_H_
#define CASEJOURNAL_PROJECTIONS_READ_MODELS_NEW_ENTRIES_H_

#include <set>
#include <string>

#include "absl/functional/function_ref.h"
#include "projections/state/case_record.h"

namespace casejournal::projections {

// Return whether one of the entries from revision `first_new` on is such an event, or corrects or withdraws an entry
// that is. A correction has the type of what it corrects. Costs no more for a longer case.
bool NewEntriesConcern(const CaseRecord& record, eventstore::Revision first_new,
                       absl::FunctionRef<bool(const event::v1::CaseEvent&)> is_such);

// The participants whom the entries from revision `first_new` on name when they say who joined or left, or what was
// learned of whom; also those of the entries that they correct or withdraw. Costs no more for a longer case.
std::set<std::string> ParticipantsConcerned(const CaseRecord& record, eventstore::Revision first_new);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_READ_MODELS_NEW_ENTRIES_H_
