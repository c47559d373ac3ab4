// The loop that follows the log: how far it is, what it does after an error, and when it does nothing.
#include "projections/read_models/log_follower.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <optional>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "eventstore/system/deadline.h"
#include "tests/support/matchers.h"
#include "tests/support/test_log.h"

namespace casejournal::projections {
namespace {

using casejournal::testing::IsOk;
using casejournal::testing::StatusIs;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StrEq;

constexpr absl::Duration kFollowPatience = absl::Seconds(30);

class LogFollowerTest : public eventstore::TestLog {
 protected:
  void TearDown() override { follower_.reset(); }

  // Follow the log one entry at a time. While `fails_` has an error, entries from position `fails_at_` on fail with it.
  void Follow() {
    follower_ = std::make_unique<LogFollower>(
        *log_, "the list", [this](const absl::Notification&) { return Step(); },
        [this](const absl::Status& state) {
          absl::MutexLock lock(&mutex_);
          told_.push_back(state);
        });
  }
  absl::StatusOr<FollowedTo> Step() {
    absl::MutexLock lock(&mutex_);
    ++steps_;
    const eventstore::Position taken = at_ == log_->size() ? 0 : 1;
    if (taken > 0 && at_ >= fails_at_ && !fails_.ok()) {
      if (loses_) at_ = 0;
      return fails_;
    }
    at_ += taken;
    return FollowedTo{.complete = at_, .read = at_, .entries = taken, .more = more_, .until = until_};
  }
  void Fail(const absl::Status& with, eventstore::Position at = 0) {
    absl::MutexLock lock(&mutex_);
    fails_ = with;
    fails_at_ = at;
  }
  int Steps() {
    absl::MutexLock lock(&mutex_);
    return steps_;
  }
  bool AwaitSteps(int count) {
    absl::MutexLock lock(&mutex_);
    const auto taken = [this, count] { return steps_ >= count; };
    return mutex_.AwaitWithTimeout(absl::Condition(&taken), kFollowPatience);
  }
  std::vector<absl::Status> Told(size_t times) {
    absl::MutexLock lock(&mutex_);
    const auto told = [this, times] { return told_.size() >= times; };
    EXPECT_TRUE(mutex_.AwaitWithTimeout(absl::Condition(&told), kFollowPatience));
    return told_;
  }
  void Record(int count = 1) {
    for (int i = 0; i < count; ++i) ASSERT_THAT(Append(eventstore::StreamId::Case(case_id_), {"event"}), IsOk());
  }
  absl::Status WaitForAll() const {
    return follower_->WaitFor(log_->size(), eventstore::Deadline::In(kFollowPatience));
  }
  // Ask until the failure is over.
  absl::Status WaitUntilItFollows() {
    const auto end = eventstore::Deadline::In(kFollowPatience);
    while (absl::IsUnavailable(follower_->status()) && !end.IsOver()) absl::SleepFor(absl::Milliseconds(5));
    return WaitForAll();
  }

