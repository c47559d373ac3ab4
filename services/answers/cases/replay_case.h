// The replay of a case, entry by entry.
#ifndef CASEJOURNAL_SERVICES_ANSWERS_CASES_REPLAY_CASE_H_
#define CASEJOURNAL_SERVICES_ANSWERS_CASES_REPLAY_CASE_H_

#include "absl/status/status.h"
#include "casejournal/v1/audit_service.pb.h"
#include "services/answers/send.h"
#include "services/cases/case_cache.h"
#include "services/journal/journal.h"

namespace casejournal::services {

// As documented in AuditService. Ends with kCancelled if it is given up.
absl::Status ReplayCase(const Journal& journal, const CaseCache& cases, const v1::ReplayCaseRequest& request,
                        Send<v1::ReplayCaseResponse> send, GivenUp given_up);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ANSWERS_CASES_REPLAY_CASE_H_
