#include "projections/state/evolve.h"
#include "projections/state/plan_items.h"

namespace casejournal::projections {
namespace {

void Reached(v1::Engagement& engagement, const event::v1::ContactMade& contact, const std::string& day) {
  if (engagement.first_on().empty()) engagement.set_first_on(day);
  engagement.set_last_on(day);
  engagement.set_last_kind(contact.kind());
  engagement.set_last_summary(contact.summary());
  engagement.set_last_location(contact.location());
  engagement.clear_last_seen_alone();
  if (contact.has_child_seen_alone()) engagement.set_last_seen_alone(contact.child_seen_alone());
  engagement.set_contacts(engagement.contacts() + 1);
}

void Missed(v1::Engagement& engagement, const event::v1::ContactMade& contact, const std::string& day) {
  engagement.set_missed_on(day);
  engagement.set_missed_kind(contact.kind());
  engagement.set_missed_result(contact.result());
  engagement.set_missed_summary(contact.summary());
}

}  // namespace

void Evolve(CaseState& state, const event::v1::ConcernReported& body, const Placed& at) {
  v1::Concern& concern = state.For<v1::Concern>({at.revision});
  concern.set_reported_on(at.day);
  *concern.mutable_terms() = body;
}

void Evolve(CaseState& state, const event::v1::ReportScreened& body, const Placed& at) {
  v1::Concern& concern = state.For<v1::Concern>({body.concern_revision()});
  concern.set_screened_on(at.day);
  *concern.mutable_screened() = body;
}

void Evolve(CaseState& state, const event::v1::SearchMade& body, const Placed& at) {
  v1::Search& search = state.For<v1::Search>({at.revision});
  search.set_made_on(at.day);
  *search.mutable_terms() = body;
}

void Evolve(CaseState& state, const event::v1::BarrierIdentified& body, const Placed& at) {
  v1::Barrier& barrier = state.For<v1::Barrier>({body.barrier_id()});
  barrier.set_barrier(body.barrier());
  *barrier.mutable_hinders_ids() = body.hinders_ids();
  barrier.set_intended_strategy(body.intended_strategy());
  *barrier.mutable_hinders_outcomes() = body.hinders_outcomes();
  barrier.set_identified_on(at.day);
}

void Evolve(CaseState& state, const event::v1::StrategyTried& body, const Placed& at) {
  v1::Barrier& barrier = state.For<v1::Barrier>({body.barrier_id()});
  v1::Strategy& strategy = *barrier.add_strategies();
  strategy.set_revision(at.revision);
  strategy.set_tried_on(at.day);
  strategy.set_strategy(body.strategy());
  strategy.set_result(body.result());
  strategy.set_success(body.success());
}

void Evolve(CaseState& state, const event::v1::WishStated& body, const Placed& at) {
  v1::Wish& wish = state.For<v1::Wish>({at.revision});
  wish.set_said_on(at.day);
  *wish.mutable_terms() = body;
}

void Evolve(CaseState& state, const event::v1::AssessmentCompleted& body, const Placed& at) {
  v1::Assessment& assessment = state.For<v1::Assessment>({body.assessment_id()});
  assessment.set_completed_on(at.day);
  *assessment.mutable_terms() = body;
}

void Evolve(CaseState& state, const event::v1::NeedIdentified& body, const Placed& at) {
  v1::Need& need = SubjectFor<v1::Need>(state, body.need_id());
  need.set_identified_on(at.day);
  *need.mutable_terms() = body;
}

void Evolve(CaseState& state, const event::v1::StrengthIdentified& body, const Placed& at) {
  v1::Strength& strength = state.For<v1::Strength>({body.strength_id()});
  strength.set_identified_on(at.day);
  *strength.mutable_terms() = body;
}

void Evolve(CaseState& state, const event::v1::ContactMade& body, const Placed& at) {
  for (const std::string& participant_id : body.with_ids()) {
    v1::Engagement& engagement = state.For<v1::Engagement>({participant_id});
    if (body.result() == event::v1::CONTACT_RESULT_TOOK_PLACE) {
      Reached(engagement, body, at.day);
    } else {
      Missed(engagement, body, at.day);
    }
  }
}

void Evolve(CaseState& state, const event::v1::HealthOrSchoolFactLearned& body, const Placed& at) {
  v1::HealthOrSchoolFact& fact = state.For<v1::HealthOrSchoolFact>({body.child_id(), body.kind(), body.topic()});
  fact.set_fact(body.fact());
  fact.set_provider(body.provider());
  fact.set_since(at.day);
}

}  // namespace casejournal::projections
