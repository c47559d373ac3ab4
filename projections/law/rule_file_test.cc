// Faults in a rule file are reported with their line, and no file with a fault is accepted.
#include "projections/law/rule_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_replace.h"
#include "tests/support/docket_case.h"

namespace casejournal::projections {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kGood[] = R"(id: "us-xx"
version: 1
title: "State of XX"
effective_from: "2026-01-01"
rule {
  name: "review"
  title: "Review"
  citation: "XX Code 1"
  verification: VERIFICATION_UNVERIFIED
  per: PER_CHILD
  earliest_of { entry { event_type: "complaint_filed" } }
  repeat { grid { days: 90 } }
  met_by {
    event_type: "review_held"
    where { field: "kind" any_of: "CASE_REVIEW" }
  }
}
)";

// The faults of the good file with one part replaced.
std::vector<std::string> Faults(absl::string_view piece, absl::string_view by) {
  EXPECT_THAT(kGood, HasSubstr(std::string(piece)));
  const RuleFile file = ReadRuleFile("us-xx.rules.textproto", absl::StrReplaceAll(kGood, {{piece, by}}));
  std::vector<std::string> faults;
  for (const RuleFault& fault : file.faults) faults.push_back(FaultText(fault));
  return faults;
}

TEST(RuleFileTest, TheShippedFilesAreGood) {
  std::vector<RuleFile> files;
  for (const char* name : {"us-oh.calendar.textproto", "us-federal.rules.textproto", "us-oh.rules.textproto"}) {
    files.push_back(casejournal::testing::ShippedFile(name));
    for (const RuleFault& fault : files.back().faults) ADD_FAILURE() << FaultText(fault);
  }
  for (const RuleFault& fault : CheckTogether(files)) ADD_FAILURE() << FaultText(fault);
}

TEST(RuleFileTest, AGoodFileHasNoFault) { EXPECT_THAT(Faults("version: 1", "version: 2"), IsEmpty()); }

TEST(RuleFileTest, WhatIsNoTextIsSaidWithItsPlace) {
  EXPECT_THAT(Faults("per: PER_CHILD", "per PER_CHILD"), ElementsAre(HasSubstr("us-xx.rules.textproto:10:")));
  EXPECT_THAT(Faults("met_by", "met_bye"), ElementsAre(HasSubstr("met_bye")));
  EXPECT_THAT(Faults("title: \"Review\"", "title: \"\xff\""),
              ElementsAre("us-xx.rules.textproto:7:1: the line is not UTF-8 text"));
}

TEST(RuleFileTest, AnEventAFieldAndAValueThatThereAreNot) {
  EXPECT_THAT(Faults("\"review_held\"", "\"review_hold\""),
              ElementsAre(HasSubstr(":14:5: event_type \"review_hold\"")));
  EXPECT_THAT(Faults("field: \"kind\"", "field: \"sort\""), ElementsAre(HasSubstr(":15:13: field \"sort\"")));
  EXPECT_THAT(Faults("\"CASE_REVIEW\"", "\"CASE_REVEIW\""),
              ElementsAre(HasSubstr(":15:27: any_of \"CASE_REVEIW\": MeetingKind has CASE_REVIEW")));
}

TEST(RuleFileTest, WhatIsMissing) {
  EXPECT_THAT(Faults("  verification: VERIFICATION_UNVERIFIED\n", ""),
              ElementsAre(HasSubstr("verification: expected verified or unverified")));
  EXPECT_THAT(Faults("  citation: \"XX Code 1\"\n", ""), ElementsAre(HasSubstr("citation is missing")));
  EXPECT_THAT(Faults("  repeat { grid { days: 90 } }\n", ""), ElementsAre(HasSubstr("due is missing")));
  EXPECT_THAT(Faults("  earliest_of { entry { event_type: \"complaint_filed\" } }\n", ""),
              ElementsAre(HasSubstr("expected exactly one of earliest_of")));
}

