// Made-up cases for drawings of timelines: one of ten years with three children, and one of two months with one child.
#ifndef CASEJOURNAL_TESTS_SUPPORT_TIMELINE_STORIES_H_
#define CASEJOURNAL_TESTS_SUPPORT_TIMELINE_STORIES_H_

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "casejournal/v1/case_plan.pb.h"
#include "casejournal/v1/docket.pb.h"
#include "google/protobuf/repeated_field.h"

namespace casejournal::testing {

struct TimelineStory {
  v1::CasePlan plan;
  google::protobuf::RepeatedPtrField<v1::DocketItem> due;
  std::string on;

  void AddChild(const std::string& id, const std::string& name) {
    v1::Participant& child = *plan.add_participants();
    child.set_participant_id(id);
    child.set_name(name);
    child.set_capacity(event::v1::CAPACITY_CHILD);
  }

  v1::Removal& AddRemoval(const std::string& child, const std::string& from, const std::string& until,
                          event::v1::ExitReason reason = event::v1::EXIT_REASON_UNSPECIFIED,
                          const std::string& to = "") {
    v1::Removal& removal = *plan.add_removals();
    removal.set_removal_id(absl::StrCat("removal ", plan.removals_size()));
    removal.set_child_id(child);
    removal.set_removed_on(from);
    removal.set_ended_on(until);
    removal.mutable_ended()->set_reason(reason);
    removal.mutable_ended()->set_to_whom(to);
    return removal;
  }

  void AddPlacement(const std::string& child, const std::string& from, const std::string& until,
                    event::v1::PlacementType type, const std::string& with) {
    v1::Placement& placement = *plan.add_placements();
    placement.set_placement_id(absl::StrCat("placement ", plan.placements_size()));
    placement.set_child_id(child);
    placement.set_began_on(from);
    placement.set_ended_on(until);
    placement.mutable_terms()->set_type(type);
    placement.mutable_terms()->set_with_whom(with);
  }

  void AddAbsence(const std::string& child, const std::string& from, const std::string& until,
                  event::v1::AbsenceKind kind) {
    v1::PlacementAbsence& absence = *plan.add_absences();
    absence.set_absence_id(absl::StrCat("absence ", plan.absences_size()));
    absence.set_child_id(child);
    absence.set_began_on(from);
    absence.set_ended_on(until);
    absence.mutable_terms()->set_kind(kind);
  }

  void AddOrder(const std::string& child, const std::string& from, const std::string& until,
                event::v1::OrderKind kind) {
    v1::Order& order = *plan.add_orders();
    order.set_order_id(absl::StrCat("order ", plan.orders_size()));
    order.set_made_on(from);
    order.set_ended_on(until);
    order.mutable_terms()->set_child_id(child);
    order.mutable_terms()->set_kind(kind);
  }

  void AddHearing(const std::string& child, const std::string& on_day, event::v1::HearingKind kind, bool held = true) {
    v1::Hearing& hearing = *plan.add_hearings();
    hearing.set_hearing_id(absl::StrCat("hearing ", plan.hearings_size()));
    hearing.set_child_id(child);
    hearing.set_kind(kind);
    if (held) hearing.set_held_on(on_day);
    if (!held) hearing.mutable_set()->set_held_on(on_day);
  }

  void AddMeeting(const std::string& on_day, event::v1::MeetingKind kind) {
    v1::Meeting& meeting = *plan.add_meetings();
    meeting.set_meeting_id(absl::StrCat("meeting ", plan.meetings_size()));
    meeting.set_kind(kind);
    meeting.set_held_on(on_day);
  }

  v1::PlanVersion& AddVersion(const std::string& label, const std::vector<std::string>& children,
                              const std::string& drawn_up, const std::string& journalized) {
    v1::PlanVersion& version = *plan.add_versions();
    version.set_digest(absl::StrCat("digest of ", label));
    version.set_plan_id("the case plan");
    version.set_kind(event::v1::PLAN_KIND_CASE);
    version.set_label(label);
    version.set_drawn_up_on(drawn_up);
    for (const std::string& child : children) version.add_children_ids(child);
    if (journalized.empty()) return version;
    v1::JournalEntry& entry = *version.add_journal_entries();
    entry.set_on(journalized);
    entry.set_court_number("25-JV-0001");
    return version;
  }

  v1::DocketItem& AddDue(const std::string& child, const std::string& rule, const std::string& title,
                         const std::string& due_on, v1::ClockState state, const std::string& met_on = "") {
    v1::DocketItem& item = *due.Add();
    item.set_rule(rule);
    item.set_title(title);
    item.set_child_id(child);
    item.set_due(due_on);
    item.set_state(state);
    if (!met_on.empty()) item.mutable_met_by()->set_day(met_on);
    return item;
  }

