// Placements: what was explored before, the authority, the people, the distance; removals; concurrent planning.
#include <algorithm>
#include <iterator>

#include "projections/entries/civil_day.h"
#include "projections/events/event_words.h"
#include "projections/findings/case_snapshot.h"

namespace casejournal::projections {
namespace {

using event::v1::OrderKind;

// Whether the placement is with people whom the child did not know before.
bool IsWithStrangers(event::v1::PlacementType type) {
  return type != event::v1::PLACEMENT_TYPE_RELATIVE_HOME && type != event::v1::PLACEMENT_TYPE_KIN_HOME &&
         type != event::v1::PLACEMENT_TYPE_TRIAL_HOME_VISIT && type != event::v1::PLACEMENT_TYPE_PRE_ADOPTIVE_HOME &&
         type != event::v1::PLACEMENT_TYPE_SUPERVISED_INDEPENDENT_LIVING;
}

// Orders under which an agency may place a child.
bool AllowsPlacement(OrderKind kind) {
  return kind == event::v1::ORDER_KIND_SHELTER_CARE || kind == event::v1::ORDER_KIND_TEMPORARY_CUSTODY ||
         kind == event::v1::ORDER_KIND_PERMANENT_CUSTODY || kind == event::v1::ORDER_KIND_PLACEMENT_OR_VISITS ||
         kind == event::v1::ORDER_KIND_PLANNED_PERMANENT_LIVING_ARRANGEMENT ||
         kind == event::v1::ORDER_KIND_EXTENSION_OF_TEMPORARY_CUSTODY;
}

absl::string_view BeginsOn(const v1::Order& order) {
  return order.terms().has_takes_effect_on() ? order.terms().takes_effect_on() : order.made_on();
}

bool OrderCovers(const v1::Order& order, absl::string_view child_id, absl::string_view day) {
  return order.terms().child_id() == child_id && OpenOn(BeginsOn(order), order.ended_on(), day) &&
         OpenOn(BeginsOn(order), order.terms().ends_on(), day);
}

// The parameters of a sentence about a placement, with what else it says.
std::vector<Parameter> Placed(const CaseSnapshot& snapshot, const v1::Placement& placement,
                              std::vector<Parameter> more = {}) {
  std::vector<Parameter> parameters = {snapshot.Person("child", placement.child_id()),
                                       TextParameter("with_whom", placement.terms().with_whom()),
                                       DayParameter("began_on", placement.began_on())};
  std::move(more.begin(), more.end(), std::back_inserter(parameters));
  return parameters;
}

// Rule: extended family, friends, and other people the child knows are explored before foster care.
void FindUnexplored(const CaseSnapshot& snapshot, const v1::Placement& placement, Findings& findings) {
  if (!IsWithStrangers(placement.terms().type())) return;
  // What was explored before an earlier home with strangers was explored for that one.
  absl::string_view since;
  for (const v1::Placement& earlier : snapshot.plan.placements()) {
    if (earlier.child_id() == placement.child_id() && IsWithStrangers(earlier.terms().type()) &&
        earlier.began_on() < placement.began_on()) {
      since = std::max<absl::string_view>(since, earlier.began_on());
    }
  }
  const auto& alternatives = snapshot.plan.alternatives();
  const bool explored = std::any_of(alternatives.begin(), alternatives.end(), [&](const v1::Alternative& alternative) {
    return alternative.terms().child_id() == placement.child_id() && alternative.explored_on() > since &&
           alternative.explored_on() <= placement.began_on();
  });
  if (explored) return;
  findings.push_back({FindingKind::kCareNoAlternativeExplored,
                      {placement.placement_id()},
                      Say(kCareNoAlternativeExplored,
                          Placed(snapshot, placement,
                                 {CodeParameter("type", placement.terms().type()), DayParameter("since", since)})),
                      placement.began_on()});
}

// Rule: a child goes home when the conditions for a safe return are met.
void FindEarlyReturn(const CaseSnapshot& snapshot, const v1::Placement& placement, Findings& findings) {
  if (placement.terms().type() != event::v1::PLACEMENT_TYPE_TRIAL_HOME_VISIT || placement.began_on().empty()) return;
  std::vector<std::string> not_met;
  for (const v1::ReturnCondition& condition : snapshot.plan.conditions()) {
    if (condition.child_id() == placement.child_id() &&
        condition.judgement() == event::v1::CONDITION_JUDGEMENT_NOT_MET &&
        condition.judged_on() <= placement.began_on()) {
      not_met.push_back(condition.condition_id());
    }
  }
  if (not_met.empty()) return;
  findings.push_back({FindingKind::kReturnConditionNotMet,
                      {placement.placement_id()},
                      Say(kReturnConditionNotMet,
                          {snapshot.Person("child", placement.child_id()),
                           DayParameter("began_on", placement.began_on()), snapshot.Parts("conditions", not_met)}),
                      absl::StrCat(placement.began_on(), " ", absl::StrJoin(not_met, ","))});
}

void FindUnauthorized(const CaseSnapshot& snapshot, const v1::Placement& placement, Findings& findings) {
  const v1::CasePlan& plan = snapshot.plan;
  const std::string& child = placement.child_id();
  if (InCareOn(plan, child, placement.began_on()) != nullptr) return;
  const bool ordered = std::any_of(plan.orders().begin(), plan.orders().end(), [&](const v1::Order& order) {
    return AllowsPlacement(order.terms().kind()) && OrderCovers(order, child, placement.began_on());
  });
  if (ordered) return;
  findings.push_back({FindingKind::kCareNoAuthority,
                      {placement.placement_id()},
                      Say(kCareNoAuthority, Placed(snapshot, placement)),
                      placement.began_on()});
}

// Rule: 42 USC 675(5)(A). The plan achieves placement in the least restrictive, most family-like setting.
void FindRestrictive(const CaseSnapshot& snapshot, const v1::Placement& placement, Findings& findings) {
  if (!placement.ended_on().empty() || !placement.terms().least_restrictive().empty()) return;
  if (placement.terms().type() == event::v1::PLACEMENT_TYPE_TRIAL_HOME_VISIT) return;
  findings.push_back({FindingKind::kCareLeastRestrictiveNotSaid,
                      {placement.placement_id()},
                      Say(kCareLeastRestrictiveNotSaid,
                          Placed(snapshot, placement, {CodeParameter("type", placement.terms().type())})),
                      placement.began_on()});
}

// Whether two children are siblings: by a recorded relation or by a common parent.
bool AreSiblings(const v1::CasePlan& plan, absl::string_view a, absl::string_view b) {
  for (const v1::PersonRelation& relation : plan.relations()) {
    if (relation.relation() == event::v1::RELATION_SIBLING &&
        ((relation.from_id() == a && relation.to_id() == b) || (relation.from_id() == b && relation.to_id() == a))) {
      return true;
    }
    if (!IsParent(relation) || relation.to_id() != a) continue;
    for (const v1::PersonRelation& other : plan.relations()) {
      if (IsParent(other) && other.to_id() == b && other.from_id() == relation.from_id()) return true;
    }
  }
  return false;
}

void FindApart(const CaseSnapshot& snapshot, const v1::Placement& placement, Findings& findings) {
  const event::v1::PlacementBegan& terms = placement.terms();
  if (!placement.ended_on().empty()) return;
  std::vector<std::string> apart;
  for (const v1::Placement& other : snapshot.plan.placements()) {
    if (other.child_id() == placement.child_id() || !other.ended_on().empty()) continue;
    if (other.terms().with_whom() == terms.with_whom() || Holds(terms.with_sibling_ids(), other.child_id())) continue;
    // One reason is enough for both: it can be recorded with either placement.
    if (!terms.why_apart_from_siblings().empty() || !other.terms().why_apart_from_siblings().empty()) continue;
    if (AreSiblings(snapshot.plan, placement.child_id(), other.child_id())) apart.push_back(other.child_id());
  }
  if (!apart.empty()) {
    findings.push_back({FindingKind::kCareSiblingsApart,
                        {placement.placement_id()},
                        Say(kCareSiblingsApart, Placed(snapshot, placement, {snapshot.People("siblings", apart)})),
                        absl::StrJoin(apart, ",")});
  }
  const auto far_miles = static_cast<uint32_t>(snapshot.Number(Threshold::kFarFromHomeMiles));
  const bool elsewhere = terms.location() == event::v1::PLACEMENT_LOCATION_OUT_OF_STATE ||
                         terms.location() == event::v1::PLACEMENT_LOCATION_OUT_OF_COUNTRY;
  if (!terms.why_far().empty() || (!elsewhere && terms.miles_from_home() <= far_miles)) return;
  const Parameter where =
      elsewhere ? CodeParameter("location", terms.location()) : NumberParameter("miles", terms.miles_from_home());
  findings.push_back({FindingKind::kCareSiblingsApart,
                      {placement.placement_id(), "far"},
                      Say(elsewhere ? kCareElsewhere : kCareFar, Placed(snapshot, placement, {where})),
                      where.says});
}

// AFCARS 2020: runaway and whereabouts unknown exclude each other, as do abandonment, failure to return, and voluntary
// relinquishment (elements E72 and E73; E80, E81, and E97).
void FindExclusive(const CaseSnapshot& snapshot, const v1::Removal& removal, Findings& findings) {
  using event::v1::RemovalCircumstance;
  const std::vector<std::vector<RemovalCircumstance>> exclusive = {
      {event::v1::REMOVAL_CIRCUMSTANCE_RUNAWAY, event::v1::REMOVAL_CIRCUMSTANCE_WHEREABOUTS_UNKNOWN},
      {event::v1::REMOVAL_CIRCUMSTANCE_ABANDONMENT, event::v1::REMOVAL_CIRCUMSTANCE_FAILURE_TO_RETURN,
       event::v1::REMOVAL_CIRCUMSTANCE_VOLUNTARY_RELINQUISHMENT_FOR_ADOPTION}};
  for (const auto& group : exclusive) {
    std::vector<std::string> given;
    std::vector<std::string> given_words;
    for (const RemovalCircumstance circumstance : group) {
      const auto& recorded = removal.terms().circumstances();
      if (std::count(recorded.begin(), recorded.end(), circumstance) == 0) continue;
      given.push_back(event::v1::RemovalCircumstance_Name(circumstance));
      given_words.push_back(EnumWords(circumstance));
    }
    if (given.size() < 2) continue;
    const std::string words = absl::StrJoin(given_words, ", ");
    findings.push_back({FindingKind::kCareCircumstancesExclusive,
                        {removal.removal_id(), std::to_string(group.front())},
                        Say(kCareCircumstancesExclusive, {snapshot.Person("child", removal.child_id()),
                                                          DayParameter("removed_on", removal.removed_on()),
                                                          CodesParameter("circumstances", given, words)}),
                        words});
  }
}

// Rule: ORC 2151.412(J). From 2023, a permanency plan is expected in addition to the reunification plan, unless it is
// not in the child's best interest. A review can say that none is needed (OAC 5101:2-38-10).
void FindNotConcurrent(const CaseSnapshot& snapshot, const v1::Participant& child, Findings& findings) {
  const v1::CasePlan& plan = snapshot.plan;
  const std::string& id = child.participant_id();
  const auto custody = std::find_if(plan.orders().begin(), plan.orders().end(), [&](const v1::Order& order) {
    const OrderKind kind = order.terms().kind();
    return (kind == event::v1::ORDER_KIND_TEMPORARY_CUSTODY ||
            kind == event::v1::ORDER_KIND_EXTENSION_OF_TEMPORARY_CUSTODY) &&
           OrderCovers(order, id, snapshot.day);
  });
  if (custody == plan.orders().end()) return;
  for (const v1::OutcomeSought& outcome : plan.outcomes()) {
    if (outcome.child_id() == id && outcome.track() == event::v1::OUTCOME_TRACK_CONCURRENT) return;
  }
  for (const v1::Meeting& meeting : plan.meetings()) {
    for (const v1::ReviewFinding& finding : meeting.findings()) {
      const event::v1::ReviewFindingMade& terms = finding.terms();
      if (finding.child_id() == id && terms.has_concurrent_plan_needed() && !terms.concurrent_plan_needed()) return;
    }
  }
  findings.push_back(
      {FindingKind::kConcurrentMissing,
       {id},
       Say(kConcurrentMissing, {snapshot.Person("child", child), DayParameter("since", BeginsOn(*custody))}),
       std::string(BeginsOn(*custody))});
}

}  // namespace

void FindCare(const CaseSnapshot& snapshot, Findings& findings) {
  for (const v1::Placement& placement : snapshot.plan.placements()) {
    if (placement.began_on().empty()) continue;
    FindUnexplored(snapshot, placement, findings);
    FindEarlyReturn(snapshot, placement, findings);
    FindUnauthorized(snapshot, placement, findings);
    FindRestrictive(snapshot, placement, findings);
    FindApart(snapshot, placement, findings);
  }
  for (const v1::Removal& removal : snapshot.plan.removals()) FindExclusive(snapshot, removal, findings);
  for (const v1::Participant* child : ChildrenOf(snapshot.plan)) FindNotConcurrent(snapshot, *child, findings);
}

}  // namespace casejournal::projections
