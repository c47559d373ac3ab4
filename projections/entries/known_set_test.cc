#include "projections/entries/known_set.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "projections/entries/civil_day.h"
#include "tests/support/ana_case.h"
#include "tests/support/matchers.h"

namespace casejournal::projections {
namespace {

using namespace casejournal::testing;  // NOLINT(build/namespaces): the words of the cases
using ::testing::HasSubstr;

TEST(CivilDayTest, AcceptsOneSpellingOfDaysThatExist) {
  EXPECT_THAT(ParseDay("2024-02-29"), IsOk());
  for (const char* wrong : {"2025-02-29", "2025-13-01", "2025-1-01", "2025-01-01 ", "0000-01-01", "2025/01/01",
                            "+025-01-01", "", "2025-00-10"}) {
    EXPECT_THAT(ParseDay(wrong), StatusIs(absl::StatusCode::kInvalidArgument)) << wrong;
  }
}

TEST(CivilDayTest, CountsDaysAcrossLeapYearsAndClockChanges) {
  EXPECT_EQ(DaysBetween("2025-03-01", "2025-05-05"), 65);
  EXPECT_EQ(DaysBetween("2024-02-28", "2024-03-01"), 2);
  EXPECT_EQ(DaysBetween("2025-03-01", "2025-02-28"), -1);
}

TEST(CivilDayTest, DayThatHasNoMidnightBeginsAtTheChange) {
  absl::TimeZone santiago;
  ASSERT_TRUE(absl::LoadTimeZone("America/Santiago", &santiago));

  // On 8 September 2024 clocks went from 23:59:59 on the 7th to 01:00.
  const absl::Time begins = EndOfDay(absl::CivilDay(2024, 9, 7), santiago);

  EXPECT_EQ(DayOf(absl::ToUnixMicros(begins), santiago), "2024-09-08");
  EXPECT_EQ(DayOf(absl::ToUnixMicros(begins) - 1, santiago), "2024-09-07");
}

TEST(KnownSetTest, MalformedQuestionsNameTheirField) {
  v1::AsOf as_of = KnownDay("2025-02-30");
  EXPECT_THAT(ResolveKnown(as_of, NewYork()), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("asOf.day")));
  as_of = Effective("yesterday");
  EXPECT_THAT(ResolveKnown(as_of, NewYork()),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("asOf.effectiveOn")));
  as_of = {};
  as_of.mutable_instant()->set_nanos(-1);
  EXPECT_THAT(ResolveKnown(as_of, NewYork()), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("asOf.instant")));
  as_of = {};
  as_of.set_basis(static_cast<v1::Basis>(9));
  EXPECT_THAT(ResolveKnown(as_of, NewYork()), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("asOf.basis")));
}

// A known set that can still grow must not be answered: the caller waits until its instant has passed.
TEST(KnownSetTest, SaysUntilWhenItMustWait) {
  EXPECT_EQ(KnownSet::All().Closes(), std::nullopt);
  EXPECT_EQ(KnownSet::UpToRevision(3).Closes(), std::nullopt);
  EXPECT_EQ(ResolveKnown(KnownDay("2025-05-05"), NewYork())->Closes(), Local("2025-05-06 00:00"));
  EXPECT_EQ(ResolveKnown(KnownInstant(Local("2025-05-05 09:30")), NewYork())->Closes(),
            Local("2025-05-05 09:30") + absl::Microseconds(1));
}

TEST(KnownSetTest, RevisionAndPositionMayCutARequestAndSaySo) {
  const AnaCase ana = BuildAnaCase();
  const EntryList& entries = ana.built.entries();

  EXPECT_TRUE(KnownSet::UpToRevision(9).CutsRequest(entries));
  EXPECT_FALSE(KnownSet::UpToRevision(10).CutsRequest(entries));
  EXPECT_TRUE(KnownSet::UpToPosition(entries[9].position).CutsRequest(entries));
  EXPECT_FALSE(KnownSet::All().CutsRequest(entries));
  EXPECT_EQ(DescribeKnown(KnownSet::UpToRevision(9), entries, {}).revision(), 9U);
}

TEST(KnownSetTest, EmptyRecordHasNoRevisionAndNoBeginning) {
  const v1::AnsweredAsOf answered = DescribeKnown(KnownSet::All(), EntryList(), {});

  EXPECT_FALSE(answered.has_revision());
  EXPECT_FALSE(answered.has_known_since());
}

}  // namespace
}  // namespace casejournal::projections
