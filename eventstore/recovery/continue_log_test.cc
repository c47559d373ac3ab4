#include "eventstore/recovery/continue_log.h"

#include <gmock/gmock.h>

#include "eventstore/recovery/fsck.h"
#include "eventstore/storage/data_directory.h"
#include "tests/support/test_log.h"

namespace casejournal::eventstore {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

const StreamId kContinuedStream = StreamId::Case(*Uuid::Parse("0a000000-0000-4000-8000-000000000001"));

// A log of three events and a later one of five; the backup is of the earlier.
class ContinueLogTest : public TestLog {
 protected:
  void SetUp() override {
    TestLog::SetUp();
    Grow(3);
    ASSERT_TRUE(log_->Checkpoint(3).ok());
    log_.reset();
    std::filesystem::copy(directory_.path(), Backup(), std::filesystem::copy_options::recursive);
    Reopen();
    Grow(2);
    ASSERT_TRUE(log_->Checkpoint(5).ok());
    log_.reset();
  }

  void Grow(int count) {
    for (int i = 0; i < count; ++i) ASSERT_TRUE(Append(kContinuedStream, {"event"}).ok());
  }

  std::string Backup() const { return kept_.path() + "/backup"; }

  // What a restore of the log leaves without what was published.
  void RestoreLogOnly() {
    const DataPaths paths(directory_.path());
    for (const std::string name : {"log", "keys", "acked"}) {
      std::filesystem::remove_all(directory_.path() + "/" + name);
      std::filesystem::copy(Backup() + "/" + name, directory_.path() + "/" + name,
                            std::filesystem::copy_options::recursive);
    }
  }

  TestDirectory kept_;
};

TEST_F(ContinueLogTest, AnOlderStateIsNotServedAndSaysWhatToDo) {
  RestoreLogOnly();
  const auto opened = EventLog::Open({.directory = directory_.path()});
  EXPECT_TRUE(absl::IsDataLoss(opened.status())) << opened.status();
  EXPECT_THAT(std::string(opened.status().message()), HasSubstr("casejournal continue"));
}

// The whole directory is from the backup, including its record of what was published: only the second copy knows
// better.
TEST_F(ContinueLogTest, AWholeDirectoryOfEarlierIsNoticedByTheCopyOfTheCheckpoint) {
  const std::string copy = kept_.path() + "/copy";
  std::filesystem::copy(DataPaths(directory_.path()).latest, copy);
  ASSERT_TRUE(EventLog::Open({.directory = Backup()}).ok());
  const auto opened = EventLog::Open({.directory = Backup(), .checkpoint_copy = copy});
  EXPECT_TRUE(absl::IsDataLoss(opened.status())) << opened.status();
  EXPECT_THAT(std::string(opened.status().message()), HasSubstr(copy));
}

TEST_F(ContinueLogTest, TheCopyOfTheCheckpointFollows) {
  const std::string copy = kept_.path() + "/copy";
  {
    auto log = EventLog::Open({.directory = directory_.path(), .checkpoint_copy = copy, .disk_reserve_bytes = 0});
    ASSERT_TRUE(log.ok()) << log.status();
    log_ = *std::move(log);
    Grow(1);
    ASSERT_TRUE(log_->Checkpoint(6).ok());
    log_.reset();
  }
  EXPECT_EQ(*ReadSmallFile(copy), *ReadSmallFile(DataPaths(directory_.path()).latest));
}

TEST_F(ContinueLogTest, GoesOnAsANewLogWithAnotherKey) {
  RestoreLogOnly();
  const absl::StatusOr<Continuation> plan = PlanContinuation(directory_.path(), "");
  ASSERT_TRUE(plan.ok()) << plan.status();
  EXPECT_EQ(plan->earlier_origin, "journal.test/wren");
  EXPECT_EQ(plan->origin, "journal.test/wren/r1");
  EXPECT_EQ(plan->earlier_size, 5);
  EXPECT_EQ(plan->kept_size, 3);

  ASSERT_TRUE(ContinueLog(directory_.path(), *plan, "").ok());
  Reopen();
  EXPECT_EQ(log_->origin(), "journal.test/wren/r1");
  EXPECT_NE(log_->verifier_key(), plan->earlier_verifier_key);
  EXPECT_EQ(log_->size(), 3);
  Grow(1);
  ASSERT_TRUE(log_->Checkpoint(4).ok());
  log_.reset();

  const absl::StatusOr<FsckReport> report = Fsck(directory_.path(), [](uint64_t, uint64_t) {});
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_THAT(report->findings, IsEmpty());
}

TEST_F(ContinueLogTest, ASecondTimeCountsOn) {
  RestoreLogOnly();
  ASSERT_TRUE(ContinueLog(directory_.path(), *PlanContinuation(directory_.path(), ""), "").ok());
  Reopen();
  Grow(2);
  const std::string published = log_->Checkpoint(5)->note;
  log_.reset();
  RestoreLogOnly();
  const absl::StatusOr<Continuation> again = PlanContinuation(directory_.path(), published);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->origin, "journal.test/wren/r2");
}

TEST_F(ContinueLogTest, WhoWasInterruptedBehindTheKeyCanRepeatIt) {
  RestoreLogOnly();
  const DataPaths paths(directory_.path());
  const Continuation plan = *PlanContinuation(directory_.path(), "");
  const std::string published = *ReadSmallFile(paths.latest);
  ASSERT_TRUE(ContinueLog(directory_.path(), plan, "").ok());
  ASSERT_TRUE(WriteFileDurably(paths.latest, published, 0644).ok());  // as if it had not been moved away yet
  EXPECT_FALSE(EventLog::Open({.directory = directory_.path()}).ok());
  const std::string key = *ReadSmallFile(paths.signing_key);
  ASSERT_TRUE(ContinueLog(directory_.path(), plan, "").ok());
  EXPECT_EQ(*ReadSmallFile(paths.signing_key), key) << "a second key would be a second log";
  EXPECT_TRUE(EventLog::Open({.directory = directory_.path()}).ok());
}

TEST_F(ContinueLogTest, AWholeLogIsNotContinued) {
  EXPECT_TRUE(absl::IsAlreadyExists(PlanContinuation(directory_.path(), "").status()));
  EXPECT_TRUE(absl::IsInvalidArgument(PlanContinuation(directory_.path(), "no note").status()));
}

TEST_F(ContinueLogTest, ALogInUseIsCheckedAsItIs) {
  Reopen();
  uint64_t bytes = 0;
  const auto report = log_->CheckStored([](uint64_t, uint64_t) {},
                                        [&](uint64_t read) {
                                          bytes += read;
                                          return true;
                                        });
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_THAT(report->findings, IsEmpty());
  EXPECT_EQ(report->events, 5);
  EXPECT_GT(bytes, 0);
  const auto broken_off = log_->CheckStored([](uint64_t, uint64_t) {}, [](uint64_t) { return false; });
  ASSERT_TRUE(broken_off.ok());
  EXPECT_THAT(broken_off->findings, ::testing::ElementsAre(HasSubstr("canceled")));
}

}  // namespace
}  // namespace casejournal::eventstore
