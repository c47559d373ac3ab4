// Reports of concern: whether somebody answered them in time, and assessed what was reported.
#include <algorithm>

#include "projections/entries/civil_day.h"
#include "projections/findings/case_snapshot.h"

namespace casejournal::projections {
namespace {

bool IsNotPursued(const v1::Concern& concern) {
  const event::v1::ScreeningDecision decision = concern.screened().decision();
  return decision == event::v1::SCREENING_DECISION_SCREENED_OUT ||
         decision == event::v1::SCREENING_DECISION_INFORMATION_AND_REFERRAL ||
         decision == event::v1::SCREENING_DECISION_OTHER_AGENCY;
}

// Whether somebody saw a child of the report, or tried to, from the report until `answer_by`.
bool IsAnswered(const CaseSnapshot& snapshot, const v1::Concern& concern, absl::string_view answer_by) {
  return std::any_of(snapshot.standing.begin(), snapshot.standing.end(), [&](const Standing& each) {
    if (!each.event().has_contact_made() || each.effective_on() < concern.reported_on() ||
        each.effective_on() > answer_by) {
      return false;
    }
    const auto& with = each.event().contact_made().with_ids();
    return std::any_of(concern.terms().allegations().begin(), concern.terms().allegations().end(),
                       [&](const event::v1::Allegation& allegation) { return Holds(with, allegation.child_id()); });
  });
}

void FindNotAnswered(const CaseSnapshot& snapshot, const v1::Concern& concern, Findings& findings) {
  const std::string& answer_by = concern.screened().answer_by();
  if (answer_by.empty() || answer_by >= snapshot.day || IsAnswered(snapshot, concern, answer_by)) return;
  findings.push_back({FindingKind::kReportNotAnswered,
                      {absl::StrCat(concern.revision())},
                      Say(kReportNotAnswered,
                          {DayParameter("reported_on", concern.reported_on()), DayParameter("answer_by", answer_by)}),
                      absl::StrCat(concern.reported_on(), " ", answer_by)});
}

void FindNotAssessed(const CaseSnapshot& snapshot, const v1::Concern& concern, Findings& findings) {
  const int days = snapshot.Number(Threshold::kReportAssessedDaysMax);
  if (DaysBetween(concern.reported_on(), snapshot.day) <= days) return;
  const auto& assessments = snapshot.plan.assessments();
  const bool assessed = std::any_of(assessments.begin(), assessments.end(), [&](const v1::Assessment& each) {
    return each.completed_on() >= concern.reported_on();
  });
  if (assessed) return;
  findings.push_back(
      {FindingKind::kReportNotAssessed,
       {absl::StrCat(concern.revision())},
       Say(kReportNotAssessed, {NumberParameter("days", days), DayParameter("reported_on", concern.reported_on())}),
       absl::StrCat(concern.reported_on(), " ", days)});
}

}  // namespace

void FindReports(const CaseSnapshot& snapshot, Findings& findings) {
  for (const v1::Concern& concern : snapshot.plan.concerns()) {
    if (concern.reported_on().empty() || IsNotPursued(concern)) continue;
    FindNotAnswered(snapshot, concern, findings);
    FindNotAssessed(snapshot, concern, findings);
  }
}

}  // namespace casejournal::projections
