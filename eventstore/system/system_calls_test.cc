#include "eventstore/system/system_calls.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

namespace casejournal::eventstore {
namespace {

class SystemCallsTest : public ::testing::Test {
 protected:
  SystemCallsTest() {
    std::string name = (std::filesystem::temp_directory_path() / "casejournal-XXXXXX").string();
    directory_ = ::mkdtemp(name.data());
  }
  ~SystemCallsTest() override {
    std::error_code ignored;
    std::filesystem::remove_all(directory_, ignored);
  }

  std::string PathOf(const std::string& name) const { return directory_ + "/" + name; }
  std::string Put(const std::string& name, const std::string& content) const {
    std::ofstream(PathOf(name), std::ios::binary) << content;
    return PathOf(name);
  }
  static std::string ContentOf(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  std::string directory_;
};

TEST_F(SystemCallsTest, OnlyACallThatWasInterruptedIsMadeAgain) {
  int calls = 0;
  const auto fails = [&](int error, int times) {
    calls = 0;
    return UntilNotInterrupted([&, error, times] {
      if (calls++ >= times) return 7;
      errno = error;
      return -1;
    });
  };

  EXPECT_EQ(fails(EINTR, 3), 7);
  EXPECT_EQ(calls, 4);
  EXPECT_EQ(fails(EIO, 3), -1);
  EXPECT_EQ(calls, 1);
}

TEST_F(SystemCallsTest, WhatIsWrittenIsThere) {
  {
    const Descriptor file(OpenFile(PathOf("file"), O_RDWR | O_CREAT, 0600));
    ASSERT_TRUE(file.ok());
    EXPECT_NE(::fcntl(file.fd(), F_GETFD) & FD_CLOEXEC, 0) << "a program that we start would have it";
    EXPECT_EQ(WriteAll(file.fd(), std::string(300'000, 'x')), 0);
    EXPECT_EQ(WriteAt(file.fd(), "begin", 0), 5u);
    EXPECT_EQ(WriteAt(file.fd(), "end", 300'000), 3u);
    EXPECT_EQ(SyncFile(file.fd()), 0);
  }
  EXPECT_EQ(ContentOf(PathOf("file")), "begin" + std::string(299'995, 'x') + "end");
}

TEST_F(SystemCallsTest, AFullDeviceIsReported) {
  const Descriptor full(OpenFile("/dev/full", O_WRONLY));
  ASSERT_TRUE(full.ok());

  EXPECT_EQ(WriteAll(full.fd(), "x"), -1);
  EXPECT_EQ(errno, ENOSPC);
  EXPECT_EQ(WriteAt(full.fd(), "x", 0), 0u);
  EXPECT_EQ(errno, ENOSPC);
}

TEST_F(SystemCallsTest, RoomIsTakenWithoutAnotherSize) {
  const Descriptor file(OpenFile(PathOf("file"), O_RDWR | O_CREAT, 0600));
  ASSERT_EQ(TakeRoom(file.fd(), 8192), 0);
  struct stat info {};
  ASSERT_EQ(::fstat(file.fd(), &info), 0);
  EXPECT_EQ(info.st_size, 0);
  EXPECT_GT(info.st_blocks, 0);
}

TEST_F(SystemCallsTest, FilesAreRenamedExchangedAndRemoved) {
  const std::string one = Put("one", "1");
  const std::string two = Put("two", "2");
  EXPECT_EQ(ExchangeFiles(one, two), 0);
  EXPECT_EQ(ContentOf(one), "2");
  EXPECT_EQ(ContentOf(two), "1");
  EXPECT_EQ(RenameToNew(one, two), -1);
  EXPECT_EQ(errno, EEXIST);
  EXPECT_EQ(RenameFile(one, two), 0);
  EXPECT_EQ(ContentOf(two), "2");
  EXPECT_EQ(ExchangeFiles(one, two), -1);
  EXPECT_EQ(errno, ENOENT);
  EXPECT_EQ(RemoveFile(two), 0);
  EXPECT_EQ(RemoveFile(two), -1);
  EXPECT_EQ(errno, ENOENT);
}

TEST_F(SystemCallsTest, ALockThatAnotherHoldsIsNotWaitedFor) {
  const std::string path = Put("lock", "");
  const Descriptor first(OpenFile(path, O_RDWR));
  const Descriptor second(OpenFile(path, O_RDWR));
  EXPECT_EQ(LockFile(first.fd(), LOCK_EX), 0);
  EXPECT_EQ(LockFile(second.fd(), LOCK_EX), -1);
  EXPECT_EQ(errno, EWOULDBLOCK);
}

}  // namespace
}  // namespace casejournal::eventstore
