// Adapts AuditService to the queries.
#ifndef CASEJOURNAL_SERVICES_GRPC_AUDIT_SERVICE_H_
#define CASEJOURNAL_SERVICES_GRPC_AUDIT_SERVICE_H_

#include <atomic>

#include "casejournal/v1/audit_service.grpc.pb.h"
#include "services/answers/backend.h"
#include "services/grpc/call.h"

namespace casejournal::services {

class AuditServiceAdapter final : public v1::AuditService::Service {
 public:
  AuditServiceAdapter(const Backend& backend, FailureReport report) : backend_(backend), report_(std::move(report)) {}

  grpc::Status ReplayCase(grpc::ServerContext* context, const v1::ReplayCaseRequest* request,
                          grpc::ServerWriter<v1::ReplayCaseResponse>* writer) override;
  grpc::Status GetHistory(grpc::ServerContext* context, const v1::GetHistoryRequest* request,
                          grpc::ServerWriter<v1::GetHistoryResponse>* writer) override;
  grpc::Status ReadEvents(grpc::ServerContext* context, const v1::ReadEventsRequest* request,
                          grpc::ServerWriter<v1::ReadEventsResponse>* writer) override;
  grpc::Status ReadLeaves(grpc::ServerContext* context, const v1::ReadLeavesRequest* request,
                          grpc::ServerWriter<v1::ReadLeavesResponse>* writer) override;
  grpc::Status CheckLog(grpc::ServerContext* context, const v1::CheckLogRequest* request,
                        grpc::ServerWriter<v1::CheckLogResponse>* writer) override;
  grpc::Status GetCheckpoint(grpc::ServerContext* context, const v1::GetCheckpointRequest* request,
                             v1::GetCheckpointResponse* response) override;
  grpc::Status GetInclusionProof(grpc::ServerContext* context, const v1::GetInclusionProofRequest* request,
                                 v1::GetInclusionProofResponse* response) override;
  grpc::Status GetConsistencyProof(grpc::ServerContext* context, const v1::GetConsistencyProofRequest* request,
                                   v1::GetConsistencyProofResponse* response) override;

 private:
  const Backend& backend_;
  const FailureReport report_;
  std::atomic<int> checks_ = 0;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_GRPC_AUDIT_SERVICE_H_
