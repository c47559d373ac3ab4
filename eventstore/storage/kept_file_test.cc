#include "eventstore/storage/kept_file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "eventstore/proofs/durable_file.h"
#include "tests/support/test_log.h"

namespace casejournal::eventstore {
namespace {

class KeptFileTest : public ::testing::Test {
 protected:
  static ino_t Inode(const std::string& path) {
    struct stat info {};
    EXPECT_EQ(::stat(path.c_str(), &info), 0) << path;
    return info.st_ino;
  }
  static int64_t Blocks(const std::string& path) {
    struct stat info {};
    EXPECT_EQ(::stat(path.c_str(), &info), 0) << path;
    return info.st_blocks;
  }

  const TestDirectory directory_;
  const std::string path_ = directory_.path() + "/file";
  const std::string next_ = path_ + ".new";
};

TEST_F(KeptFileTest, EachContentReplacesTheOneBefore) {
  KeptFile file(path_);
  EXPECT_TRUE(absl::IsNotFound(ReadSmallFile(path_).status())) << "nothing was written yet";
  for (const std::string content : {"first", "a longer one", "", "x", "and so on"}) {
    ASSERT_TRUE(file.Write(content).ok());
    EXPECT_EQ(*ReadSmallFile(path_), content);
  }
}

// What a full disk asks for: the two files take turns, with the blocks that they have.
TEST_F(KeptFileTest, AWriteTakesNoNewFileAndNoNewBlock) {
  KeptFile file(path_);
  ASSERT_TRUE(file.Write("first").ok());
  const ino_t present = Inode(path_);
  const ino_t next = Inode(next_);
  ASSERT_GT(Blocks(next_), 0) << "the room is not taken";

  ASSERT_TRUE(file.Write("second, which is longer").ok());

  EXPECT_EQ(Inode(path_), next);
  EXPECT_EQ(Inode(next_), present);
  EXPECT_GT(Blocks(next_), 0);
}

TEST_F(KeptFileTest, AnotherProcessGoesOn) {
  ASSERT_TRUE(KeptFile(path_).Write("of the first process").ok());
  KeptFile file(path_);
  EXPECT_EQ(*ReadSmallFile(path_), "of the first process");

  ASSERT_TRUE(file.Write("of the second").ok());

  EXPECT_EQ(*ReadSmallFile(path_), "of the second");
}

TEST_F(KeptFileTest, AfterAFailureTheOldContentIsThereAndTheNextWriteWorks) {
  KeptFile file(path_);
  ASSERT_TRUE(file.Write("old").ok());
  std::filesystem::remove(next_);
  std::filesystem::create_directory(next_);

  EXPECT_FALSE(file.Write("new").ok());
  EXPECT_EQ(*ReadSmallFile(path_), "old");

  std::filesystem::remove(next_);
  ASSERT_TRUE(file.Write("new").ok());
  EXPECT_EQ(*ReadSmallFile(path_), "new");
}

TEST_F(KeptFileTest, WithoutItsRoomAndWithoutAPresentFileItIsWrittenAsUsual) {
  KeptFile file(path_);
  ASSERT_TRUE(file.Write("old").ok());
  std::filesystem::remove(next_);
  ASSERT_TRUE(file.Write("new").ok());
  EXPECT_EQ(*ReadSmallFile(path_), "new");

  std::filesystem::remove(path_);
  ASSERT_TRUE(file.Write("newer").ok());
  EXPECT_EQ(*ReadSmallFile(path_), "newer");
  EXPECT_TRUE(std::filesystem::exists(next_)) << "the room is taken again";
}

TEST_F(KeptFileTest, OnlyTheOwnerMayReadBoth) {
  KeptFile file(path_);
  ASSERT_TRUE(file.Write("private").ok());
  for (const std::string& path : {path_, next_}) {
    struct stat info {};
    ASSERT_EQ(::stat(path.c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777, 0600u) << path;
  }
}

TEST_F(KeptFileTest, AMissingDirectoryIsReported) {
  EXPECT_TRUE(absl::IsNotFound(KeptFile(directory_.path() + "/missing/file").Write("x")));
}

}  // namespace
}  // namespace casejournal::eventstore
