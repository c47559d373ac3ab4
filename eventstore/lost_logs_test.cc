// Write-ahead logs that are missing, empty, or truncated at the end of a group, among several: no checksum fails, and
// RocksDB replays the others as if they had never existed.
#include <gmock/gmock.h>

#include <fstream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "eventstore/records/bytes.h"
#include "eventstore/recovery/fsck.h"
#include "eventstore/storage/crc32c.h"
#include "eventstore/storage/data_directory.h"
#include "eventstore/storage/database.h"
#include "eventstore/storage/numbers_without_gap.h"
#include "tests/support/test_log.h"

namespace casejournal::eventstore {
namespace {

using ::testing::HasSubstr;

constexpr size_t kFragmentHeader = 7;
constexpr size_t kLogBlock = 32 << 10;

std::string LittleEndianBytes(uint64_t number, int count) {
  std::string bytes;
  for (int i = 0; i < count; ++i) bytes.push_back(static_cast<char>(number >> (8 * i)));
  return bytes;
}

// The groups in a write-ahead log.
std::vector<std::string> GroupsOf(absl::string_view log) {
  std::vector<std::string> groups;
  bool open = false;
  for (size_t at = 0; at + kFragmentHeader <= log.size();) {
    const size_t rest = kLogBlock - at % kLogBlock;
    if (rest < kFragmentHeader) {
      at += rest;
      continue;
    }
    const size_t length = static_cast<uint8_t>(log[at + 4]) | static_cast<uint8_t>(log[at + 5]) << 8;
    const char type = log[at + 6];
    if (type == 0) break;
    if (!open) groups.emplace_back();
    absl::StrAppend(&groups.back(), log.substr(at + kFragmentHeader, length));
    open = type == 2 || type == 3;
    at += kFragmentHeader + length;
  }
  return groups;
}

// A write-ahead log with these groups, as RocksDB writes it.
std::string LogOf(const std::vector<std::string>& groups) {
  std::string log;
  for (const std::string& group : groups) {
    for (size_t done = 0; done < group.size();) {
      size_t rest = kLogBlock - log.size() % kLogBlock;
      if (rest < kFragmentHeader) {
        log.append(rest, '\0');
        rest = kLogBlock;
      }
      const size_t length = std::min(group.size() - done, rest - kFragmentHeader);
      const bool first = done == 0;
      const bool last = done + length == group.size();
      const char type = first && last ? 1 : first ? 2 : last ? 4 : 3;
      const std::string typed = absl::StrCat(std::string(1, type), group.substr(done, length));
      absl::StrAppend(&log, LittleEndianBytes(MaskedCrc32c(Crc32c(typed)), 4), LittleEndianBytes(length, 2), typed);
      done += length;
    }
  }
  return log;
}

using Logs = std::vector<std::vector<std::string>>;  // of each write-ahead log its groups

// How one of several logs is lost.
struct Loss {
  const char* name;
  void (*lose)(Logs& logs, size_t which);
};
const Loss kLosses[] = {
    {"emptied", [](Logs& logs, size_t which) { logs[which].clear(); }},
    {"deleted", [](Logs& logs, size_t which) { logs.erase(logs.begin() + static_cast<std::ptrdiff_t>(which)); }},
    {"cut at the end of its last group but one", [](Logs& logs, size_t which) { logs[which].pop_back(); }},
    {"cut at the end of its first group", [](Logs& logs, size_t which) { logs[which].resize(1); }},
    // The first group is the mark of the request index, which records nothing.
    {"without its first two groups",
     [](Logs& logs, size_t which) { logs[which].erase(logs[which].begin(), logs[which].begin() + 2); }},
};

class LostLogsTest : public TestLog {
 protected:
  static constexpr size_t kLogs = 4;

  void SetUp() override {
    TestLog::SetUp();
    for (int i = 0; i < 12; ++i) cases_.push_back(StreamId::Case(RandomUuid()));
  }

