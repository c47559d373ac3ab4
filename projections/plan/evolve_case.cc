#include "projections/plan/evolve.h"
#include "projections/plan/plan_items.h"

namespace casejournal::projections {

void Evolve(v1::CasePlan& plan, const event::v1::CaseOpened& body, const Placed& at) {
  plan.set_status(v1::CASE_STATUS_OPEN);
  plan.set_kind(body.kind());
  plan.set_origin(body.origin());
  plan.set_agency(body.agency());
  plan.set_opened_on(at.day);
}

void Evolve(v1::CasePlan& plan, const event::v1::CaseNumberGiven& body, const Placed& at) {
  v1::CaseNumber& number = ItemWhere(plan.mutable_numbers(), [&](const v1::CaseNumber& known) {
    return known.system() == body.system() && known.number() == body.number();
  });
  number.set_system(body.system());
  number.set_number(body.number());
  number.set_child_id(body.child_id());
  number.set_since(at.day);
}

void Evolve(v1::CasePlan& plan, const event::v1::CaseAssigned& body, const Placed& at) {
  for (v1::Assignment& assignment : *plan.mutable_assignments()) {
    if (assignment.part() == body.part() && assignment.until().empty()) {
      assignment.set_until(at.day);
    }
  }
  // Assigned twice on one day: the end of the day counts.
  v1::Assignment& assignment =
      ItemWhere(plan.mutable_assignments(), [&](const v1::Assignment& known) {
        return known.part() == body.part() && known.since() == at.day;
      });
  *assignment.mutable_staff() = body.staff();
  assignment.set_part(body.part());
  assignment.set_unit(body.unit());
  assignment.set_since(at.day);
  assignment.clear_until();
}

void Evolve(v1::CasePlan& plan, const event::v1::CaseClosed& body, const Placed& at) {
  plan.set_status(v1::CASE_STATUS_CLOSED);
  plan.set_closed_on(at.day);
  *plan.mutable_closed() = body;
}

}  // namespace casejournal::projections
