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
#include "services/grpc/refusal_pace.h"
#include "services/net/metadata_keys.h"

namespace casejournal::services {

namespace {

// The case that the entries are of, or about; empty: those of the journal from a position on.
std::string CaseOf(const v1::ReadEventsRequest& request) {
  if (request.has_access_stream()) return request.access_stream().case_id();
  return request.has_case_stream() ? request.case_stream().case_id() : "";
}

// Everybody may read the journal's own entries by their positions. The answer decides about the others.
Act ActOfReading(const v1::ReadEventsRequest& request) {
  if (request.has_access_stream()) return Act::kReadDisclosures;
  return request.has_case_stream() ? Act::kReadRecord : Act::kDescribe;
}

}  // namespace

template <typename Request, typename Response, typename Work>
grpc::Status AuditServiceAdapter::ReadLong(grpc::ServerContext& context, absl::string_view method,
                                           const Request& request, const std::string& case_id,
                                           grpc::ServerWriter<Response>& writer, Work work, std::optional<Act> act) {
  const RefusalPace pace;
  const absl::StatusOr<std::unique_ptr<const Admitted>> admitted =
      parts_.gate.Enter(context, method, request.ByteSizeLong(), CallGate::Answers::kStream, act);
  if (!admitted.ok()) {
    pace.Keep(admitted.status());
    return Answer(admitted.status(), report_);
  }
  const absl::StatusOr<CallSlots::Slot> slot = long_reads_.Take();
  if (!slot.ok()) return Answer(slot.status(), report_);
  LongCall call(parts_.gate, **admitted, case_id);
  const auto given_up = [&] { return parts_.stopping.load() || context.IsCancelled() || !call.Check().ok(); };
  const auto send = [&](const Response& message) {
    return !parts_.stopping.load() && call.Check().ok() && writer.Write(message);
  };
  const absl::Status outcome = work((*admitted)->reader, send, given_up);
  parts_.gate.Count((*admitted)->reader.caller(), method, outcome);
  pace.Keep(outcome);
  if (!call.over().ok()) return Answer(call.over(), report_);
  if (absl::IsCancelled(outcome) && parts_.stopping.load()) {
    return Answer(WithReason(absl::UnavailableError("the server is stopping; retry later"), v1::SERVER_STOPPING),
                  report_);
  }
  return Answer(outcome, report_);
}

grpc::Status AuditServiceAdapter::ReplayCase(grpc::ServerContext* context, const v1::ReplayCaseRequest* request,
                                             grpc::ServerWriter<v1::ReplayCaseResponse>* writer) {
  return ReadLong(*context, "ReplayCase", *request, request->case_id(), *writer,
                  [&](const Reader& reader, Send<v1::ReplayCaseResponse> send, GivenUp given_up) {
                    return services::ReplayCase(parts_.journal, reader, parts_.disclosures.Telling(NoticeIn(*context)),
                                                *request, send, given_up);
                  });
}

grpc::Status AuditServiceAdapter::GetHistory(grpc::ServerContext* context, const v1::GetHistoryRequest* request,
                                             grpc::ServerWriter<v1::GetHistoryResponse>* writer) {
  return ReadLong(*context, "GetHistory", *request, request->case_id(), *writer,
                  [&](const Reader& reader, Send<v1::GetHistoryResponse> send, GivenUp given_up) {
                    return services::GetHistory(parts_.journal, reader, parts_.disclosures.Telling(NoticeIn(*context)),
                                                *request, send, given_up);
                  });
}

grpc::Status AuditServiceAdapter::ReadEvents(grpc::ServerContext* context, const v1::ReadEventsRequest* request,
                                             grpc::ServerWriter<v1::ReadEventsResponse>* writer) {
  context->AddInitialMetadata(kZoneRulesKey, absl::StrCat(parts_.journal.foundations().zone_rules_at));
  return ReadLong(
      *context, "ReadEvents", *request, CaseOf(*request), *writer,
      [&](const Reader& reader, Send<v1::ReadEventsResponse> send, GivenUp) {
        return services::ReadEvents(parts_.journal.log(), reader, parts_.disclosures.Telling(NoticeIn(*context)),
                                    *request, send);
      },
      ActOfReading(*request));
}

grpc::Status AuditServiceAdapter::ReadLeaves(grpc::ServerContext* context, const v1::ReadLeavesRequest* request,
                                             grpc::ServerWriter<v1::ReadLeavesResponse>* writer) {
  return ReadLong(*context, "ReadLeaves", *request, "", *writer,
                  [&](const Reader&, Send<v1::ReadLeavesResponse> send, GivenUp) {
                    return services::ReadLeaves(parts_.journal.log(), *request, send);
                  });
}

grpc::Status AuditServiceAdapter::CheckLog(grpc::ServerContext* context, const v1::CheckLogRequest* request,
                                           grpc::ServerWriter<v1::CheckLogResponse>* writer) {
  const absl::StatusOr<std::unique_ptr<const Admitted>> admitted =
      parts_.gate.Enter(*context, "CheckLog", request->ByteSizeLong(), CallGate::Answers::kStream);
  if (!admitted.ok()) return Answer(admitted.status(), report_);
  const absl::StatusOr<CallSlots::Slot> slot = checks_.Take();
  if (!slot.ok()) return Answer(slot.status(), report_);
  LongCall call(parts_.gate, **admitted);
  const absl::Status outcome =
      services::CheckLog(parts_.journal.log(), parts_.stopping, *request,
                         [&](const auto& step) { return call.Check().ok() && writer->Write(step); });
  return Answer(call.over().ok() ? outcome : call.over(), report_);
}

std::vector<UnaryMethod> AuditServiceAdapter::Unary() const {
  return {Answering<v1::GetCheckpointRequest>(
              "GetCheckpoint",
              [this](const Reader&, grpc::ServerContext&, const v1::GetCheckpointRequest& request) {
                return services::GetCheckpoint(parts_.journal.log(), parts_.anchor, request);
              }),
          Answering<v1::GetInclusionProofRequest>(
              "GetInclusionProof",
              [this](const Reader&, grpc::ServerContext&, const v1::GetInclusionProofRequest& request) {
                return services::GetInclusionProof(parts_.journal.log(), request);
              }),
          Answering<v1::GetConsistencyProofRequest>(
              "GetConsistencyProof",
              [this](const Reader&, grpc::ServerContext&, const v1::GetConsistencyProofRequest& request) {
                return services::GetConsistencyProof(parts_.journal.log(), request);
              })};
}

}  // namespace casejournal::services
