#include "services/pages/plan/overview_page.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/pages/utf8.h"

namespace casejournal::services {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

v1::GetCasePlanResponse PlanAnswer() {
  v1::GetCasePlanResponse answer;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"pb(plan {
             status: CASE_STATUS_OPEN
             opened_on: "2025-01-10"
             episode: 1
             numbers { system: "Wren" number: "25-JV-1" child_id: "ana" }
             assignments {
               staff { subject: "cw-1" name: "Dana Reed" }
               unit: "Ongoing 2"
               since: "2025-01-10"
             }
             assignments {
               staff { subject: "cw-2" name: "Lee Park" }
               since: "2025-01-10"
               until: "2025-02-01"
             }
             participants { participant_id: "ana" name: "Ana Lopez" capacity: CAPACITY_CHILD born_on: "2015-05-01" }
             participants { participant_id: "ben" name: "Ben Lopez" capacity: CAPACITY_CHILD }
             participants { participant_id: "mia" name: "Mia Lopez" capacity: CAPACITY_CHILD }
             participants { participant_id: "rosa" name: "Rosa Lopez" capacity: CAPACITY_ADULT }
             removals { removal_id: "1" child_id: "ana" removed_on: "2025-01-15" }
             removals {
               removal_id: "2"
               child_id: "ben"
               removed_on: "2025-01-15"
               ended_on: "2025-03-01"
               ended { reason: EXIT_REASON_REUNIFIED to_whom: "his mother" }
             }
             placements {
               placement_id: "3"
               child_id: "ana"
               began_on: "2025-01-15"
               ended_on: "2025-02-01"
               terms { with_whom: "the Oaks" type: PLACEMENT_TYPE_FOSTER_HOME }
             }
             placements {
               placement_id: "4"
               child_id: "ana"
               began_on: "2025-02-01"
               terms { with_whom: "her aunt" type: PLACEMENT_TYPE_RELATIVE_HOME }
             }
             hearings {
               hearing_id: "5"
               child_id: "ana"
               kind: HEARING_KIND_REVIEW
               set { held_on: "2025-04-02" }
             }
             hearings {
               hearing_id: "6"
               child_id: "ana"
               kind: HEARING_KIND_REVIEW
               set { held_on: "2025-02-02" }
             }
             versions { digest: "DDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDD" label: "1.0" kind: PLAN_KIND_CASE }
           }
           in_force {
             child_id: "ana"
             digest: "DDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDD"
             label: "1.0"
             since: "2025-02-10"
             basis: "journalized"
             compared: true
             working_differs { field: "goals[1].area" path: "goal “x”, area" after: "safety" }
             working_differs { field: "goals[1].statement" path: "goal “x”, statement" after: "x" }
             working_differs { field: "goals[2].statement" path: "goal “y”, statement" after: "y" }
           }
           in_force {
             child_id: "ben"
             digest: "DDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDD"
             label: "1.0"
             since: "2025-02-10"
             basis: "journalized"
             compared: true
           }
           answered { revision: 40 })pb",
      &answer));
  return answer;
}

v1::WorkItem Work(v1::WorkState state, const std::string& title, const std::string& due, int days_left,
                  const std::string& child) {
  v1::WorkItem item;
  item.set_state(state);
  item.mutable_due()->set_title(title);
  item.mutable_due()->set_due(due);
  item.mutable_due()->set_days_left(days_left);
  item.mutable_due()->set_child(child);
  item.mutable_due()->set_kind(v1::WORK_KIND_LAW);
  return item;
}

std::string Page(const std::vector<v1::WorkItem>& work, const v1::GetFindingsResponse& findings, size_t width = 80,
                 bool color = false) {
  const v1::GetCasePlanResponse plan = PlanAnswer();
  return OverviewPage({.plan = plan,
                       .work = work,
                       .findings = findings,
                       .day = "2025-03-20",
                       .is_today = true,
                       .case_words = "25-JV-1"},
                      {.width = width, .color = color});
}

TEST(OverviewPageTest, SaysWhoTheCaseIsAboutAndWhereEachChildIs) {
  const std::string page = Page({}, {});
  EXPECT_THAT(page, StartsWith("Case of Ana Lopez, Ben Lopez, Mia Lopez\n"
                               "  Today           2025-03-20\n"
                               "  Open since      2025-01-10\n"
                               "  Numbers         25-JV-1 (Ana Lopez)\n"
                               "  Responsible     Dana Reed (Ongoing 2)\n"
                               "\n"
                               "Where the children are\n"
                               "  Child      Born        Where                                Since\n"));
  EXPECT_THAT(page, HasSubstr("  Ana Lopez  2015-05-01  with her aunt (relative home)        2025-02-01\n"));
  EXPECT_THAT(page, HasSubstr("left care: reunified, to his mother"));
  EXPECT_THAT(page, HasSubstr("not removed from home"));
  EXPECT_THAT(page, Not(HasSubstr("Lee Park")));
}

TEST(OverviewPageTest, SaysWhoWasGivenAccessThatCountsOnTheDay) {
  v1::GetCasePlanResponse answer = PlanAnswer();
  const auto grant = [&](const char* name, const char* until, const char* ended_on) {
    v1::AccessGrant& added = *answer.mutable_plan()->add_access();
    added.mutable_holder()->set_name(name);
    added.set_role(event::v1::ROLE_COUNSEL);
    added.set_for_id("rosa");
    added.set_until(until);
    added.set_ended_on(ended_on);
  };
  grant("Ruth Adeyemi", "2025-03-20", "");
  grant("Jonah Pell", "2025-03-19", "");
  grant("Thea Lindqvist", "", "2025-03-18");

  const std::string page = OverviewPage({.plan = answer, .work = {}, .findings = {}, .day = "2025-03-20"}, {});

  EXPECT_THAT(page, HasSubstr("  Given access    Ruth Adeyemi (counsel, for Rosa Lopez, until 2025-03-20)\n"));
  EXPECT_THAT(page, Not(HasSubstr("Jonah Pell")));
  EXPECT_THAT(page, Not(HasSubstr("Thea Lindqvist")));
}

