// What a repository withstands: other journals and other branches of one, other keys, pruning, and other writers.
#include <gmock/gmock.h>

#include <filesystem>

#include "absl/strings/str_cat.h"
#include "eventstore/backup/back_up.h"
#include "eventstore/backup/check_repository.h"
#include "eventstore/backup/retention.h"
#include "eventstore/keys/master_keys.h"
#include "eventstore/recovery/continue_log.h"
#include "tests/support/test_backups.h"

namespace casejournal::eventstore {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

class RepositoryUseTest : public TestBackups {
 protected:
  // Continue the log in `directory`, which no process has open, as a new one.
  static void Continue(const std::string& directory, const std::string& published = "") {
    const absl::StatusOr<Continuation> plan = PlanContinuation(directory, published);
    ASSERT_TRUE(plan.ok()) << plan.status();
    ASSERT_TRUE(ContinueLog(directory, *plan, "").ok());
  }

  // Restore the first so many entries, and continue what was restored as a new log.
  void GoOnFrom(uint64_t size, RestoreRequest request) {
    request.limits.size_max = size;
    ASSERT_TRUE(RestoreTo(request).ok());
    Continue(request.directory);
  }

  // Record so many entries in `directory`, each in a stream of its own, which takes a new data key.
  static void OpenCases(const std::string& directory, int count) {
    absl::StatusOr<std::unique_ptr<EventLog>> log = EventLog::Open({.directory = directory, .disk_reserve_bytes = 0});
    ASSERT_TRUE(log.ok()) << log.status();
    for (int opened = 0; opened < count;) {
      LogAppend append{.request_id = RandomUuid()};
      for (; opened < count && append.streams.size() < 50; ++opened) {
        const StreamId stream = StreamId::Case(RandomUuid());
        append.streams.push_back(Part(stream, *(*log)->Head(stream), {absl::StrCat("another family ", opened)}));
      }
      ASSERT_TRUE(AppendAndWait(**log, std::move(append)).ok());
    }
  }

