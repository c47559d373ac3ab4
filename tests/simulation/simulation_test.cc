// The production sequencer, publisher, recovery, follower, and recorder under a seeded scheduler. CASEJOURNAL_SEED=N
// repeats the run with seed N; CASEJOURNAL_STEPS=N makes a longer run.
#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>

#include "absl/strings/numbers.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "tests/simulation/world.h"

namespace casejournal::simulation {
namespace {

// What CI runs takes about ten seconds.
constexpr uint64_t kStepsOfLog = 4'000'000;
constexpr uint64_t kStepsOfRecorder = 3'000'000;

struct World {
  const char* name;
  WorldResult (*run)(uint64_t seed);
  uint64_t steps;
};

uint64_t FromEnvironment(const char* name, uint64_t otherwise) {
  const char* const given = std::getenv(name);
  uint64_t number = 0;
  return given != nullptr && absl::SimpleAtoi(given, &number) ? number : otherwise;
}

class SimulationTest : public ::testing::TestWithParam<World> {
 protected:
  void SetUp() override { GetParam().run(kFirstSeed); }
};

TEST_P(SimulationTest, EveryPromiseIsKept) {
  const uint64_t steps = FromEnvironment("CASEJOURNAL_STEPS", GetParam().steps);
  uint64_t seed = FromEnvironment("CASEJOURNAL_SEED", absl::ToUnixMicros(absl::Now()) % 1'000'000'000);
  const bool one = std::getenv("CASEJOURNAL_SEED") != nullptr && std::getenv("CASEJOURNAL_STEPS") == nullptr;
  std::cout << "seeds from " << seed << std::endl;  // NOLINT: also if the process ends
  const absl::Time began = absl::Now();
  WorldResult all;
  uint64_t worlds = 0;
  do {
    const WorldResult result = GetParam().run(seed);
    ASSERT_EQ(result.failure, "") << "repeat it with CASEJOURNAL_SEED=" << seed;
    all.Add(result);
    ++worlds;
    ++seed;
  } while (!one && all.steps < steps);
  const double seconds = absl::ToDoubleSeconds(absl::Now() - began);
  std::cout << worlds << " worlds, " << all.lives << " lives, " << all.crashes << " crashes, " << all.steps
            << " steps (" << all.choices << " among two threads or more), " << all.appends
            << " appends: " << all.acknowledged << " acknowledged, " << all.unknown << " unknown; " << all.entries
            << " entries; " << static_cast<uint64_t>(static_cast<double>(all.steps) / seconds * 60)
            << " steps a minute\n";
}

TEST_P(SimulationTest, ASeedGivesTheSameRun) {
  for (uint64_t seed = 1; seed <= 5; ++seed) {
    const WorldResult first = GetParam().run(seed);
    const WorldResult second = GetParam().run(seed);
    EXPECT_EQ(first.steps, second.steps) << seed;
    EXPECT_EQ(first.trace, second.trace) << seed;
  }
}

INSTANTIATE_TEST_SUITE_P(All, SimulationTest,
                         ::testing::Values(World{"Log", RunLogWorld, kStepsOfLog},
                                           World{"Recorder", RunRecorderWorld, kStepsOfRecorder}),
                         [](const auto& world) { return world.param.name; });

}  // namespace
}  // namespace casejournal::simulation
