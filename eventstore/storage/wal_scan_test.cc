#include "eventstore/storage/wal_scan.h"

#include <gmock/gmock.h>
#include <rocksdb/db.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "eventstore/storage/crc32c.h"
#include "eventstore/storage/data_directory.h"
#include "eventstore/storage/database.h"
#include "tests/support/test_log.h"

namespace casejournal::eventstore {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;

// RFC 3720, appendix B.4.
TEST(Crc32cTest, AgreesWithTheKnownAnswers) {
  EXPECT_EQ(Crc32c(std::string(32, '\0')), 0x8a9136aau);
  EXPECT_EQ(Crc32c(std::string(32, '\xff')), 0x62a8ab43u);
  EXPECT_EQ(Crc32c("123456789"), 0xe3069283u);
}

// The bytes of a write-ahead log with groups of these sizes, as RocksDB writes them.
std::string LogOfGroups(const std::vector<size_t>& sizes) {
  const TestDirectory directory;
  rocksdb::Options options;
  options.create_if_missing = true;
  rocksdb::DB* raw = nullptr;
  EXPECT_TRUE(rocksdb::DB::Open(options, directory.path() + "/db", &raw).ok());
  const std::unique_ptr<rocksdb::DB> db(raw);
  for (size_t i = 0; i < sizes.size(); ++i) {
    EXPECT_TRUE(db->Put(rocksdb::WriteOptions(), absl::StrCat("key", i), std::string(sizes[i], 'v')).ok());
  }
  EXPECT_TRUE(db->FlushWAL(true).ok());
  for (const auto& file : std::filesystem::directory_iterator(directory.path() + "/db")) {
    if (file.path().extension() != ".log") continue;
    std::ifstream in(file.path(), std::ios::binary);
    std::string bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    if (!bytes.empty()) return bytes;
  }
  return "";
}

TEST(WalScanTest, AcceptsWholeLogsOfRocksdb) {
  for (const std::vector<size_t>& sizes :
       {std::vector<size_t>{}, {10}, {10, 20, 30}, {40'000, 10, 100'000}, {32'700, 20, 32'720, 1}}) {
    EXPECT_TRUE(ScanFragments(LogOfGroups(sizes), TornEnd::kRefused, "log").ok());
  }
}

// A power failure leaves a part of the one group in flight: wherever it is cut, the log opens.
TEST(WalScanTest, AcceptsEveryTornEnd) {
  const std::string bytes = LogOfGroups({500, 70'000});
  const size_t first_group_end = 7 + 500 + 30;
  for (size_t cut = first_group_end; cut < bytes.size(); cut += 997) {
    EXPECT_TRUE(ScanFragments(bytes.substr(0, cut), TornEnd::kAllowed, "log").ok()) << cut;
  }
}

TEST(WalScanTest, RefusesAHoleBeforeAnIntactGroup) {
  const std::string bytes = LogOfGroups({500, 600, 40'000, 700});
  const size_t last_group = bytes.size() - 700;
  for (size_t at = 3; at < last_group - 40; at += 499) {
    std::string broken = bytes;
    broken[at] = static_cast<char>(broken[at] ^ 0x20);
    EXPECT_TRUE(absl::IsDataLoss(ScanFragments(broken, TornEnd::kAllowed, "log"))) << at;
  }
}

TEST(WalScanTest, RefusesATornEndWhereNoneIsAllowed) {
  const std::string bytes = LogOfGroups({500, 600});

  EXPECT_TRUE(absl::IsDataLoss(ScanFragments(bytes.substr(0, bytes.size() - 5), TornEnd::kRefused, "log")));
}

// There are zeros ahead in a log. A torn group may begin anywhere in them; a single byte is damage.
TEST(WalScanTest, FindsStrayBytesBehindTheLastGroup) {
  const std::string whole = LogOfGroups({500, 600});
  const std::string zeros(100'000, '\0');
  const auto scan = [](const std::string& bytes) {
    const TestDirectory directory;
    std::ofstream(directory.path() + "/000004.log", std::ios::binary) << bytes;
    return ScanForStrayBytes(directory.path());
  };
  const auto with = [&](size_t at, const std::string& bytes) {
    return whole + std::string(zeros).replace(at, bytes.size(), bytes);
  };

  EXPECT_TRUE(scan(whole).ok());
  EXPECT_TRUE(scan(whole + zeros).ok());
  EXPECT_TRUE(scan(with(0, "torn")).ok());
  EXPECT_TRUE(scan(with(4'096, std::string(700, 'x'))).ok());
  EXPECT_TRUE(absl::IsDataLoss(scan(with(50'000, "x"))));
  EXPECT_TRUE(absl::IsDataLoss(scan(with(zeros.size() - 1, "x"))));
}

TEST(Crc32cTest, NothingHasTheChecksumZero) { EXPECT_EQ(Crc32c(""), 0u); }

TEST(Crc32cTest, EveryBitChangesTheChecksum) {
  const std::string bytes = "the journal of one court";
  for (size_t bit = 0; bit < 8 * bytes.size(); ++bit) {
    std::string changed = bytes;
    changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ 1 << bit % 8);
    EXPECT_NE(Crc32c(changed), Crc32c(bytes)) << bit;
  }
}

// A fragment as the format says: masked checksum of type and payload, length, type, payload.
std::string FragmentOf(char type, const std::string& payload) {
  const std::string typed = type + payload;
  std::string bytes;
  for (const auto& [number, count] :
       {std::pair(MaskedCrc32c(Crc32c(typed)), 4), std::pair(static_cast<uint32_t>(payload.size()), 2)}) {
    for (int i = 0; i < count; ++i) bytes.push_back(static_cast<char>(number >> 8 * i));
  }
  return bytes + typed;
}

constexpr size_t kScannedBlock = 32 << 10;

TEST(WalScanTest, AcceptsNothing) { EXPECT_TRUE(ScanFragments("", TornEnd::kRefused, "log").ok()); }

TEST(WalScanTest, AcceptsZerosAheadOfTheEnd) {
  const std::string bytes = LogOfGroups({500, 600}) + std::string(256 << 10, '\0');

  EXPECT_TRUE(ScanFragments(bytes, TornEnd::kRefused, "log").ok());
  EXPECT_TRUE(ScanFragments(std::string(70'000, '\0'), TornEnd::kRefused, "log").ok());
}

TEST(WalScanTest, FewerThanSevenBytesAtTheEndOfABlockAreZeros) {
  for (const size_t left : {0, 1, 6}) {
    const std::string first = FragmentOf(1, std::string(kScannedBlock - 7 - left, 'a'));
    const std::string second = FragmentOf(1, "b");
    EXPECT_TRUE(ScanFragments(first + std::string(left, '\0') + second, TornEnd::kRefused, "log").ok()) << left;
    if (left == 0) continue;
    EXPECT_TRUE(absl::IsDataLoss(ScanFragments(first + std::string(left, 'x') + second, TornEnd::kAllowed, "log")))
        << left;
  }
}

TEST(WalScanTest, AGroupWithoutPayloadIsIntact) {
  EXPECT_TRUE(ScanFragments(FragmentOf(1, "") + FragmentOf(1, ""), TornEnd::kRefused, "log").ok());
}

TEST(WalScanTest, AnUnknownTypeIsABadPlaceAlthoughItsChecksumIsRight) {
  for (const char type : {0, 5, 8, 100}) {
    const std::string bytes = FragmentOf(type, "payload");
    EXPECT_TRUE(ScanFragments(bytes, TornEnd::kAllowed, "log").ok()) << int{type};
    EXPECT_TRUE(absl::IsDataLoss(ScanFragments(bytes, TornEnd::kRefused, "log"))) << int{type};
    EXPECT_TRUE(absl::IsDataLoss(ScanFragments(bytes + FragmentOf(1, "group"), TornEnd::kAllowed, "log")));
  }
}

// What follows a torn group of the same write are its own later fragments, not another group.
TEST(WalScanTest, TheMiddleOfATornGroupIsNoGroup) {
  const std::string bytes =
      FragmentOf(1, "whole") + std::string(20, 'x') + FragmentOf(3, "middle") + FragmentOf(4, "last");

  EXPECT_TRUE(ScanFragments(bytes, TornEnd::kAllowed, "log").ok());
  EXPECT_TRUE(absl::IsDataLoss(ScanFragments(bytes + FragmentOf(2, "first"), TornEnd::kAllowed, "log")));
}

TEST(WalScanTest, TheErrorNamesTheFileAndBothPlaces) {
  const std::string first = FragmentOf(1, "first");
  const std::string bytes = first + std::string(9, 'x') + FragmentOf(1, "second");

  const absl::Status hole = ScanFragments(bytes, TornEnd::kAllowed, "/journal/log/000004.log");

  EXPECT_THAT(std::string(hole.message()),
              AllOf(HasSubstr("/journal/log/000004.log"), HasSubstr(absl::StrCat("byte ", first.size())),
                    HasSubstr(absl::StrCat("byte ", first.size() + 9))));
}

class WalDirectoryTest : public ::testing::Test {
 protected:
  void PutLog(const std::string& name, const std::string& bytes) const {
    std::ofstream(PathOf(name), std::ios::binary) << bytes;
  }
  std::string PathOf(const std::string& name) const { return directory_.path() + "/" + name; }
  // A group that puts these keys into the families with these ids.
  static std::string GroupOf(const std::vector<std::pair<uint32_t, std::string>>& puts) {
    std::string group(8, '\0');
    group.push_back(static_cast<char>(puts.size()));
    group.append(3, '\0');
    for (const auto& [family, key] : puts) {
      group.push_back(5);  // a put into a family other than the default one
      group.push_back(static_cast<char>(family));
      group.push_back(static_cast<char>(key.size()));
      group += key;
      group.push_back(1);
      group.push_back('v');
    }
    return group;
  }

  const TestDirectory directory_;
};

TEST_F(WalDirectoryTest, ADirectoryWithoutLogsHasNoBeginnings) {
  PutLog("CURRENT", "no log");

  const auto beginnings = ScanWriteAheadLogs(directory_.path());
  ASSERT_TRUE(beginnings.ok()) << beginnings.status();
  EXPECT_THAT(*beginnings, IsEmpty());
  EXPECT_TRUE(absl::IsNotFound(ScanWriteAheadLogs(PathOf("missing")).status()));
}

TEST_F(WalDirectoryTest, ALogBeginsWithTheFirstNumberOfEachFamily) {
  PutLog("000004.log", FragmentOf(1, GroupOf({{1, SizeKey(7)}, {1, SizeKey(8)}, {5, SizeKey(3)}})) +
                           FragmentOf(1, GroupOf({{1, SizeKey(9)}, {4, SizeKey(1)}})));

  const auto beginnings = ScanWriteAheadLogs(directory_.path());

  ASSERT_TRUE(beginnings.ok()) << beginnings.status();
  ASSERT_EQ(beginnings->size(), 1u);
  EXPECT_EQ(beginnings->front().path, PathOf("000004.log"));
  EXPECT_THAT(beginnings->front().first_numbers, ElementsAre(Pair(1, 7), Pair(5, 3)));
}

TEST_F(WalDirectoryTest, GroupsWithoutNumbersArePassedOver) {
  PutLog("000004.log", FragmentOf(1, GroupOf({{7, "request-index"}})) + FragmentOf(1, GroupOf({{1, SizeKey(2)}})));
  PutLog("000005.log", FragmentOf(1, GroupOf({{7, "request-index"}})));
  PutLog("000006.log", "");

  const auto beginnings = ScanWriteAheadLogs(directory_.path());

  ASSERT_TRUE(beginnings.ok()) << beginnings.status();
  ASSERT_EQ(beginnings->size(), 1u);
  EXPECT_THAT(beginnings->front().first_numbers, ElementsAre(Pair(1, 2)));
}

TEST_F(WalDirectoryTest, LogsAreInTheOrderOfTheirNumbers) {
  for (const char* name : {"1000000.log", "000009.log", "000010.log"}) {
    PutLog(name, FragmentOf(1, GroupOf({{1, SizeKey(0)}})));
  }

  const auto beginnings = ScanWriteAheadLogs(directory_.path());

  ASSERT_TRUE(beginnings.ok()) << beginnings.status();
  ASSERT_EQ(beginnings->size(), 3u);
  EXPECT_EQ((*beginnings)[0].path, PathOf("000009.log"));
  EXPECT_EQ((*beginnings)[1].path, PathOf("000010.log"));
  EXPECT_EQ((*beginnings)[2].path, PathOf("1000000.log"));
}

TEST_F(WalDirectoryTest, ALogThatBeginsBeforeAnOlderOneIsAnother) {
  const auto log_from = [](char sequence) {
    std::string group = GroupOf({{1, SizeKey(static_cast<uint64_t>(sequence))}});
    group[0] = sequence;
    return FragmentOf(1, group);
  };
  PutLog("000004.log", log_from(5));
  PutLog("000005.log", log_from(9));
  EXPECT_TRUE(ScanWriteAheadLogs(directory_.path()).ok());

  PutLog("000005.log", log_from(3));

  const absl::Status another = ScanWriteAheadLogs(directory_.path()).status();
  EXPECT_TRUE(absl::IsDataLoss(another)) << another;
  EXPECT_THAT(std::string(another.message()),
              HasSubstr("000005.log begins with group 3, and an older log with group 5"));
}

TEST_F(WalDirectoryTest, AHoleInAnyLogIsNamed) {
  const std::string group = FragmentOf(1, GroupOf({{1, SizeKey(0)}}));
  PutLog("000004.log", group);
  PutLog("000005.log", group + "xxx" + group);

  const absl::Status hole = ScanWriteAheadLogs(directory_.path()).status();

  EXPECT_TRUE(absl::IsDataLoss(hole)) << hole;
  EXPECT_THAT(std::string(hole.message()), HasSubstr(PathOf("000005.log")));
}

TEST_F(WalDirectoryTest, AGroupThatIsNoBatchIsDamageAlthoughItsChecksumIsRight) {
  PutLog("000004.log", FragmentOf(1, "not a batch"));

  const absl::Status malformed = ScanWriteAheadLogs(directory_.path()).status();

  EXPECT_TRUE(absl::IsDataLoss(malformed)) << malformed;
  EXPECT_THAT(std::string(malformed.message()), HasSubstr(PathOf("000004.log")));
}

// Such a group comes from no disk: its checksum is right. RocksDB takes its own records for granted, so it is not
// asked.
TEST_F(WalDirectoryTest, AGroupOfOtherRecordsIsDamage) {
  const std::string whole = GroupOf({{1, SizeKey(7)}});
  const auto with = [&](size_t at, char byte) {
    std::string group = whole;
    group[at] = byte;
    return group;
  };
  for (const std::string& group : {
           whole.substr(0, 11),                // no header
           whole.substr(0, 13),                // no family
           whole.substr(0, whole.size() - 1),  // a text that ends early
           whole + '\x7f',                     // a record that is not known
           with(8, 2), with(8, 0),             // more records, and fewer, than it says
           with(12, 9),                        // a record of another kind of database
           with(13, '\xff'),                   // a number without an end
           with(14, '\x7f'),                   // a key that is longer than the group
       }) {
    PutLog("000004.log", FragmentOf(1, group));
    const absl::Status malformed = ScanWriteAheadLogs(directory_.path()).status();
    EXPECT_TRUE(absl::IsDataLoss(malformed)) << malformed << " " << group.size();
    EXPECT_THAT(std::string(malformed.message()), HasSubstr("is malformed"));
  }
}

TEST_F(WalDirectoryTest, RecordsOfEveryKindThatRocksdbWritesAreRead) {
  const TestDirectory directory;
  rocksdb::Options options;
  options.create_if_missing = true;
  rocksdb::DB* raw = nullptr;
  ASSERT_TRUE(rocksdb::DB::Open(options, directory.path() + "/db", &raw).ok());
  const std::unique_ptr<rocksdb::DB> db(raw);
  rocksdb::ColumnFamilyHandle* family = nullptr;
  ASSERT_TRUE(db->CreateColumnFamily(rocksdb::ColumnFamilyOptions(), "f", &family).ok());
  rocksdb::WriteBatch batch;
  ASSERT_TRUE(batch.PutLogData("a remark").ok());
  ASSERT_TRUE(batch.Put("key", "value").ok());
  ASSERT_TRUE(batch.Put(family, "key", std::string(300, 'v')).ok());
  ASSERT_TRUE(batch.Delete("key").ok());
  ASSERT_TRUE(batch.Delete(family, "key").ok());
  ASSERT_TRUE(batch.SingleDelete("key").ok());
  ASSERT_TRUE(batch.SingleDelete(family, "key").ok());
  ASSERT_TRUE(batch.DeleteRange("a", "b").ok());
  ASSERT_TRUE(batch.DeleteRange(family, "a", "b").ok());
  ASSERT_TRUE(batch.Put(family, SizeKey(7), "value").ok());
  PutLog("000004.log", FragmentOf(1, batch.Data()));

  const auto beginnings = ScanWriteAheadLogs(directory_.path());

  ASSERT_TRUE(beginnings.ok()) << beginnings.status();
  ASSERT_EQ(beginnings->size(), 1u);
  EXPECT_THAT(beginnings->front().first_numbers, ElementsAre(Pair(family->GetID(), 7)));
  EXPECT_TRUE(db->DestroyColumnFamilyHandle(family).ok());
}

TEST_F(WalDirectoryTest, ALogIsEmptyIfItHasOnlyZeros) {
  PutLog("000004.log", "");
  PutLog("000005.log", std::string(70'000, '\0'));
  PutLog("000006.log", std::string(70'000, '\0') + "x");

  EXPECT_TRUE(*IsEmptyLog(PathOf("000004.log")));
  EXPECT_TRUE(*IsEmptyLog(PathOf("000005.log")));
  EXPECT_FALSE(*IsEmptyLog(PathOf("000006.log")));
  EXPECT_TRUE(absl::IsNotFound(IsEmptyLog(PathOf("missing.log")).status()));
}

// 15 bytes are too few for a torn group; 16 are enough.
TEST_F(WalDirectoryTest, AFewBytesBehindTheLastGroupAreStray) {
  const std::string group = FragmentOf(1, GroupOf({{1, SizeKey(0)}}));
  PutLog("000004.log", group + std::string(1'000, '\0') + std::string(15, 'x'));
  const absl::Status stray = ScanForStrayBytes(directory_.path());
  EXPECT_TRUE(absl::IsDataLoss(stray)) << stray;
  EXPECT_THAT(std::string(stray.message()), HasSubstr(absl::StrCat("byte ", group.size() + 1'000)));

  PutLog("000004.log", group + std::string(1'000, '\0') + std::string(16, 'x'));
  EXPECT_TRUE(ScanForStrayBytes(directory_.path()).ok());
}

TEST_F(WalDirectoryTest, TheManifestThatCurrentNamesIsComplete) {
  const std::string sound = FragmentOf(1, "version edit") + FragmentOf(1, "version edit");
  PutLog("CURRENT", "MANIFEST-000005\n");
  EXPECT_TRUE(absl::IsNotFound(ScanManifest(directory_.path())));

  PutLog("MANIFEST-000005", sound);
  PutLog("MANIFEST-000004", "an older one, damaged");
  EXPECT_TRUE(ScanManifest(directory_.path()).ok());

  PutLog("MANIFEST-000005", sound.substr(0, sound.size() - 1));
  EXPECT_TRUE(absl::IsDataLoss(ScanManifest(directory_.path())));
}

}  // namespace
}  // namespace casejournal::eventstore
