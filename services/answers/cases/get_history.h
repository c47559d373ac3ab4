// The history of a case.
#ifndef CASEJOURNAL_SERVICES_ANSWERS_CASES_GET_HISTORY_H_
#define CASEJOURNAL_SERVICES_ANSWERS_CASES_GET_HISTORY_H_

#include "absl/status/status.h"
#include "casejournal/v1/audit_service.pb.h"
#include "services/answers/disclosures/disclosure_desk.h"
#include "services/answers/send.h"
#include "services/cases/reader.h"
#include "services/journal/journal.h"

namespace casejournal::services {

// As documented in AuditService, of what `reader` sees. The disclosure is recorded before the first row leaves, also if
// there is none. Ends with kCancelled if it is given up.
absl::Status GetHistory(const Journal& journal, const Reader& reader, const DisclosureDesk& disclosures,
                        const v1::GetHistoryRequest& request, Send<v1::GetHistoryResponse> send, GivenUp given_up);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ANSWERS_CASES_GET_HISTORY_H_
