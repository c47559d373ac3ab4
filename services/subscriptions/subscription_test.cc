// The turns of a subscription, without a server.
#include "services/subscriptions/subscription.h"

#include <gmock/gmock.h>

#include <atomic>
#include <string>
#include <vector>

#include "tests/support/matchers.h"
#include "tests/support/test_log.h"

namespace casejournal::services {
namespace {

using casejournal::testing::IsOk;
using casejournal::testing::StatusIs;
using ::testing::HasSubstr;

class SubscriptionTest : public eventstore::TestLog {
 protected:
  void RecordEntries(size_t count) {
    const eventstore::StreamId stream = eventstore::StreamId::Case(eventstore::RandomUuid());
    ASSERT_THAT(Append(stream, std::vector<std::string>(count, "event")), IsOk());
  }
  Subscription From(uint64_t position) {
    v1::SubscribeRequest request;
    request.set_from_position(position);
    return Subscription(*log_, stopping_, request);
  }
  // A turn that must make a message.
  void ExpectBatch(Subscription& subscription, uint64_t from, uint64_t to) {
    const absl::StatusOr<Turn> turn = subscription.Next(batch_);
    ASSERT_THAT(turn, IsOk());
    EXPECT_EQ(*turn, Turn::kMessage);
    EXPECT_EQ(batch_.first_position(), from);
    EXPECT_EQ(batch_.end_position(), to);
    EXPECT_EQ(static_cast<uint64_t>(batch_.entries_size()), to - from);
  }
  void ExpectWait(Subscription& subscription, uint64_t for_size) {
    const absl::StatusOr<Turn> turn = subscription.Next(batch_);
    ASSERT_THAT(turn, IsOk());
    EXPECT_EQ(*turn, Turn::kWait);
    EXPECT_EQ(subscription.awaited_size(), for_size);
  }

  std::atomic<bool> stopping_ = false;
  v1::SubscribeResponse batch_;
};

TEST_F(SubscriptionTest, ATurnMakesOneBatchAndTheLastOneWaits) {
  RecordEntries(300);
  Subscription subscription = From(0);

  ExpectBatch(subscription, 0, 256);
  ExpectBatch(subscription, 256, 300);
  ExpectWait(subscription, 301);
  ExpectWait(subscription, 301);
  RecordEntries(2);
  ExpectBatch(subscription, 300, 302);
  ExpectWait(subscription, 303);
}

TEST_F(SubscriptionTest, APositionThatIsNotRecordedIsWaitedForAndTheLargestToo) {
  RecordEntries(1);
  Subscription later = From(5);
  Subscription never = From(~uint64_t{0});

  ExpectWait(later, 6);
  ExpectWait(never, ~uint64_t{0});
  RecordEntries(6);
  ExpectBatch(later, 5, 7);
}

TEST_F(SubscriptionTest, AStopEndsItWithThePositionToContinueFrom) {
  RecordEntries(3);
  Subscription subscription = From(0);
  ExpectBatch(subscription, 0, 3);
  stopping_ = true;

  EXPECT_THAT(subscription.Next(batch_),
              StatusIs(absl::StatusCode::kUnavailable, HasSubstr("continue from position 3")));
}

}  // namespace
}  // namespace casejournal::services
