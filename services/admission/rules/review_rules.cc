// Nobody sits as the independent member in a review of his own case.
#include "absl/strings/str_cat.h"
#include "services/admission/catalog/violation.h"
#include "services/admission/proposal/plan_items.h"
#include "services/admission/rules/body_rules.h"

namespace casejournal::services {

void Check(const ProposedEvent& proposed, const event::v1::ReviewHeld& body, Violations& violations) {
  // What an old record says of a panel is kept as it was; a finding says what is wrong with it.
  if (proposed.IsImported()) return;
  for (int i = 0; i < body.panel_size(); ++i) {
    const event::v1::PanelMember& member = body.panel(i);
    if (member.seat() != event::v1::PANEL_SEAT_INDEPENDENT_MEMBER) continue;
    if (!IsResponsible(proposed.StateThen().All<v1::Assignment>(), member.staff(), proposed.day())) continue;
    Refuse(Rule::kReviewNotIndependent,
           {.field = proposed.Field(absl::StrCat("panel[", i, "].staff")),
            .ids = {body.meeting_id()},
            .message = SentenceOf("review.not-independent", {DayParameter("day", proposed.day())})},
           violations);
  }
}

}  // namespace casejournal::services
