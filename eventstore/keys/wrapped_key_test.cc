#include "eventstore/keys/wrapped_key.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <numeric>
#include <string>

#include "absl/strings/escaping.h"

namespace casejournal::eventstore {
namespace {

using ::testing::HasSubstr;

constexpr uint64_t kId = 7;
constexpr size_t kNameAt = 1;
constexpr size_t kNonceAt = 9;
constexpr size_t kRowBytes = 81;

Key256 KeyFrom(uint8_t first) {
  Key256 key;
  std::iota(key.begin(), key.end(), first);
  return key;
}

const Key256 kMaster = KeyFrom(0x00);
const Key256 kOtherMaster = KeyFrom(0x20);
const Key256 kKey = KeyFrom(0x40);

// The example of LOG_FORMAT.md. An implementation of C2SP XAES-256-GCM of its own, in Python, wrote it.
std::string ExampleRow() {
  return absl::HexStringToBytes(
      "01"
      "e4b3d80f081454b9"
      "808182838485868788898a8b8c8d8e8f9091929394959697"
      "d6686b2d1e62277adb59e3666426ef6f0e8f28c20d24af1a9f7ba3cccb199a8b"
      "58b6a0160cd5e714ec96e6570a5aba66");
}

TEST(WrappedKeyTest, TheNameOfAMasterKeyIsThatOfTheFormat) {
  const WrappingKeyId id = IdOfWrappingKey(kMaster);

  EXPECT_EQ(absl::BytesToHexString(std::string(id.begin(), id.end())), "e4b3d80f081454b9");
  EXPECT_NE(IdOfWrappingKey(kOtherMaster), id);
}

TEST(WrappedKeyTest, ARowThatAnotherProgramWroteOpens) {
  const absl::StatusOr<Key256> key = UnwrapKey(kMaster, kId, ExampleRow());

  ASSERT_TRUE(key.ok()) << key.status();
  EXPECT_EQ(*key, kKey);
}

TEST(WrappedKeyTest, ARowIsLaidOutAsTheExample) {
  const std::string row = WrapKey(kMaster, kId, kKey);

  EXPECT_EQ(row.size(), kRowBytes);
  EXPECT_EQ(row.substr(0, kNonceAt), ExampleRow().substr(0, kNonceAt));
  EXPECT_EQ(*UnwrapKey(kMaster, kId, row), kKey);
  EXPECT_NE(WrapKey(kMaster, kId, kKey), row) << "each row has a nonce of its own";
}

TEST(WrappedKeyTest, AnotherMasterKeyIsNamedBesideTheRightOne) {
  const absl::Status refused = UnwrapKey(kOtherMaster, kId, ExampleRow()).status();

  EXPECT_TRUE(absl::IsDataLoss(refused)) << refused;
  const WrappingKeyId given = IdOfWrappingKey(kOtherMaster);
  EXPECT_EQ(refused.message(),
            "the master key is not the one that wrapped the row of data key 7: the row names the wrapping key "
            "e4b3d80f081454b9, and the master key is " +
                absl::BytesToHexString(std::string(given.begin(), given.end())));
}

// The name is authenticated: a row that names another key than the one that sealed it does not open under either.
TEST(WrappedKeyTest, TheNameCannotBeExchanged) {
  std::string row = ExampleRow();
  const WrappingKeyId other = IdOfWrappingKey(kOtherMaster);
  std::copy(other.begin(), other.end(), row.begin() + kNameAt);

  for (const Key256& master : {kMaster, kOtherMaster}) {
    EXPECT_TRUE(absl::IsDataLoss(UnwrapKey(master, kId, row).status()));
  }
  EXPECT_THAT(std::string(UnwrapKey(kOtherMaster, kId, row).status().message()), HasSubstr("data key 7 is damaged"));

  // Sealed by the other key, and renamed to the one at hand.
  std::string sealed_by_other = WrapKey(kOtherMaster, kId, kKey);
  std::copy_n(ExampleRow().begin() + kNameAt, other.size(), sealed_by_other.begin() + kNameAt);
  EXPECT_TRUE(absl::IsDataLoss(UnwrapKey(kMaster, kId, sealed_by_other).status()));
}

TEST(WrappedKeyTest, ARowOpensForItsOwnIdOnly) {
  EXPECT_THAT(std::string(UnwrapKey(kMaster, kId + 1, ExampleRow()).status().message()),
              HasSubstr("data key 8 is damaged"));
}

TEST(WrappedKeyTest, EveryByteOfARowCounts) {
  const std::string row = ExampleRow();
  ASSERT_EQ(row.size(), kRowBytes);
  for (size_t at = 0; at < row.size(); ++at) {
    std::string damaged = row;
    damaged[at] = static_cast<char>(damaged[at] ^ 1);
    EXPECT_TRUE(absl::IsDataLoss(UnwrapKey(kMaster, kId, damaged).status())) << "byte " << at;
  }
  for (size_t bytes = 0; bytes < row.size(); ++bytes) {
    EXPECT_TRUE(absl::IsDataLoss(UnwrapKey(kMaster, kId, row.substr(0, bytes)).status())) << bytes << " bytes";
  }
  EXPECT_TRUE(absl::IsDataLoss(UnwrapKey(kMaster, kId, row + "x").status()));
}

// Before the first format, a row had no name: its nonce began where the name is now.
TEST(WrappedKeyTest, ARowWithoutANameDoesNotOpen) {
  const std::string row = ExampleRow();

  EXPECT_TRUE(absl::IsDataLoss(UnwrapKey(kMaster, kId, row.substr(0, kNameAt) + row.substr(kNonceAt)).status()));
}

TEST(WrappedKeyTest, AStateThatIsReservedIsNoKey) {
  for (const char state : {'\0', '\2', '\3'}) {
    std::string row = ExampleRow();
    row[0] = state;
    EXPECT_TRUE(absl::IsDataLoss(UnwrapKey(kMaster, kId, row).status())) << int{state};
  }
}

}  // namespace
}  // namespace casejournal::eventstore
