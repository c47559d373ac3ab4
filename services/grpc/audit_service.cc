#include "services/grpc/audit_service.h"

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "services/answers/cases/get_history.h"
#include "services/answers/cases/replay_case.h"
#include "services/answers/log/check_log.h"
#include "services/answers/log/get_checkpoint.h"
#include "services/answers/log/get_consistency_proof.h"
#include "services/answers/log/get_inclusion_proof.h"
#include "services/answers/log/read_events.h"
#include "services/answers/log/read_leaves.h"
#include "services/net/metadata_keys.h"

namespace casejournal::services {

grpc::Status AuditServiceAdapter::ReplayCase(grpc::ServerContext*, const v1::ReplayCaseRequest* request,
                                             grpc::ServerWriter<v1::ReplayCaseResponse>* writer) {
  return Answer(services::ReplayCase(parts_.journal, parts_.cases, *request,
                                     [&](const auto& step) { return writer->Write(step); }),
                report_);
}

grpc::Status AuditServiceAdapter::GetHistory(grpc::ServerContext*, const v1::GetHistoryRequest* request,
                                             grpc::ServerWriter<v1::GetHistoryResponse>* writer) {
  return Answer(services::GetHistory(parts_.journal, parts_.cases, *request,
                                     [&](const auto& batch) { return writer->Write(batch); }),
                report_);
}

grpc::Status AuditServiceAdapter::ReadEvents(grpc::ServerContext* context, const v1::ReadEventsRequest* request,
                                             grpc::ServerWriter<v1::ReadEventsResponse>* writer) {
  context->AddInitialMetadata(kZoneRulesKey, absl::StrCat(parts_.journal.foundations().zone_rules_at));
  return Answer(
      services::ReadEvents(parts_.journal.log(), *request, [&](const auto& batch) { return writer->Write(batch); }),
      report_);
}

grpc::Status AuditServiceAdapter::ReadLeaves(grpc::ServerContext*, const v1::ReadLeavesRequest* request,
                                             grpc::ServerWriter<v1::ReadLeavesResponse>* writer) {
  return Answer(
      services::ReadLeaves(parts_.journal.log(), *request, [&](const auto& batch) { return writer->Write(batch); }),
      report_);
}

grpc::Status AuditServiceAdapter::CheckLog(grpc::ServerContext*, const v1::CheckLogRequest* request,
                                           grpc::ServerWriter<v1::CheckLogResponse>* writer) {
  const absl::Cleanup leave = [this] { --checks_; };
  if (++checks_ > 1)
    return Answer(absl::ResourceExhaustedError("a check of the log is already running; retry later"), report_);
  return Answer(services::CheckLog(parts_.journal.log(), parts_.stopping, *request,
                                   [&](const auto& step) { return writer->Write(step); }),
                report_);
}

grpc::Status AuditServiceAdapter::GetCheckpoint(grpc::ServerContext*, const v1::GetCheckpointRequest* request,
                                                v1::GetCheckpointResponse* response) {
  return Answer(services::GetCheckpoint(parts_.journal.log(), parts_.anchor, *request), response, report_);
}

grpc::Status AuditServiceAdapter::GetInclusionProof(grpc::ServerContext*, const v1::GetInclusionProofRequest* request,
                                                    v1::GetInclusionProofResponse* response) {
  return Answer(services::GetInclusionProof(parts_.journal.log(), *request), response, report_);
}

grpc::Status AuditServiceAdapter::GetConsistencyProof(grpc::ServerContext*,
                                                      const v1::GetConsistencyProofRequest* request,
                                                      v1::GetConsistencyProofResponse* response) {
  return Answer(services::GetConsistencyProof(parts_.journal.log(), *request), response, report_);
}

}  // namespace casejournal::services
