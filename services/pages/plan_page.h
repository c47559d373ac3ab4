// The page that shows a plan to a person.
#ifndef CASEJOURNAL_SERVICES_PAGES_PLAN_PAGE_H_
#define CASEJOURNAL_SERVICES_PAGES_PLAN_PAGE_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "casejournal/v1/case_plan.pb.h"
#include "casejournal/v1/case_service.pb.h"
#include "casejournal/v1/plan_document.pb.h"

namespace casejournal::services {

struct PageStyle {
  size_t width = 100;
  bool ids = false;                           // show ids, for writing events
  std::vector<std::string> only = {};         // names of the sections to show; empty: all sections
  absl::TimeZone zone = absl::UTCTimeZone();  // the journal's time zone
  std::string language = "en";                // of the headings (headings.h)
};

// Return the names of the sections, in their order.
const std::vector<std::string>& SectionNames();

// Return the page of the whole plan: header, what binds, and the sections of SectionNames(). Empty sections are left
// out.
std::string PlanPage(const v1::GetCasePlanResponse& response, const PageStyle& style);

// Return the page of the plan without what binds.
std::string PlanPage(const v1::CasePlan& plan, const PageStyle& style);

// Return a page with the header, what binds, and every version with its signatures, decisions, and so on. `response`
// has the view WORKING.
std::string InForcePage(const v1::GetCasePlanResponse& response, const PageStyle& style);

// Return the page of a version as it was signed, and what was done with it, with headings in the language of the text.
// `document` is what its text says, without `withheld` parts. Names that it does not have (a later order, a person who
// joined later) come from `record`, today's plan.
std::string VersionPage(const v1::PlanVersion& version, const v1::PlanDocument& document, int withheld,
                        const v1::CasePlan& record, const PageStyle& style);

// Return the page of a text that was not drawn up.
std::string PreviewPage(const v1::PreviewPlanResponse& preview, const v1::CasePlan& record, const PageStyle& style);

// Return the differences between two texts, a paragraph for each changed field.
std::string ComparisonPage(const v1::ComparePlansResponse& comparison, const PageStyle& style);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_PAGES_PLAN_PAGE_H_
