#include "services/server/set_back.h"

#include <gtest/gtest.h>

namespace casejournal::services {
namespace {

const absl::Time kClock = absl::FromUnixSeconds(1'750'000'000);
const absl::Time kSteady = absl::FromUnixSeconds(5'000);

TEST(SetBackTest, TellsEachStepBackOnce) {
  SetBack set_back;

  EXPECT_FALSE(set_back.Look(kClock, kSteady)) << "nothing to compare with";
  EXPECT_FALSE(set_back.Look(kClock + absl::Seconds(1), kSteady + absl::Seconds(1)));
  EXPECT_TRUE(set_back.Look(kClock - absl::Hours(1), kSteady + absl::Seconds(2)));
  EXPECT_FALSE(set_back.Look(kClock - absl::Hours(1) + absl::Seconds(1), kSteady + absl::Seconds(3)));
  EXPECT_TRUE(set_back.Look(kClock - absl::Hours(2), kSteady + absl::Seconds(4)));
}

TEST(SetBackTest, AStepForwardAndASmallOneAreNone) {
  SetBack set_back;
  set_back.Look(kClock, kSteady);

  EXPECT_FALSE(set_back.Look(kClock + absl::Hours(1), kSteady));
  EXPECT_FALSE(set_back.Look(kClock + absl::Hours(1) - SetBack::kLeast, kSteady));
  EXPECT_TRUE(set_back.Look(kClock, kSteady));
}

}  // namespace
}  // namespace casejournal::services
