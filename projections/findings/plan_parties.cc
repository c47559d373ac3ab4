#include "projections/findings/plan_parties.h"

#include <algorithm>

namespace casejournal::projections {

std::vector<std::string> PartiesOn(const CaseSnapshot& snapshot, const std::vector<std::string>& children_ids,
                                   absl::string_view day) {
  const v1::CasePlan& plan = snapshot.plan;
  std::vector<std::string> parties;
  const auto left = [&](absl::string_view id) {
    return std::any_of(plan.participants().begin(), plan.participants().end(), [&](const v1::Participant& each) {
      return each.participant_id() == id && !each.left_on().empty() && each.left_on() <= day;
    });
  };
  const auto add = [&](const std::string& id) {
    if (!Holds(parties, id) && !left(id)) parties.push_back(id);
  };
  const auto rights_ended = [&](const v1::PersonRelation& relation) {
    return std::any_of(plan.rights_ended().begin(), plan.rights_ended().end(), [&](const v1::RightsEnded& ended) {
      return ended.parent_id() == relation.from_id() && ended.child_id() == relation.to_id() && ended.on() <= day;
    });
  };
  for (const std::string& child : children_ids) {
    for (const v1::PersonRelation* relation : ParentsOf(plan, child)) {
      if (relation->kind() != event::v1::RELATION_KIND_ALLEGED && relation->since() <= day &&
          !rights_ended(*relation)) {
        add(relation->from_id());
      }
    }
    for (const v1::Representative& representative : plan.representatives()) {
      if (representative.for_id() == child && representative.since() <= day &&
          representative.role() != event::v1::REPRESENTATIVE_ROLE_MEMBER_CHOSEN_BY_THE_CHILD) {
        add(representative.participant_id());
      }
    }
    for (const v1::TribeAnswered& answered : plan.tribe_answers()) {
      const bool is_of_tribe =
          answered.answer() == event::v1::TRIBE_ANSWER_MEMBER || answered.answer() == event::v1::TRIBE_ANSWER_ELIGIBLE;
      if (answered.child_id() == child && is_of_tribe && answered.on() <= day) add(answered.tribe_id());
    }
  }
  for (const v1::Participant& participant : plan.participants()) {
    if (Holds(children_ids, participant.participant_id()) &&
        OldestOn(participant, day) >= snapshot.Number(Threshold::kPartyAgeYears)) {
      add(participant.participant_id());
    }
  }
  return parties;
}

}  // namespace casejournal::projections
