#include "services/grpc/audit_service.h"

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "services/answers/audit_queries.h"
#include "services/net/metadata_keys.h"

namespace casejournal::services {

grpc::Status AuditServiceAdapter::ReplayCase(grpc::ServerContext*, const v1::ReplayCaseRequest* request,
                                             grpc::ServerWriter<v1::ReplayCaseResponse>* writer) {
  return Answer(services::ReplayCase(backend_, *request, [&](const auto& step) { return writer->Write(step); }),
                report_);
}

grpc::Status AuditServiceAdapter::GetHistory(grpc::ServerContext*, const v1::GetHistoryRequest* request,
                                             grpc::ServerWriter<v1::GetHistoryResponse>* writer) {
  return Answer(services::GetHistory(backend_, *request, [&](const auto& batch) { return writer->Write(batch); }),
                report_);
}

grpc::Status AuditServiceAdapter::ReadEvents(grpc::ServerContext* context, const v1::ReadEventsRequest* request,
                                             grpc::ServerWriter<v1::ReadEventsResponse>* writer) {
  context->AddInitialMetadata(kZoneRulesKey, absl::StrCat(backend_.journal.foundations().zone_rules_at));
  return Answer(services::ReadEvents(backend_, *request, [&](const auto& batch) { return writer->Write(batch); }),
                report_);
}

grpc::Status AuditServiceAdapter::ReadLeaves(grpc::ServerContext*, const v1::ReadLeavesRequest* request,
                                             grpc::ServerWriter<v1::ReadLeavesResponse>* writer) {
  return Answer(services::ReadLeaves(backend_, *request, [&](const auto& batch) { return writer->Write(batch); }),
                report_);
}

grpc::Status AuditServiceAdapter::CheckLog(grpc::ServerContext*, const v1::CheckLogRequest* request,
                                           grpc::ServerWriter<v1::CheckLogResponse>* writer) {
  const absl::Cleanup leave = [this] { --checks_; };
  if (++checks_ > 1)
    return Answer(absl::ResourceExhaustedError("a check of the log is already running; retry later"), report_);
  return Answer(services::CheckLog(backend_, *request, [&](const auto& step) { return writer->Write(step); }), report_);
}

grpc::Status AuditServiceAdapter::GetCheckpoint(grpc::ServerContext*, const v1::GetCheckpointRequest* request,
                                                v1::GetCheckpointResponse* response) {
  return Answer(services::GetCheckpoint(backend_, *request), response, report_);
}

grpc::Status AuditServiceAdapter::GetInclusionProof(grpc::ServerContext*, const v1::GetInclusionProofRequest* request,
                                                    v1::GetInclusionProofResponse* response) {
  return Answer(services::GetInclusionProof(backend_, *request), response, report_);
}

grpc::Status AuditServiceAdapter::GetConsistencyProof(grpc::ServerContext*,
                                                      const v1::GetConsistencyProofRequest* request,
                                                      v1::GetConsistencyProofResponse* response) {
  return Answer(services::GetConsistencyProof(backend_, *request), response, report_);
}

}  // namespace casejournal::services
