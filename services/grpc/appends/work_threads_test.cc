#include "services/grpc/appends/work_threads.h"

#include <gmock/gmock.h>
#include <grpcpp/alarm.h>

#include <atomic>
#include <functional>
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

// What came while all threads worked does not wait in gRPC.
TEST(WorkThreadsTest, AThreadLooksAtEverythingBeforeItBeginsTheNextPiece) {
  constexpr int kEvents = 3;
  grpc::CompletionQueue queue;
  QueuedEvent events[kEvents];
  absl::Notification begun;
  absl::Notification go_on;
  absl::BlockingCounter left(kEvents);
  int came = 0;           // of the one thread, as all below
  std::vector<int> seen;  // how many had come when each piece was done
  {
    WorkThreads threads(queue);
    for (int i = 0; i < kEvents; ++i) {
      events[i].then = [&, i] {
        ++came;
        threads.Leave([&, i] {
          seen.push_back(came);
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
    for (int i = 1; i < kEvents; ++i) events[i].Come(queue);
    go_on.Notify();
    left.Wait();
    queue.Shutdown();
  }
  EXPECT_THAT(seen, ElementsAre(1, 3, 3));
}

TEST(WorkThreadsTest, PiecesOfStreamsTakeTurnsWithTheOthers) {
  constexpr int kEvents = 7;
  grpc::CompletionQueue queue;
  QueuedEvent events[kEvents];
  absl::Notification begun;
  absl::Notification go_on;
  absl::BlockingCounter left(kEvents);
  std::vector<int> order;  // of the one thread
  {
    WorkThreads threads(queue);
    for (int i = 0; i < kEvents; ++i) {
      events[i].then = [&, i] {
        const auto work = [&, i] {
          order.push_back(i);
          if (i == 0) {
            begun.Notify();
            go_on.WaitForNotification();
          }
          left.DecrementCount();
        };
        i < 5 ? threads.Leave(work) : threads.LeaveOfStream(work);
      };
    }
    threads.Start(1);
    events[0].Come(queue);
    begun.WaitForNotification();
    for (int i = 1; i < kEvents; ++i) events[i].Come(queue);
    go_on.Notify();
    left.Wait();
    queue.Shutdown();
  }
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
