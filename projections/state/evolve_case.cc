#include <algorithm>

#include "projections/state/evolve.h"
#include "projections/state/plan_items.h"

namespace casejournal::projections {

void Evolve(CaseState& state, const event::v1::CaseOpened& body, const Placed& at) {
  v1::CasePlan& plan = state.Fields();
  plan.set_status(v1::CASE_STATUS_OPEN);
  plan.set_kind(body.kind());
  plan.set_origin(body.origin());
  plan.set_agency(body.agency());
  plan.set_opened_on(at.day);
  plan.set_episode(1);
}

void Evolve(CaseState& state, const event::v1::CaseNumberGiven& body, const Placed& at) {
  v1::CaseNumber& number = state.For<v1::CaseNumber>({body.system(), body.number()});
  number.set_child_id(body.child_id());
  number.set_since(at.day);
}

void Evolve(CaseState& state, const event::v1::CaseAssigned& body, const Placed& at) {
  for (size_t i = 0; i < state.Count<v1::Assignment>(); ++i) {
    const v1::Assignment& earlier = state.At<v1::Assignment>(i);
    if (earlier.part() == body.part() && earlier.until().empty()) {
      state.ToChange<v1::Assignment>(i).set_until(at.day);
    }
  }
  // If someone is assigned twice on one day, the state at the end of the day counts.
  v1::Assignment& assignment = state.For<v1::Assignment>({body.part(), at.day});
  *assignment.mutable_staff() = body.staff();
  assignment.set_unit(body.unit());
  assignment.clear_until();
}

void Evolve(CaseState& state, const event::v1::CaseClosed& body, const Placed& at) {
  v1::CasePlan& plan = state.Fields();
  plan.set_status(v1::CASE_STATUS_CLOSED);
  plan.set_closed_on(at.day);
  *plan.mutable_closed() = body;
}

void Evolve(CaseState& state, const event::v1::CaseReopened& body, const Placed& at) {
  v1::CasePlan& plan = state.Fields();
  // Two episodes get the same number if an opening takes effect after a reopening.
  v1::Episode& earlier = state.Add<v1::Episode>({std::max(plan.episode(), 1u)});
  earlier.set_opened_on(plan.reopened_on().empty() ? plan.opened_on() : plan.reopened_on());
  earlier.set_closed_on(plan.closed_on());
  if (plan.has_closed()) *earlier.mutable_closed() = plan.closed();
  plan.clear_closed_on();
  plan.clear_closed();
  plan.set_status(v1::CASE_STATUS_OPEN);
  plan.set_origin(body.origin());
  plan.set_episode(earlier.number() + 1);
  plan.set_reopened_on(at.day);
  plan.set_reopened_reason(body.reason());
}

void Evolve(CaseState& state, const event::v1::CaseLinked& body, const Placed& at) {
  v1::CaseLink& link = state.For<v1::CaseLink>({body.other_case_id(), body.link()});
  link.set_child_id(body.child_id());
  link.set_since(at.day);
  link.set_reason(body.reason());
}

void Evolve(CaseState& state, const event::v1::CasesJoined& body, const Placed& at) {
  if (body.part() == event::v1::JOIN_PART_ENDS) {
    v1::CasePlan& plan = state.Fields();
    plan.set_status(v1::CASE_STATUS_HANDED_OVER);
    plan.clear_handed_over();
    plan.mutable_handed_over()->set_on(at.day);
    plan.mutable_handed_over()->set_joined_to_case_id(body.other_case_id());
    plan.mutable_handed_over()->set_reason(body.reason());
    return;
  }
  v1::JoinedCase& joined = state.For<v1::JoinedCase>({body.other_case_id()});
  joined.set_on(at.day);
  joined.set_reason(body.reason());
}

void Evolve(CaseState& state, const event::v1::CaseTransferredOut& body, const Placed& at) {
  v1::CasePlan& plan = state.Fields();
  plan.set_status(v1::CASE_STATUS_HANDED_OVER);
  plan.clear_handed_over();
  v1::HandedOver& handed_over = *plan.mutable_handed_over();
  handed_over.set_on(at.day);
  handed_over.set_to_agency(body.to_agency());
  handed_over.set_to_journal(body.to_journal());
  handed_over.set_to_case_id(body.to_case_id());
  handed_over.set_reason(body.reason());
  handed_over.set_last_revision(body.last_revision());
  handed_over.set_checkpoint(body.checkpoint());
  handed_over.set_exhibit_digest(body.exhibit_digest());
}

void Evolve(CaseState& state, const event::v1::CaseReceived& body, const Placed& at) {
  v1::CasePlan& plan = state.Fields();
  plan.set_status(v1::CASE_STATUS_OPEN);
  plan.set_kind(body.kind());
  plan.set_agency(body.agency());
  plan.set_opened_on(at.day);
  plan.set_episode(1);
  *plan.mutable_received() = body;
}

}  // namespace casejournal::projections
