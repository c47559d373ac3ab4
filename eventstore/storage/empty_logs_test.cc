#include "eventstore/storage/empty_logs.h"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <fstream>

#include "eventstore/proofs/durable_file.h"
#include "eventstore/storage/database.h"
#include "tests/support/test_log.h"

namespace casejournal::eventstore {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class EmptyLogsTest : public ::testing::Test {
 protected:
  void PutFile(const std::string& name, const std::string& content = "") const {
    std::ofstream(directory_.path() + "/" + name, std::ios::binary) << content;
  }
  std::vector<std::string> Names() const { return *ListDirectory(directory_.path()); }

  const TestDirectory directory_;
};

TEST_F(EmptyLogsTest, AMissingDirectoryHasNone) {
  EXPECT_TRUE(RemoveEmptyLogs(directory_.path() + "/missing").ok());
  EXPECT_THAT(Names(), IsEmpty());
}

TEST_F(EmptyLogsTest, AFileIsNoDirectory) {
  PutFile("file");

  RemoveEmptyLogs(directory_.path() + "/file").IgnoreError();

  EXPECT_THAT(Names(), ElementsAre("file"));
}

TEST_F(EmptyLogsTest, OnlyEmptyLogsAreRemoved) {
  PutFile("000004.log");
  PutFile("000005.log", "group");
  PutFile("000006.log");
  PutFile("1000000.log");

  ASSERT_TRUE(RemoveEmptyLogs(directory_.path()).ok());

  EXPECT_THAT(Names(), ElementsAre("000005.log"));
}

// Zeros are what a kill leaves of a log in which something may have been written.
TEST_F(EmptyLogsTest, ALogOfZerosStays) {
  PutFile("000004.log", std::string(4096, '\0'));

  ASSERT_TRUE(RemoveEmptyLogs(directory_.path()).ok());

  EXPECT_THAT(Names(), ElementsAre("000004.log"));
}

TEST_F(EmptyLogsTest, OtherEmptyFilesStay) {
  for (const char* name : {"000004.sst", "CURRENT", "LOCK", "LOG", "log", "000004.log.bak"}) PutFile(name);
  const std::vector<std::string> before = Names();

  ASSERT_TRUE(RemoveEmptyLogs(directory_.path()).ok());

  EXPECT_EQ(Names(), before);
}

TEST_F(EmptyLogsTest, WhatIsNoRegularFileStays) {
  PutFile("target");
  std::filesystem::create_symlink("target", directory_.path() + "/000004.log");
  std::filesystem::create_directory(directory_.path() + "/000005.log");
  ASSERT_EQ(::mkfifo((directory_.path() + "/000006.log").c_str(), 0600), 0);

  ASSERT_TRUE(RemoveEmptyLogs(directory_.path()).ok());

  EXPECT_THAT(Names(), ElementsAre("000004.log", "000005.log", "000006.log", "target"));
}

// A supervisor that restarts a server in a loop must not fill the directory.
TEST_F(EmptyLogsTest, ADatabaseOpensWithoutTheLogsThatWereEmpty) {
  const std::string path = directory_.path() + "/log";
  {
    const auto database = Database::OpenLog(path, Database::Mode::kCreate);
    ASSERT_TRUE(database.ok());
    ASSERT_TRUE((*database)->db().Put({}, (*database)->family(Family::kLog), LogKey(0), "value").ok());
    ASSERT_TRUE((*database)->Flush().ok());
  }
  for (int restarts = 0; restarts < 5; ++restarts) {
    ASSERT_TRUE(RemoveEmptyLogs(path).ok());
    const auto database = Database::OpenLog(path, Database::Mode::kReadWrite);
    ASSERT_TRUE(database.ok()) << database.status();
    EXPECT_TRUE((*database)->Get(Family::kLog, LogKey(0))->has_value());
  }
  int logs = 0;
  for (const auto& file : std::filesystem::directory_iterator(path)) logs += file.path().extension() == ".log";
  EXPECT_LE(logs, 2);
}

}  // namespace
}  // namespace casejournal::eventstore
