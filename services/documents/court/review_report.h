// The report of one review that was held, for the court: who took part, what it found for each child, what the plan
// said on that day, what changed since the review before, and what is due next. Pure.
#ifndef CASEJOURNAL_SERVICES_DOCUMENTS_COURT_REVIEW_REPORT_H_
#define CASEJOURNAL_SERVICES_DOCUMENTS_COURT_REVIEW_REPORT_H_

#include <string>
#include <vector>

#include "casejournal/v1/case_plan.pb.h"
#include "casejournal/v1/case_service.pb.h"
#include "casejournal/v1/court_service.pb.h"
#include "services/documents/court/court_view.h"
#include "services/pages/plan/plan_sections.h"

namespace casejournal::services {

// What the report is made from. Everything must outlive the call.
struct ReviewShown {
  // The review, with all that was done with it: submitted, decided, filed.
  const v1::Meeting& review;
  // The plan on the day of the review, and what bound then.
  const v1::GetCasePlanResponse& then;
  // The review of the same kind before it, and the plan on its day. Null: it is the first one.
  const v1::Meeting* review_before = nullptr;
  const v1::CasePlan* plan_before = nullptr;
  // What happened after the review before, up to the day of the review, by day.
  std::vector<v1::RegisterRow> changes;
  // What was due as of the day of the review. Null: the journal has no rules for that day.
  const v1::GetDocketResponse* docket = nullptr;
};

// The day on which a review was complete: it was held, and its findings were made.
std::string DayOfReview(const v1::Meeting& review);

Document ReviewReportOf(const CourtView& view, const ReviewShown& shown);

// The goals, objectives, and activities that had not ended by the review before: where they stand, and what progress
// was seen. Also a table of the services among them.
Blocks ReviewedObjectives(const PlanView& plan, const ReviewShown& shown);
Blocks ReviewedServices(const PlanView& plan, const ReviewShown& shown);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_DOCUMENTS_COURT_REVIEW_REPORT_H_
