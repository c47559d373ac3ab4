// What back_up.h and restore_backup.h promise, with a real log: what is restored is what was recorded, older states say
// that they are older, and a repository that was damaged, cut off, or mixed up is found out.
#include "eventstore/backup/back_up.h"

#include <gmock/gmock.h>

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <random>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "eventstore/backup/check_repository.h"
#include "eventstore/backup/retention.h"
#include "eventstore/recovery/continue_log.h"
#include "tests/support/seed.h"
#include "tests/support/test_backups.h"

namespace casejournal::eventstore {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

using BackUpTest = TestBackups;

// Text that nothing makes smaller.
std::string RandomText(std::mt19937_64& random, size_t bytes) {
  std::string text(bytes, ' ');
  for (char& byte : text) byte = static_cast<char>(' ' + random() % 95);
  return text;
}

TEST_F(BackUpTest, WhatIsRestoredIsWhatWasRecorded) {
  RecordSome();
  const absl::StatusOr<Generation> saved = Save();
  ASSERT_TRUE(saved.ok()) << saved.status();
  EXPECT_EQ(saved->size, 304);
  EXPECT_EQ(saved->number, 1);
  const absl::StatusOr<Restored> restored = RestoreTo(To(target()));
  ASSERT_TRUE(restored.ok()) << restored.status();
  EXPECT_EQ(restored->size, 304);
  EXPECT_EQ(restored->root, saved->root);
  EXPECT_EQ(Payloads(target()), Payloads(directory_.path()));
  const absl::StatusOr<FsckReport> report = Fsck(target(), kNoProgress);
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_THAT(report->findings, IsEmpty());
  EXPECT_GE(report->checkpoints, 1);
  // Nothing of the restore is left beside it, and only the owner can read it.
  EXPECT_FALSE(std::filesystem::exists(target("restored.restoring")));
  EXPECT_EQ(std::filesystem::status(target()).permissions() & std::filesystem::perms::group_all,
            std::filesystem::perms::none);
}

TEST_F(BackUpTest, ARestoredLogGoesOnUnderItsName) {
  RecordSome();
  ASSERT_TRUE(Save().ok());
  ASSERT_TRUE(RestoreTo(To(target())).ok());
  absl::StatusOr<std::unique_ptr<EventLog>> log = EventLog::Open({.directory = target(), .disk_reserve_bytes = 0});
  ASSERT_TRUE(log.ok()) << log.status();
  LogAppend request{.request_id = RandomUuid()};
  request.streams.push_back(Part(kMills, *(*log)->Head(kMills), {"after the restore"}));
  const absl::StatusOr<Appended> appended = AppendAndWait(**log, std::move(request));
  ASSERT_TRUE(appended.ok()) << appended.status();
  EXPECT_EQ((*log)->size(), 305);
  EXPECT_TRUE((*log)->Checkpoint(305).ok());
}

TEST_F(BackUpTest, ARequestThatWasRecordedIsFoundAgain) {
  const Uuid request_id = RandomUuid();
  LogAppend request{.request_id = request_id};
  request.streams.push_back(Part(kMills, *log_->Head(kMills), {"one"}));
  ASSERT_TRUE(AppendAndWait(*log_, std::move(request)).ok());
  ASSERT_TRUE(Save().ok());
  ASSERT_TRUE(RestoreTo(To(target())).ok());
  absl::StatusOr<std::unique_ptr<EventLog>> log = EventLog::Open({.directory = target(), .disk_reserve_bytes = 0});
  ASSERT_TRUE(log.ok()) << log.status();
  EXPECT_EQ((*log)->FindRequest(request_id)->first, 0);
}

TEST_F(BackUpTest, AnotherBackupAddsOnlyWhatIsNew) {
  for (int i = 0; i < 600; ++i) Record(kMills, {absl::StrCat(std::string(300, 'n'), i)});
  const absl::StatusOr<Generation> first = Save();
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(first->added_entries, 600);
  Record(kCole, {"one more"});
  const absl::StatusOr<Generation> second = Save(2);
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(second->added_entries, 1);
  EXPECT_LT(second->added_bytes * 3, first->added_bytes);
  // Both can be restored; the first is an older state, which the log knows from its checkpoint.
  ASSERT_TRUE(RestoreTo(To(target("newest"))).ok());
  EXPECT_THAT(Payloads(target("newest")), SizeIs(601));
  ASSERT_TRUE(RestoreTo(To(target("older")), 1).ok());
  EXPECT_THAT(Payloads(target("older")), SizeIs(600));
}

TEST_F(BackUpTest, ABackupOfTheSameLogAddsAGenerationAndNoEntries) {
  RecordSome();
  ASSERT_TRUE(Save().ok());
  const absl::StatusOr<Generation> again = Save(2);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->number, 2);
  EXPECT_EQ(again->added_entries, 0);
  EXPECT_EQ(again->added_bytes, 0);
}

