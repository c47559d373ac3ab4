// Groups, the queue, and the latch, with a database of its own; what a writer sees of them: event_log_test.cc.
#include "eventstore/commit/sequencer.h"

#include <gmock/gmock.h>

#include <thread>

#include "absl/synchronization/notification.h"
#include "eventstore/commit/clock_mark.h"
#include "eventstore/records/write_stop.h"
#include "eventstore/storage/data_directory.h"
#include "eventstore/system/deadline.h"
#include "tests/support/test_log.h"

namespace casejournal::eventstore {
namespace {

const StreamId kSequencedAna = StreamId::Case(*Uuid::Parse("0a000000-0000-4000-8000-0000000000a2"));
const StreamId kSequencedBen = StreamId::Case(*Uuid::Parse("0a000000-0000-4000-8000-0000000000b2"));

// The outcome of one request.
struct Sent {
  absl::Notification answered;
  absl::StatusOr<Appended> outcome = absl::UnknownError("not answered");

  const absl::StatusOr<Appended>& Wait() {
    EXPECT_TRUE(answered.WaitForNotificationWithTimeout(absl::Seconds(60)));
    return outcome;
  }
};

class SequencerTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(MakeSubdirectories(paths_).ok());
    ASSERT_TRUE(Database::OpenLog(paths_.log, Database::Mode::kCreate).ok());
    Start(Database::Mode::kReadWrite, {});
  }

  void Start(Database::Mode mode, SequencerLimits limits) {
    sequencer_.reset();
    database_.reset();
    absl::StatusOr<std::unique_ptr<Database>> database = Database::OpenLog(paths_.log, mode);
    ASSERT_TRUE(database.ok()) << database.status();
    database_ = *std::move(database);
    absl::StatusOr<std::unique_ptr<AckedMark>> acked = AckedMark::Open(paths_.acked);
    ASSERT_TRUE(acked.ok()) << acked.status();
    acked_ = *std::move(acked);
    tree_ = std::make_unique<TreeReader>(*database_);
    absl::StatusOr<TreeWriter> writer = TreeWriter::Resume(*tree_, *AckedMark::Read(paths_.acked));
    ASSERT_TRUE(writer.ok()) << writer.status();
    sequencer_ = std::make_unique<Sequencer>(*database_, *std::move(writer), 0, clock_, *acked_, state_, limits,
                                             directory_.path());
  }

  std::shared_ptr<Sent> Submit(const StreamId& stream, const StreamHead& head, Uuid request_id = RandomUuid()) {
    auto sent = std::make_shared<Sent>();
    SealedStream part{.stream = stream, .head = head, .payloads = {}};
    part.head.key_id = 1;
    part.payloads.push_back(SealPayload(stream, 1, {}, 0, "event"));
    SealedAppend request{.request_id = request_id, .absent_at = head.observed_at, .streams = {}, .done = nullptr};
    request.streams.push_back(std::move(part));
    request.done = [sent](absl::StatusOr<Appended> outcome) {
      sent->outcome = std::move(outcome);
      sent->answered.Notify();
    };
    sequencer_->Submit(std::move(request));
    return sent;
  }

  // Has another thread begin to commit a group of Ana's, and keeps it there, with the queue empty, until `go` is
  // called.
  class Held {
   public:
    explicit Held(SequencerTest& test) : test_(test) {
      {
        absl::MutexLock lock(&test_.mutex_);
        test_.hold_ = true;
      }
      leader_ = std::thread([this] { first_ = test_.Submit(kSequencedAna, {}); });
      absl::MutexLock lock(&test_.mutex_);
      test_.mutex_.Await(absl::Condition(&test_.held_));
    }
    ~Held() { Go(); }
    // Lets it go on, and returns its outcome.
    const absl::StatusOr<Appended>& Go() {
      {
        absl::MutexLock lock(&test_.mutex_);
        test_.hold_ = false;
      }
      if (leader_.joinable()) leader_.join();
      return first_->Wait();
    }

   private:
    SequencerTest& test_;
    std::thread leader_;
    std::shared_ptr<Sent> first_;
  };

