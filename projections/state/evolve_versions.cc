#include "projections/state/evolve.h"
#include "projections/state/plan_items.h"

namespace casejournal::projections {

namespace {

using google::protobuf::RepeatedPtrField;

v1::PlanVersion& VersionFor(CaseState& state, const std::string& digest) {
  return state.For<v1::PlanVersion>({digest});
}

v1::Proposal& ProposalFor(CaseState& state, const std::string& id) { return state.For<v1::Proposal>({id}); }

}  // namespace

void Evolve(CaseState& state, const event::v1::PlanVersionDrawnUp& body, const Placed& at) {
  v1::PlanVersion& version = VersionFor(state, body.digest());
  version.set_plan_id(body.plan_id());
  version.set_kind(body.kind());
  version.set_label(body.label());
  *version.mutable_children_ids() = body.children_ids();
  version.set_drawn_up_on(at.day);
  version.set_as_of_revision(body.as_of_revision());
  version.set_revision(at.revision);
  version.set_supersedes(body.supersedes());
  *version.mutable_open_parts() = body.open_parts();
  *version.mutable_took_part_ids() = body.took_part_ids();
  *version.mutable_absent() = body.absent();
  version.set_language(body.language());
}

void Evolve(CaseState& state, const event::v1::PlanSigned& body, const Placed& at) {
  v1::Signature& signature = ItemFor(VersionFor(state, body.digest()).mutable_signatures(),
                                     &v1::Signature::mutable_participant_id, body.participant_id());
  signature.set_on(at.day);
  signature.set_agreement(body.agreement());
  signature.set_statement(body.statement());
  signature.set_means(body.means());
  signature.clear_not_signed();
  signature.clear_attempts();
}

void Evolve(CaseState& state, const event::v1::PlanNotSigned& body, const Placed& at) {
  v1::Signature& signature = ItemFor(VersionFor(state, body.digest()).mutable_signatures(),
                                     &v1::Signature::mutable_participant_id, body.participant_id());
  // A signature of an earlier day still counts.
  if (signature.agreement() != event::v1::AGREEMENT_UNSPECIFIED) return;
  signature.set_on(at.day);
  signature.set_not_signed(body.why());
  signature.set_attempts(body.attempts());
}

void Evolve(CaseState& state, const event::v1::FiledWithCourt& body, const Placed& at) {
  const auto file = [&](RepeatedPtrField<v1::Filing>* filings) {
    for (const std::string& number : body.court_numbers()) {
      v1::Filing& filing = ItemFor(filings, &v1::Filing::mutable_court_number, number);
      filing.set_on(at.day);
      filing.set_detail(body.detail());
    }
  };
  if (body.has_digest()) file(VersionFor(state, body.digest()).mutable_filings());
  if (body.has_meeting_id()) file(MeetingFor(state, body.meeting_id()).mutable_filings());
  if (body.has_proposal_id()) file(ProposalFor(state, body.proposal_id()).mutable_filings());
  if (body.what() == event::v1::FILING_KIND_PLAN_VERSION && body.has_digest()) return;
  v1::CourtFiling& filing = state.For<v1::CourtFiling>({at.revision});
  filing.set_filed_on(at.day);
  *filing.mutable_terms() = body;
}

void Evolve(CaseState& state, const event::v1::CourtDecided& body, const Placed& at) {
  const auto decide = [&](RepeatedPtrField<v1::Decision>* decisions) {
    v1::Decision& decision = ItemFor(decisions, &v1::Decision::mutable_court_number, body.court_number());
    decision.set_on(at.day);
    decision.set_decision(body.decision());
    decision.set_words(body.words());
    decision.set_order_id(body.order_id());
  };
  if (body.has_digest()) decide(VersionFor(state, body.digest()).mutable_decisions());
  if (body.has_meeting_id()) decide(MeetingFor(state, body.meeting_id()).mutable_decisions());
  if (body.has_proposal_id()) decide(ProposalFor(state, body.proposal_id()).mutable_decisions());
}

void Evolve(CaseState& state, const event::v1::PlanJournalized& body, const Placed& at) {
  v1::JournalEntry& entry = ItemFor(VersionFor(state, body.digest()).mutable_journal_entries(),
                                    &v1::JournalEntry::mutable_court_number, body.court_number());
  entry.set_on(at.day);
  entry.set_entry_number(body.entry_number());
}

void Evolve(CaseState& state, const event::v1::PlanTookEffect& body, const Placed& at) {
  v1::PlanVersion& version = VersionFor(state, body.digest());
  for (const std::string& child : body.children_ids()) {
    v1::Effect& effect = ItemFor(version.mutable_effects(), &v1::Effect::mutable_child_id, child);
    effect.set_on(at.day);
    effect.set_basis(body.basis());
  }
}

void Evolve(CaseState& state, const event::v1::PlanEnded& body, const Placed& at) {
  for (const std::string& child : body.children_ids()) {
    v1::PlanEnd& end = state.For<v1::PlanEnd>({body.plan_id(), child});
    end.set_on(at.day);
    end.set_how(body.how());
    end.set_order_id(body.order_id());
    end.set_reason(body.reason());
  }
}

void Evolve(CaseState& state, const event::v1::SubmittedForApproval& body, const Placed& at) {
  v1::Submission& submission = body.has_meeting_id() ? *MeetingFor(state, body.meeting_id()).add_submissions()
                                                     : *VersionFor(state, body.digest()).add_submissions();
  submission.set_revision(at.revision);
  submission.set_on(at.day);
  *submission.mutable_by() = body.by();
  if (body.has_to()) *submission.mutable_to() = body.to();
}

void Evolve(CaseState& state, const event::v1::AgencyDecided& body, const Placed& at) {
  v1::AgencyDecisionOf& decision = body.has_meeting_id() ? *MeetingFor(state, body.meeting_id()).add_agency_decisions()
                                                         : *VersionFor(state, body.digest()).add_agency_decisions();
  decision.set_revision(at.revision);
  decision.set_on(at.day);
  decision.set_decision(body.decision());
  *decision.mutable_decided_by() = body.decided_by();
  if (body.has_submitted_by()) *decision.mutable_submitted_by() = body.submitted_by();
  decision.set_submitted_on(body.submitted_on());
  decision.set_reasons(body.reasons());
}

void Evolve(CaseState& state, const event::v1::PlanChangeProposed& body, const Placed& at) {
  v1::Proposal& proposal = ProposalFor(state, body.proposal_id());
  proposal.set_proposed_on(at.day);
  *proposal.mutable_terms() = body;
}

void Evolve(CaseState& state, const event::v1::ObjectionMade& body, const Placed& at) {
  auto* objections = body.has_proposal_id() ? ProposalFor(state, body.proposal_id()).mutable_objections()
                                            : VersionFor(state, body.digest()).mutable_objections();
  v1::Objection& objection = ItemFor(objections, &v1::Objection::mutable_by_id, body.by_id());
  objection.set_on(at.day);
  objection.set_hearing_asked(body.hearing_asked());
  objection.set_grounds(body.grounds());
}

}  // namespace casejournal::projections
