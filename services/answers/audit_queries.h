// Queries of auditors: the replay and the history of a case, entries as stored, checkpoints, and proofs.
#ifndef CASEJOURNAL_SERVICES_ANSWERS_AUDIT_QUERIES_H_
#define CASEJOURNAL_SERVICES_ANSWERS_AUDIT_QUERIES_H_

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "casejournal/v1/audit_service.pb.h"
#include "services/answers/backend.h"

namespace casejournal::services {

// Sends one message of a stream. Returns false if the client disconnected, which ends the call.
template <typename Message>
using Send = absl::FunctionRef<bool(const Message&)>;

// As documented in AuditService.
absl::Status ReplayCase(const Backend& backend, const v1::ReplayCaseRequest& request,
                        Send<v1::ReplayCaseResponse> send);
absl::Status GetHistory(const Backend& backend, const v1::GetHistoryRequest& request,
                        Send<v1::GetHistoryResponse> send);
absl::Status ReadEvents(const Backend& backend, const v1::ReadEventsRequest& request,
                        Send<v1::ReadEventsResponse> send);
absl::Status ReadLeaves(const Backend& backend, const v1::ReadLeavesRequest& request,
                        Send<v1::ReadLeavesResponse> send);
absl::Status CheckLog(const Backend& backend, const v1::CheckLogRequest& request, Send<v1::CheckLogResponse> send);
absl::StatusOr<v1::GetCheckpointResponse> GetCheckpoint(const Backend& backend,
                                                        const v1::GetCheckpointRequest& request);
absl::StatusOr<v1::GetInclusionProofResponse> GetInclusionProof(const Backend& backend,
                                                                const v1::GetInclusionProofRequest& request);
absl::StatusOr<v1::GetConsistencyProofResponse> GetConsistencyProof(const Backend& backend,
                                                                    const v1::GetConsistencyProofRequest& request);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ANSWERS_AUDIT_QUERIES_H_
