// A backup of a log that is in use (back_up.h): appends go on, and what is restored is a beginning of the log with the
// root of a signed checkpoint.
#include <gmock/gmock.h>

#include <atomic>
#include <chrono>
#include <random>
#include <thread>

#include "eventstore/backup/check_repository.h"
#include "eventstore/recovery/fsck.h"
#include "tests/support/test_backups.h"

namespace casejournal::eventstore {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

class OnlineBackupTest : public TestBackups {
 protected:
  absl::StatusOr<Generation> SaveInUse(BackupPace pace = kAnyPace) {
    return WhollySaved(BackUpInUse(*log_, *Use(), "America/New_York", ++saved_at_, kNoStages, pace));
  }

  std::vector<std::string> Recorded() {
    std::vector<std::string> payloads;
    const absl::StatusOr<std::vector<RecordedEntry>> entries =
        log_->ReadLog(0, {.events_max = 1'000'000, .bytes_max = 1 << 30});
    EXPECT_TRUE(entries.ok()) << entries.status();
    for (const RecordedEntry& entry : *entries) payloads.push_back(entry.payload());
    return payloads;
  }

  uint64_t CheckpointsIn(const std::string& directory) {
    const absl::StatusOr<FsckReport> report = Fsck(directory, kNoProgress);
    EXPECT_TRUE(report.ok()) << report.status();
    if (!report.ok()) return 0;
    EXPECT_THAT(report->findings, IsEmpty());
    return report->checkpoints;
  }