  eventstore::Uuid case_id_ = eventstore::RandomUuid();
  absl::Mutex mutex_;
  eventstore::Position at_ = 0;
  int steps_ = 0;
  absl::Status fails_;
  eventstore::Position fails_at_ = 0;
  bool loses_ = false;  // a step that fails loses what the steps before it did
  bool more_ = false;
  eventstore::Deadline until_ = eventstore::Deadline::Never();
  std::vector<absl::Status> told_;
  std::unique_ptr<LogFollower> follower_;
};

TEST_F(LogFollowerTest, TakesWhatIsThereAndWhatComes) {
  Record(3);
  Follow();
  EXPECT_THAT(WaitForAll(), IsOk());
  Record(2);
  EXPECT_THAT(WaitForAll(), IsOk());

  EXPECT_EQ(follower_->position(), log_->size());
  EXPECT_THAT(follower_->status(), IsOk());
}

TEST_F(LogFollowerTest, APositionThatDoesNotComeIsWaitedForUntilTheDeadline) {
  Record();
  Follow();
  ASSERT_THAT(WaitForAll(), IsOk());

  EXPECT_THAT(follower_->WaitFor(7, eventstore::Deadline::Passed()),
              StatusIs(absl::StatusCode::kDeadlineExceeded, AllOf(HasSubstr("the list"), HasSubstr("7"))));
}

// Who suffers: everybody who shares a machine with a server that has nothing to do.
TEST_F(LogFollowerTest, DoesNothingWhileThereIsNothingToDo) {
  Record();
  Follow();
  ASSERT_THAT(WaitForAll(), IsOk());
  const int seen = Steps();

  absl::SleepFor(absl::Milliseconds(300));  // nothing tells that it does nothing
  EXPECT_LE(Steps(), seen + 2) << "the step that finds nothing, and one for the caller who waited";
}

TEST_F(LogFollowerTest, AStepCanAskForTheNextOneWithoutAnEntry) {
  until_ = eventstore::Deadline::Passed();
  Follow();

  EXPECT_TRUE(AwaitSteps(3));
}

TEST_F(LogFollowerTest, AStepThatLeavesWorkIsFollowedByAnother) {
  more_ = true;
  Follow();

  EXPECT_TRUE(AwaitSteps(3));
}

// Who suffers: everybody who reads lists, from one full disk until somebody restarts the server.
TEST_F(LogFollowerTest, AnErrorThatPassesIsToldOnceAndMadeUpFor) {
  Record(3);
  Fail(absl::ResourceExhaustedError("No space left on device"), 1);
  Follow();

  const absl::Status failed = Told(1).front();
  EXPECT_THAT(failed, StatusIs(absl::StatusCode::kUnavailable,
                               AllOf(HasSubstr("the list"), HasSubstr("No space left on device"))));
  EXPECT_TRUE(AwaitSteps(4)) << "it tries again";
  EXPECT_THAT(follower_->WaitFor(0, eventstore::Deadline::Never()), StatusIs(absl::StatusCode::kUnavailable))
      << "a caller is told at once";
  Fail(absl::OkStatus());

  EXPECT_THAT(WaitUntilItFollows(), IsOk());
  EXPECT_THAT(Told(2), ElementsAre(failed, absl::OkStatus()));
  EXPECT_THAT(follower_->status(), IsOk());
}

// Who suffers: an operator who gets a pair of messages for each try.
TEST_F(LogFollowerTest, StepsBeforeABadPlaceAreNoEndOfAFailure) {
  Record(3);
  loses_ = true;
  Fail(absl::UnavailableError("Input/output error"), 2);
  Follow();

  EXPECT_TRUE(AwaitSteps(9)) << "two good ones before each bad one";
  EXPECT_EQ(Told(1).size(), 1u);
  EXPECT_LT(follower_->position(), 3u);
  Fail(absl::OkStatus());
  EXPECT_THAT(WaitUntilItFollows(), IsOk());
  EXPECT_EQ(Told(2).size(), 2u);
}

TEST_F(LogFollowerTest, AnErrorThatStaysStopsIt) {
  for (const absl::Status& error :
       {absl::UnimplementedError("position 0: an unknown event"), absl::DataLossError("bad")}) {
    told_.clear();
    Record();
    Fail(error);
    Follow();

    EXPECT_THAT(WaitForAll(), StatusIs(error.code(), HasSubstr(std::string(error.message()))));
    EXPECT_THAT(follower_->status(), StatusIs(error.code()));
    EXPECT_THAT(Told(1), ElementsAre(follower_->status()));
    follower_.reset();
    EXPECT_EQ(told_.size(), 1u);
  }
}

// Who suffers: an operator who waits for a disk to recover, although the journal is damaged.
TEST_F(LogFollowerTest, AnErrorThatStaysIsAlsoToldDuringOneThatPasses) {
  Record();
  Fail(absl::UnavailableError("Input/output error"));
  Follow();
  ASSERT_EQ(Told(1).size(), 1u);
  Fail(absl::DataLossError("bad"));

  EXPECT_THAT(Told(2).back(), StatusIs(absl::StatusCode::kDataLoss));
}

// Who suffers: everybody who gets half a list as if it were all, while rows are made again.
TEST_F(LogFollowerTest, WhatBeginsAnewIsToldAndAnswersWhenItIsComplete) {
  Record(3);
  Follow();
  ASSERT_THAT(WaitForAll(), IsOk());
  loses_ = true;
  Fail(absl::AbortedError("the rows were damaged"));
  Record();
  const absl::Status anew = Told(1).front();
  EXPECT_THAT(anew, StatusIs(absl::StatusCode::kUnavailable, StrEq("the rows were damaged")));
  Fail(absl::UnavailableError("No space left on device"), 2);

  EXPECT_THAT(WaitForAll(), StatusIs(absl::StatusCode::kUnavailable, HasSubstr("No space"))) << "it makes no progress";
  loses_ = false;
  Fail(absl::OkStatus());
  EXPECT_THAT(WaitUntilItFollows(), IsOk());
  EXPECT_EQ(Told(2).back(), absl::OkStatus());
}

TEST_F(LogFollowerTest, WhoAsksForAPositionWaitsWhileItBeginsAnew) {
  Record(3);
  LogFollower follower(
      *log_, "the list", [this](const absl::Notification&) { return Step(); },
      [this](const absl::Status& state) {
        absl::MutexLock lock(&mutex_);
        told_.push_back(state);
      },
      nullptr, absl::AbortedError("the rows were damaged"));

  EXPECT_THAT(follower.WaitFor(3, eventstore::Deadline::In(kFollowPatience)), IsOk());
  EXPECT_THAT(follower.status(), IsOk());
  EXPECT_THAT(Told(2), ElementsAre(absl::UnavailableError("the rows were damaged"), absl::OkStatus()));
}

TEST_F(LogFollowerTest, AStopDoesNotWaitForTheNextTry) {
  Record();
  Fail(absl::UnavailableError("Input/output error"));
  Follow();
  ASSERT_TRUE(AwaitSteps(3));

  follower_.reset();
  EXPECT_EQ(Told(1).size(), 1u);
}

TEST_F(LogFollowerTest, ManyStopsWhereverItIs) {
  Record(2);
  for (int i = 0; i < 200; ++i) {
    at_ = 0;
    Follow();
    if (i % 3 == 0) {
      ASSERT_THAT(WaitForAll(), IsOk());
    }
    follower_.reset();
  }
}

}  // namespace
}  // namespace casejournal::projections
