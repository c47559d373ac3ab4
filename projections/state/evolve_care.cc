#include "projections/state/evolve.h"
#include "projections/state/plan_items.h"

namespace casejournal::projections {

namespace {

v1::Removal& RemovalFor(v1::CasePlan& plan, const std::string& id) {
  return ItemFor(plan.mutable_removals(), &v1::Removal::mutable_removal_id, id);
}

v1::Placement& PlacementFor(v1::CasePlan& plan, const std::string& id) {
  return ItemFor(plan.mutable_placements(), &v1::Placement::mutable_placement_id, id);
}

v1::PlacementAbsence& AbsenceFor(v1::CasePlan& plan, const std::string& id) {
  return ItemFor(plan.mutable_absences(), &v1::PlacementAbsence::mutable_absence_id, id);
}

}  // namespace

void Evolve(v1::CasePlan& plan, const event::v1::ChildRemoved& body, const Placed& at) {
  v1::Removal& removal = RemovalFor(plan, body.removal_id());
  removal.set_child_id(body.child_id());
  removal.set_removed_on(at.day);
  *removal.mutable_terms() = body;
}

void Evolve(v1::CasePlan& plan, const event::v1::PlacementBegan& body, const Placed& at) {
  v1::Placement& placement = PlacementFor(plan, body.placement_id());
  placement.set_child_id(body.child_id());
  placement.set_began_on(at.day);
  *placement.mutable_terms() = body;
}

void Evolve(v1::CasePlan& plan, const event::v1::PlacementEnded& body, const Placed& at) {
  v1::Placement& placement = PlacementFor(plan, body.placement_id());
  placement.set_ended_on(at.day);
  placement.set_end_reason(body.reason());
  placement.set_change(body.change());
}

void Evolve(v1::CasePlan& plan, const event::v1::CareEpisodeEnded& body, const Placed& at) {
  v1::Removal& removal = RemovalFor(plan, body.removal_id());
  removal.set_child_id(body.child_id());
  removal.set_ended_on(at.day);
  *removal.mutable_ended() = body;
}

void Evolve(v1::CasePlan& plan, const event::v1::TribalInquiryMade& body, const Placed& at) {
  v1::TribalInquiry& inquiry = *plan.add_tribal_inquiries();
  inquiry.set_revision(at.revision);
  inquiry.set_made_on(at.day);
  *inquiry.mutable_terms() = body;
}

void Evolve(v1::CasePlan& plan, const event::v1::AbsenceBegan& body, const Placed& at) {
  v1::PlacementAbsence& absence = AbsenceFor(plan, body.absence_id());
  absence.set_child_id(body.child_id());
  absence.set_began_on(at.day);
  *absence.mutable_terms() = body;
}

void Evolve(v1::CasePlan& plan, const event::v1::AbsenceEnded& body, const Placed& at) {
  v1::PlacementAbsence& absence = AbsenceFor(plan, body.absence_id());
  absence.set_ended_on(at.day);
  absence.set_how_ended(body.how());
  absence.set_end_detail(body.detail());
}

void Evolve(v1::CasePlan& plan, const event::v1::TribeResponded& body, const Placed& at) {
  v1::TribeAnswered& answered = ItemWhere(plan.mutable_tribe_answers(), [&](const v1::TribeAnswered& known) {
    return known.child_id() == body.child_id() && known.tribe_id() == body.tribe_id();
  });
  answered.set_child_id(body.child_id());
  answered.set_tribe_id(body.tribe_id());
  answered.set_on(at.day);
  answered.set_answer(body.answer());
  answered.set_words(body.words());
  answered.set_notice_id(body.notice_id());
}

void Evolve(v1::CasePlan& plan, const event::v1::TribalProceedingDecided& body, const Placed& at) {
  v1::TribalProceeding& proceeding = *plan.add_tribal_proceedings();
  proceeding.set_revision(at.revision);
  proceeding.set_decided_on(at.day);
  *proceeding.mutable_terms() = body;
}

}  // namespace casejournal::projections
