#include "eventstore/storage/database.h"

#include <gmock/gmock.h>
#include <rocksdb/perf_context.h>

#include <algorithm>
#include <fstream>
#include <limits>
#include <random>
#include <set>

#include "absl/strings/match.h"
#include "tests/support/seed.h"
#include "tests/support/test_log.h"

namespace casejournal::eventstore {
namespace {

using ::testing::HasSubstr;

constexpr Family kEveryFamily[] = {Family::kDefault, Family::kLog,        Family::kStream, Family::kRequest,
                                   Family::kTree,    Family::kCheckpoint, Family::kGroup,  Family::kMeta};

TEST(DatabaseKeysTest, ANumberHasEightBytes) {
  EXPECT_EQ(LogKey(0x0102030405060708), "\x01\x02\x03\x04\x05\x06\x07\x08");
  EXPECT_EQ(SizeKey(5), std::string(7, '\0') + "\x05");
}

TEST(DatabaseKeysTest, AKeyOfAStreamIsItsKindItsUuidAndTheRevision) {
  const StreamId stream = StreamId::Access(*Uuid::Parse("41424344-4546-4748-494a-4b4c4d4e4f50"));

  EXPECT_EQ(StreamPrefix(stream),
            "\x02"
            "ABCDEFGHIJKLMNOP");
  EXPECT_EQ(StreamKey(stream, 258), StreamPrefix(stream) + std::string(6, '\0') + "\x01\x02");
}

TEST(DatabaseKeysTest, AKeyOfARequestIsItsId) {
  EXPECT_EQ(RequestKey(*Uuid::Parse("41424344-4546-4748-494a-4b4c4d4e4f50")), "ABCDEFGHIJKLMNOP");
}

TEST(DatabaseKeysTest, AKeyOfATileIsItsLevelAndItsIndex) {
  EXPECT_EQ(TileKey({3, 258}), "\x03" + std::string(6, '\0') + "\x01\x02");
}

// An iterator over a family must meet its rows in the order of their numbers.
TEST(DatabaseKeysTest, KeysSortLikeWhatTheyName) {
  std::mt19937_64 random(testing::TestSeed());
  const StreamId stream = StreamId::Case(RandomUuid());
  for (int i = 0; i < 500; ++i) {
    const uint64_t a = random() >> random() % 64;
    const uint64_t b = random() >> random() % 64;
    EXPECT_EQ(LogKey(a) < LogKey(b), a < b);
    EXPECT_EQ(StreamKey(stream, a) < StreamKey(stream, b), a < b);
    EXPECT_EQ(TileKey({1, a}) < TileKey({1, b}), a < b);
  }
  EXPECT_LT(TileKey({0, std::numeric_limits<uint64_t>::max()}), TileKey({1, 0}));
}

TEST(DatabaseKeysTest, NoStreamLiesBetweenTheRevisionsOfAnother) {
  std::mt19937_64 random(testing::TestSeed());
  for (int i = 0; i < 500; ++i) {
    const StreamId a = {static_cast<StreamKind>(1 + random() % 6), RandomUuid()};
    const StreamId b = {static_cast<StreamKind>(1 + random() % 6), RandomUuid()};
    EXPECT_EQ(StreamKey(a, ~Revision{0}) < StreamKey(b, 0), a < b);
  }
}

class DatabaseTest : public ::testing::Test {
 protected:
  std::unique_ptr<Database> Open(Database::Mode mode) const {
    absl::StatusOr<std::unique_ptr<Database>> database = Database::OpenLog(path_, mode);
    EXPECT_TRUE(database.ok()) << database.status();
    return database.ok() ? *std::move(database) : nullptr;
  }
  static void Put(Database& database, Family family, const std::string& key, const std::string& value) {
    rocksdb::WriteOptions synced;
    synced.sync = true;
    ASSERT_TRUE(database.db().Put(synced, database.family(family), key, value).ok());
  }
  uintmax_t BytesInLogs() const {
    uintmax_t bytes = 0;
    for (const auto& file : std::filesystem::directory_iterator(path_)) {
      if (file.path().extension() == ".log") bytes += file.file_size();
    }
    return bytes;
  }

