#include "projections/versions/plan_document.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "projections/versions/goal_outcomes.h"

namespace casejournal::projections {
namespace {

using google::protobuf::RepeatedPtrField;

bool Has(const RepeatedPtrField<std::string>& ids, absl::string_view id) {
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

// The children that a plan is made for, and the parts of the case that concern them.
class Scope {
 public:
  Scope(const v1::CasePlan& plan, const RepeatedPtrField<std::string>& children_ids)
      : plan_(plan), children_ids_(children_ids) {}

  bool Covers(absl::string_view child_id) const { return Has(children_ids_, child_id); }

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
  const RepeatedPtrField<std::string>& children_ids_;
};

// Copy the items for which `belongs` is true.
template <typename Item, typename Belongs>
void Keep(const RepeatedPtrField<Item>& all, const Belongs& belongs, RepeatedPtrField<Item>* kept) {
  for (const Item& item : all) {
    if (belongs(item)) *kept->Add() = item;
  }
}

// The answers of providers are not part of what was agreed, and neither is progress.
void AddActivity(const v1::Activity& activity, v1::Activity* added) {
  *added = activity;
  added->clear_referrals();
  added->clear_progress();
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

// Whether the goal serves an outcome that is sought for the children only as the alternative.
bool IsAlternative(const v1::CasePlan& plan, const v1::Goal& goal, const RepeatedPtrField<std::string>& children_ids) {
  const auto serves = [&](event::v1::OutcomeTrack track) {
    return std::any_of(children_ids.begin(), children_ids.end(), [&](const std::string& child_id) {
      return IsFor(plan, goal, child_id) && IsSought(plan, goal.outcome(), child_id, track);
    });
  };
  return serves(event::v1::OUTCOME_TRACK_CONCURRENT) && !serves(event::v1::OUTCOME_TRACK_PRIMARY);
}

// Rule: ORC 2151.412(J). The supplemental plan is separate from the case plan.
bool BelongsTo(const event::v1::PlanVersionDrawnUp& version, const v1::CasePlan& plan, const v1::Goal& goal) {
  switch (version.kind()) {
    case event::v1::PLAN_KIND_SUPPLEMENTAL:
      return IsAlternative(plan, goal, version.children_ids());
    case event::v1::PLAN_KIND_REUNIFICATION:
      return goal.outcome() == event::v1::PERMANENCY_OUTCOME_RETURNED_TO_OWN_FAMILY;
    default:
      return !IsAlternative(plan, goal, version.children_ids());
  }
}

// Adds one field after the other to the document of a version.
class Writer {
 public:
  Writer(const v1::CasePlan& plan, const event::v1::PlanVersionDrawnUp& version, v1::PlanDocument& document)
      : plan_(plan), version_(version), scope_(plan, version.children_ids()), document_(document) {}

  void AddHeader();
  void AddPeople();
  void AddParticipation();
  void AddOutcomes();
  void AddPlacements();
  void AddGoals();
  void AddNeedsAndStrengths(bool only_addressed);
  void AddOffered();
  void AddVisits();
  void AddHealthAndSchool();
  void AddForYouths();
  void AddConditions();
  void AddSafety();
  void AddFilingExceptions();
  void AddWishes();
  void AddMilestones();
  void AddOpenParts() { *document_.mutable_open_parts() = version_.open_parts(); }

 private:
  void AddActivities();
  bool IsKeptObjective(const std::string& id) const;
  // Whether the activity is toward an objective of this plan.
  bool ServesKept(const v1::Activity& activity) const;
  // Of the objectives of an activity, name those of this plan only: another one may be about a sibling.
  void NameKeptObjectives(v1::Activity& activity) const;

  const v1::CasePlan& plan_;
  const event::v1::PlanVersionDrawnUp& version_;
  const Scope scope_;
  v1::PlanDocument& document_;
};

absl::string_view LanguageTag(event::v1::PlanLanguage language) {
  return language == event::v1::PLAN_LANGUAGE_SPANISH ? "es" : "en";
}

void Writer::AddHeader() {
  v1::PlanHeader& header = *document_.mutable_header();
  header.set_kind(version_.kind());
  header.set_label(version_.label());
  header.set_language(std::string(LanguageTag(version_.language())));
  header.set_case_id(plan_.case_id());
  header.set_case_kind(plan_.kind());
  header.set_agency(plan_.agency());
  header.set_episode(plan_.episode());
  header.set_supersedes(version_.supersedes());
  for (const v1::PlanVersion& earlier : plan_.versions()) {
    if (version_.has_supersedes() && earlier.digest() == version_.supersedes())
      header.set_supersedes_label(earlier.label());
  }
  for (const v1::Participant& participant : plan_.participants()) {
    if (!scope_.Covers(participant.participant_id())) continue;
    v1::PlanChild& child = *header.add_children();
    child.set_child_id(participant.participant_id());
    child.set_name(participant.name());
    child.set_born_on(participant.born_on());
    for (const v1::CaseNumber& number : plan_.numbers()) {
      const bool is_of_child = number.child_id().empty() || number.child_id() == child.child_id();
      if (is_of_child && !Has(child.numbers(), number.number())) child.add_numbers(number.number());
    }
    for (const v1::Complaint& complaint : plan_.complaints()) {
      if (complaint.child_id() == child.child_id() && !Has(child.numbers(), complaint.court_number()))
        child.add_numbers(complaint.court_number());
    }
  }
}

void Writer::AddPeople() {
  Keep(
      plan_.participants(), [&](const v1::Participant& each) { return scope_.IsInPlan(each); },
      document_.mutable_people());
  Keep(
      plan_.relations(),
      [&](const v1::PersonRelation& each) { return scope_.Concerns(each.from_id()) && scope_.Concerns(each.to_id()); },
      document_.mutable_relations());
  Keep(
      plan_.representatives(),
      [&](const v1::Representative& each) {
        return each.rejected_on().empty() && scope_.Concerns(each.participant_id()) && scope_.Concerns(each.for_id());
      },
      document_.mutable_representatives());
}

void Writer::AddParticipation() {
  for (const std::string& id : version_.took_part_ids()) {
    v1::PlanParticipation& participation = *document_.add_participation();
    participation.set_participant_id(id);
    participation.set_took_part(true);
  }
  for (const event::v1::PlanAbsence& absence : version_.absent()) {
    v1::PlanParticipation& participation = *document_.add_participation();
    participation.set_participant_id(absence.participant_id());
    participation.set_why_not(absence.why());
  }
}

// The outcome and the alternative to it in a case plan, and one of them in the other kinds.
void Writer::AddOutcomes() {
  const bool concurrent = version_.kind() != event::v1::PLAN_KIND_REUNIFICATION;
  const bool primary = version_.kind() != event::v1::PLAN_KIND_SUPPLEMENTAL;
  Keep(
      plan_.outcomes(),
      [&](const v1::OutcomeSought& each) {
        return scope_.Covers(each.child_id()) &&
               (each.track() == event::v1::OUTCOME_TRACK_CONCURRENT ? concurrent : primary);
      },
      document_.mutable_outcomes());
}

// Where the children live now, and why there.
void Writer::AddPlacements() {
  Keep(
      plan_.placements(),
      [&](const v1::Placement& each) {
        return scope_.Covers(each.child_id()) && !each.began_on().empty() && each.ended_on().empty();
      },
      document_.mutable_placements());
}

// The open goals of this plan, open objectives under them, and open activities under those.
void Writer::AddGoals() {
  Keep(
      plan_.goals(),
      [&](const v1::Goal& each) {
        return each.reached_on().empty() && each.withdrawn_on().empty() && scope_.ConcernsAny(each.for_ids()) &&
               BelongsTo(version_, plan_, each);
      },
      document_.mutable_goals());
  Keep(
      plan_.objectives(),
      [&](const v1::Objective& each) {
        return each.met_on().empty() && each.withdrawn_on().empty() &&
               HasKept(document_.goals(), &v1::Goal::goal_id, each.goal_id());
      },
      document_.mutable_objectives());
  AddActivities();
  ForgetProgress(document_.mutable_goals());
  ForgetProgress(document_.mutable_objectives());
}

bool Writer::IsKeptObjective(const std::string& id) const {
  return HasKept(document_.objectives(), &v1::Objective::objective_id, id);
}

bool Writer::ServesKept(const v1::Activity& activity) const {
  const auto& also = activity.terms().also_objective_ids();
  return IsKeptObjective(activity.objective_id()) ||
         std::any_of(also.begin(), also.end(), [this](const std::string& id) { return IsKeptObjective(id); });
}

void Writer::NameKeptObjectives(v1::Activity& activity) const {
  std::vector<std::string> kept;
  if (IsKeptObjective(activity.objective_id())) kept.push_back(activity.objective_id());
  for (const std::string& id : activity.terms().also_objective_ids()) {
    if (IsKeptObjective(id)) kept.push_back(id);
  }
  activity.set_objective_id(kept.front());
  auto& also = *activity.mutable_terms()->mutable_also_objective_ids();
  also.Clear();
  also.Add(kept.begin() + 1, kept.end());
}

// In the order planned, but none before what must come before it.
void Writer::AddActivities() {
  std::vector<const v1::Activity*> open;
  absl::flat_hash_map<absl::string_view, size_t> place;
  for (const v1::Activity& each : plan_.activities()) {
    if (each.completed_on().empty() && each.stopped_on().empty() && ServesKept(each)) {
      place.emplace(each.activity_id(), open.size());
      open.push_back(&each);
    }
  }
  std::vector<std::vector<size_t>> followers(open.size());
  std::vector<size_t> waits_for(open.size(), 0);
  for (size_t at = 0; at < open.size(); ++at) {
    for (const std::string& id : open[at]->terms().after_ids()) {
      const auto before = place.find(id);
      if (before == place.end()) continue;
      followers[before->second].push_back(at);
      ++waits_for[at];
    }
  }
  std::set<size_t> left;
  std::set<size_t> ready;
  for (size_t at = 0; at < open.size(); ++at) {
    left.insert(at);
    if (waits_for[at] == 0) ready.insert(at);
  }
  while (!left.empty()) {
    // Nothing is ready in a cycle, which corrections can leave.
    const size_t next = ready.empty() ? *left.begin() : *ready.begin();
    left.erase(next);
    ready.erase(next);
    v1::Activity& added = *document_.add_activities();
    AddActivity(*open[next], &added);
    NameKeptObjectives(added);
    for (const size_t follower : followers[next]) {
      if (--waits_for[follower] == 0 && left.contains(follower)) ready.insert(follower);
    }
  }
}

// Rule: 42 USC 675(1)(B), 45 CFR 1356.21(g)(4). The services offered to prevent the removal stay on record.
void Writer::AddOffered() {
  absl::flat_hash_set<absl::string_view> goals;
  for (const v1::Goal& each : plan_.goals()) {
    if (scope_.ConcernsAny(each.for_ids()) && BelongsTo(version_, plan_, each)) goals.insert(each.goal_id());
  }
  absl::flat_hash_set<absl::string_view> objectives;
  for (const v1::Objective& each : plan_.objectives()) {
    if (goals.contains(each.goal_id())) objectives.insert(each.objective_id());
  }
  for (const v1::Activity& each : plan_.activities()) {
    const bool is_over = !each.completed_on().empty() || !each.stopped_on().empty();
    if (!is_over || each.terms().purpose() != event::v1::ACTIVITY_PURPOSE_PREVENT_REMOVAL) continue;
    if (objectives.contains(each.objective_id()) && scope_.ConcernsAny(each.terms().for_ids()))
      AddActivity(each, document_.add_offered());
  }
}

void Writer::AddNeedsAndStrengths(bool only_addressed) {
  const auto is_addressed = [&](const std::string& id,
                                const RepeatedPtrField<std::string>& (event::v1::ObjectiveTerms::*ids)() const) {
    return std::any_of(document_.objectives().begin(), document_.objectives().end(),
                       [&](const v1::Objective& each) { return Has((each.terms().*ids)(), id); });
  };
  Keep(
      plan_.needs(),
      [&](const v1::Need& each) {
        return scope_.Concerns(each.terms().of_id()) &&
               (!only_addressed || is_addressed(each.need_id(), &event::v1::ObjectiveTerms::need_ids));
      },
      document_.mutable_needs());
  Keep(
      plan_.strengths(),
      [&](const v1::Strength& each) {
        return scope_.Concerns(each.terms().of_id()) &&
               (!only_addressed || is_addressed(each.strength_id(), &event::v1::ObjectiveTerms::strength_ids));
      },
      document_.mutable_strengths());
  ForgetProgress(document_.mutable_needs());
}

void Writer::AddVisits() {
  Keep(
      plan_.visitations(), [&](const v1::Visitation& each) { return scope_.Covers(each.terms().child_id()); },
      document_.mutable_visits());
}

void Writer::AddHealthAndSchool() {
  Keep(
      plan_.health_and_school(), [&](const v1::HealthOrSchoolFact& each) { return scope_.Covers(each.child_id()); },
      document_.mutable_health_and_school());
  Keep(
      plan_.health_assessments(),
      [&](const v1::HealthAssessment& each) { return scope_.Covers(each.terms().child_id()); },
      document_.mutable_health_assessments());
  Keep(
      plan_.schooling(), [&](const v1::Schooling& each) { return scope_.Covers(each.child_id()); },
      document_.mutable_schooling());
}

// Rule: 42 USC 675(1)(D), 675a(b). What a youth of 14 or more is owed; the text has it for every child who has it.
void Writer::AddForYouths() {
  Keep(
      plan_.independent_living(), [&](const v1::IndependentLiving& each) { return scope_.Covers(each.child_id()); },
      document_.mutable_independent_living());
  Keep(
      plan_.rights_explained(), [&](const v1::RightsExplanation& each) { return scope_.Covers(each.child_id()); },
      document_.mutable_rights_explained());
}

void Writer::AddConditions() {
  Keep(
      plan_.conditions(), [&](const v1::ReturnCondition& each) { return scope_.Covers(each.child_id()); },
      document_.mutable_conditions());
  for (v1::ReturnCondition& condition : *document_.mutable_conditions()) {
    condition.clear_judgement();
    condition.clear_judged_on();
    condition.clear_evidence();
  }
  ForgetProgress(document_.mutable_conditions());
}

void Writer::AddSafety() {
  Keep(
      plan_.threats(), [&](const v1::Threat& each) { return scope_.Covers(each.terms().child_id()); },
      document_.mutable_threats());
  Keep(
      plan_.safety_plans(),
      [&](const v1::SafetyPlan& each) {
        return each.ended_on().empty() && scope_.CoversAny(each.terms().children_ids());
      },
      document_.mutable_safety_plans());
  for (v1::Threat& threat : *document_.mutable_threats()) {
    threat.clear_state();
    threat.clear_state_on();
  }
  for (v1::SafetyPlan& safety_plan : *document_.mutable_safety_plans()) {
    safety_plan.clear_checked_on();
    safety_plan.clear_kept();
    safety_plan.clear_seen();
  }
}

void Writer::AddFilingExceptions() {
  Keep(
      plan_.filing_exceptions(),
      [&](const v1::FilingException& each) { return scope_.Covers(each.terms().child_id()); },
      document_.mutable_filing_exceptions());
}

void Writer::AddWishes() {
  Keep(
      plan_.wishes(),
      [&](const v1::Wish& each) {
        return scope_.Concerns(each.terms().by_id()) && scope_.ConcernsAny(each.terms().about_ids());
      },
      document_.mutable_wishes());
}

void Writer::AddMilestones() {
  Keep(
      plan_.milestones(), [&](const v1::Milestone& each) { return scope_.Covers(each.terms().child_id()); },
      document_.mutable_milestones());
}

}  // namespace

v1::PlanDocument PlanDocumentOf(const v1::CasePlan& plan, const event::v1::PlanVersionDrawnUp& version) {
  v1::PlanDocument document;
  Writer writer(plan, version, document);
  writer.AddHeader();
  writer.AddPeople();
  writer.AddParticipation();
  switch (version.kind()) {
    case event::v1::PLAN_KIND_SAFETY:
      writer.AddSafety();
      break;
    case event::v1::PLAN_KIND_SUPPLEMENTAL:
      writer.AddOutcomes();
      writer.AddWishes();
      writer.AddPlacements();
      writer.AddGoals();
      writer.AddNeedsAndStrengths(/*only_addressed=*/true);
      writer.AddMilestones();
      writer.AddFilingExceptions();
      break;
    case event::v1::PLAN_KIND_REUNIFICATION:
      writer.AddOutcomes();
      writer.AddWishes();
      writer.AddPlacements();
      writer.AddGoals();
      writer.AddNeedsAndStrengths(/*only_addressed=*/true);
      writer.AddVisits();
      writer.AddConditions();
      break;
    default:
      writer.AddOutcomes();
      writer.AddWishes();
      writer.AddPlacements();
      writer.AddGoals();
      writer.AddNeedsAndStrengths(/*only_addressed=*/false);
      writer.AddOffered();
      writer.AddVisits();
      writer.AddHealthAndSchool();
      writer.AddForYouths();
      writer.AddConditions();
      writer.AddSafety();
      writer.AddMilestones();
      writer.AddFilingExceptions();
      break;
  }
  writer.AddOpenParts();
  return document;
}

event::v1::PlanVersionDrawnUp DrawnUpAgain(const v1::PlanVersion& version) {
  event::v1::PlanVersionDrawnUp again;
  again.set_plan_id(version.plan_id());
  again.set_kind(version.kind());
  again.set_label(version.label());
  *again.mutable_children_ids() = version.children_ids();
  if (!version.supersedes().empty()) again.set_supersedes(version.supersedes());
  *again.mutable_open_parts() = version.open_parts();
  *again.mutable_took_part_ids() = version.took_part_ids();
  *again.mutable_absent() = version.absent();
  if (version.language() != event::v1::PLAN_LANGUAGE_UNSPECIFIED) again.set_language(version.language());
  return again;
}

}  // namespace casejournal::projections
