// Each check of a rule set and a calendar: what is one too much, and what is just allowed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "projections/law/rule_file.h"

namespace casejournal::projections {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

std::vector<std::string> FaultsOfFile(const std::string& name, const std::string& text) {
  std::vector<std::string> faults;
  for (const RuleFault& fault : ReadRuleFile(name, text).faults) faults.push_back(fault.says);
  return faults;
}
std::vector<std::string> FaultsOfSet(const std::string& more, const std::string& id = "us-xx") {
  return FaultsOfFile("x.rules.textproto", absl::StrCat("id: \"", id,
                                                        "\" version: 1 title: \"XX\" effective_from: "
                                                        "\"2026-01-01\" ",
                                                        more));
}
// A rule that is good except for `more`.
std::vector<std::string> FaultsOfRule(const std::string& more, const std::string& beginning = R"(
    earliest_of { entry { event_type: "complaint_filed" } })",
                                      const std::string& per = "PER_CHILD") {
  return FaultsOfSet(
      absl::StrCat(R"(rule { name: "r" title: "R" citation: "c" verification: VERIFICATION_VERIFIED per: )", per,
                   beginning, " ", more, " }"));
}
std::vector<std::string> FaultsOfMoment(const std::string& more, const std::string& per = "PER_CHILD") {
  return FaultsOfSet(
      absl::StrCat(R"(moment { name: "m" title: "M" citation: "c" verification: VERIFICATION_VERIFIED per: )", per, " ",
                   more, " }"));
}

// What most rules below need to be good.
constexpr char kRuleEnds[] = R"(due { days: 30 } met_by { event_type: "hearing_held" } )";

// The end of a rule with one more part.
std::string And(const std::string& more) { return absl::StrCat(kRuleEnds, more); }

TEST(RuleCheckTest, TheRulesOfTheseTestsAreGood) {
  EXPECT_THAT(FaultsOfSet(""), IsEmpty());
  EXPECT_THAT(FaultsOfRule(kRuleEnds), IsEmpty());
  EXPECT_THAT(FaultsOfMoment(R"(earliest_of { began: BEGAN_CARE })"), IsEmpty());
}

TEST(RuleCheckTest, NamesAreLowerCaseLettersDigitsAndHyphens) {
  EXPECT_THAT(FaultsOfSet("", std::string(64, 'a')), IsEmpty());
  for (const std::string& id : {std::string(), std::string(65, 'a'), std::string("-a"), std::string("a-"),
                                std::string("A"), std::string("a b"), std::string("a.b"), std::string("a_b")}) {
    EXPECT_THAT(FaultsOfSet("", id), ElementsAre(StartsWith("id \""))) << id;
  }
}

TEST(RuleCheckTest, ASetSaysWhatItIsAndSinceWhen) {
  EXPECT_THAT(FaultsOfFile("x.rules.textproto", ""),
              ElementsAre(HasSubstr("id"), HasSubstr("title"), HasSubstr("effective_from"), HasSubstr("version")));
  EXPECT_THAT(FaultsOfFile("x.rules.textproto", R"(id: "x" version: 1 title: "X" effective_from: "2026-02-30")"),
              ElementsAre(HasSubstr("effective_from \"2026-02-30\"")));
  EXPECT_THAT(FaultsOfSet(R"(effective_until: "2025-12-31")"), ElementsAre(HasSubstr("effective_until 2025-12-31")));
  EXPECT_THAT(FaultsOfSet(R"(effective_until: "2026-01-01")"), IsEmpty()) << "a law of one day";
}

TEST(RuleCheckTest, NoTwoRulesOrMomentsHaveOneName) {
  const std::string rule = absl::StrCat(
      R"(rule { name: "r" title: "R" citation: "c" verification: VERIFICATION_VERIFIED per: PER_CHILD
         earliest_of { began: BEGAN_CARE } )",
      kRuleEnds, "} ");
  const std::string moment = R"(moment { name: "r" title: "R" citation: "c" verification: VERIFICATION_VERIFIED
                                         per: PER_CHILD earliest_of { began: BEGAN_CARE } } )";

  EXPECT_THAT(FaultsOfSet(rule + moment), IsEmpty()) << "a rule and a moment may";
  EXPECT_THAT(FaultsOfSet(rule + rule), ElementsAre("rule r appears twice"));
  EXPECT_THAT(FaultsOfSet(moment + moment), ElementsAre("moment r appears twice"));
}

