// The sections of the document of a plan. Each is a heading and what follows it, or empty if it has no content.
#ifndef CASEJOURNAL_SERVICES_PAGES_PLAN_PLAN_SECTIONS_H_
#define CASEJOURNAL_SERVICES_PAGES_PLAN_PLAN_SECTIONS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "casejournal/v1/case_plan.pb.h"
#include "casejournal/v1/case_service.pb.h"
#include "services/pages/document.h"
#include "services/pages/plan/plan_page.h"
#include "services/pages/plan_words.h"

namespace casejournal::services {

// The input of every section.
struct PlanView {
  const v1::CasePlan& plan;
  const PlanWords& words;
  const PageStyle& style;
};

// The outcome sought for each child and track, a line each.
std::string OutcomeWords(const PlanView& view);
// "Case of Ana Lopez, Ben Lopez"
std::string CaseTitle(const PlanView& view);
// What the header says of the case, without the title.
Blocks HeaderSection(const PlanView& view);
Blocks PeopleSection(const PlanView& view);
Blocks EngagementSection(const PlanView& view);
Blocks GoalsSection(const PlanView& view);
Blocks SafetySection(const PlanView& view);
Blocks NeedsSection(const PlanView& view);
Blocks CareSection(const PlanView& view);
Blocks HealthSection(const PlanView& view);
Blocks ChildrenSection(const PlanView& view);
Blocks ConditionsSection(const PlanView& view);
Blocks ReviewsSection(const PlanView& view);
Blocks VersionsSection(const PlanView& view);
Blocks CourtSection(const PlanView& view);
Blocks PaperSection(const PlanView& view);

// The steps toward a permanent home that were taken.
Blocks MilestonesSection(const PlanView& view);
// What people want, in their words.
Blocks WishesSection(const PlanView& view);
// What was offered before the removal.
Blocks OfferedSection(const PlanView& view, const google::protobuf::RepeatedPtrField<v1::Activity>& offered);

// What is in force, for each plan and child; a sentence if nothing binds.
Blocks BindingSection(const PlanView& view, const google::protobuf::RepeatedPtrField<v1::InForce>& in_force);

// "approved by Dana Reed, 2025-03-01, submitted 2025-02-20 by Lee Park, …"
std::string AgencyDecisionWords(const v1::AgencyDecisionOf& decision);

// "submitted for approval by Lee Park, to Dana Reed, 2025-02-20"
std::string SubmissionWords(const v1::Submission& submission);

// "Maria Lopez objected, 2025-03-04, asks for a hearing, …"
std::string ObjectionWords(const PlanView& view, const v1::Objection& objection);

// "filed under 25JU-7, 2025-03-02, …"
std::string FilingWords(const v1::Filing& filing);

// "approved after hearing under 25JU-7, 2025-03-10, …"
std::string DecisionWords(const PlanView& view, const v1::Decision& decision);

// What was done with one version: signed, filed, decided, journalized, and in effect. A list, so many steps to the
// right.
Blocks VersionLines(const PlanView& view, const v1::PlanVersion& version, int indent);

// A heading in the language of the page, and `body` without tables that have no rows; empty if nothing is left.
Blocks Section(const PageStyle& style, absl::string_view title, Blocks body);

// A table without rows, with titles in the language of the page.
Document::Table TableOf(const PageStyle& style, std::vector<Document::Column> columns);

// A paragraph in a section, and one of a list in it.
Document::Paragraph Line(Document::Text text, int indent = 1);
Document::Paragraph Item(Document::Text text, int indent = 1);

// "r13, r16", each with a link to the entry.
Document::Text EntryLinks(const google::protobuf::RepeatedField<uint64_t>& revisions);

// The same blocks, one list after the other.
Blocks Together(std::vector<Blocks> parts);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_PAGES_PLAN_PLAN_SECTIONS_H_
