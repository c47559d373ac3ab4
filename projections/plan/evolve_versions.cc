#include "projections/plan/evolve.h"
#include "projections/plan/plan_items.h"

namespace casejournal::projections {

namespace {

v1::PlanVersion& VersionFor(v1::CasePlan& plan, const std::string& digest) {
  return ItemFor(plan.mutable_versions(), &v1::PlanVersion::mutable_digest, digest);
}

}  // namespace

void Evolve(v1::CasePlan& plan, const event::v1::PlanVersionDrawnUp& body, const Placed& at) {
  v1::PlanVersion& version = VersionFor(plan, body.digest());
  version.set_plan_id(body.plan_id());
  version.set_kind(body.kind());
  version.set_label(body.label());
  *version.mutable_children_ids() = body.children_ids();
  version.set_drawn_up_on(at.day);
  version.set_as_of_revision(body.as_of_revision());
  version.set_revision(at.revision);
  *version.mutable_open_parts() = body.open_parts();
}

void Evolve(v1::CasePlan& plan, const event::v1::PlanSigned& body, const Placed& at) {
  v1::Signature& signature = ItemFor(VersionFor(plan, body.digest()).mutable_signatures(),
                                     &v1::Signature::mutable_participant_id, body.participant_id());
  signature.set_on(at.day);
  signature.set_agreement(body.agreement());
  signature.set_statement(body.statement());
  signature.clear_not_signed();
}

void Evolve(v1::CasePlan& plan, const event::v1::PlanNotSigned& body, const Placed& at) {
  v1::Signature& signature = ItemFor(VersionFor(plan, body.digest()).mutable_signatures(),
                                     &v1::Signature::mutable_participant_id, body.participant_id());
  // Whoever signed on an earlier day has signed.
  if (signature.agreement() != event::v1::AGREEMENT_UNSPECIFIED) return;
  signature.set_on(at.day);
  signature.set_not_signed(body.why());
}

void Evolve(v1::CasePlan& plan, const event::v1::FiledWithCourt& body, const Placed& at) {
  // What was filed without a version (a motion, a summary) stands in the register, not in the plan.
  if (!body.has_digest()) return;
  v1::PlanVersion& version = VersionFor(plan, body.digest());
  for (const std::string& number : body.court_numbers()) {
    ItemFor(version.mutable_filings(), &v1::Filing::mutable_court_number, number).set_on(at.day);
  }
}

void Evolve(v1::CasePlan& plan, const event::v1::CourtDecided& body, const Placed& at) {
  if (!body.has_digest()) return;
  v1::Decision& decision = ItemFor(VersionFor(plan, body.digest()).mutable_decisions(),
                                   &v1::Decision::mutable_court_number, body.court_number());
  decision.set_on(at.day);
  decision.set_decision(body.decision());
}

void Evolve(v1::CasePlan& plan, const event::v1::PlanJournalized& body, const Placed& at) {
  v1::JournalEntry& entry = ItemFor(VersionFor(plan, body.digest()).mutable_journal_entries(),
                                    &v1::JournalEntry::mutable_court_number, body.court_number());
  entry.set_on(at.day);
  entry.set_entry_number(body.entry_number());
}

void Evolve(v1::CasePlan& plan, const event::v1::PlanTookEffect& body, const Placed& at) {
  v1::PlanVersion& version = VersionFor(plan, body.digest());
  for (const std::string& child : body.children_ids()) {
    v1::Effect& effect = ItemFor(version.mutable_effects(), &v1::Effect::mutable_child_id, child);
    effect.set_on(at.day);
    effect.set_basis(body.basis());
  }
}

}  // namespace casejournal::projections
