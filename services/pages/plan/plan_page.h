// The pages that show a plan to a person.
#ifndef CASEJOURNAL_SERVICES_PAGES_PLAN_PLAN_PAGE_H_
#define CASEJOURNAL_SERVICES_PAGES_PLAN_PLAN_PAGE_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "casejournal/v1/case_plan.pb.h"
#include "casejournal/v1/case_service.pb.h"
#include "casejournal/v1/plan_document.pb.h"
#include "services/pages/document.h"

namespace casejournal::services {

struct PageStyle {
  size_t width = 100;                         // of text for a terminal
  bool ids = false;                           // show ids, for writing events
  std::vector<std::string> only = {};         // names of the sections to show; empty: all sections
  absl::TimeZone zone = absl::UTCTimeZone();  // the journal's time zone
  std::string language = "en";                // of the headings (headings.h)
  bool color = false;                         // on a terminal that shows colors
};

// Return the names of the sections, in their order.
const std::vector<std::string>& SectionNames();

// The documents have no width. A section that `style.only` does not name, or that has nothing to say, is left out.

// Return the whole plan: header, what binds, and the sections of SectionNames().
Document PlanDocumentOf(const v1::GetCasePlanResponse& response, const PageStyle& style);

// Return the plan without what binds.
Document PlanDocumentOf(const v1::CasePlan& plan, const PageStyle& style);

// Return the header, what binds, and every version with its signatures, decisions, and so on. `response` has the view
// WORKING.
Document InForceDocumentOf(const v1::GetCasePlanResponse& response, const PageStyle& style);

// Return a version as it was signed, and what was done with it, with headings in the language of the text. `text` is
// what its text says, without `withheld` parts. Names that it does not have (a later order, a person who joined later)
// come from `record`, today's plan.
Document VersionDocumentOf(const v1::PlanVersion& version, const v1::PlanDocument& text, int withheld,
                           const v1::CasePlan& record, const PageStyle& style);

// Return a text that was not drawn up.
Document PreviewDocumentOf(const v1::PreviewPlanResponse& preview, const v1::CasePlan& record, const PageStyle& style);

// The same documents as text for a terminal.
std::string PlanPage(const v1::GetCasePlanResponse& response, const PageStyle& style);
std::string PlanPage(const v1::CasePlan& plan, const PageStyle& style);
std::string InForcePage(const v1::GetCasePlanResponse& response, const PageStyle& style);
std::string VersionPage(const v1::PlanVersion& version, const v1::PlanDocument& text, int withheld,
                        const v1::CasePlan& record, const PageStyle& style);
std::string PreviewPage(const v1::PreviewPlanResponse& preview, const v1::CasePlan& record, const PageStyle& style);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_PAGES_PLAN_PLAN_PAGE_H_
