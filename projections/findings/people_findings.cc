// Children that no plan covers; parents who are unknown or not engaged; barriers without a strategy.
#include <algorithm>
#include <set>

#include "projections/findings/case_snapshot.h"
#include "projections/state/side_by_side.h"

namespace casejournal::projections {
namespace {

void FindUncovered(const CaseSnapshot& snapshot, const v1::Participant& child, Findings& findings) {
  const v1::CasePlan& plan = snapshot.plan;
  const std::string& id = child.participant_id();
  const bool sought = std::any_of(plan.outcomes().begin(), plan.outcomes().end(),
                                  [&](const v1::OutcomeSought& outcome) { return outcome.child_id() == id; });
  const bool has_goal = std::any_of(plan.goals().begin(), plan.goals().end(), [&](const v1::Goal& goal) {
    return goal.withdrawn_on().empty() && (goal.for_ids().empty() || Holds(goal.for_ids(), id));
  });
  const bool covered = std::any_of(plan.versions().begin(), plan.versions().end(), [&](const v1::PlanVersion& version) {
    return Holds(version.children_ids(), id) && version.drawn_up_on() >= plan.reopened_on();
  });
  const WordingText* says = Lacking(kChildUncovered, {!sought, !has_goal, !covered});
  if (says == nullptr) return;
  findings.push_back(
      {FindingKind::kChildUncovered, {id}, Say(*says, {snapshot.Person("child", child)}), std::string(says->id)});
}

bool WasSearched(const v1::CasePlan& plan, absl::string_view participant_id) {
  return std::any_of(plan.searches().begin(), plan.searches().end(),
                     [&](const v1::Search& search) { return search.terms().for_id() == participant_id; });
}

// Whether the participant was reached: by a contact that took place, or by taking part in an assessment, a plan, a
// review, or a conference.
bool WasReached(const v1::CasePlan& plan, absl::string_view participant_id) {
  const auto any = [](const auto& items, const auto& shows) { return std::any_of(items.begin(), items.end(), shows); };
  return any(plan.engagements(),
             [&](const v1::Engagement& each) {
               return each.participant_id() == participant_id && each.contacts() > 0;
             }) ||
         any(plan.assessments(),
             [&](const v1::Assessment& each) { return Holds(each.terms().took_part_ids(), participant_id); }) ||
         any(plan.agreements(),
             [&](const v1::PartAgreementOf& each) { return each.participant_id() == participant_id; }) ||
         any(plan.meetings(),
             [&](const v1::Meeting& each) {
               return Holds(each.review().present_ids(), participant_id) ||
                      Holds(each.conference().present_ids(), participant_id);
             }) ||
         any(plan.versions(), [&](const v1::PlanVersion& version) {
           return any(version.signatures(), [&](const v1::Signature& each) {
             return each.participant_id() == participant_id && each.agreement() != event::v1::AGREEMENT_UNSPECIFIED;
           });
         });
}

bool IsHindered(const v1::CasePlan& plan, absl::string_view participant_id) {
  return std::any_of(plan.barriers().begin(), plan.barriers().end(),
                     [&](const v1::Barrier& barrier) { return Holds(barrier.hinders_ids(), participant_id); });
}

// An alleged parent is a lead, not yet a parent. A parent who died is known.
void FindUnknownParent(const CaseSnapshot& snapshot, const v1::Participant& child, Findings& findings) {
  std::set<std::string> known;
  std::vector<std::string> leads;
  for (const v1::PersonRelation& relation : snapshot.plan.relations()) {
    if (!IsParent(relation) || relation.to_id() != child.participant_id()) continue;
    if (!relation.ended_on().empty() && relation.how_ended() != event::v1::RELATION_END_KIND_DEATH) continue;
    if (relation.kind() == event::v1::RELATION_KIND_ALLEGED) {
      leads.push_back(relation.from_id());
    } else {
      known.insert(relation.from_id());
    }
  }
  if (known.size() >= 2) return;
  for (const std::string& lead : leads) {
    if (WasSearched(snapshot.plan, lead)) return;
  }
  std::vector<Parameter> parameters = {snapshot.Person("child", child)};
  if (!known.empty()) parameters.push_back(snapshot.Person("parent", *known.begin()));
  findings.push_back({FindingKind::kParentUnknown,
                      {child.participant_id()},
                      Say(known.empty() ? kParentUnknownNone : kParentUnknownOne, std::move(parameters)),
                      absl::StrCat(absl::StrJoin(known, ","), ";", absl::StrJoin(leads, ","))});
}

// Whether the parent has rights to the child: a parent whose rights have ended is no longer a party.
bool HasRights(const v1::CasePlan& plan, const v1::PersonRelation& relation) {
  return std::none_of(plan.rights_ended().begin(), plan.rights_ended().end(), [&](const v1::RightsEnded& ended) {
    return ended.parent_id() == relation.from_id() && ended.child_id() == relation.to_id();
  });
}

bool HasLeft(const v1::CasePlan& plan, absl::string_view participant_id) {
  return std::any_of(plan.participants().begin(), plan.participants().end(), [&](const v1::Participant& participant) {
    return participant.participant_id() == participant_id && !participant.left_on().empty();
  });
}

// Rule: both immediate and extended family are involved, including fathers. A barrier with a strategy against it counts
// as involvement.
void FindUnengagedParents(const CaseSnapshot& snapshot, Findings& findings) {
  const v1::CasePlan& plan = snapshot.plan;
  std::set<std::string> asked;
  for (const v1::Participant* child : ChildrenOf(plan)) {
    for (const v1::PersonRelation* relation : ParentsOf(plan, child->participant_id())) {
      const std::string& id = relation->from_id();
      if (HasLeft(plan, id) || !HasRights(plan, *relation) || !asked.insert(id).second) continue;
      if (WasReached(plan, id) || WasSearched(plan, id) || IsHindered(plan, id)) continue;
      findings.push_back({FindingKind::kParentNotEngaged,
                          {id},
                          Say(kParentNotEngaged, {CodeParameter("relation", relation->relation()),
                                                  snapshot.Person("child", *child), snapshot.Person("parent", id)}),
                          ""});
    }
  }
}

bool IsExtendedFamily(event::v1::Relation relation) {
  return relation == event::v1::RELATION_GRANDPARENT || relation == event::v1::RELATION_AUNT_OR_UNCLE ||
         relation == event::v1::RELATION_OTHER_RELATIVE || relation == event::v1::RELATION_KIN;
}

void FindUnengagedFamily(const CaseSnapshot& snapshot, Findings& findings) {
  const v1::CasePlan& plan = snapshot.plan;
  if (ChildrenOf(plan).empty() || plan.alternatives_size() > 0) return;
  for (const v1::PersonRelation& relation : plan.relations()) {
    const std::string& id = relation.from_id();
    if (IsExtendedFamily(relation.relation()) &&
        (WasReached(plan, id) || WasSearched(plan, id) || IsHindered(plan, id))) {
      return;
    }
  }
  findings.push_back({FindingKind::kParentNotEngaged, {"extended-family"}, Say(kExtendedFamilyNotEngaged), ""});
}

bool IsSaidToBe(const v1::CasePlan& plan, const v1::Participant& participant, absl::string_view person_id) {
  return !person_id.empty() &&
         std::any_of(plan.same_persons().begin(), plan.same_persons().end(), [&](const v1::SamePerson& same) {
           return same.participant_id() == participant.participant_id() && same.other_person_id() == person_id;
         });
}

// Two children who are in the case at the same time are two children, whatever an entry says; or one was entered twice.
void FindSideBySide(const CaseSnapshot& snapshot, Findings& findings) {
  const auto& participants = snapshot.plan.participants();
  for (int i = 0; i < participants.size(); ++i) {
    for (int j = i + 1; j < participants.size(); ++j) {
      const v1::Participant& a = participants[i];
      const v1::Participant& b = participants[j];
      const bool one = (!a.person_id().empty() && a.person_id() == b.person_id()) ||
                       IsSaidToBe(snapshot.plan, a, b.person_id()) || IsSaidToBe(snapshot.plan, b, a.person_id());
      if (!one || !StandSideBySide(a, b)) continue;
      findings.push_back({FindingKind::kPersonSideBySide,
                          {a.participant_id(), b.participant_id()},
                          Say(kPersonSideBySide, {snapshot.Person("who", a), snapshot.Person("other", b),
                                                  CodeParameter("capacity", a.capacity())}),
                          absl::StrCat(a.person_id(), ";", b.person_id())});
    }
  }
}

}  // namespace

void FindPeople(const CaseSnapshot& snapshot, Findings& findings) {
  const bool is_family = snapshot.plan.kind() != event::v1::CASE_KIND_CHILD_ONLY;
  for (const v1::Participant* child : ChildrenOf(snapshot.plan)) {
    FindUncovered(snapshot, *child, findings);
    // A case after permanent custody is about one child, whose parents are in another record.
    if (is_family) FindUnknownParent(snapshot, *child, findings);
  }
  if (is_family) {
    FindUnengagedParents(snapshot, findings);
    FindUnengagedFamily(snapshot, findings);
  }
  FindSideBySide(snapshot, findings);
  for (const v1::Barrier& barrier : snapshot.plan.barriers()) {
    if (!barrier.strategies().empty()) continue;
    findings.push_back({FindingKind::kBarrierNoStrategy,
                        {barrier.barrier_id()},
                        Say(kBarrierNoStrategy, {snapshot.Part("barrier", barrier.barrier_id())}),
                        barrier.barrier()});
  }
}

}  // namespace casejournal::projections
