#include "projections/work/plan_work.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "projections/entries/civil_day.h"
#include "projections/events/event_words.h"
#include "projections/words/names.h"

namespace casejournal::projections {
namespace {

// Makes the items of one case on one day.
class PlanItems {
 public:
  PlanItems(const CaseState& state, absl::string_view day) : state_(state), day_(day), names_({&state}) {}

  std::vector<v1::DocketItem> Take() { return std::move(items_); }

  void AddActivities() {
    for (const v1::Activity& activity : state_.All<v1::Activity>()) {
      if (!activity.completed_on().empty() || !activity.stopped_on().empty() || activity.planned_on().empty()) continue;
      const event::v1::ActivityTerms& terms = activity.terms();
      if (!terms.due_on().empty()) {
        v1::DocketItem& item = Add(v1::WORK_KIND_ACTIVITY, activity.activity_id(), terms.due_on());
        item.set_title(absl::StrCat("Activity: ", terms.what()));
        SetBeginning(item, activity.revised_on().empty() ? activity.planned_on() : activity.revised_on(),
                     activity.revised_on().empty() ? "activity planned" : "activity revised");
        AddPeople(item, terms.responsible_ids());
        *item.mutable_staff() = terms.responsible_staff();
      }
      AddReferrals(activity);
    }
  }

  void AddObjectives() {
    for (const v1::Objective& objective : state_.All<v1::Objective>()) {
      const event::v1::ObjectiveTerms& terms = objective.terms();
      if (!objective.met_on().empty() || !objective.withdrawn_on().empty() || terms.target_on().empty()) continue;
      v1::DocketItem& item = Add(v1::WORK_KIND_OBJECTIVE, objective.objective_id(), terms.target_on());
      item.set_title(absl::StrCat("Objective: ", terms.statement()));
      SetBeginning(item, objective.revised_on().empty() ? objective.added_on() : objective.revised_on(),
                   objective.revised_on().empty() ? "objective added" : "objective revised");
      AddPeople(item, terms.who_ids());
    }
  }

  void AddOutcomes() {
    for (const v1::OutcomeSought& sought : state_.All<v1::OutcomeSought>()) {
      const v1::Participant* child = state_.Find<v1::Participant>({sought.child_id()});
      const bool in_case =
          child != nullptr && child->capacity() == event::v1::CAPACITY_CHILD && child->left_on().empty();
      if (sought.target_on().empty() || !in_case || IsReached(sought)) continue;
      v1::DocketItem& item = Add(v1::WORK_KIND_OUTCOME, sought.child_id(), sought.target_on(),
                                 absl::StrCat("/", EnumWords(sought.track())));
      item.set_title(
          absl::StrCat("Outcome: ", EnumWords(sought.outcome()), " (", EnumWords(sought.track()), " track)"));
      SetBeginning(item, sought.since(), "outcome chosen");
      SetChild(item, sought.child_id());
    }
  }

  void AddSafetyPlans() {
    for (const v1::SafetyPlan& plan : state_.All<v1::SafetyPlan>()) {
      if (!plan.ended_on().empty() || plan.made_on().empty()) continue;
      const event::v1::SafetyPlanMade& terms = plan.terms();
      if (terms.check_every_days() > 0) {
        const std::string& since = plan.checked_on().empty() ? plan.made_on() : plan.checked_on();
        v1::DocketItem& item =
            Add(v1::WORK_KIND_SAFETY_PLAN_CHECK, plan.plan_id(),
                DaysAfter(since, static_cast<int>(terms.check_every_days())), absl::StrCat("/", since));
        item.set_title("Safety plan checked");
        SetBeginning(item, since, plan.checked_on().empty() ? "safety plan made" : "safety plan checked");
        AddOfSafetyPlan(item, terms);
      }
      if (terms.until().empty()) continue;
      v1::DocketItem& item = Add(v1::WORK_KIND_SAFETY_PLAN_END, plan.plan_id(), terms.until());
      item.set_title("Safety plan ended or replaced");
      SetBeginning(item, plan.made_on(), "safety plan made");
      AddOfSafetyPlan(item, terms);
    }
  }