  static std::string Later(const std::string& day, int days) {
    absl::CivilDay at;
    return absl::ParseCivilTime(day, &at) ? absl::FormatCivilTime(at + days) : day;
  }

  // Dates of a rule, every `days` days: every seventh is late, every eleventh is missed.
  void AddGrid(const std::string& child, const std::string& rule, const std::string& title, const std::string& from,
               const std::string& until, int days) {
    int count = 0;
    for (std::string day = Later(from, days); day <= until; day = Later(day, days)) {
      ++count;
      const v1::ClockState state = day > on          ? v1::CLOCK_STATE_OPEN
                                   : count % 11 == 0 ? v1::CLOCK_STATE_MISSED
                                   : count % 7 == 0  ? v1::CLOCK_STATE_MET_LATE
                                                     : v1::CLOCK_STATE_MET;
      AddDue(child, rule, title, day, state, state == v1::CLOCK_STATE_OPEN ? "" : Later(day, count % 7 == 0 ? 3 : -2));
    }
  }
};

// A case of two months: a removal, a short stay in a shelter, an aunt; what is due in its first weeks.
inline TimelineStory TwoMonths() {
  TimelineStory story;
  story.on = "2026-03-12";
  story.plan.set_status(v1::CASE_STATUS_OPEN);
  story.plan.set_opened_on("2026-01-14");
  story.plan.set_agency("Wren County Children Services");
  story.AddChild("ana", "Ana Lopez");
  story.AddRemoval("ana", "2026-01-16", "");
  story.AddPlacement("ana", "2026-01-16", "2026-01-19", event::v1::PLACEMENT_TYPE_GROUP_HOME_SHELTER, "Harbor House");
  story.AddPlacement("ana", "2026-01-19", "", event::v1::PLACEMENT_TYPE_RELATIVE_HOME, "Rosa Medina, her aunt");
  story.AddOrder("ana", "2026-01-16", "2026-03-02", event::v1::ORDER_KIND_SHELTER_CARE);
  story.AddOrder("ana", "2026-03-02", "", event::v1::ORDER_KIND_TEMPORARY_CUSTODY);
  story.AddHearing("ana", "2026-01-17", event::v1::HEARING_KIND_SHELTER_CARE);
  story.AddHearing("ana", "2026-02-12", event::v1::HEARING_KIND_ADJUDICATORY);
  story.AddHearing("ana", "2026-03-02", event::v1::HEARING_KIND_DISPOSITIONAL);
  story.AddHearing("ana", "2026-04-20", event::v1::HEARING_KIND_REVIEW, false);
  v1::Complaint& complaint = *story.plan.add_complaints();
  complaint.set_child_id("ana");
  complaint.set_court_number("26-JV-0012");
  complaint.set_filed_on("2026-01-16");
  story.AddMeeting("2026-02-05", event::v1::MEETING_KIND_CASE_CONFERENCE);
  story.AddVersion("1.0", {"ana"}, "2026-02-09", "2026-03-02");
  story.AddDue("ana", "us-oh.case-plan-filed", "Case plan filed with the court", "2026-02-15", v1::CLOCK_STATE_MET,
               "2026-02-10");
  story.AddDue("ana", "us-federal.relatives", "Relatives told of the removal", "2026-02-15", v1::CLOCK_STATE_MISSED);
  story.AddDue("ana", "us-oh.adjudication", "Adjudicatory hearing", "2026-02-15", v1::CLOCK_STATE_MET, "2026-02-12");
  story.AddDue("ana", "us-federal.monthly-visit", "Caseworker's monthly visit", "2026-01-31", v1::CLOCK_STATE_MET,
               "2026-01-27");
  story.AddDue("ana", "us-federal.monthly-visit", "Caseworker's monthly visit", "2026-02-28", v1::CLOCK_STATE_MET,
               "2026-02-24");
  story.AddDue("ana", "us-federal.monthly-visit", "Caseworker's monthly visit", "2026-03-31",
               v1::CLOCK_STATE_WINDOW_OPEN);
  story.AddDue("ana", "us-oh.case-review", "Case review", "2026-04-16", v1::CLOCK_STATE_OPEN);
  story.AddDue("ana", "us-oh.semi-annual-review", "Semi-annual review (180 days)", "2026-07-15", v1::CLOCK_STATE_OPEN);
  story.AddDue("ana", "us-federal.permanency-hearing", "Permanency hearing", "2027-03-16", v1::CLOCK_STATE_OPEN);
  return story;
}

// A case of ten years: two sisters and a brother, four times in care, ten homes, an adoption, and a plan for adult
// life.
inline TimelineStory TenYears() {
  TimelineStory story;
  story.on = "2026-03-12";
  story.plan.set_status(v1::CASE_STATUS_OPEN);
  story.plan.set_opened_on("2016-02-03");
  story.plan.set_agency("Wren County Children Services");
  const std::vector<std::string> all = {"ana", "ben", "mia"};
  story.AddChild("ana", "Ana Lopez");
  story.AddChild("ben", "Ben Lopez");
  story.AddChild("mia", "Mia Lopez-Medina");

  story.AddRemoval("ana", "2016-03-01", "2017-06-20", event::v1::EXIT_REASON_REUNIFIED, "Maria Lopez");
  story.AddRemoval("ana", "2018-11-05", "");
  story.AddRemoval("ben", "2016-03-01", "2017-06-20", event::v1::EXIT_REASON_REUNIFIED, "Maria Lopez");
  story.AddRemoval("ben", "2018-11-05", "2022-05-17", event::v1::EXIT_REASON_ADOPTED, "Ellen and Paul Marsh");
  story.AddRemoval("mia", "2018-11-05", "2019-02-11", event::v1::EXIT_REASON_GUARDIANSHIP, "Rosa Medina");

  story.AddPlacement("ana", "2016-03-01", "2016-03-05", event::v1::PLACEMENT_TYPE_GROUP_HOME_SHELTER, "Harbor House");
  story.AddPlacement("ana", "2016-03-05", "2016-09-14", event::v1::PLACEMENT_TYPE_FOSTER_HOME, "Joan and Tim Ferris");
  story.AddPlacement("ana", "2016-09-14", "2017-02-28", event::v1::PLACEMENT_TYPE_RELATIVE_HOME, "Rosa Medina");
  story.AddPlacement("ana", "2017-02-28", "2017-06-20", event::v1::PLACEMENT_TYPE_TRIAL_HOME_VISIT, "Maria Lopez");
  story.AddPlacement("ana", "2018-11-05", "2018-11-09", event::v1::PLACEMENT_TYPE_GROUP_HOME_SHELTER, "Harbor House");
  story.AddPlacement("ana", "2018-11-09", "2020-07-01", event::v1::PLACEMENT_TYPE_FOSTER_HOME, "Ellen and Paul Marsh");
  story.AddPlacement("ana", "2020-07-01", "2020-07-23", event::v1::PLACEMENT_TYPE_PSYCHIATRIC_HOSPITAL,
                     "Wren County Hospital");
  story.AddPlacement("ana", "2020-07-23", "2021-08-30",
                     event::v1::PLACEMENT_TYPE_QUALIFIED_RESIDENTIAL_TREATMENT_PROGRAM, "Stillwater Program");
  story.AddPlacement("ana", "2021-08-30", "2024-06-15", event::v1::PLACEMENT_TYPE_KIN_HOME,
                     "Denise Okafor, her teacher");
  story.AddPlacement("ana", "2024-06-15", "", event::v1::PLACEMENT_TYPE_SUPERVISED_INDEPENDENT_LIVING,
                     "a room at Elm Street");
  story.AddPlacement("ben", "2016-03-01", "2017-06-20", event::v1::PLACEMENT_TYPE_FOSTER_HOME, "Joan and Tim Ferris");
  story.AddPlacement("ben", "2018-11-05", "2021-01-10", event::v1::PLACEMENT_TYPE_FOSTER_HOME, "Ellen and Paul Marsh");
  story.AddPlacement("ben", "2021-01-10", "2022-05-17", event::v1::PLACEMENT_TYPE_PRE_ADOPTIVE_HOME,
                     "Ellen and Paul Marsh");
  story.AddPlacement("mia", "2018-11-05", "2019-02-11", event::v1::PLACEMENT_TYPE_RELATIVE_HOME, "Rosa Medina");
  story.AddAbsence("ana", "2021-03-14", "2021-03-19", event::v1::ABSENCE_KIND_RUNAWAY);
  story.AddAbsence("ana", "2023-10-02", "2023-11-20", event::v1::ABSENCE_KIND_HOSPITAL);
  story.AddAbsence("ana", "2025-12-20", "", event::v1::ABSENCE_KIND_VISIT_OR_RESPITE);

  for (const std::string& child : all) {
    const bool is_mia = child == "mia";
    if (!is_mia) {
      story.AddOrder(child, "2016-03-01", "2016-05-12", event::v1::ORDER_KIND_SHELTER_CARE);
      story.AddOrder(child, "2016-05-12", "2017-06-20", event::v1::ORDER_KIND_TEMPORARY_CUSTODY);
      story.AddOrder(child, "2017-06-20", "2018-01-20", event::v1::ORDER_KIND_PROTECTIVE_SUPERVISION);
    }
    story.AddOrder(child, "2018-11-05", "2019-01-20", event::v1::ORDER_KIND_SHELTER_CARE);
    story.AddOrder(child, "2019-01-20", is_mia ? "2019-02-11" : "2020-10-05", event::v1::ORDER_KIND_TEMPORARY_CUSTODY);
  }
  story.AddOrder("ana", "2020-10-05", "", event::v1::ORDER_KIND_PLANNED_PERMANENT_LIVING_ARRANGEMENT);
  story.AddOrder("ben", "2020-10-05", "2022-05-17", event::v1::ORDER_KIND_PERMANENT_CUSTODY);
  story.AddOrder("mia", "2019-02-11", "", event::v1::ORDER_KIND_LEGAL_CUSTODY);
  story.AddOrder("ana", "2021-09-01", "", event::v1::ORDER_KIND_OTHER);

  for (const std::string child : {"ana", "ben"}) {
    for (std::string day = "2016-03-02"; day <= story.on; day = TimelineStory::Later(day, 121)) {
      if (child == "ben" && day > "2022-05-17") break;
      if (day > "2018-02-01" && day < "2018-11-05") continue;
      story.AddHearing(child, day,
                       day.substr(5, 2) == "03" ? event::v1::HEARING_KIND_PERMANENCY : event::v1::HEARING_KIND_REVIEW);
    }
  }
  story.AddHearing("mia", "2018-11-06", event::v1::HEARING_KIND_SHELTER_CARE);
  story.AddHearing("mia", "2019-02-11", event::v1::HEARING_KIND_DISPOSITIONAL);
  story.AddHearing("ana", "2026-05-04", event::v1::HEARING_KIND_PERMANENCY, false);
  for (std::string day = "2016-05-20"; day <= story.on; day = TimelineStory::Later(day, 90))
    story.AddMeeting(day, story.plan.meetings_size() % 2 == 0 ? event::v1::MEETING_KIND_CASE_REVIEW
                                                              : event::v1::MEETING_KIND_SEMI_ANNUAL_REVIEW);
  std::string drawn = "2016-03-20";
  for (int i = 0; i < 14; ++i, drawn = TimelineStory::Later(drawn, 255)) {
    story.AddVersion(absl::StrCat(1 + i / 3, ".", i % 3), i < 9 ? all : std::vector<std::string>{"ana"}, drawn,
                     i % 5 == 4 ? "" : TimelineStory::Later(drawn, 25));
  }

  for (const std::string& child : all) {
    const std::string from = child == "mia" ? "2018-11-05" : "2016-03-01";
    const std::string until = child == "mia" ? "2019-02-11" : child == "ben" ? "2022-05-17" : "2026-12-31";
    story.AddGrid(child, "us-federal.monthly-visit", "Caseworker's monthly visit", from,
                  std::min<std::string>(until, "2026-03-31"), 30);
    story.AddGrid(child, "us-oh.case-review", "Case review", from, std::min<std::string>(until, "2026-06-10"), 90);
    story.AddGrid(child, "us-oh.semi-annual-review", "Semi-annual review (180 days)", from, until, 180);
    story.AddGrid(child, "us-oh.annual-court-review", "Court's annual review", from, until, 365);
    story.AddGrid(child, "us-federal.reasonable-efforts-to-finalize",
                  "Finding of reasonable efforts to finalize the permanency plan", from, until, 365);
    for (int i = 0; i < 9; ++i) {
      story.AddDue(child, absl::StrCat("us-oh.rule-", i), absl::StrCat("Step ", i + 1, " of the first plan"),
                   TimelineStory::Later(from, 7 + 11 * i), i == 5 ? v1::CLOCK_STATE_MISSED : v1::CLOCK_STATE_MET,
                   TimelineStory::Later(from, 6 + 11 * i));
    }
  }
  story.AddDue("ana", "us-federal.transition-plan", "Transition plan made", "2026-08-01", v1::CLOCK_STATE_OPEN);
  story.AddDue("ana", "us-oh.custody-ends", "Temporary custody ends, unless a motion was filed", "2020-11-05",
               v1::CLOCK_STATE_EXCEPTED);
  story.AddDue("", "us-oh.missing-plan-items", "Open parts of the plan filled in", "2016-04-19",
               v1::CLOCK_STATE_PAST_WHEN_SET);
  return story;
}

}  // namespace casejournal::testing

#endif  // CASEJOURNAL_TESTS_SUPPORT_TIMELINE_STORIES_H_
