// Adapts AuditService to the queries.
#ifndef CASEJOURNAL_SERVICES_GRPC_AUDIT_SERVICE_H_
#define CASEJOURNAL_SERVICES_GRPC_AUDIT_SERVICE_H_

#include <atomic>
#include <optional>
#include <string>
#include <utility>

#include "casejournal/v1/audit_service.grpc.pb.h"
#include "services/answers/disclosures/disclosure_desk.h"
#include "services/evidence/anchor.h"
#include "services/grpc/call.h"
#include "services/grpc/call_gate.h"
#include "services/grpc/call_slots.h"
#include "services/grpc/parse_request.h"
#include "services/grpc/raw/bytes_service.h"
#include "services/grpc/unary_method.h"
#include "services/journal/journal.h"

namespace casejournal::services {

// What the answers take. All of it outlives the adapter.
struct AuditServiceParts {
  const Journal& journal;
  const CallGate& gate;
  const DisclosureDesk& disclosures;
  Anchor& anchor;
  // Set when the server stops: calls that take long end.
  const std::atomic<bool>& stopping;
};

class AuditServiceAdapter final : public v1::AuditService::Service {
 public:
  AuditServiceAdapter(AuditServiceParts parts, FailureReport report) : parts_(parts), report_(std::move(report)) {}

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

  // What is registered with a server.
  BytesService& methods() { return methods_; }
  // Those of them with one answer.
  const std::vector<UnaryMethod>& unary() const { return unary_; }

 private:
  std::vector<UnaryMethod> Unary() const;

  const AuditServiceParts parts_;
  // Answer a call of the kind that reads for long: it takes a place among them, and ends when the server stops or its
  // caller's right ends, also the right to the case, if it is about one. `work` sends its messages with the function
  // that it gets.
  template <typename Request, typename Response, typename Work>
  grpc::Status ReadLong(grpc::ServerContext& context, absl::string_view method, const Request& request,
                        const std::string& case_id, grpc::ServerWriter<Response>& writer, Work work,
                        std::optional<Act> act = std::nullopt);

  const FailureReport report_;
  const std::vector<UnaryMethod> unary_ = Unary();
  BytesService methods_{v1::AuditService::service_full_name(), [this](int index) { return GetHandler(index); },
                        ExplainMalformed(parts_.gate), NamesOf(unary_)};
  // Of ReadEvents, ReadLeaves, ReplayCase, and GetHistory: each holds a thread while its client reads.
  CallSlots long_reads_{64, "64 histories, replays, and reads of the log are in progress; retry later"};
  CallSlots checks_{1, "a check of the log is already running; retry later"};
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_GRPC_AUDIT_SERVICE_H_
