#include "projections/state/evolve.h"
#include "projections/state/plan_items.h"

namespace casejournal::projections {

namespace {

v1::Order& OrderFor(CaseState& state, const std::string& id) { return state.For<v1::Order>({id}); }

template <typename Body>
v1::Hearing& HearingFor(CaseState& state, const Body& body) {
  v1::Hearing& hearing = state.For<v1::Hearing>({body.hearing_id()});
  hearing.set_child_id(body.child_id());
  hearing.set_kind(body.kind());
  return hearing;
}

}  // namespace

void Evolve(CaseState& state, const event::v1::ComplaintFiled& body, const Placed& at) {
  v1::Complaint& complaint = state.For<v1::Complaint>({body.child_id(), body.court_number()});
  complaint.set_filed_on(at.day);
  complaint.set_allegations(body.allegations());
  complaint.set_by(body.by());
  *complaint.mutable_allegation_codes() = body.allegation_codes();
}

void Evolve(CaseState& state, const event::v1::HearingHeld& body, const Placed& at) {
  v1::Hearing& hearing = HearingFor(state, body);
  hearing.set_held_on(at.day);
  *hearing.mutable_terms() = body;
}

void Evolve(CaseState& state, const event::v1::OrderMade& body, const Placed& at) {
  for (const std::string& ended : body.ends_order_ids()) {
    OrderFor(state, ended).set_ended_on(at.day);
  }
  v1::Order& order = OrderFor(state, body.order_id());
  order.set_made_on(at.day);
  *order.mutable_terms() = body;
}

void Evolve(CaseState& state, const event::v1::CourtFindingMade& body, const Placed& at) {
  v1::CourtFinding& finding = state.For<v1::CourtFinding>({at.revision});
  finding.set_made_on(at.day);
  *finding.mutable_terms() = body;
}

void Evolve(CaseState& state, const event::v1::ParentalRightsEnded& body, const Placed& at) {
  v1::RightsEnded& rights = state.For<v1::RightsEnded>({body.child_id(), body.parent_id()});
  rights.set_on(at.day);
  rights.set_how(body.how());
  rights.set_order_id(body.order_id());
}

void Evolve(CaseState& state, const event::v1::HearingSet& body, const Placed& at) {
  v1::Hearing& hearing = HearingFor(state, body);
  hearing.set_set_on(at.day);
  *hearing.mutable_set() = body;
  hearing.clear_vacated_on();
  hearing.clear_vacated_reason();
}

void Evolve(CaseState& state, const event::v1::HearingVacated& body, const Placed& at) {
  v1::Hearing& hearing = state.For<v1::Hearing>({body.hearing_id()});
  hearing.set_vacated_on(at.day);
  hearing.set_vacated_reason(body.reason());
}

void Evolve(CaseState& state, const event::v1::OrderEnded& body, const Placed& at) {
  v1::Order& order = OrderFor(state, body.order_id());
  order.set_ended_on(at.day);
  order.set_how_ended(body.how());
  order.set_end_entry_number(body.entry_number());
  order.set_end_words(body.words());
}

void Evolve(CaseState& state, const event::v1::FilingExceptionDocumented& body, const Placed& at) {
  v1::FilingException& exception = state.For<v1::FilingException>({at.revision});
  exception.set_documented_on(at.day);
  *exception.mutable_terms() = body;
}

}  // namespace casejournal::projections
