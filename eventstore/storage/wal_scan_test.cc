#include "eventstore/storage/wal_scan.h"

#include <gtest/gtest.h>
#include <rocksdb/db.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "eventstore/storage/crc32c.h"
#include "eventstore/storage/data_directory.h"
#include "tests/support/test_log.h"

namespace casejournal::eventstore {
namespace {

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

}  // namespace
}  // namespace casejournal::eventstore
