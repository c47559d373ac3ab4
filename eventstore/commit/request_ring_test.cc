#include "eventstore/commit/request_ring.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>

#include "tests/support/seed.h"

namespace casejournal::eventstore {
namespace {

Uuid RequestNumber(uint64_t number) {
  Uuid id;
  for (size_t i = 0; i < 8; ++i) id.bytes[15 - i] = static_cast<uint8_t>(number >> 8 * i);
  return id;
}

TEST(RecentRequestsTest, ARequestIsNewUntilItIsPut) {
  RequestRing ring(4, 0);
  EXPECT_TRUE(ring.IsNew(RequestNumber(1), 0));

  ring.Put(RequestNumber(1), 0);

  EXPECT_FALSE(ring.IsNew(RequestNumber(1), 0));
  EXPECT_FALSE(ring.IsNew(RequestNumber(1), 100)) << "whatever the writer says it saw";
  EXPECT_TRUE(ring.IsNew(RequestNumber(2), 0));
}

// After a restart nothing is held, and what was recorded before it must be looked up again.
TEST(RecentRequestsTest, ALookBeforeTheStartIsNotTrusted) {
  const RequestRing ring(4, 100);

  EXPECT_FALSE(ring.IsNew(RequestNumber(1), 0));
  EXPECT_FALSE(ring.IsNew(RequestNumber(1), 99));
  EXPECT_TRUE(ring.IsNew(RequestNumber(1), 100));
}

TEST(RecentRequestsTest, AFullRingTrustsNoLookBeforeTheOneItForgot) {
  RequestRing ring(2, 0);
  ring.Put(RequestNumber(1), 0);
  ring.Put(RequestNumber(2), 5);
  ring.Put(RequestNumber(3), 7);

  EXPECT_FALSE(ring.IsNew(RequestNumber(1), 0)) << "it was recorded, and the ring no longer knows";
  EXPECT_TRUE(ring.IsNew(RequestNumber(9), 1));
  EXPECT_FALSE(ring.IsNew(RequestNumber(9), 0));
  EXPECT_FALSE(ring.IsNew(RequestNumber(2), 1));
}

TEST(RecentRequestsTest, ARingOfOneHoldsTheLast) {
  RequestRing ring(1, 0);
  for (uint64_t i = 0; i < 10; ++i) {
    ring.Put(RequestNumber(i), 3 * i);
    EXPECT_FALSE(ring.IsNew(RequestNumber(i), 3 * i));
    EXPECT_TRUE(ring.IsNew(RequestNumber(i + 1), 3 * i));
  }
}

// The ring against all requests ever recorded. A request recorded twice would be the same act twice in a case.
TEST(RecentRequestsTest, NeverCallsARecordedRequestNew) {
  std::mt19937_64 random(testing::TestSeed());
  for (const size_t capacity : {size_t{1}, size_t{5}, size_t{40}}) {
    RequestRing ring(capacity, 0);
    std::map<uint64_t, Position> recorded;
    Position size = 0;
    for (int i = 0; i < 1'000; ++i) {
      const uint64_t number = random() % 400;
      const auto found = recorded.find(number);
      // A writer looked at some earlier size, and saw the request only if it was recorded by then.
      const Position looked_at = size - std::min<Position>(size, random() % (2 * capacity + 2));
      const bool absent_then = found == recorded.end() || found->second >= looked_at;
      if (!absent_then) continue;
      if (ring.IsNew(RequestNumber(number), looked_at)) {
        ASSERT_EQ(found, recorded.end()) << "recorded twice";
        ring.Put(RequestNumber(number), size);
        recorded[number] = size;
        size += 1 + random() % 3;
      }
    }
    EXPECT_GT(recorded.size(), 50u);
  }
}

}  // namespace
}  // namespace casejournal::eventstore
