// Which versions of rules and calendars are the law of a day, and what they choose together.
#include "projections/law/law.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/text_format.h"
#include "projections/entries/civil_day.h"
#include "projections/law/thresholds.h"
#include "tests/support/case_builder.h"
#include "tests/support/docket_case.h"

namespace casejournal::projections {
namespace {

using casejournal::testing::Local;
using casejournal::testing::NewYork;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

template <typename Message>
Message LawText(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
  return message;
}

// A version of a set, adopted at noon of a day.
struct LawVersion {
  std::string id = "us-xx";
  uint32_t version = 1;
  std::string effective_from = "2000-01-01";
  std::string effective_until = "";
  std::string adopted_on = "2025-01-01";
  uint64_t position = 1;
  std::string more = "";
};
AdoptedRules LawRules(const LawVersion& of) {
  return {.position = of.position,
          .recorded_at_us = absl::ToUnixMicros(Local(of.adopted_on + " 12:00")),
          .digest = absl::StrCat(of.id, of.version),
          .set = LawText<rules::v1::RuleSet>(
              absl::StrCat("id: \"", of.id, "\" version: ", of.version, " effective_from: \"", of.effective_from,
                           "\" effective_until: \"", of.effective_until, "\" ", of.more))};
}
AdoptedRules LawCalendar(const LawVersion& of) {
  return {.position = of.position,
          .recorded_at_us = absl::ToUnixMicros(Local(of.adopted_on + " 12:00")),
          .digest = absl::StrCat(of.id, of.version, "c"),
          .calendar =
              LawText<rules::v1::Calendar>(absl::StrCat("id: \"", of.id, "\" version: ", of.version, " ", of.more))};
}

std::vector<std::string> InForceIn(const Law& law) {
  std::vector<std::string> told;
  for (const v1::RulesInForce& each : law.in_force())
    told.push_back(absl::StrCat(each.id(), each.calendar() ? " calendar " : " ", each.version()));
  return told;
}
std::vector<std::string> LawOnDay(const RuleBook& book, absl::string_view day) {
  return InForceIn(*book.LawOn(*ParseDay(day)));
}

TEST(RuleBookTest, ABookWithoutVersionsHasNoLaw) {
  const RuleBook book;

  EXPECT_TRUE(book.empty());
  EXPECT_TRUE(book.LawOn(*ParseDay("2026-01-01"))->empty());
  EXPECT_EQ(book.LawOn(*ParseDay("2026-01-01"))->digest(), "");
  EXPECT_EQ(book.Latest("us-xx", false), nullptr);
  EXPECT_TRUE(book.LawAsAdopted(*ParseDay("2026-01-01"), NewYork())->empty());
}

TEST(RuleBookTest, TheLatestVersionIsTheOneThatWasAdoptedLast) {
  RuleBook book;
  book.Add(LawRules({.version = 2}));
  book.Add(LawRules({.version = 1}));
  book.Add(LawCalendar({.version = 7}));

  ASSERT_NE(book.Latest("us-xx", false), nullptr);
  EXPECT_EQ(book.Latest("us-xx", false)->version(), 1U);
  EXPECT_EQ(book.Latest("us-xx", true)->version(), 7U) << "calendars have ids of their own";
  EXPECT_EQ(book.Latest("us-yy", false), nullptr);
  EXPECT_EQ(book.adopted().size(), 3U);
}

TEST(RuleBookTest, AVersionAppliesFromItsFirstDayThroughItsLast) {
  RuleBook book;
  book.Add(LawRules({.effective_from = "2026-01-01", .effective_until = "2026-06-30"}));

  EXPECT_THAT(LawOnDay(book, "2025-12-31"), IsEmpty());
  EXPECT_THAT(LawOnDay(book, "2026-01-01"), ElementsAre("us-xx 1"));
  EXPECT_THAT(LawOnDay(book, "2026-06-30"), ElementsAre("us-xx 1"));
  EXPECT_THAT(LawOnDay(book, "2026-07-01"), IsEmpty());
}

TEST(RuleBookTest, TheVersionThatBeganLastAppliesWhateverItsNumber) {
  RuleBook book;
  book.Add(LawRules({.version = 3, .effective_from = "2020-01-01"}));
  book.Add(LawRules({.version = 2, .effective_from = "2026-01-01"}));
  book.Add(LawRules({.version = 5, .effective_from = "2026-01-01"}));

  EXPECT_THAT(LawOnDay(book, "2025-12-31"), ElementsAre("us-xx 3"));
  EXPECT_THAT(LawOnDay(book, "2026-01-01"), ElementsAre("us-xx 5")) << "of one first day, the higher number";
}

TEST(RuleBookTest, ALawIsThatOfAPositionAndOfATime) {
  RuleBook book;
  book.Add(LawRules({.version = 1, .adopted_on = "2025-01-01", .position = 10}));
  book.Add(LawRules({.version = 2, .adopted_on = "2025-02-01", .position = 20}));
  const absl::CivilDay day = *ParseDay("2026-01-01");

  EXPECT_THAT(InForceIn(*book.LawOn(day, 9)), IsEmpty());
  EXPECT_THAT(InForceIn(*book.LawOn(day, 10)), ElementsAre("us-xx 1"));
  EXPECT_THAT(InForceIn(*book.LawOn(day, 20)), ElementsAre("us-xx 2"));
  EXPECT_THAT(InForceIn(*book.LawOn(day, std::nullopt, Local("2025-02-01 12:00"))), ElementsAre("us-xx 1"))
      << "the instant itself is too late";
  EXPECT_THAT(InForceIn(*book.LawOn(day, std::nullopt, Local("2025-02-01 12:01"))), ElementsAre("us-xx 2"));
}

TEST(RuleBookTest, TheOrderOfTheLawIsThatOfItsFirstAdoptions) {
  RuleBook book;
  book.Add(LawRules({.id = "b"}));
  book.Add(LawCalendar({.id = "a"}));
  book.Add(LawRules({.id = "b", .version = 2}));

  EXPECT_THAT(LawOnDay(book, "2026-01-01"), ElementsAre("b 2", "a calendar 1"));
}

TEST(RuleBookTest, ADigestDiffersWhereTheLawDiffers) {
  RuleBook book;
  book.Add(LawRules({.version = 1}));
  const absl::CivilDay day = *ParseDay("2026-01-01");
  const std::string one = book.LawOn(day)->digest();
  EXPECT_EQ(book.LawOn(*ParseDay("2026-05-05"))->digest(), one);
  book.Add(LawRules({.version = 2}));
  EXPECT_NE(book.LawOn(day)->digest(), one);
  EXPECT_EQ(book.LawOn(day, 0)->digest(), "");
}

// For comparison: the law as a worker could know it on that day.
TEST(LawAsAdoptedTest, OfVersionsForOneDayTheOneThatHadBeenAdoptedApplies) {
  RuleBook book;
  book.Add(LawRules({.version = 1, .adopted_on = "2025-01-01"}));
  book.Add(LawRules({.version = 2, .adopted_on = "2025-03-01"}));
  const auto on = [&](absl::string_view day) { return InForceIn(*book.LawAsAdopted(*ParseDay(day), NewYork())); };

  EXPECT_THAT(on("2025-02-28"), ElementsAre("us-xx 1"));
  EXPECT_THAT(on("2025-03-01"), ElementsAre("us-xx 2")) << "by the end of the day";
  EXPECT_THAT(on("2024-06-01"), ElementsAre("us-xx 1")) << "before the journal adopted anything: its first rules";
}

TEST(LawAsAdoptedTest, ALawThatWasAdoptedLateAppliesToItsOwnDays) {
  RuleBook book;
  book.Add(LawRules({.version = 1, .effective_from = "2020-01-01", .adopted_on = "2025-01-01"}));
  book.Add(LawRules({.version = 2, .effective_from = "2025-02-01", .adopted_on = "2025-06-01"}));

  EXPECT_THAT(InForceIn(*book.LawAsAdopted(*ParseDay("2025-03-01"), NewYork())), ElementsAre("us-xx 2"))
      << "the newer law was the law, though nobody had adopted it";
}

TEST(LawAsAdoptedTest, AListOfClosuresDoesNotReachBackBeforeItsAdoption) {
  RuleBook book;
  book.Add(LawCalendar({.id = "us-xx", .adopted_on = "2025-01-01"}));
  book.Add(LawCalendar({.id = "clerk", .adopted_on = "2025-03-01", .more = R"(adds_to: "us-xx" court: "c")"}));
  const auto on = [&](absl::string_view day) { return InForceIn(*book.LawAsAdopted(*ParseDay(day), NewYork())); };

  EXPECT_THAT(on("2025-02-28"), ElementsAre("us-xx calendar 1"));
  EXPECT_THAT(on("2025-03-01"), ElementsAre("us-xx calendar 1", "clerk calendar 1"));
  EXPECT_THAT(LawOnDay(book, "2025-02-28"), ElementsAre("us-xx calendar 1", "clerk calendar 1"));
}

TEST(LawTest, RulesAndMomentsHaveTheNameOfTheirSet) {
  RuleBook book;
  book.Add(LawRules({.id = "us-xx", .more = R"(moment { name: "m" } rule { name: "r" } rule { name: "s" })"}));
  book.Add(LawRules({.id = "us-yy", .more = R"(rule { name: "r" })"}));
  const auto law = book.LawOn(*ParseDay("2026-01-01"));

  std::vector<std::string> names;
  for (const LawRule& rule : law->rules()) names.push_back(rule.name);
  EXPECT_THAT(names, ElementsAre("us-xx.r", "us-xx.s", "us-yy.r"));
  ASSERT_NE(law->MomentNamed("us-xx.m"), nullptr);
  EXPECT_EQ(law->MomentNamed("us-xx.m")->text->name(), "m");
  EXPECT_EQ(law->MomentNamed("us-yy.m"), nullptr);
  EXPECT_EQ(law->MomentNamed("m"), nullptr);
}

TEST(LawTest, ALaterSetReplacesEachChoiceThatItMakes) {
  RuleBook book;
  book.Add(LawRules({.id = "state", .more = R"(choices { interruptions: INTERRUPTIONS_CLOCKS_STOP
      partial_months: PARTIAL_MONTHS_CALENDAR outside_absence: "DETENTION" runaway_absence: "RUNAWAY"
      trial_home_visit_limit { months: 6 } recording_as_claimed: true choose: "a" })"}));
  book.Add(LawRules({.id = "county", .more = R"(choices { partial_months: PARTIAL_MONTHS_THIRTY_DAYS
      outside_absence: "HOSPITAL" recording_as_claimed: false choose: "b" })"}));
  const auto law = book.LawOn(*ParseDay("2026-01-01"));
  const rules::v1::Choices& choices = law->choices();

  EXPECT_EQ(choices.interruptions(), rules::v1::INTERRUPTIONS_CLOCKS_STOP);
  EXPECT_EQ(choices.partial_months(), rules::v1::PARTIAL_MONTHS_THIRTY_DAYS);
  EXPECT_THAT(choices.outside_absence(), ElementsAre("HOSPITAL")) << "lists are replaced as a whole";
  EXPECT_THAT(choices.runaway_absence(), ElementsAre("RUNAWAY"));
  EXPECT_EQ(choices.trial_home_visit_limit().months(), 6);
  EXPECT_FALSE(choices.recording_as_claimed());
  EXPECT_TRUE(law->Chose("a")) << "options add up";
  EXPECT_TRUE(law->Chose("b"));
  EXPECT_FALSE(law->Chose("c"));
  EXPECT_TRUE(law->Chose("")) << "what needs no option is always chosen";
}

TEST(LawTest, ASetUsesItsCalendarWithTheClosuresOfTheCourt) {
  RuleBook book;
  book.Add(LawRules({.id = "a", .more = R"(calendar: "us-xx" rule { name: "r" })"}));
  book.Add(LawRules({.id = "b", .more = R"(calendar: "us-zz" rule { name: "r" })"}));
  book.Add(LawCalendar({.id = "us-xx", .more = R"(weekend: "FRIDAY" holiday { name: "H" once: "2026-01-07" })"}));
  book.Add(LawCalendar({.id = "clerk", .more = R"(adds_to: "us-xx" closed { why: "snow" first_day: "2026-01-08" })"}));
  const auto law = book.LawOn(*ParseDay("2026-01-01"));
  const BusinessDays& of_a = *law->rules()[0].business;
  const BusinessDays& of_b = *law->rules()[1].business;

  EXPECT_EQ(of_a.HolidayOn(*ParseDay("2026-01-07")), "H");
  EXPECT_TRUE(of_a.IsWeekend(*ParseDay("2026-01-09")));
  EXPECT_FALSE(of_a.IsWeekend(*ParseDay("2026-01-10")));
  EXPECT_EQ(of_a.ClosureOn(*ParseDay("2026-01-08")), "snow");
  EXPECT_EQ(of_a.ClosuresName(), "clerk v1");
  EXPECT_EQ(of_b.HolidayOn(*ParseDay("2026-01-07")), "") << "a calendar that no one adopted";
  EXPECT_TRUE(of_b.IsWeekend(*ParseDay("2026-01-10")));
  EXPECT_EQ(of_b.ClosuresName(), "");
}

TEST(LawTest, OfTwoListsForOneCalendarTheLastAdoptedCounts) {
  RuleBook book;
  book.Add(LawRules({.id = "a", .more = R"(calendar: "us-xx" rule { name: "r" })"}));
  book.Add(LawCalendar({.id = "us-xx"}));
  book.Add(LawCalendar({.id = "one", .more = R"(adds_to: "us-xx" closed { why: "one" first_day: "2026-01-08" })"}));
  book.Add(LawCalendar({.id = "two", .more = R"(adds_to: "us-xx" closed { why: "two" first_day: "2026-01-09" })"}));
  const auto law = book.LawOn(*ParseDay("2026-01-01"));

  EXPECT_EQ(law->rules()[0].business->ClosureOn(*ParseDay("2026-01-08")), "");
  EXPECT_EQ(law->rules()[0].business->ClosureOn(*ParseDay("2026-01-09")), "two");
}

TEST(ThresholdsTest, TheSetThatWasAdoptedLastDecides) {
  const auto adopted = [](const char* id, uint32_t days) {
    AdoptedRules rules;
    rules.set.emplace().set_id(id);
    rules::v1::Threshold& threshold = *rules.set->add_threshold();
    threshold.set_name("notice-days-min");
    threshold.set_value(days);
    return std::make_shared<const AdoptedRules>(rules);
  };
  const Law law({adopted("state", 10), adopted("county", 14)});

  EXPECT_EQ(NumberOf(Threshold::kNoticeDaysMin, &law), 14);
  EXPECT_EQ(NumberOf(Threshold::kPartyAgeYears, &law), 14) << "no set gives it";
  EXPECT_EQ(NumberOf(Threshold::kNoticeDaysMin, nullptr), 7);
}

// The shipped files say what the program assumes without them.
TEST(ThresholdsTest, TheShippedNumbersAreThoseOfTheProgram) {
  const auto law = casejournal::testing::ShippedRules().LawOn(absl::CivilDay(2026, 1, 1));
  EXPECT_GT(law->thresholds().size(), 5U);
  for (const ThresholdText& text : Thresholds())
    EXPECT_EQ(NumberOf(text.threshold, law.get()), text.number) << text.name;
}

}  // namespace
}  // namespace casejournal::projections
