#include "services/backups/pace.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

namespace casejournal::services {
namespace {

bool Always() { return true; }

// Time passes only in pauses.
struct TestClock {
  absl::Time now = absl::UnixEpoch();
  int pauses = 0;
  absl::Duration longest = absl::ZeroDuration();
  std::function<void()> on_pause = [] {};

  PaceClock Clock() {
    return {.now = [this] { return now; },
            .sleep =
                [this](absl::Duration pause) {
                  now += pause;
                  ++pauses;
                  longest = std::max(longest, pause);
                  on_pause();
                }};
  }
  absl::Duration passed() const { return now - absl::UnixEpoch(); }
};

TEST(PaceTest, BytesTakeTheTimeThatTheRateGivesThem) {
  TestClock clock;
  Pace pace(1 << 20, Always, clock.Clock());
  for (int i = 0; i < 10; ++i) EXPECT_TRUE(pace.Take(512 << 10));
  EXPECT_EQ(clock.passed(), absl::Seconds(5));
}

// One segment of a backup may have more bytes than a second allows.
TEST(PaceTest, ManyBytesAtOnceWaitAsLongAsFewOnes) {
  TestClock clock;
  Pace pace(1 << 20, Always, clock.Clock());
  EXPECT_TRUE(pace.Take(16 << 20));
  EXPECT_EQ(clock.passed(), absl::Seconds(16));
  EXPECT_LE(clock.longest, Pace::kPauseMax);
}

TEST(PaceTest, TimeThatOtherWorkTookIsNotWaitedForAgain) {
  TestClock clock;
  Pace pace(1 << 20, Always, clock.Clock());
  clock.now += absl::Seconds(3);
  EXPECT_TRUE(pace.Take(2 << 20));
  EXPECT_EQ(clock.pauses, 0);
  EXPECT_TRUE(pace.Take(2 << 20));
  EXPECT_EQ(clock.passed(), absl::Seconds(4));
}

TEST(PaceTest, WithoutARateNothingWaits) {
  TestClock clock;
  Pace pace(0, Always, clock.Clock());
  EXPECT_TRUE(pace.Take(uint64_t{1} << 40));
  EXPECT_EQ(clock.pauses, 0);
}

TEST(PaceTest, AStopEndsAPause) {
  TestClock clock;
  bool wanted = true;
  Pace pace(
      1 << 20, [&] { return wanted; }, clock.Clock());
  EXPECT_TRUE(pace.Take(1));
  clock.on_pause = [&] { wanted = false; };
  EXPECT_FALSE(pace.Take(uint64_t{1} << 40));
  EXPECT_LT(clock.passed(), absl::Seconds(1));
}

TEST(PaceTest, AStopEndsWorkWithoutARate) {
  TestClock clock;
  Pace pace(
      0, [] { return false; }, clock.Clock());
  EXPECT_FALSE(pace.Take(1));
}

}  // namespace
}  // namespace casejournal::services
