// What continue_log.h promises: each error, and an interruption after each step.
#include <gmock/gmock.h>

#include <fstream>
#include <map>
#include <memory>

#include "eventstore/commit/acked_mark.h"
#include "eventstore/commit/checkpoint_publisher.h"
#include "eventstore/proofs/checkpoint.h"
#include "eventstore/proofs/note.h"
#include "eventstore/recovery/continue_log.h"
#include "eventstore/recovery/fsck.h"
#include "eventstore/recovery/recovery.h"
#include "eventstore/storage/data_directory.h"
#include "tests/support/test_log.h"

namespace casejournal::eventstore {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

const StreamId kRestoredCase = StreamId::Case(*Uuid::Parse("0a000000-0000-4000-8000-0000000000c7"));
constexpr auto kWholeTree =
    std::filesystem::copy_options::recursive | std::filesystem::copy_options::overwrite_existing;

// A log of three events that had published five: its log, keys, and mark are from an older backup. It is made once and
// copied for each test.
class ContinuedLogTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    older_ = new TestDirectory();
    ASSERT_TRUE(EventLog::Create(older_->path(), "journal.test/wren").ok());
    Grow(older_->path(), 3);
    restored_ = new TestDirectory();
    std::filesystem::copy(older_->path(), restored_->path(), kWholeTree);
    whole_ = new TestDirectory();
    std::filesystem::copy(older_->path(), whole_->path(), kWholeTree);
    published_ = Grow(whole_->path(), 2);
    std::filesystem::copy(DataPaths(whole_->path()).latest, DataPaths(restored_->path()).latest, kWholeTree);
  }
  static void TearDownTestSuite() {
    delete older_;
    delete restored_;
    delete whole_;
  }
  void SetUp() override { std::filesystem::copy(restored_->path(), directory_.path(), kWholeTree); }

  // Append events, and return the note that covers them.
  static std::string Grow(const std::string& directory, int count) {
    absl::StatusOr<std::unique_ptr<EventLog>> log = EventLog::Open({.directory = directory, .disk_reserve_bytes = 0});
    EXPECT_TRUE(log.ok()) << log.status();
    for (int i = 0; i < count; ++i) {
      StreamAppend part{
          .stream = kRestoredCase, .head = *(*log)->Head(kRestoredCase), .events = {{.payload = "event"}}};
      LogAppend request{.request_id = RandomUuid()};
      request.streams.push_back(std::move(part));
      EXPECT_TRUE(AppendAndWait(**log, std::move(request)).ok());
    }
    return (*log)->Checkpoint((*log)->size())->note;
  }
  static std::string KeyOf(const std::string& directory) { return *ReadSmallFile(DataPaths(directory).signing_key); }

  std::map<std::string, std::string> Content() const {
    std::map<std::string, std::string> content;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(directory_.path())) {
      if (entry.is_regular_file()) content[entry.path().string()] = *ReadSmallFile(entry.path().string());
    }
    content.erase(paths_.lock);
    return content;
  }
  absl::StatusOr<Continuation> Plan(const std::string& checkpoint = "", const std::string& copy = "") const {
    return PlanContinuation(directory_.path(), checkpoint, copy);
  }
  void ExpectServedAs(const std::string& origin) const {
    const auto log = EventLog::Open({.directory = directory_.path(), .disk_reserve_bytes = 0});
    ASSERT_TRUE(log.ok()) << log.status();
    EXPECT_EQ((*log)->origin(), origin);
    EXPECT_EQ((*log)->size(), 3u);
  }

  static TestDirectory* older_;     // three events, three published
  static TestDirectory* restored_;  // three events, five published
  static TestDirectory* whole_;     // five events, five published
  static std::string published_;    // the note of five
  const TestDirectory directory_;
  const DataPaths paths_{directory_.path()};
};

TestDirectory* ContinuedLogTest::older_ = nullptr;
TestDirectory* ContinuedLogTest::restored_ = nullptr;
TestDirectory* ContinuedLogTest::whole_ = nullptr;
std::string ContinuedLogTest::published_;

TEST_F(ContinuedLogTest, ThePlanNamesBothLogs) {
  const auto before = Content();

  const absl::StatusOr<Continuation> plan = Plan();

  ASSERT_TRUE(plan.ok()) << plan.status();
  EXPECT_EQ(plan->origin, "journal.test/wren/r1");
  EXPECT_EQ(plan->earlier_origin, "journal.test/wren");
  EXPECT_EQ(plan->earlier_verifier_key, ReadSigner(paths_)->verifier_key());
  EXPECT_EQ(plan->earlier_checkpoint, published_);
  EXPECT_EQ(plan->earlier_size, 5u);
  EXPECT_EQ(plan->kept_size, 3u);
  EXPECT_EQ(plan->kept_root,
            OpenCheckpoint(*ReadSmallFile(DataPaths(older_->path()).latest), *ReadSigner(paths_))->root);
  EXPECT_EQ(Content(), before) << "planning changes nothing";
}

