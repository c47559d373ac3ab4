#include <algorithm>

#include "projections/versions/goal_outcomes.h"
#include "projections/versions/plan_versions.h"

namespace casejournal::projections {
namespace {

using google::protobuf::RepeatedPtrField;

// The children that a plan is made for, and the parts of the case that concern them.
class Scope {
 public:
  Scope(const v1::CasePlan& plan, absl::Span<const std::string> children_ids)
      : plan_(plan), children_ids_(children_ids) {}

  bool Covers(absl::string_view child_id) const {
    return std::find(children_ids_.begin(), children_ids_.end(), child_id) != children_ids_.end();
  }

  // Everyone in the case except children that the plan does not cover.
  bool Concerns(absl::string_view participant_id) const {
    if (Covers(participant_id)) return true;
    for (const v1::Participant& participant : plan_.participants()) {
      if (participant.participant_id() == participant_id) return IsInPlan(participant);
    }
    return true;
  }
  // An empty list means the whole family.
  bool ConcernsAny(const RepeatedPtrField<std::string>& ids) const {
    return ids.empty() || std::any_of(ids.begin(), ids.end(), [this](const std::string& id) { return Concerns(id); });
  }
  bool CoversAny(const RepeatedPtrField<std::string>& ids) const {
    return std::any_of(ids.begin(), ids.end(), [this](const std::string& id) { return Covers(id); });
  }
  bool IsInPlan(const v1::Participant& participant) const {
    return Covers(participant.participant_id()) ||
           (participant.capacity() != event::v1::CAPACITY_CHILD && participant.left_on().empty());
  }