  // A request to restore the log of `source`, by its secrets.
  static RestoreRequest Of(const std::string& source, const std::string& directory) {
    const DataPaths paths(source);
    return {.directory = directory, .secrets = {.master_key = paths.master_key, .signing_key = paths.signing_key}};
  }
};

// All backups of a repository share one set of keys: another journal would put its own in place of them.
TEST_F(RepositoryUseTest, ARepositoryIsOfOneJournal) {
  RecordSome();
  ASSERT_TRUE(Save().ok());
  std::vector<std::string> before;
  for (const std::filesystem::path& path : FilesIn(repository_path())) before.push_back(Content(path));
  for (const std::string name : {"journal.test/wren", "journal.test/wren/r1", "other.test/wren"}) {
    const std::string directory = target(absl::StrCat("another-", name.size()));
    ASSERT_TRUE(EventLog::Create(directory, name).ok());
    {
      absl::StatusOr<std::unique_ptr<EventLog>> log = EventLog::Open({.directory = directory, .disk_reserve_bytes = 0});
      ASSERT_TRUE(log.ok()) << log.status();
      for (int i = 0; i < 400; ++i) {
        LogAppend append{.request_id = RandomUuid()};
        append.streams.push_back(Part(kMills, *(*log)->Head(kMills), {absl::StrCat("of another family ", i)}));
        ASSERT_TRUE(AppendAndWait(**log, std::move(append)).ok());
      }
    }
    const absl::Status refused = SaveOf(directory, 2).status();
    EXPECT_TRUE(absl::IsFailedPrecondition(refused)) << refused;
    EXPECT_THAT(refused.message(), AllOf(HasSubstr(repository_path()), HasSubstr("directory of its own")));
  }
  std::vector<std::string> after;
  for (const std::filesystem::path& path : FilesIn(repository_path())) after.push_back(Content(path));
  EXPECT_EQ(before, after);
  EXPECT_TRUE(RestoreTo(To(target())).ok());
  EXPECT_TRUE(Save(3).ok());
}

// A copy of a data directory is served beside the journal, and both are backed up to the same place.
TEST_F(RepositoryUseTest, ACopyThatWentAnotherWayIsRefused) {
  RecordSome();
  ASSERT_TRUE(Save().ok());
  std::filesystem::copy(directory_.path(), target("copy"), std::filesystem::copy_options::recursive);
  Record(kCole, {"in the journal"});
  ASSERT_TRUE(Save(2).ok());
  EXPECT_TRUE(absl::IsFailedPrecondition(SaveOf(target("copy"), 3).status()));
  {
    absl::StatusOr<std::unique_ptr<EventLog>> copy =
        EventLog::Open({.directory = target("copy"), .disk_reserve_bytes = 0});
    ASSERT_TRUE(copy.ok()) << copy.status();
    LogAppend append{.request_id = RandomUuid()};
    append.streams.push_back(Part(kCole, *(*copy)->Head(kCole), {"in the copy"}));
    ASSERT_TRUE(AppendAndWait(**copy, std::move(append)).ok());
  }
  const absl::Status refused = SaveOf(target("copy"), 4).status();
  EXPECT_TRUE(absl::IsFailedPrecondition(refused)) << refused;
  EXPECT_THAT(refused.message(), HasSubstr("an older state or a copy"));
  ASSERT_TRUE(RestoreTo(To(target())).ok());
  EXPECT_EQ(Payloads(target()), Payloads(directory_.path()));
}

// A log that was continued from an old copy of the directory lacks the keys of later backups.
TEST_F(RepositoryUseTest, KeysOfEarlierBackupsAreNotLostToALogThatLacksThem) {
  RecordSome();
  log_.reset();
  std::filesystem::copy(directory_.path(), target("copy"), std::filesystem::copy_options::recursive);
  // So many streams that new keys are made.
  for (int i = 0; i < 400; ++i) Record(StreamId::Case(RandomUuid()), {"another family"});
  const std::string newest = log_->Checkpoint(log_->size())->note;
  ASSERT_TRUE(Save().ok());
  Continue(target("copy"), newest);
  const absl::Status refused = SaveOf(target("copy"), 2).status();
  EXPECT_TRUE(absl::IsFailedPrecondition(refused)) << refused;
  EXPECT_THAT(refused.message(), HasSubstr("data keys"));
  ASSERT_TRUE(RestoreTo(To(target())).ok());
  EXPECT_THAT(Payloads(target()), SizeIs(704));
}

// The journal goes on in a restored directory; then the disk that was thought lost is found, and its server backs up.
TEST_F(RepositoryUseTest, TheLogBeforeThatOfTheBackupsIsRefused) {
  RecordSome();
  ASSERT_TRUE(Save().ok());
  GoOnFrom(100, To(target("r1")));
  OpenCases(target("r1"), 400);
  ASSERT_TRUE(SaveOf(target("r1"), 2).ok());
  log_.reset();
  OpenCases(directory_.path(), 400);
  const KeySet keys = *Use(Repository::Use::kRead)->Keys();
  const absl::Status refused = Save(3).status();
  EXPECT_TRUE(absl::IsFailedPrecondition(refused)) << refused;
  EXPECT_THAT(refused.message(), AllOf(HasSubstr("journal.test/wren/r1"), HasSubstr("directory of its own")));
  EXPECT_EQ(*Use(Repository::Use::kRead)->Keys(), keys);
  EXPECT_THAT(*Use(Repository::Use::kRead)->Generations(), SizeIs(2));
  // The living one is backed up on, and opens.
  OpenCases(target("r1"), 1);
  ASSERT_TRUE(SaveOf(target("r1"), 4).ok());
  ASSERT_TRUE(RestoreTo(Of(target("r1"), target("again"))).ok());
  EXPECT_THAT(Payloads(target("again")), SizeIs(501));
}

// "/r2" begins as "/r1" does, but its name does not begin with that.
TEST_F(RepositoryUseTest, ALogThatWasContinuedTwiceIsBackedUp) {
  RecordSome();
  ASSERT_TRUE(Save().ok());
  GoOnFrom(200, To(target("r1")));
  OpenCases(target("r1"), 20);
  ASSERT_TRUE(SaveOf(target("r1"), 2).ok());
  GoOnFrom(210, Of(target("r1"), target("r2")));
  OpenCases(target("r2"), 1);
  // Also where the entries of the newest backup are damaged.
  const std::vector<SegmentPlace> places =
      *Use(Repository::Use::kRead)->SegmentsOf(*Use(Repository::Use::kRead)->Find(2));
  Overwrite(Use(Repository::Use::kRead)->objects().PathOf(places.front().object), "damaged");
  const absl::StatusOr<Generation> saved = SaveOf(target("r2"), 3);
  ASSERT_TRUE(saved.ok()) << saved.status();
  EXPECT_EQ(saved->origin, "journal.test/wren/r2");
  EXPECT_TRUE(absl::IsFailedPrecondition(SaveOf(target("r1"), 4).status()));
  EXPECT_TRUE(absl::IsFailedPrecondition(Save(5).status()));
}

// A copy makes as many keys as the journal did: others under the same numbers.
TEST_F(RepositoryUseTest, OtherKeysUnderTheSameNumbersTakeNoKeysAway) {
  RecordSome();
  log_.reset();
  std::filesystem::copy(directory_.path(), target("copy"), std::filesystem::copy_options::recursive);
  OpenCases(directory_.path(), 400);
  ASSERT_TRUE(Save().ok());
  const KeySet keys = *Use(Repository::Use::kRead)->Keys();
  Reopen();
  const std::string newest = log_->Checkpoint(log_->size())->note;
  Continue(target("copy"), newest);
  OpenCases(target("copy"), 700);
  const absl::Status refused = SaveOf(target("copy"), 2).status();
  EXPECT_TRUE(absl::IsFailedPrecondition(refused)) << refused;
  EXPECT_THAT(refused.message(), AllOf(HasSubstr("data key 2"), HasSubstr("directory of its own")));
  EXPECT_EQ(*Use(Repository::Use::kRead)->Keys(), keys);
  ASSERT_TRUE(Save(3).ok());
  ASSERT_TRUE(RestoreTo(To(target())).ok());
  EXPECT_THAT(Payloads(target()), SizeIs(704));
}

// The same keys, each wrapped anew: what they open is compared, if the earlier master key is still there.
TEST_F(RepositoryUseTest, ALogThatWasContinuedAndGivenANewMasterKeyIsBackedUp) {
  RecordSome();
  ASSERT_TRUE(Save().ok());
  GoOnFrom(100, To(target("r1")));
  const std::string master_key = DataPaths(target("r1")).master_key;
  ASSERT_TRUE(PutNewMasterKeyFirst(master_key).ok());
  {
    absl::StatusOr<std::unique_ptr<EventLog>> log =
        EventLog::Open({.directory = target("r1"), .disk_reserve_bytes = 0});
    ASSERT_TRUE(log.ok()) << log.status();
    ASSERT_TRUE((*log)->RotateMasterKey([](uint64_t, uint64_t) { return true; }).ok());
  }
  const std::string both = Content(master_key);
  Overwrite(master_key, both.substr(0, 65));
  const absl::Status refused = SaveOf(target("r1"), 2).status();
  EXPECT_TRUE(absl::IsFailedPrecondition(refused)) << refused;
  EXPECT_THAT(refused.message(), AllOf(HasSubstr("names the wrapping key"), HasSubstr("one more line behind the new")));
  Overwrite(master_key, both);
  const absl::StatusOr<Generation> saved = SaveOf(target("r1"), 3);
  ASSERT_TRUE(saved.ok()) << saved.status();
  Overwrite(master_key, both.substr(0, 65));
  EXPECT_TRUE(SaveOf(target("r1"), 4).ok());
}

// Where it cannot be read whose backups there are, their keys tell.
TEST_F(RepositoryUseTest, DamagedBackupsKeepTheirKeys) {
  RecordSome();
  log_.reset();
  std::filesystem::copy(directory_.path(), target("copy"), std::filesystem::copy_options::recursive);
  const std::string another = target("another");
  ASSERT_TRUE(EventLog::Create(another, "journal.test/wren").ok());
  OpenCases(another, 400);
  ASSERT_TRUE(Save().ok());
  OpenCases(directory_.path(), 400);
  ASSERT_TRUE(Save(2).ok());
  const KeySet keys = *Use(Repository::Use::kRead)->Keys();
  const std::string first = absl::StrCat(repository_path(), "/generations/000001");
  const std::string second = absl::StrCat(repository_path(), "/generations/000002");
  const std::string before = Content(second);
  OpenCases(target("copy"), 400);
  // The copy goes on from the first backup; the second one, which cannot be read, needs keys that it does not have.
  Overwrite(second, "damaged");
  EXPECT_TRUE(absl::IsFailedPrecondition(SaveOf(target("copy"), 3).status()));
  Overwrite(first, "damaged");
  EXPECT_TRUE(absl::IsFailedPrecondition(SaveOf(target("copy"), 4).status()));
  EXPECT_TRUE(absl::IsFailedPrecondition(SaveOf(another, 5).status()));
  EXPECT_EQ(*Use(Repository::Use::kRead)->Keys(), keys);
  const absl::StatusOr<Generation> saved = Save(6);
  ASSERT_TRUE(saved.ok()) << saved.status();
  EXPECT_EQ(saved->number, 3);
  Overwrite(second, before);
  EXPECT_TRUE(RestoreTo(To(target()), 2).ok());
}

// The new master key wraps every data key, and the backup is stopped before it is proved: the earlier backups need the
// earlier master key, as before.
TEST_F(RepositoryUseTest, KeysAreReplacedWithTheBackupThatWasProved) {
  RecordSome();
  ASSERT_TRUE(Save().ok());
  Reopen();
  const std::string master_key = DataPaths(directory_.path()).master_key;
  const std::string earlier = Content(master_key);
  ASSERT_TRUE(PutNewMasterKeyFirst(master_key).ok());
  ASSERT_TRUE(log_->RotateMasterKey([](uint64_t, uint64_t) { return true; }).ok());
  RestoreRequest with_earlier = To(target("with-earlier"));
  with_earlier.secrets.master_key = target("earlier.key");
  Overwrite(with_earlier.secrets.master_key, earlier);
  RestoreRequest with_new = To(target("with-new"));
  with_new.secrets.master_key = target("new.key");
  Overwrite(with_new.secrets.master_key, Content(master_key).substr(0, 65));

  bool proving = false;
  const auto watch = [&](BackupStage stage, uint64_t, uint64_t) { proving = stage == BackupStage::kProving; };
  const absl::Status stopped =
      BackUpInUse(*log_, *Use(), "America/New_York", 2, watch, [&](uint64_t) { return !proving; }).status();
  ASSERT_TRUE(absl::IsCancelled(stopped)) << stopped;
  ASSERT_TRUE(proving);
  const absl::StatusOr<Restored> restored = RestoreTo(with_earlier);
  ASSERT_TRUE(restored.ok()) << restored.status();

  ASSERT_TRUE(Save(3).ok());
  with_earlier.directory = target("with-earlier-again");
  EXPECT_TRUE(absl::IsDataLoss(RestoreTo(with_earlier, 1).status()));
  EXPECT_TRUE(RestoreTo(with_new).ok());
  with_new.directory = target("first-with-new");
  EXPECT_TRUE(RestoreTo(with_new, 1).ok());
  const absl::StatusOr<RepositoryReport> report = CheckRepository(*Use(Repository::Use::kRead), kNoProgress, kAnyPace);
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->unused_objects, 0);
}

