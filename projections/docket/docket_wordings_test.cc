// Every sentence of a derivation, in English and as data.
#include "projections/docket/docket_wordings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "casejournal/event/v1/care_events.pb.h"
#include "google/protobuf/text_format.h"
#include "projections/docket/clock.h"
#include "projections/docket/docket_sentences.h"
#include "tests/support/docket_case.h"
#include "tests/support/docket_wordings.h"

namespace casejournal::projections {
namespace {

using casejournal::testing::DocketCase;
using casejournal::testing::kComplaint;
using casejournal::testing::kPlaced;
using casejournal::testing::kRemoved;
using ::testing::Contains;

const absl::CivilDay kJanuary(2026, 1, 5);
const absl::CivilDay kMarch(2026, 3, 6);

rules::v1::Offset Offset(const std::string& text) {
  rules::v1::Offset offset;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &offset)) << text;
  return offset;
}

// What sentences tell of: an entry that removes a child, a moment, and counts of months.
struct Told {
  event::v1::ChildRemoved body;
  Fact fact;
  rules::v1::Moment text;
  LawMoment moment;
  rules::v1::Count of_latest;
  rules::v1::Count one_month;
  Told() {
    fact.day = kJanuary;
    fact.body = &body;
    fact.what = "child removed";
    fact.position = 12;
    text.set_title("entered foster care");
    moment.text = &text;
    of_latest.set_months(15);
    of_latest.set_of_latest_months(22);
    one_month.set_months(1);
  }
};

// What every kind of sentence says, by the id of its wording.
struct Expected {
  Unsaid sentence;
  absl::string_view id;
  absl::string_view says;
};

std::vector<Expected> AllSentences(const Told& told) {
  const HoursAdded hours{
      .offset = Offset("hours: 24"), .from = kJanuary, .from_time = "15:30", .day = kJanuary + 1, .time = "01:30"};
  HoursAdded second = hours;
  second.is_second = true;
  HoursAdded across = hours;
  across.is_across = true;
  HoursAdded across_second = across;
  across_second.is_second = true;
  const LeftOut one_day{kJanuary, kJanuary + 1, 1, rules::v1::CARE_KIND_RUNAWAY};
  const LeftOut ten_days{kJanuary, kMarch, 10, rules::v1::CARE_KIND_TRIAL_HOME_VISIT};
  const Fact& fact = told.fact;
  return {
      {EntryOn(fact, kJanuary), "step.entry", "child removed on 2026-01-05"},
      {EntryOn(fact, kJanuary, kMarch), "step.entry", "child removed on 2026-01-05, for 2026-03-06"},
      {CareEndedOn(kMarch), "step.care-ended", "care ended on 2026-03-06"},
      {BornOn({kJanuary, kJanuary, &fact}), "step.born", "born on 2026-01-05"},
      {BornOn({kJanuary, kMarch, &fact}), "step.born.between",
       "born between 2026-01-05 and 2026-03-06: the first of these days is used"},
      {MomentOn(told.moment, kMarch), "step.moment", "entered foster care: 2026-03-06"},
      {FirstCountedOn(kMarch), "step.first-counted", "the first day that counts: 2026-03-06"},
      {AndAfter(Offset("days: 60"), kMarch), "step.and", "and 60 days: 2026-03-06"},
      {PlusFrom(Offset("months: 2 days: 1"), kJanuary, kMarch), "step.plus",
       "plus 2 months 1 day from 2026-01-05: 2026-03-06"},
      {PlusHours(hours), "step.plus-hours", "plus 24 hours from 2026-01-05 15:30: 2026-01-06 01:30"},
      {PlusHours(second), "step.plus-hours.second",
       "plus 24 hours from 2026-01-05 15:30: 2026-01-06 01:30 (the second of two)"},
      {PlusHours(across), "step.plus-hours.across",
       "plus 24 hours from 2026-01-05 15:30, across a clock change: 2026-01-06 01:30"},
      {PlusHours(across_second), "step.plus-hours.across-second",
       "plus 24 hours from 2026-01-05 15:30, across a clock change: 2026-01-06 01:30 (the second of two)"},
      {ExtendedBy(Offset("months: 6"), fact, kMarch), "step.extended",
       "extended by 6 months: child removed on 2026-03-06"},
      {NamedBy(fact, kMarch), "step.named", "child removed on 2026-01-05 names 2026-03-06"},
      {RestartedOn(kMarch), "step.restarted", "restarted on 2026-03-06"},
      {LastDoneOn(kMarch), "step.last-done", "last done on 2026-03-06"},
      {EndOfMonth(kMarch), "step.end-of-month", "the last day of the month: 2026-03-06"},
      {AddedUpOn(told.of_latest, false, kMarch), "step.added-up",
       "15 months of the latest 22 have added up on 2026-03-06"},
      {AddedUpOn(told.one_month, true, kMarch), "step.added-up.of-thirty",
       "1 months of 30 days have added up on 2026-03-06"},
      {NotCounted(one_day, std::nullopt), "step.not-counted",
       "1 day of runaway (2026-01-05 through 2026-01-05) do not count"},
      {NotCounted(ten_days, kMarch), "step.not-counted",
       "10 days of trial home visit (2026-01-05 through 2026-03-05) do not count: 2026-03-06"},
      {NoLaterThan(kMarch), "step.no-later", "no later than this: 2026-03-06"},
      {SetAgainOn(kJanuary, kMarch), "step.set-again",
       "before it was set again on 2026-01-05, it was due on 2026-03-06"},
      {RolledOff({kJanuary, kMarch, RolledDay::Off::kWeekday, "Sunday", "Sunday"}), "step.rolled.weekday",
       "2026-01-05 is a Sunday: 2026-03-06"},
      {RolledOff({kJanuary, kMarch, RolledDay::Off::kHoliday, "Juneteenth", "Juneteenth"}), "step.rolled.holiday",
       "2026-01-05 is Juneteenth: 2026-03-06"},
      {RolledOff({kJanuary, kMarch, RolledDay::Off::kObservedHoliday, "Juneteenth", "Juneteenth (observed)"}),
       "step.rolled.observed-holiday", "2026-01-05 is Juneteenth (observed): 2026-03-06"},
      {RolledOff({kJanuary, kMarch, RolledDay::Off::kClosure, "snow", "closed: snow"}), "step.rolled.closed",
       "2026-01-05 is a day on which the clerk's office is closed (snow): 2026-03-06"},
      {ClosuresConsidered("clerk v3"), "step.closures", "days on which the clerk's office is closed: clerk v3"},
      {ClosuresConsidered(""), "step.closures.none", "days on which the clerk's office is closed: none considered"},
      {BirthRangeCaution({kJanuary, kMarch, &fact}), "caution.birth-range",
       "The exact birth date is not known: it is between 2026-01-05 and 2026-03-06. The date is computed from the "
       "first of these days, so that it is not too late."},
      {TakenOverCaution(kMarch), "caution.taken-over",
       "Taken over: first written down on 2026-03-06, as its claim says."},
      {NoChildNamedCaution(fact), "caution.no-child-named",
       "Entry 12 names no child, and the children have their own court numbers, so it counts for every child."},
  };
}