  int64_t saved_at_ = 0;
};

// Ten backups and ten restores while others record.
TEST_F(OnlineBackupTest, EachBackupUnderLoadIsABeginningOfTheLog) {
  constexpr int kWriters = 3;
  RecordSome();
  std::atomic<bool> stopping = false;
  std::atomic<uint64_t> failed = 0;
  std::vector<std::thread> writers;
  for (int writer = 0; writer < kWriters; ++writer) {
    writers.emplace_back([&, writer] {
      const StreamId stream = StreamId::Case(*Uuid::Parse(absl::StrCat("0a000000-0000-4000-8000-0000000000c", writer)));
      std::mt19937_64 random(writer);
      for (int i = 0; !stopping; ++i) {
        std::vector<std::string> payloads(1 + random() % 5, absl::StrCat("writer ", writer, ", request ", i));
        payloads.front().append(random() % 2'000, 'n');
        if (!Append(stream, payloads).ok()) ++failed;
        std::this_thread::sleep_for(std::chrono::milliseconds(5));  // so that the test ends
      }
    });
  }
  std::vector<Generation> saved;
  uint64_t grew = 0;
  for (int i = 0; i < 10; ++i) {
    const uint64_t size_before = log_->size();
    absl::StatusOr<Generation> generation = SaveInUse();
    ASSERT_TRUE(generation.ok()) << generation.status();
    EXPECT_GE(generation->size, size_before);
    grew += log_->size() - size_before;
    const absl::StatusOr<Restored> restored = RestoreTo(To(target(absl::StrCat("under-load-", i))));
    ASSERT_TRUE(restored.ok()) << restored.status();
    EXPECT_EQ(restored->size, generation->size);
    EXPECT_EQ(restored->root, generation->root);
    saved.push_back(*std::move(generation));
  }
  stopping = true;
  for (std::thread& writer : writers) writer.join();
  EXPECT_EQ(failed, 0);
  EXPECT_GT(grew, 0);  // else nothing was shown
  const std::vector<std::string> all = Recorded();
  for (size_t i = 0; i < saved.size(); ++i) {
    const std::vector<std::string> restored = Payloads(target(absl::StrCat("under-load-", i)));
    ASSERT_EQ(restored.size(), saved[i].size);
    EXPECT_TRUE(std::equal(restored.begin(), restored.end(), all.begin()));
  }
  const absl::StatusOr<RepositoryReport> report = CheckRepository(*Use(Repository::Use::kRead), kNoProgress, kAnyPace);
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_THAT(report->findings, IsEmpty());
  EXPECT_EQ(report->generations, saved.size());
  EXPECT_EQ(report->unused_objects, 0);
}

// The backup stands still in each of its steps, and entries are recorded meanwhile.
TEST_F(OnlineBackupTest, NoAppendWaitsForABackup) {
  RecordSome();
  const uint64_t size = log_->size();
  int appended = 0;
  const absl::StatusOr<Generation> generation = SaveInUse([&](uint64_t) {
    if (appended < 50) {
      EXPECT_TRUE(Append(appended % 2 == 0 ? kMills : kCole, {"during the backup"}).ok());
      ++appended;
    }
    return true;
  });
  ASSERT_TRUE(generation.ok()) << generation.status();
  EXPECT_EQ(generation->size, size);
  EXPECT_EQ(appended, 50);
  EXPECT_EQ(log_->size(), size + 50);
  ASSERT_TRUE(RestoreTo(To(target())).ok());
  EXPECT_THAT(Payloads(target()), SizeIs(size));
}

// A checkpoint is stored with the entries after it, so it is not yet in the log when its own backup is made.
TEST_F(OnlineBackupTest, SignedCheckpointsAreNotLostBetweenBackups) {
  for (int i = 0; i < 12; ++i) {
    Record(kMills, std::vector<std::string>(20, absl::StrCat("day ", i)));
    ASSERT_TRUE(log_->Checkpoint(log_->size()).ok());
    ASSERT_TRUE(SaveInUse().ok());
  }
  Record(kMills, {"the last"});
  ASSERT_TRUE(SaveInUse().ok());
  ASSERT_TRUE(RestoreTo(To(target())).ok());
  const uint64_t restored = CheckpointsIn(target());
  EXPECT_GE(restored, 12);
  log_.reset();
  EXPECT_EQ(restored, CheckpointsIn(directory_.path()));
}

TEST_F(OnlineBackupTest, ABackupAfterAnotherStartSharesTheEntries) {
  RecordSome();
  ASSERT_TRUE(SaveInUse().ok());
  Record(kCole, {"more"});
  const absl::StatusOr<Generation> reopened = Save(10);
  ASSERT_TRUE(reopened.ok()) << reopened.status();
  EXPECT_EQ(reopened->added_entries, 1);
  Record(kCole, {"and more"});
  const absl::StatusOr<Generation> in_use = SaveInUse();
  ASSERT_TRUE(in_use.ok()) << in_use.status();
  EXPECT_EQ(in_use->added_entries, 1);
  ASSERT_TRUE(RestoreTo(To(target())).ok());
  EXPECT_EQ(Payloads(target()), Recorded());
}

TEST_F(OnlineBackupTest, ALogWithoutEntriesHasNothingToBackUp) {
  EXPECT_TRUE(absl::IsFailedPrecondition(SaveInUse().status()));
}

// Stopped at each of its steps, a backup leaves whole objects and the earlier backups, and the next one completes.
TEST_F(OnlineBackupTest, ABackupThatIsStoppedLeavesWholeObjects) {
  RecordSome();
  ASSERT_TRUE(SaveInUse().ok());
  int stopped = 0;
  for (int steps = 0;; steps = steps * 2 + 1) {
    Record(kCole, std::vector<std::string>(30, absl::StrCat("before stop ", steps)));
    int left = steps;
    const absl::Status ended = SaveInUse([&](uint64_t) { return left-- > 0; }).status();
    const std::unique_ptr<Repository> repository = Use(Repository::Use::kRead);
    EXPECT_FALSE(std::filesystem::exists(repository->scratch()));
    const absl::StatusOr<RepositoryReport> report = CheckRepository(*repository, kNoProgress, kAnyPace);
    ASSERT_TRUE(report.ok()) << report.status();
    EXPECT_THAT(report->findings, IsEmpty());
    for (const std::filesystem::path& path : FilesIn(repository_path())) EXPECT_NE(path.extension(), ".new");
    if (ended.ok()) break;
    ASSERT_TRUE(absl::IsCancelled(ended)) << ended;
    EXPECT_THAT(*repository->Generations(), SizeIs(1));
    ++stopped;
  }
  EXPECT_GT(stopped, 5);
  ASSERT_TRUE(RestoreTo(To(target())).ok());
  EXPECT_EQ(Payloads(target()), Recorded());
}

}  // namespace
}  // namespace casejournal::eventstore
