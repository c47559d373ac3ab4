// Check whether an event may be recorded on a case now. The answer depends only on the record, the event, and the day.
#ifndef CASEJOURNAL_SERVICES_ADMISSION_ADMIT_H_
#define CASEJOURNAL_SERVICES_ADMISSION_ADMIT_H_

#include <vector>

#include "casejournal/event/v1/case_event.pb.h"
#include "casejournal/v1/errors.pb.h"
#include "projections/state/case_record.h"
#include "services/admission/proposal/admit_context.h"

namespace casejournal::services {

// Every rule that refuses `event` as the next entry of `record`; empty: it may be recorded. The
// event has passed CheckShape; a version drawn up may still lack its digest and its text. The
// caller evolves `record` by each event of a request in turn, also by one that is refused, so that
// one missing reference does not refuse what rests on it too; and fills in the indexes of the case
// and of the event. Pure and without shared state: safe for concurrent use on different records. An
// entry that arrives in the order of effect and corrects nothing is judged without folding the case
// anew.
std::vector<v1::Violation> Admit(const projections::CaseRecord& record, const event::v1::CaseEvent& event,
                                 const AdmitContext& context);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ADMISSION_ADMIT_H_
