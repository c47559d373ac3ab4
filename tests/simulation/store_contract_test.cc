// What the journal relies on in a database, asked of RocksDB and of the simulated store in the same words: batches,
// iterators, snapshots, openings, and what is left after the power was cut.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "eventstore/proofs/durable_file.h"
#include "eventstore/storage/database.h"
#include "tests/simulation/simulated_store.h"
#include "tests/support/seed.h"
#include "tests/support/test_log.h"

namespace casejournal::simulation {
namespace {

using eventstore::Database;
using eventstore::Family;
using eventstore::kFamilyNames;

enum class Which { kRocksdb, kSimulated };
using Rows = std::map<std::string, std::string>;
using Content = std::map<size_t, Rows>;  // by family

class StoreContractTest : public ::testing::TestWithParam<Which> {
 protected:
  StoreContractTest() : random_(casejournal::testing::TestSeed()) {
    if (GetParam() == Which::kRocksdb) real_ = std::make_unique<RealStores>();
    path_ = directory_.path() + "/log";
    std::filesystem::create_directory(path_);
  }

  uint64_t Below(uint64_t limit) { return random_() % limit; }

  void Open(Database::Mode mode) {
    database_.reset();
    absl::StatusOr<std::unique_ptr<Database>> opened = Database::OpenLog(path_, mode);
    ASSERT_TRUE(opened.ok()) << opened.status();
    database_ = *std::move(opened);
  }

  std::string AnyKey() { return absl::StrCat("k", Below(40)); }

