// What a caller may do in a case besides recording: set rules aside, name others, and give access. Pure.
#ifndef CASEJOURNAL_SERVICES_RECORDER_GRANTING_RIGHTS_H_
#define CASEJOURNAL_SERVICES_RECORDER_GRANTING_RIGHTS_H_

#include <vector>

#include "casejournal/event/v1/case_event.pb.h"
#include "casejournal/event/v1/person.pb.h"
#include "casejournal/v1/errors.pb.h"
#include "projections/state/case_record.h"
#include "services/access/policy.h"
#include "services/admission/admit.h"
#include "services/cases/reader.h"

namespace casejournal::services {

// Let `context` say what the caller may do besides, as far as a rule asks that about the event: whether they supervise
// the case, and whether others may record in it. `recorded` is the case before the request, and `draft` as the earlier
// events of the request leave it; both must outlive `context`, and so must the reader. In a case without entries, the
// roles in the journal count.
void SetRights(const Reader& reader, const projections::CaseRecord& recorded, const projections::CaseRecord& draft,
               const event::v1::CaseEvent& event, AdmitContext& context);

// Whether the event could change who may see the case.
bool ChangesAccess(const event::v1::CaseEvent& event);

// access.wrong-terms, if an event that makes `after` of `before` gives access that its recorder may not give: to
// themselves, except in an emergency; or, unless they are an administrator, to what they may not see. What the event
// does counts, whether it grants, corrects, or withdraws. `opens_case`: the case did not exist before its request; who
// opens it may assign themselves to it.
std::vector<v1::Violation> TooMuchGiven(const Reader& reader, const event::v1::CaseEvent& event,
                                        const CaseAccess& before, const CaseAccess& after, bool opens_case);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_RECORDER_GRANTING_RIGHTS_H_
