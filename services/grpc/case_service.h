// Adapts CaseService to the recorder and to the queries. Contains no rules.
#ifndef CASEJOURNAL_SERVICES_GRPC_CASE_SERVICE_H_
#define CASEJOURNAL_SERVICES_GRPC_CASE_SERVICE_H_

#include <atomic>

#include "casejournal/v1/case_service.grpc.pb.h"
#include "projections/read_models/due_keeper.h"
#include "projections/read_models/worker.h"
#include "services/answers/list_cursors.h"
#include "services/cases/case_cache.h"
#include "services/grpc/call.h"
#include "services/grpc/call_slots.h"
#include "services/journal/journal.h"
#include "services/recorder/recorder.h"

namespace casejournal::services {

// What the answers take. All of it outlives the adapter.
struct CaseServiceParts {
  const Journal& journal;
  const CaseCache& cases;
  const projections::Worker& worker;
  const projections::DueKeeper& due;
  ListCursors& cursors;
  // Set when the server stops, so that calls that follow the log end.
  const std::atomic<bool>& stopping;
};

// Appends run on gRPC's callback threads and are answered by the committing thread. They take raw bytes, so that
// malformed bytes get an answer that names the field. Reads run on gRPC's synchronous threads.
class CaseServiceAdapter final : public v1::CaseService::WithRawCallbackMethod_Append<
                                     v1::CaseService::WithRawCallbackMethod_AppendStream<v1::CaseService::Service>> {
 public:
  CaseServiceAdapter(CaseServiceParts parts, Recorder& recorder, Caller caller, FailureReport report)
      : parts_(parts), recorder_(recorder), caller_(std::move(caller)), report_(std::move(report)) {}

  grpc::ServerUnaryReactor* Append(grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
                                   grpc::ByteBuffer* response) override;
  grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>* AppendStream(
      grpc::CallbackServerContext* context) override;
  grpc::Status GetCasePlan(grpc::ServerContext* context, const v1::GetCasePlanRequest* request,
                           v1::GetCasePlanResponse* response) override;
  grpc::Status GetFindings(grpc::ServerContext* context, const v1::GetFindingsRequest* request,
                           v1::GetFindingsResponse* response) override;
  grpc::Status GetDocket(grpc::ServerContext* context, const v1::GetDocketRequest* request,
                         v1::GetDocketResponse* response) override;
  grpc::Status ListDue(grpc::ServerContext* context, const v1::ListDueRequest* request,
                       v1::ListDueResponse* response) override;
  grpc::Status WatchDue(grpc::ServerContext* context, const v1::WatchDueRequest* request,
                        grpc::ServerWriter<v1::WatchDueResponse>* writer) override;
  grpc::Status SearchPersons(grpc::ServerContext* context, const v1::SearchPersonsRequest* request,
                             v1::SearchPersonsResponse* response) override;
  grpc::Status ListCases(grpc::ServerContext* context, const v1::ListCasesRequest* request,
                         v1::ListCasesResponse* response) override;

 private:
  Caller CallerOf(const grpc::CallbackServerContext& context) const;

  const CaseServiceParts parts_;
  Recorder& recorder_;
  const Caller caller_;
  const FailureReport report_;
  CallSlots watchers_{"watcher of what is due", 128};  // each holds a thread
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_GRPC_CASE_SERVICE_H_
