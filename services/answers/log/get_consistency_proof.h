// The proof that the log extends an earlier checkpoint.
#ifndef CASEJOURNAL_SERVICES_ANSWERS_LOG_GET_CONSISTENCY_PROOF_H_
#define CASEJOURNAL_SERVICES_ANSWERS_LOG_GET_CONSISTENCY_PROOF_H_

#include "absl/status/statusor.h"
#include "casejournal/v1/audit_service.pb.h"
#include "eventstore/event_log.h"

namespace casejournal::services {

// As documented in AuditService.
absl::StatusOr<v1::GetConsistencyProofResponse> GetConsistencyProof(const eventstore::EventLog& log,
                                                                    const v1::GetConsistencyProofRequest& request);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ANSWERS_LOG_GET_CONSISTENCY_PROOF_H_
