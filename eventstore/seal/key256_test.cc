#include "eventstore/seal/key256.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <new>
#include <utility>

namespace casejournal::eventstore {
namespace {

Key256 SomeKey() {
  Key256 key;
  for (size_t i = 0; i < Key256::size(); ++i) key[i] = static_cast<uint8_t>(0xa0 + i);
  return key;
}

// The storage of one key, which can be looked at after the key's end.
struct Storage {
  alignas(Key256) std::array<unsigned char, sizeof(Key256)> bytes;

  bool has_some_key() const {
    const Key256 key = SomeKey();
    return std::equal(key.begin(), key.end(), bytes.begin());
  }
  size_t bytes_of_some_key() const {
    const Key256 key = SomeKey();
    size_t same = 0;
    for (size_t i = 0; i < bytes.size(); ++i) same += bytes[i] == key[i] ? 1 : 0;
    return same;
  }
};

TEST(Key256Test, IsZerosUnlessItIsSomethingElse) {
  EXPECT_EQ(Key256(), Key256({0}));
  EXPECT_EQ(Key256({1, 2})[1], 2);
  EXPECT_EQ(Key256({1, 2})[31], 0);
  EXPECT_NE(Key256({1}), Key256({2}));
}

// Who suffers: every family of the journal, if a key is found in an image of the server's memory.
TEST(Key256Test, NothingOfAKeyIsLeftWhereItWas) {
  Storage storage;
  auto* const key = new (storage.bytes.data()) Key256(SomeKey());
  ASSERT_TRUE(storage.has_some_key());
  key->~Key256();
  EXPECT_EQ(storage.bytes_of_some_key(), 0);
}

TEST(Key256Test, NothingIsLeftOfAKeyThatWasMovedOrReplaced) {
  Storage storage;
  auto* const key = new (storage.bytes.data()) Key256(SomeKey());
  const Key256 moved = std::move(*key);
  EXPECT_EQ(moved, SomeKey());
  *key = Key256();
  EXPECT_EQ(storage.bytes_of_some_key(), 0);
  key->~Key256();
}

TEST(Key256Test, ACopyIsAKeyOfItsOwn) {
  Storage storage;
  auto* const key = new (storage.bytes.data()) Key256(SomeKey());
  const Key256 copy = *key;
  key->~Key256();
  EXPECT_EQ(copy, SomeKey());
}

}  // namespace
}  // namespace casejournal::eventstore