// A data key that is no longer in the key store is no longer in the repository, though older generations stay.
TEST_F(RepositoryUseTest, ForgottenKeysAreForgottenInTheRepositoryToo) {
  RecordSome();
  ASSERT_TRUE(Save().ok());
  const KeySet before = *Use(Repository::Use::kRead)->Keys();
  ASSERT_THAT(before.chunks, SizeIs(1));
  const DataPaths paths(directory_.path());
  {
    absl::StatusOr<std::unique_ptr<Database>> keys = Database::OpenKeys(paths.keys, Database::Mode::kReadWrite);
    ASSERT_TRUE(keys.ok());
    // A key that no stream uses yet: keys are made ahead.
    ASSERT_TRUE((*keys)->db().Delete(rocksdb::WriteOptions(), SizeKey(200)).ok());
    ASSERT_TRUE((*keys)->Flush().ok());
  }
  ASSERT_TRUE(Save(2).ok());
  const std::unique_ptr<Repository> repository = Use(Repository::Use::kRead);
  EXPECT_NE(repository->Keys()->chunks, before.chunks);
  EXPECT_EQ(repository->objects().SizeOf(before.chunks[0]), 0);
  EXPECT_THAT(*repository->Generations(), SizeIs(2));
}

TEST_F(RepositoryUseTest, WhatOnlyAPrunedGenerationUsesIsRemoved) {
  for (int night = 1; night <= 4; ++night) {
    Record(kMills, std::vector<std::string>(300, absl::StrCat("night ", night)));
    ASSERT_TRUE(Save(night).ok());
  }
  const std::unique_ptr<Repository> repository = Use();
  for (const uint64_t number : ToPrune(*repository->Generations(), {.newest = 2, .days = 0}, 5)) {
    ASSERT_TRUE(repository->Remove(number).ok());
  }
  ASSERT_TRUE(repository->Sweep().ok());
  std::vector<uint64_t> left;
  const std::vector<Generation> generations = *repository->Generations();
  for (const Generation& generation : generations) left.push_back(generation.number);
  EXPECT_THAT(left, ElementsAre(3, 4));
  for (const uint64_t number : left) {
    EXPECT_TRUE(
        Restore(*repository, *repository->Find(number), To(target(absl::StrCat("n", number))), kNoProgress, kAnyPace)
            .ok());
  }
  EXPECT_TRUE(absl::IsNotFound(repository->Find(1).status()));
}

TEST_F(RepositoryUseTest, ARepositoryIsUsedByOneWriterAtATime) {
  RecordSome();
  ASSERT_TRUE(Save().ok());
  const std::unique_ptr<Repository> reader = Use(Repository::Use::kRead);
  EXPECT_TRUE(Repository::Open(repository_path(), Repository::Use::kRead).ok());
  EXPECT_TRUE(absl::IsUnavailable(Repository::Open(repository_path(), Repository::Use::kWrite).status()));
}

TEST_F(RepositoryUseTest, OnlyAnEmptyDirectoryBecomesARepository) {
  EXPECT_TRUE(absl::IsNotFound(Repository::Open(target("none"), Repository::Use::kRead).status()));
  std::filesystem::create_directories(target("photos"));
  Overwrite(target("photos/a.jpg"), "x");
  const absl::Status refused = Repository::Open(target("photos"), Repository::Use::kWrite).status();
  EXPECT_TRUE(absl::IsFailedPrecondition(refused));
  EXPECT_THAT(refused.message(), HasSubstr("a.jpg"));
  EXPECT_THAT(FilesIn(target("photos")), SizeIs(1));
}

}  // namespace
}  // namespace casejournal::eventstore
