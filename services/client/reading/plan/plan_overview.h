// Shows one screen of what matters now in a case.
#ifndef CASEJOURNAL_SERVICES_CLIENT_READING_PLAN_PLAN_OVERVIEW_H_
#define CASEJOURNAL_SERVICES_CLIENT_READING_PLAN_PLAN_OVERVIEW_H_

#include <string>

#include "casejournal/v1/case_service.pb.h"
#include "services/client/journal_client.h"
#include "services/console/exit_status.h"
#include "services/pages/plan/plan_page.h"

namespace casejournal::services {

struct OverviewQuestion {
  std::string named;                    // the case, as the command line names it
  const v1::GetCasePlanResponse& plan;  // the plan that was asked for
  v1::AsOf as_of;                       // as of when; empty: now
};

// Ask what is due and which findings there are, and print the page (overview_page.h). Print any failure to standard
// error.
ExitStatus ShowOverview(JournalClient& client, const OverviewQuestion& question, const PageStyle& style);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CLIENT_READING_PLAN_PLAN_OVERVIEW_H_
