#include "eventstore/seal/keyed_hash.h"

#include "gtest/gtest.h"

namespace casejournal::eventstore {
namespace {

// Computed with Python: hmac.new(bytes(range(32)), b"casejournal/keyed/v1\nmessage", "sha256").hexdigest().
TEST(KeyedHash, IsHmacSha256OverTheDomainAndTheMessage) {
  Key256 key;
  for (size_t i = 0; i < key.size(); ++i) key[i] = static_cast<uint8_t>(i);
  EXPECT_EQ(HexOf(KeyedHash(key, "message")), "6203dd889dc346a3c5a85dc30a19d46a89688bee662dc15fe938eeefd05e7fb8");
}

TEST(KeyedHash, OfAMessageWithItsDomainIsHmacSha256) {
  const Key256 key{1, 2, 3};
  EXPECT_EQ(HmacSha256(key, "casejournal/keyed/v1\nmessage"), KeyedHash(key, "message"));
  EXPECT_NE(HmacSha256(key, "message"), KeyedHash(key, "message"));
}

TEST(KeyedHash, DependsOnTheKeyAndOnTheMessage) {
  Key256 key{};
  const Hash hash = KeyedHash(key, "message");
  EXPECT_EQ(KeyedHash(key, "message"), hash);
  EXPECT_NE(KeyedHash(key, "messages"), hash);
  key[31] = 1;
  EXPECT_NE(KeyedHash(key, "message"), hash);
}

}  // namespace
}  // namespace casejournal::eventstore