// Nightly backups take hardly more than the log itself, because each adds what is new. A year of them:
// CASEJOURNAL_NIGHTS=366 (docs/RELIABILITY.md).
TEST_F(BackUpTest, NightlyBackupsAreAsLargeAsTheLog) {
  const char* const told = std::getenv("CASEJOURNAL_NIGHTS");
  const int nights = told == nullptr ? 30 : std::atoi(told);
  ASSERT_GE(nights, 10);
  std::mt19937_64 random(casejournal::testing::TestSeed());
  uint64_t payload_bytes = 0;
  uint64_t added_bytes = 0;
  for (int night = 1; night <= nights; ++night) {
    std::vector<std::string> day;
    for (uint64_t i = 0; i < 20 + random() % 40; ++i) {
      day.push_back(RandomText(random, 200 + random() % 800));
      payload_bytes += day.back().size();
    }
    Record(kMills, day);
    ASSERT_TRUE(log_->Checkpoint(log_->size()).ok());
    // One in ten is proved, so that the year does not take a day.
    const absl::StatusOr<Generation> generation = night % 10 == 0 ? Save(night) : StoredOnly(*Use(), night);
    ASSERT_TRUE(generation.ok()) << generation.status();
    ASSERT_EQ(generation->number, night);
    added_bytes += generation->added_bytes;
  }
  ASSERT_TRUE(Use()->Sweep().ok());
  const uint64_t stored = BytesIn(repository_path());
  const uint64_t log = BytesIn(DataPaths(directory_.path()).log);
  std::cout << nights << " nights: " << payload_bytes << " bytes recorded, " << log << " in the log, " << added_bytes
            << " added by backups, " << stored << " stored\n";
  EXPECT_LT(stored, log + log / 4);
  EXPECT_LT(stored, 2 * payload_bytes);
  const absl::StatusOr<RepositoryReport> report = CheckRepository(*Use(Repository::Use::kRead), kNoProgress, kAnyPace);
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_THAT(report->findings, IsEmpty());
  ASSERT_TRUE(RestoreTo(To(target())).ok());
  EXPECT_EQ(Payloads(target()), Payloads(directory_.path()));
  ASSERT_TRUE(RestoreTo(To(target("in-the-middle")), nights / 2).ok());
  // What a month keeps.
  {
    const std::unique_ptr<Repository> repository = Use();
    for (const uint64_t number : ToPrune(*repository->Generations(), {.newest = 7, .days = 0}, nights)) {
      ASSERT_TRUE(repository->Remove(number).ok());
    }
    ASSERT_TRUE(repository->Sweep().ok());
    EXPECT_THAT(*repository->Generations(), SizeIs(7));
  }
  EXPECT_LE(BytesIn(repository_path()), stored);
  ASSERT_TRUE(RestoreTo(To(target("after-pruning"))).ok());
  EXPECT_EQ(Payloads(target("after-pruning")), Payloads(directory_.path()));
}

