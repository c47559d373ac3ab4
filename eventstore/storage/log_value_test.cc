#include "eventstore/storage/log_value.h"

#include <gmock/gmock.h>

#include <deque>
#include <random>
#include <set>

#include "eventstore/records/bytes.h"
#include "tests/support/seed.h"

namespace casejournal::eventstore {
namespace {

using ::testing::HasSubstr;

constexpr size_t kSaltBytes = sizeof(Salt);
// Where the fields of the one part are after the header.
constexpr size_t kPartsAt = 2 + kHeaderBytes;
constexpr size_t kStateAt = kPartsAt + 1 + 2;
constexpr size_t kLengthAt = kStateAt + 1 + 8 + sizeof(XaesNonce) + 1;

class LogValueTest : public ::testing::Test {
 protected:
  std::string ValueOf(absl::string_view payload, uint16_t label = 0) const {
    const SealedPayload sealed = SealPayload(stream_, 7, key_, label, payload);
    return EncodeLogValue(EncodeHeader({.stream = stream_, .payload_commitment = sealed.commitment}), sealed.bytes);
  }
  // The part lives as long as the test.
  SealedPart PartOf(absl::string_view payload) {
    values_.push_back(ValueOf(payload));
    return DecodeLogValue(values_.back())->part;
  }