  void AddMeetings() {
    for (const v1::Meeting& meeting : state_.All<v1::Meeting>()) {
      const event::v1::MeetingCalled& called = meeting.called();
      if (!called.held_on().empty() && meeting.held_on().empty()) {
        v1::DocketItem& item = Add(v1::WORK_KIND_MEETING, meeting.meeting_id(), called.held_on());
        item.set_title(
            absl::StrCat("Meeting: ", EnumWords(called.kind()), called.place().empty() ? "" : ", at ", called.place()));
        item.set_due_time(called.held_at());
        SetBeginning(item, meeting.called_on(), "meeting called");
        AddPeople(item, called.invitee_ids());
        *item.mutable_staff() = called.invited_staff();
      }
      if (!meeting.has_review() || meeting.held_on().empty()) continue;
      AddApproval(meeting.meeting_id(), absl::StrCat(EnumWords(meeting.kind()), " of ", meeting.held_on()),
                  meeting.submissions(), meeting.agency_decisions(), meeting.held_on());
    }
  }

  void AddHearings() {
    for (const v1::Hearing& hearing : state_.All<v1::Hearing>()) {
      if (!hearing.held_on().empty() || !hearing.vacated_on().empty() || hearing.set().held_on().empty()) continue;
      v1::DocketItem& item = Add(v1::WORK_KIND_HEARING, hearing.hearing_id(), hearing.set().held_on());
      item.set_title(absl::StrCat("Hearing: ", EnumWords(hearing.kind())));
      item.set_due_time(hearing.set().held_at());
      if (!hearing.set().court_number().empty()) item.add_court_numbers(hearing.set().court_number());
      SetBeginning(item, hearing.set_on(), "hearing set");
      SetChild(item, hearing.child_id());
    }
  }

  void AddVersions() {
    for (const v1::PlanVersion& version : state_.All<v1::PlanVersion>()) {
      if (version.submissions().empty()) continue;
      AddApproval(absl::BytesToHexString(version.digest()), names_.OfVersion(version.digest()), version.submissions(),
                  version.agency_decisions(), "");
    }
  }

 private:
  template <typename Decided>
  static bool IsDecided(const Decided& decisions, const v1::Submission& submission) {
    return std::any_of(decisions.begin(), decisions.end(), [&](const auto& decision) {
      return std::pair(decision.on(), decision.revision()) > std::pair(submission.on(), submission.revision());
    });
  }

  // Waits for a decision after the last submission. A review that was held waits for a submission first, unless it was
  // decided without one; `held_on` is empty for what does not wait for a submission.
  template <typename Submitted, typename Decided>
  void AddApproval(const std::string& id, const std::string& what, const Submitted& submissions,
                   const Decided& decisions, const std::string& held_on) {
    if (submissions.empty()) {
      if (!decisions.empty()) return;
      v1::DocketItem& item = Add(v1::WORK_KIND_APPROVAL, id, "");
      item.set_title(absl::StrCat("Submit for approval: ", what));
      SetBeginning(item, held_on, "review held");
      return;
    }
    const v1::Submission& last = *std::prev(submissions.end());
    if (IsDecided(decisions, last)) return;
    v1::DocketItem& item = Add(v1::WORK_KIND_APPROVAL, id, "");
    item.set_title(absl::StrCat("Approve or return: ", what));
    SetBeginning(item, last.on(), "submitted for approval");
    item.mutable_began()->set_revision(last.revision());
    if (last.has_to()) *item.add_staff() = last.to();
  }

