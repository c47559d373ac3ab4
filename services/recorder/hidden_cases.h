// A case that the caller may not see is answered as one without entries, whatever the request asks.
#ifndef CASEJOURNAL_SERVICES_RECORDER_HIDDEN_CASES_H_
#define CASEJOURNAL_SERVICES_RECORDER_HIDDEN_CASES_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "casejournal/event/v1/case_event.pb.h"
#include "casejournal/event/v1/person.pb.h"
#include "casejournal/v1/case_service.pb.h"
#include "casejournal/v1/errors.pb.h"
#include "services/admission/admit.h"
#include "services/cases/reader.h"

namespace casejournal::services {

// Whether the event gives the caller access to the case in an emergency.
bool TakesEmergency(const event::v1::CaseEvent& event, const event::v1::Staff& caller);

// Whether some event of the request gives somebody access in an emergency. Such a request is never only checked: the
// check would tell whether the case exists, and nothing on the record would show who asked.
bool GivesEmergency(const v1::AppendRequest& request);
v1::FieldError EmergencyIsNotChecked();

// Who may see the case, as far as it concerns the caller, or null if the case has no entries or its entries would have
// to be folded to know.
absl::StatusOr<std::shared_ptr<const CaseAccess>> AccessUnfolded(const Reader& reader, const std::string& case_id);

// Whether a caller with this access to the case may see something of it, or record in it.
bool MayKnow(const Reader& reader, const CaseAccess& access);

// Whether it is certain without the entries of the case that the request is answered as if the case had none: the
// caller may not record all of `part` in it, or takes emergency access in a way that cannot be recorded. `access` is
// that of the case, and `context` that of the request. `recordable`: nothing else keeps the request from being
// recorded.
bool IsHidden(const Reader& reader, const CaseAccess& access, const v1::CaseAppend& part, const AdmitContext& context,
              bool recordable);

// Whether the part opens a case.
bool OpensCase(const v1::CaseAppend& part);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_RECORDER_HIDDEN_CASES_H_
