#include "eventstore/seal/commitment.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace casejournal::eventstore {
namespace {

Salt SaltOf(uint8_t byte) {
  Salt salt;
  salt.fill(byte);
  return salt;
}

// The definition, written out byte by byte.
TEST(CommitmentTest, PartCommitmentIsTheHashOfItsFields) {
  const std::string salt(32, '\xAB');
  Sha256 sha;

  const Hash expected = sha.Update("casejournal/part/v1\n")
                            .Update(absl::string_view("\x02\x01\x00", 3))
                            .Update(salt)
                            .Update("narrative")
                            .Finish();

  EXPECT_EQ(PartCommitment(2, 256, SaltOf(0xAB), "narrative"), expected);
}

TEST(CommitmentTest, PayloadCommitmentIsTheHashOfItsParts) {
  const Hash first = PartCommitment(0, 0, SaltOf(1), "first");
  const Hash second = PartCommitment(1, 3, SaltOf(2), "second");
  Sha256 sha;

  const Hash expected = sha.Update("casejournal/payload/v1\n").Update("\x02").Update(first).Update(second).Finish();

  EXPECT_EQ(PayloadCommitment({first, second}), expected);
}

// Known answers, computed separately with sha256sum. They are on disk forever.
TEST(CommitmentTest, StoredCommitmentsKeepTheirValue) {
  const Hash part = PartCommitment(0, 0, SaltOf(0), "plan");

  EXPECT_EQ(HexOf(part), "01a876b721b0232ddc78951de87aa490c9459efb6073b2a1154fc35d6f12da1f");
  EXPECT_EQ(HexOf(PayloadCommitment({part})), "50e06ca3c24144948f50188cdb2404bf2b6543d22b30b8658a25c278fda61a58");
}

TEST(CommitmentTest, EveryFieldCounts) {
  const Hash commitment = PartCommitment(1, 2, SaltOf(3), "part");

  EXPECT_NE(PartCommitment(0, 2, SaltOf(3), "part"), commitment);
  EXPECT_NE(PartCommitment(1, 0x200, SaltOf(3), "part"), commitment);
  EXPECT_NE(PartCommitment(1, 2, SaltOf(4), "part"), commitment);
  EXPECT_NE(PartCommitment(1, 2, SaltOf(3), "parts"), commitment);
  EXPECT_NE(PartCommitment(1, 2, SaltOf(3), ""), commitment);
}

TEST(CommitmentTest, OrderAndNumberOfPartsCount) {
  const Hash a = PartCommitment(0, 0, SaltOf(1), "a");
  const Hash b = PartCommitment(1, 0, SaltOf(2), "b");

  EXPECT_NE(PayloadCommitment({a, b}), PayloadCommitment({b, a}));
  EXPECT_NE(PayloadCommitment({a, b}), PayloadCommitment({a}));
  EXPECT_NE(PayloadCommitment({}), PayloadCommitment({a}));
}

TEST(CommitmentDeathTest, MorePartsThanAByteCountsAbort) {
  const std::vector<Hash> parts(256);

  EXPECT_DEATH(PayloadCommitment(parts), "");
}

}  // namespace
}  // namespace casejournal::eventstore
