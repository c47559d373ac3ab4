// What a subscriber gets that follows the journal.
#include <gmock/gmock.h>

#include <memory>
#include <string>
#include <vector>

#include "casejournal/v1/court_service.pb.h"
#include "tests/support/test_server.h"

namespace casejournal::services {
namespace {

using casejournal::testing::CaseEvent;
using casejournal::testing::CaseOpened;
using casejournal::testing::EqualsMessage;
using casejournal::testing::Id;
using casejournal::testing::IsOk;
using casejournal::testing::NoteWritten;
using casejournal::testing::StatusIs;
using ::testing::SizeIs;

// A subscription that a test reads message by message.
class Subscriber {
 public:
  Subscriber(v1::CourtService::Stub& stub, uint64_t from, absl::Duration patience = absl::Minutes(2)) {
    context_.set_deadline(absl::ToChronoTime(absl::Now() + patience));
    v1::SubscribeRequest request;
    request.set_from_position(from);
    reader_ = stub.Subscribe(&context_, request);
  }

  // Read until `count` entries arrived. Each batch must say what it holds.
  std::vector<eventlog::v1::RecordedEvent> Read(size_t count) {
    std::vector<eventlog::v1::RecordedEvent> entries;
    v1::SubscribeResponse batch;
    while (entries.size() < count && reader_->Read(&batch)) {
      EXPECT_GT(batch.entries_size(), 0);
      EXPECT_EQ(batch.end_position() - batch.first_position(), static_cast<uint64_t>(batch.entries_size()));
      for (int i = 0; i < batch.entries_size(); ++i) {
        entries.push_back(batch.entries(i).opened().recorded());
        EXPECT_EQ(entries.back().position(), batch.first_position() + static_cast<uint64_t>(i));
      }
    }
    EXPECT_THAT(entries, SizeIs(count));
    return entries;
  }
  absl::Status End() {
    for (v1::SubscribeResponse ignored; reader_->Read(&ignored);) {
    }
    return casejournal::testing::FromGrpc(reader_->Finish());
  }
  absl::Status Cancel() {
    context_.TryCancel();
    return End();
  }

 private:
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReader<v1::SubscribeResponse>> reader_;
};

class SubscribeTest : public casejournal::testing::ServerTest {
 protected:
  void TellStory() override { Record("ash", {CaseOpened("2025-01-10"), NoteWritten("2025-01-10", "private")}); }
};

TEST_F(SubscribeTest, EntriesThatExistComeFirstAndThenNewOnes) {
  Subscriber subscriber(*own_->court, 0);
  EXPECT_EQ(subscriber.Read(4).back().type(), "CaseNoteWritten");

  Record("birch", {CaseOpened("2025-01-11")});
  const auto birch = subscriber.Read(1);
  Record("ash", {NoteWritten("2025-01-12", "private")});
  const auto ash = subscriber.Read(1);

  EXPECT_EQ(birch.front().position(), 4);
  EXPECT_EQ(birch.front().stream_id(), Id("birch"));
  EXPECT_EQ(ash.front().position(), 5);
  EXPECT_THAT(subscriber.Cancel(), StatusIs(absl::StatusCode::kCancelled));
}

TEST_F(SubscribeTest, APositionThatIsNotRecordedIsWaitedFor) {
  Subscriber subscriber(*own_->court, 5);

  Record("birch", {CaseOpened("2025-01-11"), NoteWritten("2025-01-11", "private")});

  EXPECT_EQ(subscriber.Read(1).front().position(), 5);
  subscriber.Cancel().IgnoreError();
}

TEST_F(SubscribeTest, AnEntryIsTheOneThatAReaderOfTheLogGets) {
  const auto read = AskFor<v1::ReadEventsRequest>("position: 1");
  ASSERT_THAT(read, IsOk());
  Subscriber subscriber(*own_->court, 1);

  const auto entries = subscriber.Read(3);

  for (int i = 0; i < 3; ++i) {
    EXPECT_THAT(entries[static_cast<size_t>(i)], EqualsMessage(read->front().entries(i).opened().recorded()));
  }
  subscriber.Cancel().IgnoreError();
}

TEST_F(SubscribeTest, TwoSubscribersGetTheSame) {
  Subscriber one(*own_->court, 2);
  Subscriber another(*own_->court, 0);
  RecordNow("ash", std::vector<CaseEvent>(300, NoteWritten("2025-01-10", "private")));

  const auto from_two = one.Read(302);
  const auto from_start = another.Read(304);

  for (size_t i = 0; i < from_two.size(); ++i) EXPECT_THAT(from_two[i], EqualsMessage(from_start[i + 2]));
  one.Cancel().IgnoreError();
  another.Cancel().IgnoreError();
}

TEST_F(SubscribeTest, ASubscriptionEndsWithUnavailableWhenTheServerStops) {
  Subscriber subscriber(*own_->court, 0);
  subscriber.Read(4);

  own_->server.reset();

  EXPECT_THAT(subscriber.End(), StatusIs(absl::StatusCode::kUnavailable));
}

TEST_F(SubscribeTest, ASubscriptionContinuesWhereTheLastOneEnded) {
  uint64_t next = 0;
  {
    Subscriber subscriber(*own_->court, next);
    next = subscriber.Read(4).back().position() + 1;
    subscriber.Cancel().IgnoreError();
  }
  Start();
  Record("birch", {CaseOpened("2025-01-11")});
  Subscriber subscriber(*own_->court, next);

  EXPECT_EQ(subscriber.Read(1).front().stream_id(), Id("birch"));
  subscriber.Cancel().IgnoreError();
}

TEST_F(SubscribeTest, WithoutNewEntriesNothingIsSentUntilTheDeadlineOfTheClient) {
  Subscriber subscriber(*own_->court, 4, absl::Milliseconds(100));

  EXPECT_THAT(subscriber.End(), StatusIs(absl::StatusCode::kDeadlineExceeded));
}

TEST_F(SubscribeTest, TheSubscriberBeyondTheLimitIsRejected) {
  options().streams.subscribers = 3;
  Start();
  std::vector<std::unique_ptr<Subscriber>> subscribers;
  for (int i = 0; i < 3; ++i) subscribers.push_back(std::make_unique<Subscriber>(*own_->court, 3));
  for (const auto& each : subscribers) each->Read(1);

  EXPECT_THAT(Subscriber(*own_->court, 3).End(), StatusIs(absl::StatusCode::kResourceExhausted));

  for (const auto& each : subscribers) each->Cancel().IgnoreError();
}

}  // namespace
}  // namespace casejournal::services
