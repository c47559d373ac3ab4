#include "services/grpc/case_service.h"

#include <utility>

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
#include "services/grpc/call.h"

namespace casejournal::services {

// Where such reads are recorded, the disclosure comes before the answer leaves. A request that is rejected gives
// nothing, so nothing is recorded.
template <typename Request, typename Response>
UnaryMethod CaseServiceAdapter::AboutCase(std::string name,
                                          absl::StatusOr<Response> (*make)(const Journal&, const Reader&,
                                                                           const Request&,
                                                                           eventstore::Deadline)) const {
  return Answering<Request>(
      name,
      [this, name, make](const Reader& reader, grpc::ServerContext& context,
                         const Request& request) -> absl::StatusOr<Response> {
        absl::StatusOr<Response> answered = make(parts_.journal, reader, request, DeadlineOf(context));
        if (!answered.ok() || !parts_.desk.all_reads()) return answered;
        absl::Status recorded = parts_.desk.Telling(NoticeIn(context)).RecordAnswer(reader, request.case_id(), name);
        if (!recorded.ok()) return recorded;
        return answered;
      });
}

std::vector<UnaryMethod> CaseServiceAdapter::Unary() const {
  UnaryMethod plan = AboutCase("GetCasePlan", &GetCasePlan);
  plan.is_at_hand = [this](const Reader& reader, const google::protobuf::Message& request) {
    return !parts_.desk.all_reads() &&
           PlanIsAtHand(parts_.journal, reader, static_cast<const v1::GetCasePlanRequest&>(request));
  };
  return {std::move(plan),
          AboutCase("PreviewPlan", &PreviewPlan),
          AboutCase("ComparePlans", &ComparePlans),
          AboutCase("GetFigures", &GetFigures),
          AboutCase("GetFindings", &GetFindings),
          AboutCase("GetDocket", &GetDocket),
          AboutCase("ListNotes", &ListNotes),
          Answering<v1::ListWorkRequest>(
              "ListWork",
              [this](const Reader& reader, grpc::ServerContext& context, const v1::ListWorkRequest& request) {
                const DueSources sources{parts_.journal, parts_.worker, parts_.due, reader};
                return ListWork(sources, parts_.cursors, request, DeadlineOf(context));
              }),
          Answering<v1::SearchPersonsRequest>(
              "SearchPersons",
              [this](const Reader& reader, grpc::ServerContext& context, const v1::SearchPersonsRequest& request) {
                return SearchPersons(parts_.journal, reader, parts_.worker, request, DeadlineOf(context));
              }),
          Answering<v1::ListCasesRequest>("ListCases", [this](const Reader& reader, grpc::ServerContext& context,
                                                              const v1::ListCasesRequest& request) {
            const CaseListSources sources{parts_.journal, parts_.worker, parts_.due, reader};
            return ListCases(sources, request, DeadlineOf(context));
          })};
}

}  // namespace casejournal::services
