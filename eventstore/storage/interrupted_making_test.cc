#include "eventstore/storage/interrupted_making.h"

#include <gmock/gmock.h>

#include <fstream>
#include <map>

#include "eventstore/storage/database.h"
#include "tests/support/test_log.h"

namespace casejournal::eventstore {
namespace {

using ::testing::HasSubstr;

class InterruptedMakingTest : public ::testing::Test {
 protected:
  // What an interrupted creation leaves at most: two databases, the log without an entry, the keys with the row that
  // checks the master key.
  void MakeDatabases() const {
    const auto log = Database::OpenLog(paths_.log, Database::Mode::kCreate);
    const auto keys = Database::OpenKeys(paths_.keys, Database::Mode::kCreate);
    ASSERT_TRUE(log.ok() && keys.ok()) << log.status() << keys.status();
    PutKey(**keys, 0);
    ASSERT_TRUE((*keys)->Flush().ok());
  }
  static void PutKey(Database& keys, uint64_t id) {
    ASSERT_TRUE(keys.db().Put({}, keys.family(Family::kDefault), SizeKey(id), "wrapped").ok());
  }
  void PutEntry(bool flushed) const {
    const auto log = Database::OpenLog(paths_.log, Database::Mode::kReadWrite);
    ASSERT_TRUE(log.ok()) << log.status();
    ASSERT_TRUE((*log)->db().Put({}, (*log)->family(Family::kLog), LogKey(0), "entry").ok());
    ASSERT_TRUE(!flushed || (*log)->Flush().ok());
  }
  void PutFile(const std::string& path, const std::string& content = "") const {
    std::ofstream(path, std::ios::binary) << content;
  }

  std::map<std::string, std::string> Content() const {
    std::map<std::string, std::string> content;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(paths_.directory)) {
      content[entry.path().string()] = entry.is_regular_file() ? *ReadSmallFile(entry.path().string()) : "";
    }
    return content;
  }

  void ExpectKept(const absl::Status& cleared, absl::StatusCode code, const std::string& text,
                  const std::map<std::string, std::string>& before) const {
    EXPECT_EQ(cleared.code(), code) << cleared;
    EXPECT_THAT(std::string(cleared.message()), HasSubstr(text));
    EXPECT_EQ(Content(), before);
  }

  const TestDirectory directory_;
  const DataPaths paths_{directory_.path()};
};

TEST_F(InterruptedMakingTest, NothingIsThereToBeRemoved) {
  EXPECT_TRUE(ClearInterruptedMaking(paths_).ok());
  EXPECT_TRUE(Content().empty());
}

TEST_F(InterruptedMakingTest, DatabasesWithoutAnEntryOrAKeyInUseAreRemoved) {
  MakeDatabases();

  const absl::Status cleared = ClearInterruptedMaking(paths_);

  ASSERT_TRUE(cleared.ok()) << cleared;
  EXPECT_FALSE(std::filesystem::exists(paths_.log));
  EXPECT_FALSE(std::filesystem::exists(paths_.keys));
}

TEST_F(InterruptedMakingTest, OnlyTheDatabasesAreRemoved) {
  MakeDatabases();
  PutFile(paths_.being_made);
  std::filesystem::create_directory(paths_.secrets);
  PutFile(paths_.master_key, "key");

  ASSERT_TRUE(ClearInterruptedMaking(paths_).ok());

  EXPECT_TRUE(std::filesystem::exists(paths_.being_made));
  EXPECT_EQ(*ReadSmallFile(paths_.master_key), "key");
}

TEST_F(InterruptedMakingTest, EmptyDirectoriesAreRemoved) {
  std::filesystem::create_directory(paths_.log);
  std::filesystem::create_directory(paths_.keys);

  ASSERT_TRUE(ClearInterruptedMaking(paths_).ok());

  EXPECT_TRUE(Content().empty());
}

TEST_F(InterruptedMakingTest, AnEntryInAWriteAheadLogIsKept) {
  MakeDatabases();
  PutEntry(/*flushed=*/false);

  const auto before = Content();
  ExpectKept(ClearInterruptedMaking(paths_), absl::StatusCode::kDataLoss, "holds entries", before);
}

TEST_F(InterruptedMakingTest, AnEntryInATableIsKept) {
  MakeDatabases();
  PutEntry(/*flushed=*/true);

  const auto before = Content();
  ExpectKept(ClearInterruptedMaking(paths_), absl::StatusCode::kDataLoss, "Restore all parts of one backup", before);
}

TEST_F(InterruptedMakingTest, AKeyInUseIsKept) {
  MakeDatabases();
  for (const bool flushed : {false, true}) {
    {
      const auto keys = Database::OpenKeys(paths_.keys, Database::Mode::kReadWrite);
      ASSERT_TRUE(keys.ok());
      PutKey(**keys, 1);
      ASSERT_TRUE(!flushed || (*keys)->Flush().ok());
    }
    const auto before = Content();
    ExpectKept(ClearInterruptedMaking(paths_), absl::StatusCode::kDataLoss, paths_.keys, before);
  }
}

// What cannot be opened may hold keys: a backup that was restored in part.
TEST_F(InterruptedMakingTest, KeysThatCannotBeReadAreKept) {
  std::filesystem::create_directory(paths_.keys);
  PutFile(paths_.keys + "/000007.sst", "a table without its manifest");

  const auto before = Content();
  ExpectKept(ClearInterruptedMaking(paths_), absl::StatusCode::kDataLoss, "may be keys", before);
}

// The zeros ahead of a log that was never written.
TEST_F(InterruptedMakingTest, AWriteAheadLogOfZerosHoldsNothing) {
  std::filesystem::create_directory(paths_.log);
  PutFile(paths_.log + "/000004.log", std::string(100'000, '\0'));

  EXPECT_TRUE(ClearInterruptedMaking(paths_).ok());
  EXPECT_FALSE(std::filesystem::exists(paths_.log));
}

TEST_F(InterruptedMakingTest, AFileOfAnotherProgramIsKept) {
  for (const std::string& directory : {paths_.log, paths_.keys}) {
    MakeDatabases();
    PutFile(directory + "/letter.txt", "dear judge");

    const auto before = Content();
    ExpectKept(ClearInterruptedMaking(paths_), absl::StatusCode::kFailedPrecondition, directory + "/letter.txt",
               before);
    std::filesystem::remove_all(paths_.log);
    std::filesystem::remove_all(paths_.keys);
  }
}

TEST_F(InterruptedMakingTest, ADirectoryInADatabaseIsOfAnotherProgram) {
  MakeDatabases();
  std::filesystem::create_directory(paths_.log + "/000009.sst");

  const auto before = Content();
  ExpectKept(ClearInterruptedMaking(paths_), absl::StatusCode::kFailedPrecondition, "000009.sst", before);
}

// The log is removed only after the keys were checked: either both go, or neither.
TEST_F(InterruptedMakingTest, TheLogStaysWithKeysInUse) {
  MakeDatabases();
  {
    const auto keys = Database::OpenKeys(paths_.keys, Database::Mode::kReadWrite);
    ASSERT_TRUE(keys.ok());
    PutKey(**keys, 1);
  }

  EXPECT_TRUE(absl::IsDataLoss(ClearInterruptedMaking(paths_)));

  EXPECT_TRUE(std::filesystem::exists(paths_.log + "/CURRENT"));
}

}  // namespace
}  // namespace casejournal::eventstore
