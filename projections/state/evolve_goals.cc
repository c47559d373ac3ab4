#include "projections/state/evolve.h"
#include "projections/state/plan_items.h"

namespace casejournal::projections {

namespace {

v1::Goal& GoalFor(v1::CasePlan& plan, const std::string& id) {
  return SubjectFor(plan, plan.mutable_goals(), &v1::Goal::mutable_goal_id, id);
}

v1::Objective& ObjectiveFor(v1::CasePlan& plan, const std::string& id) {
  return SubjectFor(plan, plan.mutable_objectives(), &v1::Objective::mutable_objective_id, id);
}

v1::Activity& ActivityFor(v1::CasePlan& plan, const std::string& id) {
  return SubjectFor(plan, plan.mutable_activities(), &v1::Activity::mutable_activity_id, id);
}

// The place of the progress of `id`, whatever kind of part it is.
v1::Progress& ProgressOf(v1::CasePlan& plan, const std::string& id) {
  if (auto* objective = FindItem(plan.mutable_objectives(), &v1::Objective::mutable_objective_id, id)) {
    return *objective->mutable_progress();
  }
  if (auto* activity = FindItem(plan.mutable_activities(), &v1::Activity::mutable_activity_id, id)) {
    return *activity->mutable_progress();
  }
  if (auto* goal = FindItem(plan.mutable_goals(), &v1::Goal::mutable_goal_id, id)) {
    return *goal->mutable_progress();
  }
  if (auto* need = FindItem(plan.mutable_needs(), &v1::Need::mutable_need_id, id)) {
    return *need->mutable_progress();
  }
  if (auto* condition = FindItem(plan.mutable_conditions(), &v1::ReturnCondition::mutable_condition_id, id)) {
    return *condition->mutable_progress();
  }
  return *ItemFor(plan.mutable_stray_progress(), &v1::StrayProgress::mutable_of_id, id).mutable_progress();
}

}  // namespace

void Evolve(v1::CasePlan& plan, const event::v1::OutcomeChosen& body, const Placed& at) {
  v1::OutcomeSought& sought = ItemWhere(plan.mutable_outcomes(), [&](const v1::OutcomeSought& known) {
    return known.child_id() == body.child_id() && known.track() == body.track();
  });
  sought.set_child_id(body.child_id());
  sought.set_track(body.track());
  sought.set_outcome(body.outcome());
  sought.set_target_on(body.target_on());
  sought.set_since(at.day);
  sought.set_reason(body.reason());
}

void Evolve(v1::CasePlan& plan, const event::v1::GoalEstablished& body, const Placed& at) {
  v1::Goal& goal = GoalFor(plan, body.goal_id());
  *goal.mutable_for_ids() = body.for_ids();
  goal.set_area(body.area());
  goal.set_statement(body.statement());
  goal.set_established_on(at.day);
}

void Evolve(v1::CasePlan& plan, const event::v1::GoalReached& body, const Placed& at) {
  v1::Goal& goal = GoalFor(plan, body.goal_id());
  goal.set_reached_on(at.day);
  goal.set_evidence(body.evidence());
}

void Evolve(v1::CasePlan& plan, const event::v1::GoalWithdrawn& body, const Placed& at) {
  v1::Goal& goal = GoalFor(plan, body.goal_id());
  goal.set_withdrawn_on(at.day);
  goal.set_withdrawn_reason(body.reason());
  goal.set_followed_by_id(body.followed_by_id());
}

void Evolve(v1::CasePlan& plan, const event::v1::ObjectiveAdded& body, const Placed& at) {
  v1::Objective& objective = ObjectiveFor(plan, body.objective_id());
  objective.set_goal_id(body.goal_id());
  *objective.mutable_terms() = body.terms();
  objective.set_added_on(at.day);
}

void Evolve(v1::CasePlan& plan, const event::v1::ObjectiveRevised& body, const Placed& at) {
  v1::Objective& objective = ObjectiveFor(plan, body.objective_id());
  *objective.mutable_terms() = body.terms();
  objective.set_revised_on(at.day);
}

void Evolve(v1::CasePlan& plan, const event::v1::ObjectiveMet& body, const Placed& at) {
  v1::Objective& objective = ObjectiveFor(plan, body.objective_id());
  objective.set_met_on(at.day);
  objective.set_evidence(body.evidence());
  *objective.mutable_agreed_by_ids() = body.agreed_by_ids();
}

void Evolve(v1::CasePlan& plan, const event::v1::ActivityPlanned& body, const Placed& at) {
  v1::Activity& activity = ActivityFor(plan, body.activity_id());
  activity.set_objective_id(body.objective_id());
  *activity.mutable_terms() = body.terms();
  activity.set_planned_on(at.day);
}

void Evolve(v1::CasePlan& plan, const event::v1::ActivityRevised& body, const Placed& at) {
  v1::Activity& activity = ActivityFor(plan, body.activity_id());
  *activity.mutable_terms() = body.terms();
  activity.set_revised_on(at.day);
}

void Evolve(v1::CasePlan& plan, const event::v1::ActivityCompleted& body, const Placed& at) {
  v1::Activity& activity = ActivityFor(plan, body.activity_id());
  activity.set_completed_on(at.day);
  activity.set_result(body.result());
}

void Evolve(v1::CasePlan& plan, const event::v1::ActivityStopped& body, const Placed& at) {
  v1::Activity& activity = ActivityFor(plan, body.activity_id());
  activity.set_stopped_on(at.day);
  activity.set_why_stopped(body.why());
  activity.set_stopped_detail(body.detail());
}

void Evolve(v1::CasePlan& plan, const event::v1::ProgressObserved& body, const Placed& at) {
  v1::Progress& progress = ProgressOf(plan, body.of_id());
  progress.set_observed_on(at.day);
  progress.set_extent(body.extent());
  progress.set_account(body.account());
}

void Evolve(v1::CasePlan& plan, const event::v1::GoalRevised& body, const Placed& at) {
  v1::Goal& goal = GoalFor(plan, body.goal_id());
  *goal.mutable_for_ids() = body.for_ids();
  goal.set_area(body.area());
  goal.set_statement(body.statement());
  goal.set_revised_on(at.day);
}

void Evolve(v1::CasePlan& plan, const event::v1::ObjectiveWithdrawn& body, const Placed& at) {
  v1::Objective& objective = ObjectiveFor(plan, body.objective_id());
  objective.set_withdrawn_on(at.day);
  objective.set_withdrawn_reason(body.reason());
}

void Evolve(v1::CasePlan& plan, const event::v1::PartAgreed& body, const Placed& at) {
  for (const std::string& part_id : body.part_ids()) {
    v1::PartAgreementOf& said = ItemWhere(plan.mutable_agreements(), [&](const v1::PartAgreementOf& known) {
      return known.part_id() == part_id && known.participant_id() == body.participant_id() &&
             known.staff_subject() == body.staff().subject() && known.staff_issuer() == body.staff().issuer();
    });
    said.set_part_id(part_id);
    said.set_participant_id(body.participant_id());
    said.set_staff_subject(body.staff().subject());
    said.set_staff_issuer(body.staff().issuer());
    if (body.has_staff()) *said.mutable_staff() = body.staff();
    said.set_agreement(body.agreement());
    said.set_on(at.day);
    said.set_words(body.words());
  }
}

void Evolve(v1::CasePlan& plan, const event::v1::ReferralAnswered& body, const Placed& at) {
  v1::Referral& referral = ItemFor(ActivityFor(plan, body.activity_id()).mutable_referrals(),
                                   &v1::Referral::mutable_provider_id, body.provider_id());
  referral.set_on(at.day);
  referral.set_answer(body.answer());
  referral.set_until(body.until());
  referral.set_detail(body.detail());
}

void Evolve(v1::CasePlan& plan, const event::v1::VisitationArranged& body, const Placed& at) {
  v1::Visitation& visitation =
      ItemFor(plan.mutable_visitations(), &v1::Visitation::mutable_visitation_id, body.visitation_id());
  visitation.set_arranged_on(at.day);
  *visitation.mutable_terms() = body;
}

}  // namespace casejournal::projections
