// What a repository withstands: damage to each of its files, and what an interrupted writing left.
#include <gmock/gmock.h>

#include <filesystem>
#include <random>

#include "absl/strings/str_cat.h"
#include "eventstore/backup/back_up.h"
#include "eventstore/backup/check_repository.h"
#include "tests/support/seed.h"
#include "tests/support/test_backups.h"

namespace casejournal::eventstore {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class DamagedRepositoryTest : public TestBackups {};

TEST_F(DamagedRepositoryTest, ADamagedObjectIsNamedAndTheNextBackupWritesItAgain) {
  RecordSome();
  const absl::StatusOr<Generation> saved = Save();
  ASSERT_TRUE(saved.ok());
  const std::vector<SegmentPlace> places = *Use(Repository::Use::kRead)->SegmentsOf(*saved);
  ASSERT_THAT(places, SizeIs(1));
  const std::string path = Use(Repository::Use::kRead)->objects().PathOf(places[0].object);
  std::string bytes = Content(path);
  bytes[bytes.size() / 2] ^= 1;
  Overwrite(path, bytes);
  const absl::Status refused = RestoreTo(To(target())).status();
  EXPECT_TRUE(absl::IsDataLoss(refused));
  EXPECT_THAT(refused.message(), HasSubstr(path));
  EXPECT_FALSE(std::filesystem::exists(target()));
  ASSERT_TRUE(Save(2).ok());
  EXPECT_TRUE(RestoreTo(To(target()), 1).ok());
}

// Not only entries: lists, keys, and the files of the data directory.
TEST_F(DamagedRepositoryTest, WhateverObjectIsDamagedTheNextBackupIsSound) {
  RecordSome();
  const absl::StatusOr<Generation> saved = Save();
  ASSERT_TRUE(saved.ok());
  const std::vector<std::filesystem::path> objects = FilesIn(absl::StrCat(repository_path(), "/objects"));
  ASSERT_GE(objects.size(), 4);
  int64_t now_us = 1;
  for (const std::filesystem::path& path : objects) {
    std::string bytes = Content(path);
    bytes[bytes.size() / 2] ^= 1;
    Overwrite(path, bytes);
    const absl::StatusOr<Generation> next = Save(++now_us);
    ASSERT_TRUE(next.ok()) << path << ": " << next.status();
    EXPECT_EQ(next->root, saved->root);
    const absl::StatusOr<RepositoryReport> report =
        CheckRepository(*Use(Repository::Use::kRead), kNoProgress, kAnyPace);
    ASSERT_TRUE(report.ok()) << report.status();
    EXPECT_THAT(report->findings, IsEmpty()) << path;
    EXPECT_EQ(report->unused_objects, 0);
  }
}

// What only an older generation uses is damaged: newer ones are made, found, and restored all the same. Nothing that
// the damaged one may use is removed, but forgotten keys are.
TEST_F(DamagedRepositoryTest, ADamagedOlderGenerationStopsNoBackup) {
  for (const bool list : {false, true}) {
    const std::string from = absl::StrCat(list ? "list" : "text");
    for (int i = 0; i < 20; ++i) Record(kMills, {absl::StrCat(from, i)});
    const absl::StatusOr<Generation> older = Save();
    ASSERT_TRUE(older.ok()) << older.status();
    Record(kCole, {"new"});
    const std::string path = list ? Use(Repository::Use::kRead)->objects().PathOf(older->list)
                                  : absl::StrCat(repository_path(), "/generations/00000", older->number);
    ASSERT_TRUE(Save(2).ok());
    const std::string before = Content(path);
    Overwrite(path, "damaged");
    Record(kCole, {"newer"});
    const KeySet keys = *Use(Repository::Use::kRead)->Keys();
    const DataPaths paths(directory_.path());
    log_.reset();
    {
      absl::StatusOr<std::unique_ptr<Database>> store = Database::OpenKeys(paths.keys, Database::Mode::kReadWrite);
      ASSERT_TRUE(store.ok());
      ASSERT_TRUE((*store)->db().Delete(rocksdb::WriteOptions(), SizeKey(list ? 201 : 200)).ok());
      ASSERT_TRUE((*store)->Flush().ok());
    }
    const absl::StatusOr<Generation> next = Save(3);
    ASSERT_TRUE(next.ok()) << next.status();
    EXPECT_EQ(next->number, older->number + 2);
    EXPECT_EQ(next->added_entries, 1);
    {
      const std::unique_ptr<Repository> repository = Use(Repository::Use::kRead);
      EXPECT_EQ(repository->objects().SizeOf(keys.chunks[0]), 0);
      const absl::StatusOr<RepositoryReport> report = CheckRepository(*repository, kNoProgress, kAnyPace);
      ASSERT_TRUE(report.ok()) << report.status();
      EXPECT_THAT(report->findings, Contains(HasSubstr(path)));
    }
    const std::string directory = target(from);
    ASSERT_TRUE(RestoreTo(To(directory)).ok());
    EXPECT_EQ(Payloads(directory), Payloads(directory_.path()));
    const absl::Status damaged = RestoreTo(To(target(absl::StrCat(from, "-older"))), older->number).status();
    EXPECT_TRUE(absl::IsDataLoss(damaged));
    EXPECT_THAT(damaged.message(), HasSubstr(path));
    // Whoever has a copy of that file can put it back.
    Overwrite(path, before);
    EXPECT_TRUE(RestoreTo(To(target(absl::StrCat(from, "-older"))), older->number).ok());
  }
}

TEST_F(DamagedRepositoryTest, ADamagedNewestGenerationIsNotPassedOverInSilence) {
  RecordSome();
  ASSERT_TRUE(Save().ok());
  ASSERT_TRUE(Save(2).ok());
  Overwrite(absl::StrCat(repository_path(), "/generations/000002"), "");
  const absl::Status refused = RestoreTo(To(target())).status();
  EXPECT_TRUE(absl::IsDataLoss(refused));
  EXPECT_THAT(refused.message(), AllOf(HasSubstr("000002"), HasSubstr("the other backups are 1")));
  const absl::StatusOr<Restored> older = RestoreTo(To(target()), 1);
  ASSERT_TRUE(older.ok()) << older.status();
  EXPECT_THAT(older->unread, ElementsAre(2));
  const absl::StatusOr<Generation> next = Save(3);
  ASSERT_TRUE(next.ok()) << next.status();
  EXPECT_EQ(next->number, 3);
}

// The backup is there, and is no error.
TEST_F(DamagedRepositoryTest, ABackupWhoseSweepFailsIsMade) {
  RecordSome();
  const absl::StatusOr<Generation> saved = Save();
  ASSERT_TRUE(saved.ok());
  const std::string draft = absl::StrCat(Use()->objects().PathOf(saved->list), ".new");
  std::filesystem::create_directories(absl::StrCat(draft, "/in the way"));
  Reopen();
  const absl::StatusOr<SavedBackup> second = BackUpInUse(*log_, *Use(), "", 2, kNoStages, kAnyPace);
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(second->generation.number, 2);
  EXPECT_FALSE(second->left_over.ok());
  EXPECT_THAT(second->left_over.message(), HasSubstr(draft));
  EXPECT_THAT(*Use(Repository::Use::kRead)->Generations(), SizeIs(2));
  std::filesystem::remove_all(draft);
  ASSERT_TRUE(Save(3).ok());
  EXPECT_EQ(CheckRepository(*Use(Repository::Use::kRead), kNoProgress, kAnyPace)->unused_objects, 0);
}

// A list that only an older backup has is damaged, or one that two share: the next backup names whom it cannot help.
TEST_F(DamagedRepositoryTest, ABackupNamesEachThatADamagedListTakesAway) {
  RecordSome();
  ASSERT_TRUE(Save().ok());
  ASSERT_TRUE(Save(2).ok());
  Record(kCole, {"new"});
  ASSERT_TRUE(Save(3).ok());
  const Hash list = Use(Repository::Use::kRead)->Find(1)->list;
  ASSERT_EQ(Use(Repository::Use::kRead)->Find(2)->list, list);
  ASSERT_NE(Use(Repository::Use::kRead)->Find(3)->list, list);
  Overwrite(Use(Repository::Use::kRead)->objects().PathOf(list), "damaged");
  Reopen();
  const absl::StatusOr<SavedBackup> next = BackUpInUse(*log_, *Use(), "", 4, kNoStages, kAnyPace);
  ASSERT_TRUE(next.ok()) << next.status();
  ASSERT_THAT(next->damaged, SizeIs(2));
  EXPECT_EQ(next->damaged[0].number, 1);
  EXPECT_EQ(next->damaged[1].number, 2);
  EXPECT_THAT(next->damaged[0].why.message(), HasSubstr(HexOf(list)));
  ASSERT_TRUE(Use()->Remove(1).ok());
  ASSERT_TRUE(Use()->Remove(2).ok());
  EXPECT_THAT(*Use(Repository::Use::kRead)->Damaged(), IsEmpty());
}

TEST_F(DamagedRepositoryTest, WhatAnInterruptedWritingLeftIsRemoved) {
  RecordSome();
  const absl::StatusOr<Generation> saved = Save();
  ASSERT_TRUE(saved.ok());
  const std::string draft = absl::StrCat(Use()->objects().PathOf(saved->list), ".new");
  Overwrite(draft, "half");
  ASSERT_TRUE(Save(2).ok());
  EXPECT_FALSE(std::filesystem::exists(draft));
}

// Each file of a repository, damaged in one of several ways: what is restored is right, or nothing is.
TEST_F(DamagedRepositoryTest, NoDamageOfARepositoryGivesAnotherLog) {
  RecordSome();
  const absl::StatusOr<Generation> saved = Save();
  ASSERT_TRUE(saved.ok());
  const std::vector<std::string> recorded = Payloads(directory_.path());
  std::mt19937_64 random(casejournal::testing::TestSeed());
  int found = 0;
  const std::vector<std::filesystem::path> files = FilesIn(repository_path());
  for (int i = 0; i < 40; ++i) {
    const std::filesystem::path& path = files[random() % files.size()];
    const std::string before = Content(path);
    std::string bytes = before;
    switch (random() % 4) {
      case 0:
        if (!bytes.empty()) bytes[random() % bytes.size()] ^= static_cast<char>(1 << random() % 8);
        break;
      case 1:
        bytes.resize(bytes.empty() ? 0 : random() % bytes.size());
        break;
      case 2:
        bytes.assign(bytes.size(), '\0');
        break;
      default:
        bytes = Content(files[random() % files.size()]);
    }
    Overwrite(path, bytes);
    const std::string directory = target(absl::StrCat("try-", i));
    absl::StatusOr<std::unique_ptr<Repository>> repository =
        Repository::Open(repository_path(), Repository::Use::kRead);
    absl::StatusOr<Generation> generation = repository.ok() ? (*repository)->Find(0) : repository.status();
    const absl::StatusOr<Restored> restored =
        generation.ok() ? Restore(**repository, *generation, To(directory), kNoProgress, kAnyPace)
                        : generation.status();
    if (restored.ok()) {
      EXPECT_EQ(restored->root, saved->root) << path;
    } else {
      ++found;
      EXPECT_FALSE(std::filesystem::exists(directory)) << path;
    }
    if (bytes != before && path.filename() != "LOCK") {
      EXPECT_FALSE(restored.ok()) << path;
    }
    Overwrite(path, before);
    std::error_code ignored;
    std::filesystem::remove_all(directory, ignored);
  }
  EXPECT_GT(found, 0);
}

}  // namespace
}  // namespace casejournal::eventstore
