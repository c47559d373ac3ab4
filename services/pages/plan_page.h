// The page that shows a plan to a person.
#ifndef CASEJOURNAL_SERVICES_PAGES_PLAN_PAGE_H_
#define CASEJOURNAL_SERVICES_PAGES_PLAN_PAGE_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "casejournal/v1/case_plan.pb.h"
#include "casejournal/v1/case_service.pb.h"

namespace casejournal::services {

struct PageStyle {
  size_t width = 100;
  bool ids = false;                           // show ids, for who writes events about them
  std::vector<std::string> only = {};         // names of the sections to show; empty: all
  absl::TimeZone zone = absl::UTCTimeZone();  // the journal's
};

// The names of the sections, in their order.
const std::vector<std::string>& SectionNames();

// The whole plan: header, what binds, and the sections of SectionNames(). Those without content are left out.
std::string PlanPage(const v1::GetCasePlanResponse& response, const PageStyle& style);

// The plan alone, without what binds.
std::string PlanPage(const v1::CasePlan& plan, const PageStyle& style);

// The header, what binds, and every version with what was done with it. `response` is of view WORKING.
std::string InForcePage(const v1::GetCasePlanResponse& response, const PageStyle& style);

// A version as people signed it, and what was done with it. `content` is its text, read. The names of
// what was done with it later (an order, a person who joined) come from `record`, the plan of today.
std::string VersionPage(const v1::PlanVersion& version, const v1::PlanContent& content, const v1::CasePlan& record,
                        const PageStyle& style);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_PAGES_PLAN_PAGE_H_
