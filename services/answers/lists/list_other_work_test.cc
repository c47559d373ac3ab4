// What a client gets that asks for work that no law sets: what the plan asks for, and open findings. The dates of the
// docket are in list_work_test.cc.
#include <gmock/gmock.h>

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "casejournal/v1/case_service.pb.h"
#include "services/answers/lists/list_work.h"
#include "tests/support/test_server.h"

namespace casejournal::services {
namespace {

using casejournal::testing::Id;
using casejournal::testing::IsOk;
using casejournal::testing::NamesField;
using casejournal::testing::StatusIs;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

using Items = std::vector<v1::WorkItem>;

// Ash is the case of Zoe, of the worker cw-1 and the supervisor sv-1; birch is that of Ana, of cw-2 and sv-1. Both are
// of North. In ash an activity was due on April 1, and one is due on May 1, which names cw-2. In birch an objective is
// due today, April 10, and a review was submitted to sv-2, who is responsible for cedar only, of South.
class OtherWorkTest : public casejournal::testing::ServerWithRulesTest {
 protected:
  OtherWorkTest() { ShareServer(); }

  void TellStory() override {
    SetClock("2025-04-10 09:00");
    OpenCase("ash", "Zoe", "cw-1", "sv-1", "North");
    OpenCase("birch", "Ana", "cw-2", "sv-1", "North");
    OpenCase("cedar", "Mia", "cw-3", "sv-2", "South");
    Tell(
        "ash", "2025-02-01",
        R"(activity_planned { activity_id: "$A" objective_id: "$O" terms { what: "Counselling" due_on: "2025-04-01" } })");
    Tell("ash", "2025-02-01", R"(activity_planned { activity_id: "$A2" objective_id: "$O" terms { what: "Housing"
         due_on: "2025-05-01" responsible_staff { name: "Kim" subject: "cw-2" issuer: "wren.example" } } })");
    Tell(
        "birch", "2025-03-01",
        R"(objective_added { objective_id: "$O2" goal_id: "$G" terms { statement: "Rested" target_on: "2025-04-10" } })");
    Tell("birch", "2025-03-01", R"(review_held { meeting_id: "$M" kind: MEETING_KIND_CASE_REVIEW
         panel { staff { name: "a worker" subject: "cw-2" issuer: "wren.example" } seat: PANEL_SEAT_CASEWORKER
                 responsible_for_plan: true } })");
    Tell("birch", "2025-03-02", R"(submitted_for_approval { meeting_id: "$M"
         by { name: "a worker" subject: "cw-2" issuer: "wren.example" }
         to { name: "Lee" subject: "sv-2" issuer: "wren.example" } })");
  }

  void OpenCase(const std::string& word, absl::string_view child, absl::string_view worker,
                absl::string_view supervisor, absl::string_view unit) {
    Tell(word, "2025-01-10", R"(case_opened { kind: CASE_KIND_FAMILY origin: CASE_ORIGIN_REPORT agency: "Wren" })");
    Tell(word, "2025-01-10",
         absl::StrCat(R"(participant_joined { participant_id: "$child" capacity: CAPACITY_CHILD name: ")", child,
                      R"(" born_on: "2015-06-01" })"));
    for (const auto& [part, subject] : {std::pair("CASEWORKER", worker), std::pair("SUPERVISOR", supervisor)}) {
      Tell(word, "2025-01-10",
           absl::StrCat("case_assigned { part: ASSIGNMENT_PART_", part, " unit: '", unit,
                        "' staff { name: 'a worker' subject: '", subject, "' issuer: 'wren.example' } }"));
    }
    Tell(word, "2025-01-20", R"(goal_established { goal_id: "$G" area: GOAL_AREA_SAFETY statement: "Safe" })");
    Tell(word, "2025-01-20",
         R"(objective_added { objective_id: "$O" goal_id: "$G" terms { statement: "Every week" } })");
  }

  absl::StatusOr<v1::ListWorkResponse> Page(absl::string_view text) {
    auto request = casejournal::testing::MessageFromText<v1::ListWorkRequest>(text);
    request.set_min_position(LastPosition());
    return Ask(request);
  }
  Items Work(absl::string_view text, uint32_t page_size = 1000) {
    auto request = casejournal::testing::MessageFromText<v1::ListWorkRequest>(text);
    request.set_min_position(LastPosition());
    request.set_page_size(page_size);
    Items items;
    do {
      const auto page = Ask(request);
      EXPECT_THAT(page, IsOk()) << text;
      if (!page.ok()) return items;
      items.insert(items.end(), page->items().begin(), page->items().end());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return items;
  }
  // "Zoe: activity 2025-04-01 overdue" for each item that is neither by law nor a finding.
  std::vector<std::string> Says(absl::string_view text) {
    std::vector<std::string> says;
    for (const v1::WorkItem& item : Work(text)) {
      if (item.due().kind() == v1::WORK_KIND_LAW || item.due().kind() == v1::WORK_KIND_FINDING) continue;
      says.push_back(absl::StrCat(item.case_name(), ": ", v1::WorkKind_Name(item.due().kind()).substr(10), " ",
                                  item.due().due(), " ", v1::WorkState_Name(item.state()).substr(11)));
    }
    return says;
  }
};

