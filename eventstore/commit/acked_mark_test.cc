#include "eventstore/commit/acked_mark.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <limits>

#include "eventstore/proofs/durable_file.h"
#include "tests/support/test_log.h"

namespace casejournal::eventstore {
namespace {

class AckedMarkTest : public ::testing::Test {
 protected:
  void Write(uint64_t events) {
    const absl::StatusOr<std::unique_ptr<AckedMark>> mark = AckedMark::Open(path_);
    ASSERT_TRUE(mark.ok()) << mark.status();
    ASSERT_TRUE((*mark)->Write(events).ok());
  }
  void SetBytes(const std::string& bytes) { std::ofstream(path_, std::ios::binary) << bytes; }

  const TestDirectory directory_;
  const std::string path_ = directory_.path() + "/acked";
};

TEST_F(AckedMarkTest, WithoutAFileNothingIsAcknowledged) {
  EXPECT_EQ(*AckedMark::Read(path_), 0u);
  EXPECT_FALSE(std::filesystem::exists(path_)) << "reading makes no file";
}

// Earlier programs left one if they were stopped before the first write.
TEST_F(AckedMarkTest, AnEmptyFileAcknowledgesNothing) {
  SetBytes("");

  EXPECT_EQ(*AckedMark::Read(path_), 0u);
}

TEST_F(AckedMarkTest, TheLastNumberIsRead) {
  for (const uint64_t events : {uint64_t{1}, uint64_t{0}, uint64_t{256}, std::numeric_limits<uint64_t>::max()}) {
    Write(events);
    EXPECT_EQ(*AckedMark::Read(path_), events);
  }
}

TEST_F(AckedMarkTest, OpeningKeepsTheNumber) {
  Write(42);
  ASSERT_TRUE(AckedMark::Open(path_).ok());

  EXPECT_EQ(*AckedMark::Read(path_), 42u);
}

TEST_F(AckedMarkTest, OneOpenMarkCanBeWrittenAgainAndAgain) {
  const auto mark = AckedMark::Open(path_);
  ASSERT_TRUE(mark.ok());
  for (uint64_t events = 1; events < 100; ++events) {
    ASSERT_TRUE((*mark)->Write(events).ok());
    ASSERT_EQ(*AckedMark::Read(path_), events);
  }
  EXPECT_EQ(std::filesystem::file_size(path_), 12u);
}

// LOG_FORMAT.md: u64 number, u32 CRC-32C of it.
TEST_F(AckedMarkTest, HasTheBytesOfTheFormatDocument) {
  Write(5);

  const std::string bytes = *ReadSmallFile(path_);
  EXPECT_EQ(bytes.substr(0, 8), std::string(7, '\0') + "\x05");
  EXPECT_EQ(bytes.size(), 12u);
}

TEST_F(AckedMarkTest, EveryBitOfTheFileCounts) {
  Write(1'000);
  const std::string sound = *ReadSmallFile(path_);
  for (size_t bit = 0; bit < 8 * sound.size(); ++bit) {
    std::string damaged = sound;
    damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ 1 << bit % 8);
    SetBytes(damaged);
    EXPECT_TRUE(absl::IsDataLoss(AckedMark::Read(path_).status())) << bit;
  }
}

TEST_F(AckedMarkTest, AnotherLengthIsDamage) {
  Write(7);
  const std::string sound = *ReadSmallFile(path_);
  for (size_t length = 1; length < sound.size(); ++length) {
    SetBytes(sound.substr(0, length));
    EXPECT_TRUE(absl::IsDataLoss(AckedMark::Read(path_).status())) << length;
  }
  SetBytes(sound + "x");
  const absl::Status longer = AckedMark::Read(path_).status();
  EXPECT_TRUE(absl::IsDataLoss(longer));
  EXPECT_NE(std::string(longer.message()).find(path_), std::string::npos) << longer;
}

// Then a power failure cannot leave it without its bytes (tests/faults).
TEST_F(AckedMarkTest, HasItsLengthFromTheBeginning) {
  ASSERT_TRUE(AckedMark::Open(path_).ok());

  EXPECT_EQ(std::filesystem::file_size(path_), 12u);
  EXPECT_EQ(*AckedMark::Read(path_), 0u);
}

TEST_F(AckedMarkTest, OnlyTheOwnerMayReadIt) {
  ASSERT_TRUE(AckedMark::Open(path_).ok());

  struct stat info {};
  ASSERT_EQ(::stat(path_.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600u);
}

TEST_F(AckedMarkTest, CannotBeOpenedWithoutItsDirectory) {
  EXPECT_FALSE(AckedMark::Open(directory_.path() + "/missing/acked").ok());
}

}  // namespace
}  // namespace casejournal::eventstore