TEST(RuleFileTest, WhatContradictsItself) {
  EXPECT_THAT(Faults("version: 1\n", "version: 1\neffective_until: \"2025-01-01\"\n"),
              ElementsAre(HasSubstr("is before effective_from")));
  EXPECT_THAT(Faults("  per: PER_CHILD\n", "  per: PER_CHILD\n  window_days: 90\n"),
              ElementsAre(HasSubstr("would overlap")));
  EXPECT_THAT(Faults("  per: PER_CHILD\n", "  per: PER_CHILD\n  due { days: 30 }\n"),
              ElementsAre(HasSubstr("but the grid is 90 days")));
  EXPECT_THAT(Faults("grid { days: 90 }", "grid { days: 1 }"), ElementsAre(HasSubstr("expected at least 7 days")));
  EXPECT_THAT(Faults("  per: PER_CHILD\n", "  per: PER_CHILD\n  stops_in: CARE_KIND_FOSTER_CARE\n"),
              ElementsAre(HasSubstr("would never run")));
  EXPECT_THAT(Faults("  per: PER_CHILD\n", "  per: PER_CHILD\n  count { months: 15 of_latest_months: 12 }\n"),
              Not(IsEmpty()));
  EXPECT_THAT(Faults("days: 90", "days: 99999999"), Not(IsEmpty()));
  EXPECT_THAT(Faults("grid { days: 90 }", "grid { years: 93 months: -1200 }"), Not(IsEmpty())) << "it goes back";
  EXPECT_THAT(Faults("grid { days: 90 }", "grid { working_days: 10 }"),
              ElementsAre(HasSubstr("working days are not allowed")));
  EXPECT_THAT(Faults("  per: PER_CHILD\n", "  per: PER_CHILD\n  met_before_days: 4294967295\n"),
              ElementsAre(HasSubstr("met_before_days")));
  EXPECT_THAT(Faults("version: 1\n", "version: 1\nchoices { trial_home_visit_limit { days: -400 } }\n"),
              ElementsAre(HasSubstr("at least 1 day")));
  EXPECT_THAT(Faults("event_type: \"complaint_filed\"", "event_type: \"complaint_filed\" same: \"child_id\""),
              ElementsAre(HasSubstr("no clock has begun yet")));
  EXPECT_THAT(
      Faults("field: \"kind\"",
             "field: \"hearing_id.hearing_id.hearing_id.hearing_id.hearing_id.hearing_id.hearing_id.hearing_id.kind\""),
      Not(IsEmpty()));
}

TEST(RuleFileTest, MomentsThatBeginFromEachOtherOrThatNobodyHas) {
  const std::string circle = absl::StrCat(kGood, R"(
moment { name: "a" title: "A" citation: "c" verification: VERIFICATION_UNVERIFIED per: PER_CHILD earliest_of { moment: "us-xx.b" } }
moment { name: "b" title: "B" citation: "c" verification: VERIFICATION_UNVERIFIED per: PER_CHILD earliest_of { moment: "us-xx.a" } }
moment { name: "d" title: "D" citation: "c" verification: VERIFICATION_UNVERIFIED per: PER_CHILD earliest_of { moment: "us-yy.d" } }
)");
  const RuleFile file = ReadRuleFile("us-xx.rules.textproto", circle);
  EXPECT_THAT(file.faults, IsEmpty());
  std::vector<std::string> says;
  for (const RuleFault& fault : CheckTogether({file})) says.push_back(FaultText(fault));
  EXPECT_THAT(says, ElementsAre(HasSubstr("moment a depends on itself through other moments"), HasSubstr("moment b"),
                                HasSubstr("us-yy.d: no file contains it")));
}

TEST(RuleFileTest, ADayThatAnEntryNamesIsADayFieldOfIt) {
  constexpr char kOnce[] = "  due { days: 90 }\n  named_by { entry { event_type: \"order_made\" } ";
  const auto faults = [&](absl::string_view day) {
    return Faults("  repeat { grid { days: 90 } }\n", absl::StrCat(kOnce, day, " }\n"));
  };
  EXPECT_THAT(faults("day: \"ends_on\""), IsEmpty());
  EXPECT_THAT(faults("day: \"to\""), ElementsAre(HasSubstr("the field is not a day")));
  EXPECT_THAT(faults(""), ElementsAre(HasSubstr("day is missing")));
  EXPECT_THAT(Faults("  per: PER_CHILD\n",
                     "  per: PER_CHILD\n  named_by { entry { event_type: \"order_made\" } day: \"ends_on\" }\n"),
              ElementsAre(HasSubstr("repeat and count are not allowed")));
}

TEST(RuleFileTest, AListOfClosuresHasNothingElseAndLeavesDaysOpen) {
  const auto faults = [](absl::string_view more) {
    const RuleFile file =
        ReadRuleFile("clerk.calendar.textproto", absl::StrCat("id: \"clerk\" version: 1 title: \"C\" ", more));
    std::vector<std::string> says;
    for (const RuleFault& fault : file.faults) says.push_back(fault.says);
    return says;
  };
  constexpr char kList[] = "adds_to: \"us-xx\" court: \"XX County\" ";
  EXPECT_THAT(
      faults(absl::StrCat(
          kList, "closed { why: \"snow\" first_day: \"2026-01-26\" } closed { why: \"s\" weekday: \"SATURDAY\" }")),
      IsEmpty());
  EXPECT_THAT(faults("adds_to: \"us-xx\""), ElementsAre("court is missing"));
  EXPECT_THAT(faults(absl::StrCat(kList, "weekend: \"SUNDAY\"")),
              ElementsAre(HasSubstr("its calendar has the weekend")));
  EXPECT_THAT(faults(absl::StrCat(kList, "closed { why: \"snow\" }")),
              ElementsAre(HasSubstr("expected a day, or a weekday")));
  EXPECT_THAT(faults(absl::StrCat(kList, "closed { first_day: \"2026-01-26\" }")), ElementsAre("why is missing"));
  EXPECT_THAT(faults(absl::StrCat(kList, "closed { why: \"s\" first_day: \"2026-01-26\" last_day: \"2026-01-25\" }")),
              ElementsAre(HasSubstr("is before first_day")));
  EXPECT_THAT(faults(absl::StrCat(kList, "closed { why: \"s\" first_day: \"2026-01-01\" last_day: \"2026-04-10\" }")),
              IsEmpty())
      << "100 days";
  EXPECT_THAT(faults(absl::StrCat(kList, "closed { why: \"s\" first_day: \"2026-01-01\" last_day: \"2026-04-11\" }")),
              ElementsAre(HasSubstr("101 days in a row")));
  EXPECT_THAT(faults("closed { why: \"snow\" first_day: \"2026-01-26\" }"),
              ElementsAre(HasSubstr("a list of their own")));
  std::string weekdays = kList;
  for (const char* day : {"MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY"})
    absl::StrAppend(&weekdays, " closed { why: \"s\" weekday: \"", day, "\" }");
  EXPECT_THAT(faults(weekdays), ElementsAre(HasSubstr("4 weekdays")));
}