TEST(RuleCheckTest, ARuleBeginsInExactlyOneWay) {
  constexpr char kTwoWays[] = R"( each { event_type: "order_made" } latest_of { began: BEGAN_CARE })";
  EXPECT_THAT(FaultsOfRule(kRuleEnds, ""), ElementsAre(HasSubstr("exactly one of earliest_of")));
  EXPECT_THAT(FaultsOfRule(kRuleEnds, kTwoWays), ElementsAre(HasSubstr("exactly one of earliest_of")));
  EXPECT_THAT(FaultsOfRule(kRuleEnds, " latest_of { began: BEGAN_CARE }"), IsEmpty());
  EXPECT_THAT(FaultsOfRule(kRuleEnds, " each { event_type: \"order_made\" }"), IsEmpty());
}

TEST(RuleCheckTest, AStartIsAnEntryAMomentOrABeginning) {
  EXPECT_THAT(FaultsOfRule(kRuleEnds, " earliest_of { }"), ElementsAre(HasSubstr("one of entry, moment, and began")));
  EXPECT_THAT(FaultsOfRule(kRuleEnds, " earliest_of { moment: \"entered\" }"), ElementsAre(HasSubstr("\"entered\"")));
  EXPECT_THAT(FaultsOfRule(kRuleEnds, " earliest_of { began: BEGAN_UNSPECIFIED }"), ElementsAre(HasSubstr("began")));
  EXPECT_THAT(FaultsOfRule(kRuleEnds, " earliest_of { began: BEGAN_EXIT }"),
              ElementsAre(HasSubstr("PER_CARE_EPISODE")));
  EXPECT_THAT(FaultsOfRule(kRuleEnds, " earliest_of { began: BEGAN_EXIT }", "PER_CARE_EPISODE"), IsEmpty());
  EXPECT_THAT(FaultsOfRule(kRuleEnds, " earliest_of { began: BEGAN_LIFE }", "PER_CASE"),
              ElementsAre(HasSubstr("PER_CASE")));
}

TEST(RuleCheckTest, OffsetsHaveLimits) {
  const std::vector<std::pair<std::string, int>> limits = {
      {"years", 100}, {"months", 1200}, {"days", 36600}, {"working_days", 2600}, {"hours", 87600}};
  for (const auto& [field, limit] : limits) {
    const auto of = [&](int given) {
      return FaultsOfRule(absl::StrCat("due { ", field, ": ", given, " } met_by { event_type: \"hearing_held\" }"));
    };
    EXPECT_THAT(of(limit), IsEmpty()) << field;
    EXPECT_THAT(of(limit + 1), ElementsAre(absl::StrCat(field, " ", limit + 1, ": the limit is ", limit)));
    if (field == "hours") continue;
    EXPECT_THAT(of(-limit), IsEmpty()) << field;
    EXPECT_THAT(of(-limit - 1), ElementsAre(StartsWith(absl::StrCat(field, " -")))) << field;
  }
}

TEST(RuleCheckTest, SomethingMustMeetARule) {
  EXPECT_THAT(FaultsOfRule("due { days: 30 }"), ElementsAre(HasSubstr("nothing meets this rule")));
  EXPECT_THAT(FaultsOfRule("due { days: 30 } ended_by { event_type: \"case_closed\" }"), IsEmpty());
  EXPECT_THAT(FaultsOfRule("due { days: 30 } met_by_recording: true"), ElementsAre(StartsWith("met_by_recording")));
  EXPECT_THAT(FaultsOfRule("due { days: 30 } met_by_recording: true", " each { event_type: \"order_made\" }"),
              IsEmpty());
}

