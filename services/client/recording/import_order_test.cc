#include "services/client/recording/import_order.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

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
  ImportOrder order;
  order.Add(1, {"a"});
  order.Add(2, {"b"});

  EXPECT_THAT(Ready(order), ElementsAre(1, 2));
}

TEST(ImportOrder, HoldsACaseBackUntilItsEarlierLineIsRecorded) {
  ImportOrder order;
  order.Add(1, {"a"});
  order.Add(2, {"a"});
  order.Add(3, {"a"});
  ASSERT_THAT(Ready(order), ElementsAre(1));

  order.Recorded(1);

  EXPECT_THAT(Ready(order), ElementsAre(2));
}

TEST(ImportOrder, WaitsForEveryCaseOfARequest) {
  ImportOrder order;
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
  ImportOrder order;
  order.Add(1, {"a", "a"});
  order.Add(2, {"a"});
  EXPECT_THAT(Ready(order), ElementsAre(1));

  order.Recorded(1);
  EXPECT_THAT(Ready(order), ElementsAre(2));
}

// The line from which to resume: everything before it is recorded.
TEST(ImportOrder, TheLowestOpenLineIsNotPassedByLaterOnes) {
  ImportOrder order;
  order.Add(4, {"a"});
  order.Add(5, {"b"});
  order.Add(6, {"b"});
  order.Recorded(5);
  order.Recorded(6);

  EXPECT_THAT(order.LowestOpen(), Optional(4));
  EXPECT_EQ(order.size(), 1u);
}

}  // namespace
}  // namespace casejournal::services
