// Plan versions: parts left open, parties without a signature or notice, and differences from what binds.
#include <algorithm>
#include <map>
#include <set>

#include "absl/strings/escaping.h"
#include "eventstore/proofs/hash.h"
#include "projections/entries/civil_day.h"
#include "projections/findings/case_snapshot.h"
#include "projections/findings/plan_parties.h"
#include "projections/versions/agreed_texts.h"
#include "projections/versions/plan_document.h"
#include "projections/versions/plan_versions.h"
#include "projections/versions/working_difference.h"

namespace casejournal::projections {
namespace {

void FindGaps(const CaseSnapshot& snapshot, const v1::PlanVersion& version, Findings& findings) {
  for (int i = 0; i < version.open_parts_size(); ++i) {
    const event::v1::OpenPart& part = version.open_parts(i);
    if (!part.has_until() || part.until() >= snapshot.day) continue;
    findings.push_back({FindingKind::kPlanGapOpen,
                        {version.plan_id(), absl::StrCat(i)},
                        Say(kPlanGapOpen, {snapshot.Version("version", version.digest()),
                                           TextParameter("part", part.part()), DayParameter("until", part.until())}),
                        absl::StrCat(absl::BytesToHexString(version.digest()), " ", part.until())});
  }
}

std::vector<std::string> PartiesOf(const CaseSnapshot& snapshot, const v1::PlanVersion& version) {
  return PartiesOn(snapshot, {version.children_ids().begin(), version.children_ids().end()}, version.drawn_up_on());
}

void FindMissingParties(const CaseSnapshot& snapshot, const v1::PlanVersion& version, Findings& findings) {
  for (const std::string& party : PartiesOf(snapshot, version)) {
    const bool said = std::any_of(version.signatures().begin(), version.signatures().end(),
                                  [&](const v1::Signature& signature) { return signature.participant_id() == party; });
    if (said) continue;
    findings.push_back(
        {FindingKind::kPlanPartyMissing,
         {version.plan_id(), party},
         Say(kPlanPartyMissing, {snapshot.Person("party", party), snapshot.Version("version", version.digest())}),
         absl::BytesToHexString(version.digest())});
  }
}

// The day on which the previous version of the same plan was drawn up. Empty for the first version.
absl::string_view DrawnUpBefore(const v1::CasePlan& plan, const v1::PlanVersion& version) {
  absl::string_view before;
  for (const v1::PlanVersion& other : plan.versions()) {
    if (&other == &version) return before;
    if (other.plan_id() == version.plan_id()) before = other.drawn_up_on();
  }
  return before;
}

// Whether the notice is about this version: it names it, or was sent since the previous version and names no other.
bool IsNoticeOf(const v1::Notice& notice, const v1::PlanVersion& version, absl::string_view before) {
  const event::v1::NoticeSent& terms = notice.terms();
  if (notice.sent_on() > version.drawn_up_on()) return false;
  const bool of_change = terms.of() == event::v1::NOTICE_OF_NOTICE_OF_A_PROPOSED_CHANGE;
  if (!of_change && terms.of() != event::v1::NOTICE_OF_NOTICE_OF_A_PLAN) return false;
  if (terms.digest() == version.digest()) return true;
  // A proposal names the version that it would change.
  return of_change ? notice.sent_on() >= before : !terms.has_digest() && notice.sent_on() > before;
}

// Rule: OAC 5101:2-38-01. At least seven days of notice of the plan to be made, unless waived.
void FindShortNotice(const CaseSnapshot& snapshot, const v1::PlanVersion& version, Findings& findings) {
  const absl::string_view before = DrawnUpBefore(snapshot.plan, version);
  for (const std::string& party : PartiesOf(snapshot, version)) {
    std::string first;
    for (const v1::Notice& notice : snapshot.plan.notices()) {
      if (!IsNoticeOf(notice, version, before) || !Holds(notice.terms().to_ids(), party)) continue;
      if (first.empty() || notice.sent_on() < first) first = notice.sent_on();
    }
    const bool waived =
        std::any_of(snapshot.plan.waivers().begin(), snapshot.plan.waivers().end(), [&](const v1::Waiver& waiver) {
          return waiver.terms().by_id() == party && waiver.terms().of() == event::v1::NOTICE_OF_NOTICE_OF_A_PLAN &&
                 (!waiver.terms().has_digest() || waiver.terms().digest() == version.digest());
        });
    if (waived ||
        (!first.empty() && DaysBetween(first, version.drawn_up_on()) >= snapshot.Number(Threshold::kNoticeDaysMin)))
      continue;
    std::vector<Parameter> parameters = {snapshot.Version("version", version.digest()),
                                         DayParameter("drawn_up_on", version.drawn_up_on()),
                                         snapshot.Person("party", party)};
    if (!first.empty()) parameters.push_back(DayParameter("notice_on", first));
    parameters.push_back(NumberParameter("days", snapshot.Number(Threshold::kNoticeDaysMin)));
    findings.push_back({FindingKind::kPlanNoticeShort,
                        {version.plan_id(), party},
                        Say(first.empty() ? kPlanNoNotice : kPlanNoticeShort, std::move(parameters)),
                        absl::StrCat(absl::BytesToHexString(version.digest()), " ", first)});
  }
}

// Rule: 45 CFR 1356.21(g)(1). The plan is made jointly with the parents; a signature is not participation.
void FindFamilyAbsent(const CaseSnapshot& snapshot, const v1::PlanVersion& version, Findings& findings) {
  const bool jointly = std::any_of(version.took_part_ids().begin(), version.took_part_ids().end(),
                                   [&](const std::string& id) { return IsFamily(snapshot.plan, id); });
  const bool says_why = std::any_of(
      version.absent().begin(), version.absent().end(),
      [&](const event::v1::PlanAbsence& absence) { return IsFamily(snapshot.plan, absence.participant_id()); });
  if (jointly || says_why) return;
  findings.push_back({FindingKind::kPlanFamilyAbsent,
                      {version.plan_id()},
                      Say(kPlanFamilyAbsent, {snapshot.Version("version", version.digest())}),
                      absl::BytesToHexString(version.digest())});
}

// The goals that were open when the version was drawn up and that are for the child.
bool HasGoal(const v1::CasePlan& plan, const v1::PlanVersion& version, absl::string_view child_id,
             event::v1::GoalArea area) {
  return std::any_of(plan.goals().begin(), plan.goals().end(), [&](const v1::Goal& goal) {
    return goal.area() == area && goal.established_on() <= version.drawn_up_on() &&
           (goal.for_ids().empty() || Holds(goal.for_ids(), child_id)) &&
           (goal.reached_on().empty() || goal.reached_on() > version.drawn_up_on()) &&
           (goal.withdrawn_on().empty() || goal.withdrawn_on() > version.drawn_up_on());
  });
}

// Rule: 42 USC 675(1)(B). The plan says how safety and permanency are achieved for each child.
void FindWithoutGoals(const CaseSnapshot& snapshot, const v1::PlanVersion& version, Findings& findings) {
  std::set<std::string> seen;
  for (const std::string& child : version.children_ids()) {
    if (!seen.insert(child).second) continue;
    const bool in_care = InCareOn(snapshot.plan, child, version.drawn_up_on()) != nullptr;
    const WordingText* says =
        Lacking(kPlanNoSafetyOrPermanence,
                {!HasGoal(snapshot.plan, version, child, event::v1::GOAL_AREA_SAFETY),
                 in_care && !HasGoal(snapshot.plan, version, child, event::v1::GOAL_AREA_PERMANENCE)});
    if (says == nullptr) continue;
    findings.push_back({FindingKind::kPlanNoSafetyOrPermanence,
                        {version.plan_id(), child},
                        Say(*says, {snapshot.Version("version", version.digest()), snapshot.Person("child", child)}),
                        absl::StrCat(absl::BytesToHexString(version.digest()), " ", says->id)});
  }
}

// Rule: activities are consistent with the family's culture and preference.
void FindFitNotSaid(const CaseSnapshot& snapshot, const v1::PlanVersion& version, Findings& findings) {
  int open = 0;
  for (const v1::Activity& activity : snapshot.plan.activities()) {
    if (!activity.completed_on().empty() || !activity.stopped_on().empty()) continue;
    if (!activity.terms().fit().empty()) return;
    ++open;
  }
  if (open == 0) return;
  findings.push_back(
      {FindingKind::kPlanFitNotSaid,
       {version.plan_id()},
       open == 1 ? Say(kPlanFitNotSaidOne) : Say(kPlanFitNotSaidSeveral, {NumberParameter("activities", open)}),
       "none"});
}

// The last day on which somebody changed or reviewed the plan.
std::string LastTouched(const v1::CasePlan& plan, const v1::PlanVersion& version) {
  std::string last = version.drawn_up_on();
  const auto touched = [&](const std::string& day) { last = std::max(last, day); };
  for (const v1::Meeting& meeting : plan.meetings()) touched(meeting.held_on());
  for (const v1::Goal& goal : plan.goals()) {
    for (const std::string* day :
         {&goal.established_on(), &goal.revised_on(), &goal.reached_on(), &goal.withdrawn_on()})
      touched(*day);
  }
  for (const v1::Objective& objective : plan.objectives()) {
    for (const std::string* day :
         {&objective.added_on(), &objective.revised_on(), &objective.met_on(), &objective.withdrawn_on()}) {
      touched(*day);
    }
  }
  for (const v1::Activity& activity : plan.activities()) {
    for (const std::string* day :
         {&activity.planned_on(), &activity.revised_on(), &activity.completed_on(), &activity.stopped_on()}) {
      touched(*day);
    }
  }
  return last;
}

// Rule: planning is dynamic for the life of a case.
void FindUntouched(const CaseSnapshot& snapshot, const v1::PlanVersion& version, Findings& findings) {
  const auto& ends = snapshot.plan.plan_ends();
  const bool is_over =
      std::any_of(ends.begin(), ends.end(), [&](const v1::PlanEnd& end) { return end.plan_id() == version.plan_id(); });
  const std::string last = LastTouched(snapshot.plan, version);
  const int months = snapshot.Number(Threshold::kPlanUntouchedMonthsMax);
  if (is_over || last.empty() || MonthsAfter(last, months) >= snapshot.day) return;
  findings.push_back({FindingKind::kPlanUntouched,
                      {version.plan_id()},
                      Say(kPlanUntouched, {snapshot.Version("version", version.digest()), DayParameter("since", last),
                                           NumberParameter("months", months)}),
                      absl::StrCat(absl::BytesToHexString(version.digest()), " ", last)});
}

// The working plan, for comparison with the texts of versions. Each text is compared once: cases have many children and
// versions.
class Working {
 public:
  explicit Working(const CaseSnapshot& snapshot) : plan_(snapshot.plan) {
    for (const Standing& standing : snapshot.standing) {
      const event::v1::CaseEvent& event = standing.event();
      if (!event.has_plan_version_drawn_up()) continue;
      texts_.emplace(event.plan_version_drawn_up().digest(), &event.plan_version_drawn_up().text());
    }
  }

