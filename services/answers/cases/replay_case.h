// The replay of a case, entry by entry.
#ifndef CASEJOURNAL_SERVICES_ANSWERS_CASES_REPLAY_CASE_H_
#define CASEJOURNAL_SERVICES_ANSWERS_CASES_REPLAY_CASE_H_

#include "absl/status/status.h"
#include "casejournal/v1/audit_service.pb.h"
#include "services/answers/disclosures/disclosure_desk.h"
#include "services/answers/send.h"
#include "services/cases/reader.h"
#include "services/journal/journal.h"

namespace casejournal::services {

// As documented in AuditService, of what `reader` sees: an entry that is withheld changes nothing, and the plans are
// those without it. The disclosure is recorded before the first step leaves. Ends with kCancelled if it is given up.
absl::Status ReplayCase(const Journal& journal, const Reader& reader, const DisclosureDesk& disclosures,
                        const v1::ReplayCaseRequest& request, Send<v1::ReplayCaseResponse> send, GivenUp given_up);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ANSWERS_CASES_REPLAY_CASE_H_
