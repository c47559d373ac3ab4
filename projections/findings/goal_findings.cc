// Goals, objectives, and activities that lack what the practice requires of them.
#include <algorithm>

#include "projections/events/event_words.h"
#include "projections/findings/case_snapshot.h"
#include "projections/versions/goal_outcomes.h"

namespace casejournal::projections {
namespace {

bool IsOpen(const v1::Objective& objective) { return objective.met_on().empty() && objective.withdrawn_on().empty(); }

bool IsOpen(const v1::Activity& activity) { return activity.completed_on().empty() && activity.stopped_on().empty(); }

std::string Quoted(const CaseSnapshot& snapshot, absl::string_view what, absl::string_view id) {
  return absl::StrCat("The ", what, " “", snapshot.Of(id), "”");
}

void FindGoal(const CaseSnapshot& snapshot, const v1::Goal& goal, Findings& findings) {
  if (!goal.withdrawn_on().empty()) return;
  size_t objectives = 0;
  std::vector<std::string> open;
  for (const v1::Objective& objective : snapshot.plan.objectives()) {
    if (objective.goal_id() != goal.goal_id() || !objective.withdrawn_on().empty()) continue;
    ++objectives;
    if (IsOpen(objective)) open.push_back(objective.objective_id());
  }
  const std::string what = Quoted(snapshot, "goal", goal.goal_id());
  if (goal.reached_on().empty() && objectives == 0) {
    findings.push_back(
        {FindingKind::kGoalNoObjective, {goal.goal_id()}, absl::StrCat(what, " has no objectives."), "none"});
  } else if (!goal.reached_on().empty() && !open.empty()) {
    findings.push_back({FindingKind::kGoalNoObjective,
                        {goal.goal_id()},
                        absl::StrCat(what, " was reached on ", goal.reached_on(),
                                     " with objectives open: ", snapshot.AllQuoted(open), "."),
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
  const std::string outcome = EnumWords(goal.outcome());
  findings.push_back({FindingKind::kGoalOutcomeNotSought,
                      {goal.goal_id()},
                      absl::StrCat(Quoted(snapshot, "goal", goal.goal_id()), " serves the outcome “", outcome,
                                   "”, which is not sought for ", snapshot.AllOf(children), "."),
                      absl::StrCat(outcome, " ", absl::StrJoin(children, ","))});
}

// A child without any goal is child.uncovered.
void FindOutcomeWithoutGoal(const CaseSnapshot& snapshot, const v1::Participant& child, Findings& findings) {
  std::vector<const v1::Goal*> goals;
  for (const v1::Goal& goal : snapshot.plan.goals()) {
    if (goal.withdrawn_on().empty() && IsFor(snapshot.plan, goal, child.participant_id())) goals.push_back(&goal);
  }
  if (goals.empty()) return;
  std::vector<std::string> without;
  for (const v1::OutcomeSought& sought : snapshot.plan.outcomes()) {
    if (sought.child_id() != child.participant_id()) continue;
    const bool is_served = std::any_of(goals.begin(), goals.end(),
                                       [&](const v1::Goal* goal) { return goal->outcome() == sought.outcome(); });
    if (is_served) continue;
    without.push_back(absl::StrCat("“", EnumWords(sought.outcome()), "” (", EnumWords(sought.track()), " track)"));
  }
  if (without.empty()) return;
  const std::string words = Listed(without);
  findings.push_back({FindingKind::kOutcomeNoGoal,
                      {child.participant_id()},
                      absl::StrCat("No goal for ", child.name(), " serves ", words, "."),
                      words});
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
                      absl::StrCat("The outcome “", EnumWords(sought.outcome()), "” (", EnumWords(sought.track()),
                                   " track) was to be reached for ", snapshot.Of(sought.child_id()), " by ",
                                   sought.target_on(), ", and is still sought."),
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
  std::vector<std::string> lacks;
  if (IsOpen(objective) && objective.terms().measure().empty()) lacks.push_back("no measure");
  if (IsOpen(objective) && objective.terms().target().empty()) lacks.push_back("no target");
  if (!objective.met_on().empty() && objective.evidence().empty()) lacks.push_back("no evidence that it was met");
  if (lacks.empty()) return;
  findings.push_back(
      {FindingKind::kObjectiveNotMeasurable,
       {objective.objective_id()},
       absl::StrCat(Quoted(snapshot, "objective", objective.objective_id()), " has ", Listed(lacks), "."),
       absl::StrJoin(lacks, ",")});
}

// Rule: an objective is written in terms of behavior.
void FindNotBehavioral(const CaseSnapshot& snapshot, const v1::Objective& objective, Findings& findings) {
  if (!objective.terms().behavior().empty()) return;
  findings.push_back({FindingKind::kObjectiveNotBehavioral,
                      {objective.objective_id()},
                      absl::StrCat(Quoted(snapshot, "objective", objective.objective_id()),
                                   " does not say which behavior others will see."),
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
  if (family && worker) return;
  const std::string who = family ? "the caseworker" : worker ? "the family" : "the family and the caseworker";
  findings.push_back({FindingKind::kObjectiveNotAgreed,
                      {objective.objective_id()},
                      absl::StrCat("The record does not show that ", who, " agreed with the objective “",
                                   snapshot.Of(objective.objective_id()), "”."),
                      absl::StrCat(who, " ", since)});
}

void FindMetWithoutFamily(const CaseSnapshot& snapshot, const v1::Objective& objective, Findings& findings) {
  if (objective.met_on().empty()) return;
  const bool agreed = std::any_of(objective.agreed_by_ids().begin(), objective.agreed_by_ids().end(),
                                  [&](const std::string& id) { return IsFamily(snapshot.plan, id); });
  if (agreed) return;
  findings.push_back({FindingKind::kObjectiveMetNotAgreed,
                      {objective.objective_id()},
                      absl::StrCat(Quoted(snapshot, "objective", objective.objective_id()), " was met on ",
                                   objective.met_on(), ". No one of the family is recorded as agreeing."),
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
                        absl::StrCat(Quoted(snapshot, "objective", objective.objective_id()), " was to be met by ",
                                     target_on, " and is still open."),
                        target_on});
  }
  if (!RestsOnAssessment(snapshot.plan, objective)) {
    findings.push_back({FindingKind::kObjectiveNoBasis,
                        {objective.objective_id()},
                        absl::StrCat(Quoted(snapshot, "objective", objective.objective_id()),
                                     " addresses no need or strength that a family assessment found."),
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
  findings.push_back(
      {FindingKind::kActivityOutOfSequence,
       {activity.activity_id()},
       absl::StrCat(Quoted(snapshot, "activity", activity.activity_id()), " was completed on ", activity.completed_on(),
                    ", before what must come before it: ", snapshot.AllQuoted(later), "."),
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
       absl::StrCat("The record does not show that ", snapshot.AllOf(silent), " agreed with the activity “",
                    snapshot.Of(activity.activity_id()), "”."),
       absl::StrCat(absl::StrJoin(silent, ","), " ", std::max(activity.planned_on(), activity.revised_on()))});
}

void FindActivity(const CaseSnapshot& snapshot, const v1::Activity& activity, Findings& findings) {
  FindOutOfSequence(snapshot, activity, findings);
  if (!IsOpen(activity) || activity.planned_on().empty()) return;
  FindActivityNotAgreed(snapshot, activity, findings);
  const event::v1::ActivityTerms& terms = activity.terms();
  std::vector<std::string> lacks;
  if (terms.responsible_ids().empty() && terms.responsible_staff().empty()) lacks.push_back("no responsible party");
  if (terms.place().empty()) lacks.push_back("no place");
  if (terms.begins_on().empty()) lacks.push_back("no start date");
  if (terms.due_on().empty()) lacks.push_back("no due date");
  const std::string what = Quoted(snapshot, "activity", activity.activity_id());
  if (!lacks.empty()) {
    findings.push_back({FindingKind::kActivityIncomplete,
                        {activity.activity_id()},
                        absl::StrCat(what, " has ", Listed(lacks), "."),
                        absl::StrJoin(lacks, ",")});
  }
  if (!terms.due_on().empty() && terms.due_on() < snapshot.day) {
    findings.push_back({FindingKind::kActivityOverdue,
                        {activity.activity_id()},
                        absl::StrCat(what, " was due on ", terms.due_on(), " and is still open."),
                        terms.due_on()});
  }
  if (terms.due_on().empty() || terms.begins_on().empty()) return;
  if (terms.due_on() <= MonthsAfter(terms.begins_on(), snapshot.Number(Threshold::kActivityMonthsMax))) return;
  const std::string days = absl::StrCat("begins on ", terms.begins_on(), " and is due on ", terms.due_on());
  findings.push_back(
      {FindingKind::kActivityOverSixMonths,
       {activity.activity_id()},
       absl::StrCat(what, " ", days, ": more than ", snapshot.Number(Threshold::kActivityMonthsMax), " months."),
       days});
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