  // The clock is looked at when a group begins.
  int64_t Now() {
    absl::MutexLock lock(&mutex_);
    held_ = hold_;
    mutex_.Await(absl::Condition(
        +[](bool* hold) { return !*hold; }, &hold_));
    held_ = false;
    return 1'750'000'000'000'000;
  }

  TestDirectory directory_;
  const DataPaths paths_{directory_.path()};
  absl::Mutex mutex_;
  bool hold_ ABSL_GUARDED_BY(mutex_) = false;
  bool held_ ABSL_GUARDED_BY(mutex_) = false;
  RecordClock clock_{[this] { return Now(); }, [] { return int64_t{0}; }, 0, ClockMark(),
                     [](const ClockMark&) { return absl::OkStatus(); }};
  std::vector<absl::Status> told_;
  WriteState state_{[this](const absl::Status& writes) { told_.push_back(writes); }};
  std::unique_ptr<Database> database_;
  std::unique_ptr<AckedMark> acked_;
  std::unique_ptr<TreeReader> tree_;
  std::unique_ptr<Sequencer> sequencer_;
};

TEST_F(SequencerTest, WhatCameDuringACommitIsCommittedBehindIt) {
  Held held(*this);
  const auto ben = Submit(kSequencedBen, {});
  EXPECT_FALSE(ben->answered.HasBeenNotified());

  ASSERT_TRUE(held.Go().ok());

  ASSERT_TRUE(ben->Wait().ok()) << ben->outcome.status();
  EXPECT_EQ(ben->outcome->first_position, 1);
  EXPECT_EQ(sequencer_->size(), 2);
  EXPECT_EQ(sequencer_->CommittedRange().size(), 2);
}

TEST_F(SequencerTest, OfTwoRequestsBehindOneHeadInAGroupTheFirstIsRecorded) {
  Held held(*this);
  const auto first = Submit(kSequencedBen, {});
  const auto second = Submit(kSequencedBen, {});

  ASSERT_TRUE(held.Go().ok());

  EXPECT_TRUE(first->Wait().ok());
  EXPECT_TRUE(absl::IsAborted(second->Wait().status()));
  EXPECT_EQ(sequencer_->size(), 2);
}

TEST_F(SequencerTest, OfTwoRequestsOfOneIdInAGroupTheFirstIsRecorded) {
  const Uuid id = RandomUuid();
  const StreamId other = StreamId::Case(RandomUuid());
  Held held(*this);
  const auto first = Submit(kSequencedBen, {}, id);
  const auto second = Submit(other, {}, id);

  ASSERT_TRUE(held.Go().ok());

  EXPECT_TRUE(first->Wait().ok());
  EXPECT_TRUE(absl::IsAborted(second->Wait().status()));
}

TEST_F(SequencerTest, AFullQueueRefusesAtOnce) {
  Start(Database::Mode::kReadWrite, {.queue_requests_max = 1});
  Held held(*this);
  const auto waiting = Submit(kSequencedBen, {});

  const auto refused = Submit(StreamId::Case(RandomUuid()), {});

  ASSERT_TRUE(refused->answered.HasBeenNotified());
  EXPECT_TRUE(absl::IsResourceExhausted(refused->outcome.status()));
  EXPECT_EQ(WriteStopOf(refused->outcome.status()), std::nullopt) << "a reason to try again, not to stop";
  ASSERT_TRUE(held.Go().ok());
  EXPECT_TRUE(waiting->Wait().ok());
}

// Who suffers: a writer who is told that nothing was recorded, while the disk may hold it.
TEST_F(SequencerTest, AWriteThatFailsLeavesItsOutcomeOpenAndIsTheLast) {
  Start(Database::Mode::kReadOnly, {});
  const Uuid id = RandomUuid();

  EXPECT_TRUE(absl::IsUnavailable(Submit(kSequencedAna, {}, id)->Wait().status()));
  EXPECT_EQ(WriteStopOf(Submit(kSequencedBen, {})->Wait().status()), WriteStop::kFailedWrite);
  EXPECT_TRUE(absl::IsUnavailable(Submit(kSequencedAna, {}, id)->Wait().status())) << "sent again";

  EXPECT_EQ(sequencer_->size(), 0);
  EXPECT_EQ(WriteStopOf(sequencer_->Writable()), WriteStop::kFailedWrite);
  ASSERT_EQ(told_.size(), 1);
  EXPECT_EQ(WriteStopOf(told_.front()), WriteStop::kFailedWrite);
}

