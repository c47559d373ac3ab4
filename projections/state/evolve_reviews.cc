#include "projections/state/evolve.h"
#include "projections/state/plan_items.h"

namespace casejournal::projections {

namespace {

v1::ReturnCondition& ConditionFor(CaseState& state, const std::string& id) {
  return SubjectFor<v1::ReturnCondition>(state, id);
}

}  // namespace

void Evolve(CaseState& state, const event::v1::ReturnConditionSet& body, const Placed& at) {
  v1::ReturnCondition& condition = ConditionFor(state, body.condition_id());
  condition.set_child_id(body.child_id());
  condition.set_condition(body.condition());
  condition.set_shown_by(body.shown_by());
  condition.set_set_on(at.day);
}

void Evolve(CaseState& state, const event::v1::ReturnConditionJudged& body, const Placed& at) {
  v1::ReturnCondition& condition = ConditionFor(state, body.condition_id());
  condition.set_judgement(body.judgement());
  condition.set_judged_on(at.day);
  condition.set_evidence(body.evidence());
}

void Evolve(CaseState& state, const event::v1::MeetingCalled& body, const Placed& at) {
  v1::Meeting& meeting = MeetingFor(state, body.meeting_id());
  meeting.set_kind(body.kind());
  *meeting.mutable_called() = body;
  meeting.set_called_on(at.day);
}

void Evolve(CaseState& state, const event::v1::ReviewHeld& body, const Placed& at) {
  v1::Meeting& meeting = MeetingFor(state, body.meeting_id());
  meeting.set_kind(body.kind());
  meeting.set_held_on(at.day);
  *meeting.mutable_review() = body;
}

void Evolve(CaseState& state, const event::v1::ReviewFindingMade& body, const Placed& at) {
  v1::ReviewFinding& finding = ItemFor(MeetingFor(state, body.meeting_id()).mutable_findings(),
                                       &v1::ReviewFinding::mutable_child_id, body.child_id());
  finding.set_on(at.day);
  *finding.mutable_terms() = body;
}

void Evolve(CaseState& state, const event::v1::ConferenceHeld& body, const Placed& at) {
  v1::Meeting& meeting = MeetingFor(state, body.meeting_id());
  meeting.set_kind(event::v1::MEETING_KIND_CASE_CONFERENCE);
  meeting.set_held_on(at.day);
  *meeting.mutable_conference() = body;
}

}  // namespace casejournal::projections