TEST_F(OtherWorkTest, WhatThePlanSetsIsInTheListByDay) {
  EXPECT_THAT(Says(""), ElementsAre("Zoe: ACTIVITY 2025-04-01 OVERDUE", "Ana: OBJECTIVE 2025-04-10 DUE",
                                    "Zoe: ACTIVITY 2025-05-01 LATER", "Ana: APPROVAL  WAITING"));
  EXPECT_EQ(Says("unit: 'North'"), Says(""));
}

TEST_F(OtherWorkTest, OpenFindingsComeLastAndSayWhatIsWrong) {
  const Items items = Work("case_id: '" + Id("ash") + "'");

  ASSERT_THAT(items, Not(IsEmpty()));
  const auto undated =
      std::find_if(items.begin(), items.end(), [](const auto& each) { return each.due().due().empty(); });
  ASSERT_NE(undated, items.end());
  EXPECT_TRUE(std::all_of(undated, items.end(), [](const auto& each) {
    return each.state() == v1::WORK_STATE_WAITING && !each.due().title().empty();
  }));
  EXPECT_EQ(items.back().due().kind(), v1::WORK_KIND_FINDING);
}

TEST_F(OtherWorkTest, AWorkerHasTheirCasesAndWhatNamesThem) {
  EXPECT_THAT(Says("staff_subject: 'cw-1'"),
              ElementsAre("Zoe: ACTIVITY 2025-04-01 OVERDUE", "Zoe: ACTIVITY 2025-05-01 LATER"));
  EXPECT_THAT(Says("staff_subject: 'cw-2'"),
              ElementsAre("Ana: OBJECTIVE 2025-04-10 DUE", "Zoe: ACTIVITY 2025-05-01 LATER", "Ana: APPROVAL  WAITING"));
  EXPECT_THAT(Says("staff_subject: 'sv-2'"), ElementsAre("Ana: APPROVAL  WAITING")) << "it was submitted to sv-2";
}

TEST_F(OtherWorkTest, ARoleSelectsTheCasesOfThatRole) {
  EXPECT_THAT(Says("staff_subject: 'sv-1' staff_part: ASSIGNMENT_PART_SUPERVISOR"), SizeIs(4));
  EXPECT_THAT(Says("staff_subject: 'sv-1' staff_part: ASSIGNMENT_PART_CASEWORKER"), IsEmpty());
  EXPECT_THAT(Says("staff_subject: 'sv-2' staff_part: ASSIGNMENT_PART_SUPERVISOR"), IsEmpty())
      << "what names them in other cases is not asked for";
}