TEST_F(SequencerTest, TheFirstReasonToStopStays) {
  sequencer_->Stop(absl::DataLossError("a witness knows more"));
  sequencer_->Stop(absl::DataLossError("another one, too"));

  const absl::Status refused = Submit(kSequencedAna, {})->Wait().status();

  EXPECT_EQ(WriteStopOf(refused), WriteStop::kFork);
  EXPECT_THAT(std::string(refused.message()), ::testing::HasSubstr("a witness knows more"));
  EXPECT_EQ(sequencer_->Writable(), refused);
}

TEST_F(SequencerTest, ALimitOfTheDiskIsNoLatch) {
  Start(Database::Mode::kReadWrite, {.disk_reserve_bytes = ~uint64_t{0}});
  EXPECT_EQ(WriteStopOf(Submit(kSequencedAna, {})->Wait().status()), WriteStop::kDisk);
  EXPECT_EQ(WriteStopOf(sequencer_->CheckRoom()), WriteStop::kDisk);
  Start(Database::Mode::kReadWrite, {.disk_reserve_files = ~uint64_t{0}});
  EXPECT_EQ(WriteStopOf(Submit(kSequencedAna, {})->Wait().status()), WriteStop::kDisk);

  Start(Database::Mode::kReadWrite, {});

  EXPECT_TRUE(Submit(kSequencedAna, {})->Wait().ok());
}

TEST_F(SequencerTest, ACheckpointIsStoredWithTheNextGroup) {
  sequencer_->StoreCheckpoint(7, "the note");
  EXPECT_EQ(*database_->Get(Family::kCheckpoint, SizeKey(7)), std::nullopt);

  ASSERT_TRUE(Submit(kSequencedAna, {})->Wait().ok());

  EXPECT_EQ(*database_->Get(Family::kCheckpoint, SizeKey(7)), "the note");
}

TEST_F(SequencerTest, AWaiterIsWokenByItsSizeOrByWakeWaiters) {
  EXPECT_FALSE(sequencer_->WaitForSize(1, Deadline::Passed()));
  std::thread waiting([this] { EXPECT_TRUE(sequencer_->WaitForSize(1, Deadline::Never())); });
  ASSERT_TRUE(Submit(kSequencedAna, {})->Wait().ok());
  waiting.join();

  absl::Notification woken;
  std::thread other([&] {
    EXPECT_FALSE(sequencer_->WaitForSize(100, Deadline::Never(), sequencer_->wakes()));
    woken.Notify();
  });
  while (!woken.WaitForNotificationWithTimeout(absl::Milliseconds(5))) sequencer_->WakeWaiters();
  other.join();
}

TEST_F(SequencerTest, AWaiterIsAlsoWokenByACallThatCameBeforeItWaited) {
  const uint64_t seen = sequencer_->wakes();
  sequencer_->WakeWaiters();

  EXPECT_FALSE(sequencer_->WaitForSize(100, Deadline::Never(), seen));
}

TEST_F(SequencerTest, RequestsBehindAHeadThatMovedOnAreAborted) {
  const absl::StatusOr<Appended> first = Submit(kSequencedAna, {})->Wait();
  ASSERT_TRUE(first.ok());

  EXPECT_TRUE(absl::IsAborted(Submit(kSequencedAna, {})->Wait().status()));

  EXPECT_TRUE(Submit(kSequencedAna, first->heads.front())->Wait().ok());
  EXPECT_EQ(*AckedMark::Read(paths_.acked), 2);
}

}  // namespace
}  // namespace casejournal::eventstore
