// Adapts CaseService to the queries. Contains no rules. Its appends are taken by append_door.h, and its watches by
// stream_door.h.
#ifndef CASEJOURNAL_SERVICES_GRPC_CASE_SERVICE_H_
#define CASEJOURNAL_SERVICES_GRPC_CASE_SERVICE_H_

#include <utility>

#include "casejournal/v1/case_service.grpc.pb.h"
#include "projections/read_models/due_keeper.h"
#include "projections/read_models/worker.h"
#include "services/answers/disclosures/disclosure_desk.h"
#include "services/answers/list_cursors.h"
#include "services/cases/case_cache.h"
#include "services/grpc/call.h"
#include "services/grpc/call_gate.h"
#include "services/grpc/parse_request.h"
#include "services/grpc/raw/queued_methods.h"
#include "services/journal/journal.h"

namespace casejournal::services {

// What the answers take. All of it outlives the adapter.
struct CaseServiceParts {
  const Journal& journal;
  const CaseCache& cases;
  const projections::Worker& worker;
  const projections::DueKeeper& due;
  ListCursors& cursors;
  const DisclosureDesk& desk;
  const CallGate& gate;
};

// Reads run on gRPC's synchronous threads.
class CaseServiceAdapter final : public v1::CaseService::Service {
 public:
  CaseServiceAdapter(CaseServiceParts parts, FailureReport report) : parts_(parts), report_(std::move(report)) {}

  grpc::Status GetCasePlan(grpc::ServerContext* context, const v1::GetCasePlanRequest* request,
                           v1::GetCasePlanResponse* response) override;
  grpc::Status PreviewPlan(grpc::ServerContext* context, const v1::PreviewPlanRequest* request,
                           v1::PreviewPlanResponse* response) override;
  grpc::Status ComparePlans(grpc::ServerContext* context, const v1::ComparePlansRequest* request,
                            v1::ComparePlansResponse* response) override;
  grpc::Status GetFigures(grpc::ServerContext* context, const v1::GetFiguresRequest* request,
                          v1::GetFiguresResponse* response) override;
  grpc::Status GetFindings(grpc::ServerContext* context, const v1::GetFindingsRequest* request,
                           v1::GetFindingsResponse* response) override;
  grpc::Status GetDocket(grpc::ServerContext* context, const v1::GetDocketRequest* request,
                         v1::GetDocketResponse* response) override;
  grpc::Status ListWork(grpc::ServerContext* context, const v1::ListWorkRequest* request,
                        v1::ListWorkResponse* response) override;
  grpc::Status SearchPersons(grpc::ServerContext* context, const v1::SearchPersonsRequest* request,
                             v1::SearchPersonsResponse* response) override;
  grpc::Status ListNotes(grpc::ServerContext* context, const v1::ListNotesRequest* request,
                         v1::ListNotesResponse* response) override;
  grpc::Status ListCases(grpc::ServerContext* context, const v1::ListCasesRequest* request,
                         v1::ListCasesResponse* response) override;

  // What is registered with a server.
  CaseMethods& methods() { return methods_; }

 private:
  template <typename Request, typename MakeAnswer>
  auto AboutCase(grpc::ServerContext& context, const Reader& reader, absl::string_view method, const Request& request,
                 MakeAnswer answer) const -> decltype(answer());

  const CaseServiceParts parts_;
  const FailureReport report_;
  CaseMethods methods_{v1::CaseService::service_full_name(), [this](int index) { return GetHandler(index); },
                       ExplainMalformed(parts_.gate)};
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_GRPC_CASE_SERVICE_H_
