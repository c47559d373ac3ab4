#include "services/client/as_of_flags.h"

#include <algorithm>
#include <string>
#include <vector>

#include "gtest/gtest.h"

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
  EXPECT_THROW(Parsed({"--known-day", "2025-2-3"}), CLI::ParseError);
  EXPECT_THROW(Parsed({"--effective-on", "yesterday"}), CLI::ParseError);
  EXPECT_THROW(Parsed({"--known-at", "2025-03-09 23:30"}), CLI::ParseError);
  EXPECT_THROW(Parsed({"--known-position", "-1"}), CLI::ParseError);
}

}  // namespace
}  // namespace casejournal::services
