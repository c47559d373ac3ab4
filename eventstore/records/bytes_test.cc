#include "eventstore/records/bytes.h"

#include <gtest/gtest.h>

#include <array>
#include <limits>
#include <random>
#include <vector>

#include "tests/support/seed.h"

namespace casejournal::eventstore {
namespace {

template <typename Number>
std::string BytesOfNumber(Number number) {
  std::string bytes;
  PutNumber(bytes, number);
  return bytes;
}

template <typename Number>
void ExpectExtremesReadBack() {
  using Limits = std::numeric_limits<Number>;
  for (const Number number : {Limits::min(), Limits::max(), Number{0}, Number{1}, static_cast<Number>(-1)}) {
    const std::string bytes = BytesOfNumber(number);
    EXPECT_EQ(bytes.size(), sizeof(Number));
    ByteReader reader(bytes);
    EXPECT_EQ(reader.Take<Number>(), number);
    EXPECT_TRUE(reader.ok());
    EXPECT_TRUE(reader.rest().empty());
  }
}

TEST(BytesTest, TheMostSignificantByteComesFirst) {
  EXPECT_EQ(BytesOfNumber(uint8_t{0xAB}), "\xAB");
  EXPECT_EQ(BytesOfNumber(uint16_t{0x0102}), "\x01\x02");
  EXPECT_EQ(BytesOfNumber(uint32_t{0x01020304}), "\x01\x02\x03\x04");
  EXPECT_EQ(BytesOfNumber(uint64_t{0x0102030405060708}), "\x01\x02\x03\x04\x05\x06\x07\x08");
}

TEST(BytesTest, NegativeNumbersAreInTwosComplement) {
  EXPECT_EQ(BytesOfNumber(int64_t{-2}), std::string(7, '\xFF') + "\xFE");
  EXPECT_EQ(BytesOfNumber(std::numeric_limits<int64_t>::min()), "\x80" + std::string(7, '\0'));
}

TEST(BytesTest, TheExtremesOfEveryTypeReadBack) {
  ExpectExtremesReadBack<uint8_t>();
  ExpectExtremesReadBack<uint16_t>();
  ExpectExtremesReadBack<uint32_t>();
  ExpectExtremesReadBack<uint64_t>();
  ExpectExtremesReadBack<int32_t>();
  ExpectExtremesReadBack<int64_t>();
}

TEST(BytesTest, FieldsFollowWhatIsAlreadyThere) {
  std::string bytes = "begin";
  PutNumber(bytes, uint16_t{0x4142});
  PutArray(bytes, std::array<uint8_t, 3>{'x', 'y', 'z'});
  PutArray(bytes, std::array<uint8_t, 0>{});

  EXPECT_EQ(bytes, "beginABxyz");
}

// Keys of the database sort by bytes. A position that sorted elsewhere would be read out of order.
TEST(BytesTest, BytesSortLikeTheirNumbers) {
  std::mt19937_64 random(testing::TestSeed());
  for (int i = 0; i < 2000; ++i) {
    const uint64_t a = random() >> random() % 64;
    const uint64_t b = random() >> random() % 64;
    EXPECT_EQ(BytesOfNumber(a) < BytesOfNumber(b), a < b) << a << " " << b;
  }
}

TEST(ByteReaderTest, FieldsAreTakenFromTheFront) {
  ByteReader reader(absl::string_view("\x01\x00\x02xyzrest", 10));

  EXPECT_EQ(reader.Take<uint8_t>(), 1);
  EXPECT_EQ(reader.Take<uint16_t>(), 2);
  std::array<uint8_t, 3> array{};
  reader.TakeArray(array);
  EXPECT_EQ(array, (std::array<uint8_t, 3>{'x', 'y', 'z'}));
  EXPECT_EQ(reader.rest(), "rest");
  EXPECT_EQ(reader.TakeBytes(4), "rest");
  EXPECT_TRUE(reader.ok());
  EXPECT_TRUE(reader.rest().empty());
}

TEST(ByteReaderTest, NothingCanBeTakenFromNothing) {
  ByteReader reader("");

  EXPECT_EQ(reader.TakeBytes(0), "");
  EXPECT_TRUE(reader.ok());
  EXPECT_EQ(reader.Take<uint8_t>(), 0);
  EXPECT_FALSE(reader.ok());
}

TEST(ByteReaderTest, AFieldThatIsCutOffIsNotTaken) {
  ByteReader reader("\x11\x22\x33");

  EXPECT_EQ(reader.Take<uint32_t>(), 0u);
  EXPECT_FALSE(reader.ok());
  EXPECT_EQ(reader.rest(), "\x11\x22\x33");
}

// Decoders check only once, after the last field.
TEST(ByteReaderTest, AfterAMissingFieldEveryFurtherOneIsMissing) {
  ByteReader reader("\x11\x22\x33");
  EXPECT_EQ(reader.Take<uint32_t>(), 0u);

  EXPECT_EQ(reader.Take<uint8_t>(), 0) << "although a byte is left";
  EXPECT_EQ(reader.TakeBytes(1), "");
  EXPECT_EQ(reader.TakeBytes(0), "");
  std::array<uint8_t, 2> array{};
  reader.TakeArray(array);
  EXPECT_EQ(array, (std::array<uint8_t, 2>{}));
  EXPECT_FALSE(reader.ok());
}

// A length in damaged bytes may name more than any file has.
TEST(ByteReaderTest, ALengthBeyondTheEndGivesNothing) {
  for (const size_t length : {size_t{4}, size_t{1} << 32, std::numeric_limits<size_t>::max()}) {
    ByteReader reader("abc");
    EXPECT_EQ(reader.TakeBytes(length), "");
    EXPECT_FALSE(reader.ok());
  }
}

TEST(ByteReaderTest, RandomFieldsReadBackInTheirOrder) {
  std::mt19937_64 random(testing::TestSeed());
  for (int round = 0; round < 200; ++round) {
    std::vector<uint64_t> numbers;
    std::string bytes;
    for (size_t i = 0; i < 1 + random() % 20; ++i) {
      numbers.push_back(random());
      if (i % 2 == 0) PutNumber(bytes, numbers.back());
      if (i % 2 == 1) PutNumber(bytes, static_cast<uint16_t>(numbers.back()));
    }

    ByteReader reader(bytes);
    for (size_t i = 0; i < numbers.size(); ++i) {
      const uint64_t taken = i % 2 == 0 ? reader.Take<uint64_t>() : reader.Take<uint16_t>();
      EXPECT_EQ(taken, i % 2 == 0 ? numbers[i] : static_cast<uint16_t>(numbers[i]));
    }
    EXPECT_TRUE(reader.ok());
    EXPECT_TRUE(reader.rest().empty());
  }
}

}  // namespace
}  // namespace casejournal::eventstore
