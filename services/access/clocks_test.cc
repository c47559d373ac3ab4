#include "services/access/clocks.h"

#include <gtest/gtest.h>

#include <thread>

namespace casejournal::services {
namespace {

constexpr absl::Duration kShort = absl::Milliseconds(50);
constexpr absl::Duration kEver = absl::Hours(1);

TEST(SteadyPauseTest, LastsAsLongAsItWasAskedFor) {
  SteadyPause pause;
  const absl::Time began = SteadyNow();
  EXPECT_FALSE(pause.Wait(kShort));
  EXPECT_GE(SteadyNow() - began, kShort);
  EXPECT_FALSE(pause.Wait(-kShort)) << "no time is left";
}

TEST(SteadyPauseTest, EndsWhenItIsWokenBeforeOrMeanwhile) {
  SteadyPause pause;
  pause.Wake();
  EXPECT_TRUE(pause.Wait(kEver));
  std::thread waker([&pause] {
    SteadyPause().Wait(kShort);
    pause.Wake();
  });
  EXPECT_TRUE(pause.Wait(kEver));
  waker.join();
}

TEST(SteadyPauseTest, IsWokenForOnePauseOnly) {
  SteadyPause pause;
  pause.Wake();
  pause.Wake();
  EXPECT_TRUE(pause.Wait(kEver));
  const absl::Time began = SteadyNow();
  EXPECT_FALSE(pause.Wait(kShort));
  EXPECT_GE(SteadyNow() - began, kShort);
}

}  // namespace
}  // namespace casejournal::services
