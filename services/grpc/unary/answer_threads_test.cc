#include "services/grpc/unary/answer_threads.h"

#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <memory>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "absl/synchronization/blocking_counter.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"

namespace casejournal::services {
namespace {

TEST(AnswerThreadsTest, EachPieceIsDoneOnce) {
  constexpr int kPieces = 2000;
  std::vector<std::atomic<int>> done(kPieces);
  {
    AnswerThreads threads({.threads = 4, .waiting = kPieces});
    for (int i = 0; i < kPieces; ++i) ASSERT_TRUE(threads.Leave([&done, i] { ++done[i]; }));
  }
  for (const std::atomic<int>& each : done) EXPECT_EQ(each, 1);
}

// A call that waits for the lists must not hold up another.
TEST(AnswerThreadsTest, WhatWaitsHoldsUpNobody) {
  absl::Notification go_on;
  AnswerThreads threads;
  for (int i = 0; i < 20; ++i) ASSERT_TRUE(threads.Leave([&] { go_on.WaitForNotification(); }));
  absl::Notification done;
  ASSERT_TRUE(threads.Leave([&] { done.Notify(); }));

  done.WaitForNotification();

  EXPECT_EQ(threads.size(), 21);
  go_on.Notify();
}

TEST(AnswerThreadsTest, BeyondItsLimitsItTakesNothing) {
  absl::Notification go_on;
  AnswerThreads threads({.threads = 2, .waiting = 3});
  absl::BlockingCounter began(2);
  for (int i = 0; i < 2; ++i) {
    ASSERT_TRUE(threads.Leave([&] {
      began.DecrementCount();
      go_on.WaitForNotification();
    }));
  }
  began.Wait();
  std::atomic<int> done = 0;
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(threads.Leave([&] { ++done; }));

  EXPECT_FALSE(threads.Leave([&] { done += 100; }));

  absl::Notification last;
  go_on.Notify();
  while (!threads.Leave([&] { last.Notify(); })) absl::SleepFor(absl::Milliseconds(1));
  last.WaitForNotification();
  EXPECT_EQ(threads.size(), 2);
  EXPECT_LE(done, 3);
}

TEST(AnswerThreadsTest, ThreadsStayForAWhileAndThenEnd) {
  AnswerThreads threads({.idle = absl::Milliseconds(50)});
  for (int round = 0; round < 3; ++round) {
    absl::BlockingCounter done(8);
    for (int i = 0; i < 8; ++i) ASSERT_TRUE(threads.Leave([&] { done.DecrementCount(); }));
    done.Wait();
    EXPECT_LE(threads.size(), 8);
    while (threads.size() > 0) absl::SleepFor(absl::Milliseconds(5));
  }
}

// A few calls must not keep all threads that many calls needed.
TEST(AnswerThreadsTest, ThreadsThatAreNotNeededAnyMoreEnd) {
  AnswerThreads threads({.idle = absl::Milliseconds(100)});
  absl::Notification go_on;
  for (int i = 0; i < 20; ++i) ASSERT_TRUE(threads.Leave([&] { go_on.WaitForNotification(); }));
  EXPECT_EQ(threads.size(), 20);
  go_on.Notify();
  while (threads.size() > 2) {
    absl::Notification done;
    ASSERT_TRUE(threads.Leave([&] { done.Notify(); }));
    done.WaitForNotification();
  }
}

// As many as the machine has room for do the work; without any, nobody is left waiting.
TEST(AnswerThreadsTest, WhatTheSystemGivesNoThreadForIsRefusedOrWaits) {
  int left = 0;
  AnswerThreads threads({.waiting = 2}, [&](std::function<void()> run) {
    if (left-- == 0) throw std::system_error(std::make_error_code(std::errc::resource_unavailable_try_again));
    return std::thread(std::move(run));
  });
  std::atomic<int> done = 0;
  EXPECT_FALSE(threads.Leave([&] { done += 100; }));
  EXPECT_EQ(threads.size(), 0);

  left = 1;
  absl::Notification began;
  absl::Notification go_on;
  ASSERT_TRUE(threads.Leave([&] {
    began.Notify();
    go_on.WaitForNotification();
  }));
  began.WaitForNotification();
  for (int i = 0; i < 2; ++i) {
    left = 0;
    EXPECT_TRUE(threads.Leave([&] { ++done; }));
  }
  left = 0;
  EXPECT_FALSE(threads.Leave([&] { done += 100; }));
  EXPECT_EQ(threads.size(), 1);
  go_on.Notify();
  while (done < 2) absl::SleepFor(absl::Milliseconds(1));
  EXPECT_EQ(done, 2);
}

TEST(AnswerThreadsTest, WhatAPieceHoldsGoesWithIt) {
  auto held = std::make_shared<int>(0);
  const std::weak_ptr<int> watched = held;
  AnswerThreads threads;
  absl::Notification done;
  ASSERT_TRUE(threads.Leave([held = std::move(held), &done] { done.Notify(); }));
  done.WaitForNotification();
  while (!watched.expired()) absl::SleepFor(absl::Milliseconds(1));
}

}  // namespace
}  // namespace casejournal::services
