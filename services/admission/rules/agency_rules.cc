// No one approves what they drew up or submitted.
#include <string>

#include "services/admission/catalog/violation.h"
#include "services/admission/proposal/plan_items.h"
#include "services/admission/proposal/supersession.h"
#include "services/admission/rules/body_rules.h"

namespace casejournal::services {
namespace {

using event::v1::Staff;

bool SamePerson(const Staff& a, const Staff& b) {
  return !a.subject().empty() && a.issuer() == b.issuer() && a.subject() == b.subject();
}

// The author: the person on whose behalf it was recorded, else the person who first wrote it down, else the person who
// recorded it.
const Staff& AuthorOf(const projections::Entry& entry) {
  const event::v1::CaseEvent& event = entry.event();
  if (event.on_behalf_of().has_staff()) return event.on_behalf_of().staff();
  if (event.claim().has_recorded_by()) return event.claim().recorded_by();
  return entry.stored->admission().actor();
}

void RefuseSelfApproval(const ProposedEvent& proposed, std::string id, SentenceId message, Violations& violations) {
  Refuse(Rule::kPlanSelfApproval,
         {.field = proposed.Field("decidedBy"), .ids = {std::move(id)}, .message = SentenceOf(message)}, violations);
}

}  // namespace

void Check(const ProposedEvent& proposed, const event::v1::AgencyDecided& body, Violations& violations) {
  const std::string id = body.has_digest() ? Hex(body.digest()) : body.meeting_id();
  if (body.has_digest()) CheckNotSuperseded(proposed.StateThen(), body.digest(), proposed.Field("digest"), violations);
  if (body.decision() != event::v1::AGENCY_DECISION_APPROVED) return;
  if (SamePerson(body.decided_by(), body.submitted_by())) {
    RefuseSelfApproval(proposed, id, "plan.self-approval.submitted", violations);
    return;
  }
  if (!body.has_digest()) return;
  const v1::PlanVersion* version = proposed.State().Find<v1::PlanVersion>({body.digest()});
  if (version == nullptr || version->revision() >= proposed.record().entries().size()) return;
  if (SamePerson(body.decided_by(), AuthorOf(proposed.record().entries()[version->revision()]))) {
    RefuseSelfApproval(proposed, id, "plan.self-approval.drew-up", violations);
  }
}

void Check(const ProposedEvent& proposed, const event::v1::PlanChangeProposed& body, Violations& violations) {
  if (!body.has_to_digest()) return;
  const projections::CaseState& state = proposed.State();
  const v1::PlanVersion* from = state.Find<v1::PlanVersion>({body.from_digest()});
  const v1::PlanVersion* to = state.Find<v1::PlanVersion>({body.to_digest()});
  // Unknown ones are rejected as references.
  if (from == nullptr || to == nullptr || from->plan_id() == to->plan_id()) return;
  Refuse(Rule::kPlanWrongVersion,
         {.field = proposed.Field("toDigest"),
          .ids = {Hex(body.to_digest())},
          .message = SentenceOf("plan.wrong-version.changes-other-plan")},
         violations);
}

}  // namespace casejournal::services
