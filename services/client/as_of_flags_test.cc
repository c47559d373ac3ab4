#include "services/client/as_of_flags.h"

#include <algorithm>
#include <string>
#include <vector>

#include "casejournal/v1/case_service.pb.h"
#include "gtest/gtest.h"
#include "services/client/recorded_as_of.h"

namespace casejournal::services {
namespace {

AsOfFlags Parsed(std::vector<std::string> arguments) {
  CLI::App app;
  AsOfFlags flags;
  flags.DeclareKnown(app);
  flags.DeclareEffective(app);
  std::reverse(arguments.begin(), arguments.end());  // CLI11 expects them in reverse order.
  app.parse(arguments);
  return flags;
}

TEST(AsOfFlags, WithoutFlagsMeansAllThatIsRecorded) {
  const v1::AsOf as_of = Parsed({}).ToAsOf();

  EXPECT_EQ(as_of.known_case(), v1::AsOf::KNOWN_NOT_SET);
  EXPECT_EQ(as_of.basis(), v1::BASIS_RECORDED);
  EXPECT_FALSE(as_of.has_effective_on());
  EXPECT_FALSE(Parsed({}).given());
}

TEST(AsOfFlags, RevisionZeroIsNotTheSameAsNone) {
  const v1::AsOf as_of = Parsed({"--known-revision", "0"}).ToAsOf();

  EXPECT_EQ(as_of.known_case(), v1::AsOf::kRevision);
  EXPECT_EQ(as_of.revision(), 0u);
}

TEST(AsOfFlags, TellsKnownFromEffective) {
  const v1::AsOf as_of = Parsed({"--known-day", "2025-04-30", "--effective-on", "2025-04-01", "--claimed"}).ToAsOf();

  EXPECT_EQ(as_of.day(), "2025-04-30");
  EXPECT_EQ(as_of.effective_on(), "2025-04-01");
  EXPECT_EQ(as_of.basis(), v1::BASIS_CLAIMED);
}

TEST(AsOfFlags, ReadsAnInstantWithItsOffset) {
  const v1::AsOf as_of = Parsed({"--known-at", "2025-03-09T23:30:00.5-04:00"}).ToAsOf();

  EXPECT_EQ(as_of.instant().seconds(), 1741577400);
  EXPECT_EQ(as_of.instant().nanos(), 500000000);
}

TEST(AsOfFlags, RefusesTwoKnownFlags) {
  EXPECT_THROW(Parsed({"--known-day", "2025-04-30", "--known-revision", "3"}), CLI::ParseError);
}

TEST(AsOfFlags, RefusesWhatIsNoDayOrInstant) {
  EXPECT_THROW(Parsed({"--known-day", "2025-02-30"}), CLI::ParseError);
  EXPECT_THROW(Parsed({"--known-day", "2025-2-30"}), CLI::ParseError);
  EXPECT_THROW(Parsed({"--effective-on", "Easter"}), CLI::ParseError);
  EXPECT_THROW(Parsed({"--known-at", "2025-03-09 23:30"}), CLI::ParseError);
  EXPECT_THROW(Parsed({"--known-position", "-1"}), CLI::ParseError);
}

TEST(AsOfFlags, EachKnownFlagIsOneWayToSayIt) {
  EXPECT_EQ(Parsed({"--known-position", "118"}).ToAsOf().position(), 118U);
  EXPECT_EQ(Parsed({"--known-revision", "18446744073709551615"}).ToAsOf().revision(), UINT64_MAX);
  EXPECT_EQ(Parsed({"--known-at", "2025-03-31T23:59:59Z"}).ToAsOf().known_case(), v1::AsOf::kInstant);
  EXPECT_EQ(Parsed({"--known-day", "2024-02-29"}).ToAsOf().day(), "2024-02-29");
}

TEST(AsOfFlags, AnyFlagIsAFlag) {
  for (const std::vector<std::string>& flags : {std::vector<std::string>{"--known-revision", "0"},
                                                {"--known-position", "0"},
                                                {"--known-day", "2025-04-30"},
                                                {"--known-at", "2025-03-31T23:59:59Z"},
                                                {"--claimed"},
                                                {"--effective-on", "2025-04-01"}}) {
    EXPECT_TRUE(Parsed(flags).given()) << flags[0];
  }
}

TEST(AsOfFlags, DaysAreThoseOfTheCalendar) {
  for (const char* day : {"2025-02-29", "2025-13-01", "2025-00-10", "2025-01-00", "2025-01-32", "25-01-01",
                          "2025-01-01 ", "2025-01-01T00:00", "2025/01/01", ""}) {
    EXPECT_THROW(Parsed({"--known-day", day}), CLI::ParseError) << day;
    EXPECT_THROW(Parsed({"--effective-on", day}), CLI::ParseError) << day;
  }
}

TEST(AsOfFlags, NumbersAreWholeAndNotNegative) {
  for (const char* number : {"-1", "1.5", "one", "18446744073709551616", ""}) {
    EXPECT_THROW(Parsed({"--known-revision", number}), CLI::ParseError) << number;
    EXPECT_THROW(Parsed({"--known-position", number}), CLI::ParseError) << number;
  }
}

// The time that an importer claims proves nothing, so exhibits do not offer it.
TEST(AsOfFlags, RecordedFlagsHaveNoClaimed) {
  CLI::App app;
  AsOfFlags flags;
  DeclareRecorded(flags, app);
  EXPECT_EQ(app.get_option_no_throw("--claimed"), nullptr);
  EXPECT_THROW(app.parse(std::vector<std::string>{"--claimed"}), CLI::ParseError);
  app.parse(std::vector<std::string>{"4", "--known-revision"});
  EXPECT_EQ(flags.ToAsOf().revision(), 4U);
  EXPECT_EQ(flags.ToAsOf().basis(), v1::BASIS_RECORDED);
}

TEST(MinPositionFlag, FillsTheRequestOnlyIfItIsGiven) {
  for (const bool given : {true, false}) {
    CLI::App app;
    MinPositionFlag flag;
    flag.Declare(app);
    app.parse(given ? std::vector<std::string>{"0", "--min-position"} : std::vector<std::string>{});
    v1::GetCasePlanRequest request;
    flag.Fill(&request);
    EXPECT_EQ(request.has_min_position(), given);
  }
}

}  // namespace
}  // namespace casejournal::services
