#include "eventstore/storage/zeros_ahead.h"

#include <gtest/gtest.h>
#include <rocksdb/db.h>

#include <algorithm>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tests/support/test_log.h"

namespace casejournal::eventstore {
namespace {

class ZerosAheadTest : public ::testing::Test {
 protected:
  std::unique_ptr<rocksdb::WritableFile> NewFile(const std::string& name) {
    std::unique_ptr<rocksdb::WritableFile> file;
    EXPECT_TRUE(env_->NewWritableFile(PathOf(name), &file, rocksdb::EnvOptions()).ok());
    return file;
  }
  std::string PathOf(const std::string& name) const { return directory_.path() + "/" + name; }
  std::string Bytes(const std::string& name) const {
    std::ifstream in(PathOf(name), std::ios::binary);
    return std::string{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  }

  const TestDirectory directory_;
  const std::unique_ptr<rocksdb::Env> env_ = NewZerosAheadEnv();
};

TEST_F(ZerosAheadTest, ALogIsFollowedByZerosWhileItIsOpen) {
  const auto log = NewFile("000004.log");
  ASSERT_TRUE(log->Append("abc").ok());
  EXPECT_EQ(Bytes("000004.log"), "abc" + std::string(kZerosAheadBytes, '\0'));
  ASSERT_TRUE(log->Append("de").ok());
  EXPECT_EQ(Bytes("000004.log"), "abcde" + std::string(kZerosAheadBytes - 2, '\0'));
}

TEST_F(ZerosAheadTest, WhatOutgrowsTheZerosGetsNewOnes) {
  const std::string long_record(kZerosAheadBytes, 'x');
  const auto log = NewFile("000004.log");
  ASSERT_TRUE(log->Append("abc").ok());
  ASSERT_TRUE(log->Append(long_record).ok());
  ASSERT_TRUE(log->Append(long_record).ok());
  EXPECT_EQ(Bytes("000004.log"), "abc" + long_record + long_record + std::string(kZerosAheadBytes, '\0'));
}

TEST_F(ZerosAheadTest, ACloseCutsTheZerosOff) {
  const auto log = NewFile("000004.log");
  ASSERT_TRUE(log->Append("abc").ok());
  ASSERT_TRUE(log->Close().ok());
  EXPECT_EQ(Bytes("000004.log"), "abc");
}

TEST_F(ZerosAheadTest, OtherFilesHaveNone) {
  const auto table = NewFile("000004.sst");
  ASSERT_TRUE(table->Append("abc").ok());
  ASSERT_TRUE(table->Flush().ok());
  EXPECT_EQ(Bytes("000004.sst"), "abc");
}

TEST_F(ZerosAheadTest, TheClockOfRocksdbIsThatOfTheMachine) {
  int64_t now = 0;
  ASSERT_TRUE(env_->GetSystemClock()->GetCurrentTime(&now).ok());
  EXPECT_NEAR(static_cast<double>(now), static_cast<double>(::time(nullptr)), 60);
  ASSERT_TRUE(env_->GetCurrentTime(&now).ok());
  EXPECT_NEAR(static_cast<double>(now), static_cast<double>(::time(nullptr)), 60);
}

// What a killed process leaves: the log with its zeros.
TEST_F(ZerosAheadTest, RocksdbRecoversALogThatEndsInZeros) {
  constexpr int kRows = 500;
  rocksdb::Options options;
  options.create_if_missing = true;
  options.env = env_.get();
  options.wal_recovery_mode = rocksdb::WALRecoveryMode::kPointInTimeRecovery;
  rocksdb::DB* raw = nullptr;
  ASSERT_TRUE(rocksdb::DB::Open(options, PathOf("db"), &raw).ok());
  const std::unique_ptr<rocksdb::DB> db(raw);
  rocksdb::WriteOptions synced;
  synced.sync = true;
  for (int i = 0; i < kRows; ++i) {
    ASSERT_TRUE(db->Put(synced, absl::StrCat("key ", i), std::string(5'000, 'v')).ok());
  }
  std::filesystem::copy(PathOf("db"), PathOf("left"), std::filesystem::copy_options::recursive);
  ASSERT_TRUE(std::any_of(std::filesystem::directory_iterator(PathOf("left")), {}, [&](const auto& file) {
    return file.path().extension() == ".log" &&
           absl::EndsWith(Bytes("left/" + file.path().filename().string()), std::string(1'000, '\0'));
  }));

  ASSERT_TRUE(rocksdb::DB::Open(options, PathOf("left"), &raw).ok());
  const std::unique_ptr<rocksdb::DB> left(raw);
  std::string value;
  for (int i = 0; i < kRows; ++i) {
    EXPECT_TRUE(left->Get(rocksdb::ReadOptions(), absl::StrCat("key ", i), &value).ok()) << i;
  }
}

TEST_F(ZerosAheadTest, AnEmptyLogHasNoZeros) {
  const auto log = NewFile("000004.log");
  EXPECT_EQ(Bytes("000004.log"), "");
  ASSERT_TRUE(log->Close().ok());
  EXPECT_EQ(Bytes("000004.log"), "");
}

TEST_F(ZerosAheadTest, ARecordThatEndsWithTheZerosNeedsNoMore) {
  const auto log = NewFile("000004.log");
  ASSERT_TRUE(log->Append("a").ok());
  ASSERT_TRUE(log->Append(std::string(kZerosAheadBytes, 'x')).ok());
  EXPECT_EQ(Bytes("000004.log"), "a" + std::string(kZerosAheadBytes, 'x'));
  ASSERT_TRUE(log->Append("b").ok());
  EXPECT_EQ(Bytes("000004.log").size(), 1 + kZerosAheadBytes + 1 + kZerosAheadBytes);
}

TEST_F(ZerosAheadTest, AZeroThatWasWrittenIsNotCutOff) {
  const auto log = NewFile("000004.log");
  ASSERT_TRUE(log->Append(std::string("abc\0\0", 5)).ok());
  ASSERT_TRUE(log->Close().ok());
  EXPECT_EQ(Bytes("000004.log"), std::string("abc\0\0", 5));
}

TEST_F(ZerosAheadTest, ATruncatedLogKeepsItsNewLength) {
  const auto log = NewFile("000004.log");
  ASSERT_TRUE(log->Append("abcdef").ok());
  ASSERT_TRUE(log->Truncate(3).ok());
  EXPECT_EQ(Bytes("000004.log"), "abc");
  ASSERT_TRUE(log->Close().ok());
  EXPECT_EQ(Bytes("000004.log"), "abc");
}

TEST_F(ZerosAheadTest, TwoLogsGrowApart) {
  const auto one = NewFile("000004.log");
  const auto other = NewFile("000005.log");
  ASSERT_TRUE(one->Append("one").ok());
  ASSERT_TRUE(other->Append("other").ok());
  ASSERT_TRUE(one->Close().ok());
  EXPECT_EQ(Bytes("000004.log"), "one");
  EXPECT_EQ(Bytes("000005.log"), "other" + std::string(kZerosAheadBytes, '\0'));
}

}  // namespace
}  // namespace casejournal::eventstore