TEST(DocketWordingsTest, IdsAreUniqueAndTextsAreWellFormed) {
  std::set<absl::string_view> ids;
  for (const WordingText& wording : DocketWordings()) {
    EXPECT_TRUE(ids.insert(wording.id).second) << wording.id << " appears twice";
    EXPECT_TRUE(absl::StartsWith(wording.id, "step.") || absl::StartsWith(wording.id, "caution.")) << wording.id;
    EXPECT_TRUE(std::all_of(wording.id.begin(), wording.id.end(), [](char c) {
      return absl::ascii_islower(c) || c == '-' || c == '.';
    })) << wording.id;
    EXPECT_TRUE(CheckWordingText(wording).ok()) << CheckWordingText(wording);
  }
}

// Who suffers: a family that reads a derivation in its own language, and is told another day than the English one.
TEST(DocketWordingsTest, EachSentenceSaysInEnglishWhatItsWordingSays) {
  const Told told;
  std::set<std::string> said;
  for (const Expected& expected : AllSentences(told)) {
    const Said now = expected.sentence();
    EXPECT_EQ(now.says, expected.says);
    EXPECT_EQ(now.wording.id(), expected.id) << now.says;
    casejournal::testing::ExpectWordingSays(now.wording, expected.says);
    said.insert(now.wording.id());
  }
  for (const WordingText& wording : DocketWordings()) {
    EXPECT_TRUE(said.contains(std::string(wording.id))) << wording.id << " is said by no sentence";
  }
}