TEST_F(BackUpTest, ARepositoryAloneOpensNothing) {
  RecordSome();
  const DataPaths paths(directory_.path());
  ASSERT_TRUE(Save().ok());
  const std::string master = Content(paths.master_key);
  const std::string signing = Content(paths.signing_key);
  ASSERT_THAT(master, SizeIs(65));
  for (const std::filesystem::path& path : FilesIn(repository_path())) {
    const std::string bytes = Content(path);
    EXPECT_THAT(bytes, Not(HasSubstr("Elizabeth"))) << path;
    EXPECT_THAT(bytes, Not(HasSubstr("note 1"))) << path;
    EXPECT_THAT(bytes, Not(HasSubstr(master.substr(0, 64)))) << path;
    EXPECT_THAT(bytes, Not(HasSubstr(absl::HexStringToBytes(master.substr(0, 64))))) << path;
    EXPECT_THAT(bytes, Not(HasSubstr(signing.substr(0, signing.size() - 1)))) << path;
    EXPECT_EQ(std::filesystem::status(path).permissions() & std::filesystem::perms::group_all,
              std::filesystem::perms::none);
  }
}

TEST_F(BackUpTest, SecretsOfAnotherJournalAreRejected) {
  RecordSome();
  ASSERT_TRUE(Save().ok());
  TestDirectory other;
  ASSERT_TRUE(EventLog::Create(other.path(), "journal.test/wren").ok());
  RestoreRequest request = To(target());
  request.secrets.master_key = DataPaths(other.path()).master_key;
  EXPECT_THAT(RestoreTo(request).status().message(), HasSubstr("does not open"));
  request = To(target());
  request.secrets.signing_key = DataPaths(other.path()).signing_key;
  EXPECT_THAT(RestoreTo(request).status().message(), HasSubstr("the signing key did not sign this backup"));
  EXPECT_FALSE(std::filesystem::exists(target()));
  EXPECT_FALSE(std::filesystem::exists(target("restored.restoring")));
}

TEST_F(BackUpTest, NothingIsRestoredOverSomething) {
  RecordSome();
  ASSERT_TRUE(Save().ok());
  EXPECT_TRUE(absl::IsAlreadyExists(RestoreTo(To(directory_.path())).status()));
  std::filesystem::create_directories(target());
  EXPECT_TRUE(RestoreTo(To(target())).ok());  // an empty directory
  EXPECT_TRUE(absl::IsAlreadyExists(RestoreTo(To(target())).status()));
}

TEST_F(BackUpTest, ARestoreToAPositionIsAnOlderStateThatMustBeContinued) {
  RecordSome();
  const absl::StatusOr<Generation> saved = Save();
  ASSERT_TRUE(saved.ok());
  RestoreRequest request = To(target());
  request.limits.size_max = 200;
  const absl::StatusOr<Restored> restored = RestoreTo(request);
  ASSERT_TRUE(restored.ok()) << restored.status();
  EXPECT_EQ(restored->size, 200);
  const absl::Status opened = EventLog::Open({.directory = target()}).status();
  EXPECT_TRUE(absl::IsDataLoss(opened));
  EXPECT_THAT(opened.message(), HasSubstr("casejournal continue"));
  const absl::StatusOr<Continuation> plan = PlanContinuation(target(), "");
  ASSERT_TRUE(plan.ok()) << plan.status();
  EXPECT_EQ(plan->kept_size, 200);
  EXPECT_EQ(plan->earlier_size, 304);
  EXPECT_EQ(plan->kept_root, restored->root);
  ASSERT_TRUE(ContinueLog(target(), *plan, "").ok());
  std::vector<std::string> all = Payloads(directory_.path());
  all.resize(200);
  EXPECT_EQ(Payloads(target()), all);
}

