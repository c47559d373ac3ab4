#include "eventstore/proofs/durable_file.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace casejournal::eventstore {
namespace {

class DurableFileTest : public ::testing::Test {
 protected:
  DurableFileTest() {
    std::string name = (std::filesystem::temp_directory_path() / "casejournal-XXXXXX").string();
    directory_ = ::mkdtemp(name.data());
  }
  ~DurableFileTest() override {
    std::error_code ignored;
    std::filesystem::remove_all(directory_, ignored);
  }

  std::string PathOf(const std::string& name) const { return directory_ + "/" + name; }
  void PutFile(const std::string& name, const std::string& content) const {
    std::ofstream(PathOf(name), std::ios::binary) << content;
  }
  static mode_t ModeOf(const std::string& path) {
    struct stat info {};
    EXPECT_EQ(::stat(path.c_str(), &info), 0);
    return info.st_mode & 0777;
  }

  std::string directory_;
};

TEST_F(DurableFileTest, WhatWasWrittenIsRead) {
  const std::string bytes("bytes \0 with \xff and\n a line", 27);

  for (const std::string& content : {bytes, std::string(), std::string(100'000, 'x')}) {
    ASSERT_TRUE(WriteFileDurably(PathOf("file"), content, 0600).ok());
    EXPECT_EQ(*ReadSmallFile(PathOf("file")), content);
  }
}

TEST_F(DurableFileTest, AShorterContentReplacesTheWholeOldOne) {
  PutFile("file", std::string(5'000, 'o'));

  ASSERT_TRUE(WriteFileDurably(PathOf("file"), "new", 0600).ok());

  EXPECT_EQ(*ReadSmallFile(PathOf("file")), "new");
}

TEST_F(DurableFileTest, NoDraftIsLeft) {
  ASSERT_TRUE(WriteFileDurably(PathOf("file"), "new", 0600).ok());

  EXPECT_EQ(*ListDirectory(directory_), std::vector<std::string>{"file"});
}

// A draft that a power failure left is as long as it was then.
TEST_F(DurableFileTest, AnOldDraftIsOverwritten) {
  PutFile("file.new", std::string(5'000, 'd'));

  ASSERT_TRUE(WriteFileDurably(PathOf("file"), "new", 0600).ok());

  EXPECT_EQ(*ReadSmallFile(PathOf("file")), "new");
}

TEST_F(DurableFileTest, TheFileHasThePermissionsThatWereAskedFor) {
  ASSERT_TRUE(WriteFileDurably(PathOf("secret"), "key", 0600).ok());
  ASSERT_TRUE(WriteFileDurably(PathOf("read-only"), "key", 0400).ok());

  EXPECT_EQ(ModeOf(PathOf("secret")), 0600u);
  EXPECT_EQ(ModeOf(PathOf("read-only")), 0400u);
}

TEST(ErrnoStatusTest, OnlyAFullDiskSaysThatItIsFull) {
  for (const int full : {ENOSPC, EDQUOT}) {
    EXPECT_TRUE(absl::IsResourceExhausted(ErrnoStatus(full, "writing x"))) << full;
    EXPECT_TRUE(SaysDiskFull(ErrnoStatus(full, "writing x"))) << full;
  }
  for (const int other : {EIO, EACCES, ENOENT, EMFILE, EINTR}) {
    EXPECT_FALSE(SaysDiskFull(ErrnoStatus(other, "writing x"))) << other;
  }
  EXPECT_FALSE(SaysDiskFull(absl::ResourceExhaustedError("too many calls")));
}

TEST_F(DurableFileTest, AfterAnErrorTheOldContentIsThere) {
  PutFile("file", "old");
  std::filesystem::create_directory(PathOf("file.new"));

  EXPECT_FALSE(WriteFileDurably(PathOf("file"), "new", 0600).ok());
  EXPECT_EQ(*ReadSmallFile(PathOf("file")), "old");
}

TEST_F(DurableFileTest, AFileIsNotWrittenIntoAMissingDirectory) {
  const absl::Status missing = WriteFileDurably(PathOf("missing/file"), "new", 0600);

  EXPECT_TRUE(absl::IsNotFound(missing)) << missing;
  EXPECT_FALSE(std::filesystem::exists(PathOf("missing")));
}

TEST_F(DurableFileTest, ADirectoryIsNotReplacedByAFile) {
  std::filesystem::create_directories(PathOf("file/inside"));

  EXPECT_FALSE(WriteFileDurably(PathOf("file"), "new", 0600).ok());
  EXPECT_TRUE(std::filesystem::exists(PathOf("file/inside")));
}

TEST_F(DurableFileTest, AMissingFileIsNotFoundByName) {
  for (const absl::Status& missing :
       {ReadSmallFile(PathOf("file")).status(), ReadWholeFile(PathOf("file"), 10).status(),
        ReadSmallFile(PathOf("no/such/file")).status(), ListDirectory(PathOf("file")).status()}) {
    EXPECT_TRUE(absl::IsNotFound(missing)) << missing;
    EXPECT_NE(std::string(missing.message()).find(directory_), std::string::npos) << missing;
  }
}

TEST_F(DurableFileTest, AFileOfTheLimitIsReadAndALongerOneIsNot) {
  for (const size_t limit : {0, 1, 10, 4'096, 100'000}) {
    PutFile("file", std::string(limit, 'x'));
    ASSERT_TRUE(ReadWholeFile(PathOf("file"), limit).ok()) << limit;
    EXPECT_EQ(ReadWholeFile(PathOf("file"), limit)->size(), limit);

    PutFile("file", std::string(limit + 1, 'x'));
    EXPECT_TRUE(absl::IsDataLoss(ReadWholeFile(PathOf("file"), limit).status())) << limit;
  }
}

TEST_F(DurableFileTest, ASmallFileHasAtMostOneMebibyte) {
  PutFile("file", std::string(1 << 20, 'x'));
  EXPECT_TRUE(ReadSmallFile(PathOf("file")).ok());

  PutFile("file", std::string((1 << 20) + 1, 'x'));
  EXPECT_TRUE(absl::IsDataLoss(ReadSmallFile(PathOf("file")).status()));
}

// Files of the kernel state no size.
TEST_F(DurableFileTest, AFileWithoutASizeIsReadToItsEnd) {
  const absl::StatusOr<std::string> status = ReadWholeFile("/proc/self/status", 1 << 20);

  ASSERT_TRUE(status.ok()) << status.status();
  EXPECT_NE(status->find("Pid:"), std::string::npos);
  EXPECT_TRUE(absl::IsDataLoss(ReadWholeFile("/dev/zero", 1'000).status())) << "without an end";
}

TEST_F(DurableFileTest, ADirectoryIsNoFile) {
  const absl::Status read = ReadSmallFile(directory_).status();

  EXPECT_TRUE(absl::IsUnavailable(read)) << read;
  EXPECT_NE(std::string(read.message()).find(directory_), std::string::npos);
}

TEST_F(DurableFileTest, NamesAreSortedAndWithoutDots) {
  EXPECT_TRUE(ListDirectory(directory_)->empty());
  for (const char* name : {"b", "a", ".hidden", "B"}) PutFile(name, "");
  std::filesystem::create_directory(PathOf("directory"));

  EXPECT_EQ(*ListDirectory(directory_), (std::vector<std::string>{".hidden", "B", "a", "b", "directory"}));
}

TEST_F(DurableFileTest, AFileIsNotListed) {
  PutFile("file", "");

  EXPECT_TRUE(absl::IsNotFound(ListDirectory(PathOf("file")).status()));
}

TEST(ErrnoStatusTest, EachErrorHasItsCode) {
  EXPECT_TRUE(absl::IsNotFound(ErrnoStatus(ENOENT, "opening a")));
  EXPECT_TRUE(absl::IsNotFound(ErrnoStatus(ENOTDIR, "opening a")));
  EXPECT_TRUE(absl::IsPermissionDenied(ErrnoStatus(EACCES, "opening a")));
  EXPECT_TRUE(absl::IsPermissionDenied(ErrnoStatus(EPERM, "opening a")));
  EXPECT_TRUE(absl::IsPermissionDenied(ErrnoStatus(EROFS, "opening a")));
  EXPECT_TRUE(absl::IsResourceExhausted(ErrnoStatus(ENOSPC, "opening a")));
  EXPECT_TRUE(absl::IsResourceExhausted(ErrnoStatus(EDQUOT, "opening a")));
  EXPECT_TRUE(absl::IsUnavailable(ErrnoStatus(EIO, "opening a")));
  EXPECT_EQ(ErrnoStatus(EIO, "opening a").message().substr(0, 11), "opening a: ");
}

}  // namespace
}  // namespace casejournal::eventstore
