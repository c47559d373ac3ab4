#include "eventstore/records/record.h"

#include <gtest/gtest.h>

#include "absl/strings/escaping.h"
#include "eventstore/storage/log_value.h"

namespace casejournal::eventstore {
namespace {

Header ExampleHeader() {
  Header header;
  header.stream = StreamId::Case(*Uuid::Parse("0a000000-0000-4000-8000-000000000001"));
  header.revision = 5;
  header.recorded_at_us = 1741791600000000;  // 2025-03-12T15:00:00Z
  header.request_id = *Uuid::Parse("0b000000-0000-4000-8000-000000000002");
  header.events_in_request = 1;
  header.prev_stream_leaf.fill(0x11);
  header.payload_commitment.fill(0x22);
  return header;
}

// The example of LOG_FORMAT.md. If this changes, every existing journal must be migrated.
TEST(RecordTest, HeaderHasTheBytesOfTheFormatDocument) {
  const std::string bytes = EncodeHeader(ExampleHeader());

  EXPECT_EQ(absl::BytesToHexString(bytes),
            "01010a000000000040008000000000000001"
            "0000000000000005"
            "0006302675973c00"
            "0b000000000040008000000000000002"
            "00000001" +
                std::string(64, '1') + std::string(64, '2'));
  EXPECT_EQ(HexOf(LeafHash(bytes)), "36c16982ae9085b1332ae54253225025c62a7bac4603fc1836b8473f0257e74d");
}

TEST(RecordTest, HeaderIsReadBackAsItWasWritten) {
  const absl::StatusOr<Header> header = DecodeHeader(EncodeHeader(ExampleHeader()));

  ASSERT_TRUE(header.ok());
  EXPECT_EQ(*header, ExampleHeader());
}

TEST(RecordTest, RefusesHeadersOfAnotherLengthFormatOrKind) {
  const std::string bytes = EncodeHeader(ExampleHeader());
  std::string other_format = bytes;
  other_format[0] = 2;
  std::string other_kind = bytes;
  other_kind[1] = 7;

  for (const std::string& refused : {bytes + "x", bytes.substr(1), std::string(), other_format, other_kind}) {
    EXPECT_TRUE(absl::IsDataLoss(DecodeHeader(refused).status()));
  }
}

class SealedRecordTest : public ::testing::Test {
 protected:
  const StreamId stream_ = ExampleHeader().stream;
  const Key256 key_{1, 2, 3};
  const SealedPayload sealed_ = SealPayload(stream_, 9, key_, 0x20, "the narrative");
  const std::string value_ = EncodeLogValue(EncodeHeader(ExampleHeader()), sealed_.bytes);
};

TEST_F(SealedRecordTest, OpensToWhatWasSealedAndCommittedTo) {
  const absl::StatusOr<LogValue> value = DecodeLogValue(value_);
  ASSERT_TRUE(value.ok());
  const absl::StatusOr<OpenedPart> part = OpenPart(stream_, 0, value->part, key_);
  ASSERT_TRUE(part.ok());

  EXPECT_EQ(part->plaintext, "the narrative");
  EXPECT_EQ(part->label, 0x20);
  const Hash commitment = PartCommitment(0, part->label, part->salt, part->plaintext);
  EXPECT_EQ(PayloadCommitment(absl::MakeConstSpan(&commitment, 1)), sealed_.commitment);
}

TEST_F(SealedRecordTest, OpensForNoOtherStreamLabelOrKey) {
  SealedPart part = DecodeLogValue(value_)->part;
  EXPECT_FALSE(OpenPart(StreamId::Case(Uuid()), 0, part, key_).ok());
  EXPECT_FALSE(OpenPart({StreamKind::kAccess, stream_.uuid}, 0, part, key_).ok());
  EXPECT_FALSE(OpenPart(stream_, 1, part, key_).ok());
  EXPECT_FALSE(OpenPart(stream_, 0, part, Key256{9}).ok());
  part.label = 0;
  EXPECT_FALSE(OpenPart(stream_, 0, part, key_).ok());
}

TEST_F(SealedRecordTest, EveryTruncationIsRefused) {
  for (size_t length = 0; length < value_.size(); ++length) {
    EXPECT_FALSE(DecodeLogValue(absl::string_view(value_).substr(0, length)).ok()) << length;
  }
  EXPECT_FALSE(DecodeLogValue(value_ + "x").ok());
}

TEST(UuidTest, HasOneSpelling) {
  const std::string text = "0a1b2c3d-4e5f-4a6b-8c7d-0123456789ab";
  ASSERT_TRUE(Uuid::Parse(text).ok());
  EXPECT_EQ(Uuid::Parse(text)->ToString(), text);

  for (const char* other : {"", "0A1B2C3D-4E5F-4A6B-8C7D-0123456789AB", "{0a1b2c3d-4e5f-4a6b-8c7d-0123456789ab}",
                            "0a1b2c3d4e5f4a6b8c7d0123456789ab", "0a1b2c3d-4e5f-4a6b-8c7d-0123456789a",
                            "0a1b2c3d-4e5f-4a6b-8c7d-0123456789abc", "0a1b2c3d-4e5f-4a6b-8c7d-0123456789ag",
                            "0a1b2c3d_4e5f-4a6b-8c7d-0123456789ab"}) {
    EXPECT_FALSE(Uuid::Parse(other).ok()) << other;
  }
}

}  // namespace
}  // namespace casejournal::eventstore
