#include "projections/findings/case_snapshot.h"

#include <algorithm>

#include "projections/entries/civil_day.h"
#include "projections/events/event_words.h"
#include "projections/words/phrase.h"

namespace casejournal::projections {

std::string Listed(const std::vector<std::string>& words) {
  if (words.size() <= 2) return absl::StrJoin(words, " and ");
  return absl::StrCat(absl::StrJoin(words.begin(), words.end() - 1, ", "), ", and ", words.back());
}

Parameter CaseSnapshot::Version(absl::string_view name, const std::string& digest) const {
  Parameter parameter = IdsParameter(name, {}, names.OfVersion(digest));
  parameter.data.add_values()->set_data(digest);
  return parameter;
}

Parameter Reason(absl::string_view reason) {
  Parameter parameter = TextParameter("reason", reason);
  parameter.says = EndOfSentence(reason);
  if (parameter.says != reason) parameter.data.set_words(parameter.says);
  return parameter;
}

std::vector<const v1::Participant*> ChildrenOf(const v1::CasePlan& plan) {
  std::vector<const v1::Participant*> children;
  for (const v1::Participant& participant : plan.participants()) {
    if (participant.capacity() == event::v1::CAPACITY_CHILD && participant.left_on().empty()) {
      children.push_back(&participant);
    }
  }
  return children;
}

bool IsParent(const v1::PersonRelation& relation) {
  return relation.relation() == event::v1::RELATION_MOTHER || relation.relation() == event::v1::RELATION_FATHER;
}

bool StandsForParent(const v1::PersonRelation& relation) { return IsInParentsPlace(relation.relation()); }

std::vector<const v1::PersonRelation*> ParentsOf(const v1::CasePlan& plan, absl::string_view child_id) {
  std::vector<const v1::PersonRelation*> parents;
  for (const v1::PersonRelation& relation : plan.relations()) {
    if (relation.to_id() == child_id && relation.ended_on().empty() && StandsForParent(relation)) {
      parents.push_back(&relation);
    }
  }
  return parents;
}

bool IsFamily(const v1::CasePlan& plan, absl::string_view participant_id) {
  const auto person =
      std::find_if(plan.participants().begin(), plan.participants().end(),
                   [&](const v1::Participant& participant) { return participant.participant_id() == participant_id; });
  if (person == plan.participants().end()) return false;
  if (person->capacity() != event::v1::CAPACITY_ADULT && person->capacity() != event::v1::CAPACITY_CHILD) return false;
  return std::none_of(plan.representatives().begin(), plan.representatives().end(),
                      [&](const v1::Representative& each) { return each.participant_id() == participant_id; });
}

const v1::Removal* InCareOn(const v1::CasePlan& plan, absl::string_view child_id, absl::string_view day) {
  for (const v1::Removal& removal : plan.removals()) {
    if (removal.child_id() == child_id && OpenOn(removal.removed_on(), removal.ended_on(), day)) return &removal;
  }
  return nullptr;
}

bool IsBeforeCourt(const v1::CasePlan& plan, absl::string_view day) {
  // The beginning of the first episode does not matter: nothing in the case is older.
  std::string began = plan.reopened_on() <= day ? plan.reopened_on() : "";
  for (const v1::Episode& earlier : plan.earlier_episodes()) {
    if (earlier.number() > 1 && earlier.opened_on() <= day) began = std::max(began, earlier.opened_on());
  }
  const auto by_then = [&](absl::string_view on) { return !on.empty() && on >= began && on <= day; };
  return std::any_of(plan.complaints().begin(), plan.complaints().end(),
                     [&](const v1::Complaint& complaint) { return by_then(complaint.filed_on()); }) ||
         std::any_of(plan.orders().begin(), plan.orders().end(),
                     [&](const v1::Order& order) { return by_then(order.made_on()); }) ||
         std::any_of(plan.hearings().begin(), plan.hearings().end(), [&](const v1::Hearing& hearing) {
           return by_then(hearing.set_on()) || by_then(hearing.held_on());
         });
}

std::vector<const v1::PlanVersion*> LatestVersions(const v1::CasePlan& plan) {
  std::vector<const v1::PlanVersion*> latest;
  for (const v1::PlanVersion& version : plan.versions()) {
    if (version.plan_id().empty()) continue;
    const auto known = std::find_if(latest.begin(), latest.end(), [&](const v1::PlanVersion* other) {
      return other->plan_id() == version.plan_id();
    });
    if (known == latest.end()) {
      latest.push_back(&version);
    } else if (version.drawn_up_on() >= (*known)->drawn_up_on()) {
      *known = &version;
    }
  }
  return latest;
}

std::string MonthsAfter(absl::string_view day, int months) {
  const absl::StatusOr<absl::CivilDay> parsed = ParseDay(day);
  return parsed.ok() ? FormatDay(AddMonths(*parsed, months)) : "";
}

int OldestOn(const v1::Participant& participant, absl::string_view day) {
  const std::string& first = participant.details().born_first_on();
  return AgeOn(first.empty() ? participant.born_on() : first, day);
}

int AgeOn(absl::string_view born_on, absl::string_view day) {
  const absl::StatusOr<absl::CivilDay> born = ParseDay(born_on);
  const absl::StatusOr<absl::CivilDay> on = ParseDay(day);
  if (!born.ok() || !on.ok()) return -1;
  return FullYears(*born, *on);
}

}  // namespace casejournal::projections
