#include "services/client/reading/docket_words.h"

#include <gmock/gmock.h>

#include "google/protobuf/text_format.h"

namespace casejournal::services {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

v1::DocketItem DocketWordsItem(v1::ClockState state, int days_left = 0) {
  v1::DocketItem item;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(R"pb(
                                                              rule: "us-oh.semi-annual-review"
                                                              rules_version: 3
                                                              title: "Semi-annual review"
                                                              citation: "OAC 5101:2-38-10"
                                                              child: "Ana"
                                                              due: "2026-07-14"
                                                            )pb",
                                                            &item));
  item.set_state(state);
  item.set_days_left(days_left);
  return item;
}

TEST(ClockStateWordsTest, EachStateHasWords) {
  EXPECT_EQ(ClockStateWords(v1::CLOCK_STATE_OPEN), "open");
  EXPECT_EQ(ClockStateWords(v1::CLOCK_STATE_WINDOW_OPEN), "window open");
  EXPECT_EQ(ClockStateWords(v1::CLOCK_STATE_MET_LATE), "met late");
  EXPECT_EQ(ClockStateWords(v1::CLOCK_STATE_PAST_WHEN_SET), "past when set");
}

TEST(ClockStateWordsTest, StateOfALaterServerHasItsNumber) {
  EXPECT_EQ(ClockStateWords(static_cast<v1::ClockState>(99)), "state 99");
  EXPECT_THAT(Derivation(DocketWordsItem(static_cast<v1::ClockState>(99)), 100), HasSubstr("State: state 99\n"));
}

TEST(StandingWordsTest, DaysAreCounted) {
  EXPECT_EQ(StandingWords(DocketWordsItem(v1::CLOCK_STATE_OPEN, 0)), "today");
  EXPECT_EQ(StandingWords(DocketWordsItem(v1::CLOCK_STATE_OPEN, 1)), "in 1 day");
  EXPECT_EQ(StandingWords(DocketWordsItem(v1::CLOCK_STATE_OPEN, 12)), "in 12 days");
  EXPECT_EQ(StandingWords(DocketWordsItem(v1::CLOCK_STATE_WINDOW_OPEN, 0)), "window open, today");
  EXPECT_EQ(StandingWords(DocketWordsItem(v1::CLOCK_STATE_WINDOW_OPEN, 2)), "window open, 2 days left");
  EXPECT_EQ(StandingWords(DocketWordsItem(v1::CLOCK_STATE_MISSED, -1)), "missed, 1 day ago");
  EXPECT_EQ(StandingWords(DocketWordsItem(v1::CLOCK_STATE_MISSED, -4)), "missed, 4 days ago");
  EXPECT_EQ(StandingWords(DocketWordsItem(v1::CLOCK_STATE_TOLLED, 4)), "tolled");
}

TEST(StandingWordsTest, WhatWasDoneHasItsDay) {
  v1::DocketItem item = DocketWordsItem(v1::CLOCK_STATE_MET);
  item.mutable_met_by()->set_day("2026-07-10");
  EXPECT_EQ(StandingWords(item), "met on 2026-07-10");
  item.set_state(v1::CLOCK_STATE_EXCEPTED);
  EXPECT_EQ(StandingWords(item), "excepted since 2026-07-10");
  item.set_state(v1::CLOCK_STATE_MET_LATE);
  EXPECT_EQ(StandingWords(item), "met late, on 2026-07-10");
  item.set_arose_on("2026-07-09");
  EXPECT_EQ(StandingWords(item), "met late, on 2026-07-10; already past when it was set on 2026-07-09");
  item.set_state(v1::CLOCK_STATE_MET);
  EXPECT_EQ(StandingWords(item), "met on 2026-07-10");
}

