#include "projections/words/instant_words.h"

#include "gtest/gtest.h"

namespace casejournal::projections {
namespace {

absl::TimeZone NamedZone(const char* name) {
  absl::TimeZone zone;
  EXPECT_TRUE(absl::LoadTimeZone(name, &zone));
  return zone;
}

int64_t MicrosAt(const char* utc) {
  absl::Time time;
  std::string error;
  EXPECT_TRUE(absl::ParseTime(absl::RFC3339_full, utc, &time, &error)) << error;
  return absl::ToUnixMicros(time);
}

TEST(InstantWords, NameTheZoneOfTheJournal) {
  const absl::TimeZone new_york = NamedZone("America/New_York");

  EXPECT_EQ(InstantWords(MicrosAt("2025-03-10T20:10:05.9Z"), new_york), "2025-03-10 16:10:05 EDT");
  EXPECT_EQ(InstantWords(MicrosAt("2025-01-10T03:30:00Z"), new_york), "2025-01-09 22:30:00 EST");
  EXPECT_EQ(InstantWords(MicrosAt("2025-01-10T03:30:00Z"), absl::UTCTimeZone()), "2025-01-10 03:30:00 UTC");
  EXPECT_EQ(InstantWords(MicrosAt("2025-01-10T03:30:00Z"), NamedZone("America/Sao_Paulo")),
            "2025-01-10 00:30:00 UTC-03");
}

TEST(InstantWords, TellTheTwoHoursApartThatHaveOneName) {
  const absl::TimeZone new_york = NamedZone("America/New_York");

  EXPECT_EQ(InstantWords(MicrosAt("2025-11-02T05:30:00Z"), new_york), "2025-11-02 01:30:00 EDT");
  EXPECT_EQ(InstantWords(MicrosAt("2025-11-02T06:30:00Z"), new_york), "2025-11-02 01:30:00 EST");
}

TEST(ZoneNamed, FindsZonesAndNothingElse) {
  ASSERT_TRUE(ZoneNamed("America/New_York").has_value());
  EXPECT_EQ(ZoneNamed("America/New_York")->name(), "America/New_York");
  EXPECT_TRUE(ZoneNamed("UTC").has_value());
  EXPECT_TRUE(ZoneNamed("Etc/GMT+12").has_value());
  for (const char* name :
       {"", "localtime", "America/Nowhere", "/usr/share/zoneinfo/America/New_York", "America/../America/New_York",
        "file:/etc/localtime", ":America/New_York", "libc:localtime"}) {
    EXPECT_FALSE(ZoneNamed(name).has_value()) << name;
  }
}

}  // namespace
}  // namespace casejournal::projections