TEST_F(OtherWorkTest, KindsSelectTheirItemsByIndexAndByCaseAlike) {
  for (const char* kinds : {"kinds: WORK_KIND_ACTIVITY", "kinds: WORK_KIND_FINDING", "kinds: WORK_KIND_LAW",
                            "kinds: WORK_KIND_APPROVAL kinds: WORK_KIND_OBJECTIVE"}) {
    std::vector<std::string> all;
    for (const v1::WorkItem& each : Work(kinds)) all.push_back(each.case_id() + each.due().item());
    std::vector<std::string> by_case;
    for (const char* word : {"ash", "birch", "cedar"}) {
      for (const v1::WorkItem& each : Work(absl::StrCat("case_id: '", Id(word), "' ", kinds)))
        by_case.push_back(each.case_id() + each.due().item());
    }
    std::sort(all.begin(), all.end());
    std::sort(by_case.begin(), by_case.end());
    EXPECT_EQ(all, by_case) << kinds;
  }
  EXPECT_THAT(Work("kinds: WORK_KIND_ACTIVITY"), SizeIs(2));
  EXPECT_THAT(Work("kinds: WORK_KIND_ACTIVITY rule: 'us-oh'"), IsEmpty()) << "no rule asks for it";
}

TEST_F(OtherWorkTest, StatesAndDaysSelectTheirItems) {
  EXPECT_THAT(Says("states: WORK_STATE_OVERDUE"), ElementsAre("Zoe: ACTIVITY 2025-04-01 OVERDUE"));
  EXPECT_THAT(Says("states: WORK_STATE_DUE"), ElementsAre("Ana: OBJECTIVE 2025-04-10 DUE"));
  EXPECT_THAT(Says("states: WORK_STATE_WAITING"), ElementsAre("Ana: APPROVAL  WAITING"));
  EXPECT_THAT(Says("states: WORK_STATE_WAITING states: WORK_STATE_OVERDUE"), SizeIs(2));
  for (const char* of : {"", "unit: 'North' "}) {
    EXPECT_THAT(Says(absl::StrCat(of, "due_from: '2025-04-10'")), SizeIs(2)) << "what has no day has none of these";
    EXPECT_THAT(Says(absl::StrCat(of, "due_until: '2025-04-10'")), SizeIs(2));
  }
}

TEST_F(OtherWorkTest, ByNameTheCasesComeInTheOrderOfTheirChildren) {
  const Items items = Work("unit: 'North' order: WORK_ORDER_BY_CASE_NAME");

  EXPECT_TRUE(std::is_sorted(items.begin(), items.end(), [](const auto& a, const auto& b) {
    const auto key = [](const v1::WorkItem& each) {
      return std::tuple(each.case_name(), each.due().due().empty(), each.due().due());
    };
    return key(a) < key(b);
  }));
  EXPECT_THAT(items, SizeIs(Work("unit: 'North'").size()));
  EXPECT_EQ(items.front().case_name(), "Ana");
  const Items in_pages = Work("unit: 'North' order: WORK_ORDER_BY_CASE_NAME", 3);
  ASSERT_THAT(in_pages, SizeIs(items.size()));
  for (size_t i = 0; i < items.size(); ++i) EXPECT_EQ(in_pages[i].due().item(), items[i].due().item());
}

TEST_F(OtherWorkTest, CountsAreThoseOfAllPages) {
  std::map<std::pair<int, int>, uint32_t> expected;
  for (const v1::WorkItem& each : Work("unit: 'North'")) ++expected[{each.due().kind(), each.state()}];
  const auto page = Page("unit: 'North' page_size: 1");
  ASSERT_THAT(page, IsOk());

  std::map<std::pair<int, int>, uint32_t> counted;
  for (const v1::WorkCount& each : page->counts()) counted[{each.kind(), each.state()}] = each.items();
  EXPECT_EQ(counted, expected);
  EXPECT_THAT(Page("")->counts(), IsEmpty()) << "only for a case, a worker, or a unit";
  // The list comes first; that no finding is missing is known a little later.
  bool behind = page->findings_behind();
  for (int tries = 0; behind && tries < 1'000; ++tries) {
    absl::SleepFor(absl::Milliseconds(20));
    behind = Page("unit: 'North' page_size: 1")->findings_behind();
  }
  EXPECT_FALSE(behind);
}

