// Limits of recorded offsets, names of zones, differences at the ends, and taking rules over twice.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "projections/words/instant_words.h"
#include "projections/zone/zone_rules.h"
#include "tests/support/case_builder.h"
#include "tests/support/matchers.h"
#include "tests/support/seed.h"

namespace casejournal::projections {
namespace {

using casejournal::testing::IsOk;
using casejournal::testing::NewYork;
using casejournal::testing::StatusIs;
using event::v1::TimeZoneRulesAdopted;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

void AddZoneOffset(TimeZoneRulesAdopted& rules, int64_t from, int offset, const std::string& abbreviation = "XX") {
  event::v1::ZoneOffset& added = *rules.add_offsets();
  added.set_first_second(from);
  added.set_utc_offset(offset);
  added.set_abbreviation(abbreviation);
}
TimeZoneRulesAdopted FixedRules(int offset, const std::string& abbreviation = "XX", const std::string& name = "Fixed") {
  TimeZoneRulesAdopted rules;
  rules.set_time_zone(name);
  AddZoneOffset(rules, 0, offset, abbreviation);
  return rules;
}

TEST(ZoneEdgesTest, OneOffsetHoldsForAllTime) {
  const auto zone = ZoneBy(FixedRules(-5 * 3600));

  ASSERT_THAT(zone, IsOk());
  for (const int64_t at : {-5'000'000'000LL, 0LL, 5'000'000'000LL}) {
    EXPECT_EQ(zone->At(absl::FromUnixSeconds(at)).offset, -5 * 3600);
    EXPECT_STREQ(zone->At(absl::FromUnixSeconds(at)).zone_abbr, "XX");
  }
}

TEST(ZoneEdgesTest, AnOffsetIsLessThanTwentySixHours) {
  EXPECT_THAT(ZoneBy(FixedRules(26 * 3600)), StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_THAT(ZoneBy(FixedRules(-26 * 3600)), StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_THAT(ZoneBy(FixedRules(14 * 3600)), IsOk());
}

TEST(ZoneEdgesTest, OffsetsAscendStrictly) {
  TimeZoneRulesAdopted rules = FixedRules(3600);
  AddZoneOffset(rules, 0, 7200);
  EXPECT_THAT(ZoneBy(rules), StatusIs(absl::StatusCode::kDataLoss, HasSubstr("offset 1")));
  rules.mutable_offsets(1)->set_first_second(1);
  EXPECT_THAT(ZoneBy(rules), IsOk());
}

TEST(ZoneEdgesTest, AnAbbreviationIsText) {
  EXPECT_THAT(ZoneBy(FixedRules(0, std::string("A\0B", 3))), StatusIs(absl::StatusCode::kDataLoss));
}

TEST(ZoneEdgesTest, TooManyKindsOfOffsetsAreDamage) {
  TimeZoneRulesAdopted rules;
  for (int i = 0; i < 300; ++i) AddZoneOffset(rules, i * 1000, i);
  EXPECT_THAT(ZoneBy(rules), StatusIs(absl::StatusCode::kDataLoss));
  TimeZoneRulesAdopted many;
  for (int i = 0; i <= 10'000; ++i) AddZoneOffset(many, i * 100'000, i % 2 == 0 ? 0 : 3600);
  EXPECT_THAT(ZoneBy(many), StatusIs(absl::StatusCode::kDataLoss));
  many.mutable_offsets()->RemoveLast();
  EXPECT_THAT(ZoneBy(many), IsOk());
}

TEST(ZoneEdgesTest, TheSameNameAndOffsetsAreOneZone) {
  const auto one = ZoneBy(FixedRules(1234, "AB"));
  const auto same = ZoneBy(FixedRules(1234, "AB"));
  const auto other_name = ZoneBy(FixedRules(1234, "AB", "Other"));
  const auto other_offset = ZoneBy(FixedRules(1235, "AB"));

  ASSERT_THAT(other_offset, IsOk());
  EXPECT_TRUE(*one == *same);
  EXPECT_FALSE(*one == *other_name);
  EXPECT_FALSE(*one == *other_offset);
}

TEST(ZoneEdgesTest, PeopleReadTheNameOfTheJournal) {
  EXPECT_EQ(NameOfZone(*ZoneBy(FixedRules(77, "CD", "County Time"))), "County Time");
  EXPECT_EQ(NameOfZone(NewYork()), "America/New_York");
  EXPECT_EQ(NameOfZone(absl::UTCTimeZone()), "UTC");
}

TEST(ZoneOfJournalTest, OffsetsComeBeforeTheNameAndTheNameBeforeNothing) {
  event::v1::JournalOpened opened;
  EXPECT_THAT(ZoneOf(opened), StatusIs(absl::StatusCode::kNotFound));
  opened.set_time_zone("Nowhere/Else");
  EXPECT_THAT(ZoneOf(opened), StatusIs(absl::StatusCode::kNotFound));
  opened.set_time_zone("America/New_York");
  ASSERT_THAT(ZoneOf(opened), IsOk());
  EXPECT_EQ(*ZoneOf(opened), NewYork());
  *opened.mutable_offsets() = FixedRules(3600).offsets();
  ASSERT_THAT(ZoneOf(opened), IsOk());
  EXPECT_EQ(ZoneOf(opened)->At(absl::UnixEpoch()).offset, 3600);
  opened.mutable_offsets(0)->set_utc_offset(100 * 3600);
  EXPECT_THAT(ZoneOf(opened), StatusIs(absl::StatusCode::kDataLoss));
}

TEST(ZoneDifferencesTest, ADifferenceOfAllTimeHasNoEnds) {
  const std::vector<ZoneDifference> differences = ZoneDifferences(FixedRules(0), FixedRules(3600));

  ASSERT_THAT(differences, SizeIs(1));
  EXPECT_EQ(differences[0].from, absl::InfinitePast());
  EXPECT_EQ(differences[0].until, absl::InfiniteFuture());
  EXPECT_EQ(differences[0].recorded, 0);
  EXPECT_EQ(differences[0].machine, 3600);
}

TEST(ZoneDifferencesTest, AnotherNameOfTheSameClockIsNoDifference) {
  TimeZoneRulesAdopted split = FixedRules(3600, "AA");
  AddZoneOffset(split, 1000, 3600, "BB");

  EXPECT_THAT(ZoneDifferences(FixedRules(3600, "XX"), split), IsEmpty());
}

// At each instant, the periods say exactly what the two sets of rules say.
TEST(ZoneDifferencesTest, AreExactlyTheInstantsAtWhichOffsetsDiffer) {
  std::mt19937_64 random(casejournal::testing::TestSeed());
  const auto below = [&](int limit) { return std::uniform_int_distribution<int>(0, limit - 1)(random); };
  const auto offset_at = [](const TimeZoneRulesAdopted& rules, int64_t at) {
    int offset = rules.offsets(0).utc_offset();
    for (const auto& each : rules.offsets()) {
      if (each.first_second() <= at) offset = each.utc_offset();
    }
    return offset;
  };
  for (int round = 0; round < 100; ++round) {
    TimeZoneRulesAdopted rules[2];
    for (TimeZoneRulesAdopted& each : rules) {
      int64_t from = below(5);
      for (int i = 1 + below(5); i > 0; --i) {
        AddZoneOffset(each, from, 3600 * below(3));
        from += 1 + below(5);
      }
    }
    const std::vector<ZoneDifference> differences = ZoneDifferences(rules[0], rules[1]);
    for (int64_t at = -2; at < 40; ++at) {
      const ZoneDifference* holds = nullptr;
      for (const ZoneDifference& each : differences) {
        if (each.from <= absl::FromUnixSeconds(at) && absl::FromUnixSeconds(at) < each.until) {
          EXPECT_EQ(holds, nullptr) << "two periods at one instant";
          holds = &each;
        }
      }
      EXPECT_EQ(holds != nullptr, offset_at(rules[0], at) != offset_at(rules[1], at)) << at;
      if (holds == nullptr) continue;
      EXPECT_EQ(holds->recorded, offset_at(rules[0], at));
      EXPECT_EQ(holds->machine, offset_at(rules[1], at));
    }
  }
}

TEST(TakenOverTest, FromTheNextSecondOnTheMachineCounts) {
  const absl::Time now = absl::FromUnixSeconds(1000) + absl::Milliseconds(500);
  const TimeZoneRulesAdopted taken = TakenOver(FixedRules(0), FixedRules(3600), now);
  const auto zone = ZoneBy(taken);

  ASSERT_THAT(zone, IsOk());
  EXPECT_EQ(zone->At(absl::FromUnixSeconds(1000)).offset, 0);
  EXPECT_EQ(zone->At(absl::FromUnixSeconds(1001)).offset, 3600);
  EXPECT_EQ(taken.time_zone(), "Fixed");
}

TEST(TakenOverTest, TakingTheSameRulesOverAgainChangesNothing) {
  TimeZoneRulesAdopted machine = FixedRules(3600);
  AddZoneOffset(machine, 5000, 7200);
  const TimeZoneRulesAdopted once = TakenOver(FixedRules(0), machine, absl::FromUnixSeconds(1000));

  EXPECT_EQ(TakenOver(once, machine, absl::FromUnixSeconds(2000)).SerializeAsString(), once.SerializeAsString());
  EXPECT_EQ(TakenOver(once, machine, absl::FromUnixSeconds(9000)).SerializeAsString(), once.SerializeAsString());
}

TEST(TakenOverTest, ARecordedChangeInTheFutureIsDropped) {
  TimeZoneRulesAdopted recorded = FixedRules(0);
  AddZoneOffset(recorded, 500, 1800);
  AddZoneOffset(recorded, 5000, 7200);
  const TimeZoneRulesAdopted taken = TakenOver(recorded, FixedRules(3600), absl::FromUnixSeconds(1000));

  ASSERT_EQ(taken.offsets_size(), 3);
  EXPECT_EQ(taken.offsets(1).utc_offset(), 1800) << "what was before now stays";
  EXPECT_EQ(taken.offsets(2).utc_offset(), 3600);
}

TEST(ZoneNoticesTest, OnlyTheFirstDifferencesAreListed) {
  std::vector<ZoneDifference> differences;
  for (int i = 0; i < 7; ++i)
    differences.push_back({absl::FromUnixSeconds(i * 1000), absl::FromUnixSeconds(i * 1000 + 500), 0, 3600});
  const std::string notice = ZoneNotice("Fixed", differences, absl::FromUnixSeconds(1'000'000));

  EXPECT_THAT(notice, HasSubstr("and 2 more times"));
  EXPECT_THAT(notice, Not(HasSubstr("--adopt-time-zone-rules"))) << "nothing of the future";
  differences.resize(5);
  EXPECT_THAT(ZoneNotice("Fixed", differences, absl::UnixEpoch()), Not(HasSubstr("more times")));
}

TEST(ZoneNoticesTest, ADifferenceOfAllTimeIsSaidSo) {
  const std::string notice =
      ZoneNotice("Fixed", ZoneDifferences(FixedRules(-16'200), FixedRules(20'700)), absl::UnixEpoch());

  EXPECT_THAT(notice, HasSubstr("from ever on UTC+05:45, in the journal UTC-04:30"));
}

}  // namespace
}  // namespace casejournal::projections
