#include "eventstore/system/steady_alarms.h"

#include <gmock/gmock.h>

#include <vector>

#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"

namespace casejournal::eventstore {
namespace {

using ::testing::ElementsAre;

TEST(SteadyAlarmsTest, EachIsCalledOnceInTheOrderOfTheirTimes) {
  absl::Mutex mutex;
  std::vector<int> called;
  absl::Notification all_wait;
  absl::Notification all;
  SteadyAlarms alarms;
  const auto call = [&](int number) {
    return [&, number] {
      const absl::MutexLock lock(&mutex);
      called.push_back(number);
      if (called.size() == 4) all.Notify();
    };
  };
  alarms.After(absl::ZeroDuration(), [&] { all_wait.WaitForNotification(); });
  alarms.After(absl::Milliseconds(1), call(4));
  alarms.After(-absl::Hours(1), call(3));
  alarms.After(-absl::Hours(3), call(1));
  alarms.After(-absl::Hours(2), call(2));
  all_wait.Notify();

  ASSERT_TRUE(all.WaitForNotificationWithTimeout(absl::Minutes(1)));

  const absl::MutexLock lock(&mutex);
  EXPECT_THAT(called, ElementsAre(1, 2, 3, 4));
}

TEST(SteadyAlarmsTest, OneMayAskForAnother) {
  absl::Notification done;
  SteadyAlarms alarms;
  alarms.After(absl::Milliseconds(1), [&] { alarms.After(absl::Milliseconds(1), [&] { done.Notify(); }); });

  EXPECT_TRUE(done.WaitForNotificationWithTimeout(absl::Minutes(1)));
}

TEST(SteadyAlarmsTest, WhatIsLeftAtTheEndIsNotCalled) {
  bool called = false;
  {
    SteadyAlarms alarms;
    alarms.After(absl::Hours(1), [&] { called = true; });
  }
  EXPECT_FALSE(called);
}

}  // namespace
}  // namespace casejournal::eventstore
