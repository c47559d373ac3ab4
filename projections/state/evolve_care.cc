#include "projections/state/evolve.h"
#include "projections/state/plan_items.h"

namespace casejournal::projections {

namespace {

v1::Removal& RemovalFor(CaseState& state, const std::string& id) { return state.For<v1::Removal>({id}); }

v1::Placement& PlacementFor(CaseState& state, const std::string& id) { return state.For<v1::Placement>({id}); }

v1::PlacementAbsence& AbsenceFor(CaseState& state, const std::string& id) {
  return state.For<v1::PlacementAbsence>({id});
}

}  // namespace

void Evolve(CaseState& state, const event::v1::ChildRemoved& body, const Placed& at) {
  v1::Removal& removal = RemovalFor(state, body.removal_id());
  removal.set_child_id(body.child_id());
  removal.set_removed_on(at.day);
  *removal.mutable_terms() = body;
}

void Evolve(CaseState& state, const event::v1::PlacementBegan& body, const Placed& at) {
  v1::Placement& placement = PlacementFor(state, body.placement_id());
  placement.set_child_id(body.child_id());
  placement.set_began_on(at.day);
  *placement.mutable_terms() = body;
}

void Evolve(CaseState& state, const event::v1::PlacementEnded& body, const Placed& at) {
  v1::Placement& placement = PlacementFor(state, body.placement_id());
  placement.set_ended_on(at.day);
  placement.set_end_reason(body.reason());
  placement.set_change(body.change());
}

void Evolve(CaseState& state, const event::v1::CareEpisodeEnded& body, const Placed& at) {
  v1::Removal& removal = RemovalFor(state, body.removal_id());
  removal.set_child_id(body.child_id());
  removal.set_ended_on(at.day);
  *removal.mutable_ended() = body;
}

void Evolve(CaseState& state, const event::v1::TribalInquiryMade& body, const Placed& at) {
  v1::TribalInquiry& inquiry = state.For<v1::TribalInquiry>({at.revision});
  inquiry.set_made_on(at.day);
  *inquiry.mutable_terms() = body;
}

void Evolve(CaseState& state, const event::v1::AbsenceBegan& body, const Placed& at) {
  v1::PlacementAbsence& absence = AbsenceFor(state, body.absence_id());
  absence.set_child_id(body.child_id());
  absence.set_began_on(at.day);
  *absence.mutable_terms() = body;
}

void Evolve(CaseState& state, const event::v1::AbsenceEnded& body, const Placed& at) {
  v1::PlacementAbsence& absence = AbsenceFor(state, body.absence_id());
  absence.set_ended_on(at.day);
  absence.set_how_ended(body.how());
  absence.set_end_detail(body.detail());
}

void Evolve(CaseState& state, const event::v1::TribeResponded& body, const Placed& at) {
  v1::TribeAnswered& answered = state.For<v1::TribeAnswered>({body.child_id(), body.tribe_id()});
  answered.set_on(at.day);
  answered.set_answer(body.answer());
  answered.set_words(body.words());
  answered.set_notice_id(body.notice_id());
}

void Evolve(CaseState& state, const event::v1::TribalProceedingDecided& body, const Placed& at) {
  v1::TribalProceeding& proceeding = state.For<v1::TribalProceeding>({at.revision});
  proceeding.set_decided_on(at.day);
  *proceeding.mutable_terms() = body;
}

}  // namespace casejournal::projections
