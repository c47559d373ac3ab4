#include "eventstore/backup/retention.h"

#include <gmock/gmock.h>

namespace casejournal::eventstore {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr int64_t kDay = int64_t{86'400} * 1'000'000;

// Generation N was made on day N.
std::vector<Generation> Nightly(uint64_t count) {
  std::vector<Generation> generations(count);
  for (uint64_t i = 0; i < count; ++i) {
    generations[i].number = i + 1;
    generations[i].made_at_us = static_cast<int64_t>(i + 1) * kDay;
  }
  return generations;
}

TEST(RetentionTest, CountAndAgeEachKeep) {
  EXPECT_THAT(ToPrune(Nightly(5), {.newest = 3, .days = 0}, 5 * kDay), ElementsAre(1, 2));
  EXPECT_THAT(ToPrune(Nightly(5), {.newest = 1, .days = 2}, 5 * kDay), ElementsAre(1, 2, 3));
  EXPECT_THAT(ToPrune(Nightly(5), {.newest = 3, .days = 4}, 5 * kDay), ElementsAre(1));
  EXPECT_THAT(ToPrune(Nightly(5), {.newest = 9, .days = 1}, 5 * kDay), IsEmpty());
}

TEST(RetentionTest, TheNewestStaysHoweverOldItIs) {
  EXPECT_THAT(ToPrune(Nightly(3), {.newest = 0, .days = 1}, 900 * kDay), ElementsAre(1, 2));
  EXPECT_THAT(ToPrune({}, {.newest = 0, .days = 0}, 0), IsEmpty());
}

TEST(RetentionTest, AClockThatWasSetBackPrunesNothingByAge) {
  EXPECT_THAT(ToPrune(Nightly(3), {.newest = 1, .days = 1}, 0), IsEmpty());
}

// The clock was a year ahead when generation 3 was made, and was set right.
TEST(RetentionTest, AClockThatWasAheadMakesNoGenerationTheNewest) {
  std::vector<Generation> generations = Nightly(6);
  generations[2].made_at_us += 365 * kDay;
  EXPECT_THAT(ToPrune(generations, {.newest = 1, .days = 0}, 6 * kDay), ElementsAre(1, 2, 3, 4, 5));
  EXPECT_THAT(ToPrune(generations, {.newest = 2, .days = 3}, 6 * kDay), ElementsAre(1, 2));
}

}  // namespace
}  // namespace casejournal::eventstore
