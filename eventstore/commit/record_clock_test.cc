// The clock of records alone, with clocks that the test sets; through the log: event_log_test.cc.
#include "eventstore/commit/record_clock.h"

#include <gmock/gmock.h>

#include <limits>
#include <thread>

#include "absl/synchronization/notification.h"
#include "absl/time/time.h"
#include "eventstore/records/write_stop.h"

namespace casejournal::eventstore {
namespace {

constexpr int64_t kNoon = 1'750'000'000'000'000;

class RecordClockTest : public ::testing::Test {
 protected:
  std::unique_ptr<RecordClock> ClockAfter(int64_t last_us, ClockMark mark = {}) {
    return std::make_unique<RecordClock>([this] { return now_us_; }, [this] { return steady_us_; }, last_us, mark,
                                         [this](const ClockMark& kept) {
                                           if (keep_.ok()) kept_.push_back(kept);
                                           return keep_;
                                         });
  }
  // Time passes, and both clocks say so.
  void Pass(int64_t us) {
    now_us_ += us;
    steady_us_ += us;
  }
  static int64_t TimeOfAGroup(RecordClock& clock) {
    const int64_t time = clock.BeginGroup();
    clock.EndGroup();
    return time;
  }

  int64_t now_us_ = kNoon;
  int64_t steady_us_ = 1'000;
  absl::Status keep_;
  std::vector<ClockMark> kept_;
};

TEST_F(RecordClockTest, GivesTheTimeOfTheClockButNeverOneBeforeTheLast) {
  const auto clock = ClockAfter(kNoon - 1);

  EXPECT_EQ(TimeOfAGroup(*clock), kNoon);
  now_us_ -= kClampUsMax;
  EXPECT_TRUE(clock->Check().ok());
  EXPECT_EQ(TimeOfAGroup(*clock), kNoon);
  now_us_ = kNoon + 1;
  EXPECT_EQ(TimeOfAGroup(*clock), kNoon + 1);
}

// RocksDB ends a process at a time before 1970, and no text has a year of five digits.
TEST_F(RecordClockTest, AYearThatCannotBeRecordedStopsWritesUntilTheClockIsRight) {
  const auto clock = ClockAfter(kNoon);
  for (const int64_t impossible : {int64_t{-1}, std::numeric_limits<int64_t>::min(), int64_t{253'370'764'800'000'000},
                                   std::numeric_limits<int64_t>::max()}) {
    now_us_ = impossible;
    EXPECT_EQ(WriteStopOf(clock->Check()), WriteStop::kClock) << impossible;
    EXPECT_EQ(WriteStopOf(clock->Look()), WriteStop::kClock) << impossible;
    EXPECT_EQ(WriteStopOf(CheckYear(impossible)), WriteStop::kClock) << impossible;
  }
  now_us_ = kNoon;

  EXPECT_TRUE(clock->Check().ok());
  EXPECT_TRUE(kept_.empty());
  EXPECT_TRUE(CheckYear(0).ok());
}

TEST_F(RecordClockTest, TimeThatPassedIsNoStep) {
  const auto clock = ClockAfter(kNoon);

  Pass(int64_t{86'400} * 1'000'000);

  EXPECT_TRUE(clock->Check().ok());
}

TEST_F(RecordClockTest, AStepForwardStopsWrites) {
  const auto clock = ClockAfter(kNoon);

  now_us_ += kForwardStepUsMax;
  EXPECT_TRUE(clock->Check().ok());
  now_us_ += kForwardStepUsMax + 1;

  EXPECT_EQ(WriteStopOf(clock->Check()), WriteStop::kClock);
  ASSERT_EQ(kept_.size(), 1);
  EXPECT_EQ(kept_.front().stop, ClockStop::kForward);
  EXPECT_EQ(kept_.front().stop_by_us, kForwardStepUsMax + 1);
}

TEST_F(RecordClockTest, AClockFarBehindTheLogStopsWrites) {
  EXPECT_TRUE(ClockAfter(kNoon + kClampUsMax)->Check().ok());
  EXPECT_EQ(WriteStopOf(ClockAfter(kNoon + kClampUsMax + 1)->Check()), WriteStop::kClock);
  ASSERT_EQ(kept_.size(), 1);
  EXPECT_EQ(kept_.front().stop, ClockStop::kBehind);
}

// Who suffers: a journal that a probe has stopped, on a host whose clock was wrong for a second.
TEST_F(RecordClockTest, ALookKeepsNothing) {
  const auto clock = ClockAfter(kNoon);

  now_us_ += 2 * kForwardStepUsMax;
  EXPECT_EQ(WriteStopOf(clock->Look()), WriteStop::kClock);
  now_us_ = kNoon;

  EXPECT_TRUE(clock->Check().ok());
  EXPECT_TRUE(kept_.empty());
}

TEST_F(RecordClockTest, AStopStaysUntilItIsConfirmed) {
  const auto clock = ClockAfter(kNoon);
  now_us_ += 2 * kForwardStepUsMax;
  ASSERT_FALSE(clock->Check().ok());

  now_us_ = kNoon;
  EXPECT_FALSE(clock->Check().ok()) << "taken back";
  EXPECT_FALSE(ClockAfter(kNoon, kept_.back())->Check().ok()) << "in the next process";
  ASSERT_TRUE(clock->Confirm().ok());

  EXPECT_TRUE(clock->Check().ok());
  EXPECT_TRUE(ClockAfter(kNoon, kept_.back())->Check().ok());
}

TEST_F(RecordClockTest, AConfirmationThatCannotBeKeptIsNone) {
  const auto clock = ClockAfter(kNoon);
  now_us_ += 2 * kForwardStepUsMax;
  ASSERT_FALSE(clock->Check().ok());

  keep_ = absl::ResourceExhaustedError("the disk is full");

  EXPECT_EQ(clock->Confirm(), keep_);
  EXPECT_FALSE(clock->Check().ok());
}

TEST_F(RecordClockTest, AStopThatCannotBeKeptStopsThisProcess) {
  const auto clock = ClockAfter(kNoon);
  keep_ = absl::ResourceExhaustedError("the disk is full");

  now_us_ += 2 * kForwardStepUsMax;

  EXPECT_EQ(WriteStopOf(clock->Check()), WriteStop::kClock);
  EXPECT_EQ(WriteStopOf(clock->Check()), WriteStop::kClock);
}

// Somebody looks each second, also when nobody appends any more.
TEST_F(RecordClockTest, AStopThatCouldNotBeKeptIsKeptByALaterLook) {
  const auto clock = ClockAfter(kNoon);
  keep_ = absl::ResourceExhaustedError("the disk is full");
  now_us_ += 2 * kForwardStepUsMax;
  ASSERT_FALSE(clock->Check().ok());
  EXPECT_FALSE(clock->Look().ok());
  ASSERT_TRUE(kept_.empty());

  keep_ = absl::OkStatus();
  EXPECT_FALSE(clock->Look().ok());
  ASSERT_EQ(kept_.size(), 1);
  EXPECT_EQ(kept_[0].stop, ClockStop::kForward);
  EXPECT_FALSE(clock->Look().ok());
  EXPECT_FALSE(clock->Check().ok());
  EXPECT_EQ(kept_.size(), 1) << "once";

  EXPECT_FALSE(ClockAfter(kNoon, kept_[0])->Check().ok()) << "the next process";
}

TEST_F(RecordClockTest, AStopThatWasConfirmedBeforeItCouldBeKeptIsNotKept) {
  const auto clock = ClockAfter(kNoon);
  keep_ = absl::ResourceExhaustedError("the disk is full");
  now_us_ += 2 * kForwardStepUsMax;
  ASSERT_FALSE(clock->Check().ok());
  keep_ = absl::OkStatus();
  ASSERT_TRUE(clock->Confirm().ok());
  kept_.clear();

  EXPECT_TRUE(clock->Look().ok());
  EXPECT_TRUE(clock->Check().ok());
  EXPECT_TRUE(kept_.empty());
}

TEST_F(RecordClockTest, AConfirmedClockBehindTheLogGivesTheLastTimeUntilItHasCaughtUp) {
  const int64_t last = kNoon + 2 * kClampUsMax;
  const auto clock = ClockAfter(last);
  ASSERT_FALSE(clock->Check().ok());

  ASSERT_TRUE(clock->Confirm().ok());

  EXPECT_TRUE(clock->Check().ok());
  EXPECT_EQ(TimeOfAGroup(*clock), last);
  Pass(3 * kClampUsMax);
  EXPECT_EQ(TimeOfAGroup(*clock), now_us_);
}

TEST_F(RecordClockTest, NoGroupIsGivenATimeUpToAClosedInstant) {
  const auto clock = ClockAfter(kNoon - 1'000);

  ASSERT_TRUE(clock->Close(kNoon - 1).ok());
  now_us_ = kNoon - 500;

  EXPECT_GT(TimeOfAGroup(*clock), kNoon - 1);
  ASSERT_EQ(kept_.size(), 1);
  EXPECT_GT(TimeOfAGroup(*ClockAfter(kNoon - 1'000, kept_.back())), kNoon - 1) << "in the next process";
}

TEST_F(RecordClockTest, AnInstantThatIsNotOverIsNotClosed) {
  const auto clock = ClockAfter(kNoon - 1'000);

  EXPECT_TRUE(absl::IsFailedPrecondition(clock->Close(kNoon)));
  EXPECT_TRUE(kept_.empty());
}

TEST_F(RecordClockTest, AnInstantBeforeAClosedOneIsNotKeptAgain) {
  const auto clock = ClockAfter(kNoon - 1'000);
  ASSERT_TRUE(clock->Close(kNoon - 1).ok());

  EXPECT_TRUE(clock->Close(kNoon - 900).ok());

  EXPECT_EQ(kept_.size(), 1);
}

TEST_F(RecordClockTest, WhatCannotBeKeptIsNotClosed) {
  const auto clock = ClockAfter(kNoon - 1'000);
  keep_ = absl::ResourceExhaustedError("the disk is full");

  const absl::Status refused = clock->Close(kNoon - 1);
  EXPECT_TRUE(absl::IsUnavailable(refused)) << refused;
  EXPECT_THAT(std::string(refused.message()), ::testing::HasSubstr("the disk is full"));
  now_us_ = kNoon - 500;

  EXPECT_EQ(TimeOfAGroup(*clock), kNoon - 500);
}

// Who suffers: a reader who was told that a day is complete, and to whom its last group appears afterwards.
TEST_F(RecordClockTest, ClosingWaitsForTheGroupUnderWay) {
  const auto clock = ClockAfter(kNoon - 1'000);
  clock->BeginGroup();
  absl::Notification closed;
  std::thread closing([&] {
    EXPECT_TRUE(clock->Close(kNoon - 1).ok());
    closed.Notify();
  });

  EXPECT_FALSE(closed.WaitForNotificationWithTimeout(absl::Milliseconds(50)));
  clock->EndGroup();
  closing.join();

  EXPECT_TRUE(closed.HasBeenNotified());
}

// Who suffers: a reader who was told that a day is complete, and to whom a group of that day appears after a restart.
TEST_F(RecordClockTest, AnInstantThatMayHaveALostGroupIsNotClosed) {
  const auto clock = ClockAfter(kNoon - 1'000);
  now_us_ = kNoon;
  const int64_t lost = clock->BeginGroup();
  clock->LoseGroup();
  Pass(1'000);

  EXPECT_TRUE(clock->Close(lost - 1).ok()) << "it was given a later time";
  EXPECT_TRUE(absl::IsUnavailable(clock->Close(lost)));
  EXPECT_TRUE(absl::IsUnavailable(clock->Close(lost + 500)));
}

TEST_F(RecordClockTest, ClosingIsNotPromisedIfTheGroupUnderWayIsLost) {
  const auto clock = ClockAfter(kNoon - 1'000);
  now_us_ = kNoon;
  const int64_t lost = clock->BeginGroup();
  Pass(1'000);
  std::thread closing([&] { EXPECT_TRUE(absl::IsUnavailable(clock->Close(lost))); });
  clock->LoseGroup();
  closing.join();
}

}  // namespace
}  // namespace casejournal::eventstore