  const TestDirectory directory_;
  const std::string path_ = directory_.path() + "/log";
};

TEST_F(DatabaseTest, AMissingDatabaseIsOnlyCreatedOnRequest) {
  EXPECT_FALSE(Database::OpenLog(path_, Database::Mode::kReadWrite).ok());
  EXPECT_FALSE(Database::OpenLog(path_, Database::Mode::kReadOnly).ok());
  const auto created = Open(Database::Mode::kCreate);

  EXPECT_NE(created, nullptr);
}

TEST_F(DatabaseTest, AnExistingDatabaseIsNotCreatedAgain) {
  Put(*Open(Database::Mode::kCreate), Family::kLog, LogKey(0), "value");

  const absl::Status again = Database::OpenLog(path_, Database::Mode::kCreate).status();

  EXPECT_FALSE(again.ok());
  EXPECT_THAT(std::string(again.message()), HasSubstr(path_));
  EXPECT_EQ(**Open(Database::Mode::kReadOnly)->Get(Family::kLog, LogKey(0)), "value");
}

TEST_F(DatabaseTest, EachFamilyHasItsOwnRows) {
  const auto database = Open(Database::Mode::kCreate);
  std::set<uint32_t> ids;
  for (const Family family : kEveryFamily) {
    const std::string name = kFamilyNames[static_cast<size_t>(family)];
    EXPECT_EQ(database->family(family)->GetName(), name);
    ids.insert(database->family(family)->GetID());
    Put(*database, family, SizeKey(1), name);
  }
  EXPECT_EQ(ids.size(), kFamilyNames.size());

  for (const Family family : kEveryFamily) {
    EXPECT_EQ(**database->Get(family, SizeKey(1)), kFamilyNames[static_cast<size_t>(family)]);
  }
}

TEST_F(DatabaseTest, AMissingKeyIsNothingAndNoError) {
  const auto database = Open(Database::Mode::kCreate);
  Put(*database, Family::kLog, LogKey(1), "");

  EXPECT_EQ(*database->Get(Family::kLog, LogKey(0)), std::nullopt);
  EXPECT_EQ(*database->Get(Family::kLog, LogKey(1)), std::optional<std::string>(""));
}

TEST_F(DatabaseTest, RowsSurviveReopening) {
  {
    const auto database = Open(Database::Mode::kCreate);
    Put(*database, Family::kLog, LogKey(0), "from a table");
    ASSERT_TRUE(database->Flush().ok());
    Put(*database, Family::kLog, LogKey(1), "from a write-ahead log");
  }
  for (const Database::Mode mode : {Database::Mode::kReadOnly, Database::Mode::kReadWrite}) {
    const auto database = Open(mode);
    EXPECT_EQ(**database->Get(Family::kLog, LogKey(0)), "from a table");
    EXPECT_EQ(**database->Get(Family::kLog, LogKey(1)), "from a write-ahead log");
  }
}

// fsck and the first opening of a recovery must not change what they check.
TEST_F(DatabaseTest, AReadOnlyDatabaseWritesNothing) {
  Put(*Open(Database::Mode::kCreate), Family::kLog, LogKey(0), "value");
  const auto names = [this] {
    std::set<std::string> found;
    for (const auto& file : std::filesystem::directory_iterator(path_)) found.insert(file.path().filename().string());
    return found;
  };
  const std::set<std::string> before = names();

  const auto database = Open(Database::Mode::kReadOnly);
  EXPECT_FALSE(database->db().Put({}, database->family(Family::kLog), LogKey(1), "value").ok());

  EXPECT_EQ(names(), before);
}

TEST_F(DatabaseTest, AfterAFlushNoWriteAheadLogHoldsAnything) {
  const auto database = Open(Database::Mode::kCreate);
  for (const Family family : kEveryFamily) Put(*database, family, SizeKey(1), "value");
  EXPECT_GT(BytesInLogs(), 0u);

  ASSERT_TRUE(database->Flush().ok());

  EXPECT_EQ(BytesInLogs(), 0u);
}

// A power failure in the middle of a group: what was synced before it is served.
TEST_F(DatabaseTest, AGroupThatIsCutOffIsDroppedAsAWhole) {
  const std::string copy = directory_.path() + "/copy";
  {
    const auto database = Open(Database::Mode::kCreate);
    Put(*database, Family::kLog, LogKey(0), std::string(300, 'a'));
    rocksdb::WriteBatch group;
    group.Put(database->family(Family::kLog), LogKey(1), std::string(300, 'b'));
    group.Put(database->family(Family::kStream), "stream", "row");
    ASSERT_TRUE(database->db().Write({}, &group).ok());
    ASSERT_TRUE(database->db().SyncWAL().ok());
    std::filesystem::copy(path_, copy);
  }
  for (const auto& file : std::filesystem::directory_iterator(copy)) {
    if (file.path().extension() != ".log") continue;
    std::ifstream in(file.path(), std::ios::binary);
    std::string bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    const size_t end = bytes.find_last_not_of('\0');
    std::filesystem::resize_file(file.path(), end - 10);
  }

  const auto database = Database::OpenLog(copy, Database::Mode::kReadOnly);

  ASSERT_TRUE(database.ok()) << database.status();
  EXPECT_TRUE((*database)->Get(Family::kLog, LogKey(0))->has_value());
  EXPECT_FALSE((*database)->Get(Family::kLog, LogKey(1))->has_value());
  EXPECT_FALSE((*database)->Get(Family::kStream, "stream")->has_value());
}

TEST_F(DatabaseTest, ADatabaseIsOpenedForWritingByOneOnly) {
  const auto first = Open(Database::Mode::kCreate);

  EXPECT_FALSE(Database::OpenLog(path_, Database::Mode::kReadWrite).ok());
}

TEST_F(DatabaseTest, NothingIsLoggedForPeople) {
  Put(*Open(Database::Mode::kCreate), Family::kLog, LogKey(0), "value");

  for (const auto& file : std::filesystem::directory_iterator(path_)) {
    const std::string name = file.path().filename().string();
    EXPECT_TRUE(!absl::StartsWith(name, "LOG") || file.file_size() == 0) << name;
  }
}

TEST_F(DatabaseTest, TheDatabaseOfKeysHasOneFamily) {
  {
    const auto keys = Database::OpenKeys(path_, Database::Mode::kCreate);
    ASSERT_TRUE(keys.ok()) << keys.status();
    Put(**keys, Family::kDefault, SizeKey(7), "key");
  }
  const auto keys = Database::OpenKeys(path_, Database::Mode::kReadOnly);
  ASSERT_TRUE(keys.ok()) << keys.status();

  EXPECT_EQ(**(*keys)->Get(Family::kDefault, SizeKey(7)), "key");
  EXPECT_FALSE(Database::OpenLog(path_, Database::Mode::kReadOnly).ok()) << "it is not the log";
}

// A table that is as large as RocksDB makes them, of the smallest rows that the log has. Its filter is larger than a
// shard of the cache would be if RocksDB chose the size.
TEST_F(DatabaseTest, ALookUpInAFullTableReadsNoMoreThanABlock) {
  const auto database = Open(Database::Mode::kCreate);
  rocksdb::DB& db = database->db();
  rocksdb::ColumnFamilyHandle* const streams = database->family(Family::kStream);
  constexpr uint64_t kRows = 1'200'000;
  const auto key = [](uint64_t row) { return std::string(1, '\1') + SizeKey(row) + SizeKey(0) + SizeKey(0); };
  rocksdb::WriteOptions unlogged;
  unlogged.disableWAL = true;
  for (const uint64_t first : {0, 1}) {  // as ids come: each table has rows between those of the others
    rocksdb::WriteBatch batch;
    for (uint64_t row = first; row < kRows; row += 2) {
      batch.Put(streams, key(row), LogKey(row));
      if (batch.Count() < 20'000 && row + 2 < kRows) continue;
      ASSERT_TRUE(db.Write(unlogged, &batch).ok());
      batch.Clear();
    }
    ASSERT_TRUE(database->Flush().ok());
  }
  ASSERT_TRUE(db.CompactRange({}, streams, nullptr, nullptr).ok());
  rocksdb::TablePropertiesCollection tables;
  ASSERT_TRUE(db.GetPropertiesOfAllTables(streams, &tables).ok());
  uint64_t largest_filter = 0;
  for (const auto& [file, table] : tables) largest_filter = std::max(largest_filter, table->filter_size);
  ASSERT_GT(largest_filter, uint64_t{2} << 20);

  const auto bytes_read_for = [&](uint64_t row) {
    rocksdb::get_perf_context()->Reset();
    EXPECT_TRUE(database->Get(Family::kStream, key(row))->has_value());
    return rocksdb::get_perf_context()->block_read_byte;
  };
  rocksdb::SetPerfLevel(rocksdb::PerfLevel::kEnableCount);
  for (uint64_t row = 7; row < kRows - 1'000; row += kRows / 10) {
    bytes_read_for(row);
    EXPECT_LT(bytes_read_for(row + 1'000), 32U << 10) << row;
  }
  rocksdb::SetPerfLevel(rocksdb::PerfLevel::kDisable);
}

}  // namespace
}  // namespace casejournal::eventstore
