// No one approves what they drew up or submitted: neither by their own word nor by that of another, or in a claim.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "projections/entries/standing.h"
#include "services/admission/catalog/violation.h"
#include "services/admission/proposal/plan_items.h"
#include "services/admission/proposal/supersession.h"
#include "services/admission/rules/body_rules.h"

namespace casejournal::services {
namespace {

using event::v1::Staff;

// Those who drew up a version: on whose behalf it was recorded, who by its claim first wrote it down, and who recorded
// it. Also those of its corrections.
std::vector<Staff> AuthorsOf(const ProposedEvent& proposed, eventstore::Revision revision) {
  const projections::CaseRecord& record = proposed.record();
  const Staff* caller = proposed.context().actor;
  std::vector<Staff> authors;
  for (const projections::Entry& entry : record.entries()) {
    const bool is_it =
        entry.revision == revision ||
        (projections::RoleOf(entry) == projections::EntryRole::kCorrection && projections::Settles(entry) == revision);
    if (!is_it || record.Undone(entry.revision)) continue;
    const Staff& recorder = entry.stored->admission().actor();
    // Who imports both a version and its approval did neither.
    const bool same_import = caller == nullptr || (proposed.IsImported() && IsSameStaff(*caller, recorder));
    if (!entry.event().claim().has_recorded_by() || !same_import) authors.push_back(recorder);
    authors.push_back(entry.event().claim().recorded_by());
    authors.push_back(entry.event().on_behalf_of().staff());
  }
  return authors;
}

// Somebody who counts as one who approved, and what is wrong if it is the wrong one.
struct Approver {
  Staff staff;
  std::string field;
  SentenceId submitted;
  SentenceId drew_up;
  projections::Said remedy;
};

std::vector<Approver> ApproversIn(const ProposedEvent& proposed, const event::v1::AgencyDecided& body) {
  const event::v1::CaseEvent& event = proposed.event();
  const std::string decided_by = proposed.Field("decidedBy");
  std::vector<Approver> approvers;
  approvers.push_back(
      {body.decided_by(), decided_by, "plan.self-approval.submitted", "plan.self-approval.drew-up", {}});
  const auto add = [&](const Staff& staff, std::string field, SentenceId message) {
    approvers.push_back({staff, std::move(field), message, message, SentenceOf("plan.self-approval.remedy.recorded")});
  };
  add(event.on_behalf_of().staff(), "onBehalfOf", "plan.self-approval.behalf");
  // In an old record, anybody may have written down what the supervisor decided.
  if (proposed.IsImported()) return approvers;
  add(event.claim().recorded_by(), "claim.recordedBy", "plan.self-approval.claimed");
  if (proposed.context().actor != nullptr) add(*proposed.context().actor, decided_by, "plan.self-approval.recorded");
  return approvers;
}

void RefuseSelfApproval(const Approver& approver, SentenceId message, std::string id, Violations& violations) {
  Refuse(Rule::kPlanSelfApproval,
         {.field = approver.field, .ids = {std::move(id)}, .message = SentenceOf(message), .remedy = approver.remedy},
         violations);
}

}  // namespace

void Check(const ProposedEvent& proposed, const event::v1::AgencyDecided& body, Violations& violations) {
  const std::string id = body.has_digest() ? Hex(body.digest()) : body.meeting_id();
  if (body.has_digest()) CheckNotSuperseded(proposed.StateThen(), body.digest(), proposed.Field("digest"), violations);
  if (body.decision() != event::v1::AGENCY_DECISION_APPROVED) return;
  std::vector<Staff> authors;
  const v1::PlanVersion* version =
      body.has_digest() ? proposed.State().Find<v1::PlanVersion>({body.digest()}) : nullptr;
  if (version != nullptr && version->revision() < proposed.record().entries().size())
    authors = AuthorsOf(proposed, version->revision());
  for (const Approver& approver : ApproversIn(proposed, body)) {
    const auto is_approver = [&](const Staff& staff) { return IsSameStaff(staff, approver.staff); };
    if (is_approver(body.submitted_by())) return RefuseSelfApproval(approver, approver.submitted, id, violations);
    if (std::any_of(authors.begin(), authors.end(), is_approver))
      return RefuseSelfApproval(approver, approver.drew_up, id, violations);
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
