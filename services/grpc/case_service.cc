#include "services/grpc/case_service.h"

#include "services/answers/cases/compare_plans.h"
#include "services/answers/cases/get_case_plan.h"
#include "services/answers/cases/get_docket.h"
#include "services/answers/cases/get_figures.h"
#include "services/answers/cases/get_findings.h"
#include "services/answers/cases/list_notes.h"
#include "services/answers/cases/preview_plan.h"
#include "services/answers/lists/list_cases.h"
#include "services/answers/lists/list_work.h"
#include "services/answers/lists/search_persons.h"
#include "services/grpc/once.h"

namespace casejournal::services {

// Where such reads are recorded, the disclosure comes before the answer leaves. A request that is rejected gives
// nothing, so nothing is recorded.
template <typename Request, typename MakeAnswer>
auto CaseServiceAdapter::AboutCase(grpc::ServerContext& context, const Reader& reader, absl::string_view method,
                                   const Request& request, MakeAnswer answer) const -> decltype(answer()) {
  auto answered = answer();
  if (!answered.ok() || !parts_.desk.all_reads()) return answered;
  absl::Status recorded = parts_.desk.Telling(NoticeIn(context)).RecordAnswer(reader, request.case_id(), method);
  if (!recorded.ok()) return recorded;
  return answered;
}

grpc::Status CaseServiceAdapter::GetCasePlan(grpc::ServerContext* context, const v1::GetCasePlanRequest* request,
                                             v1::GetCasePlanResponse* response) {
  return Once(parts_.gate, *context, "GetCasePlan", *request, response, report_, [&](const Reader& reader) {
    return AboutCase(*context, reader, "GetCasePlan", *request,
                     [&] { return services::GetCasePlan(parts_.journal, reader, *request, DeadlineOf(*context)); });
  });
}

grpc::Status CaseServiceAdapter::PreviewPlan(grpc::ServerContext* context, const v1::PreviewPlanRequest* request,
                                             v1::PreviewPlanResponse* response) {
  return Once(parts_.gate, *context, "PreviewPlan", *request, response, report_, [&](const Reader& reader) {
    return AboutCase(*context, reader, "PreviewPlan", *request,
                     [&] { return services::PreviewPlan(parts_.journal, reader, *request, DeadlineOf(*context)); });
  });
}

grpc::Status CaseServiceAdapter::ComparePlans(grpc::ServerContext* context, const v1::ComparePlansRequest* request,
                                              v1::ComparePlansResponse* response) {
  return Once(parts_.gate, *context, "ComparePlans", *request, response, report_, [&](const Reader& reader) {
    return AboutCase(*context, reader, "ComparePlans", *request,
                     [&] { return services::ComparePlans(parts_.journal, reader, *request, DeadlineOf(*context)); });
  });
}

grpc::Status CaseServiceAdapter::GetFigures(grpc::ServerContext* context, const v1::GetFiguresRequest* request,
                                            v1::GetFiguresResponse* response) {
  return Once(parts_.gate, *context, "GetFigures", *request, response, report_, [&](const Reader& reader) {
    return AboutCase(*context, reader, "GetFigures", *request,
                     [&] { return services::GetFigures(parts_.journal, reader, *request, DeadlineOf(*context)); });
  });
}

grpc::Status CaseServiceAdapter::GetFindings(grpc::ServerContext* context, const v1::GetFindingsRequest* request,
                                             v1::GetFindingsResponse* response) {
  return Once(parts_.gate, *context, "GetFindings", *request, response, report_, [&](const Reader& reader) {
    return AboutCase(*context, reader, "GetFindings", *request,
                     [&] { return services::GetFindings(parts_.journal, reader, *request, DeadlineOf(*context)); });
  });
}

grpc::Status CaseServiceAdapter::GetDocket(grpc::ServerContext* context, const v1::GetDocketRequest* request,
                                           v1::GetDocketResponse* response) {
  return Once(parts_.gate, *context, "GetDocket", *request, response, report_, [&](const Reader& reader) {
    return AboutCase(*context, reader, "GetDocket", *request,
                     [&] { return services::GetDocket(parts_.journal, reader, *request, DeadlineOf(*context)); });
  });
}

grpc::Status CaseServiceAdapter::ListWork(grpc::ServerContext* context, const v1::ListWorkRequest* request,
                                          v1::ListWorkResponse* response) {
  return Once(parts_.gate, *context, "ListWork", *request, response, report_, [&](const Reader& reader) {
    const DueSources sources{parts_.journal, parts_.worker, parts_.due, reader};
    return services::ListWork(sources, parts_.cursors, *request, DeadlineOf(*context));
  });
}

grpc::Status CaseServiceAdapter::SearchPersons(grpc::ServerContext* context, const v1::SearchPersonsRequest* request,
                                               v1::SearchPersonsResponse* response) {
  return Once(parts_.gate, *context, "SearchPersons", *request, response, report_, [&](const Reader& reader) {
    return services::SearchPersons(parts_.journal, reader, parts_.worker, *request, DeadlineOf(*context));
  });
}

grpc::Status CaseServiceAdapter::ListNotes(grpc::ServerContext* context, const v1::ListNotesRequest* request,
                                           v1::ListNotesResponse* response) {
  return Once(parts_.gate, *context, "ListNotes", *request, response, report_, [&](const Reader& reader) {
    return AboutCase(*context, reader, "ListNotes", *request,
                     [&] { return services::ListNotes(parts_.journal, reader, *request, DeadlineOf(*context)); });
  });
}

grpc::Status CaseServiceAdapter::ListCases(grpc::ServerContext* context, const v1::ListCasesRequest* request,
                                           v1::ListCasesResponse* response) {
  return Once(parts_.gate, *context, "ListCases", *request, response, report_, [&](const Reader& reader) {
    const CaseListSources sources{parts_.journal, parts_.worker, parts_.due, reader};
    return services::ListCases(sources, *request, DeadlineOf(*context));
  });
}

}  // namespace casejournal::services