TEST(RuleFileTest, ACalendarHasOneListOfClosuresAtMost) {
  const auto list = [](absl::string_view id, absl::string_view calendar) {
    return ReadRuleFile(
        absl::StrCat(id, ".calendar.textproto"),
        absl::StrCat("id: \"", id, "\" version: 1 title: \"C\" court: \"C\" adds_to: \"", calendar, "\""));
  };
  const auto says = [](const std::vector<RuleFile>& files) {
    std::vector<std::string> faults;
    for (const RuleFault& fault : CheckTogether(files)) faults.push_back(FaultText(fault));
    return faults;
  };
  const RuleFile calendar = ReadRuleFile("us-xx.calendar.textproto", "id: \"us-xx\" version: 1 title: \"XX\"");
  EXPECT_THAT(says({calendar, list("a", "us-xx")}), IsEmpty());
  EXPECT_THAT(says({calendar, list("a", "us-xx"), list("b", "us-xx")}),
              ElementsAre(HasSubstr("b.calendar.textproto:1:1: adds_to us-xx: a already adds to it")));
  EXPECT_THAT(says({calendar, list("a", "us-yy")}),
              ElementsAre(HasSubstr("adds_to us-yy: no file contains this calendar")));
}

TEST(RuleFileTest, ACalendarHasDaysThatThereAre) {
  const auto faults = [](absl::string_view holiday) {
    const RuleFile file =
        ReadRuleFile("us-xx.calendar.textproto",
                     absl::StrCat("id: \"us-xx\" version: 1 title: \"XX\" holiday { name: \"H\" ", holiday, " }"));
    std::vector<std::string> says;
    for (const RuleFault& fault : file.faults) says.push_back(fault.says);
    return says;
  };
  EXPECT_THAT(faults("on { month: 2 day: 29 }"), IsEmpty());
  EXPECT_THAT(faults("on { month: 2 day: 30 }"), ElementsAre("on: month 2 has no day 30"));
  EXPECT_THAT(faults("nth { month: 13 weekday: \"MONDAY\" nth: 1 }"), ElementsAre(HasSubstr("month 13")));
  EXPECT_THAT(faults("nth { month: 5 weekday: \"MOONDAY\" nth: -1 }"), ElementsAre(HasSubstr("MOONDAY")));
  EXPECT_THAT(faults("once: \"2026-02-30\""), Not(IsEmpty()));
  EXPECT_THAT(faults(""), Not(IsEmpty()));
  EXPECT_THAT(faults("once: \"2026-01-02\" } weekend: \"MONDAY\" weekend: \"TUESDAY\" weekend: \"SATURDAY\" weekend: "
                     "\"SUNDAY\" holiday { name: \"I\" once: \"2026-01-03\""),
              ElementsAre(HasSubstr("weekend: 4 days")));
}

TEST(RuleFileTest, AThresholdHasAKnownNameAndANumber) {
  EXPECT_THAT(
      Faults("rule {", R"(threshold { name: "notice-days" value: 7 citation: "XX" verification: VERIFICATION_VERIFIED }
rule {)"),
      ElementsAre(HasSubstr("5:13: threshold \"notice-days\"; expected one of activity-average-months-min, ")));
  EXPECT_THAT(
      Faults("rule {", R"(threshold { name: "notice-days-min" citation: "XX" verification: VERIFICATION_VERIFIED }
rule {)"),
      ElementsAre(HasSubstr("value 0: expected 1 to 10000")));
  EXPECT_THAT(
      Faults("rule {",
             R"(threshold { name: "notice-days-min" value: 7 citation: "XX" verification: VERIFICATION_VERIFIED }
threshold { name: "notice-days-min" value: 9 citation: "XX" verification: VERIFICATION_VERIFIED }
rule {)"),
      ElementsAre(HasSubstr("threshold notice-days-min appears twice")));
}

}  // namespace
}  // namespace casejournal::projections
