#include "services/grpc/refusal_pace.h"

#include <algorithm>
#include <thread>
#include <vector>

#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "gtest/gtest.h"
#include "services/errors/error_reason.h"

namespace casejournal::services {
namespace {

absl::Status LimitOfCaller() {
  return WithReason(absl::ResourceExhaustedError("this caller has reached its limit"), v1::CALLER_LIMIT_REACHED);
}

absl::Duration TimeOf(const absl::Status& outcome) {
  const absl::Time began = absl::Now();
  RefusalPace().Keep(outcome);
  return absl::Now() - began;
}

TEST(RefusalPaceTest, EndsWithTheStep) {
  const absl::Duration step = absl::Milliseconds(2);
  EXPECT_EQ(RestOfStep(absl::Microseconds(300), step), absl::Microseconds(1700));
  EXPECT_EQ(RestOfStep(step, step), absl::ZeroDuration());
  EXPECT_EQ(RestOfStep(absl::Microseconds(2001), step), absl::Microseconds(1999));
}

TEST(RefusalPaceTest, TakesAStepIfTheClockShowsNoTime) {
  EXPECT_EQ(RestOfStep(absl::ZeroDuration(), kRefusalStep), kRefusalStep);
  EXPECT_EQ(RestOfStep(absl::Microseconds(-5), kRefusalStep), kRefusalStep);
}

TEST(RefusalPaceTest, AnswersNotFoundAfterAWholeStep) {
  EXPECT_GE(TimeOf(absl::NotFoundError("there is no case")), kRefusalStep);
}

TEST(RefusalPaceTest, AnswersACallerAtTheirLimitLater) { EXPECT_GE(TimeOf(LimitOfCaller()), kLimitWait / 2); }

TEST(RefusalPaceTest, SpreadsCallsThatCameTogether) {
  constexpr int kTogether = 64;
  std::vector<absl::Duration> waits;
  for (int i = 0; i < kTogether; ++i) waits.push_back(NextLimitWait());
  std::sort(waits.begin(), waits.end());
  EXPECT_GE(waits.front(), kLimitWait / 2);
  EXPECT_LE(waits.back(), kLimitWait * 3 / 2);
  for (int i = 1; i < kTogether; ++i) EXPECT_LE(waits[i] - waits[i - 1], kLimitWait / 20) << i;
}

TEST(RefusalPaceTest, DoesNotDelayOtherAnswers) {
  constexpr int kCalls = 1000;
  // Something else that runs on this machine may hold up some of them.
  for (const absl::Status& outcome : {absl::OkStatus(), absl::PermissionDeniedError("no role"),
                                      absl::ResourceExhaustedError("2 exhibits are being made")}) {
    int delayed = 0;
    for (int i = 0; i < kCalls; ++i) delayed += TimeOf(outcome) >= kRefusalStep ? 1 : 0;
    EXPECT_LT(delayed, kCalls / 2) << outcome;
  }
}

// Call from twice as many threads as may wait. Returns how many did.
int64_t WaitedOfTwiceTheMost() {
  std::vector<absl::Duration> took(size_t{2} * kLimitWaitersMax);
  absl::Notification begin;
  std::vector<std::thread> threads;
  for (absl::Duration& each : took) {
    threads.emplace_back([&] {
      begin.WaitForNotification();
      each = TimeOf(LimitOfCaller());
    });
  }
  begin.Notify();
  for (std::thread& thread : threads) thread.join();
  return std::count_if(took.begin(), took.end(), [](absl::Duration each) { return each >= kLimitWait / 2; });
}

TEST(RefusalPaceTest, KeepsThreadsForOthers) {
  int64_t waited = WaitedOfTwiceTheMost();
  EXPECT_GE(waited, kLimitWaitersMax);
  // On a busy machine, the last threads may begin when the first ones have waited.
  for (int again = 0; again < 50 && waited == 2 * kLimitWaitersMax; ++again) waited = WaitedOfTwiceTheMost();
  EXPECT_LT(waited, 2 * kLimitWaitersMax) << "those beyond the limit are answered at once";
  EXPECT_GE(TimeOf(LimitOfCaller()), kLimitWait / 2) << "all places are free again";
}

}  // namespace
}  // namespace casejournal::services
