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

void Evolve(v1::CasePlan& plan, const event::v1::ConcernReported& body, const Placed& at) {
  v1::Concern& concern = *plan.add_concerns();
  concern.set_revision(at.revision);
  concern.set_reported_on(at.day);
  *concern.mutable_terms() = body;
}

void Evolve(v1::CasePlan& plan, const event::v1::SearchMade& body, const Placed& at) {
  v1::Search& search = *plan.add_searches();
  search.set_revision(at.revision);
  search.set_made_on(at.day);
  *search.mutable_terms() = body;
}

void Evolve(v1::CasePlan& plan, const event::v1::BarrierIdentified& body, const Placed& at) {
  v1::Barrier& barrier = ItemFor(plan.mutable_barriers(), &v1::Barrier::mutable_barrier_id, body.barrier_id());
  barrier.set_barrier(body.barrier());
  *barrier.mutable_hinders_ids() = body.hinders_ids();
  barrier.set_identified_on(at.day);
}

void Evolve(v1::CasePlan& plan, const event::v1::StrategyTried& body, const Placed& at) {
  v1::Barrier& barrier = ItemFor(plan.mutable_barriers(), &v1::Barrier::mutable_barrier_id, body.barrier_id());
  v1::Strategy& strategy = *barrier.add_strategies();
  strategy.set_revision(at.revision);
  strategy.set_tried_on(at.day);
  strategy.set_strategy(body.strategy());
  strategy.set_result(body.result());
}

void Evolve(v1::CasePlan& plan, const event::v1::AssessmentCompleted& body, const Placed& at) {
  v1::Assessment& assessment =
      ItemFor(plan.mutable_assessments(), &v1::Assessment::mutable_assessment_id, body.assessment_id());
  assessment.set_completed_on(at.day);
  *assessment.mutable_terms() = body;
}

void Evolve(v1::CasePlan& plan, const event::v1::NeedIdentified& body, const Placed& at) {
  v1::Need& need = SubjectFor(plan, plan.mutable_needs(), &v1::Need::mutable_need_id, body.need_id());
  need.set_identified_on(at.day);
  *need.mutable_terms() = body;
}

void Evolve(v1::CasePlan& plan, const event::v1::StrengthIdentified& body, const Placed& at) {
  v1::Strength& strength = ItemFor(plan.mutable_strengths(), &v1::Strength::mutable_strength_id, body.strength_id());
  strength.set_identified_on(at.day);
  *strength.mutable_terms() = body;
}

void Evolve(v1::CasePlan& plan, const event::v1::ContactMade& body, const Placed& at) {
  for (const std::string& participant_id : body.with_ids()) {
    v1::Engagement& engagement =
        ItemFor(plan.mutable_engagements(), &v1::Engagement::mutable_participant_id, participant_id);
    if (body.result() == event::v1::CONTACT_RESULT_TOOK_PLACE) {
      Reached(engagement, body, at.day);
    } else {
      Missed(engagement, body, at.day);
    }
  }
}

void Evolve(v1::CasePlan& plan, const event::v1::HealthOrSchoolFactLearned& body, const Placed& at) {
  v1::HealthOrSchoolFact& fact = ItemWhere(plan.mutable_health_and_school(), [&](const v1::HealthOrSchoolFact& known) {
    return known.child_id() == body.child_id() && known.kind() == body.kind() && known.topic() == body.topic();
  });
  fact.set_child_id(body.child_id());
  fact.set_kind(body.kind());
  fact.set_topic(body.topic());
  fact.set_fact(body.fact());
  fact.set_provider(body.provider());
  fact.set_since(at.day);
}

}  // namespace casejournal::projections
