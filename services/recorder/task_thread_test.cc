#include "services/recorder/task_thread.h"

#include <gmock/gmock.h>

#include <thread>
#include <vector>

#include "absl/synchronization/notification.h"

namespace casejournal::services {
namespace {

using ::testing::ElementsAre;

TEST(TaskThreadTest, RunsWhatItIsGivenInOrderAndBeforeItEnds) {
  std::vector<int> ran;
  {
    TaskThread tasks;
    for (int i = 0; i < 4; ++i) tasks.Run([&ran, i] { ran.push_back(i); });
  }
  EXPECT_THAT(ran, ElementsAre(0, 1, 2, 3));
}

TEST(TaskThreadTest, RunsInAThreadOfItsOwnAndATaskMayAddOthers) {
  absl::Notification done;
  std::thread::id first;
  std::thread::id second;
  TaskThread tasks;
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

}  // namespace
}  // namespace casejournal::services
