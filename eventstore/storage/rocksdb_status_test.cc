#include "eventstore/storage/rocksdb_status.h"

#include <gtest/gtest.h>

#include "absl/strings/match.h"

namespace casejournal::eventstore {
namespace {

absl::StatusCode CodeOfRocksdb(const rocksdb::Status& status) { return FromRocksdb(status, "reading").code(); }

TEST(RocksdbStatusTest, OkStaysOk) { EXPECT_TRUE(FromRocksdb(rocksdb::Status::OK(), "reading").ok()); }

TEST(RocksdbStatusTest, SaysWhatWasTriedAndWhatRocksdbSays) {
  const absl::Status status = FromRocksdb(rocksdb::Status::Corruption("block 7"), "reading position 12");

  EXPECT_TRUE(absl::StartsWith(status.message(), "reading position 12: "));
  EXPECT_TRUE(absl::StrContains(status.message(), "block 7"));
}

// Who suffers: a client, who would be told where the server keeps its files.
TEST(RocksdbStatusTest, KeepsAPathApartFromTheWordBeforeIt) {
  const absl::Status status = FromRocksdb(
      rocksdb::Status::Corruption("file is too short (7 bytes) to be an sstable/srv/county/log/000018.sst"), "opening");

  EXPECT_EQ(status.message(),
            "opening: Corruption: file is too short (7 bytes) to be an sstable /srv/county/log/000018.sst");
}

// Who suffers: an operator who is told to retry while bytes are damaged, or to restore while a disk is full.
TEST(RocksdbStatusTest, TellsDamageFromWhatPasses) {
  EXPECT_EQ(CodeOfRocksdb(rocksdb::Status::Corruption("bad checksum")), absl::StatusCode::kDataLoss);
  EXPECT_EQ(CodeOfRocksdb(rocksdb::Status::IOError("read failed")), absl::StatusCode::kUnavailable);
  EXPECT_EQ(CodeOfRocksdb(rocksdb::Status::IOError("lock LOCK", "held")), absl::StatusCode::kUnavailable);
  EXPECT_EQ(CodeOfRocksdb(rocksdb::Status::Busy()), absl::StatusCode::kUnavailable);
  EXPECT_EQ(CodeOfRocksdb(rocksdb::Status::TimedOut()), absl::StatusCode::kUnavailable);
  EXPECT_EQ(CodeOfRocksdb(rocksdb::Status::TryAgain()), absl::StatusCode::kUnavailable);
  EXPECT_EQ(CodeOfRocksdb(rocksdb::Status::NoSpace()), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(CodeOfRocksdb(rocksdb::Status::IOError("log/1.log", "Disk quota exceeded")),
            absl::StatusCode::kResourceExhausted);
}

TEST(RocksdbStatusTest, TellsWhatTheProcessMayNotWrite) {
  EXPECT_EQ(CodeOfRocksdb(rocksdb::Status::IOError("log/1.log", "Permission denied")),
            absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(CodeOfRocksdb(rocksdb::Status::IOError("log/1.log", "Read-only file system")),
            absl::StatusCode::kPermissionDenied);
}

TEST(RocksdbStatusTest, MapsTheOtherKinds) {
  EXPECT_EQ(CodeOfRocksdb(rocksdb::Status::NotFound()), absl::StatusCode::kNotFound);
  EXPECT_EQ(CodeOfRocksdb(rocksdb::Status::InvalidArgument("no such family")), absl::StatusCode::kInvalidArgument);
  for (const rocksdb::Status& other :
       {rocksdb::Status::NotSupported(), rocksdb::Status::Aborted(), rocksdb::Status::Incomplete(),
        rocksdb::Status::ShutdownInProgress(), rocksdb::Status::Expired(), rocksdb::Status::MergeInProgress()}) {
    EXPECT_EQ(CodeOfRocksdb(other), absl::StatusCode::kInternal) << other.ToString();
  }
}

}  // namespace
}  // namespace casejournal::eventstore