  // Write a batch by chance, and do the same to `content`.
  void Write(Content& content, bool sync) {
    rocksdb::WriteBatch batch;
    for (uint64_t i = 1 + Below(5); i > 0; --i) {
      const size_t family = Below(kFamilyNames.size());
      auto* const handle = database_->family(static_cast<Family>(family));
      const std::string key = AnyKey();
      if (Below(4) == 0) {
        ASSERT_TRUE(batch.Delete(handle, key).ok());
        content[family].erase(key);
      } else {
        const std::string value = absl::StrCat("v", Below(1'000'000'000));
        ASSERT_TRUE(batch.Put(handle, key, value).ok());
        content[family][key] = value;
      }
    }
    rocksdb::WriteOptions options;
    options.sync = sync;
    ASSERT_TRUE(database_->db().Write(options, &batch).ok());
  }

  std::unique_ptr<rocksdb::Iterator> Iterate(size_t family, const rocksdb::Slice* upper,
                                             const rocksdb::Snapshot* snapshot) const {
    rocksdb::ReadOptions options;
    options.total_order_seek = true;
    options.iterate_upper_bound = upper;
    options.snapshot = snapshot;
    return std::unique_ptr<rocksdb::Iterator>(
        database_->db().NewIterator(options, database_->family(static_cast<Family>(family))));
  }

  Content All(const rocksdb::Snapshot* snapshot = nullptr) const {
    Content content;
    for (size_t family = 0; family < kFamilyNames.size(); ++family) {
      const auto at = Iterate(family, nullptr, snapshot);
      for (at->SeekToFirst(); at->Valid(); at->Next()) content[family][at->key().ToString()] = at->value().ToString();
      EXPECT_TRUE(at->status().ok());
    }
    return content;
  }
  static Content WithoutEmpty(Content content) {
    std::erase_if(content, [](const auto& family) { return family.second.empty(); });
    return content;
  }

  // Where an iterator is after a walk by chance, compared with the rows.
  void Walk(const Rows& rows, rocksdb::Iterator& at, const std::string& upper) {
    const auto end = upper.empty() ? rows.end() : rows.lower_bound(upper);
    const std::string target = AnyKey();
    auto expected = end;
    switch (Below(4)) {
      case 0:
        at.SeekToFirst();
        expected = rows.begin();
        break;
      case 1:
        at.SeekToLast();
        expected = end == rows.begin() ? end : std::prev(end);
        break;
      case 2:
        at.Seek(target);
        expected = rows.lower_bound(target);
        break;
      default:
        if (!upper.empty() && target >= upper) return;  // RocksDB leaves open what comes then
        at.SeekForPrev(target);
        expected = rows.upper_bound(target);
        expected = expected == rows.begin() ? end : std::prev(expected);
        break;
    }
    const auto is_end = [&] { return expected == rows.end() || (!upper.empty() && expected->first >= upper); };
    for (int i = 0; i < 6; ++i) {
      ASSERT_EQ(at.Valid(), !is_end());
      if (is_end()) return;
      ASSERT_EQ(at.key().ToString(), expected->first);
      ASSERT_EQ(at.value().ToString(), expected->second);
      if (Below(2) == 0) {
        at.Next();
        ++expected;
      } else {
        at.Prev();
        expected = expected == rows.begin() ? rows.end() : std::prev(expected);
      }
    }
  }

  // The end of what was written to the newest write-ahead log, before the zeros.
  std::pair<std::string, size_t> EndOfLog() const {
    std::string newest;
    for (const auto& file : std::filesystem::directory_iterator(path_)) {
      if (file.path().extension() == ".log") newest = std::max(newest, file.path().filename().string());
    }
    const std::string bytes = *eventstore::ReadWholeFile(path_ + "/" + newest, size_t{1} << 30);
    return {newest, bytes.find_last_not_of('\0') + 1};
  }

  // Cut the power, and open what is left. Of RocksDB's log, a part of what was not synced is left.
  void CutPower(size_t synced_end) {
    if (GetParam() == Which::kSimulated) {
      Chance chance(random_());
      SimulatedStores::Current()->CutPower(chance);
      database_.reset();
    } else {
      ASSERT_TRUE(database_->db().PauseBackgroundWork().ok());
      ASSERT_TRUE(database_->db().DisableFileDeletions().ok());
      const auto [log, end] = EndOfLog();
      const std::string left = directory_.path() + "/left";
      std::filesystem::copy(path_, left, std::filesystem::copy_options::recursive);
      const size_t cut = synced_end + Below(end - synced_end + 1);
      std::fstream file(left + "/" + log, std::ios::binary | std::ios::in | std::ios::out);
      file.seekp(static_cast<std::streamoff>(cut));
      file << std::string(end - cut, '\0');
      file.close();
      ASSERT_TRUE(database_->db().ContinueBackgroundWork().ok());
      database_.reset();
      std::filesystem::remove_all(path_);
      std::filesystem::rename(left, path_);
    }
    Open(Database::Mode::kReadWrite);
  }

  std::mt19937_64 random_;
  std::unique_ptr<RealStores> real_;
  eventstore::TestDirectory directory_;
  std::string path_;
  std::unique_ptr<Database> database_;
};

TEST_P(StoreContractTest, ReadsAndIteratorsSeeWhatWasWritten) {
  Open(Database::Mode::kCreate);
  Content content;
  for (int i = 0; i < 400; ++i) {
    Write(content, Below(2) == 0);
    const size_t family = Below(kFamilyNames.size());
    const std::string key = AnyKey();
    const auto value = database_->Get(static_cast<Family>(family), key);
    ASSERT_TRUE(value.ok());
    const auto expected = content[family].find(key);
    ASSERT_EQ(value->has_value(), expected != content[family].end());
    if (value->has_value()) {
      EXPECT_EQ(**value, expected->second);
    }
    const std::string upper = Below(2) == 0 ? AnyKey() : "";
    const rocksdb::Slice bound(upper);
    const auto at = Iterate(family, upper.empty() ? nullptr : &bound, nullptr);
    Walk(content[family], *at, upper);
    if (HasFatalFailure()) return;
  }
  EXPECT_EQ(All(), WithoutEmpty(content));
}

TEST_P(StoreContractTest, AnIteratorAndASnapshotSeeTheMomentOfTheirMaking) {
  Open(Database::Mode::kCreate);
  Content content;
  for (int i = 0; i < 30; ++i) Write(content, false);
  const Content before = WithoutEmpty(content);
  const rocksdb::Snapshot* const snapshot = database_->db().GetSnapshot();
  const auto at = Iterate(1, nullptr, nullptr);
  for (int i = 0; i < 30; ++i) Write(content, false);

  Rows seen;
  for (at->SeekToFirst(); at->Valid(); at->Next()) seen[at->key().ToString()] = at->value().ToString();
  EXPECT_EQ(seen, before.contains(1) ? before.at(1) : Rows());
  EXPECT_EQ(All(snapshot), before);
  EXPECT_EQ(All(), WithoutEmpty(content));
  database_->db().ReleaseSnapshot(snapshot);
}

TEST_P(StoreContractTest, ACleanEndLosesNothing) {
  Open(Database::Mode::kCreate);
  Content content;
  for (int round = 0; round < 3; ++round) {
    for (int i = 0; i < 20; ++i) Write(content, false);
    if (round == 1) {
      ASSERT_TRUE(database_->Flush().ok());
    }
    Open(Database::Mode::kReadOnly);
    EXPECT_EQ(All(), WithoutEmpty(content));
    Open(Database::Mode::kReadWrite);
    EXPECT_EQ(All(), WithoutEmpty(content));
  }
}

TEST_P(StoreContractTest, AfterAPowerCutABeginningIsThereWithAllThatWasSynced) {
  Open(Database::Mode::kCreate);
  std::vector<Content> after = {{}};  // each batch
  for (int cut = 0; cut < 12; ++cut) {
    size_t synced = 0;
    size_t synced_end = GetParam() == Which::kRocksdb ? EndOfLog().second : 0;
    Content content = after.back();
    after = {content};
    for (uint64_t i = Below(12); i > 0; --i) {
      const bool sync = Below(3) == 0;
      Write(content, sync);
      after.push_back(WithoutEmpty(content));
      if (!sync) continue;
      synced = after.size() - 1;
      if (GetParam() == Which::kRocksdb) synced_end = EndOfLog().second;
    }
    CutPower(synced_end);
    if (HasFatalFailure()) return;
    const Content left = All();
    const auto found = std::find(after.rbegin(), after.rend(), left);
    ASSERT_NE(found, after.rend()) << "it is not the state after any batch";
    const size_t batches = after.size() - 1 - static_cast<size_t>(found - after.rbegin());
    EXPECT_GE(batches, synced) << "a synced batch is lost";
    after = {left};
  }
}

TEST_P(StoreContractTest, OpeningsAreRefusedAlike) {
  EXPECT_FALSE(Database::OpenLog(path_, Database::Mode::kReadWrite).ok()) << "nothing is there";
  EXPECT_FALSE(Database::OpenLog(path_, Database::Mode::kReadOnly).ok()) << "nothing is there";
  Open(Database::Mode::kCreate);
  EXPECT_FALSE(Database::OpenLog(path_, Database::Mode::kReadWrite).ok()) << "it is open";
  database_.reset();
  EXPECT_FALSE(Database::OpenLog(path_, Database::Mode::kCreate).ok()) << "it is there";
  Open(Database::Mode::kReadOnly);
  rocksdb::WriteBatch batch;
  ASSERT_TRUE(batch.Put(database_->family(Family::kLog), "k", "v").ok());
  EXPECT_FALSE(database_->db().Write({}, &batch).ok()) << "it is open to be read";
}

INSTANTIATE_TEST_SUITE_P(Both, StoreContractTest, ::testing::Values(Which::kRocksdb, Which::kSimulated),
                         [](const auto& which) { return which.param == Which::kRocksdb ? "RocksDB" : "Simulated"; });

}  // namespace

// Every database of this program that is not said to be real is simulated.
const SimulatedStores all_stores;

}  // namespace casejournal::simulation
