#include "projections/plan/evolve.h"
#include "projections/plan/plan_items.h"

namespace casejournal::projections {

namespace {

v1::Removal& RemovalFor(v1::CasePlan& plan, const std::string& id) {
  return ItemFor(plan.mutable_removals(), &v1::Removal::mutable_removal_id, id);
}

v1::Placement& PlacementFor(v1::CasePlan& plan, const std::string& id) {
  return ItemFor(plan.mutable_placements(), &v1::Placement::mutable_placement_id, id);
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

}  // namespace casejournal::projections
