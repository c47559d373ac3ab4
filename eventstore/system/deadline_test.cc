#include "eventstore/system/deadline.h"

#include <gtest/gtest.h>

#include <thread>

namespace casejournal::eventstore {
namespace {

TEST(DeadlineTest, SaysHowLongThatIs) {
  EXPECT_TRUE(Deadline::Passed().IsOver());
  EXPECT_TRUE(Deadline::In(absl::ZeroDuration()).IsOver());
  EXPECT_FALSE(Deadline::In(absl::Hours(1)).IsOver());
  EXPECT_FALSE(Deadline::Never().IsOver());

  EXPECT_EQ(Deadline::Never().Left(), absl::InfiniteDuration());
  EXPECT_LE(Deadline::In(absl::Hours(1)).Left(), absl::Hours(1));
  EXPECT_GT(Deadline::In(absl::Hours(1)).Left(), absl::ZeroDuration());
  EXPECT_TRUE(Deadline::In(-absl::InfiniteDuration()).IsOver()) << "a call whose time was over when it came";
}

TEST(DeadlineTest, AWaitEndsWithItsConditionOrWithTheDeadline) {
  absl::Mutex mutex;
  bool there = false;
  const absl::Condition is_there(&there);
  {
    absl::MutexLock lock(&mutex);
    EXPECT_FALSE(AwaitUntil(mutex, is_there, Deadline::Passed()));
    EXPECT_FALSE(AwaitUntil(mutex, is_there, Deadline::In(absl::Milliseconds(1))));
  }
  std::thread comes([&] {
    absl::MutexLock lock(&mutex);
    there = true;
  });
  {
    absl::MutexLock lock(&mutex);
    EXPECT_TRUE(AwaitUntil(mutex, is_there, Deadline::Never()));
    EXPECT_TRUE(AwaitUntil(mutex, is_there, Deadline::Passed())) << "what is there needs no wait";
  }
  comes.join();
}

}  // namespace
}  // namespace casejournal::eventstore
