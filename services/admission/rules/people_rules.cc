#include <string>

#include "services/admission/catalog/violation.h"
#include "services/admission/proposal/interval_rules.h"
#include "services/admission/proposal/plan_items.h"
#include "services/admission/rules/body_rules.h"

namespace casejournal::services {

void Check(const ProposedEvent& proposed, const event::v1::ParticipantLeft& body, Violations& violations) {
  const v1::Participant* participant = proposed.State().Find<v1::Participant>({body.participant_id()});
  if (participant == nullptr) return;
  CheckEnds(proposed, {participant->participant_id(), participant->joined_on(), participant->left_on()},
            kParticipationEnds, proposed.Field("participantId"), violations);
}

void Check(const ProposedEvent& proposed, const event::v1::RelationEstablished& body, Violations& violations) {
  if (body.from_id() != body.to_id()) return;
  Refuse(Rule::kRefWrongKind,
         {.field = proposed.Field("toId"),
          .ids = {body.to_id()},
          .message = SentenceOf("ref.wrong-kind.same-participant")},
         violations);
}

// A person may live in a household more than once. The stay that ends is one that had begun and has no end yet.
void Check(const ProposedEvent& proposed, const event::v1::HouseholdMemberMovedOut& body, Violations& violations) {
  const v1::Household* household = proposed.State().Find<v1::Household>({body.household_id()});
  if (household == nullptr) return;
  std::string later;
  for (const v1::HouseholdMember& stay : household->members()) {
    if (stay.participant_id() != body.participant_id() || !stay.moved_out_on().empty()) continue;
    if (stay.moved_in_on() <= proposed.day()) return;
    later = stay.moved_in_on();
  }
  const std::string field = proposed.Field("participantId");
  if (!later.empty()) {
    CheckEnds(proposed, {body.participant_id(), later, ""}, kStayEnds, field, violations);
    return;
  }
  Refuse(Rule::kIntervalNotOpen,
         {.field = field,
          .ids = {body.participant_id(), body.household_id()},
          .message = SentenceOf("interval.not-open.not-a-member", {DayParameter("day", proposed.day())})},
         violations);
}

void Check(const ProposedEvent& proposed, const event::v1::RelationEnded& body, Violations& violations) {
  for (const v1::PersonRelation& relation : proposed.State().All<v1::PersonRelation>()) {
    if (relation.from_id() != body.from_id() || relation.to_id() != body.to_id() ||
        relation.relation() != body.relation()) {
      continue;
    }
    CheckEnds(proposed, {body.from_id(), relation.since(), relation.ended_on()}, kRelationEnds,
              proposed.Field("relation"), violations);
    return;
  }
  Refuse(Rule::kIntervalNotOpen,
         {.field = proposed.Field("relation"),
          .ids = {body.from_id(), body.to_id()},
          .message = SentenceOf("interval.not-open.no-relation")},
         violations);
}

void Check(const ProposedEvent& proposed, const event::v1::SamePersonRecognised& body, Violations& violations) {
  const v1::Participant* participant = proposed.State().Find<v1::Participant>({body.participant_id()});
  if (participant == nullptr) return;
  if (participant->person_id() != body.person_id()) {
    Refuse(Rule::kRefWrongKind,
           {.field = proposed.Field("personId"),
            .ids = {body.person_id(), body.participant_id()},
            .message = SentenceOf("ref.wrong-kind.other-person-id")},
           violations);
  }
  if (body.other_person_id() != body.person_id()) return;
  Refuse(Rule::kRefWrongKind,
         {.field = proposed.Field("otherPersonId"),
          .ids = {body.other_person_id()},
          .message = SentenceOf("ref.wrong-kind.same-person-id")},
         violations);
}

void Check(const ProposedEvent& proposed, const event::v1::ConsentGiven& body, Violations& violations) {
  CheckOrder(proposed.day(), body.expires_on(), proposed.Field("expiresOn"), violations);
}

void Check(const ProposedEvent& proposed, const event::v1::ConsentRevoked& body, Violations& violations) {
  const v1::Consent* consent = proposed.State().Find<v1::Consent>({body.consent_id()});
  if (consent == nullptr) return;
  CheckEnds(proposed, {consent->consent_id(), consent->given_on(), consent->revoked_on()}, kConsentEnds,
            proposed.Field("consentId"), violations);
}

}  // namespace casejournal::services
