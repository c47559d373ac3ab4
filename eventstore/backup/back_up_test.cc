// What back_up.h and restore_backup.h promise, with a real log: what is restored is what was recorded, older states say
// that they are older, and a repository that was damaged, cut off, or mixed up is found out.
#include "eventstore/backup/back_up.h"

#include <gmock/gmock.h>

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <map>
#include <random>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "eventstore/backup/check_repository.h"
#include "eventstore/backup/retention.h"
#include "eventstore/proofs/checkpoint.h"
#include "eventstore/proofs/note.h"
#include "eventstore/proofs/proof.h"
#include "eventstore/reading/tree_reader.h"
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
  ASSERT_TRUE(RestoreTo(To(target("newest"))).ok());
  EXPECT_THAT(Payloads(target("newest")), SizeIs(601));
}

// The repository itself shows what the older backup lacks.
TEST_F(BackUpTest, AnOlderBackupIsRestoredAsAnOlderState) {
  RecordSome();
  ASSERT_TRUE(Save().ok());
  Record(kCole, {"one more"});
  const absl::StatusOr<Generation> second = Save(2);
  ASSERT_TRUE(second.ok()) << second.status();
  const absl::StatusOr<Restored> restored = RestoreTo(To(target()), 1);
  ASSERT_TRUE(restored.ok()) << restored.status();
  EXPECT_EQ(restored->size, 304);
  EXPECT_EQ(restored->tree.Root(), restored->root);
  EXPECT_EQ(restored->published.size, 305);
  EXPECT_EQ(restored->published.root, second->root);
  EXPECT_EQ(restored->in_repository, 305);
  EXPECT_THAT(restored->unread, IsEmpty());
  const absl::Status opened = EventLog::Open({.directory = target()}).status();
  EXPECT_TRUE(absl::IsDataLoss(opened));
  EXPECT_THAT(opened.message(), HasSubstr("casejournal continue"));
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

// Who suffers: whoever was given a proof under the other checkpoint, if the backup is served as if nothing had been.
TEST_F(BackUpTest, ACheckpointOfAnotherHistoryIsFoundOut) {
  RecordSome();
  std::map<uint64_t, Hash> roots;
  for (const uint64_t size : {99, 100, 299, 303, 304}) {
    roots[size] = *RootAt(size, [&](NodeId node) { return log_->stored().tree.Node(node, size); });
  }
  ASSERT_TRUE(Save().ok());
  const absl::StatusOr<NoteSigner> signer = ReadSigner(DataPaths(directory_.path()));
  ASSERT_TRUE(signer.ok());
  const auto published = [&](uint64_t size, const Hash& root) {
    return SignNote(FormatCheckpoint({.origin = signer->name(), .size = size, .root = root, .extensions = {}}),
                    *signer);
  };
  for (const uint64_t size : {100, 304}) {
    RestoreRequest request = To(target());
    request.newest_known = published(size, roots[size - 1]);
    const absl::Status refused = RestoreTo(request).status();
    EXPECT_TRUE(absl::IsDataLoss(refused)) << size << ": " << refused;
    EXPECT_THAT(std::string(refused.message()), HasSubstr("another history was published"));
    EXPECT_FALSE(std::filesystem::exists(target()));
    request = To(target(absl::StrCat("of-", size)));
    request.newest_known = published(size, roots[size]);
    EXPECT_TRUE(RestoreTo(request).ok()) << size;
  }
  // What was not restored is not compared.
  RestoreRequest request = To(target());
  request.limits.size_max = 100;
  request.newest_known = published(300, roots[299]);
  EXPECT_TRUE(RestoreTo(request).ok());
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
  const absl::StatusOr<Generation> next = SaveOf(target(), 2);
  ASSERT_TRUE(next.ok()) << next.status();
  EXPECT_EQ(next->added_entries, 101);
  const DataPaths paths(target());
  RestoreRequest again = To(target("again"));
  again.secrets = {.master_key = paths.master_key, .signing_key = paths.signing_key};
  ASSERT_TRUE(RestoreTo(again).ok());
  EXPECT_THAT(Payloads(target("again")), SizeIs(101));
  EXPECT_TRUE(RestoreTo(To(target("first")), 1).ok());
}

}  // namespace
}  // namespace casejournal::eventstore
