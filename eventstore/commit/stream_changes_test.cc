#include "eventstore/commit/stream_changes.h"

#include <gtest/gtest.h>

#include <map>
#include <random>

#include "tests/support/seed.h"

namespace casejournal::eventstore {
namespace {

StreamId ChangesStream(uint8_t number) {
  StreamId stream = StreamId::Case({});
  stream.uuid.bytes[15] = number;
  return stream;
}

const StreamId kChangesAna = ChangesStream(1);

// Nobody knows what was recorded before the log was opened, and when.
TEST(StreamChangesTest, WhatWasReadBeforeTheLogWasOpenedMayHaveChanged) {
  const StreamChanges changes(1024, 10);

  EXPECT_FALSE(changes.UnchangedSince(kChangesAna, 9));
  EXPECT_TRUE(changes.UnchangedSince(kChangesAna, 10));
}

TEST(StreamChangesTest, AStreamHasChangedForWhoReadItBeforeItsLastEvent) {
  StreamChanges changes(1024, 10);
  changes.Put(kChangesAna, 12);

  EXPECT_FALSE(changes.UnchangedSince(kChangesAna, 10));
  EXPECT_FALSE(changes.UnchangedSince(kChangesAna, 12)) << "the event at 12 was not read";
  EXPECT_TRUE(changes.UnchangedSince(kChangesAna, 13));
}

// Which streams share a place is another matter in each process.
TEST(StreamChangesTest, OtherStreamsHaveChangedOnlyWhereTheyShareItsPlace) {
  StreamChanges changes(1024, 10);
  changes.Put(kChangesAna, 12);

  int unchanged = 0;
  for (uint8_t other = 2; other < 202; ++other) unchanged += changes.UnchangedSince(ChangesStream(other), 10) ? 1 : 0;
  EXPECT_GT(unchanged, 150);
}

// With few places, many streams share one: what is unchanged may be taken for changed, and never the other way round.
TEST(StreamChangesTest, NothingThatChangedIsTakenForUnchanged) {
  std::mt19937_64 random(testing::TestSeed());
  for (const size_t places : {size_t{1}, size_t{4}, size_t{256}}) {
    constexpr Position kOpenedAt = 100;
    StreamChanges changes(places, kOpenedAt);
    std::map<uint8_t, Position> ends;
    for (Position position = kOpenedAt; position < kOpenedAt + 2'000; ++position) {
      const uint8_t changed = random() % 64;
      changes.Put(ChangesStream(changed), position);
      ends[changed] = position + 1;
      const uint8_t asked = random() % 64;
      const Position since = kOpenedAt + random() % (position + 2 - kOpenedAt);
      if (changes.UnchangedSince(ChangesStream(asked), since)) {
        EXPECT_LE(ends[asked], since);
      }
      EXPECT_TRUE(changes.UnchangedSince(ChangesStream(asked), position + 1)) << "the whole log was read";
    }
  }
}

}  // namespace
}  // namespace casejournal::eventstore
