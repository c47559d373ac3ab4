// The turns of a subscription, without a server.
#include "services/subscriptions/subscription.h"

#include <gmock/gmock.h>

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "casejournal/event/v1/stored_event.pb.h"
#include "projections/events/event_codec.h"
#include "services/recorder/access_recorder.h"
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
  void SetUp() override {
    TestLog::SetUp();
    cases_ = std::make_unique<CaseCache>(*log_, 1 << 20);
    sources_ = std::make_unique<ReaderSources>(ReaderSources{.cases = *cases_,
                                                             .views = views_,
                                                             .roles = roles_,
                                                             .today = [] { return "2025-01-10"; },
                                                             .labels_in = nullptr,
                                                             .development = true});
    recorder_ = std::make_unique<DisclosureRecorder>(*log_);
    desk_ = std::make_unique<DisclosureDesk>(*recorder_, notices_, DisclosureOptions{.program = "casejournal test"});
    leases_ = std::make_unique<Leases>(*desk_, [this] { return now_; });
  }

  Subscription From(uint64_t position, const std::string& subject = "u-1") {
    v1::SubscribeRequest request;
    request.set_from_position(position);
    event::v1::Staff actor;
    actor.set_issuer("wren.example");
    actor.set_subject(subject);
    return {*log_, *leases_, stopping_, Reader(*sources_, DevelopmentCaller(actor)), request};
  }
  // What was recorded of the ranges that a reader may have been given.
  std::vector<event::v1::EntriesDisclosed> LeasesOf(const std::string& subject) {
    event::v1::Staff actor;
    actor.set_issuer("wren.example");
    actor.set_subject(subject);
    std::vector<event::v1::EntriesDisclosed> leases;
    for (const std::string& payload : PayloadsOf({eventstore::StreamKind::kReader, ReaderStreamOf(actor)})) {
      const absl::StatusOr<event::v1::StoredEvent> stored = projections::DecodeStoredEvent(payload);
      EXPECT_THAT(stored, IsOk());
      if (stored.ok()) leases.push_back(stored->reader_event().entries_disclosed());
    }
    return leases;
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
  absl::Time now_ = absl::FromUnixSeconds(1'736'500'000);
  CaseViews views_{1 << 20};
  RoleBook roles_;
  Notices notices_;
  std::unique_ptr<CaseCache> cases_;
  std::unique_ptr<ReaderSources> sources_;
  std::unique_ptr<DisclosureRecorder> recorder_;
  std::unique_ptr<DisclosureDesk> desk_;
  std::unique_ptr<Leases> leases_;
  v1::SubscribeResponse batch_;
};

TEST_F(SubscriptionTest, ATurnMakesOneBatchAndTheLastOneWaits) {
  RecordEntries(300);
  Subscription subscription = From(0);

  ExpectBatch(subscription, 0, 256);
  ExpectBatch(subscription, 256, 301);  // the last one is the lease
  ExpectWait(subscription, 302);
  ExpectWait(subscription, 302);
  RecordEntries(2);
  ExpectBatch(subscription, 301, 303);
  ExpectWait(subscription, 304);
}

TEST_F(SubscriptionTest, ALeaseIsRecordedBeforeTheFirstEntryOfACaseLeaves) {
  RecordEntries(2);
  Subscription subscription = From(1);

  ExpectBatch(subscription, 1, 2);

  const std::vector<event::v1::EntriesDisclosed> leases = LeasesOf("u-1");
  ASSERT_EQ(leases.size(), 1);
  EXPECT_EQ(leases[0].method(), "Subscribe");
  EXPECT_EQ(leases[0].first_position(), 1);
  EXPECT_EQ(leases[0].last_position(), 100'000);
  EXPECT_EQ(leases[0].recipient(), "wren.example/u-1");
  EXPECT_EQ(leases[0].reader().subject(), "u-1");
}

TEST_F(SubscriptionTest, IdleSubscribersDoNotMakeTheJournalGrow) {
  RecordEntries(1);
  Subscription first = From(0);
  Subscription second = From(0, "u-2");
  // Each gets the leases of both, for hours, and none of these asks for another one.
  for (int minute = 0; minute < 200; ++minute) {
    ASSERT_THAT(first.Next(batch_), IsOk());
    now_ += absl::Seconds(37);
    ASSERT_THAT(second.Next(batch_), IsOk());
  }

  EXPECT_EQ(log_->size(), 3);
  ExpectWait(first, 4);
  ExpectWait(second, 4);
}

TEST_F(SubscriptionTest, ALeaseEndsAfterAMinuteWithEntriesOfCasesToSend) {
  RecordEntries(1);
  Subscription subscription = From(0);
  ExpectBatch(subscription, 0, 1);
  ExpectBatch(subscription, 1, 2);
  now_ += absl::Seconds(59);
  RecordEntries(1);
  ExpectBatch(subscription, 2, 3);
  EXPECT_EQ(LeasesOf("u-1").size(), 1);
  now_ += absl::Seconds(2);
  RecordEntries(1);

  ExpectBatch(subscription, 3, 4);

  ASSERT_EQ(LeasesOf("u-1").size(), 2);
  EXPECT_EQ(LeasesOf("u-1")[1].first_position(), 3);
}

TEST_F(SubscriptionTest, SubscriptionsOfOneReaderShareALease) {
  RecordEntries(3);
  Subscription one = From(0);
  Subscription other = From(2);

  ExpectBatch(one, 0, 3);
  ExpectBatch(other, 2, 4);

  EXPECT_EQ(LeasesOf("u-1").size(), 1);
}

TEST_F(SubscriptionTest, WithoutALeaseNothingLeaves) {
  RecordEntries(3);
  Subscription subscription = From(0);
  log_->StopWriting(absl::DataLossError("another history"));

  EXPECT_THAT(subscription.Next(batch_),
              StatusIs(absl::StatusCode::kUnavailable, HasSubstr("the disclosure cannot be recorded")));
}

TEST_F(SubscriptionTest, APositionThatIsNotRecordedIsWaitedForAndTheLargestToo) {
  RecordEntries(1);
  Subscription later = From(5);
  Subscription never = From(~uint64_t{0});

  ExpectWait(later, 6);
  ExpectWait(never, ~uint64_t{0});
  RecordEntries(6);
  ExpectBatch(later, 5, 7);
  EXPECT_EQ(log_->size(), 8);
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