TEST(RuleCheckTest, ARepetitionIsOfOneKind) {
  constexpr char kMet[] = R"(met_by { event_type: "hearing_held" } )";
  const auto repeat = [&](const std::string& how, const std::string& per = "PER_CHILD") {
    return FaultsOfRule(absl::StrCat(kMet, how), R"( earliest_of { began: BEGAN_CARE })", per);
  };
  EXPECT_THAT(repeat("repeat { }"), ElementsAre(HasSubstr("grid, rolling, and calendar_month")));
  EXPECT_THAT(repeat("repeat { grid { days: 7 } }"), IsEmpty());
  EXPECT_THAT(repeat("repeat { grid { days: 6 } }"), ElementsAre(HasSubstr("at least 7 days")));
  EXPECT_THAT(repeat("repeat { grid { months: 1 } } window_days: 27"), IsEmpty());
  EXPECT_THAT(repeat("repeat { grid { months: 1 } } window_days: 28"), ElementsAre(HasSubstr("would overlap")));
  EXPECT_THAT(repeat("repeat { grid { months: 6 } } due { months: 6 }"), IsEmpty());
  EXPECT_THAT(repeat("repeat { rolling { days: 1 } }"), IsEmpty());
  EXPECT_THAT(repeat("repeat { rolling { hours: 23 } }"), ElementsAre(HasSubstr("at least 1 day")));
  EXPECT_THAT(repeat("repeat { rolling { months: 6 } } late_is_missed: true"),
              ElementsAre(StartsWith("late_is_missed")));
  EXPECT_THAT(repeat("repeat { grid { days: 90 } } not_later_than { began: BEGAN_CARE }"),
              ElementsAre(StartsWith("not_later_than")));
  EXPECT_THAT(repeat("repeat { rolling { months: 6 } } restarted_by { event_type: \"order_made\" }"),
              ElementsAre(StartsWith("restarted_by")));
}

TEST(RuleCheckTest, ACalendarMonthHasItsOwnDays) {
  const auto month = [](const std::string& more, const std::string& per = "PER_CARE_EPISODE") {
    return FaultsOfRule(absl::StrCat(R"(met_by { event_type: "contact_made" } repeat { calendar_month: true } )", more),
                        R"( earliest_of { began: BEGAN_CARE })", per);
  };
  EXPECT_THAT(month(""), IsEmpty());
  EXPECT_THAT(month("", "PER_CHILD"), ElementsAre(HasSubstr("PER_CARE_EPISODE")));
  for (const char* more :
       {"due { days: 1 }", "window_days: 1", "roll: ROLL_TO_A_WORKING_DAY", "stops_in: CARE_KIND_RUNAWAY"}) {
    EXPECT_THAT(month(more), ElementsAre(StartsWith("calendar_month"))) << more;
  }
  EXPECT_THAT(FaultsOfRule(R"(met_by { event_type: "contact_made" } repeat { calendar_month: false })",
                           R"( earliest_of { began: BEGAN_CARE })", "PER_CARE_EPISODE"),
              ElementsAre(StartsWith("calendar_month")));
}

TEST(RuleCheckTest, ACountIsOfMonthsInCareOfAChild) {
  const auto count = [](const std::string& fields, const std::string& more = "", const std::string& per = "PER_CHILD") {
    return FaultsOfRule(absl::StrCat(R"(met_by { event_type: "filed_with_court" } )", more),
                        absl::StrCat(" count { ", fields, " }"), per);
  };
  EXPECT_THAT(count("months: 15 of_latest_months: 22"), IsEmpty());
  EXPECT_THAT(count("months: 15 of_latest_months: 15"), IsEmpty());
  EXPECT_THAT(count("months: 15 of_latest_months: 14"), ElementsAre(StartsWith("of_latest_months 14")));
  EXPECT_THAT(count("months: 1200"), IsEmpty());
  EXPECT_THAT(count("months: 1201"), ElementsAre(StartsWith("months 1201")));
  EXPECT_THAT(count("of_latest_months: 22"), ElementsAre(StartsWith("months 0")));
  EXPECT_THAT(count("months: 12 of_latest_months: 1201"), ElementsAre(StartsWith("of_latest_months 1201")));
  EXPECT_THAT(count("months: 12", "", "PER_CASE"), ElementsAre(HasSubstr("PER_CHILD")));
  EXPECT_THAT(count("months: 12", "repeat { grid { days: 90 } }"), ElementsAre(StartsWith("repeat")));
  EXPECT_THAT(count("months: 12", "stops_in: CARE_KIND_RUNAWAY"), ElementsAre(StartsWith("count")));
  EXPECT_THAT(count("months: 12 leaves_out: CARE_KIND_UNSPECIFIED"), ElementsAre(StartsWith("leaves_out")));
  EXPECT_THAT(count("months: 12 placement: \"FOSTER_HOME\""), IsEmpty());
  EXPECT_THAT(count("months: 12 placement: \"FOSTERHOME\""), ElementsAre(StartsWith("placement \"FOSTERHOME\"")));
}