 private:
  const v1::CasePlan& plan_;
  absl::Span<const std::string> children_ids_;
};

// Copy the items for which `belongs` is true.
template <typename Item, typename Belongs>
void Keep(const RepeatedPtrField<Item>& all, const Belongs& belongs, RepeatedPtrField<Item>* kept) {
  for (const Item& item : all) {
    if (belongs(item)) *kept->Add() = item;
  }
}

// A plan's text is what it asks for. Progress is observed separately and does not change the plan.
template <typename Item>
void ForgetProgress(RepeatedPtrField<Item>* items) {
  for (Item& item : *items) item.clear_progress();
}

template <typename Item>
bool HasKept(const RepeatedPtrField<Item>& items, const std::string& (Item::*key)() const, const std::string& id) {
  return std::any_of(items.begin(), items.end(), [&](const Item& item) { return (item.*key)() == id; });
}

void KeepPeople(const v1::CasePlan& plan, const Scope& scope, v1::CasePlan& kept) {
  Keep(
      plan.participants(), [&](const v1::Participant& each) { return scope.IsInPlan(each); },
      kept.mutable_participants());
  Keep(
      plan.relations(),
      [&](const v1::PersonRelation& each) { return scope.Concerns(each.from_id()) && scope.Concerns(each.to_id()); },
      kept.mutable_relations());
  Keep(
      plan.representatives(),
      [&](const v1::Representative& each) {
        return scope.Concerns(each.participant_id()) && scope.Concerns(each.for_id());
      },
      kept.mutable_representatives());
}

void KeepFindings(const v1::CasePlan& plan, const Scope& scope, v1::CasePlan& kept) {
  Keep(
      plan.needs(), [&](const v1::Need& each) { return scope.Concerns(each.terms().of_id()); }, kept.mutable_needs());
  Keep(
      plan.strengths(), [&](const v1::Strength& each) { return scope.Concerns(each.terms().of_id()); },
      kept.mutable_strengths());
  ForgetProgress(kept.mutable_needs());
}

// Whether the goal serves an outcome that is sought for the children only as the alternative.
bool IsAlternative(const v1::CasePlan& plan, const v1::Goal& goal, absl::Span<const std::string> children_ids) {
  const auto serves = [&](event::v1::OutcomeTrack track) {
    return std::any_of(children_ids.begin(), children_ids.end(), [&](const std::string& child_id) {
      return IsFor(plan, goal, child_id) && IsSought(plan, goal.outcome(), child_id, track);
    });
  };
  return serves(event::v1::OUTCOME_TRACK_CONCURRENT) && !serves(event::v1::OUTCOME_TRACK_PRIMARY);
}

// Rule: ORC 2151.412(J). The supplemental plan is separate from the case plan.
bool BelongsTo(event::v1::PlanKind kind, const v1::CasePlan& plan, const v1::Goal& goal,
               absl::Span<const std::string> children_ids) {
  switch (kind) {
    case event::v1::PLAN_KIND_SUPPLEMENTAL:
      return IsAlternative(plan, goal, children_ids);
    case event::v1::PLAN_KIND_REUNIFICATION:
      return goal.outcome() == event::v1::PERMANENCY_OUTCOME_RETURNED_TO_OWN_FAMILY;
    default:
      return !IsAlternative(plan, goal, children_ids);
  }
}

// Keep the open goals of this kind of plan, open objectives under them, and open activities under those.
void KeepGoals(const v1::CasePlan& plan, event::v1::PlanKind kind, absl::Span<const std::string> children_ids,
               const Scope& scope, v1::CasePlan& kept) {
  Keep(
      plan.goals(),
      [&](const v1::Goal& each) {
        return each.reached_on().empty() && each.withdrawn_on().empty() && scope.ConcernsAny(each.for_ids()) &&
               BelongsTo(kind, plan, each, children_ids);
      },
      kept.mutable_goals());
  Keep(
      plan.objectives(),
      [&](const v1::Objective& each) {
        return each.met_on().empty() && each.withdrawn_on().empty() &&
               HasKept(kept.goals(), &v1::Goal::goal_id, each.goal_id());
      },
      kept.mutable_objectives());
  Keep(
      plan.activities(),
      [&](const v1::Activity& each) {
        return each.completed_on().empty() && each.stopped_on().empty() &&
               HasKept(kept.objectives(), &v1::Objective::objective_id, each.objective_id());
      },
      kept.mutable_activities());
  // The answers of providers are not part of what was agreed.
  for (v1::Activity& activity : *kept.mutable_activities()) activity.clear_referrals();
  ForgetProgress(kept.mutable_goals());
  ForgetProgress(kept.mutable_objectives());
  ForgetProgress(kept.mutable_activities());
}

void KeepOutcomes(const v1::CasePlan& plan, const Scope& scope, bool only_concurrent, v1::CasePlan& kept) {
  Keep(
      plan.outcomes(),
      [&](const v1::OutcomeSought& each) {
        return scope.Covers(each.child_id()) &&
               (!only_concurrent || each.track() == event::v1::OUTCOME_TRACK_CONCURRENT);
      },
      kept.mutable_outcomes());
}

void KeepVisits(const v1::CasePlan& plan, const Scope& scope, v1::CasePlan& kept) {
  Keep(
      plan.visitations(), [&](const v1::Visitation& each) { return scope.Covers(each.terms().child_id()); },
      kept.mutable_visitations());
}

// Where the children live now, and why there.
void KeepPlacements(const v1::CasePlan& plan, const Scope& scope, v1::CasePlan& kept) {
  Keep(
      plan.placements(),
      [&](const v1::Placement& each) {
        return scope.Covers(each.child_id()) && !each.began_on().empty() && each.ended_on().empty();
      },
      kept.mutable_placements());
}

void KeepSafety(const v1::CasePlan& plan, const Scope& scope, v1::CasePlan& kept) {
  Keep(
      plan.threats(), [&](const v1::Threat& each) { return scope.Covers(each.terms().child_id()); },
      kept.mutable_threats());
  Keep(
      plan.safety_plans(),
      [&](const v1::SafetyPlan& each) {
        return each.ended_on().empty() && scope.CoversAny(each.terms().children_ids());
      },
      kept.mutable_safety_plans());
  for (v1::Threat& threat : *kept.mutable_threats()) {
    threat.clear_state();
    threat.clear_state_on();
  }
  for (v1::SafetyPlan& safety_plan : *kept.mutable_safety_plans()) {
    safety_plan.clear_checked_on();
    safety_plan.clear_kept();
    safety_plan.clear_seen();
  }
}

void KeepConditions(const v1::CasePlan& plan, const Scope& scope, v1::CasePlan& kept) {
  Keep(
      plan.conditions(), [&](const v1::ReturnCondition& each) { return scope.Covers(each.child_id()); },
      kept.mutable_conditions());
  for (v1::ReturnCondition& condition : *kept.mutable_conditions()) {
    condition.clear_judgement();
    condition.clear_judged_on();
    condition.clear_evidence();
  }
  ForgetProgress(kept.mutable_conditions());
}

}  // namespace

v1::PlanContent PlanContentOf(const v1::CasePlan& plan, event::v1::PlanKind kind,
                              absl::Span<const std::string> children_ids, absl::string_view label) {
  const Scope scope(plan, children_ids);
  v1::PlanContent content;
  content.set_kind(kind);
  content.set_label(label.data(), label.size());
  for (const v1::Participant& participant : plan.participants()) {
    if (scope.Covers(participant.participant_id())) content.add_children(participant.name());
  }
  v1::CasePlan& kept = *content.mutable_plan();
  kept.set_case_id(plan.case_id());
  kept.set_kind(plan.kind());
  kept.set_agency(plan.agency());
  KeepPeople(plan, scope, kept);
  if (kind == event::v1::PLAN_KIND_CASE) {
    KeepFindings(plan, scope, kept);
    KeepOutcomes(plan, scope, /*only_concurrent=*/false, kept);
    KeepVisits(plan, scope, kept);
    KeepPlacements(plan, scope, kept);
  }
  if (kind == event::v1::PLAN_KIND_SUPPLEMENTAL) {
    KeepOutcomes(plan, scope, /*only_concurrent=*/true, kept);
  }
  if (kind == event::v1::PLAN_KIND_REUNIFICATION) {
    KeepConditions(plan, scope, kept);
    KeepVisits(plan, scope, kept);
    KeepPlacements(plan, scope, kept);
  }
  if (kind == event::v1::PLAN_KIND_SAFETY) {
    KeepSafety(plan, scope, kept);
  } else {
    KeepGoals(plan, kind, children_ids, scope, kept);
  }
  return content;
}

}  // namespace casejournal::projections