TEST(DocketWordingsTest, APeriodSaysTheWordsOfItsRuleAndEachUnitAsANumber) {
  for (const char* text : {"years: 17 days: -90", "days: -90", "days: -1", "months: 1 working_days: 1 hours: 1",
                           "years: -1 months: -1 days: 2 working_days: -3 hours: 4"}) {
    const rules::v1::Offset offset = Offset(text);
    const Said said = AndAfter(offset, kMarch)();
    EXPECT_EQ(said.says, absl::StrCat("and ", OffsetWords(offset), ": 2026-03-06"));
    casejournal::testing::ExpectWordingSays(said.wording, said.says);
  }
  v1::Wording expected;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(R"pb(
                                                              id: "step.and"
                                                              parameters {
                                                                name: "years"
                                                                values { number: 17 }
                                                                words: "17 years"
                                                              }
                                                              parameters {
                                                                name: "days"
                                                                values { number: -90 }
                                                                words: "less 90 days"
                                                              }
                                                              parameters {
                                                                name: "day"
                                                                values { day: "2026-03-06" }
                                                              }
                                                            )pb",
                                                            &expected));
  EXPECT_EQ(AndAfter(Offset("years: 17 days: -90"), kMarch)().wording.DebugString(), expected.DebugString());
}

TEST(DocketWordingsTest, ParametersHaveTypes) {
  const Told told;
  const LeftOut left_out{kJanuary, kMarch, 10, rules::v1::CARE_KIND_TRIAL_HOME_VISIT};
  const auto wording = [](const std::string& text) {
    v1::Wording made;
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &made)) << text;
    return made.DebugString();
  };
  EXPECT_EQ(EntryOn(told.fact, kJanuary)().wording.DebugString(), wording(R"pb(
              id: "step.entry"
              parameters {
                name: "entry"
                values { code: "ChildRemoved" }
                words: "child removed"
              }
              parameters {
                name: "day"
                values { day: "2026-01-05" }
              }
            )pb"));
  EXPECT_EQ(NotCounted(left_out, kMarch)().wording.DebugString(), wording(R"pb(
              id: "step.not-counted"
              parameters {
                name: "days"
                values { number: 10 }
                words: "10 days"
              }
              parameters {
                name: "care"
                values { code: "CARE_KIND_TRIAL_HOME_VISIT" }
                words: "trial home visit"
              }
              parameters {
                name: "first"
                values { day: "2026-01-05" }
              }
              parameters {
                name: "last"
                values { day: "2026-03-05" }
              }
              parameters {
                name: "day"
                values { day: "2026-03-06" }
              }
            )pb"));
  EXPECT_EQ(RolledOff({kJanuary, kMarch, RolledDay::Off::kWeekday, "Sunday", "Sunday"})().wording.DebugString(),
            wording(R"pb(
              id: "step.rolled.weekday"
              parameters {
                name: "from"
                values { day: "2026-01-05" }
              }
              parameters {
                name: "weekday"
                values { code: "SUNDAY" }
                words: "Sunday"
              }
              parameters {
                name: "day"
                values { day: "2026-03-06" }
              }
            )pb"));
  EXPECT_EQ(
      PlusHours(
          {.offset = Offset("hours: 1"), .from = kJanuary, .from_time = "15:30", .day = kJanuary, .time = "16:30"})()
          .wording.DebugString(),
      wording(R"pb(
        id: "step.plus-hours"
        parameters {
          name: "hours"
          values { number: 1 }
          words: "1 hour"
        }
        parameters {
          name: "from"
          values { day: "2026-01-05" }
        }
        parameters {
          name: "from_time"
          values { time_of_day: "15:30" }
        }
        parameters {
          name: "day"
          values { day: "2026-01-05" }
        }
        parameters {
          name: "time"
          values { time_of_day: "16:30" }
        }
      )pb"));
}

// The fixture expects of every docket that its wordings say its sentences.
class WordingsOfADocketTest : public DocketCase {};

TEST_F(WordingsOfADocketTest, StepsOfMomentsAndItemsHaveWordings) {
  Tell("2026-01-05", kComplaint);
  Tell("2026-01-05", kRemoved);
  Tell("2026-01-05", kPlaced);
  const Docket docket = DocketOn("2026-09-01");

  std::set<std::string> ids;
  for (const v1::DocketItem& item : docket.items) {
    for (const v1::DerivationStep& step : item.steps()) ids.insert(step.wording().id());
  }
  EXPECT_THAT(ids, ::testing::IsSupersetOf({"step.entry", "step.plus", "step.moment", "step.closures.none"}));
  std::set<std::string> of_moments;
  for (const v1::DocketMoment& moment : docket.moments) {
    for (const v1::DerivationStep& step : moment.steps()) of_moments.insert(step.wording().id());
  }
  EXPECT_THAT(of_moments, Contains("step.entry"));
}

}  // namespace
}  // namespace casejournal::projections
