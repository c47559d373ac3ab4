#include "services/recorder/task_threads.h"

#include <gmock/gmock.h>

#include <thread>
#include <vector>

#include "absl/synchronization/notification.h"

namespace casejournal::services {
namespace {

using ::testing::ElementsAre;

TEST(TaskThreadsTest, OneRunsWhatItIsGivenInOrderAndBeforeItEnds) {
  std::vector<int> ran;
  {
    TaskThreads tasks(1);
    for (int i = 0; i < 4; ++i) tasks.Run([&ran, i] { ran.push_back(i); });
  }
  EXPECT_THAT(ran, ElementsAre(0, 1, 2, 3));
}

TEST(TaskThreadsTest, OneIsAThreadOfItsOwnAndATaskMayAddOthers) {
  absl::Notification done;
  std::thread::id first;
  std::thread::id second;
  TaskThreads tasks(1);
  tasks.Run([&] {
    first = std::this_thread::get_id();
    tasks.Run([&] {
      second = std::this_thread::get_id();
      done.Notify();
    });
  });
  done.WaitForNotification();
  EXPECT_EQ(first, second);
  EXPECT_NE(first, std::this_thread::get_id());
}

// Neither task can end before the other has begun.
TEST(TaskThreadsTest, TwoRunTwoTasksAtOnce) {
  absl::Notification first;
  absl::Notification second;
  TaskThreads tasks(2);
  tasks.Run([&] {
    first.Notify();
    second.WaitForNotification();
  });
  tasks.Run([&] {
    second.Notify();
    first.WaitForNotification();
  });
}

}  // namespace
}  // namespace casejournal::services
