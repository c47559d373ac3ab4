#include "eventstore/commit/clock_mark.h"

#include <gtest/gtest.h>

#include <fstream>
#include <limits>
#include <random>

#include "eventstore/proofs/durable_file.h"
#include "eventstore/records/bytes.h"
#include "eventstore/storage/crc32c.h"
#include "tests/support/seed.h"
#include "tests/support/test_log.h"

namespace casejournal::eventstore {
namespace {

constexpr size_t kClockMarkBytes = 8 + 1 + 8 + 4;

class ClockMarkTest : public ::testing::Test {
 protected:
  void SetBytes(const std::string& bytes) { std::ofstream(path_, std::ios::binary) << bytes; }

  const TestDirectory directory_;
  const std::string path_ = directory_.path() + "/clock";
  KeptFile file_{path_};
};

TEST_F(ClockMarkTest, WithoutAFileNothingIsClosedOrStopped) {
  const absl::StatusOr<ClockMark> mark = ReadClockMark(path_);

  ASSERT_TRUE(mark.ok()) << mark.status();
  EXPECT_EQ(*mark, ClockMark());
  EXPECT_EQ(mark->closed_us, std::numeric_limits<int64_t>::min());
  EXPECT_EQ(mark->stop, ClockStop::kNone);
}

TEST_F(ClockMarkTest, TheExtremesReadBack) {
  constexpr int64_t kMin = std::numeric_limits<int64_t>::min();
  constexpr int64_t kMax = std::numeric_limits<int64_t>::max();
  for (const ClockMark& mark : {ClockMark{}, ClockMark{.closed_us = 0}, ClockMark{.closed_us = -1},
                                ClockMark{.closed_us = kMax, .stop = ClockStop::kForward, .stop_by_us = kMax},
                                ClockMark{.closed_us = kMin, .stop = ClockStop::kBehind, .stop_by_us = kMin}}) {
    ASSERT_TRUE(WriteClockMark(file_, mark).ok());
    EXPECT_EQ(*ReadClockMark(path_), mark);
  }
}

TEST_F(ClockMarkTest, RandomMarksReadBack) {
  std::mt19937_64 random(testing::TestSeed());
  for (int i = 0; i < 20; ++i) {
    const ClockMark mark{.closed_us = static_cast<int64_t>(random()),
                         .stop = static_cast<ClockStop>(random() % 3),
                         .stop_by_us = static_cast<int64_t>(random())};
    ASSERT_TRUE(WriteClockMark(file_, mark).ok());
    EXPECT_EQ(*ReadClockMark(path_), mark);
  }
}

TEST_F(ClockMarkTest, OneByteOfTheFileIsTheStop) {
  const ClockMark mark{.closed_us = 1, .stop = ClockStop::kBehind, .stop_by_us = 2};
  ASSERT_TRUE(WriteClockMark(file_, mark).ok());

  const std::string bytes = *ReadSmallFile(path_);
  ASSERT_EQ(bytes.size(), kClockMarkBytes);
  EXPECT_EQ(bytes.substr(0, 8), std::string(7, '\0') + "\x01");
  EXPECT_EQ(bytes[8], 2);
  EXPECT_EQ(bytes.substr(9, 8), std::string(7, '\0') + "\x02");
}

// A damaged mark could open a closed instant again, or start a stopped clock.
TEST_F(ClockMarkTest, EveryBitOfTheFileCounts) {
  ASSERT_TRUE(
      WriteClockMark(file_, {.closed_us = 1'750'000'000'000'000, .stop = ClockStop::kForward, .stop_by_us = 9}).ok());
  const std::string sound = *ReadSmallFile(path_);
  for (size_t bit = 0; bit < 8 * sound.size(); ++bit) {
    std::string damaged = sound;
    damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ 1 << bit % 8);
    SetBytes(damaged);
    const absl::Status read = ReadClockMark(path_).status();
    EXPECT_TRUE(absl::IsDataLoss(read)) << bit;
    EXPECT_NE(std::string(read.message()).find(path_), std::string::npos) << read;
  }
}

// Unlike `acked`, the file is never created empty.
TEST_F(ClockMarkTest, AnotherLengthIsDamage) {
  ASSERT_TRUE(WriteClockMark(file_, {.closed_us = 5}).ok());
  const std::string sound = *ReadSmallFile(path_);
  for (size_t length = 0; length < sound.size(); ++length) {
    SetBytes(sound.substr(0, length));
    EXPECT_TRUE(absl::IsDataLoss(ReadClockMark(path_).status())) << length;
  }
  SetBytes(sound + "x");
  EXPECT_TRUE(absl::IsDataLoss(ReadClockMark(path_).status()));
}

TEST_F(ClockMarkTest, AnUnknownStopIsDamageAlthoughTheChecksumIsRight) {
  for (const uint8_t stop : {3, 255}) {
    std::string bytes;
    PutNumber(bytes, uint64_t{1});
    PutNumber(bytes, stop);
    PutNumber(bytes, uint64_t{1});
    PutNumber(bytes, Crc32c(bytes));
    SetBytes(bytes);
    EXPECT_TRUE(absl::IsDataLoss(ReadClockMark(path_).status())) << int{stop};
  }
}

TEST_F(ClockMarkTest, AfterAFailedWriteTheOldMarkIsThere) {
  const ClockMark old{.closed_us = 5};
  ASSERT_TRUE(WriteClockMark(file_, old).ok());
  std::filesystem::remove(path_ + ".new");
  std::filesystem::create_directory(path_ + ".new");  // where the next content would be

  EXPECT_FALSE(WriteClockMark(file_, {.closed_us = 6}).ok());
  EXPECT_EQ(*ReadClockMark(path_), old);
}

}  // namespace
}  // namespace casejournal::eventstore
