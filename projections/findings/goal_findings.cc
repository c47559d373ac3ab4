// Goals, objectives, and activities that lack what the practice requires of them.
#include <algorithm>

#include "projections/events/event_words.h"
#include "projections/findings/case_snapshot.h"
#include "projections/versions/goal_outcomes.h"

namespace casejournal::projections {
namespace {

bool IsOpen(const v1::Objective& objective) { return objective.met_on().empty() && objective.withdrawn_on().empty(); }

bool IsOpen(const v1::Activity& activity) { return activity.completed_on().empty() && activity.stopped_on().empty(); }

void FindGoal(const CaseSnapshot& snapshot, const v1::Goal& goal, Findings& findings) {
  if (!goal.withdrawn_on().empty()) return;
  size_t objectives = 0;
  std::vector<std::string> open;
  for (const v1::Objective& objective : snapshot.plan.objectives()) {
    if (objective.goal_id() != goal.goal_id() || !objective.withdrawn_on().empty()) continue;
    ++objectives;
    if (IsOpen(objective)) open.push_back(objective.objective_id());
  }
  const Parameter what = snapshot.Part("goal", goal.goal_id());
  if (goal.reached_on().empty() && objectives == 0) {
    findings.push_back({FindingKind::kGoalNoObjective, {goal.goal_id()}, Say(kGoalNoObjective, {what}), "none"});
  } else if (!goal.reached_on().empty() && !open.empty()) {
    findings.push_back({FindingKind::kGoalNoObjective,
                        {goal.goal_id()},
                        Say(kGoalReachedWithOpen,
                            {what, DayParameter("reached_on", goal.reached_on()), snapshot.Parts("objectives", open)}),
                        absl::StrCat(goal.reached_on(), " ", absl::StrJoin(open, ","))});
  }
}

bool IsSoughtOnATrack(const v1::CasePlan& plan, event::v1::PermanencyOutcome outcome, absl::string_view child_id) {
  return IsSought(plan, outcome, child_id, event::v1::OUTCOME_TRACK_PRIMARY) ||
         IsSought(plan, outcome, child_id, event::v1::OUTCOME_TRACK_CONCURRENT);
}

void FindNotSought(const CaseSnapshot& snapshot, const v1::Goal& goal, Findings& findings) {
  if (goal.outcome() == event::v1::PERMANENCY_OUTCOME_UNSPECIFIED) return;
  if (!goal.reached_on().empty() || !goal.withdrawn_on().empty()) return;
  std::vector<std::string> children;
  for (const v1::Participant* child : ChildrenOf(snapshot.plan)) {
    if (!IsFor(snapshot.plan, goal, child->participant_id())) continue;
    if (IsSoughtOnATrack(snapshot.plan, goal.outcome(), child->participant_id())) return;
    children.push_back(child->participant_id());
  }
  if (children.empty()) return;
  findings.push_back(
      {FindingKind::kGoalOutcomeNotSought,
       {goal.goal_id()},
       Say(kGoalOutcomeNotSought, {snapshot.Part("goal", goal.goal_id()), CodeParameter("outcome", goal.outcome()),
                                   snapshot.People("children", children)}),
       absl::StrCat(EnumWords(goal.outcome()), " ", absl::StrJoin(children, ","))});
}

// A child without any goal is child.uncovered.
void FindOutcomeWithoutGoal(const CaseSnapshot& snapshot, const v1::Participant& child, Findings& findings) {
  std::vector<const v1::Goal*> goals;
  for (const v1::Goal& goal : snapshot.plan.goals()) {
    if (goal.withdrawn_on().empty() && IsFor(snapshot.plan, goal, child.participant_id())) goals.push_back(&goal);
  }
  if (goals.empty()) return;
  std::vector<const v1::OutcomeSought*> without;
  for (const v1::OutcomeSought& sought : snapshot.plan.outcomes()) {
    if (sought.child_id() != child.participant_id()) continue;
    const bool is_served = std::any_of(goals.begin(), goals.end(),
                                       [&](const v1::Goal* goal) { return goal->outcome() == sought.outcome(); });
    if (!is_served) without.push_back(&sought);
  }
  if (without.empty()) return;
  // One outcome is sought on each of the two tracks.
  std::vector<Parameter> parameters = {snapshot.Person("child", child),
                                       CodeParameter("outcome", without.front()->outcome()),
                                       CodeParameter("track", without.front()->track())};
  std::string rests_on = absl::StrCat(EnumWords(without.front()->outcome()), " ", EnumWords(without.front()->track()));
  const bool is_one = without.size() == 1;
  if (!is_one) {
    parameters.push_back(CodeParameter("other_outcome", without.back()->outcome()));
    parameters.push_back(CodeParameter("other_track", without.back()->track()));
    absl::StrAppend(&rests_on, " ", EnumWords(without.back()->outcome()), " ", EnumWords(without.back()->track()));
  }
  findings.push_back({FindingKind::kOutcomeNoGoal,
                      {child.participant_id()},
                      Say(is_one ? kOutcomeNoGoalOne : kOutcomeNoGoalTwo, std::move(parameters)),
                      std::move(rests_on)});
}

// Rule: the outcome is reached in time, or the plan says until when it is to be.
void FindTargetPassed(const CaseSnapshot& snapshot, const v1::OutcomeSought& sought, Findings& findings) {
  if (sought.target_on().empty() || sought.target_on() >= snapshot.day) return;
  const auto children = ChildrenOf(snapshot.plan);
  const bool in_case = std::any_of(children.begin(), children.end(), [&](const v1::Participant* child) {
    return child->participant_id() == sought.child_id();
  });
  const bool reached =
      std::any_of(snapshot.plan.removals().begin(), snapshot.plan.removals().end(), [&](const v1::Removal& removal) {
        return removal.child_id() == sought.child_id() && removal.ended().outcome() == sought.outcome() &&
               removal.ended_on() >= sought.since();
      });
  if (!in_case || reached) return;
  findings.push_back({FindingKind::kOutcomeTargetPassed,
                      {sought.child_id(), EnumWords(sought.track())},
                      Say(kOutcomeTargetPassed,
                          {CodeParameter("outcome", sought.outcome()), CodeParameter("track", sought.track()),
                           snapshot.Person("child", sought.child_id()), DayParameter("target_on", sought.target_on())}),
                      absl::StrCat(EnumWords(sought.outcome()), " ", sought.target_on())});
}

// Rule: an objective addresses a need, or builds on a strength, that a family assessment found.
bool RestsOnAssessment(const v1::CasePlan& plan, const v1::Objective& objective) {
  const auto is_family = [&](absl::string_view assessment_id) {
    return std::any_of(plan.assessments().begin(), plan.assessments().end(), [&](const v1::Assessment& assessment) {
      return assessment.assessment_id() == assessment_id &&
             assessment.terms().kind() == event::v1::ASSESSMENT_KIND_FAMILY;
    });
  };
  const bool by_need = std::any_of(plan.needs().begin(), plan.needs().end(), [&](const v1::Need& need) {
    return Holds(objective.terms().need_ids(), need.need_id()) && is_family(need.terms().assessment_id());
  });
  return by_need || std::any_of(plan.strengths().begin(), plan.strengths().end(), [&](const v1::Strength& strength) {
           return Holds(objective.terms().strength_ids(), strength.strength_id()) &&
                  is_family(strength.terms().assessment_id());
         });
}

void FindUnmeasurable(const CaseSnapshot& snapshot, const v1::Objective& objective, Findings& findings) {
  const WordingText* says = nullptr;
  if (IsOpen(objective)) {
    says = Lacking(kObjectiveNotMeasurable, {objective.terms().measure().empty(), objective.terms().target().empty()});
  } else if (!objective.met_on().empty() && objective.evidence().empty()) {
    says = &kObjectiveNoEvidence;
  }
  if (says == nullptr) return;
  findings.push_back({FindingKind::kObjectiveNotMeasurable,
                      {objective.objective_id()},
                      Say(*says, {snapshot.Part("objective", objective.objective_id())}),
                      std::string(says->id)});
}

// Rule: an objective is written in terms of behavior.
void FindNotBehavioral(const CaseSnapshot& snapshot, const v1::Objective& objective, Findings& findings) {
  if (!objective.terms().behavior().empty()) return;
  findings.push_back({FindingKind::kObjectiveNotBehavioral,
                      {objective.objective_id()},
                      Say(kObjectiveNotBehavioral, {snapshot.Part("objective", objective.objective_id())}),
                      "none"});
}

// A family member agrees with the objective itself, or signs a version that was drawn up since the objective has its
// current words. The caseworker agrees with it, or presents such a version to people.
void FindUnagreed(const CaseSnapshot& snapshot, const v1::Objective& objective, Findings& findings) {
  const std::string& since = std::max(objective.added_on(), objective.revised_on());
  bool family = false;
  bool worker = false;
  for (const v1::PartAgreementOf& said : snapshot.plan.agreements()) {
    if (said.part_id() != objective.objective_id() || said.agreement() != event::v1::AGREEMENT_AGREES) continue;
    if (said.on() < since) continue;  // about other words
    if (said.has_staff()) worker = true;
    family = family || IsFamily(snapshot.plan, said.participant_id());
  }
  for (const v1::PlanVersion& version : snapshot.plan.versions()) {
    if (version.drawn_up_on() < since || version.kind() == event::v1::PLAN_KIND_SAFETY) continue;
    worker = true;
    for (const v1::Signature& signature : version.signatures()) {
      family = family || (signature.agreement() == event::v1::AGREEMENT_AGREES &&
                          IsFamily(snapshot.plan, signature.participant_id()));
    }
  }
  const WordingText* says = Lacking(kObjectiveNotAgreed, {!family, !worker});
  if (says == nullptr) return;
  findings.push_back({FindingKind::kObjectiveNotAgreed,
                      {objective.objective_id()},
                      Say(*says, {snapshot.Part("objective", objective.objective_id())}),
                      absl::StrCat(says->id, " ", since)});
}

void FindMetWithoutFamily(const CaseSnapshot& snapshot, const v1::Objective& objective, Findings& findings) {
  if (objective.met_on().empty()) return;
  const bool agreed = std::any_of(objective.agreed_by_ids().begin(), objective.agreed_by_ids().end(),
                                  [&](const std::string& id) { return IsFamily(snapshot.plan, id); });
  if (agreed) return;
  findings.push_back({FindingKind::kObjectiveMetNotAgreed,
                      {objective.objective_id()},
                      Say(kObjectiveMetNotAgreed, {snapshot.Part("objective", objective.objective_id()),
                                                   DayParameter("met_on", objective.met_on())}),
                      objective.met_on()});
}

void FindObjective(const CaseSnapshot& snapshot, const v1::Objective& objective, Findings& findings) {
  if (!objective.withdrawn_on().empty() || objective.added_on().empty()) return;
  FindUnmeasurable(snapshot, objective, findings);
  FindMetWithoutFamily(snapshot, objective, findings);
  if (!IsOpen(objective)) return;
  const std::string& target_on = objective.terms().target_on();
  if (!target_on.empty() && target_on < snapshot.day) {
    findings.push_back({FindingKind::kObjectiveOverdue,
                        {objective.objective_id()},
                        Say(kObjectiveOverdue, {snapshot.Part("objective", objective.objective_id()),
                                                DayParameter("target_on", target_on)}),
                        target_on});
  }
  if (!RestsOnAssessment(snapshot.plan, objective)) {
    findings.push_back({FindingKind::kObjectiveNoBasis,
                        {objective.objective_id()},
                        Say(kObjectiveNoBasis, {snapshot.Part("objective", objective.objective_id())}),
                        absl::StrCat(absl::StrJoin(objective.terms().need_ids(), ","), ";",
                                     absl::StrJoin(objective.terms().strength_ids(), ","))});
  }
  FindNotBehavioral(snapshot, objective, findings);
  FindUnagreed(snapshot, objective, findings);
}

// Rule: a step that rests on another one comes after it.
void FindOutOfSequence(const CaseSnapshot& snapshot, const v1::Activity& activity, Findings& findings) {
  if (activity.completed_on().empty()) return;
  std::vector<std::string> later;
  for (const v1::Activity& before : snapshot.plan.activities()) {
    if (!Holds(activity.terms().after_ids(), before.activity_id()) || !before.stopped_on().empty()) continue;
    if (before.completed_on().empty() || before.completed_on() > activity.completed_on())
      later.push_back(before.activity_id());
  }
  if (later.empty()) return;
  findings.push_back({FindingKind::kActivityOutOfSequence,
                      {activity.activity_id()},
                      Say(kActivityOutOfSequence,
                          {snapshot.Part("activity", activity.activity_id()),
                           DayParameter("completed_on", activity.completed_on()), snapshot.Parts("activities", later)}),
                      absl::StrCat(activity.completed_on(), " ", absl::StrJoin(later, ","))});
}

// Whether the participant agreed with the activity or with what it serves, signed a version that was drawn up since the
// activity has its current words, or accepted it as a provider.
bool AgreedWith(const CaseSnapshot& snapshot, const v1::Activity& activity, absl::string_view participant_id) {
  const std::string& since = std::max(activity.planned_on(), activity.revised_on());
  for (const v1::Referral& referral : activity.referrals()) {
    if (referral.provider_id() == participant_id && referral.answer() == event::v1::REFERRAL_ANSWER_ACCEPTED)
      return true;
  }
  for (const v1::PartAgreementOf& said : snapshot.plan.agreements()) {
    const bool is_about = said.part_id() == activity.activity_id() || said.part_id() == activity.objective_id();
    if (is_about && said.participant_id() == participant_id && said.on() >= since &&
        said.agreement() == event::v1::AGREEMENT_AGREES) {
      return true;
    }
  }
  for (const v1::PlanVersion& version : snapshot.plan.versions()) {
    if (version.drawn_up_on() < since) continue;
    for (const v1::Signature& signature : version.signatures()) {
      if (signature.participant_id() == participant_id && signature.agreement() == event::v1::AGREEMENT_AGREES)
        return true;
    }
  }
  return false;
}

// Rule: activities are mutually agreed: by the family, and by the providers who are to do them.
void FindActivityNotAgreed(const CaseSnapshot& snapshot, const v1::Activity& activity, Findings& findings) {
  std::vector<std::string> silent;
  for (const std::string& id : activity.terms().responsible_ids()) {
    if (!AgreedWith(snapshot, activity, id)) silent.push_back(id);
  }
  if (silent.empty()) return;
  findings.push_back(
      {FindingKind::kActivityNotAgreed,
       {activity.activity_id()},
       Say(kActivityNotAgreed, {snapshot.People("people", silent), snapshot.Part("activity", activity.activity_id())}),
       absl::StrCat(absl::StrJoin(silent, ","), " ", std::max(activity.planned_on(), activity.revised_on()))});
}

void FindActivity(const CaseSnapshot& snapshot, const v1::Activity& activity, Findings& findings) {
  FindOutOfSequence(snapshot, activity, findings);
  if (!IsOpen(activity) || activity.planned_on().empty()) return;
  FindActivityNotAgreed(snapshot, activity, findings);
  const event::v1::ActivityTerms& terms = activity.terms();
  const Parameter what = snapshot.Part("activity", activity.activity_id());
  const WordingText* incomplete =
      Lacking(kActivityIncomplete, {terms.responsible_ids().empty() && terms.responsible_staff().empty(),
                                    terms.place().empty(), terms.begins_on().empty(), terms.due_on().empty()});
  if (incomplete != nullptr) {
    findings.push_back({FindingKind::kActivityIncomplete,
                        {activity.activity_id()},
                        Say(*incomplete, {what}),
                        std::string(incomplete->id)});
  }
  if (!terms.due_on().empty() && terms.due_on() < snapshot.day) {
    findings.push_back({FindingKind::kActivityOverdue,
                        {activity.activity_id()},
                        Say(kActivityOverdue, {what, DayParameter("due_on", terms.due_on())}),
                        terms.due_on()});
  }
  if (terms.due_on().empty() || terms.begins_on().empty()) return;
  if (terms.due_on() <= MonthsAfter(terms.begins_on(), snapshot.Number(Threshold::kActivityMonthsMax))) return;
  findings.push_back({FindingKind::kActivityOverSixMonths,
                      {activity.activity_id()},
                      Say(kActivityOverSixMonths,
                          {what, DayParameter("begins_on", terms.begins_on()), DayParameter("due_on", terms.due_on()),
                           NumberParameter("months", snapshot.Number(Threshold::kActivityMonthsMax))}),
                      absl::StrCat(terms.begins_on(), " ", terms.due_on())});
}

}  // namespace

void FindGoals(const CaseSnapshot& snapshot, Findings& findings) {
  for (const v1::Goal& goal : snapshot.plan.goals()) {
    FindGoal(snapshot, goal, findings);
    FindNotSought(snapshot, goal, findings);
  }
  for (const v1::Participant* child : ChildrenOf(snapshot.plan)) FindOutcomeWithoutGoal(snapshot, *child, findings);
  for (const v1::OutcomeSought& sought : snapshot.plan.outcomes()) FindTargetPassed(snapshot, sought, findings);
  for (const v1::Objective& objective : snapshot.plan.objectives()) FindObjective(snapshot, objective, findings);
  for (const v1::Activity& activity : snapshot.plan.activities()) FindActivity(snapshot, activity, findings);
}

}  // namespace casejournal::projections
