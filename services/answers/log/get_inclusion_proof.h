// The proof that an entry is in the log.
#ifndef CASEJOURNAL_SERVICES_ANSWERS_LOG_GET_INCLUSION_PROOF_H_
#define CASEJOURNAL_SERVICES_ANSWERS_LOG_GET_INCLUSION_PROOF_H_

#include "absl/status/statusor.h"
#include "casejournal/v1/audit_service.pb.h"
#include "eventstore/event_log.h"

namespace casejournal::services {

// As documented in AuditService.
absl::StatusOr<v1::GetInclusionProofResponse> GetInclusionProof(const eventstore::EventLog& log,
                                                                const v1::GetInclusionProofRequest& request);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ANSWERS_LOG_GET_INCLUSION_PROOF_H_
