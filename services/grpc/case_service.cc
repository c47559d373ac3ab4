#include "services/grpc/case_service.h"

#include <memory>
#include <utility>

#include "absl/strings/ascii.h"
#include "services/answers/cases/get_case_plan.h"
#include "services/answers/cases/get_docket.h"
#include "services/answers/cases/get_findings.h"
#include "services/answers/lists/list_cases.h"
#include "services/answers/lists/list_due.h"
#include "services/answers/lists/search_persons.h"
#include "services/answers/lists/watch_due.h"
#include "services/grpc/append_stream.h"
#include "services/grpc/parse_request.h"

namespace casejournal::services {
namespace {

// The program names itself in gRPC's own header. This is a remark, not a proof.
constexpr char kUserAgent[] = "user-agent";
constexpr size_t kClientBytesMax = 100;

}  // namespace

Caller CaseServiceAdapter::CallerOf(const grpc::CallbackServerContext& context) const {
  Caller caller = caller_;
  const auto agent = context.client_metadata().find(kUserAgent);
  if (agent == context.client_metadata().end()) return caller;
  // Stored forever as a string, so characters other than printable ASCII are removed.
  for (const char byte : absl::string_view(agent->second.data(), agent->second.size())) {
    if (caller.client.size() < kClientBytesMax && absl::ascii_isprint(byte)) caller.client.push_back(byte);
  }
  return caller;
}

grpc::ServerUnaryReactor* CaseServiceAdapter::Append(grpc::CallbackServerContext* context,
                                                     const grpc::ByteBuffer* bytes, grpc::ByteBuffer* response) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  const std::shared_ptr<v1::AppendRequest> request = MakeMessage<v1::AppendRequest>();
  if (absl::Status parsed = ParseMessage(*bytes, *request); !parsed.ok()) {
    reactor->Finish(Answer(parsed, report_));
    return reactor;
  }
  recorder_.Record(CallerOf(*context), request, [this, reactor, response](absl::StatusOr<v1::AppendResponse> recorded) {
    if (recorded.ok()) *response = SerializeMessage(*recorded);
    reactor->Finish(Answer(recorded.status(), report_));
  });
  return reactor;
}

grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>* CaseServiceAdapter::AppendStream(
    grpc::CallbackServerContext* context) {
  return new AppendStreamCall(recorder_, CallerOf(*context), report_);
}

grpc::Status CaseServiceAdapter::GetCasePlan(grpc::ServerContext* context, const v1::GetCasePlanRequest* request,
                                             v1::GetCasePlanResponse* response) {
  return Answer(services::GetCasePlan(parts_.journal, parts_.cases, *request, DeadlineOf(*context)), response, report_);
}

grpc::Status CaseServiceAdapter::GetFindings(grpc::ServerContext* context, const v1::GetFindingsRequest* request,
                                             v1::GetFindingsResponse* response) {
  return Answer(services::GetFindings(parts_.journal, parts_.cases, *request, DeadlineOf(*context)), response, report_);
}

grpc::Status CaseServiceAdapter::GetDocket(grpc::ServerContext* context, const v1::GetDocketRequest* request,
                                           v1::GetDocketResponse* response) {
  return Answer(services::GetDocket(parts_.journal, parts_.cases, *request, DeadlineOf(*context)), response, report_);
}

grpc::Status CaseServiceAdapter::ListDue(grpc::ServerContext* context, const v1::ListDueRequest* request,
                                         v1::ListDueResponse* response) {
  const DueSources sources{parts_.journal, parts_.cases, parts_.worker, parts_.due};
  return Answer(services::ListDue(sources, parts_.cursors, *request, DeadlineOf(*context)), response, report_);
}

grpc::Status CaseServiceAdapter::WatchDue(grpc::ServerContext* context, const v1::WatchDueRequest* request,
                                          grpc::ServerWriter<v1::WatchDueResponse>* writer) {
  const absl::StatusOr<CallSlots::Slot> slot = watchers_.Take();
  if (!slot.ok()) return Answer(slot.status(), report_);
  return Answer(services::WatchDue(
                    parts_.journal, parts_.worker, parts_.due, parts_.stopping, *request,
                    [&](const auto& change) { return writer->Write(change); }, [&] { return context->IsCancelled(); }),
                report_);
}

grpc::Status CaseServiceAdapter::SearchPersons(grpc::ServerContext* context, const v1::SearchPersonsRequest* request,
                                               v1::SearchPersonsResponse* response) {
  return Answer(services::SearchPersons(parts_.worker, *request, DeadlineOf(*context)), response, report_);
}

grpc::Status CaseServiceAdapter::ListCases(grpc::ServerContext* context, const v1::ListCasesRequest* request,
                                           v1::ListCasesResponse* response) {
  return Answer(services::ListCases(parts_.journal, parts_.worker, *request, DeadlineOf(*context)), response, report_);
}

}  // namespace casejournal::services
