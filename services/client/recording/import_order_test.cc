#include "services/client/recording/import_order.h"

#include <algorithm>
#include <random>
#include <set>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/seed.h"

namespace casejournal::services {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Optional;

std::vector<size_t> Ready(ImportOrder& order) {
  std::vector<size_t> lines;
  while (const auto line = order.NextReady()) lines.push_back(*line);
  return lines;
}

TEST(ImportOrder, SendsDifferentCasesAtOnce) {
  absl::flat_hash_set<std::string> rejected;
  ImportOrder order(rejected);
  order.Add(1, {"a"});
  order.Add(2, {"b"});

  EXPECT_THAT(Ready(order), ElementsAre(1, 2));
}

TEST(ImportOrder, HoldsACaseBackUntilItsEarlierLineIsRecorded) {
  absl::flat_hash_set<std::string> rejected;
  ImportOrder order(rejected);
  order.Add(1, {"a"});
  order.Add(2, {"a"});
  order.Add(3, {"a"});
  ASSERT_THAT(Ready(order), ElementsAre(1));

  order.Recorded(1);

  EXPECT_THAT(Ready(order), ElementsAre(2));
}

TEST(ImportOrder, WaitsForEveryCaseOfARequest) {
  absl::flat_hash_set<std::string> rejected;
  ImportOrder order(rejected);
  order.Add(1, {"a"});
  order.Add(2, {"b"});
  order.Add(3, {"a", "b"});
  ASSERT_THAT(Ready(order), ElementsAre(1, 2));

  order.Recorded(2);
  EXPECT_THAT(Ready(order), IsEmpty());

  order.Recorded(1);
  EXPECT_THAT(Ready(order), ElementsAre(3));
}

// A malformed request may name a case twice; it must not wait for itself.
TEST(ImportOrder, ARequestNeverWaitsForItself) {
  absl::flat_hash_set<std::string> rejected;
  ImportOrder order(rejected);
  order.Add(1, {"a", "a"});
  order.Add(2, {"a"});
  EXPECT_THAT(Ready(order), ElementsAre(1));

  order.Recorded(1);
  EXPECT_THAT(Ready(order), ElementsAre(2));
}

// The line from which to resume: everything before it is recorded.
TEST(ImportOrder, TheLowestOpenLineIsNotPassedByLaterOnes) {
  absl::flat_hash_set<std::string> rejected;
  ImportOrder order(rejected);
  order.Add(4, {"a"});
  order.Add(5, {"b"});
  order.Add(6, {"b"});
  order.Recorded(5);
  order.Recorded(6);

  EXPECT_THAT(order.LowestOpen(), Optional(4));
  EXPECT_EQ(order.size(), 1u);
}

TEST(ImportOrder, WithoutLinesHasNothing) {
  absl::flat_hash_set<std::string> rejected;
  ImportOrder order(rejected);
  EXPECT_EQ(order.NextReady(), std::nullopt);
  EXPECT_EQ(order.LowestOpen(), std::nullopt);
  EXPECT_EQ(order.size(), 0U);
  order.Recorded(7);
  EXPECT_EQ(order.size(), 0U);
}

TEST(ImportOrder, LineWithoutACaseWaitsForNothing) {
  absl::flat_hash_set<std::string> rejected;
  ImportOrder order(rejected);
  order.Add(1, {"a"});
  order.Add(2, {});
  EXPECT_THAT(Ready(order), ElementsAre(1, 2));
}

TEST(ImportOrder, LineThatIsNotRecordedHoldsItsCaseForever) {
  absl::flat_hash_set<std::string> rejected;
  ImportOrder order(rejected);
  order.Add(1, {"a"});
  order.Add(2, {"a", "b"});
  order.Add(3, {"b"});
  order.Add(4, {"c"});
  ASSERT_THAT(Ready(order), ElementsAre(1, 4));
  order.Recorded(4);
  EXPECT_THAT(Ready(order), IsEmpty());
  EXPECT_EQ(order.size(), 3U);
}

// Against a list of what was recorded, for any lines: a line is ready exactly when all earlier lines of its cases are
// recorded, and every line is ready once.
TEST(ImportOrder, LineIsReadyWhenEveryEarlierLineOfItsCasesIsRecorded) {
  std::mt19937_64 random(casejournal::testing::TestSeed());
  for (int round = 0; round < 200; ++round) {
    absl::flat_hash_set<std::string> rejected;
    ImportOrder order(rejected);
    std::vector<std::vector<std::string>> cases;
    std::set<size_t> recorded;
    std::vector<size_t> in_flight;
    const size_t lines = 1 + random() % 20;
    for (size_t line = 0; line < lines;) {
      const size_t step = random() % 3;
      if (step == 0) {
        cases.emplace_back();
        for (size_t i = random() % 3; i > 0; --i) cases.back().push_back(std::string(1, 'a' + random() % 4));
        order.Add(line++, cases.back());
      }
      while (const auto ready = order.NextReady()) {
        for (size_t earlier = 0; earlier < *ready; ++earlier) {
          const bool shares = std::any_of(cases[earlier].begin(), cases[earlier].end(), [&](const std::string& id) {
            return std::count(cases[*ready].begin(), cases[*ready].end(), id) > 0;
          });
          EXPECT_TRUE(!shares || recorded.contains(earlier)) << earlier << " before " << *ready;
        }
        in_flight.push_back(*ready);
      }
      if (step == 1 && !in_flight.empty()) {
        const size_t at = random() % in_flight.size();
        order.Recorded(in_flight[at]);
        recorded.insert(in_flight[at]);
        in_flight.erase(in_flight.begin() + static_cast<ptrdiff_t>(at));
      }
      EXPECT_EQ(order.size(), cases.size() - recorded.size());
    }
    while (order.size() > 0) {
      while (const auto ready = order.NextReady()) in_flight.push_back(*ready);
      ASSERT_FALSE(in_flight.empty()) << "lines wait for each other";
      order.Recorded(in_flight.back());
      recorded.insert(in_flight.back());
      in_flight.pop_back();
    }
    EXPECT_EQ(recorded.size(), lines);
  }
}

TEST(ImportOrderTest, NothingFollowsARejectedLine) {
  absl::flat_hash_set<std::string> rejected;
  ImportOrder order(rejected);
  EXPECT_TRUE(order.Add(1, {"a"}));
  EXPECT_TRUE(order.Add(2, {"a", "b"}));
  EXPECT_TRUE(order.Add(3, {"b"}));
  EXPECT_TRUE(order.Add(4, {"c"}));
  EXPECT_EQ(order.NextReady(), 1U);

  EXPECT_EQ(order.Rejected(1), 2U) << "2 waits for 1, and 3 for 2";
  EXPECT_EQ(order.NextReady(), 4U);
  EXPECT_FALSE(order.Add(5, {"b", "d"}));
  EXPECT_FALSE(order.Add(6, {"d"})) << "a request with b was left out";
  EXPECT_EQ(order.size(), 1U);
}

}  // namespace
}  // namespace casejournal::services
