// The rows of the list of work: their keys, their groups, and the state of an item on another day.
#include "projections/read_models/due_rows.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "projections/entries/civil_day.h"
#include "tests/support/docket_case.h"

namespace casejournal::projections {
namespace {

using casejournal::testing::Id;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

v1::DocketItem DueItem(const std::string& rule, const std::string& due, v1::ClockState state,
                       const std::string& window_opens = "") {
  v1::DocketItem item;
  item.set_rule(rule);
  item.set_due(due);
  item.set_state(state);
  item.set_window_opens(window_opens);
  return item;
}

TEST(DueGroupTest, WhatTheDayAloneChangesIsOneGroup) {
  for (const v1::ClockState state :
       {v1::CLOCK_STATE_OPEN, v1::CLOCK_STATE_WINDOW_OPEN, v1::CLOCK_STATE_MISSED, v1::CLOCK_STATE_PAST_WHEN_SET}) {
    EXPECT_EQ(GroupOf(state), DueGroup::kToDo) << state;
  }
  EXPECT_EQ(GroupOf(v1::CLOCK_STATE_MET), DueGroup::kMet);
  EXPECT_EQ(GroupOf(v1::CLOCK_STATE_MET_LATE), DueGroup::kMetLate);
  EXPECT_EQ(GroupOf(v1::CLOCK_STATE_EXCEPTED), DueGroup::kExcepted);
  EXPECT_EQ(GroupOf(v1::CLOCK_STATE_TOLLED), DueGroup::kTolled);
}

TEST(DueStateTest, AnItemToDoIsOpenThenInItsWindowThenMissed) {
  const v1::DocketItem item = DueItem("r", "2026-03-10", v1::CLOCK_STATE_OPEN, "2026-03-01");

  EXPECT_EQ(StateOn(item, "2026-02-28"), v1::CLOCK_STATE_OPEN);
  EXPECT_EQ(StateOn(item, "2026-03-01"), v1::CLOCK_STATE_WINDOW_OPEN);
  EXPECT_EQ(StateOn(item, "2026-03-10"), v1::CLOCK_STATE_WINDOW_OPEN);
  EXPECT_EQ(StateOn(item, "2026-03-11"), v1::CLOCK_STATE_MISSED);
  EXPECT_EQ(StateOn(DueItem("r", "2026-03-10", v1::CLOCK_STATE_MISSED), "2026-03-10"), v1::CLOCK_STATE_OPEN);
}

TEST(DueStateTest, OtherStatesDoNotChangeWithTheDay) {
  for (const v1::ClockState state : {v1::CLOCK_STATE_MET, v1::CLOCK_STATE_MET_LATE, v1::CLOCK_STATE_EXCEPTED,
                                     v1::CLOCK_STATE_TOLLED, v1::CLOCK_STATE_PAST_WHEN_SET}) {
    for (const char* day : {"2026-01-01", "2027-01-01"})
      EXPECT_EQ(StateOn(DueItem("r", "2026-03-10", state), day), state);
  }
}

TEST(DueStateTest, AnItemWithoutADayWaitsOnEveryDay) {
  const v1::DocketItem item = DueItem("", "", v1::CLOCK_STATE_OPEN);

  for (const char* day : {"2026-01-01", "2027-01-01"}) {
    EXPECT_EQ(StateOn(item, day), v1::CLOCK_STATE_OPEN);
    EXPECT_EQ(WorkStateOf(item, day), v1::WORK_STATE_WAITING);
  }
}

TEST(DueStateTest, WhatIsToBeDoneIsLaterThenDueThenOverdue) {
  v1::DocketItem item = DueItem("r", "2026-03-10", v1::CLOCK_STATE_OPEN, "2026-03-01");
  const auto on = [&](const char* day) {
    item.set_state(StateOn(item, day));
    return WorkStateOf(item, day);
  };
  EXPECT_EQ(on("2026-02-28"), v1::WORK_STATE_LATER);
  EXPECT_EQ(on("2026-03-01"), v1::WORK_STATE_DUE);
  EXPECT_EQ(on("2026-03-11"), v1::WORK_STATE_OVERDUE);
  item.clear_window_opens();
  EXPECT_EQ(on("2026-03-09"), v1::WORK_STATE_LATER);
  EXPECT_EQ(on("2026-03-10"), v1::WORK_STATE_DUE);
}

TEST(DueStateTest, EachStateOfWorkIsInTheGroupOfItsClockStates) {
  for (int state = v1::CLOCK_STATE_OPEN; state <= v1::ClockState_MAX; ++state) {
    const v1::DocketItem item = DueItem("r", "2026-03-10", static_cast<v1::ClockState>(state));
    EXPECT_EQ(GroupOf(WorkStateOf(item, "2026-03-01")), GroupOf(item.state())) << state;
  }
}

TEST(DueKeysTest, AnItemWithoutADayComesAfterAllDays) {
  EXPECT_GT(DuePlaceKey(DueGroup::kToDo, "", "case", 0), DuePlaceKey(DueGroup::kToDo, "9999-12-31", "case", 0));
  EXPECT_EQ(PlaceIn(DuePlaceKey(DueGroup::kToDo, "", "case", 0)).day, kNoDay);
}

TEST(DueKeysTest, ATopicSaysItsKind) {
  EXPECT_EQ(KindOfTopic(TopicOf(v1::WORK_KIND_FINDING)), v1::WORK_KIND_FINDING);
  EXPECT_EQ(KindOfTopic(TopicOf(DueItem("us-xx.a", "2026-03-10", v1::CLOCK_STATE_OPEN))), v1::WORK_KIND_LAW);
}

TEST(DueKeysTest, AKeyGivesBackItsPlace) {
  for (const size_t index : {size_t{0}, size_t{7}, size_t{99'999}, size_t{100'000}}) {
    const std::string key = DuePlaceKey(DueGroup::kToDo, "2026-03-10", "a case", index);
    const DuePlace place = PlaceIn(key);
    EXPECT_EQ(place.day, "2026-03-10");
    EXPECT_EQ(place.case_id, "a case");
    EXPECT_EQ(place.index, index);
    EXPECT_EQ(key[0], 'u');
  }
}

TEST(DueKeysTest, WhatIsNoKeyHasNoPlace) {
  for (const std::string& key : {std::string(), std::string("u2026-03-10"), std::string("u2026-03-10\0case", 16)}) {
    EXPECT_EQ(PlaceIn(key).case_id, "");
    EXPECT_EQ(PlaceIn(key).day, "");
  }
}

TEST(DueKeysTest, KeysOfAGroupAreInTheOrderOfDaysThenCasesThenItems) {
  std::vector<std::string> keys;
  for (const char* day : {"2025-12-31", "2026-01-01", "2026-01-10"}) {
    for (const char* case_id : {"a", "b"}) {
      for (const size_t index : {size_t{2}, size_t{10}})
        keys.push_back(DuePlaceKey(DueGroup::kMet, day, case_id, index));
    }
  }

  EXPECT_TRUE(std::is_sorted(keys.begin(), keys.end()));
}

TEST(DueKeysTest, PrefixesOfOneNameAreNoPrefixesOfALongerOne) {
  EXPECT_FALSE(DueTopicPrefix("us-oh.review-held").starts_with(DueTopicPrefix("us-oh.review")));
  EXPECT_FALSE(DueUnitPrefix("north-east").starts_with(DueUnitPrefix("north")));
  EXPECT_FALSE(DueWorkerPrefix("dana", "wren-2").starts_with(DueWorkerPrefix("dana", "wren")));
  EXPECT_NE(DueWorkerPrefix("a", "b"), DueWorkerPrefix("ab", ""));
}

TEST(DueRowsTest, TheRowOfTheCaseComesFirstAndEachItemHasTwo) {
  store::v1::DueCase due;
  due.set_case_id("case");
  *due.add_items() = DueItem("us-xx.a", "2026-03-10", v1::CLOCK_STATE_OPEN);
  *due.add_items() = DueItem("us-xx.b", "2026-02-10", v1::CLOCK_STATE_MET);
  due.add_staff_subjects("dana");
  due.add_staff_issuers("wren");
  due.add_units("north");
  const auto rows = DueRows(due);

  std::vector<std::string> keys;
  for (const auto& [key, value] : rows) keys.push_back(key);
  const std::string a = DuePlaceKey(DueGroup::kToDo, "2026-03-10", "case", 0);
  const std::string b = DuePlaceKey(DueGroup::kMet, "2026-02-10", "case", 1);
  EXPECT_THAT(keys, ElementsAre(DueCaseKey("case"), DueTopicPrefix("us-xx.a") + a, a, DueTopicPrefix("us-xx.b") + b, b,
                                DueWorkerPrefix("dana", "wren") + "case", DueUnitPrefix("north") + "case"));
  store::v1::DueCase read;
  ASSERT_TRUE(read.ParseFromString(rows[0].second));
  EXPECT_EQ(read.items_size(), 2);
  EXPECT_EQ(rows[2].second, "us-xx.a");
  EXPECT_EQ(rows[1].second, "");
}

class DueInTest : public casejournal::testing::DocketCase {};

bool IsByLaw(const v1::DocketItem& item) { return item.kind() == v1::WORK_KIND_LAW; }

TEST_F(DueInTest, WhatIsDueNamesWhoIsResponsibleNowAndHasNoDerivations) {
  Tell("2026-01-01", R"(case_number_given { system: "Juvenile Court" number: "JV1" child_id: "$ana" })");
  Tell("2026-01-01", R"(case_assigned { staff { issuer: "wren" subject: "dana" } part: ASSIGNMENT_PART_CASEWORKER
                                        unit: "north" })");
  Tell("2026-01-10", R"(case_assigned { staff { issuer: "wren" subject: "lee" } part: ASSIGNMENT_PART_CASEWORKER })");
  Tell("2026-01-15", casejournal::testing::kRemoved);
  const absl::CivilDay day = *ParseDay("2026-02-01");
  const store::v1::DueCase due = DueIn(built_.record(), book_.LawOn(day), day, casejournal::testing::NewYork());