TEST(RuleCheckTest, ExtensionsHaveALengthAndANumber) {
  const auto extended = [](const std::string& fields, const std::string& more = "due { days: 30 }") {
    return FaultsOfRule(
        absl::StrCat(R"(met_by { event_type: "hearing_held" } extended_by { entry { event_type: "order_made" } )",
                     fields, " } ", more));
  };
  EXPECT_THAT(extended("by { months: 6 } at_most: 100"), IsEmpty());
  EXPECT_THAT(extended("by { months: 6 } at_most: 101"), ElementsAre(StartsWith("at_most 101")));
  EXPECT_THAT(extended("by { months: 6 }"), ElementsAre(StartsWith("at_most")));
  EXPECT_THAT(extended("at_most: 1"), ElementsAre(StartsWith("by:")));
  EXPECT_THAT(extended("by { months: 6 } at_most: 1", "repeat { grid { days: 90 } }"),
              ElementsAre(StartsWith("extended_by")));
}

TEST(RuleCheckTest, ExceptionsAndConditionsSayWhatTheyAre) {
  EXPECT_THAT(FaultsOfRule(And(R"(exception { title: "E" entry { event_type: "order_made" } until: "ends_on" })")),
              IsEmpty());
  EXPECT_THAT(FaultsOfRule(And(R"(exception { entry { event_type: "order_made" } })")),
              ElementsAre("title is missing"));
  EXPECT_THAT(FaultsOfRule(And(R"(exception { title: "E" entry { event_type: "order_made" } until: "kind" })")),
              ElementsAre(HasSubstr("not a day")));
  EXPECT_THAT(FaultsOfRule(And(R"(exception { title: "E" entry { event_type: "order_made" } needs: "nothing" })")),
              ElementsAre(StartsWith("needs \"nothing\"")));
  EXPECT_THAT(FaultsOfRule(And("only_if { }")), ElementsAre(StartsWith("only_if")));
  EXPECT_THAT(FaultsOfRule(And("only_if { ever: true }")), ElementsAre(StartsWith("ever")));
  EXPECT_THAT(FaultsOfRule(And("only_if { age_from: 14 age_under: 14 }")), ElementsAre(StartsWith("age_under")));
  EXPECT_THAT(FaultsOfRule(And("only_if { age_from: 14 age_under: 15 }")), IsEmpty());
  EXPECT_THAT(FaultsOfRule(And("stops_in: CARE_KIND_RUNAWAY"), " earliest_of { began: BEGAN_CASE }", "PER_CASE"),
              Contains(StartsWith("stops_in")));
}

TEST(RuleCheckTest, ASelectorFitsItsEvent) {
  const auto selector = [](const std::string& text) {
    return FaultsOfRule(absl::StrCat("due { days: 30 } met_by { ", text, " }"),
                        R"( each { event_type: "notice_sent" })");
  };
  EXPECT_THAT(selector(R"(event_type: "claim")"), ElementsAre(StartsWith("event_type \"claim\"")));
  EXPECT_THAT(selector(R"(event_type: "hearing_set" day: "held_on" time: "held_at")"), IsEmpty());
  EXPECT_THAT(selector(R"(event_type: "hearing_set" day: "held_at")"), ElementsAre(HasSubstr("not a day")));
  EXPECT_THAT(selector(R"(event_type: "hearing_set" time: "held_on")"), ElementsAre(HasSubstr("not a time of day")));
  EXPECT_THAT(selector(R"(event_type: "hearing_set" child: "child_id")"), IsEmpty());
  EXPECT_THAT(selector(R"(event_type: "hearing_set" child: "kind")"), ElementsAre(HasSubstr("does not name anyone")));
  EXPECT_THAT(selector(R"(event_type: "hearing_set" panel { members_min: 3 })"), ElementsAre(StartsWith("panel")));
  EXPECT_THAT(selector(R"(event_type: "review_held" panel { members_min: 3 })"), IsEmpty());
  EXPECT_THAT(selector(R"(event_type: "notice_received" same: "notice_id")"), IsEmpty());
  EXPECT_THAT(selector(R"(event_type: "notice_received" same: "by_id = to_ids")"), IsEmpty());
  EXPECT_THAT(selector(R"(event_type: "notice_received" same: "by_id = nothing")"), ElementsAre(HasSubstr("nothing")));
  EXPECT_THAT(selector(R"(event_type: "notice_received" within { days: 99999 })"),
              ElementsAre(StartsWith("days 99999")));
  EXPECT_THAT(selector(R"(event_type: "hearing_set" undone_by: "hearing_vacated")"),
              ElementsAre(HasSubstr("requires last_with")));
  EXPECT_THAT(selector(R"(event_type: "hearing_set" last_with: "hearing_id" undone_by: "hearing_gone")"),
              ElementsAre(StartsWith("undone_by \"hearing_gone\"")));
  EXPECT_THAT(selector(R"(event_type: "hearing_set" last_with: "kind" undone_by: "hearing_vacated")"),
              ElementsAre(StartsWith("undone_by \"kind\"")));
}

