// Who is woken when the log grows.
#include "services/subscriptions/log_waiters.h"

#include <gmock/gmock.h>

#include <atomic>
#include <memory>
#include <optional>
#include <vector>

#include "absl/time/clock.h"
#include "tests/support/matchers.h"
#include "tests/support/test_log.h"

namespace casejournal::services {
namespace {

using casejournal::testing::IsOk;

class LogWaitersTest : public eventstore::TestLog {
 protected:
  // Counts its wakes.
  struct Counted {
    explicit Counted(LogWaiters& all) : waiter(all, [this] { ++wakes; }) {}
    std::atomic<int> wakes = 0;
    LogWaiters::Waiter waiter;
  };

  void SetUp() override {
    eventstore::TestLog::SetUp();
    all_.emplace(*log_, stopping_);
  }
  void TearDown() override { all_.reset(); }

  void RecordEntry() { ASSERT_THAT(Append(eventstore::StreamId::Case(eventstore::RandomUuid()), {"event"}), IsOk()); }
  static void AwaitWakes(const Counted& counted, int wakes) {
    for (int i = 0; i < 3000 && counted.wakes < wakes; ++i) absl::SleepFor(absl::Milliseconds(10));
    EXPECT_EQ(counted.wakes, wakes);
  }

  std::atomic<bool> stopping_ = false;
  std::optional<LogWaiters> all_;
};

TEST_F(LogWaitersTest, OneIsWokenOnceForEachWaitWhenTheLogHasItsSize) {
  Counted one(*all_);
  Counted later(*all_);
  later.waiter.WaitFor(3);
  one.waiter.WaitFor(1);
  EXPECT_EQ(one.wakes, 0);

  RecordEntry();
  AwaitWakes(one, 1);
  RecordEntry();
  one.waiter.WaitFor(3);
  EXPECT_EQ(later.wakes, 0);
  RecordEntry();

  AwaitWakes(one, 2);
  AwaitWakes(later, 1);
}

TEST_F(LogWaitersTest, OneWhoseSizeIsThereIsWokenAtOnce) {
  RecordEntry();
  Counted one(*all_);

  one.waiter.WaitFor(1);

  EXPECT_EQ(one.wakes, 1);
}

TEST_F(LogWaitersTest, AStopWakesThoseWhoWaitAndThoseWhoBeginTo) {
  Counted one(*all_);
  one.waiter.WaitFor(1000);
  stopping_ = true;
  log_->WakeWaiters();
  AwaitWakes(one, 1);

  one.waiter.WaitFor(1000);

  EXPECT_EQ(one.wakes, 2);
}

TEST_F(LogWaitersTest, OneThatIsGoneDoesNotHoldUpOthers) {
  auto gone = std::make_unique<Counted>(*all_);
  Counted one(*all_);
  gone->waiter.WaitFor(1);
  one.waiter.WaitFor(1);
  gone.reset();

  RecordEntry();

  AwaitWakes(one, 1);
}

}  // namespace
}  // namespace casejournal::services