TEST_F(BackUpTest, ARequestIsRestoredWholeOrNotAtAll) {
  RecordSome();  // positions 1 to 3 are one request
  ASSERT_TRUE(Save().ok());
  for (const auto& [wanted, got] : {std::pair(1, 1), std::pair(2, 1), std::pair(3, 1), std::pair(4, 4)}) {
    RestoreRequest request = To(target(absl::StrCat("to-", wanted)));
    request.limits.size_max = wanted;
    const absl::StatusOr<Restored> restored = RestoreTo(request);
    ASSERT_TRUE(restored.ok()) << restored.status();
    EXPECT_EQ(restored->size, got);
  }
  RestoreRequest nothing = To(target("to-0"));
  nothing.limits.size_max = 0;
  EXPECT_TRUE(absl::IsNotFound(RestoreTo(nothing).status()));
  EXPECT_FALSE(std::filesystem::exists(target("to-0")));
}

TEST_F(BackUpTest, ARestoreToATimeEndsBeforeTheFirstLaterEntry) {
  now_us_ = 1'700'000'000'000'000;
  Reopen();
  std::vector<int64_t> times;
  for (int i = 0; i < 5; ++i) {
    now_us_ += 1'000'000;
    steady_us_ += 1'000'000;
    times.push_back(now_us_);
    Record(kMills, {absl::StrCat("entry ", i)});
  }
  ASSERT_TRUE(Save().ok());
  RestoreRequest request = To(target());
  request.limits.recorded_until_us = times[2];
  const absl::StatusOr<Restored> restored = RestoreTo(request);
  ASSERT_TRUE(restored.ok()) << restored.status();
  EXPECT_EQ(restored->size, 3);
  EXPECT_EQ(restored->last_recorded_at_us, times[2]);
}

TEST_F(BackUpTest, ANewerCheckpointShowsWhatTheBackupLacks) {
  RecordSome();
  ASSERT_TRUE(Save().ok());
  Record(kMills, {"after the backup"});
  const absl::StatusOr<SignedCheckpoint> newest = log_->Checkpoint(305);
  ASSERT_TRUE(newest.ok());
  RestoreRequest request = To(target());
  request.newest_known = newest->note;
  ASSERT_TRUE(RestoreTo(request).ok());
  EXPECT_THAT(EventLog::Open({.directory = target()}).status().message(),
              HasSubstr("a checkpoint of 305 was published"));
  request = To(target("other"));
  request.newest_known = "no note";
  EXPECT_TRUE(absl::IsInvalidArgument(RestoreTo(request).status()));
}

TEST_F(BackUpTest, ALogThatWasContinuedIsBackedUpWithItsEarlierKeys) {
  RecordSome();
  ASSERT_TRUE(Save().ok());
  RestoreRequest request = To(target());
  request.limits.size_max = 100;
  ASSERT_TRUE(RestoreTo(request).ok());
  const absl::StatusOr<Continuation> plan = PlanContinuation(target(), "");
  ASSERT_TRUE(plan.ok());
  ASSERT_TRUE(ContinueLog(target(), *plan, "").ok());
  {
    absl::StatusOr<std::unique_ptr<EventLog>> log = EventLog::Open({.directory = target(), .disk_reserve_bytes = 0});
    ASSERT_TRUE(log.ok()) << log.status();
    LogAppend first{.request_id = RandomUuid()};
    first.streams.push_back(Part(kMills, *(*log)->Head(kMills), {"the log goes on"}));
    ASSERT_TRUE(AppendAndWait(**log, std::move(first)).ok());
  }
  // The repository's newest generation has another history: everything is stored again, and the older one stays.
  const absl::StatusOr<Generation> next = BackUpAtRest(target(), *Use(), "", 2, kNoStages, kAnyPace);
  ASSERT_TRUE(next.ok()) << next.status();
  EXPECT_EQ(next->added_entries, 101);
  const DataPaths paths(target());
  RestoreRequest again = To(target("again"));
  again.secrets = {.master_key = paths.master_key, .signing_key = paths.signing_key};
  ASSERT_TRUE(RestoreTo(again).ok());
  EXPECT_THAT(Payloads(target("again")), SizeIs(101));
  EXPECT_TRUE(RestoreTo(To(target("first")), 1).ok());
}

