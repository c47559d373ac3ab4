// The offsets of a time zone as they are recorded, turned into a zone again, and compared.
#include "projections/zone/zone_rules.h"

#include <gmock/gmock.h>

#include <limits>

#include "absl/time/civil_time.h"
#include "tests/support/case_builder.h"
#include "tests/support/matchers.h"

namespace casejournal::projections {
namespace {

using casejournal::testing::IsOk;
using casejournal::testing::StatusIs;
using event::v1::TimeZoneRulesAdopted;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kEastern[] = "America/New_York";

TimeZoneRulesAdopted Eastern() { return ZoneRulesOf(kEastern, casejournal::testing::NewYork()); }

absl::Time Utc(int year, int month, int day, int hour = 0) {
  return absl::FromCivil(absl::CivilHour(year, month, day, hour), absl::UTCTimeZone());
}

// Summer time is abolished: from a year on, the winter offset applies.
TimeZoneRulesAdopted WithoutSummerTimeFrom(int year) {
  TimeZoneRulesAdopted rules;
  rules.set_time_zone(kEastern);
  const TimeZoneRulesAdopted eastern = Eastern();
  for (const event::v1::ZoneOffset& offset : eastern.offsets()) {
    if (offset.first_second() < absl::ToUnixSeconds(Utc(year, 1, 1))) *rules.add_offsets() = offset;
  }
  return rules;
}

TEST(ZoneRulesTest, OffsetsMakeTheZoneThatTheyAreOf) {
  for (const char* name : {"America/New_York", "America/Santiago", "Australia/Lord_Howe", "Africa/Casablanca",
                           "Pacific/Apia", "Asia/Kathmandu", "UTC"}) {
    absl::TimeZone zone;
    ASSERT_TRUE(absl::LoadTimeZone(name, &zone)) << name;
    const absl::StatusOr<absl::TimeZone> made = ZoneBy(ZoneRulesOf(name, zone));
    ASSERT_THAT(made, IsOk()) << name;
    for (absl::Time at = Utc(1850, 1, 1); at < Utc(kZoneYearMax, 12, 1); at += absl::Hours(7 * 24 + 5)) {
      const absl::TimeZone::CivilInfo ours = made->At(at);
      const absl::TimeZone::CivilInfo theirs = zone.At(at);
      ASSERT_EQ(ours.cs, theirs.cs) << name << " " << at;
      ASSERT_STREQ(ours.zone_abbr, theirs.zone_abbr) << name << " " << at;
      ASSERT_EQ(ours.is_dst, theirs.is_dst) << name << " " << at;
      ASSERT_EQ(made->At(theirs.cs).kind, zone.At(theirs.cs).kind) << name << " " << at;
    }
    EXPECT_THAT(ZoneDifferences(ZoneRulesOf(name, *made), ZoneRulesOf(name, zone)), IsEmpty()) << name;
  }
}

TEST(ZoneRulesTest, RecordedOffsetsHaveTheSummerTimeOf2044) {
  const absl::StatusOr<absl::TimeZone> made = ZoneBy(Eastern());

  ASSERT_THAT(made, IsOk());
  EXPECT_EQ(made->At(absl::CivilSecond(2044, 7, 1)).pre, Utc(2044, 7, 1, 4));
}

TEST(ZoneRulesTest, DifferencesAreTimesInWhichClocksDiffer) {
  EXPECT_THAT(ZoneDifferences(Eastern(), Eastern()), IsEmpty());
  const std::vector<ZoneDifference> differences = ZoneDifferences(Eastern(), WithoutSummerTimeFrom(2027));
  ASSERT_THAT(differences, SizeIs(kZoneYearMax - 2027 + 1));
  EXPECT_EQ(differences.front().from, Utc(2027, 3, 14, 7));
  EXPECT_EQ(differences.front().until, Utc(2027, 11, 7, 6));
  EXPECT_EQ(differences.front().recorded, -4 * 3600);
  EXPECT_EQ(differences.front().machine, -5 * 3600);
}

// The machine's rules apply to the future, and nothing in the past moves.
TEST(ZoneRulesTest, TakingOverMovesNoPastInstant) {
  const TimeZoneRulesAdopted machine = WithoutSummerTimeFrom(2020);
  const absl::Time now = Utc(2026, 7, 1, 12);
  const TimeZoneRulesAdopted taken = TakenOver(Eastern(), machine, now);
  ASSERT_THAT(ZoneBy(taken), IsOk());
  for (const ZoneDifference& difference : ZoneDifferences(Eastern(), taken)) EXPECT_GT(difference.from, now);
  for (const ZoneDifference& difference : ZoneDifferences(taken, machine))
    EXPECT_LE(difference.until, now + absl::Seconds(1));
  EXPECT_EQ(TakenOver(Eastern(), Eastern(), now).SerializeAsString(), Eastern().SerializeAsString());
}

TEST(ZoneRulesTest, TheNoticeSaysWhichTimesAndWhatHolds) {
  const absl::Time now = Utc(2026, 7, 1);
  EXPECT_EQ(ZoneNotice(kEastern, {}, now), "");
  const std::string future = ZoneNotice(kEastern, ZoneDifferences(Eastern(), WithoutSummerTimeFrom(2027)), now);
  EXPECT_THAT(future, HasSubstr("from 2027-03-14T07:00Z to 2027-11-07T06:00Z UTC-05:00, in the journal UTC-04:00"));
  EXPECT_THAT(future, HasSubstr("--adopt-time-zone-rules"));
  const std::string past = ZoneNotice(kEastern, {{Utc(2020, 4, 1), Utc(2020, 5, 1), -14'400, -18'000}}, now);
  EXPECT_THAT(past, HasSubstr("no day of the past moves"));
  EXPECT_THAT(past, ::testing::Not(HasSubstr("--adopt-time-zone-rules")));
}

TEST(ZoneRulesTest, OffsetsThatMakeNoZoneAreDamage) {
  EXPECT_THAT(ZoneBy({}), StatusIs(absl::StatusCode::kDataLoss));
  TimeZoneRulesAdopted rules = Eastern();
  rules.mutable_offsets()->SwapElements(3, 4);
  EXPECT_THAT(ZoneBy(rules), StatusIs(absl::StatusCode::kDataLoss));
  rules = Eastern();
  for (const int32_t offset :
       {100 * 3600, -100 * 3600, std::numeric_limits<int32_t>::max(), std::numeric_limits<int32_t>::min()}) {
    rules.mutable_offsets(2)->set_utc_offset(offset);
    EXPECT_THAT(ZoneBy(rules), StatusIs(absl::StatusCode::kDataLoss)) << offset;
  }
}

}  // namespace
}  // namespace casejournal::projections