  // An activity that one provider accepted waits for no other.
  void AddReferrals(const v1::Activity& activity) {
    const bool is_accepted = std::any_of(
        activity.referrals().begin(), activity.referrals().end(),
        [](const v1::Referral& referral) { return referral.answer() == event::v1::REFERRAL_ANSWER_ACCEPTED; });
    if (is_accepted) return;
    for (const v1::Referral& referral : activity.referrals()) {
      const bool is_asked = !referral.made_on().empty() && referral.on().empty();
      if (!is_asked && referral.answer() != event::v1::REFERRAL_ANSWER_WAITING_LIST) continue;
      v1::DocketItem& item =
          Add(v1::WORK_KIND_REFERRAL, activity.activity_id(), is_asked ? referral.answer_by() : referral.until(),
              absl::StrCat("/", referral.provider_id()));
      item.set_title(absl::StrCat(is_asked ? "Referral: " : "Waiting list: ", activity.terms().what()));
      if (is_asked) {
        SetBeginning(item, referral.made_on(), "provider asked");
      } else {
        SetBeginning(item, referral.on(), "put on a waiting list");
      }
      AddPerson(item, referral.provider_id());
    }
  }

  bool IsReached(const v1::OutcomeSought& sought) const {
    for (const v1::Removal& removal : state_.All<v1::Removal>()) {
      if (removal.child_id() == sought.child_id() && removal.ended().outcome() == sought.outcome() &&
          removal.ended_on() >= sought.since()) {
        return true;
      }
    }
    return false;
  }

  // The name is the kind in lower case, the part, and what tells apart several items of the part.
  v1::DocketItem& Add(v1::WorkKind kind, const std::string& part_id, const std::string& due, std::string more = "") {
    v1::DocketItem& item = items_.emplace_back();
    std::string word = v1::WorkKind_Name(kind).substr(sizeof("WORK_KIND_") - 1);
    std::transform(word.begin(), word.end(), word.begin(),
                   [](char each) { return each == '_' ? '-' : absl::ascii_tolower(static_cast<unsigned char>(each)); });
    item.set_item(absl::StrCat(word, "/", part_id, more));
    item.set_kind(kind);
    item.set_part_id(part_id);
    item.set_number(1);
    item.set_due(due);
    item.set_state(!due.empty() && due < day_ ? v1::CLOCK_STATE_MISSED : v1::CLOCK_STATE_OPEN);
    return item;
  }

  static std::string DaysAfter(const std::string& day, int days) {
    const absl::StatusOr<absl::CivilDay> parsed = ParseDay(day);
    return parsed.ok() ? FormatDay(*parsed + days) : std::string();
  }

  static void SetBeginning(v1::DocketItem& item, const std::string& day, const char* what) {
    item.mutable_began()->set_day(day);
    item.mutable_began()->set_what(what);
  }

  void SetChild(v1::DocketItem& item, const std::string& child_id) const {
    item.set_child_id(child_id);
    item.set_child(names_.Find(child_id));
  }

  void AddPerson(v1::DocketItem& item, const std::string& id) const {
    item.add_who_ids(id);
    item.add_who(names_.Find(id));
  }
  template <typename Ids>
  void AddPeople(v1::DocketItem& item, const Ids& ids) const {
    for (const std::string& id : ids) AddPerson(item, id);
  }

  void AddOfSafetyPlan(v1::DocketItem& item, const event::v1::SafetyPlanMade& terms) const {
    if (terms.children_ids_size() == 1) SetChild(item, terms.children_ids(0));
    AddPeople(item, terms.responsible_ids());
  }

  const CaseState& state_;
  const std::string day_;
  const Names names_;
  std::vector<v1::DocketItem> items_;
};

}  // namespace

std::vector<v1::DocketItem> PlanWork(const CaseState& state, absl::string_view day) {
  if (state.fields().status() != v1::CASE_STATUS_OPEN) return {};
  PlanItems items(state, day);
  items.AddActivities();
  items.AddObjectives();
  items.AddOutcomes();
  items.AddSafetyPlans();
  items.AddMeetings();
  items.AddHearings();
  items.AddVersions();
  return items.Take();
}

}  // namespace casejournal::projections
