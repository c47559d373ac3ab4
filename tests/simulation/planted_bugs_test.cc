// The simulation finds what it is for: bugs that are planted in copies of production files, one at a time.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <iostream>
#include <string>

#include "tests/simulation/planted.h"
#include "tests/simulation/world.h"

namespace casejournal::simulation {
namespace {

constexpr uint64_t kSeedsMax = 3000;

struct Bug {
  const char* name;
  WorldResult (*world)(uint64_t seed);
  uint64_t first_seed = 1;  // a later one spares seeds that did not find it when this was written
};

const char* planted_now = "";

std::string FailureOf(const Bug& bug, uint64_t seed, bool planted) {
  planted_now = planted ? bug.name : "";
  std::string failure = bug.world(seed).failure;
  planted_now = "";
  return failure;
}

class PlantedBugTest : public ::testing::TestWithParam<Bug> {};

TEST_P(PlantedBugTest, IsFound) {
  GetParam().world(kFirstSeed);
  uint64_t seed = GetParam().first_seed - 1;
  const uint64_t last = seed + kSeedsMax;
  std::string failure;
  while (failure.empty() && seed < last) failure = FailureOf(GetParam(), ++seed, true);
  std::cout << GetParam().name << ": seed " << seed << ": " << failure << '\n';
  ASSERT_NE(failure, "") << "not found";
  EXPECT_EQ(FailureOf(GetParam(), seed, true), failure) << "the seed does not repeat it";
  EXPECT_EQ(FailureOf(GetParam(), seed, false), "") << "without the bug";
}

constexpr Bug kBugs[] = {
    {"lost wake-up", RunLogWorld},
    {"stale look at the queue", RunLogWorld},
    {"early answer", RunLogWorld},
    {"skipped sync", RunLogWorld},
    {"mark before the write", RunLogWorld},
    {"no latch", RunLogWorld},
    {"forgotten request", RunLogWorld},
    {"forgotten head", RunLogWorld},
    {"forgotten failure", RunLogWorld},
    {"no answer at the end", RunLogWorld},
    {"early checkpoint", RunLogWorld},
    {"group under way", RunLogWorld},
    {"mark not kept", RunLogWorld},
    {"lost group", RunLogWorld},
    {"unsynced keys", RunLogWorld},
    {"failed read is a wrong key", RunLogWorld},
    {"failed read is a lost key", RunLogWorld, 580},
    {"unsynced names", RunLogWorld},
    {"unsynced folder", RunLogWorld, 660},
    {"late look", RunLogWorld, 180},
    {"no second try", RunLogWorld},
    {"task without a wake-up", RunRecorderWorld},
    {"turn not passed on", RunRecorderWorld},
    {"no turns", RunRecorderWorld},
    {"case not published", RunRecorderWorld},
    {"change not told", RunRecorderWorld},
    {"repeat not found", RunRecorderWorld},
    {"older case kept", RunRecorderWorld, 750},
};

std::string NameOf(const ::testing::TestParamInfo<Bug>& bug) {
  std::string name(bug.param.name);
  std::replace_if(
      name.begin(), name.end(), [](char c) { return c == ' ' || c == '-'; }, '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(All, PlantedBugTest, ::testing::ValuesIn(kBugs), NameOf);

}  // namespace

bool Planted(const char* bug) { return std::strcmp(planted_now, bug) == 0; }

}  // namespace casejournal::simulation
