// One screen of what matters now in a case. Pure.
#ifndef CASEJOURNAL_SERVICES_PAGES_PLAN_OVERVIEW_PAGE_H_
#define CASEJOURNAL_SERVICES_PAGES_PLAN_OVERVIEW_PAGE_H_

#include <string>
#include <vector>

#include "casejournal/v1/case_service.pb.h"
#include "casejournal/v1/work_list.pb.h"
#include "services/pages/plan/plan_page.h"

namespace casejournal::services {

// The answers that the screen shows, all as of the same moment.
struct OverviewAnswers {
  const v1::GetCasePlanResponse& plan;      // the view WORKING
  const std::vector<v1::WorkItem>& work;    // what is not done yet
  std::string no_dates;                     // why it is not known what is due; empty: it is known
  std::string only_dates = {};              // why `work` has only the dates of the law; empty: it has everything
  const v1::GetFindingsResponse& findings;  // all findings
  std::string day;                          // the day that the other answers are for
  bool is_today = true;                     // whether that is today
  std::string case_words;                   // what a command line calls the case: "23-JV-0117"
};

// Return who the case is about and who is responsible, where each child is, what is in force and whether the plan as it
// stands says the same, what is overdue and what comes next, and how many findings are open; then the commands that
// show more. A page with `style.color` is for PrintStyled (output.h).
std::string OverviewPage(const OverviewAnswers& answers, const PageStyle& style);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_PAGES_PLAN_OVERVIEW_PAGE_H_
