// What the court must find when a child is removed, and the inquiry and notice under the Indian Child Welfare Act.
#include <algorithm>

#include "projections/entries/civil_day.h"
#include "projections/findings/case_snapshot.h"

namespace casejournal::projections {
namespace {

using event::v1::CourtFindingKind;

// Whether an order of this kind sanctions a removal.
bool SanctionsRemoval(event::v1::OrderKind kind) {
  return kind == event::v1::ORDER_KIND_SHELTER_CARE || kind == event::v1::ORDER_KIND_TEMPORARY_CUSTODY ||
         kind == event::v1::ORDER_KIND_PERMANENT_CUSTODY || kind == event::v1::ORDER_KIND_PLACEMENT_OR_VISITS;
}

const v1::Order* FirstOrder(const v1::CasePlan& plan, const v1::Removal& removal) {
  const v1::Order* first = nullptr;
  for (const v1::Order& order : plan.orders()) {
    const bool of_removal = order.terms().child_id() == removal.child_id() && SanctionsRemoval(order.terms().kind()) &&
                            order.made_on() >= removal.removed_on() &&
                            (removal.ended_on().empty() || order.made_on() <= removal.ended_on());
    if (of_removal && (first == nullptr || order.made_on() < first->made_on())) first = &order;
  }
  return first;
}

template <typename Wanted>
bool HasFinding(const v1::CasePlan& plan, absl::string_view child_id, const Wanted& wanted) {
  return std::any_of(plan.findings().begin(), plan.findings().end(), [&](const v1::CourtFinding& finding) {
    return finding.terms().child_id() == child_id && wanted(finding);
  });
}

// Rule: 45 CFR 1356.21(c). "Contrary to welfare" must be in the first order that sanctions the removal; nothing later
// cures it.
void FindContrary(const CaseSnapshot& snapshot, const v1::Removal& removal, Findings& findings) {
  const v1::Order* first = FirstOrder(snapshot.plan, removal);
  if (first == nullptr) return;
  const bool found = HasFinding(snapshot.plan, removal.child_id(), [&](const v1::CourtFinding& finding) {
    return finding.terms().kind() == event::v1::COURT_FINDING_KIND_CONTRARY_TO_WELFARE &&
           (finding.terms().has_order_id() ? finding.terms().order_id() == first->order_id()
                                           : finding.made_on() == first->made_on());
  });
  if (found) return;
  findings.push_back({FindingKind::kCourtFindingMissing,
                      {removal.removal_id(), "contrary-to-welfare"},
                      Say(kCourtNoContraryToWelfare,
                          {snapshot.Person("child", removal.child_id()), DayParameter("made_on", first->made_on())}),
                      first->order_id()});
}

// Rule: 45 CFR 1356.21(b)(1). A finding on efforts to prevent the removal is due within sixty days of it.
void FindEfforts(const CaseSnapshot& snapshot, const v1::Removal& removal, Findings& findings) {
  if (DaysBetween(removal.removed_on(), snapshot.day) <= snapshot.Number(Threshold::kEffortsFindingDaysMax)) return;
  const bool found = HasFinding(snapshot.plan, removal.child_id(), [&](const v1::CourtFinding& finding) {
    const CourtFindingKind kind = finding.terms().kind();
    return (kind == event::v1::COURT_FINDING_KIND_REASONABLE_EFFORTS_TO_PREVENT_REMOVAL ||
            kind == event::v1::COURT_FINDING_KIND_NO_REASONABLE_EFFORTS_REQUIRED) &&
           finding.made_on() >= removal.removed_on() &&
           DaysBetween(removal.removed_on(), finding.made_on()) <= snapshot.Number(Threshold::kEffortsFindingDaysMax);
  });
  if (found) return;
  findings.push_back(
      {FindingKind::kCourtFindingMissing,
       {removal.removal_id(), "efforts-to-prevent"},
       Say(kCourtNoEffortsToPrevent,
           {NumberParameter("days", snapshot.Number(Threshold::kEffortsFindingDaysMax)),
            snapshot.Person("child", removal.child_id()), DayParameter("removed_on", removal.removed_on())}),
       removal.removed_on()});
}

// Rule: ORC 2151.412. A disposition adopts a case plan.
void FindDisposition(const CaseSnapshot& snapshot, const v1::Hearing& hearing, Findings& findings) {
  if (hearing.kind() != event::v1::HEARING_KIND_DISPOSITIONAL || hearing.held_on().empty()) return;
  if (!hearing.terms().continued_to().empty()) return;
  const auto& versions = snapshot.plan.versions();
  const auto adopted = [&](const v1::PlanVersion& version) {
    if (version.kind() != event::v1::PLAN_KIND_CASE || !Holds(version.children_ids(), hearing.child_id())) return false;
    const auto decided = [&](const v1::Decision& decision) {
      return decision.decision() != event::v1::COURT_DECISION_NOT_APPROVED &&
             decision.decision() != event::v1::COURT_DECISION_SET_FOR_HEARING;
    };
    return !version.journal_entries().empty() ||
           std::any_of(version.decisions().begin(), version.decisions().end(), decided);
  };
  if (std::any_of(versions.begin(), versions.end(), adopted)) return;
  findings.push_back({FindingKind::kCourtFindingMissing,
                      {hearing.hearing_id(), "case-plan"},
                      Say(kCourtNoCasePlan,
                          {DayParameter("held_on", hearing.held_on()), snapshot.Person("child", hearing.child_id())}),
                      hearing.held_on()});
}

void FindTribal(const CaseSnapshot& snapshot, const v1::Participant& child, Findings& findings) {
  const v1::CasePlan& plan = snapshot.plan;
  const std::string& id = child.participant_id();
  if (InCareOn(plan, id, snapshot.day) == nullptr) return;
  const v1::TribalInquiry* last = nullptr;
  bool reason_to_know = false;
  for (const v1::TribalInquiry& inquiry : plan.tribal_inquiries()) {
    if (inquiry.terms().child_id() != id) continue;
    last = &inquiry;
    reason_to_know = reason_to_know || inquiry.terms().answer() == event::v1::TRIBAL_INQUIRY_ANSWER_REASON_TO_KNOW;
  }
  const auto find = [&](const char* what, Said says, std::string rests_on) {
    findings.push_back({FindingKind::kIcwaNoInquiry, {id, what}, std::move(says), std::move(rests_on)});
  };
  if (last == nullptr) {
    return find("inquiry", Say(kIcwaNoInquiry, {snapshot.Person("child", child)}), "");
  }
  const bool answered = std::any_of(plan.tribe_answers().begin(), plan.tribe_answers().end(),
                                    [&](const v1::TribeAnswered& answer) { return answer.child_id() == id; });
  if (!reason_to_know || answered) return;
  const v1::Notice* sent = nullptr;
  for (const v1::Notice& notice : plan.notices()) {
    const bool of_child = !notice.terms().has_child_id() || notice.terms().child_id() == id;
    if (notice.terms().of() == event::v1::NOTICE_OF_NOTICE_TO_A_TRIBE && of_child) sent = &notice;
  }
  if (sent == nullptr) {
    return find("notice", Say(kIcwaNoNotice, {snapshot.Person("child", child)}), "");
  }
  if (!sent->receipts().empty() ||
      DaysBetween(sent->sent_on(), snapshot.day) <= snapshot.Number(Threshold::kTribeReceiptDaysMax))
    return;
  find("receipt", Say(kIcwaNoReceipt, {snapshot.Person("child", child), DayParameter("sent_on", sent->sent_on())}),
       sent->sent_on());
}

}  // namespace

void FindCourt(const CaseSnapshot& snapshot, Findings& findings) {
  for (const v1::Removal& removal : snapshot.plan.removals()) {
    if (removal.removed_on().empty()) continue;
    FindContrary(snapshot, removal, findings);
    FindEfforts(snapshot, removal, findings);
  }
  for (const v1::Hearing& hearing : snapshot.plan.hearings()) FindDisposition(snapshot, hearing, findings);
  for (const v1::Participant* child : ChildrenOf(snapshot.plan)) FindTribal(snapshot, *child, findings);
}

}  // namespace casejournal::projections