TEST(StandingWordsTest, DateThatWasPastWhenItWasSetIsNotCalledMissed) {
  v1::DocketItem item = DocketWordsItem(v1::CLOCK_STATE_PAST_WHEN_SET, -4);
  item.set_arose_on("2026-07-18");
  EXPECT_THAT(StandingWords(item), HasSubstr("2026-07-18"));
  EXPECT_THAT(StandingWords(item), Not(HasSubstr("missed")));
}

TEST(IsToDoTest, IsWhatNobodyHasDone) {
  for (const v1::ClockState state : {v1::CLOCK_STATE_OPEN, v1::CLOCK_STATE_WINDOW_OPEN, v1::CLOCK_STATE_MISSED,
                                     v1::CLOCK_STATE_PAST_WHEN_SET, v1::CLOCK_STATE_TOLLED}) {
    EXPECT_TRUE(IsToDo(state)) << state;
  }
  for (const v1::ClockState state : {v1::CLOCK_STATE_MET, v1::CLOCK_STATE_MET_LATE, v1::CLOCK_STATE_EXCEPTED})
    EXPECT_FALSE(IsToDo(state)) << state;
}

TEST(DerivationTest, ShortestHasTheRuleAndTheState) {
  EXPECT_EQ(Derivation(DocketWordsItem(v1::CLOCK_STATE_OPEN, 12), 100),
            "2026-07-14  Semi-annual review: Ana\n"
            "  Rule: us-oh.semi-annual-review v3, OAC 5101:2-38-10\n"
            "  State: open (in 12 days)\n");
}

TEST(DerivationTest, NamesEachStepWithItsPosition) {
  v1::DocketItem item = DocketWordsItem(v1::CLOCK_STATE_MET);
  item.set_due_time("09:30");
  item.set_number(2);
  item.set_unverified(true);
  item.add_court_numbers("25JU-7");
  item.add_steps()->set_says("Ana was placed on 2026-01-14");
  item.mutable_steps(0)->set_revision(0);
  item.add_steps()->set_says("plus 6 months");
  item.set_window_opens("2026-06-14");
  item.mutable_met_by()->set_what("a review was held");
  item.mutable_met_by()->set_day("2026-07-10");
  item.mutable_met_by()->set_revision(118);
  item.add_cautions()->set_says("no calendar");
  item.set_note("the panel has three members");
  EXPECT_EQ(Derivation(item, 120),
            "2026-07-14 09:30  Semi-annual review: Ana (2)\n"
            "  Rule: us-oh.semi-annual-review v3, OAC 5101:2-38-10 (unverified)\n"
            "  Court number: 25JU-7\n"
            "  - Ana was placed on 2026-01-14 (r0)\n"
            "  - plus 6 months\n"
            "  - may be done from 2026-06-14 on\n"
            "  State: met, by a review was held, 2026-07-10 (r118)\n"
            "  Caution: no calendar\n"
            "  Note: the panel has three members\n");
}

TEST(DerivationTest, SaysWhatFollowsOnlyWhenItWasMissed) {
  v1::DocketItem item = DocketWordsItem(v1::CLOCK_STATE_MISSED, -4);
  item.set_if_missed("tell the court");
  EXPECT_THAT(Derivation(item, 100), HasSubstr("State: missed (missed, 4 days ago)\n  If missed: tell the court\n"));
  item.set_state(v1::CLOCK_STATE_OPEN);
  EXPECT_THAT(Derivation(item, 100), Not(HasSubstr("tell the court")));
}

TEST(StandingWordsTest, WhatIsLongAgoIsSaidInYears) {
  v1::DocketItem item;
  item.set_state(v1::CLOCK_STATE_MISSED);
  item.set_days_left(-366);
  EXPECT_EQ(StandingWords(item), "missed, 366 days ago");
  item.set_days_left(-1378);
  EXPECT_EQ(StandingWords(item), "missed, 3.8 years ago");
  item.set_state(v1::CLOCK_STATE_OPEN);
  item.set_days_left(4018);
  EXPECT_EQ(StandingWords(item), "in 11.0 years");
}

}  // namespace
}  // namespace casejournal::services