  bool HasText(const v1::PlanVersion& version) const {
    const auto text = texts_.find(version.digest());
    return text != texts_.end() && text->second->parts_size() > 0;
  }
  bool Differs(const v1::PlanVersion& version) {
    const auto [differs, is_new] = differs_.try_emplace(version.digest(), true);
    if (is_new && HasText(version)) differs->second = WorkingDiffers(plan_, version, *texts_.at(version.digest()));
    return differs->second;
  }
  // The digest of what the working plan says now, if the version says something else. Names of people are not compared.
  std::string Says(const v1::PlanVersion& version) const {
    v1::PlanDocument says = WhatIsAgreed(PlanDocumentOf(plan_, DrawnUpAgain(version)));
    for (v1::Participant& participant : *says.mutable_people()) {
      participant.clear_name();
      participant.clear_details();
    }
    return eventstore::HexOf(eventstore::Sha256().Update(says.SerializeAsString()).Finish());
  }

 private:
  const v1::CasePlan& plan_;
  std::map<absl::string_view, const event::v1::PlanText*> texts_;  // by digest
  std::map<absl::string_view, bool> differs_;                      // by digest
};

// Whether a later version says what the working plan says, or someone proposed to change the version in force.
bool IsCarried(const v1::CasePlan& plan, const v1::PlanVersion& binds, Working& working) {
  for (const v1::Proposal& proposal : plan.proposals()) {
    if (proposal.terms().from_digest() == binds.digest() && proposal.decisions().empty()) return true;
  }
  for (const v1::PlanVersion& version : plan.versions()) {
    if (version.plan_id() != binds.plan_id() || version.drawn_up_on() < binds.drawn_up_on()) continue;
    if (version.digest() != binds.digest() && !working.Differs(version)) return true;
  }
  return false;
}

// Rule: ORC 2151.412(F). A plan in force is changed by a version or proposal that is presented to the parties and the
// court.
void FindDifferences(const CaseSnapshot& snapshot, Findings& findings) {
  Working working(snapshot);
  for (const v1::InForce& in_force : VersionsInForce(snapshot.plan)) {
    const v1::PlanVersion* binds = FindVersion(snapshot.plan, in_force.digest());
    if (binds == nullptr || !working.HasText(*binds) || !working.Differs(*binds)) continue;
    if (IsCarried(snapshot.plan, *binds, working)) continue;
    findings.push_back({FindingKind::kPlanDiffersFromForce,
                        {in_force.plan_id(), in_force.child_id()},
                        Say(kPlanDiffersFromForce, {snapshot.Person("child", in_force.child_id()),
                                                    snapshot.Version("version", in_force.digest())}),
                        absl::StrCat(absl::BytesToHexString(in_force.digest()), " ", working.Says(*binds))});
  }
}

}  // namespace

void FindVersions(const CaseSnapshot& snapshot, Findings& findings) {
  for (const v1::PlanVersion* version : LatestVersions(snapshot.plan)) {
    FindGaps(snapshot, *version, findings);
    // A supplemental plan does not need the parties' agreement (ORC 2151.412(J)); a safety plan is agreed on the spot.
    const bool needs_parties =
        version->kind() == event::v1::PLAN_KIND_CASE || version->kind() == event::v1::PLAN_KIND_REUNIFICATION;
    if (!needs_parties || version->drawn_up_on() < snapshot.plan.reopened_on()) continue;
    FindMissingParties(snapshot, *version, findings);
    FindFamilyAbsent(snapshot, *version, findings);
    if (version->kind() != event::v1::PLAN_KIND_CASE) continue;
    FindShortNotice(snapshot, *version, findings);
    FindWithoutGoals(snapshot, *version, findings);
    FindFitNotSaid(snapshot, *version, findings);
    FindUntouched(snapshot, *version, findings);
  }
  FindDifferences(snapshot, findings);
}

}  // namespace casejournal::projections