TEST(RuleCheckTest, AConditionOnAFieldCanHold) {
  const auto where = [](const std::string& text) {
    return FaultsOfRule(absl::StrCat("due { days: 30 } met_by { event_type: \"hearing_held\" where { ", text, " } }"));
  };
  EXPECT_THAT(where(R"(field: "kind")"), ElementsAre(HasSubstr("expected a condition")));
  EXPECT_THAT(where(R"(field: "kind" present: true absent: true)"), ElementsAre(StartsWith("absent")));
  EXPECT_THAT(where(R"(field: "has_permanency_hearing_form" present: true)"), ElementsAre(HasSubstr("always present")));
  EXPECT_THAT(where(R"(field: "has_permanency_hearing_form" any_of: "true")"), IsEmpty());
  EXPECT_THAT(where(R"(field: "has_permanency_hearing_form" any_of: "yes")"), ElementsAre(HasSubstr("true or false")));
  EXPECT_THAT(where(R"(field: "kind" none_of: "REVUE")"), ElementsAre(StartsWith("none_of \"REVUE\"")));
  EXPECT_THAT(where(R"(field: "kind" any_of: "UNSPECIFIED")"), ElementsAre(StartsWith("any_of \"UNSPECIFIED\"")));
  EXPECT_THAT(where(R"(field: "present_ids" parent: true)"), IsEmpty());
  EXPECT_THAT(where(R"(field: "court_number" parent: true)"), ElementsAre(StartsWith("parent")));
}

TEST(RuleCheckTest, AMomentBeginsInOneWayAndHasALengthOnlyForAStay) {
  EXPECT_THAT(FaultsOfMoment(""), ElementsAre(HasSubstr("either earliest_of or latest_of")));
  EXPECT_THAT(FaultsOfMoment("earliest_of { began: BEGAN_CARE } latest_of { began: BEGAN_CARE }"),
              ElementsAre(HasSubstr("either earliest_of or latest_of")));
  EXPECT_THAT(FaultsOfMoment("earliest_of { began: BEGAN_CARE } stay_hours_min: 24"),
              ElementsAre(StartsWith("stay_hours_min")));
  EXPECT_THAT(FaultsOfMoment("earliest_of { began: BEGAN_CARE } stay_hours_min: 87600", "PER_CARE_EPISODE"), IsEmpty());
  EXPECT_THAT(FaultsOfMoment("earliest_of { began: BEGAN_CARE } stay_hours_min: 87601", "PER_CARE_EPISODE"),
              ElementsAre(StartsWith("stay_hours_min 87601")));
  EXPECT_THAT(FaultsOfMoment("earliest_of { began: BEGAN_CARE }", "PER_UNSPECIFIED"), ElementsAre("per is missing"));
}

TEST(RuleCheckTest, ChoicesNameKindsThatExist) {
  const auto choices = [](const std::string& text) { return FaultsOfSet(absl::StrCat("choices { ", text, " }")); };
  EXPECT_THAT(choices(R"(outside_absence: "DETENTION" runaway_absence: "ABSENCE_KIND_RUNAWAY")"), IsEmpty());
  EXPECT_THAT(choices(R"(outside_absence: "PRISON")"), ElementsAre(StartsWith("outside_absence \"PRISON\"")));
  EXPECT_THAT(choices(R"(outside_placement: "DETENTION")"), ElementsAre(StartsWith("outside_placement")));
  EXPECT_THAT(choices(R"(outside_absence: "RUNAWAY" runaway_absence: "RUNAWAY")"),
              ElementsAre(HasSubstr("is also an outside_absence")));
  EXPECT_THAT(choices(R"(trial_home_visit_extended_by { event_type: "order_made" day: "kind" })"),
              ElementsAre(HasSubstr("not a day")));
}