  const StreamId stream_ = StreamId::Case(*Uuid::Parse("0a000000-0000-4000-8000-0000000000d1"));
  const Key256 key_{4, 5, 6};
  std::deque<std::string> values_;
};

TEST_F(LogValueTest, HasTheFieldsOfTheFormatDocument) {
  const std::string value = ValueOf("plan", 0x0102);

  ByteReader reader(value);
  EXPECT_EQ(reader.Take<uint16_t>(), kHeaderBytes);
  EXPECT_TRUE(DecodeHeader(reader.TakeBytes(kHeaderBytes)).ok());
  EXPECT_EQ(reader.Take<uint8_t>(), 1) << "parts";
  EXPECT_EQ(reader.Take<uint16_t>(), 0x0102) << "label";
  EXPECT_EQ(reader.Take<uint8_t>(), 1) << "sealed";
  EXPECT_EQ(reader.Take<uint64_t>(), 7u) << "key id";
  EXPECT_EQ(reader.TakeBytes(24).size(), 24u) << "nonce";
  EXPECT_EQ(reader.Take<uint8_t>(), kCodecRaw);
  const auto length = reader.Take<uint32_t>();
  EXPECT_EQ(length, kSaltBytes + 4 + kXaesTagSize);
  EXPECT_TRUE(reader.ok());
  EXPECT_EQ(reader.rest().size(), length);
}

TEST_F(LogValueTest, DecodesToWhatWasEncoded) {
  const std::string value = ValueOf("plan", 0x20);
  const absl::StatusOr<LogValue> decoded = DecodeLogValue(value);

  ASSERT_TRUE(decoded.ok()) << decoded.status();
  EXPECT_EQ(decoded->header, HeaderIn(value));
  EXPECT_EQ(decoded->part.label, 0x20);
  EXPECT_EQ(decoded->part.key_id, 7u);
  EXPECT_EQ(decoded->part.codec, kCodecRaw);
}

TEST_F(LogValueTest, TheHeaderIsFoundWithoutTheRest) {
  const std::string value = ValueOf("plan");
  const std::string header = std::string(value.substr(2, kHeaderBytes));

  EXPECT_EQ(HeaderIn(value), header);
  EXPECT_EQ(HeaderIn(absl::string_view(value).substr(0, kPartsAt)), header);
}

TEST_F(LogValueTest, TheHeaderOfAValueThatIsCutOffDoesNotDecode) {
  const std::string value = ValueOf("plan");
  for (size_t length = 0; length < kPartsAt; ++length) {
    EXPECT_FALSE(DecodeHeader(HeaderIn(absl::string_view(value).substr(0, length))).ok()) << length;
  }
}

// Nobody learns from the stored bytes what they say, not even that two events say the same.
TEST_F(LogValueTest, ThePayloadIsNotInTheValue) {
  const std::string payload = "the mother moved to a shelter";

  EXPECT_EQ(ValueOf(payload).find(payload), std::string::npos);
}

TEST_F(LogValueTest, TheSamePayloadIsSealedToOtherBytesEachTime) {
  std::set<std::string> commitments, ciphertexts;
  std::set<XaesNonce> nonces;
  for (int i = 0; i < 100; ++i) {
    const SealedPayload sealed = SealPayload(stream_, 7, key_, 0, "same");
    commitments.insert(HexOf(sealed.commitment));
    const std::string stored = EncodeLogValue("", sealed.bytes);
    const LogValue value = *DecodeLogValue(stored);
    ciphertexts.insert(std::string(value.part.ciphertext));
    nonces.insert(value.part.nonce);
  }

  EXPECT_EQ(commitments.size(), 100u);
  EXPECT_EQ(ciphertexts.size(), 100u);
  EXPECT_EQ(nonces.size(), 100u);
}

TEST_F(LogValueTest, AnyPayloadOpensToItsBytes) {
  std::mt19937_64 random(testing::TestSeed());
  for (const size_t size : {size_t{0}, size_t{1}, size_t{31}, size_t{32}, size_t{33}, size_t{70'000}}) {
    std::string payload(size, '\0');
    for (char& byte : payload) byte = static_cast<char>(random());
    const absl::StatusOr<OpenedPart> part = OpenPart(stream_, 0, PartOf(payload), key_);
    ASSERT_TRUE(part.ok()) << part.status();
    EXPECT_EQ(part->plaintext, payload);
  }
}

TEST_F(LogValueTest, ThePayloadOfTheLargestSizeOpens) {
  const std::string payload(kPayloadBytesMax, 'x');

  EXPECT_EQ(OpenPart(stream_, 0, PartOf(payload), key_)->plaintext, payload);
}

// The associated data binds everything that is stored in clear next to the ciphertext.
TEST_F(LogValueTest, APartWithAnotherKeyIdNonceOrTagDoesNotOpen) {
  const SealedPart sound = PartOf("plan");
  ASSERT_TRUE(OpenPart(stream_, 0, sound, key_).ok());
  SealedPart other_id = sound, other_nonce = sound, other_tag = sound, shorter = sound, empty = sound;
  other_id.key_id = 8;
  other_nonce.nonce[23] ^= 1;
  std::string changed_tag(sound.ciphertext);
  changed_tag.back() = static_cast<char>(changed_tag.back() ^ 1);
  other_tag.ciphertext = changed_tag;
  shorter.ciphertext.remove_suffix(1);
  empty.ciphertext = {};

  for (const SealedPart& part : {other_id, other_nonce, other_tag, shorter, empty}) {
    EXPECT_TRUE(absl::IsDataLoss(OpenPart(stream_, 0, part, key_).status()));
  }
}

TEST_F(LogValueTest, AnUnknownCodecIsNamed) {
  SealedPart part = PartOf("plan");
  part.codec = 1;

  const absl::Status unknown = OpenPart(stream_, 0, part, key_).status();

  EXPECT_TRUE(absl::IsDataLoss(unknown));
  EXPECT_THAT(std::string(unknown.message()), HasSubstr("codec 1"));
}

// A part that was sealed under the right key and is too short for a salt was not sealed by this program.
TEST_F(LogValueTest, APartThatIsShorterThanItsSaltIsRefused) {
  SealedPart part{.label = 1, .key_id = 7};
  std::string aad = "casejournal/seal/v1\n";
  PutNumber(aad, uint8_t{1});
  PutArray(aad, stream_.uuid.bytes);
  PutNumber(aad, uint8_t{0});
  PutNumber(aad, part.label);
  PutNumber(aad, part.key_id);
  PutNumber(aad, part.codec);
  const std::string too_short = XaesSeal(key_, part.nonce, std::string(kSaltBytes - 1, 's'), aad);
  part.ciphertext = too_short;
  EXPECT_TRUE(absl::IsDataLoss(OpenPart(stream_, 0, part, key_).status()));

  const std::string only_salt = XaesSeal(key_, part.nonce, std::string(kSaltBytes, 's'), aad);
  part.ciphertext = only_salt;
  const absl::StatusOr<OpenedPart> nothing = OpenPart(stream_, 0, part, key_);
  ASSERT_TRUE(nothing.ok()) << "the associated data is that of the format document: " << nothing.status();
  EXPECT_EQ(nothing->plaintext, "");
}

TEST_F(LogValueTest, OtherNumbersOfPartsAndOtherStatesAreRefused) {
  for (const uint8_t parts : {0, 2, 255}) {
    std::string value = ValueOf("plan");
    value[kPartsAt] = static_cast<char>(parts);
    EXPECT_TRUE(absl::IsDataLoss(DecodeLogValue(value).status())) << int{parts};
  }
  for (const uint8_t state : {0, 2, 255}) {
    std::string value = ValueOf("plan");
    value[kStateAt] = static_cast<char>(state);
    EXPECT_TRUE(absl::IsDataLoss(DecodeLogValue(value).status())) << int{state};
  }
}

TEST_F(LogValueTest, ALengthThatDoesNotReachToTheEndIsRefused) {
  const std::string sound = ValueOf("plan");
  for (const int change : {-1, 1, 127}) {
    std::string value = sound;
    value[kLengthAt + 3] = static_cast<char>(value[kLengthAt + 3] + change);
    EXPECT_TRUE(absl::IsDataLoss(DecodeLogValue(value).status())) << change;
  }
  std::string huge = sound;
  huge.replace(kLengthAt, 4, 4, '\xff');
  EXPECT_TRUE(absl::IsDataLoss(DecodeLogValue(huge).status()));
}

TEST_F(LogValueTest, RandomBytesGiveAStatus) {
  std::mt19937_64 random(testing::TestSeed());
  const std::string sound = ValueOf("plan");
  for (int i = 0; i < 5'000; ++i) {
    std::string value = sound;
    for (size_t n = 0; n < 1 + random() % 4; ++n) value[random() % value.size()] = static_cast<char>(random());
    value.resize(random() % 3 == 0 ? random() % value.size() : value.size());
    const absl::StatusOr<LogValue> decoded = DecodeLogValue(value);
    if (!decoded.ok()) {
      EXPECT_TRUE(absl::IsDataLoss(decoded.status()));
      continue;
    }
    const absl::StatusOr<OpenedPart> part = OpenPart(stream_, 0, decoded->part, key_);
    EXPECT_TRUE(part.ok() ? part->plaintext == "plan" : absl::IsDataLoss(part.status())) << part.status();
  }
}

}  // namespace
}  // namespace casejournal::eventstore
