// No one approves what they drew up or submitted.
#include <string>
#include <utility>

#include "services/admission/catalog/violation.h"
#include "services/admission/proposal/plan_items.h"
#include "services/admission/proposal/supersession.h"
#include "services/admission/rules/body_rules.h"

namespace casejournal::services {
namespace {

using event::v1::Staff;

// Whether `staff` is one of those who drew up the version of `entry`: the person on whose behalf it was recorded, and
// the person who recorded it or, by its claim, first wrote it down.
bool IsAuthor(const projections::Entry& entry, const Staff& staff) {
  const event::v1::CaseEvent& event = entry.event();
  const Staff& recorder =
      event.claim().has_recorded_by() ? event.claim().recorded_by() : entry.stored->admission().actor();
  return IsSameStaff(event.on_behalf_of().staff(), staff) || IsSameStaff(recorder, staff);
}

// Who records the decision, unless the entry says on whose behalf, or who first wrote it down. Null: that, or nobody is
// identified.
const Staff* RecordsAsOwn(const ProposedEvent& proposed) {
  const bool for_another = proposed.event().on_behalf_of().has_staff() || proposed.event().has_claim();
  return for_another ? nullptr : proposed.context().actor;
}

void RefuseSelfApproval(const ProposedEvent& proposed, std::string id, SentenceId message, Violations& violations) {
  Refuse(Rule::kPlanSelfApproval,
         {.field = proposed.Field("decidedBy"), .ids = {std::move(id)}, .message = SentenceOf(message)}, violations);
}

void RefuseOwnRecording(std::string id, Violations& violations) {
  Refuse(Rule::kPlanSelfApproval,
         {.field = "onBehalfOf",
          .ids = {std::move(id)},
          .message = SentenceOf("plan.self-approval.recorded"),
          .remedy = SentenceOf("plan.self-approval.remedy.recorded")},
         violations);
}

}  // namespace

void Check(const ProposedEvent& proposed, const event::v1::AgencyDecided& body, Violations& violations) {
  const std::string id = body.has_digest() ? Hex(body.digest()) : body.meeting_id();
  if (body.has_digest()) CheckNotSuperseded(proposed.StateThen(), body.digest(), proposed.Field("digest"), violations);
  if (body.decision() != event::v1::AGENCY_DECISION_APPROVED) return;
  if (IsSameStaff(body.decided_by(), body.submitted_by())) {
    RefuseSelfApproval(proposed, id, "plan.self-approval.submitted", violations);
    return;
  }
  if (!body.has_digest()) return;
  const v1::PlanVersion* version = proposed.State().Find<v1::PlanVersion>({body.digest()});
  if (version == nullptr || version->revision() >= proposed.record().entries().size()) return;
  const projections::Entry& drawn_up = proposed.record().entries()[version->revision()];
  if (IsAuthor(drawn_up, body.decided_by())) {
    RefuseSelfApproval(proposed, id, "plan.self-approval.drew-up", violations);
  } else if (const Staff* recorder = RecordsAsOwn(proposed); recorder != nullptr && IsAuthor(drawn_up, *recorder)) {
    RefuseOwnRecording(id, violations);
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