  // Three entries for each case, the last of them large.
  void AppendToEachCase() {
    for (const StreamId& each : cases_) {
      ASSERT_TRUE(Append(each, {"a", "b"}).ok());
      ASSERT_TRUE(Append(each, {std::string(50'000, 'c')}).ok());
    }
  }

  // The state that a kill leaves, with the groups of the last write-ahead log of `database` spread over four.
  struct Killed {
    TestDirectory directory;
    std::string database;
    uint64_t number = 0;
    Logs logs;

    std::string Path(size_t which) const {
      return absl::StrFormat("%s/%s/%06d.log", directory.path(), database, number + which);
    }
    void Write(const Logs& changed) const {
      for (size_t i = 0; i < kLogs; ++i) std::filesystem::remove(Path(i));
      // The numbers of the logs after a deleted one only have to increase: their order counts.
      for (size_t i = 0; i < changed.size(); ++i) std::ofstream(Path(i), std::ios::binary) << LogOf(changed[i]);
    }
  };

  std::unique_ptr<Killed> Kill(const std::string& database) {
    auto killed = std::make_unique<Killed>();
    std::filesystem::copy(directory_.path(), killed->directory.path(),
                          std::filesystem::copy_options::recursive | std::filesystem::copy_options::overwrite_existing);
    killed->database = database;
    std::string newest;
    for (const auto& file :
         std::filesystem::directory_iterator(absl::StrCat(killed->directory.path(), "/", database))) {
      if (file.path().extension() != ".log") continue;
      newest = std::max(newest, file.path().filename().string());
    }
    killed->number = std::stoull(newest);
    const std::vector<std::string> groups = GroupsOf(*ReadWholeFile(killed->Path(0), size_t{1} << 30));
    EXPECT_GE(groups.size(), 2 * kLogs);
    const size_t each = groups.size() / kLogs;
    for (size_t i = 0; i < kLogs; ++i) {
      const auto begin = groups.begin() + static_cast<std::ptrdiff_t>(i * each);
      killed->logs.emplace_back(begin, i + 1 == kLogs ? groups.end() : begin + static_cast<std::ptrdiff_t>(each));
    }
    return killed;
  }

  // Open it as often as a supervisor would, and check it: nothing changes, and nothing is served.
  static void ExpectRefused(const std::string& directory) {
    for (int i = 0; i < 2; ++i) {
      const absl::Status opened = EventLog::Open({.directory = directory, .disk_reserve_bytes = 0}).status();
      EXPECT_TRUE(absl::IsDataLoss(opened)) << opened;
      EXPECT_THAT(std::string(opened.message()), HasSubstr("newest backup"));
    }
    const auto report = Fsck(directory, [](uint64_t, uint64_t) {});
    ASSERT_TRUE(report.ok()) << report.status();
    EXPECT_FALSE(report->findings.empty());
  }

  // `promised`: whether it is known what was acknowledged and published.
  void ExpectEveryLossIsFound(const std::string& database, bool promised, size_t logs) {
    for (const Loss& loss : kLosses) {
      for (size_t which = 0; which < logs; ++which) {
        SCOPED_TRACE(absl::StrCat(database, ": log ", which, " of ", kLogs, " ", loss.name));
        const auto killed = Kill(database);
        Logs changed = killed->logs;
        loss.lose(changed, which);
        killed->Write(changed);
        if (!promised) {
          std::filesystem::remove(killed->directory.path() + "/acked");
          std::filesystem::remove(killed->directory.path() + "/checkpoints/latest");
        }
        ExpectRefused(killed->directory.path());
      }
    }
  }

  std::vector<StreamId> cases_;
};

TEST_F(LostLogsTest, SeveralWholeLogsAreServed) {
  AppendToEachCase();
  const auto killed = Kill("log");
  killed->Write(killed->logs);
  const auto log = EventLog::Open({.directory = killed->directory.path(), .disk_reserve_bytes = 0});
  ASSERT_TRUE(log.ok()) << log.status();
  EXPECT_EQ((*log)->size(), 36);
}

// There are empty logs between others if a server was started and killed before anything was written.
TEST_F(LostLogsTest, EmptyLogsBetweenWholeOnesAreServedAndRemoved) {
  AppendToEachCase();
  const auto killed = Kill("log");
  Logs with_empty = {killed->logs[0], {}, killed->logs[1], {}};
  for (size_t i : {2, 3}) with_empty[2].insert(with_empty[2].end(), killed->logs[i].begin(), killed->logs[i].end());
  killed->Write(with_empty);
  const auto log = EventLog::Open({.directory = killed->directory.path(), .disk_reserve_bytes = 0});
  ASSERT_TRUE(log.ok()) << log.status();
  EXPECT_EQ((*log)->size(), 36);
}

TEST_F(LostLogsTest, EveryLossIsFound) {
  AppendToEachCase();
  ExpectEveryLossIsFound("log", /*promised=*/true, kLogs);
}

// The same if it is not known how much there was: all but the newest are found by what follows them.
TEST_F(LostLogsTest, EveryLossButOfTheNewestIsFoundWithoutAnyPromise) {
  AppendToEachCase();
  ExpectEveryLossIsFound("log", /*promised=*/false, kLogs - 1);
}

// Data in tables is not in the logs, which continue after it.
TEST_F(LostLogsTest, EveryLossBehindTablesIsFound) {
  AppendToEachCase();
  Reopen();
  AppendToEachCase();
  ExpectEveryLossIsFound("log", /*promised=*/false, kLogs - 1);
}

TEST_F(LostLogsTest, EveryLossAfterAStartUponAKillIsFound) {
  AppendToEachCase();
  const TestDirectory as_killed;
  std::filesystem::copy(directory_.path(), as_killed.path(),
                        std::filesystem::copy_options::recursive | std::filesystem::copy_options::overwrite_existing);
  log_.reset();
  std::filesystem::remove_all(directory_.path());
  std::filesystem::copy(as_killed.path(), directory_.path(), std::filesystem::copy_options::recursive);
  Reopen();
  AppendToEachCase();
  ExpectEveryLossIsFound("log", /*promised=*/true, kLogs);
}

// Keys are created 256 at a time, one for each case.
TEST_F(LostLogsTest, EveryLossOfKeysIsFound) {
  const std::string payload = "a";
  for (int i = 0; i < 8 * 256 + 1; ++i) ASSERT_TRUE(AppendBehind({}, StreamId::Case(RandomUuid()), {payload}).ok());
  ExpectEveryLossIsFound("keys", /*promised=*/true, kLogs);
}

// The logs of RocksDB itself, before a flush.
TEST(NumbersWithoutGapTest, FindsALogThatIsGone) {
  constexpr size_t kSwitches = 3;
  for (size_t gone = 0; gone <= kSwitches; ++gone) {
    const TestDirectory directory;
    const std::string live = directory.path() + "/live";
    const std::string killed = directory.path() + "/killed";
    {
      const auto database = Database::OpenLog(live, Database::Mode::kCreate);
      ASSERT_TRUE(database.ok()) << database.status();
      rocksdb::DB& db = (*database)->db();
      ASSERT_TRUE(db.PauseBackgroundWork().ok());
      for (const Family family : {Family::kLog, Family::kTree}) {
        ASSERT_TRUE(db.SetOptions((*database)->family(family), {{"max_write_buffer_number", "16"}}).ok());
      }
      uint64_t number = 0;
      for (size_t log = 0; log <= kSwitches; ++log) {
        for (int i = 0; i < 5; ++i)
          ASSERT_TRUE(db.Put({}, (*database)->family(Family::kLog), SizeKey(number++), "value").ok());
        rocksdb::FlushOptions later;
        later.wait = false;
        later.allow_write_stall = true;
        if (log == kSwitches) break;
        ASSERT_TRUE(db.Flush(later, (*database)->family(Family::kLog)).ok());
      }
      std::filesystem::copy(live, killed, std::filesystem::copy_options::recursive);
      ASSERT_TRUE(db.ContinueBackgroundWork().ok());
    }
    auto logs = ScanWriteAheadLogs(killed);
    ASSERT_TRUE(logs.ok()) << logs.status();
    ASSERT_EQ(logs->size(), kSwitches + 1);
    const auto check = [&] {
      const auto database = Database::OpenLog(killed, Database::Mode::kReadOnly);
      if (!database.ok()) return database.status();
      return RequireNoGap(**database, Family::kLog, *logs,
                          [](uint64_t, absl::string_view) { return absl::OkStatus(); });
    };
    EXPECT_TRUE(check().ok()) << check();
    std::filesystem::remove((*logs)[gone].path);
    logs = ScanWriteAheadLogs(killed);
    // The newest one is covered by what was acknowledged.
    EXPECT_EQ(absl::IsDataLoss(check()), gone < kSwitches) << check();
  }
}

}  // namespace
}  // namespace casejournal::eventstore
