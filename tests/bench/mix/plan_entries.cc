// Entries about outcomes, goals, objectives, activities, safety, care, and reviews.
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "tests/bench/mix/entry_kinds.h"

namespace casejournal::services {
namespace {

using event::v1::CaseEvent;

event::v1::PermanencyOutcome AnyOutcome(Words& words) {
  return static_cast<event::v1::PermanencyOutcome>(1 + words.Below(event::v1::PermanencyOutcome_MAX));
}

bool ChooseOutcome(CaseModel& model, CaseEvent& event) {
  const ModelChild* child = model.PickChild();
  if (child == nullptr) return false;
  event::v1::OutcomeChosen& body = *event.mutable_outcome_chosen();
  body.set_child_id(child->child.id);
  body.set_outcome(AnyOutcome(model.words));
  body.set_track(model.words.OneIn(4) ? event::v1::OUTCOME_TRACK_CONCURRENT : event::v1::OUTCOME_TRACK_PRIMARY);
  body.set_target_on(model.DayIn(200));
  body.set_reason(model.words.Sentence());
  return true;
}

bool EstablishGoal(CaseModel& model, CaseEvent& event) {
  event::v1::GoalEstablished& body = *event.mutable_goal_established();
  if (!model.Name(*body.mutable_for_ids(), 3)) return false;
  body.set_goal_id(model.Begin(model.goals));
  body.set_area(static_cast<event::v1::GoalArea>(1 + model.words.Below(event::v1::GoalArea_MAX)));
  body.set_statement(model.words.Sentence());
  return true;
}

bool ReachGoal(CaseModel& model, CaseEvent& event) {
  ModelPart goal;
  if (!model.Take(model.goals, goal)) return false;
  event.mutable_goal_reached()->set_goal_id(goal.id);
  event.mutable_goal_reached()->set_evidence(model.words.Account(1, 2));
  return true;
}

bool WithdrawGoal(CaseModel& model, CaseEvent& event) {
  ModelPart goal;
  if (!model.Take(model.goals, goal)) return false;
  event.mutable_goal_withdrawn()->set_goal_id(goal.id);
  event.mutable_goal_withdrawn()->set_reason(model.words.Sentence());
  return true;
}

bool ReviseGoal(CaseModel& model, CaseEvent& event) {
  const ModelPart* goal = model.Pick(model.goals);
  if (goal == nullptr) return false;
  event::v1::GoalRevised& body = *event.mutable_goal_revised();
  if (!model.Name(*body.mutable_for_ids(), 3)) return false;
  body.set_goal_id(goal->id);
  body.set_area(event::v1::GOAL_AREA_WELL_BEING);
  body.set_statement(model.words.Sentence());
  body.set_reason(model.words.Phrase());
  return true;
}

bool FillTerms(CaseModel& model, event::v1::ObjectiveTerms& terms) {
  if (!model.Name(*terms.mutable_who_ids(), 2)) return false;
  terms.set_statement(model.words.Sentence());
  terms.set_measure(model.words.Phrase());
  terms.set_target(model.words.Phrase());
  terms.set_target_on(model.DayIn(120));
  if (const ModelPart* need = model.Pick(model.needs)) terms.add_need_ids(need->id);
  if (const ModelPart* strength = model.Pick(model.strengths)) terms.add_strength_ids(strength->id);
  terms.set_number(absl::StrCat(1 + model.words.Below(9), ".0", 1 + model.words.Below(9)));
  return true;
}

bool AddObjective(CaseModel& model, CaseEvent& event) {
  const ModelPart* goal = model.Pick(model.goals);
  if (goal == nullptr) return false;
  event::v1::ObjectiveAdded& body = *event.mutable_objective_added();
  if (!FillTerms(model, *body.mutable_terms())) return false;
  body.set_goal_id(goal->id);
  body.set_objective_id(model.Begin(model.objectives, goal->id));
  return true;
}

bool ReviseObjective(CaseModel& model, CaseEvent& event) {
  const ModelPart* objective = model.Pick(model.objectives);
  if (objective == nullptr) return false;
  event::v1::ObjectiveRevised& body = *event.mutable_objective_revised();
  if (!FillTerms(model, *body.mutable_terms())) return false;
  body.set_objective_id(objective->id);
  body.set_reason(model.words.Sentence());
  return true;
}

bool MeetObjective(CaseModel& model, CaseEvent& event) {
  ModelPart objective;
  if (!model.Take(model.objectives, objective)) return false;
  event.mutable_objective_met()->set_objective_id(objective.id);
  event.mutable_objective_met()->set_evidence(model.words.Account(1, 2));
  return true;
}

bool WithdrawObjective(CaseModel& model, CaseEvent& event) {
  ModelPart objective;
  if (!model.Take(model.objectives, objective)) return false;
  event.mutable_objective_withdrawn()->set_objective_id(objective.id);
  event.mutable_objective_withdrawn()->set_reason(model.words.Sentence());
  return true;
}

bool FillTerms(CaseModel& model, event::v1::ActivityTerms& terms) {
  if (!model.Name(*terms.mutable_responsible_ids(), 2)) return false;
  terms.set_what(model.words.Sentence());
  terms.mutable_service()->set_system("Wren County service list");
  terms.mutable_service()->set_version("2022-01");
  terms.mutable_service()->set_code(absl::StrCat("S-", 100 + model.words.Below(80)));
  terms.mutable_service()->set_display(model.words.Phrase());
  terms.set_place(model.words.Provider());
  terms.set_begins_on(model.Day());
  terms.set_due_on(model.DayIn(static_cast<int>(30 + model.words.Below(150))));
  return true;
}

bool PlanActivity(CaseModel& model, CaseEvent& event) {
  const ModelPart* objective = model.Pick(model.objectives);
  if (objective == nullptr) return false;
  event::v1::ActivityPlanned& body = *event.mutable_activity_planned();
  if (!FillTerms(model, *body.mutable_terms())) return false;
  body.set_objective_id(objective->id);
  body.set_activity_id(model.Begin(model.activities, objective->id));
  return true;
}

bool ReviseActivity(CaseModel& model, CaseEvent& event) {
  const ModelPart* activity = model.Pick(model.activities);
  if (activity == nullptr) return false;
  event::v1::ActivityRevised& body = *event.mutable_activity_revised();
  if (!FillTerms(model, *body.mutable_terms())) return false;
  body.set_activity_id(activity->id);
  body.set_reason(model.words.Phrase());
  return true;
}

bool CompleteActivity(CaseModel& model, CaseEvent& event) {
  ModelPart activity;
  if (!model.Take(model.activities, activity)) return false;
  event.mutable_activity_completed()->set_activity_id(activity.id);
  event.mutable_activity_completed()->set_result(model.words.Sentence());
  return true;
}

bool StopActivity(CaseModel& model, CaseEvent& event) {
  ModelPart activity;
  if (!model.Take(model.activities, activity)) return false;
  event::v1::ActivityStopped& body = *event.mutable_activity_stopped();
  body.set_activity_id(activity.id);
  body.set_why(static_cast<event::v1::ActivityStopReason>(1 + model.words.Below(event::v1::ActivityStopReason_MAX)));
  body.set_detail(model.words.Sentence());
  return true;
}

bool ObserveProgress(CaseModel& model, CaseEvent& event) {
  const ModelPart* objective = model.Pick(model.objectives);
  if (objective == nullptr) return false;
  event::v1::ProgressObserved& body = *event.mutable_progress_observed();
  body.set_of_id(objective->id);
  body.set_extent(static_cast<event::v1::ProgressExtent>(1 + model.words.Below(event::v1::ProgressExtent_MAX)));
  body.set_account(model.words.Account(1, 3));
  return true;
}

bool Agree(CaseModel& model, CaseEvent& event) {
  const ModelPart* objective = model.Pick(model.objectives);
  const ModelPart* someone = model.Pick(model.adults);
  if (objective == nullptr || someone == nullptr) return false;
  event::v1::PartAgreed& body = *event.mutable_part_agreed();
  body.add_part_ids(objective->id);
  body.set_participant_id(someone->id);
  body.set_agreement(event::v1::AGREEMENT_AGREES);
  return true;
}

bool AnswerReferral(CaseModel& model, CaseEvent& event) {
  const ModelPart* activity = model.Pick(model.activities);
  const ModelPart* provider = model.Pick(model.providers);
  if (activity == nullptr || provider == nullptr) return false;
  event::v1::ReferralAnswered& body = *event.mutable_referral_answered();
  body.set_activity_id(activity->id);
  body.set_provider_id(provider->id);
  body.set_answer(event::v1::REFERRAL_ANSWER_ACCEPTED);
  body.set_detail(model.words.Sentence());
  return true;
}

bool ArrangeVisits(CaseModel& model, CaseEvent& event) {
  const ModelChild* child = model.PickChild();
  const ModelPart* someone = model.Pick(model.adults);
  if (child == nullptr || someone == nullptr) return false;
  event::v1::VisitationArranged& body = *event.mutable_visitation_arranged();
  body.set_visitation_id(model.words.Uuid());
  body.set_child_id(child->child.id);
  body.add_with_ids(someone->id);
  body.set_frequency("Tuesdays and Fridays");
  body.set_duration("two hours");
  body.set_place(model.words.Provider());
  body.set_supervision(event::v1::VISIT_SUPERVISION_SUPERVISED);
  return true;
}

bool IdentifyThreat(CaseModel& model, CaseEvent& event) {
  const ModelChild* child = model.PickChild();
  if (child == nullptr) return false;
  event::v1::SafetyThreatIdentified& body = *event.mutable_safety_threat_identified();
  body.set_child_id(child->child.id);
  body.set_threat_id(model.Begin(model.threats, child->child.id));
  body.set_threat(model.words.Sentence());
  if (const ModelPart* assessment = model.Pick(model.assessments)) body.set_assessment_id(assessment->id);
  return true;
}

bool ExploreAlternative(CaseModel& model, CaseEvent& event) {
  const ModelChild* child = model.PickChild();
  if (child == nullptr) return false;
  event::v1::AlternativeExplored& body = *event.mutable_alternative_explored();
  body.set_child_id(child->child.id);
  body.set_who(model.words.PersonName());
  body.set_how_related("a cousin of the mother");
  body.set_result(static_cast<event::v1::AlternativeResult>(1 + model.words.Below(event::v1::AlternativeResult_MAX)));
  body.set_reason(model.words.Sentence());
  return true;
}

bool MakeSafetyPlan(CaseModel& model, CaseEvent& event) {
  const ModelPart* threat = model.Pick(model.threats);
  if (threat == nullptr) return false;
  event::v1::SafetyPlanMade& body = *event.mutable_safety_plan_made();
  body.add_children_ids(threat->of);
  body.add_threat_ids(threat->id);
  body.add_strategies(event::v1::SAFETY_STRATEGY_CARE_BY_A_RESPONSIBLE_ADULT);
  body.set_stays_with("with the grandmother");
  body.set_monitoring(model.words.Sentence());
  body.set_until(model.DayIn(60));
  body.set_plan_id(model.Begin(model.safety_plans));
  return true;
}

bool CheckSafetyPlan(CaseModel& model, CaseEvent& event) {
  const ModelPart* plan = model.Pick(model.safety_plans);
  if (plan == nullptr) return false;
  event::v1::SafetyPlanChecked& body = *event.mutable_safety_plan_checked();
  body.set_plan_id(plan->id);
  body.set_kept(static_cast<event::v1::SafetyPlanKept>(1 + model.words.Below(event::v1::SafetyPlanKept_MAX)));
  body.set_seen(model.words.Account(1, 3));
  return true;
}

bool EndSafetyPlan(CaseModel& model, CaseEvent& event) {
  ModelPart plan;
  if (!model.Take(model.safety_plans, plan)) return false;
  event::v1::SafetyPlanEnded& body = *event.mutable_safety_plan_ended();
  body.set_plan_id(plan.id);
  body.set_why(event::v1::SAFETY_PLAN_END_REASON_NO_LONGER_NEEDED);
  body.set_threats_now(model.words.Sentence());
  return true;
}

bool SetCondition(CaseModel& model, CaseEvent& event) {
  const ModelChild* child = model.PickChild();
  if (child == nullptr) return false;
  event::v1::ReturnConditionSet& body = *event.mutable_return_condition_set();
  body.set_child_id(child->child.id);
  body.set_condition_id(model.Begin(model.conditions));
  body.set_condition(model.words.Sentence());
  body.set_shown_by(model.words.Phrase());
  return true;
}

bool JudgeCondition(CaseModel& model, CaseEvent& event) {
  const ModelPart* condition = model.Pick(model.conditions);
  if (condition == nullptr) return false;
  event::v1::ReturnConditionJudged& body = *event.mutable_return_condition_judged();
  body.set_condition_id(condition->id);
  body.set_judgement(event::v1::CONDITION_JUDGEMENT_MET);
  body.set_evidence(model.words.Sentence());
  return true;
}

bool CallMeeting(CaseModel& model, CaseEvent& event) {
  event::v1::MeetingCalled& body = *event.mutable_meeting_called();
  if (!model.Name(*body.mutable_invitee_ids(), 4)) return false;
  body.set_meeting_id(model.Begin(model.meetings_called));
  body.set_kind(event::v1::MEETING_KIND_SEMI_ANNUAL_REVIEW);
  body.set_held_on(model.DayIn(14));
  body.set_held_at("10:30");
  body.set_place(model.words.Provider());
  return true;
}

void AddMember(CaseModel& model, event::v1::PanelSeat seat, event::v1::ReviewHeld& body) {
  event::v1::PanelMember& member = *body.add_panel();
  member.mutable_staff()->set_issuer("https://id.wrencounty.example");
  member.mutable_staff()->set_subject(absl::StrCat("qa-", model.words.Below(40)));
  member.mutable_staff()->set_name(model.words.PersonName());
  member.set_seat(seat);
  member.set_responsible_for_plan(seat != event::v1::PANEL_SEAT_INDEPENDENT_MEMBER);
}

bool HoldReview(CaseModel& model, CaseEvent& event) {
  event::v1::ReviewHeld& body = *event.mutable_review_held();
  if (!model.Name(*body.mutable_present_ids(), 4)) return false;
  ModelPart called;
  if (model.Take(model.meetings_called, called)) {
    called.since = model.day;
    model.meetings_held.push_back(called);
    body.set_meeting_id(called.id);
  } else {
    body.set_meeting_id(model.Begin(model.meetings_held));
  }
  body.set_kind(event::v1::MEETING_KIND_SEMI_ANNUAL_REVIEW);
  for (const auto seat :
       {event::v1::PANEL_SEAT_CASEWORKER, event::v1::PANEL_SEAT_SUPERVISOR, event::v1::PANEL_SEAT_INDEPENDENT_MEMBER}) {
    AddMember(model, seat, body);
  }
  return true;
}

bool FindInReview(CaseModel& model, CaseEvent& event) {
  const ModelPart* meeting = model.Pick(model.meetings_held);
  const ModelChild* child = model.PickChild();
  if (meeting == nullptr || child == nullptr) return false;
  event::v1::ReviewFindingMade& body = *event.mutable_review_finding_made();
  body.set_meeting_id(meeting->id);
  body.set_child_id(child->child.id);
  body.set_plan_followed(static_cast<event::v1::PlanFollowed>(1 + model.words.Below(event::v1::PlanFollowed_MAX)));
  body.set_progress(model.words.Account(1, 2));
  body.set_safety_of_place(model.words.Sentence());
  body.set_services(model.words.Phrase());
  body.set_outcome(AnyOutcome(model.words));
  body.set_target_on(model.DayIn(180));
  body.set_risk(static_cast<event::v1::RiskChange>(1 + model.words.Below(event::v1::RiskChange_MAX)));
  return true;
}

bool HoldConference(CaseModel& model, CaseEvent& event) {
  event::v1::ConferenceHeld& body = *event.mutable_conference_held();
  if (!model.Name(*body.mutable_present_ids(), 4)) return false;
  body.set_meeting_id(model.words.Uuid());
  body.set_progress(model.words.Account(1, 3));
  body.set_decisions(model.words.Sentence());
  return true;
}

bool Remove(CaseModel& model, CaseEvent& event) {
  ModelChild* child = model.PickChild();
  const ModelPart* home = model.Pick(model.households);
  if (child == nullptr || home == nullptr || child->in_care || model.day < child->in_care_until) return false;
  event::v1::ChildRemoved& body = *event.mutable_child_removed();
  body.set_child_id(child->child.id);
  body.set_removal_id(model.Begin(model.removals, child->child.id));
  body.set_manner(event::v1::REMOVAL_MANNER_PHYSICAL);
  body.set_from_household_id(home->id);
  body.add_circumstances(event::v1::REMOVAL_CIRCUMSTANCE_NEGLECT);
  body.set_authority("an emergency order of the court");
  child->in_care = true;
  return true;
}

ModelChild* ChildOf(CaseModel& model, const std::string& id) {
  const auto found = std::find_if(model.children.begin(), model.children.end(),
                                  [&](const ModelChild& each) { return each.child.id == id; });
  return found == model.children.end() ? nullptr : &*found;
}

bool EndCare(CaseModel& model, CaseEvent& event) {
  ModelPart removal;
  if (!model.Take(model.removals, removal)) return false;
  event::v1::CareEpisodeEnded& body = *event.mutable_care_episode_ended();
  body.set_removal_id(removal.id);
  body.set_child_id(removal.of);
  body.set_reason(event::v1::EXIT_REASON_REUNIFIED);
  body.set_to_whom("her mother");
  body.set_outcome(event::v1::PERMANENCY_OUTCOME_RETURNED_TO_OWN_FAMILY);
  ModelChild* child = ChildOf(model, removal.of);
  child->in_care = false;
  child->in_care_until = model.day;
  return true;
}

bool Place(CaseModel& model, CaseEvent& event) {
  ModelChild* child = model.PickChild();
  if (child == nullptr || child->placed || model.day < child->placed_until) return false;
  event::v1::PlacementBegan& body = *event.mutable_placement_began();
  body.set_child_id(child->child.id);
  body.set_placement_id(model.Begin(model.placements, child->child.id));
  body.set_with_whom(model.words.PersonName());
  body.set_type(model.words.OneIn(3) ? event::v1::PLACEMENT_TYPE_RELATIVE_HOME : event::v1::PLACEMENT_TYPE_FOSTER_HOME);
  body.set_reason(model.words.Sentence());
  body.set_least_restrictive(model.words.Phrase());
  body.set_location(event::v1::PLACEMENT_LOCATION_IN_STATE);
  child->placed = true;
  return true;
}

bool EndPlacement(CaseModel& model, CaseEvent& event) {
  ModelPart placement;
  if (!model.Take(model.placements, placement)) return false;
  event.mutable_placement_ended()->set_placement_id(placement.id);
  event.mutable_placement_ended()->set_reason(model.words.Sentence());
  ModelChild* child = ChildOf(model, placement.of);
  child->placed = false;
  child->placed_until = model.day;
  return true;
}

bool AskAboutTribe(CaseModel& model, CaseEvent& event) {
  const ModelChild* child = model.PickChild();
  if (child == nullptr) return false;
  event::v1::TribalInquiryMade& body = *event.mutable_tribal_inquiry_made();
  body.set_child_id(child->child.id);
  body.set_asked("the mother and the grandmother");
  body.set_answer(event::v1::TRIBAL_INQUIRY_ANSWER_NO_REASON_TO_KNOW);
  return true;
}

bool TribeResponds(CaseModel& model, CaseEvent& event) {
  const ModelChild* child = model.PickChild();
  const ModelPart* tribe = model.Pick(model.tribes);
  if (child == nullptr || tribe == nullptr) return false;
  event::v1::TribeResponded& body = *event.mutable_tribe_responded();
  body.set_child_id(child->child.id);
  body.set_tribe_id(tribe->id);
  body.set_answer(event::v1::TRIBE_ANSWER_NEEDS_MORE_INFORMATION);
  return true;
}

bool DecideTribalProceeding(CaseModel& model, CaseEvent& event) {
  const ModelChild* child = model.PickChild();
  const ModelPart* tribe = model.Pick(model.tribes);
  if (child == nullptr || tribe == nullptr) return false;
  event::v1::TribalProceedingDecided& body = *event.mutable_tribal_proceeding_decided();
  body.set_child_id(child->child.id);
  body.set_tribe_id(tribe->id);
  body.set_kind(event::v1::TRIBAL_PROCEEDING_KIND_INTERVENTION);
  body.set_decision(event::v1::TRIBAL_PROCEEDING_DECISION_GRANTED);
  return true;
}

bool BeginAbsence(CaseModel& model, CaseEvent& event) {
  ModelChild* child = model.PickChild();
  if (child == nullptr || child->absent || model.day < child->absent_until) return false;
  event::v1::AbsenceBegan& body = *event.mutable_absence_began();
  body.set_child_id(child->child.id);
  body.set_absence_id(model.Begin(model.absences, child->child.id));
  body.set_kind(event::v1::ABSENCE_KIND_HOSPITAL);
  child->absent = true;
  return true;
}

bool EndAbsence(CaseModel& model, CaseEvent& event) {
  ModelPart absence;
  if (!model.Take(model.absences, absence)) return false;
  event.mutable_absence_ended()->set_absence_id(absence.id);
  event.mutable_absence_ended()->set_how(event::v1::ABSENCE_END_KIND_CAME_BACK);
  ModelChild* child = ChildOf(model, absence.of);
  child->absent = false;
  child->absent_until = model.day;
  return true;
}

constexpr EntryKind kPlanEntries[] = {
    {"activityPlanned", 29, PlanActivity},
    {"reviewFindingMade", 28, FindInReview},
    {"objectiveAdded", 20, AddObjective},
    {"reviewHeld", 19, HoldReview},
    {"activityCompleted", 19, CompleteActivity},
    {"progressObserved", 18, ObserveProgress},
    {"objectiveMet", 16, MeetObjective},
    {"outcomeChosen", 14, ChooseOutcome},
    {"goalEstablished", 14, EstablishGoal},
    {"placementBegan", 11, Place},
    {"meetingCalled", 10, CallMeeting},
    {"returnConditionJudged", 10, JudgeCondition},
    {"placementEnded", 10, EndPlacement},
    {"goalReached", 9, ReachGoal},
    {"safetyPlanChecked", 8, CheckSafetyPlan},
    {"tribalInquiryMade", 7, AskAboutTribe},
    {"alternativeExplored", 7, ExploreAlternative},
    {"returnConditionSet", 7, SetCondition},
    {"safetyThreatIdentified", 6, IdentifyThreat},
    {"conferenceHeld", 6, HoldConference},
    {"activityStopped", 6, StopActivity},
    {"partAgreed", 5, Agree},
    {"visitationArranged", 5, ArrangeVisits},
    {"referralAnswered", 5, AnswerReferral},
    {"safetyPlanMade", 4, MakeSafetyPlan},
    {"safetyPlanEnded", 4, EndSafetyPlan},
    {"objectiveRevised", 4, ReviseObjective},
    {"activityRevised", 4, ReviseActivity},
    {"childRemoved", 4, Remove},
    {"tribeResponded", 3, TribeResponds},
    {"objectiveWithdrawn", 3, WithdrawObjective},
    {"goalWithdrawn", 3, WithdrawGoal},
    {"careEpisodeEnded", 3, EndCare},
    {"absenceBegan", 2, BeginAbsence},
    {"absenceEnded", 2, EndAbsence},
    {"goalRevised", 2, ReviseGoal},
    {"tribalProceedingDecided", 2, DecideTribalProceeding},
};

}  // namespace

absl::Span<const EntryKind> PlanEntries() { return kPlanEntries; }

}  // namespace casejournal::services
