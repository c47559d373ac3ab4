#include "projections/state/evolve.h"

namespace casejournal::projections {

void Evolve(CaseState& state, const event::v1::HealthAssessed& body, const Placed& at) {
  v1::HealthAssessment& item = state.For<v1::HealthAssessment>({at.revision});
  item.set_assessed_on(at.day);
  *item.mutable_terms() = body;
}

void Evolve(CaseState& state, const event::v1::SchoolingRecorded& body, const Placed& at) {
  v1::Schooling& item = state.For<v1::Schooling>({body.child_id()});
  item.set_since(at.day);
  *item.mutable_terms() = body;
}

void Evolve(CaseState& state, const event::v1::ParenthoodRecorded& body, const Placed& at) {
  v1::Parenthood& item = state.For<v1::Parenthood>({body.child_id()});
  item.set_since(at.day);
  *item.mutable_terms() = body;
}

void Evolve(CaseState& state, const event::v1::EarlierPermanencyLearned& body, const Placed&) {
  v1::EarlierPermanency& item = state.For<v1::EarlierPermanency>({body.child_id(), body.kind()});
  item.set_answer(body.answer());
  item.set_on(body.on());
  item.clear_intercountry();
  if (body.has_intercountry()) item.set_intercountry(body.intercountry());
}

void Evolve(CaseState& state, const event::v1::JusticeInvolvementRecorded& body, const Placed& at) {
  v1::JusticeInvolvementOf& item = state.For<v1::JusticeInvolvementOf>({body.child_id()});
  item.set_kind(body.kind());
  item.set_since(at.day);
}

void Evolve(CaseState& state, const event::v1::AssistanceRecorded& body, const Placed& at) {
  v1::Assistance& item = state.For<v1::Assistance>({body.child_id()});
  item.set_since(at.day);
  *item.mutable_terms() = body;
}

void Evolve(CaseState& state, const event::v1::TitleIveDetermined& body, const Placed& at) {
  v1::TitleIve& item = state.For<v1::TitleIve>({body.child_id()});
  item.set_since(at.day);
  *item.mutable_terms() = body;
}

void Evolve(CaseState& state, const event::v1::IndependentLivingPlanned& body, const Placed& at) {
  v1::IndependentLiving& item = state.For<v1::IndependentLiving>({body.child_id()});
  item.set_planned_on(at.day);
  *item.mutable_terms() = body;
}

void Evolve(CaseState& state, const event::v1::RightsExplained& body, const Placed& at) {
  v1::RightsExplanation& item = state.For<v1::RightsExplanation>({body.child_id()});
  item.set_explained_on(at.day);
  *item.mutable_terms() = body;
}

}  // namespace casejournal::projections
