#include "services/backups/online_backups.h"

#include <gmock/gmock.h>

#include <filesystem>

#include "eventstore/proofs/hash.h"
#include "projections/events/event_codec.h"
#include "services/errors/error_reason.h"
#include "tests/support/matchers.h"
#include "tests/support/test_backups.h"

namespace casejournal::services {
namespace {

using casejournal::testing::IsOk;
using casejournal::testing::StatusIs;
using eventstore::BackupStage;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

constexpr auto kGoOn = [](const BackupStep&) { return true; };

class OnlineBackupsTest : public eventstore::TestBackups {
 protected:
  void SetUp() override {
    TestBackups::SetUp();
    RecordSome();
    backups_ = std::make_unique<OnlineBackups>(
        *log_, OnlineBackupOptions{.repository = repository_path(), .time_zone = "America/New_York"}, stopping_);
  }

  size_t Kept() { return Use(eventstore::Repository::Use::kRead)->Generations()->size(); }

  std::atomic<bool> stopping_ = false;
  std::unique_ptr<OnlineBackups> backups_;
};

TEST_F(OnlineBackupsTest, ABackupIsMadeAndItsStepsAreTold) {
  std::vector<BackupStage> stages;
  const absl::StatusOr<Backup> made = backups_->Make({}, 0, 7, [&](const BackupStep& step) {
    stages.push_back(step.stage);
    EXPECT_LE(step.done, step.total);
    return true;
  });
  ASSERT_THAT(made, IsOk());
  EXPECT_EQ(made->generation.size, 304);
  EXPECT_EQ(made->generation.made_at_us, 7);
  EXPECT_EQ(made->generation.time_zone, "America/New_York");
  EXPECT_THAT(made->damaged, SizeIs(0));
  EXPECT_THAT(stages, Not(SizeIs(0)));
  EXPECT_EQ(Kept(), 1);
  ASSERT_THAT(RestoreTo(To(target())), IsOk());
}

// With who asked for it, and what identifies exactly this backup.
TEST_F(OnlineBackupsTest, AProvedBackupIsRecorded) {
  Caller caller;
  caller.actor.set_issuer("wren.example");
  caller.actor.set_subject("op-1");
  caller.actor.set_name("Sam Ortiz");
  const absl::StatusOr<Backup> made = backups_->Make(caller, 0, 1, kGoOn);
  ASSERT_THAT(made, IsOk());
  ASSERT_TRUE(made->recorded_at.has_value()) << made->not_recorded;
  EXPECT_EQ(*made->recorded_at, made->generation.size);
  const auto page = log_->ReadLog(*made->recorded_at, {.events_max = 1});
  ASSERT_THAT(page, IsOk());
  const auto stored = projections::DecodeStoredEvent(page->front().payload());
  ASSERT_THAT(stored, IsOk());
  EXPECT_EQ(stored->admission().actor().subject(), "op-1");
  const event::v1::BackupProved& proved = stored->journal_event().backup_proved();
  EXPECT_EQ(proved.backup(), 1);
  EXPECT_EQ(proved.size(), 304);
  EXPECT_EQ(proved.root(), eventstore::AsBytes(made->generation.root));
  const std::string text = eventstore::Content(absl::StrCat(repository_path(), "/generations/000001"));
  EXPECT_EQ(proved.description_digest(), eventstore::AsBytes(eventstore::Sha256().Update(text).Finish()));
}

// A disk that is full is no reason to have no backup.
TEST_F(OnlineBackupsTest, AJournalThatTakesNoWritesIsBackedUp) {
  log_->StopWriting(absl::FailedPreconditionError("for this test"));
  const absl::StatusOr<Backup> made = backups_->Make({}, 0, 1, kGoOn);
  ASSERT_THAT(made, IsOk());
  EXPECT_FALSE(made->recorded_at.has_value());
  EXPECT_FALSE(made->not_recorded.ok());
  EXPECT_EQ(Kept(), 1);
}

TEST_F(OnlineBackupsTest, EarlierBackupsThatAreDamagedAreNamed) {
  ASSERT_THAT(backups_->Make({}, 0, 1, kGoOn), IsOk());
  eventstore::Overwrite(absl::StrCat(repository_path(), "/generations/000001"), "damaged");
  const absl::StatusOr<Backup> made = backups_->Make({}, 0, 2, kGoOn);
  ASSERT_THAT(made, IsOk());
  EXPECT_EQ(made->generation.number, 2);
  EXPECT_THAT(made->damaged, ElementsAre(1));
}

// A directory is where a file would be that an interrupted backup left.
TEST_F(OnlineBackupsTest, ABackupThatLeavesSomethingOverIsMadeAndRecorded) {
  ASSERT_THAT(backups_->Make({}, 0, 1, kGoOn), IsOk());
  const std::string draft = absl::StrCat(repository_path(), "/objects/00/", std::string(64, '0'), ".new");
  std::filesystem::create_directories(absl::StrCat(draft, "/in the way"));
  const absl::StatusOr<Backup> made = backups_->Make({}, 0, 2, kGoOn);
  ASSERT_THAT(made, IsOk());
  EXPECT_THAT(made->left_over, Not(IsOk()));
  EXPECT_THAT(std::string(made->left_over.message()), HasSubstr(draft));
  EXPECT_TRUE(made->recorded_at.has_value()) << made->not_recorded;
  EXPECT_EQ(Kept(), 2);
}

TEST_F(OnlineBackupsTest, AServerWithoutARepositoryMakesNone) {
  OnlineBackups none(*log_, {}, stopping_);
  EXPECT_THAT(none.Make({}, 0, 1, kGoOn),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("--backup-repository")));
}

// The second one comes while the first one is in the middle of its work.
TEST_F(OnlineBackupsTest, OneBackupIsMadeAtATime) {
  absl::Status second = absl::OkStatus();
  const absl::StatusOr<Backup> first = backups_->Make({}, 0, 1, [&](const BackupStep&) {
    second = backups_->Make({}, 0, 2, kGoOn).status();
    return true;
  });
  ASSERT_THAT(first, IsOk());
  EXPECT_THAT(second, StatusIs(absl::StatusCode::kResourceExhausted, HasSubstr("already being made")));
  EXPECT_EQ(Kept(), 1);
  EXPECT_THAT(backups_->Make({}, 0, 3, kGoOn), IsOk());
}

TEST_F(OnlineBackupsTest, ABackupThatNobodyWaitsForEnds) {
  EXPECT_THAT(backups_->Make({}, 0, 1, [](const BackupStep&) { return false; }),
              StatusIs(absl::StatusCode::kCancelled, HasSubstr("nobody waits")));
  EXPECT_EQ(Kept(), 0);
  EXPECT_FALSE(std::filesystem::exists(Use(eventstore::Repository::Use::kRead)->scratch()));
  EXPECT_THAT(backups_->Make({}, 0, 2, kGoOn), IsOk());
}

// At a rate at which it would take a minute.
TEST_F(OnlineBackupsTest, AStopOfTheServerEndsABackup) {
  ASSERT_THAT(backups_->Make({}, 0, 1, kGoOn), IsOk());
  Record(eventstore::kMills, std::vector<std::string>(60, std::string(100'000, 'n')));
  const absl::Status ended = backups_
                                 ->Make({}, 1, 2,
                                        [&](const BackupStep&) {
                                          stopping_ = true;
                                          return true;
                                        })
                                 .status();
  EXPECT_TRUE(absl::IsUnavailable(ended)) << ended;
  EXPECT_EQ(ReasonOf(ended).reason(), v1::ErrorReason_Name(v1::SERVER_STOPPING));
  EXPECT_EQ(Kept(), 1);
  EXPECT_THAT(backups_->Make({}, 0, 3, kGoOn), StatusIs(absl::StatusCode::kUnavailable, HasSubstr("stopping")));
}

TEST_F(OnlineBackupsTest, ARepositoryInUseByAnotherProcessIsLeftAlone) {
  ASSERT_THAT(backups_->Make({}, 0, 1, kGoOn), IsOk());
  const std::unique_ptr<eventstore::Repository> reader = Use(eventstore::Repository::Use::kRead);
  EXPECT_THAT(backups_->Make({}, 0, 2, kGoOn), StatusIs(absl::StatusCode::kUnavailable, HasSubstr("in use")));
}

}  // namespace
}  // namespace casejournal::services