  EXPECT_EQ(due.case_id(), built_.case_id());
  EXPECT_THAT(due.numbers(), ElementsAre("JV1"));
  EXPECT_THAT(due.staff_subjects(), ElementsAre("lee"));
  EXPECT_THAT(due.staff_issuers(), ElementsAre("wren"));
  EXPECT_THAT(due.units(), IsEmpty());
  ASSERT_GT(due.items_size(), 0);
  EXPECT_EQ(static_cast<size_t>(std::count_if(due.items().begin(), due.items().end(), IsByLaw)),
            DocketOn("2026-02-01").items.size());
  for (const v1::DocketItem& item : due.items()) {
    EXPECT_EQ(item.steps_size() + item.excluded_size() + item.rolls_size(), 0) << item.rule();
    EXPECT_EQ(item.days_left(), 0) << "it would be another number tomorrow";
  }
}

TEST_F(DueInTest, WithoutALawNothingIsDueByLaw) {
  Tell("2026-01-15", casejournal::testing::kRemoved);
  const absl::CivilDay day = *ParseDay("2026-02-01");

  const store::v1::DueCase due = DueIn(built_.record(), RuleBook().LawOn(day), day, absl::UTCTimeZone());
  EXPECT_TRUE(std::none_of(due.items().begin(), due.items().end(), IsByLaw));
}

store::v1::DueCase DueOf(const std::vector<v1::DocketItem>& items) {
  store::v1::DueCase due;
  due.set_case_id("case");
  for (const v1::DocketItem& item : items) *due.add_items() = item;
  return due;
}

TEST(DueChangeTest, WhatStaysAsItIsIsNotPutAgain) {
  std::vector<v1::DocketItem> items;
  for (int i = 10; i < 30; ++i) items.push_back(DueItem("r", absl::StrCat("2026-03-", i), v1::CLOCK_STATE_OPEN));
  const store::v1::DueCase before = DueOf(items);
  EXPECT_THAT(ChangeOf(before, before).put, IsEmpty());
  EXPECT_THAT(ChangeOf(before, before).gone, IsEmpty());

  items.back().set_state(v1::CLOCK_STATE_MET);
  const DueChange change = ChangeOf(before, DueOf(items));
  EXPECT_EQ(change.put.size(), 3U) << "the row of the case, and two of the item";
  EXPECT_EQ(change.gone.size(), 2U);
}

TEST(DueChangeTest, MakesTheRowsOfOneStateThoseOfTheOther) {
  const store::v1::DueCase before =
      DueOf({DueItem("a", "2026-03-10", v1::CLOCK_STATE_OPEN), DueItem("b", "2026-03-11", v1::CLOCK_STATE_OPEN)});
  const store::v1::DueCase now = DueOf({DueItem("b", "2026-03-10", v1::CLOCK_STATE_OPEN)});
  for (const auto& [from, to] : {std::pair(before, now), std::pair(now, before), std::pair(DueOf({}), before)}) {
    std::map<std::string, std::string> rows;
    for (auto& [key, value] : DueRows(from)) rows[key] = value;
    const DueChange change = ChangeOf(from, to);
    for (const std::string& key : change.gone) rows.erase(key);
    for (const auto& [key, value] : change.put) rows[key] = value;
    const auto wanted = DueRows(to);
    EXPECT_EQ(rows, (std::map<std::string, std::string>(wanted.begin(), wanted.end())));
  }
  EXPECT_EQ(ChangeOf(std::nullopt, now).put.size(), DueRows(now).size());
}

}  // namespace
}  // namespace casejournal::projections
