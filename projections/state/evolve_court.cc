#include "projections/state/evolve.h"
#include "projections/state/plan_items.h"

namespace casejournal::projections {

namespace {

v1::Order& OrderFor(v1::CasePlan& plan, const std::string& id) {
  return ItemFor(plan.mutable_orders(), &v1::Order::mutable_order_id, id);
}

template <typename Body>
v1::Hearing& HearingFor(v1::CasePlan& plan, const Body& body) {
  v1::Hearing& hearing = ItemFor(plan.mutable_hearings(), &v1::Hearing::mutable_hearing_id, body.hearing_id());
  hearing.set_child_id(body.child_id());
  hearing.set_kind(body.kind());
  return hearing;
}

}  // namespace

void Evolve(v1::CasePlan& plan, const event::v1::ComplaintFiled& body, const Placed& at) {
  v1::Complaint& complaint = ItemWhere(plan.mutable_complaints(), [&](const v1::Complaint& known) {
    return known.child_id() == body.child_id() && known.court_number() == body.court_number();
  });
  complaint.set_child_id(body.child_id());
  complaint.set_court_number(body.court_number());
  complaint.set_filed_on(at.day);
  complaint.set_allegations(body.allegations());
  complaint.set_by(body.by());
  *complaint.mutable_allegation_codes() = body.allegation_codes();
}

void Evolve(v1::CasePlan& plan, const event::v1::HearingHeld& body, const Placed& at) {
  v1::Hearing& hearing = HearingFor(plan, body);
  hearing.set_held_on(at.day);
  *hearing.mutable_terms() = body;
}

void Evolve(v1::CasePlan& plan, const event::v1::OrderMade& body, const Placed& at) {
  for (const std::string& ended : body.ends_order_ids()) {
    OrderFor(plan, ended).set_ended_on(at.day);
  }
  v1::Order& order = OrderFor(plan, body.order_id());
  order.set_made_on(at.day);
  *order.mutable_terms() = body;
}

void Evolve(v1::CasePlan& plan, const event::v1::CourtFindingMade& body, const Placed& at) {
  v1::CourtFinding& finding = *plan.add_findings();
  finding.set_revision(at.revision);
  finding.set_made_on(at.day);
  *finding.mutable_terms() = body;
}

void Evolve(v1::CasePlan& plan, const event::v1::ParentalRightsEnded& body, const Placed& at) {
  v1::RightsEnded& rights = ItemWhere(plan.mutable_rights_ended(), [&](const v1::RightsEnded& known) {
    return known.child_id() == body.child_id() && known.parent_id() == body.parent_id();
  });
  rights.set_child_id(body.child_id());
  rights.set_parent_id(body.parent_id());
  rights.set_on(at.day);
  rights.set_how(body.how());
  rights.set_order_id(body.order_id());
}

void Evolve(v1::CasePlan& plan, const event::v1::HearingSet& body, const Placed& at) {
  v1::Hearing& hearing = HearingFor(plan, body);
  hearing.set_set_on(at.day);
  *hearing.mutable_set() = body;
  hearing.clear_vacated_on();
  hearing.clear_vacated_reason();
}

void Evolve(v1::CasePlan& plan, const event::v1::HearingVacated& body, const Placed& at) {
  v1::Hearing& hearing = ItemFor(plan.mutable_hearings(), &v1::Hearing::mutable_hearing_id, body.hearing_id());
  hearing.set_vacated_on(at.day);
  hearing.set_vacated_reason(body.reason());
}

void Evolve(v1::CasePlan& plan, const event::v1::OrderEnded& body, const Placed& at) {
  v1::Order& order = OrderFor(plan, body.order_id());
  order.set_ended_on(at.day);
  order.set_how_ended(body.how());
  order.set_end_entry_number(body.entry_number());
  order.set_end_words(body.words());
}

void Evolve(v1::CasePlan& plan, const event::v1::FilingExceptionDocumented& body, const Placed& at) {
  v1::FilingException& exception = *plan.add_filing_exceptions();
  exception.set_revision(at.revision);
  exception.set_documented_on(at.day);
  *exception.mutable_terms() = body;
}

}  // namespace casejournal::projections
