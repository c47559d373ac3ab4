#include "services/documents/court/child_plan.h"

#include <algorithm>

#include "google/protobuf/repeated_field.h"

namespace casejournal::services {
namespace {

template <typename Ids>
bool Has(const Ids& ids, const std::string& id) {
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

// Chooses what is kept. Each list is named once, with what its items are about.
class ChildPlan {
 public:
  ChildPlan(const v1::CasePlan& plan, const std::string& child_id) : plan_(plan), child_id_(child_id) {
    for (const v1::Participant& person : plan.participants()) {
      if (person.capacity() == event::v1::CAPACITY_CHILD && person.participant_id() != child_id)
        siblings_.insert(person.participant_id());
    }
  }

  v1::CasePlan Chosen() {
    KeepCase();
    KeepPeople();
    KeepCare();
    KeepWork();
    KeepCourt();
    KeepVersions();
    KeepMeetings();
    KeepFacts();
    return std::move(kept_);
  }

  // After Chosen().
  std::set<std::string> left_out() && {
    left_out_.insert(siblings_.begin(), siblings_.end());
    return std::move(left_out_);
  }

 private:
  bool IsOf(const std::string& child_id) const { return child_id == child_id_; }
  bool IsOfOrAll(const std::string& child_id) const { return child_id.empty() || IsOf(child_id); }
  // Whether something for these people is for the child, or for no child alone.
  template <typename Ids>
  bool IsForOrAll(const Ids& ids) const {
    return Has(ids, child_id_) ||
           std::none_of(ids.begin(), ids.end(), [this](const std::string& id) { return siblings_.count(id) > 0; });
  }
  // Whether a court number is one of the child, of the whole case, or of no child that is known.
  bool IsUnder(const std::string& number) const {
    bool known = false;
    for (const v1::CaseNumber& each : plan_.numbers()) {
      if (each.number() != number) continue;
      known = true;
      if (IsOfOrAll(each.child_id())) return true;
    }
    return !known;
  }

  template <typename Item, typename Keeps>
  static void Keep(const google::protobuf::RepeatedPtrField<Item>& all, google::protobuf::RepeatedPtrField<Item>* kept,
                   const Keeps& keeps) {
    for (const Item& item : all) {
      if (keeps(item)) *kept->Add() = item;
    }
  }
  // The same for items with ids, by which others name them.
  template <typename Item, typename Keeps, typename IdOf>
  void Keep(const google::protobuf::RepeatedPtrField<Item>& all, google::protobuf::RepeatedPtrField<Item>* kept,
            const Keeps& keeps, const IdOf& id_of) {
    for (const Item& item : all) {
      if (keeps(item)) {
        *kept->Add() = item;
      } else {
        left_out_.insert(id_of(item));
      }
    }
  }
  // Remove the items under numbers of other children.
  template <typename Item>
  void KeepUnder(google::protobuf::RepeatedPtrField<Item>* items) const {
    items->erase(std::remove_if(items->begin(), items->end(),
                                [this](const Item& item) { return !IsUnder(item.court_number()); }),
                 items->end());
  }

  void KeepCase() {
    kept_.set_case_id(plan_.case_id());
    kept_.set_status(plan_.status());
    kept_.set_kind(plan_.kind());
    kept_.set_origin(plan_.origin());
    kept_.set_agency(plan_.agency());
    kept_.set_opened_on(plan_.opened_on());
    kept_.set_closed_on(plan_.closed_on());
    kept_.set_episode(plan_.episode());
    Keep(plan_.numbers(), kept_.mutable_numbers(), [&](const auto& item) { return IsOfOrAll(item.child_id()); });
    *kept_.mutable_assignments() = plan_.assignments();
  }

  void KeepPeople() {
    Keep(plan_.participants(), kept_.mutable_participants(), [&](const auto& item) {
      return siblings_.count(item.participant_id()) == 0 && !IsOfSiblings(item.participant_id());
    });
    for (v1::Participant& person : *kept_.mutable_participants()) person.clear_details();
    Keep(plan_.relations(), kept_.mutable_relations(),
         [&](const auto& item) { return siblings_.count(item.from_id()) + siblings_.count(item.to_id()) == 0; });
    Keep(plan_.representatives(), kept_.mutable_representatives(), [&](const auto& item) {
      return siblings_.count(item.participant_id()) + siblings_.count(item.for_id()) == 0;
    });
  }

  // Whether a person is in the case for siblings alone: a relative or representative of theirs, and of no one else.
  bool IsOfSiblings(const std::string& id) const {
    bool of_siblings = false;
    bool of_others = false;
    const auto note = [&](const std::string& other) { (siblings_.count(other) > 0 ? of_siblings : of_others) = true; };
    for (const v1::PersonRelation& each : plan_.relations()) {
      if (each.from_id() == id) note(each.to_id());
      if (each.to_id() == id) note(each.from_id());
    }
    for (const v1::Representative& each : plan_.representatives()) {
      if (each.participant_id() == id) note(each.for_id());
    }
    return of_siblings && !of_others;
  }

  void KeepCare() {
    const auto own = [&](const auto& item) { return IsOf(item.child_id()); };
    const auto own_terms = [&](const auto& item) { return IsOf(item.terms().child_id()); };
    Keep(plan_.removals(), kept_.mutable_removals(), own, [](const auto& item) { return item.removal_id(); });
    Keep(plan_.placements(), kept_.mutable_placements(), own, [](const auto& item) { return item.placement_id(); });
    Keep(plan_.absences(), kept_.mutable_absences(), own, [](const auto& item) { return item.absence_id(); });
    Keep(plan_.visitations(), kept_.mutable_visitations(), own_terms,
         [](const auto& item) { return item.visitation_id(); });
    Keep(plan_.tribal_inquiries(), kept_.mutable_tribal_inquiries(), own_terms);
    Keep(plan_.tribe_answers(), kept_.mutable_tribe_answers(), own);
    Keep(plan_.tribal_proceedings(), kept_.mutable_tribal_proceedings(), own_terms);
    Keep(plan_.threats(), kept_.mutable_threats(), own_terms, [](const auto& item) { return item.threat_id(); });
    Keep(
        plan_.safety_plans(), kept_.mutable_safety_plans(),
        [&](const auto& item) { return IsForOrAll(item.terms().children_ids()); },
        [](const auto& item) { return item.plan_id(); });
    for (v1::SafetyPlan& plan : *kept_.mutable_safety_plans())
      WithoutLeftOut(plan.mutable_terms()->mutable_threat_ids());
    Keep(plan_.alternatives(), kept_.mutable_alternatives(), own_terms);
  }

  // Goals for the child or the family, and what belongs to them.
  void KeepWork() {
    Keep(plan_.outcomes(), kept_.mutable_outcomes(), [&](const auto& item) { return IsOf(item.child_id()); });
    Keep(
        plan_.goals(), kept_.mutable_goals(), [&](const auto& item) { return IsForOrAll(item.for_ids()); },
        [](const auto& item) { return item.goal_id(); });
    Keep(
        plan_.objectives(), kept_.mutable_objectives(),
        [&](const auto& item) { return left_out_.count(item.goal_id()) == 0 && IsForOrAll(item.terms().who_ids()); },
        [](const auto& item) { return item.objective_id(); });
    Keep(
        plan_.activities(), kept_.mutable_activities(),
        [&](const auto& item) {
          return left_out_.count(item.objective_id()) == 0 && IsForOrAll(item.terms().for_ids());
        },
        [](const auto& item) { return item.activity_id(); });
    // Needs and strengths are not shown but by the objectives that name them.
    for (const v1::Need& need : plan_.needs()) {
      if (siblings_.count(need.terms().of_id()) > 0) left_out_.insert(need.need_id());
    }
    for (const v1::Strength& strength : plan_.strengths()) {
      if (siblings_.count(strength.terms().of_id()) > 0) left_out_.insert(strength.strength_id());
    }
    for (v1::Objective& objective : *kept_.mutable_objectives()) {
      WithoutLeftOut(objective.mutable_terms()->mutable_need_ids());
      WithoutLeftOut(objective.mutable_terms()->mutable_strength_ids());
    }
    for (v1::Activity& activity : *kept_.mutable_activities()) {
      WithoutLeftOut(activity.mutable_terms()->mutable_also_objective_ids());
      WithoutLeftOut(activity.mutable_terms()->mutable_after_ids());
    }
    Keep(plan_.agreements(), kept_.mutable_agreements(),
         [&](const auto& item) { return left_out_.count(item.part_id()) == 0; });
    Keep(
        plan_.conditions(), kept_.mutable_conditions(), [&](const auto& item) { return IsOf(item.child_id()); },
        [](const auto& item) { return item.condition_id(); });
    Keep(plan_.milestones(), kept_.mutable_milestones(),
         [&](const auto& item) { return IsOf(item.terms().child_id()); });
    Keep(plan_.wishes(), kept_.mutable_wishes(), [&](const auto& item) {
      return siblings_.count(item.terms().by_id()) == 0 && IsForOrAll(item.terms().about_ids());
    });
  }

  void WithoutLeftOut(google::protobuf::RepeatedPtrField<std::string>* ids) const {
    ids->erase(std::remove_if(ids->begin(), ids->end(), [&](const std::string& id) { return left_out_.count(id) > 0; }),
               ids->end());
  }

  void KeepCourt() {
    const auto own = [&](const auto& item) { return IsOf(item.child_id()); };
    const auto own_terms = [&](const auto& item) { return IsOf(item.terms().child_id()); };
    Keep(plan_.complaints(), kept_.mutable_complaints(), own);
    Keep(plan_.hearings(), kept_.mutable_hearings(), own, [](const auto& item) { return item.hearing_id(); });
    Keep(plan_.orders(), kept_.mutable_orders(), own_terms, [](const auto& item) { return item.order_id(); });
    Keep(plan_.findings(), kept_.mutable_findings(), own_terms);
    Keep(plan_.rights_ended(), kept_.mutable_rights_ended(), own);
    Keep(plan_.filing_exceptions(), kept_.mutable_filing_exceptions(), own_terms);
    Keep(plan_.filings(), kept_.mutable_filings(), [&](const auto& item) {
      if (item.terms().has_child_id()) return IsOf(item.terms().child_id());
      const auto& numbers = item.terms().court_numbers();
      return numbers.empty() ||
             std::any_of(numbers.begin(), numbers.end(), [&](const std::string& number) { return IsUnder(number); });
    });
  }

  void KeepVersions() {
    std::set<std::string> digests;
    for (const v1::PlanVersion& version : plan_.versions()) {
      if (!Has(version.children_ids(), child_id_)) continue;
      v1::PlanVersion& kept = *kept_.add_versions();
      kept = version;
      digests.insert(version.digest());
      KeepUnder(kept.mutable_filings());
      KeepUnder(kept.mutable_decisions());
      KeepUnder(kept.mutable_journal_entries());
      auto& effects = *kept.mutable_effects();
      effects.erase(std::remove_if(effects.begin(), effects.end(),
                                   [&](const v1::Effect& effect) { return !IsOf(effect.child_id()); }),
                    effects.end());
    }
    Keep(
        plan_.proposals(), kept_.mutable_proposals(),
        [&](const auto& item) {
          return digests.count(item.terms().from_digest()) + digests.count(item.terms().to_digest()) > 0;
        },
        [](const auto& item) { return item.proposal_id(); });
    for (v1::Proposal& proposal : *kept_.mutable_proposals()) {
      KeepUnder(proposal.mutable_filings());
      KeepUnder(proposal.mutable_decisions());
    }
    Keep(plan_.plan_ends(), kept_.mutable_plan_ends(), [&](const auto& item) { return IsOf(item.child_id()); });
  }

  // A review that found something only for siblings was not about the child.
  void KeepMeetings() {
    Keep(
        plan_.meetings(), kept_.mutable_meetings(),
        [&](const v1::Meeting& meeting) {
          return meeting.findings().empty() ||
                 std::any_of(meeting.findings().begin(), meeting.findings().end(),
                             [&](const v1::ReviewFinding& each) { return IsOf(each.child_id()); });
        },
        [](const auto& item) { return item.meeting_id(); });
    for (v1::Meeting& meeting : *kept_.mutable_meetings()) {
      auto& findings = *meeting.mutable_findings();
      findings.erase(std::remove_if(findings.begin(), findings.end(),
                                    [&](const v1::ReviewFinding& each) { return !IsOf(each.child_id()); }),
                     findings.end());
      KeepUnder(meeting.mutable_filings());
      KeepUnder(meeting.mutable_decisions());
      // The name of a hearing says which child it was for.
      if (meeting.review().has_hearing_id() && left_out_.count(meeting.review().hearing_id()) > 0)
        meeting.mutable_review()->clear_hearing_id();
    }
  }

  void KeepFacts() {
    Keep(plan_.health_and_school(), kept_.mutable_health_and_school(),
         [&](const auto& item) { return IsOf(item.child_id()); });
    Keep(plan_.health_assessments(), kept_.mutable_health_assessments(),
         [&](const auto& item) { return IsOf(item.terms().child_id()); });
    Keep(plan_.schooling(), kept_.mutable_schooling(), [&](const auto& item) { return IsOf(item.child_id()); });
    Keep(plan_.independent_living(), kept_.mutable_independent_living(),
         [&](const auto& item) { return IsOf(item.child_id()); });
    Keep(plan_.rights_explained(), kept_.mutable_rights_explained(),
         [&](const auto& item) { return IsOf(item.child_id()); });
  }

  const v1::CasePlan& plan_;
  const std::string& child_id_;
  std::set<std::string> siblings_;
  std::set<std::string> left_out_;
  v1::CasePlan kept_;
};

}  // namespace

v1::CasePlan PlanOfChild(const v1::CasePlan& plan, const std::string& child_id) {
  return ChildPlan(plan, child_id).Chosen();
}

std::set<std::string> IdsOfSiblings(const v1::CasePlan& plan, const std::string& child_id) {
  ChildPlan chosen(plan, child_id);
  chosen.Chosen();
  return std::move(chosen).left_out();
}

}  // namespace casejournal::services
