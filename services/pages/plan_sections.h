// The sections of the page of a plan. Each is a title and lines that end with newlines, or empty if it has no content.
#ifndef CASEJOURNAL_SERVICES_PAGES_PLAN_SECTIONS_H_
#define CASEJOURNAL_SERVICES_PAGES_PLAN_SECTIONS_H_

#include <string>

#include "absl/strings/string_view.h"
#include "casejournal/v1/case_plan.pb.h"
#include "casejournal/v1/case_service.pb.h"
#include "services/pages/plan_page.h"
#include "services/pages/plan_words.h"
#include "services/pages/table.h"

namespace casejournal::services {

// The input of every section.
struct PlanView {
  const v1::CasePlan& plan;
  const PlanWords& words;
  const PageStyle& style;
};

// The outcome sought for each child and track, a line each.
std::string OutcomeWords(const PlanView& view);
std::string HeaderSection(const PlanView& view);
std::string PeopleSection(const PlanView& view);
std::string EngagementSection(const PlanView& view);
std::string GoalsSection(const PlanView& view);
std::string SafetySection(const PlanView& view);
std::string NeedsSection(const PlanView& view);
std::string CareSection(const PlanView& view);
std::string HealthSection(const PlanView& view);
std::string ChildrenSection(const PlanView& view);
std::string ConditionsSection(const PlanView& view);
std::string ReviewsSection(const PlanView& view);
std::string VersionsSection(const PlanView& view);
std::string CourtSection(const PlanView& view);
std::string PaperSection(const PlanView& view);

// The steps toward a permanent home that were taken.
std::string MilestonesSection(const PlanView& view);
// What people want, in their words.
std::string WishesSection(const PlanView& view);
// What was offered before the removal.
std::string OfferedSection(const PlanView& view, const google::protobuf::RepeatedPtrField<v1::Activity>& offered);

// What binds, for each plan and child; a sentence if nothing binds.
std::string BindingSection(const PlanView& view, const google::protobuf::RepeatedPtrField<v1::InForce>& in_force);

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

// What was done with one version: signed, filed, decided, journalized, and in effect.
std::string VersionLines(const PlanView& view, const v1::PlanVersion& version, size_t indent);

// A title in the language of the page, an empty line before it, and `body`; empty for an empty body.
std::string Section(const PageStyle& style, absl::string_view title, absl::string_view body);

// The lines of the table, indented by two spaces, with titles in the language of the page.
std::string TableBody(Table& table, const PageStyle& style);

// "  Label       value" with the label in the language of the page, the value wrapped; empty for an empty value.
std::string Labelled(absl::string_view label, absl::string_view value, const PageStyle& style);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_PAGES_PLAN_SECTIONS_H_
