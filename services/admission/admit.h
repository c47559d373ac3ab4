// Check whether an event may be recorded on a case now. The answer depends only on the record, the event, the day, and
// who records it.
#ifndef CASEJOURNAL_SERVICES_ADMISSION_ADMIT_H_
#define CASEJOURNAL_SERVICES_ADMISSION_ADMIT_H_

#include <vector>

#include "casejournal/event/v1/case_event.pb.h"
#include "casejournal/v1/errors.pb.h"
#include "projections/state/case_record.h"
#include "services/admission/proposal/admit_context.h"

namespace casejournal::services {

// Return every rule that rejects `event` as the next entry of `record`. An empty result means that it may be recorded.
// The event must have passed CheckShape. The digest and text of a new plan version may still be missing. The caller
// evolves `record` by each event of a request in turn, including rejected ones, so that one missing reference does not
// reject what rests on it. The caller also fills in the indexes of the case and of the event. Pure, without shared
// state: safe for concurrent use on different records. An entry that arrives in the order of effect and corrects
// nothing is checked without folding the case again.
std::vector<v1::Violation> Admit(const projections::CaseRecord& record, const event::v1::CaseEvent& event,
                                 const AdmitContext& context);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ADMISSION_ADMIT_H_
