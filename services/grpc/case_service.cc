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

namespace casejournal::services {

Reader CaseServiceAdapter::ReaderOf(const grpc::ServerContext&) const {
  return {parts_.readers, DevelopmentCaller({})};
}

grpc::Status CaseServiceAdapter::GetCasePlan(grpc::ServerContext* context, const v1::GetCasePlanRequest* request,
                                             v1::GetCasePlanResponse* response) {
  return Answer(services::GetCasePlan(parts_.journal, ReaderOf(*context), *request, DeadlineOf(*context)), response,
                report_);
}

grpc::Status CaseServiceAdapter::PreviewPlan(grpc::ServerContext* context, const v1::PreviewPlanRequest* request,
                                             v1::PreviewPlanResponse* response) {
  return Answer(services::PreviewPlan(parts_.journal, ReaderOf(*context), *request, DeadlineOf(*context)), response,
                report_);
}

grpc::Status CaseServiceAdapter::ComparePlans(grpc::ServerContext* context, const v1::ComparePlansRequest* request,
                                              v1::ComparePlansResponse* response) {
  return Answer(services::ComparePlans(parts_.journal, ReaderOf(*context), *request, DeadlineOf(*context)), response,
                report_);
}

grpc::Status CaseServiceAdapter::GetFigures(grpc::ServerContext* context, const v1::GetFiguresRequest* request,
                                            v1::GetFiguresResponse* response) {
  return Answer(services::GetFigures(parts_.journal, ReaderOf(*context), *request, DeadlineOf(*context)), response,
                report_);
}

grpc::Status CaseServiceAdapter::GetFindings(grpc::ServerContext* context, const v1::GetFindingsRequest* request,
                                             v1::GetFindingsResponse* response) {
  return Answer(services::GetFindings(parts_.journal, ReaderOf(*context), *request, DeadlineOf(*context)), response,
                report_);
}

grpc::Status CaseServiceAdapter::GetDocket(grpc::ServerContext* context, const v1::GetDocketRequest* request,
                                           v1::GetDocketResponse* response) {
  return Answer(services::GetDocket(parts_.journal, ReaderOf(*context), *request, DeadlineOf(*context)), response,
                report_);
}

grpc::Status CaseServiceAdapter::ListWork(grpc::ServerContext* context, const v1::ListWorkRequest* request,
                                          v1::ListWorkResponse* response) {
  const Reader reader = ReaderOf(*context);
  const DueSources sources{parts_.journal, parts_.worker, parts_.due, reader};
  return Answer(services::ListWork(sources, parts_.cursors, *request, DeadlineOf(*context)), response, report_);
}

grpc::Status CaseServiceAdapter::SearchPersons(grpc::ServerContext* context, const v1::SearchPersonsRequest* request,
                                               v1::SearchPersonsResponse* response) {
  return Answer(services::SearchPersons(parts_.journal, ReaderOf(*context), parts_.worker, *request, DeadlineOf(*context)),
                response, report_);
}

grpc::Status CaseServiceAdapter::ListNotes(grpc::ServerContext* context, const v1::ListNotesRequest* request,
                                           v1::ListNotesResponse* response) {
  return Answer(services::ListNotes(parts_.journal, ReaderOf(*context), *request, DeadlineOf(*context)), response,
                report_);
}

grpc::Status CaseServiceAdapter::ListCases(grpc::ServerContext* context, const v1::ListCasesRequest* request,
                                           v1::ListCasesResponse* response) {
  const Reader reader = ReaderOf(*context);
  const CaseListSources sources{parts_.journal, parts_.worker, parts_.due, reader};
  return Answer(services::ListCases(sources, *request, DeadlineOf(*context)), response, report_);
}

}  // namespace casejournal::services
