#include "eventstore/commit/write_state.h"

#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

namespace casejournal::eventstore {
namespace {

class WriteStateTest : public ::testing::Test {
 protected:
  absl::Status LookAndFind(const absl::Status& writes) {
    return state_.Look([&] { return writes; });
  }

  const absl::Status full_ = WriteStopError(WriteStop::kDisk, "full");
  const absl::Status stepped_ = WriteStopError(WriteStop::kClock, "stepped");
  std::vector<absl::Status> told_;
  WriteState state_{[this](const absl::Status& writes) { told_.push_back(writes); }};
};

TEST_F(WriteStateTest, ALogThatAcceptsWritesFromTheStartReportsNothing) {
  EXPECT_TRUE(LookAndFind(absl::OkStatus()).ok());
  EXPECT_TRUE(LookAndFind(absl::OkStatus()).ok());

  EXPECT_TRUE(told_.empty());
}

TEST_F(WriteStateTest, AStopIsReportedOnceHoweverOftenItIsFound) {
  for (int i = 0; i < 3; ++i) {
    state_.Found(full_);
    EXPECT_EQ(LookAndFind(full_), full_);
  }

  ASSERT_EQ(told_.size(), 1u);
  EXPECT_EQ(told_[0], full_);
}

TEST_F(WriteStateTest, TheSameReasonWithOtherWordsIsNoChange) {
  state_.Found(full_);
  state_.Found(WriteStopError(WriteStop::kDisk, "fuller"));

  EXPECT_EQ(told_.size(), 1u);
}

TEST_F(WriteStateTest, AnotherReasonIsReported) {
  state_.Found(full_);
  state_.Found(stepped_);
  state_.Found(full_);

  ASSERT_EQ(told_.size(), 3u);
  EXPECT_EQ(WriteStopOf(told_[1]), WriteStop::kClock);
  EXPECT_EQ(WriteStopOf(told_[2]), WriteStop::kDisk);
}

TEST_F(WriteStateTest, TheEndOfAStopIsReportedAsOk) {
  state_.Found(full_);
  EXPECT_TRUE(LookAndFind(absl::OkStatus()).ok());
  EXPECT_TRUE(LookAndFind(absl::OkStatus()).ok());

  ASSERT_EQ(told_.size(), 2u);
  EXPECT_TRUE(told_[1].ok());
}

TEST(QuietWriteStateTest, NoOneHasToListen) {
  WriteState state(nullptr);
  state.Found(WriteStopError(WriteStop::kFork, "another history"));

  EXPECT_TRUE(state.Look([] { return absl::OkStatus(); }).ok());
}

// Each report differs from the one before it, whatever the threads do.
TEST_F(WriteStateTest, ReportsOfManyThreadsAlternate) {
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([this, i] {
      for (int n = 0; n < 200; ++n) {
        if ((n + i) % 2 == 0) {
          state_.Found(full_);
        } else {
          EXPECT_TRUE(LookAndFind(absl::OkStatus()).ok());
        }
      }
    });
  }
  for (std::thread& thread : threads) thread.join();

  for (size_t i = 0; i < told_.size(); ++i) EXPECT_EQ(told_[i].ok(), i % 2 == 1) << i;
}

}  // namespace
}  // namespace casejournal::eventstore
