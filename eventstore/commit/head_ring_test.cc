#include "eventstore/commit/head_ring.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <vector>

#include "tests/support/seed.h"

namespace casejournal::eventstore {
namespace {

StreamId RingStream(uint8_t number) {
  StreamId stream = StreamId::Case({});
  stream.uuid.bytes[15] = number;
  return stream;
}

StreamHead RingHead(Revision revision, Position observed_at) {
  StreamHead head{.last_revision = revision, .observed_at = observed_at};
  head.last_leaf.fill(static_cast<uint8_t>(revision + 1));
  return head;
}

const StreamId kRingAna = RingStream(1);
const StreamId kRingBen = RingStream(2);

// At a start nothing is held: a head that was read now is current, an earlier one cannot be known.
TEST(HeadRingTest, AnEmptyRingKnowsOnlyWhatWasReadSinceItsBeginning) {
  const HeadRing ring(4, 10);

  EXPECT_EQ(ring.floor(), 10u);
  EXPECT_TRUE(ring.IsCurrent(kRingAna, RingHead(3, 10)));
  EXPECT_TRUE(ring.IsCurrent(kRingAna, {.observed_at = 11}));
  EXPECT_FALSE(ring.IsCurrent(kRingAna, RingHead(3, 9)));
}

TEST(HeadRingTest, AHeldHeadIsCurrentWheneverItWasRead) {
  HeadRing ring(4, 10);
  ring.Put(kRingAna, RingHead(3, 11), 10);

  EXPECT_TRUE(ring.IsCurrent(kRingAna, RingHead(3, 11)));
  EXPECT_TRUE(ring.IsCurrent(kRingAna, RingHead(3, 0))) << "the leaf hash proves it";
}

TEST(HeadRingTest, AHeadBeforeTheHeldOneIsNotCurrent) {
  HeadRing ring(4, 10);
  ring.Put(kRingAna, RingHead(3, 11), 10);

  EXPECT_FALSE(ring.IsCurrent(kRingAna, RingHead(2, 11)));
  EXPECT_FALSE(ring.IsCurrent(kRingAna, RingHead(4, 11)));
  EXPECT_FALSE(ring.IsCurrent(kRingAna, {.observed_at = 11})) << "a stream that exists is not new";
}

// The same revision with another event: another history.
TEST(HeadRingTest, TheLeafOfTheHeadCounts) {
  HeadRing ring(4, 10);
  ring.Put(kRingAna, RingHead(3, 11), 10);
  StreamHead other = RingHead(3, 11);
  other.last_leaf[0] ^= 1;

  EXPECT_FALSE(ring.IsCurrent(kRingAna, other));
}

TEST(HeadRingTest, OneStreamSaysNothingOfAnother) {
  HeadRing ring(4, 10);
  ring.Put(kRingAna, RingHead(3, 11), 10);

  EXPECT_TRUE(ring.IsCurrent(kRingBen, RingHead(7, 10)));
  EXPECT_TRUE(ring.IsCurrent({StreamKind::kAccess, kRingAna.uuid}, {.observed_at = 10}));
}

TEST(HeadRingTest, TheOldestGoesWhenTheRingIsFull) {
  HeadRing ring(2, 0);
  ring.Put(kRingAna, RingHead(0, 1), 0);
  ring.Put(kRingBen, RingHead(0, 2), 1);
  EXPECT_EQ(ring.floor(), 0u);

  ring.Put(RingStream(3), RingHead(0, 3), 2);

  EXPECT_EQ(ring.floor(), 1u);
  EXPECT_FALSE(ring.IsCurrent(kRingAna, RingHead(0, 0))) << "read before the floor, and no longer held";
  EXPECT_TRUE(ring.IsCurrent(kRingAna, RingHead(0, 1)));
  EXPECT_TRUE(ring.IsCurrent(kRingBen, RingHead(0, 0))) << "still held";
}

// A stream that is appended to often must not be forgotten with its first event.
TEST(HeadRingTest, AStreamThatChangedAgainStaysWithItsNewestEvent) {
  HeadRing ring(2, 0);
  ring.Put(kRingAna, RingHead(0, 1), 0);
  ring.Put(kRingAna, RingHead(1, 2), 1);
  ring.Put(kRingBen, RingHead(0, 3), 2);

  EXPECT_EQ(ring.floor(), 1u);
  EXPECT_TRUE(ring.IsCurrent(kRingAna, RingHead(1, 0)));
  EXPECT_FALSE(ring.IsCurrent(kRingAna, RingHead(0, 5)));
}

// The ring against all heads ever put: it never accepts a stale head, and never rejects a fresh one.
TEST(HeadRingTest, NeverAcceptsAStaleHeadAndNeverRejectsAFreshOne) {
  std::mt19937_64 random(testing::TestSeed());
  for (size_t capacity : {size_t{1}, size_t{3}, size_t{16}}) {
    HeadRing ring(capacity, 0);
    std::map<StreamId, std::vector<StreamHead>> history;
    for (Position position = 0; position < 600; ++position) {
      const StreamId stream = RingStream(static_cast<uint8_t>(random() % 12));
      std::vector<StreamHead>& heads = history[stream];
      if (!heads.empty()) {
        StreamHead fresh = heads.back();
        fresh.observed_at = position;
        EXPECT_TRUE(ring.IsCurrent(stream, fresh)) << position;
      }
      if (heads.size() > 1) {
        // As a writer may hold it who read it just before it was overtaken.
        const StreamHead& stale = heads[random() % (heads.size() - 1)];
        EXPECT_FALSE(ring.IsCurrent(stream, stale)) << position;
      }
      heads.push_back(RingHead(heads.size(), position + 1));
      if (heads.size() > 1) heads[heads.size() - 2].observed_at = position;
      ring.Put(stream, heads.back(), position);
      EXPECT_GE(ring.floor() + capacity, position + 1) << "holds as many as it may";
    }
  }
}

}  // namespace
}  // namespace casejournal::eventstore
