#include <algorithm>

#include "projections/state/evolve.h"
#include "projections/state/plan_items.h"

namespace casejournal::projections {
namespace {

v1::Participant& ParticipantFor(CaseState& state, const std::string& id) { return state.For<v1::Participant>({id}); }

// The relation that `body` establishes or ends.
template <typename Body>
v1::PersonRelation& RelationFor(CaseState& state, const Body& body) {
  v1::PersonRelation& relation = state.For<v1::PersonRelation>({body.from_id(), body.to_id(), body.relation()});
  return relation;
}

}  // namespace

void Evolve(CaseState& state, const event::v1::ParticipantJoined& body, const Placed& at) {
  v1::Participant& participant = ParticipantFor(state, body.participant_id());
  participant.set_person_id(body.person_id());
  participant.set_capacity(body.capacity());
  participant.set_name(body.name());
  participant.set_born_on(body.born_on());
  participant.set_joined_on(at.day);
}

void Evolve(CaseState& state, const event::v1::ParticipantLeft& body, const Placed& at) {
  v1::Participant& participant = ParticipantFor(state, body.participant_id());
  participant.set_left_on(at.day);
  participant.set_why_left(body.why());
  participant.set_left_detail(body.detail());
}

void Evolve(CaseState& state, const event::v1::RelationEstablished& body, const Placed& at) {
  v1::PersonRelation& relation = RelationFor(state, body);
  relation.set_kind(body.kind());
  relation.set_basis(body.basis());
  relation.set_since(at.day);
  relation.clear_ended_on();
  relation.clear_how_ended();
  relation.clear_end_detail();
}

void Evolve(CaseState& state, const event::v1::HouseholdMemberMovedIn& body, const Placed& at) {
  v1::Household& household = state.For<v1::Household>({body.household_id()});
  household.set_name(body.household_name());
  v1::HouseholdMember& member = ItemWhere(household.mutable_members(), [&](const v1::HouseholdMember& known) {
    return known.participant_id() == body.participant_id() && known.moved_in_on() == at.day;
  });
  member.set_participant_id(body.participant_id());
  member.set_moved_in_on(at.day);
}

void Evolve(CaseState& state, const event::v1::HouseholdMemberMovedOut& body, const Placed& at) {
  v1::Household& household = state.For<v1::Household>({body.household_id()});
  const auto lives_there = [&](const v1::HouseholdMember& known) {
    return known.participant_id() == body.participant_id() && known.moved_out_on().empty();
  };
  const bool open = std::any_of(household.members().begin(), household.members().end(), lives_there);
  // Keep one undated stay for each household member: two undated stays could not be told apart.
  v1::HouseholdMember& member = ItemWhere(household.mutable_members(), [&](const v1::HouseholdMember& known) {
    return open ? lives_there(known) : known.participant_id() == body.participant_id() && known.moved_in_on().empty();
  });
  member.set_participant_id(body.participant_id());
  member.set_moved_out_on(at.day);
  member.set_why_moved_out(body.why());
}

void Evolve(CaseState& state, const event::v1::RepresentativeAppointed& body, const Placed& at) {
  v1::Representative& representative =
      state.For<v1::Representative>({body.participant_id(), body.role(), body.for_id()});
  representative.set_since(at.day);
  representative.set_order_id(body.order_id());
  representative.clear_rejected_on();
  representative.clear_rejected_because();
}

void Evolve(CaseState& state, const event::v1::PersonDetailsLearned& body, const Placed&) {
  v1::Participant& participant = ParticipantFor(state, body.participant_id());
  *participant.mutable_details() = body.details();
  participant.set_details_basis(body.basis());
  participant.set_name(body.details().name());
  participant.set_born_on(body.details().born_on());
}

void Evolve(CaseState& state, const event::v1::ContactDetailsLearned& body, const Placed& at) {
  v1::ContactDetail& detail = state.For<v1::ContactDetail>({body.participant_id(), body.kind()});
  detail.set_value(body.value());
  detail.set_confidential(body.confidential());
  detail.set_detail(body.detail());
  detail.set_since(at.day);
}

void Evolve(CaseState& state, const event::v1::RelationEnded& body, const Placed& at) {
  v1::PersonRelation& relation = RelationFor(state, body);
  relation.set_ended_on(at.day);
  relation.set_how_ended(body.how());
  relation.set_end_detail(body.detail());
}

void Evolve(CaseState& state, const event::v1::SamePersonRecognised& body, const Placed& at) {
  v1::SamePerson& same = state.For<v1::SamePerson>({body.participant_id(), body.other_person_id()});
  same.set_since(at.day);
  same.set_basis(body.basis());
}

void Evolve(CaseState& state, const event::v1::ConsentGiven& body, const Placed& at) {
  v1::Consent& consent = state.For<v1::Consent>({body.consent_id()});
  consent.set_given_on(at.day);
  *consent.mutable_terms() = body;
}

void Evolve(CaseState& state, const event::v1::ConsentRevoked& body, const Placed& at) {
  v1::Consent& consent = state.For<v1::Consent>({body.consent_id()});
  consent.set_revoked_on(at.day);
  consent.set_revoked_means(body.means());
}

void Evolve(CaseState& state, const event::v1::TeamMemberRejected& body, const Placed& at) {
  v1::Representative& representative = state.For<v1::Representative>(
      {body.participant_id(), event::v1::REPRESENTATIVE_ROLE_MEMBER_CHOSEN_BY_THE_CHILD, body.for_id()});
  representative.set_rejected_on(at.day);
  representative.set_rejected_because(body.good_cause());
}

}  // namespace casejournal::projections