TEST_F(ContinuedLogTest, TheCheckpointMayBeGivenOrStoredOrInTheCopy) {
  std::filesystem::copy(DataPaths(older_->path()).latest, paths_.latest, kWholeTree);
  EXPECT_TRUE(absl::IsAlreadyExists(Plan().status())) << "nothing later is known";
  const TestDirectory elsewhere;
  const std::string copy = elsewhere.path() + "/copy";
  std::ofstream(copy) << published_;

  EXPECT_EQ(Plan(published_)->earlier_size, 5u);
  EXPECT_EQ(Plan("", copy)->earlier_size, 5u);
  EXPECT_TRUE(absl::IsAlreadyExists(Plan("", elsewhere.path() + "/missing").status()));
}

TEST_F(ContinuedLogTest, TheLargestOfTheKnownCheckpointsCounts) {
  const NoteSigner signer = *ReadSigner(paths_);
  const std::string later =
      SignNote(FormatCheckpoint({.origin = signer.name(), .size = 9, .root = LeafHash("later")}), signer);

  const absl::StatusOr<Continuation> plan = Plan(later);

  ASSERT_TRUE(plan.ok()) << plan.status();
  EXPECT_EQ(plan->earlier_size, 9u);
  EXPECT_EQ(plan->earlier_checkpoint, later);
}

// As many events as were published, and other ones.
TEST_F(ContinuedLogTest, ALogWithAnotherRootIsContinued) {
  const NoteSigner signer = *ReadSigner(paths_);
  std::ofstream(paths_.latest) << SignNote(
      FormatCheckpoint({.origin = signer.name(), .size = 3, .root = LeafHash("other")}), signer);

  const absl::StatusOr<Continuation> plan = Plan();

  ASSERT_TRUE(plan.ok()) << plan.status();
  EXPECT_EQ(plan->earlier_size, 3u);
  EXPECT_EQ(plan->kept_size, 3u);
}

TEST_F(ContinuedLogTest, WithoutAnyCheckpointNothingIsKnownToBeLost) {
  std::filesystem::remove(paths_.latest);

  EXPECT_TRUE(absl::IsNotFound(Plan().status()));
}

TEST_F(ContinuedLogTest, ACheckpointOfAnotherKeyIsRefused) {
  const NoteSigner other = *NoteSigner::Generate("journal.test/wren");
  const std::string note = SignNote(FormatCheckpoint({.origin = other.name(), .size = 9}), other);

  const absl::Status refused = Plan(note).status();

  EXPECT_TRUE(absl::IsInvalidArgument(refused)) << refused;
  EXPECT_THAT(std::string(refused.message()), HasSubstr(ReadSigner(paths_)->verifier_key()));
}

TEST_F(ContinuedLogTest, ALogWithoutEntriesIsNotContinued) {
  const TestDirectory empty;
  ASSERT_TRUE(EventLog::Create(empty.path(), "journal.test/empty").ok());
  const NoteSigner signer = *ReadSigner(DataPaths(empty.path()));
  const std::string note = SignNote(FormatCheckpoint({.origin = signer.name(), .size = 5}), signer);

  EXPECT_TRUE(absl::IsAlreadyExists(PlanContinuation(empty.path(), note).status()));
}

TEST_F(ContinuedLogTest, ALogInUseIsNeitherPlannedNorContinued) {
  const absl::StatusOr<Continuation> plan = Plan();
  ASSERT_TRUE(plan.ok());
  const auto lock = DirectoryLock::Take(paths_);
  ASSERT_TRUE(lock.ok());

  EXPECT_TRUE(absl::IsUnavailable(Plan().status()));
  EXPECT_TRUE(absl::IsUnavailable(ContinueLog(directory_.path(), *plan, "")));
  EXPECT_EQ(KeyOf(directory_.path()), KeyOf(restored_->path()));
}

TEST_F(ContinuedLogTest, ADirectoryWithoutAJournalIsNotPlanned) {
  const TestDirectory empty;

  EXPECT_TRUE(absl::IsNotFound(PlanContinuation(empty.path(), published_).status()));
  EXPECT_TRUE(absl::IsNotFound(SigningOrigin(empty.path()).status()));
}

TEST_F(ContinuedLogTest, TheSigningOriginFollowsTheContinuation) {
  EXPECT_EQ(*SigningOrigin(directory_.path()), "journal.test/wren");
  ASSERT_TRUE(ContinueLog(directory_.path(), *Plan(), "").ok());
  EXPECT_EQ(*SigningOrigin(directory_.path()), "journal.test/wren/r1");

  std::ofstream(paths_.signing_key) << "damaged";
  EXPECT_TRUE(absl::IsDataLoss(SigningOrigin(directory_.path()).status()));
  std::filesystem::remove(paths_.signing_key);
  EXPECT_TRUE(absl::IsDataLoss(SigningOrigin(directory_.path()).status()));
}