TEST(OverviewPageTest, SaysWhetherThePlanStillSaysWhatWasApproved) {
  const std::string page = Page({}, {}, 120);
  EXPECT_THAT(page,
              HasSubstr("In force\n"
                        "  Version 1.0 of the case plan, for Ana Lopez, Ben Lopez, since 2025-02-10 (journalized)\n"
                        "    The plan as it stands is different from what was approved: 2 parts differ.\n"
                        "  What differs: casejournal diff 25-JV-1 in-force\n"));
}

TEST(OverviewPageTest, ShowsTheNewestOverdueDatesAndTheNext) {
  std::vector<v1::WorkItem> work;
  for (int i = 1; i < 8; ++i)
    work.push_back(
        Work(v1::WORK_STATE_OVERDUE, absl::StrCat("Duty ", i), absl::StrCat("2025-02-0", i), -50 + i, "Ana Lopez"));
  work.push_back(Work(v1::WORK_STATE_OVERDUE, "Duty 7", "2025-02-07", -43, "Ben Lopez"));
  work.push_back(Work(v1::WORK_STATE_DUE, "Visit", "2025-03-31", 11, "Ana Lopez"));
  work.push_back(Work(v1::WORK_STATE_LATER, "Review", "2027-03-31", 741, ""));
  const std::string page = Page(work, {}, 100);
  EXPECT_THAT(page, HasSubstr("Due\n  8 overdue, 1 open now, 1 later\n"));
  EXPECT_THAT(page, HasSubstr("2025-02-07  Duty 7                    Ana Lopez, Ben Lopez  overdue, 43 days\n"));
  EXPECT_THAT(page, HasSubstr("2025-03-31  Visit                     Ana Lopez             open now, 11 days left\n"));
  EXPECT_THAT(page, HasSubstr("in 2.0 years\n"));
  EXPECT_THAT(page, HasSubstr("and 2 rows more: casejournal docket 25-JV-1\n"));
  EXPECT_THAT(page, Not(HasSubstr("Duty 2")));
  EXPECT_THAT(page, HasSubstr("  Next: 2025-04-02, review hearing for Ana Lopez\n"));
  EXPECT_THAT(Page(work, {}, 100, true), HasSubstr("\x1b[31moverdue, 43 days\x1b[0m"));
}

TEST(OverviewPageTest, CountsOpenFindingsByKind) {
  v1::GetFindingsResponse findings;
  for (const char* kind : {"plan.old", "entry.late", "plan.old"}) {
    v1::Finding& finding = *findings.add_findings();
    finding.set_id(kind);
    finding.set_state(v1::FINDING_STATE_OPEN);
  }
  findings.add_findings()->set_state(v1::FINDING_STATE_ANSWERED);
  EXPECT_THAT(Page({}, findings), HasSubstr("Open findings\n  3: 1 entry.late, 2 plan.old\n"));
  EXPECT_THAT(Page({}, {}), HasSubstr("Open findings\n  No finding is open.\n"));
}

TEST(OverviewPageTest, SaysWhyDatesAreNotKnown) {
  const v1::GetCasePlanResponse plan = PlanAnswer();
  const std::string page = OverviewPage({.plan = plan,
                                         .work = {},
                                         .no_dates = "this journal has no rules",
                                         .findings = {},
                                         .day = "",
                                         .is_today = true,
                                         .case_words = "25-JV-1"},
                                        {});
  EXPECT_THAT(page, HasSubstr("Due\n  What is due is not known: this journal has no rules\n"));
  EXPECT_THAT(page, Not(HasSubstr("Nothing is due")));
}

// The list of work fails by itself; the dates of the law do not come from it.
TEST(OverviewPageTest, SaysThatOnlyDatesAreKnown) {
  const v1::GetCasePlanResponse plan = PlanAnswer();
  for (const bool any : {false, true}) {
    std::vector<v1::WorkItem> work;
    if (any) work.push_back(Work(v1::WORK_STATE_OVERDUE, "Case plan", "2025-02-01", -40, "Ana Lopez"));
    const std::string page = OverviewPage({.plan = plan,
                                           .work = work,
                                           .no_dates = "",
                                           .only_dates = "the due list is behind",
                                           .findings = {},
                                           .day = "2025-03-13",
                                           .is_today = true,
                                           .case_words = "25-JV-1"},
                                          {.width = 200});
    EXPECT_THAT(page,
                HasSubstr("Due\n  Only dates that the law asks for are here. What else is to be done is not known "
                          "now: the due list is behind\n"));
    EXPECT_THAT(page, HasSubstr(any ? "1 overdue" : "The law asks for nothing now."));
    EXPECT_THAT(page, Not(HasSubstr("Nothing is due")));
  }
}

TEST(OverviewPageTest, FitsEveryWidth) {
  const std::vector<v1::WorkItem> work = {
      Work(v1::WORK_STATE_OVERDUE, "Relatives told of the removal of the child", "2025-02-01", -40, "Ana Lopez")};
  for (size_t width = 40; width <= 200; ++width) {
    for (const std::string& line : std::vector<std::string>(absl::StrSplit(Page(work, {}, width), '\n')))
      EXPECT_LE(CountCodePoints(line), width) << line;
  }
}

}  // namespace
}  // namespace casejournal::services
