#include "services/grpc/appends/work_threads.h"

#include <gmock/gmock.h>
#include <grpcpp/alarm.h>

#include <atomic>
#include <functional>
#include <utility>
#include <vector>

#include "absl/synchronization/blocking_counter.h"
#include "absl/synchronization/notification.h"
#include "services/grpc/queue_tags.h"

namespace casejournal::services {
namespace {

using ::testing::ElementsAre;

// Comes out of the queue at once.
struct QueuedEvent final : Tag {
  void Come(grpc::CompletionQueue& queue) { alarm.Set(&queue, gpr_inf_past(GPR_CLOCK_REALTIME), this); }
  void Done(bool) override { then(); }

  std::function<void()> then;
  grpc::Alarm alarm;
};

// One thread, which is held in its first piece until all other events have come.
class HeldThreadTest : public ::testing::Test {
 protected:
  using Leave = std::function<void(WorkThreads& threads, WorkThreads::Work work)>;

  // `leave` is how the event with this number leaves its piece, and `piece` is what that does.
  void Run(size_t count, const std::function<Leave(size_t)>& leave, const std::function<void(size_t)>& piece) {
    std::vector<QueuedEvent> events(count);
    absl::Notification begun;
    absl::Notification go_on;
    absl::BlockingCounter left(static_cast<int>(count));
    grpc::CompletionQueue queue;
    WorkThreads threads(queue);
    for (size_t i = 0; i < count; ++i) {
      events[i].then = [&, i] {
        ++came_;
        leave(i)(threads, [&, i] {
          piece(i);
          if (i == 0) {
            begun.Notify();
            go_on.WaitForNotification();
          }
          left.DecrementCount();
        });
      };
    }
    threads.Start(1);
    events[0].Come(queue);
    begun.WaitForNotification();
    for (size_t i = 1; i < count; ++i) events[i].Come(queue);
    go_on.Notify();
    left.Wait();
    queue.Shutdown();
  }

  static void AsCall(WorkThreads& threads, WorkThreads::Work work) { threads.Leave(std::move(work)); }
  static void OfStream(WorkThreads& threads, WorkThreads::Work work) { threads.LeaveOfStream(std::move(work)); }

  int came_ = 0;  // of the thread, as what the pieces write
};

// What came while all threads worked does not wait in gRPC.
TEST_F(HeldThreadTest, LooksAtEverythingBeforeItBeginsTheNextPiece) {
  std::vector<int> came;
  Run(
      3, [](size_t) { return AsCall; }, [&](size_t) { came.push_back(came_); });
  EXPECT_THAT(came, ElementsAre(1, 3, 3));
}

TEST_F(HeldThreadTest, PiecesOfStreamsTakeTurnsWithTheOthers) {
  std::vector<size_t> order;
  Run(
      7, [](size_t i) { return i < 5 ? AsCall : OfStream; }, [&](size_t i) { order.push_back(i); });
  EXPECT_THAT(order, ElementsAre(0, 5, 1, 6, 2, 3, 4));
}

TEST(WorkThreadsTest, WhatIsLeftAtTheEndIsDone) {
  for (const unsigned count : {0u, 1u, 4u}) {
    grpc::CompletionQueue queue;
    QueuedEvent events[40];
    std::atomic<int> done = 0;
    {
      WorkThreads threads(queue);
      for (QueuedEvent& event : events) {
        event.then = [&] {
          if (count > 0) threads.Leave([&] { ++done; });
        };
        event.Come(queue);
      }
      threads.Start(count);
      queue.Shutdown();
    }
    EXPECT_EQ(done, count > 0 ? 40 : 0);
  }
}

}  // namespace
}  // namespace casejournal::services