TEST_F(ContinuedLogTest, WhatTheOldLogPublishedIsPutAsideAndItsKeyIsKept) {
  const TestDirectory elsewhere;
  const std::string copy = elsewhere.path() + "/copy";
  std::ofstream(copy) << published_;
  const Continuation plan = *Plan("", copy);

  ASSERT_TRUE(ContinueLog(directory_.path(), plan, copy).ok());

  EXPECT_FALSE(std::filesystem::exists(paths_.latest));
  EXPECT_EQ(*ReadSmallFile(paths_.latest + ".before-r1"), published_);
  EXPECT_FALSE(std::filesystem::exists(copy));
  EXPECT_EQ(*ReadSmallFile(copy + ".before-r1"), published_);
  EXPECT_EQ(*ReadSmallFile(paths_.earlier_keys), plan.earlier_verifier_key + "\n");
  EXPECT_EQ(*AckedMark::Read(paths_.acked), 3u);
  ExpectServedAs("journal.test/wren/r1");
}

// The command writes the keys, then the key, then sets aside, then lowers the mark. Whatever is missing is made up for.
TEST_F(ContinuedLogTest, AnInterruptionAfterAnyStepIsRepeated) {
  const Continuation plan = *Plan();
  for (int steps = 0; steps <= 4; ++steps) {
    SCOPED_TRACE(steps);
    for (const auto& entry : std::filesystem::directory_iterator(directory_.path())) std::filesystem::remove_all(entry);
    std::filesystem::copy(restored_->path(), directory_.path(), kWholeTree);
    std::string key;
    if (steps >= 1) std::ofstream(paths_.earlier_keys) << plan.earlier_verifier_key << "\n";
    if (steps >= 2) {
      key = NoteSigner::Generate(plan.origin)->signer_key() + "\n";
      std::ofstream(paths_.signing_key) << key;
    }
    if (steps >= 3) std::filesystem::rename(paths_.latest, paths_.latest + ".before-r1");
    if (steps >= 4) {
      ASSERT_TRUE((*AckedMark::Open(paths_.acked))->Write(3).ok());
    }

    const absl::Status continued = ContinueLog(directory_.path(), plan, "");

    ASSERT_TRUE(continued.ok()) << continued;
    EXPECT_TRUE(key.empty() || *ReadSmallFile(paths_.signing_key) == key) << "a second key would be a second log";
    EXPECT_EQ(*ReadSmallFile(paths_.earlier_keys), plan.earlier_verifier_key + "\n") << "named once";
    EXPECT_EQ(*ReadSmallFile(paths_.latest + ".before-r1"), published_);
    ExpectServedAs("journal.test/wren/r1");
  }
}

// Until the command is repeated, the log is not served under either name.
TEST_F(ContinuedLogTest, AnInterruptionBehindTheKeyIsToldAtTheStart) {
  const Continuation plan = *Plan();
  std::ofstream(paths_.earlier_keys) << plan.earlier_verifier_key << "\n";
  std::ofstream(paths_.signing_key) << NoteSigner::Generate(plan.origin)->signer_key() << "\n";

  const absl::Status opened = EventLog::Open({.directory = directory_.path()}).status();

  EXPECT_TRUE(absl::IsDataLoss(opened)) << opened;
  EXPECT_THAT(std::string(opened.message()), HasSubstr("casejournal continue was interrupted"));
}

TEST_F(ContinuedLogTest, RepeatingItAfterTheNewLogWasServedChangesNothing) {
  const Continuation plan = *Plan();
  ASSERT_TRUE(ContinueLog(directory_.path(), plan, "").ok());
  Grow(directory_.path(), 1);
  const auto before = Content();

  EXPECT_TRUE(ContinueLog(directory_.path(), plan, "").ok());

  EXPECT_EQ(Content(), before) << "the mark of what is acknowledged is not lowered again";
}

TEST_F(ContinuedLogTest, TheCheckpointsOfTheOldLogStayChecked) {
  ASSERT_TRUE(ContinueLog(directory_.path(), *Plan(), "").ok());
  Grow(directory_.path(), 1);

  const absl::StatusOr<FsckReport> report = Fsck(directory_.path(), [](uint64_t, uint64_t) {});

  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_THAT(report->findings, IsEmpty());
  EXPECT_EQ(report->origin, "journal.test/wren/r1");
  EXPECT_EQ(report->events, 4u);
}

// A name that only looks numbered is a name.
TEST_F(ContinuedLogTest, TheNextOriginCountsOnlyWhatItNumberedItself) {
  for (const auto& [origin, next] : std::map<std::string, std::string>{{"a.test/r1", "a.test/r2"},
                                                                       {"a.test/r9", "a.test/r10"},
                                                                       {"a.test/x/r41", "a.test/x/r42"},
                                                                       {"a.test/r0", "a.test/r0/r1"},
                                                                       {"a.test/r01", "a.test/r01/r1"},
                                                                       {"a.test/r", "a.test/r/r1"},
                                                                       {"a.test/river", "a.test/river/r1"},
                                                                       {"a.test/r1/b", "a.test/r1/b/r1"}}) {
    const NoteSigner signer = *NoteSigner::Generate(origin);
    std::ofstream(paths_.signing_key) << signer.signer_key() << "\n";
    std::ofstream(paths_.latest) << SignNote(FormatCheckpoint({.origin = origin, .size = 5}), signer);

    EXPECT_EQ(Plan()->origin, next) << origin;
  }
}

}  // namespace
}  // namespace casejournal::eventstore