TEST_F(BackUpTest, ADamagedObjectIsNamedAndTheNextBackupWritesItAgain) {
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
TEST_F(BackUpTest, WhateverObjectIsDamagedTheNextBackupIsSound) {
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
TEST_F(BackUpTest, ADamagedOlderGenerationStopsNoBackup) {
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

TEST_F(BackUpTest, ADamagedNewestGenerationIsNotPassedOverInSilence) {
  RecordSome();
  ASSERT_TRUE(Save().ok());
  ASSERT_TRUE(Save(2).ok());
  Overwrite(absl::StrCat(repository_path(), "/generations/000002"), "");
  const absl::Status refused = RestoreTo(To(target())).status();
  EXPECT_TRUE(absl::IsDataLoss(refused));
  EXPECT_THAT(refused.message(), AllOf(HasSubstr("000002"), HasSubstr("the other backups are 1")));
  ASSERT_TRUE(RestoreTo(To(target()), 1).ok());
  const absl::StatusOr<Generation> next = Save(3);
  ASSERT_TRUE(next.ok()) << next.status();
  EXPECT_EQ(next->number, 3);
}

TEST_F(BackUpTest, WhatAnInterruptedWritingLeftIsRemoved) {
  RecordSome();
  const absl::StatusOr<Generation> saved = Save();
  ASSERT_TRUE(saved.ok());
  const std::string draft = absl::StrCat(Use()->objects().PathOf(saved->list), ".new");
  Overwrite(draft, "half");
  ASSERT_TRUE(Save(2).ok());
  EXPECT_FALSE(std::filesystem::exists(draft));
}

// Each file of a repository, damaged in one of several ways: what is restored is right, or nothing is.
TEST_F(BackUpTest, NoDamageOfARepositoryGivesAnotherLog) {
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

// Cancelled after any step, a backup leaves the earlier ones as they are, and the next one completes.
TEST_F(BackUpTest, ABackupCanEndAnywhere) {
  RecordSome();
  ASSERT_TRUE(Save().ok());
  Record(kCole, {"new"});
  log_.reset();
  for (int steps = 0; steps < 400; steps += 37) {
    int left = steps;
    const auto pace = [&](uint64_t) { return left-- > 0; };
    const absl::Status ended = BackUpAtRest(directory_.path(), *Use(), "", 2, kNoStages, pace).status();
    EXPECT_TRUE(ended.ok() || absl::IsCancelled(ended)) << ended;
    if (ended.ok()) break;
    EXPECT_THAT(*Use(Repository::Use::kRead)->Generations(), SizeIs(1)) << steps;
    EXPECT_FALSE(std::filesystem::exists(Use(Repository::Use::kRead)->scratch()));
  }
  ASSERT_TRUE(RestoreTo(To(target())).ok());
  ASSERT_TRUE(Save(3).ok());
  ASSERT_TRUE(RestoreTo(To(target("newest"))).ok());
  EXPECT_THAT(Payloads(target("newest")), SizeIs(305));
}

// A data key that is no longer in the key store is no longer in the repository, though older generations stay.
TEST_F(BackUpTest, ForgottenKeysAreForgottenInTheRepositoryToo) {
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

TEST_F(BackUpTest, WhatOnlyAPrunedGenerationUsesIsRemoved) {
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

TEST_F(BackUpTest, ARepositoryIsUsedByOneWriterAtATime) {
  RecordSome();
  ASSERT_TRUE(Save().ok());
  const std::unique_ptr<Repository> reader = Use(Repository::Use::kRead);
  EXPECT_TRUE(Repository::Open(repository_path(), Repository::Use::kRead).ok());
  EXPECT_TRUE(absl::IsUnavailable(Repository::Open(repository_path(), Repository::Use::kWrite).status()));
}

TEST_F(BackUpTest, OnlyAnEmptyDirectoryBecomesARepository) {
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