TEST(RuleCheckTest, HolidaysAreInYearsThatExistAndNamed) {
  const auto holiday = [](const std::string& text) {
    return FaultsOfFile("x.calendar.textproto",
                        absl::StrCat("id: \"x\" version: 1 title: \"X\" holiday { ", text, " }"));
  };
  EXPECT_THAT(holiday(R"(name: "H" once: "2026-01-02")"), IsEmpty());
  EXPECT_THAT(holiday(R"(once: "2026-01-02")"), ElementsAre("name is missing"));
  EXPECT_THAT(holiday(R"(name: "H" from_year: 1899 once: "2026-01-02")"), ElementsAre(StartsWith("from_year 1899")));
  EXPECT_THAT(holiday(R"(name: "H" until_year: 10000 once: "2026-01-02")"), ElementsAre(StartsWith("until_year")));
  EXPECT_THAT(holiday(R"(name: "H" from_year: 2021 until_year: 2020 once: "2026-01-02")"),
              ElementsAre(StartsWith("until_year")));
  for (const int nth : {-4, -1, 1, 4}) {
    EXPECT_THAT(holiday(absl::StrCat(R"(name: "H" nth { month: 5 weekday: "MONDAY" nth: )", nth, " }")), IsEmpty());
  }
  for (const int nth : {-5, 0, 5}) {
    EXPECT_THAT(holiday(absl::StrCat(R"(name: "H" nth { month: 5 weekday: "MONDAY" nth: )", nth, " }")),
                ElementsAre(StartsWith("nth: nth")));
  }
  EXPECT_THAT(holiday(R"(name: "H" on { month: 4 day: 31 })"), ElementsAre("on: month 4 has no day 31"));
  EXPECT_THAT(holiday(R"(name: "H" on { month: 0 day: 1 })"), ElementsAre(StartsWith("on: month 0")));
}

TEST(RuleFileLimitsTest, AFileHasASizeAndASuffix) {
  EXPECT_THAT(FaultsOfFile("x.rules.textproto", std::string(kRuleFileBytesMax + 1, ' ')),
              ElementsAre(HasSubstr(absl::StrCat(kRuleFileBytesMax))));
  EXPECT_THAT(FaultsOfFile("x.rules.textproto", std::string(kRuleFileBytesMax, ' ')), Contains(HasSubstr("id")));
  EXPECT_THAT(FaultsOfFile("x.textproto", ""), ElementsAre(HasSubstr(".rules.textproto")));
  const RuleFile nul = ReadRuleFile("x.rules.textproto", absl::string_view("id: \"a\"\n\0", 9));
  ASSERT_EQ(nul.faults.size(), 1U);
  EXPECT_EQ(nul.faults[0].line, 2);
  EXPECT_FALSE(nul.set.has_value());
}

TEST(RuleFileLimitsTest, AFaultWithoutAPlaceHasNoLine) {
  EXPECT_EQ(FaultText({.file = "x", .says = "y"}), "x: y");
  EXPECT_EQ(FaultText({.file = "x", .line = 3, .column = 7, .says = "y"}), "x:3:7: y");
}

TEST(CheckTogetherTest, FilesWithOneIdAndCalendarsThatNobodyHas) {
  const auto set = [](const std::string& name, const std::string& id, const std::string& more = "") {
    return ReadRuleFile(
        name + ".rules.textproto",
        absl::StrCat("id: \"", id, "\" version: 1 title: \"T\" effective_from: \"2026-01-01\"\n", more));
  };
  const auto together = [](const std::vector<RuleFile>& files) {
    std::vector<std::string> faults;
    for (const RuleFault& fault : CheckTogether(files)) faults.push_back(FaultText(fault));
    return faults;
  };
  const RuleFile calendar = ReadRuleFile("a.calendar.textproto", "id: \"a\" version: 1 title: \"A\"");

  EXPECT_THAT(together({}), IsEmpty());
  EXPECT_THAT(together({set("a", "a"), calendar}), IsEmpty()) << "rules and a calendar may have one id";
  EXPECT_THAT(together({set("a", "a"), set("b", "a")}), ElementsAre(HasSubstr("b.rules.textproto:1:1: rules a")));
  EXPECT_THAT(together({calendar, calendar}), ElementsAre(HasSubstr("calendar a")));
  EXPECT_THAT(together({set("a", "a", "calendar: \"a\"")}),
              ElementsAre(HasSubstr("a.rules.textproto:2:1: calendar a: no file contains it")));
  EXPECT_THAT(together({calendar, set("a", "a", "calendar: \"a\"")}), IsEmpty());
  EXPECT_THAT(together({ReadRuleFile("x.rules.textproto", "no rules")}), IsEmpty()) << "its own faults are known";
}

}  // namespace
}  // namespace casejournal::projections