TEST_F(OtherWorkTest, AnotherDayHasTheStatesOfThatDay) {
  EXPECT_THAT(Says("unit: 'North' on: '2025-05-02'"),
              ElementsAre("Zoe: ACTIVITY 2025-04-01 OVERDUE", "Ana: OBJECTIVE 2025-04-10 OVERDUE",
                          "Zoe: ACTIVITY 2025-05-01 OVERDUE", "Ana: APPROVAL  WAITING"));
  EXPECT_THAT(Says("unit: 'North' on: '2025-02-15'"),
              ElementsAre("Zoe: ACTIVITY 2025-04-01 LATER", "Zoe: ACTIVITY 2025-05-01 LATER"))
      << "the rest was recorded for later days";
}

TEST_F(OtherWorkTest, MalformedFieldsAreNamed) {
  EXPECT_THAT(Page("kinds: WORK_KIND_UNSPECIFIED"), NamesField("kinds"));
  EXPECT_THAT(Page("staff_part: ASSIGNMENT_PART_SUPERVISOR"), NamesField("staffPart"));
  EXPECT_THAT(Page("order: WORK_ORDER_BY_CASE_NAME"), NamesField("order"));
  EXPECT_THAT(Page("case_id: 'x'"), Not(IsOk()));
  EXPECT_THAT(Page("case_id: '" + Id("nothing") + "'"), StatusIs(absl::StatusCode::kNotFound));
  const std::string by_day = Page("unit: 'North' page_size: 1")->next_page_token();
  EXPECT_THAT(Page(absl::StrCat("unit: 'North' order: WORK_ORDER_BY_CASE_NAME page_token: '", by_day, "'")),
              NamesField("pageToken"));
}

TEST_F(OtherWorkTest, CasesSayWhatIsToBeDoneInThem) {
  const auto page = AskFor<v1::ListCasesRequest>(
      absl::StrCat("unit: 'North' order: CASE_ORDER_BY_NAME min_position: ", LastPosition()));
  ASSERT_THAT(page, IsOk());
  ASSERT_EQ(page->cases_size(), 2);
  const v1::CaseSummary& birch = page->cases(0);
  const v1::CaseSummary& ash = page->cases(1);

  EXPECT_THAT(birch.children(), ElementsAre("Ana"));
  EXPECT_THAT(birch.child_ids(), ElementsAre(Id("child")));
  EXPECT_EQ(birch.next_on(), "2025-04-10");
  EXPECT_GE(ash.overdue(), 1U);
  for (const auto& [summary, word] : {std::pair(birch, "birch"), std::pair(ash, "ash")}) {
    const Items open = Work(absl::StrCat("case_id: '", Id(word), "'"));
    EXPECT_EQ(summary.open_findings(), std::count_if(open.begin(), open.end(), [](const auto& each) {
                return each.due().kind() == v1::WORK_KIND_FINDING;
              }));
    EXPECT_EQ(summary.overdue(), std::count_if(open.begin(), open.end(), [](const auto& each) {
                return each.state() == v1::WORK_STATE_OVERDUE;
              }));
  }
}

TEST_F(OtherWorkTest, CasesByNextDateBeginWithTheEarliest) {
  const auto page =
      AskFor<v1::ListCasesRequest>(absl::StrCat("order: CASE_ORDER_BY_NEXT_DATE min_position: ", LastPosition()));
  ASSERT_THAT(page, IsOk());
  ASSERT_EQ(page->cases_size(), 3);

  std::vector<std::string> days;
  for (const v1::CaseSummary& each : page->cases()) days.push_back(each.next_on().empty() ? "~" : each.next_on());
  EXPECT_TRUE(std::is_sorted(days.begin(), days.end()));
  EXPECT_EQ(days.front(), "2025-04-10");
}

}  // namespace
}  // namespace casejournal::services
