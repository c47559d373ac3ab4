#include "projections/state/evolve.h"
#include "projections/state/plan_items.h"

namespace casejournal::projections {

namespace {

v1::Goal& GoalFor(CaseState& state, const std::string& id) { return SubjectFor<v1::Goal>(state, id); }

v1::Objective& ObjectiveFor(CaseState& state, const std::string& id) { return SubjectFor<v1::Objective>(state, id); }

v1::Activity& ActivityFor(CaseState& state, const std::string& id) { return SubjectFor<v1::Activity>(state, id); }

v1::Referral& ReferralFor(CaseState& state, const std::string& activity_id, const std::string& provider_id) {
  return ItemFor(ActivityFor(state, activity_id).mutable_referrals(), &v1::Referral::mutable_provider_id, provider_id);
}

// The place of the progress of `id`, whatever kind of part it is.
v1::Progress& ProgressOf(CaseState& state, const std::string& id) {
  if (auto* objective = state.FindToChange<v1::Objective>({id})) {
    return *objective->mutable_progress();
  }
  if (auto* activity = state.FindToChange<v1::Activity>({id})) {
    return *activity->mutable_progress();
  }
  if (auto* goal = state.FindToChange<v1::Goal>({id})) {
    return *goal->mutable_progress();
  }
  if (auto* need = state.FindToChange<v1::Need>({id})) {
    return *need->mutable_progress();
  }
  if (auto* condition = state.FindToChange<v1::ReturnCondition>({id})) {
    return *condition->mutable_progress();
  }
  return *state.For<v1::StrayProgress>({id}).mutable_progress();
}

}  // namespace

void Evolve(CaseState& state, const event::v1::OutcomeChosen& body, const Placed& at) {
  v1::OutcomeSought& sought = state.For<v1::OutcomeSought>({body.child_id(), body.track()});
  sought.set_outcome(body.outcome());
  sought.set_target_on(body.target_on());
  sought.set_since(at.day);
  sought.set_reason(body.reason());
  *sought.mutable_with_ids() = body.with_ids();
  *sought.mutable_steps() = body.steps();
}

void Evolve(CaseState& state, const event::v1::MilestoneReached& body, const Placed& at) {
  v1::Milestone& milestone = state.For<v1::Milestone>({at.revision});
  milestone.set_reached_on(at.day);
  *milestone.mutable_terms() = body;
}

void Evolve(CaseState& state, const event::v1::GoalEstablished& body, const Placed& at) {
  v1::Goal& goal = GoalFor(state, body.goal_id());
  *goal.mutable_for_ids() = body.for_ids();
  goal.set_area(body.area());
  goal.set_statement(body.statement());
  goal.set_outcome(body.outcome());
  goal.set_established_on(at.day);
}

void Evolve(CaseState& state, const event::v1::GoalReached& body, const Placed& at) {
  v1::Goal& goal = GoalFor(state, body.goal_id());
  goal.set_reached_on(at.day);
  goal.set_evidence(body.evidence());
}

void Evolve(CaseState& state, const event::v1::GoalWithdrawn& body, const Placed& at) {
  v1::Goal& goal = GoalFor(state, body.goal_id());
  goal.set_withdrawn_on(at.day);
  goal.set_withdrawn_reason(body.reason());
  goal.set_followed_by_id(body.followed_by_id());
}

void Evolve(CaseState& state, const event::v1::ObjectiveAdded& body, const Placed& at) {
  v1::Objective& objective = ObjectiveFor(state, body.objective_id());
  objective.set_goal_id(body.goal_id());
  *objective.mutable_terms() = body.terms();
  objective.set_added_on(at.day);
}

void Evolve(CaseState& state, const event::v1::ObjectiveRevised& body, const Placed& at) {
  v1::Objective& objective = ObjectiveFor(state, body.objective_id());
  *objective.mutable_terms() = body.terms();
  objective.set_revised_on(at.day);
}

void Evolve(CaseState& state, const event::v1::ObjectiveMet& body, const Placed& at) {
  v1::Objective& objective = ObjectiveFor(state, body.objective_id());
  objective.set_met_on(at.day);
  objective.set_evidence(body.evidence());
  *objective.mutable_agreed_by_ids() = body.agreed_by_ids();
}

void Evolve(CaseState& state, const event::v1::ActivityPlanned& body, const Placed& at) {
  v1::Activity& activity = ActivityFor(state, body.activity_id());
  activity.set_objective_id(body.objective_id());
  *activity.mutable_terms() = body.terms();
  activity.set_planned_on(at.day);
}

void Evolve(CaseState& state, const event::v1::ActivityRevised& body, const Placed& at) {
  v1::Activity& activity = ActivityFor(state, body.activity_id());
  *activity.mutable_terms() = body.terms();
  activity.set_revised_on(at.day);
}

void Evolve(CaseState& state, const event::v1::ActivityCompleted& body, const Placed& at) {
  v1::Activity& activity = ActivityFor(state, body.activity_id());
  activity.set_completed_on(at.day);
  activity.set_result(body.result());
}

void Evolve(CaseState& state, const event::v1::ActivityStopped& body, const Placed& at) {
  v1::Activity& activity = ActivityFor(state, body.activity_id());
  activity.set_stopped_on(at.day);
  activity.set_why_stopped(body.why());
  activity.set_stopped_detail(body.detail());
}

void Evolve(CaseState& state, const event::v1::ProgressObserved& body, const Placed& at) {
  v1::Progress& progress = ProgressOf(state, body.of_id());
  progress.set_observed_on(at.day);
  progress.set_extent(body.extent());
  progress.set_account(body.account());
  progress.set_meeting_id(body.meeting_id());
}

void Evolve(CaseState& state, const event::v1::GoalRevised& body, const Placed& at) {
  v1::Goal& goal = GoalFor(state, body.goal_id());
  *goal.mutable_for_ids() = body.for_ids();
  goal.set_area(body.area());
  goal.set_statement(body.statement());
  goal.set_outcome(body.outcome());
  goal.set_revised_on(at.day);
}

void Evolve(CaseState& state, const event::v1::ObjectiveWithdrawn& body, const Placed& at) {
  v1::Objective& objective = ObjectiveFor(state, body.objective_id());
  objective.set_withdrawn_on(at.day);
  objective.set_withdrawn_reason(body.reason());
}

void Evolve(CaseState& state, const event::v1::PartAgreed& body, const Placed& at) {
  for (const std::string& part_id : body.part_ids()) {
    v1::PartAgreementOf& said =
        state.For<v1::PartAgreementOf>({part_id, body.participant_id(), body.staff().subject(), body.staff().issuer()});
    if (body.has_staff()) *said.mutable_staff() = body.staff();
    said.set_agreement(body.agreement());
    said.set_on(at.day);
    said.set_words(body.words());
  }
}

// The answer to an earlier referral is none to this one.
void Evolve(CaseState& state, const event::v1::ReferralMade& body, const Placed& at) {
  v1::Referral& referral = ReferralFor(state, body.activity_id(), body.provider_id());
  referral.Clear();
  referral.set_provider_id(body.provider_id());
  referral.set_made_on(at.day);
  *referral.mutable_for_ids() = body.for_ids();
  referral.set_answer_by(body.answer_by());
  referral.set_asked_for(body.detail());
}

void Evolve(CaseState& state, const event::v1::ReferralAnswered& body, const Placed& at) {
  v1::Referral& referral = ReferralFor(state, body.activity_id(), body.provider_id());
  referral.set_on(at.day);
  referral.set_answer(body.answer());
  referral.set_until(body.until());
  referral.set_detail(body.detail());
}

void Evolve(CaseState& state, const event::v1::VisitationArranged& body, const Placed& at) {
  v1::Visitation& visitation = state.For<v1::Visitation>({body.visitation_id()});
  visitation.set_arranged_on(at.day);
  *visitation.mutable_terms() = body;
}

}  // namespace casejournal::projections
