#include "services/grpc/audit_service.h"

#include "absl/strings/str_cat.h"
#include "services/answers/cases/get_history.h"
#include "services/answers/cases/replay_case.h"
#include "services/answers/log/check_log.h"
#include "services/answers/log/get_checkpoint.h"
#include "services/answers/log/get_consistency_proof.h"
#include "services/answers/log/get_inclusion_proof.h"
#include "services/answers/log/read_events.h"
#include "services/answers/log/read_leaves.h"
#include "services/errors/error_reason.h"
#include "services/net/metadata_keys.h"

namespace casejournal::services {

template <typename Response, typename Work>
grpc::Status AuditServiceAdapter::ReadLong(grpc::ServerContext& context, grpc::ServerWriter<Response>& writer,
                                           Work work) {
  const absl::StatusOr<CallSlots::Slot> slot = long_reads_.Take();
  if (!slot.ok()) return Answer(slot.status(), report_);
  const auto given_up = [&] { return parts_.stopping.load() || context.IsCancelled(); };
  const absl::Status outcome =
      work([&](const Response& message) { return !parts_.stopping.load() && writer.Write(message); }, given_up);
  if (absl::IsCancelled(outcome) && parts_.stopping.load()) {
    return Answer(WithReason(absl::UnavailableError("the server is stopping; retry later"), v1::SERVER_STOPPING),
                  report_);
  }
  return Answer(outcome, report_);
}

grpc::Status AuditServiceAdapter::ReplayCase(grpc::ServerContext* context, const v1::ReplayCaseRequest* request,
                                             grpc::ServerWriter<v1::ReplayCaseResponse>* writer) {
  return ReadLong(*context, *writer, [&](Send<v1::ReplayCaseResponse> send, GivenUp given_up) {
    return services::ReplayCase(parts_.journal, Reader(parts_.readers, caller_), parts_.disclosures, *request, send,
                                given_up);
  });
}

grpc::Status AuditServiceAdapter::GetHistory(grpc::ServerContext* context, const v1::GetHistoryRequest* request,
                                             grpc::ServerWriter<v1::GetHistoryResponse>* writer) {
  return ReadLong(*context, *writer, [&](Send<v1::GetHistoryResponse> send, GivenUp given_up) {
    return services::GetHistory(parts_.journal, Reader(parts_.readers, caller_), parts_.disclosures, *request, send,
                                given_up);
  });
}

grpc::Status AuditServiceAdapter::ReadEvents(grpc::ServerContext* context, const v1::ReadEventsRequest* request,
                                             grpc::ServerWriter<v1::ReadEventsResponse>* writer) {
  context->AddInitialMetadata(kZoneRulesKey, absl::StrCat(parts_.journal.foundations().zone_rules_at));
  return ReadLong(*context, *writer, [&](Send<v1::ReadEventsResponse> send, GivenUp) {
    return services::ReadEvents(parts_.journal.log(), Reader(parts_.readers, caller_), parts_.disclosures, *request,
                                send);
  });
}

grpc::Status AuditServiceAdapter::ReadLeaves(grpc::ServerContext* context, const v1::ReadLeavesRequest* request,
                                             grpc::ServerWriter<v1::ReadLeavesResponse>* writer) {
  return ReadLong(*context, *writer, [&](Send<v1::ReadLeavesResponse> send, GivenUp) {
    return services::ReadLeaves(parts_.journal.log(), *request, send);
  });
}

grpc::Status AuditServiceAdapter::CheckLog(grpc::ServerContext*, const v1::CheckLogRequest* request,
                                           grpc::ServerWriter<v1::CheckLogResponse>* writer) {
  const absl::StatusOr<CallSlots::Slot> slot = checks_.Take();
  if (!slot.ok()) return Answer(slot.status(), report_);
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
