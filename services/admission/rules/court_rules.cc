#include "services/admission/proposal/interval_rules.h"
#include "services/admission/proposal/plan_items.h"
#include "services/admission/rules/body_rules.h"

namespace casejournal::services {

void Check(const ProposedEvent& proposed, const event::v1::OrderMade& body, Violations& violations) {
  const std::string& begins_on = body.has_takes_effect_on() ? body.takes_effect_on() : proposed.day();
  CheckOrder(begins_on, body.ends_on(), proposed.Field("endsOn"), violations);
}

void Check(const ProposedEvent& proposed, const event::v1::OrderEnded& body, Violations& violations) {
  const v1::Order* order = proposed.State().Find<v1::Order>({body.order_id()});
  if (order == nullptr) return;
  CheckEnds(proposed, {order->order_id(), order->made_on(), order->ended_on()}, kOrderEnds, proposed.Field("orderId"),
            violations);
}

// A hearing is on the calendar until it is held or vacated.
void Check(const ProposedEvent& proposed, const event::v1::HearingVacated& body, Violations& violations) {
  const v1::Hearing* hearing = proposed.State().Find<v1::Hearing>({body.hearing_id()});
  if (hearing == nullptr) return;
  const std::string& ended_on = hearing->held_on().empty() ? hearing->vacated_on() : hearing->held_on();
  CheckEnds(proposed, {hearing->hearing_id(), hearing->set_on(), ended_on}, kHearingEnds, proposed.Field("hearingId"),
            violations);
}

}  // namespace casejournal::services
