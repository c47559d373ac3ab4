// Appends over real connections whose callers give up, and the stop of a server beside them.
#include <gmock/gmock.h>

#include <iostream>
#include <map>
#include <memory>
#include <thread>
#include <vector>

#include "absl/synchronization/blocking_counter.h"
#include "tests/support/test_server.h"

namespace casejournal::services {
namespace {

using casejournal::testing::CaseOpened;
using casejournal::testing::DetailFrom;
using casejournal::testing::FromGrpc;
using casejournal::testing::IsOk;
using casejournal::testing::NoteWritten;

constexpr char kDoorDay[] = "2025-01-10";

class AppendDoorTest : public casejournal::testing::ServerTest {
 protected:
  void TellStory() override { RecordNow("ash", {CaseOpened(kDoorDay)}); }

  v1::AppendRequest Note() const { return Appending("ash", {NoteWritten(kDoorDay, "a note")}); }
};

TEST_F(AppendDoorTest, ACancelledStreamEndsAndLeavesTheServerAsItWas) {
  for (int i = 0; i < 8; ++i) {
    grpc::ClientContext context;
    const auto stream = own_->cases->AppendStream(&context);
    v1::AppendStreamRequest message;
    *message.mutable_append() = Note();
    v1::AppendStreamResponse answer;
    ASSERT_TRUE(stream->Write(message));
    ASSERT_TRUE(stream->Read(&answer));
    EXPECT_TRUE(answer.has_appended());
    context.TryCancel();
    EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::CANCELLED);
  }
  const uint64_t size = LogSize();
  EXPECT_THAT(Ask(Note()), IsOk());
  EXPECT_EQ(LogSize(), size + 1);
}

// Each caller learns that its note is recorded, or does not know. A retry tells, also after a restart.
TEST_F(AppendDoorTest, CallersThatGiveUpGetTheAnswerWithARetry) {
  constexpr int kThreads = 4;
  constexpr int kNotes = 40;
  const uint64_t size = LogSize();
  std::vector<std::vector<v1::AppendRequest>> requests(kThreads);
  std::vector<std::thread> threads;
  for (int thread = 0; thread < kThreads; ++thread) {
    for (int i = 0; i < kNotes; ++i) requests[thread].push_back(Note());
    threads.emplace_back([&, thread] {
      for (int i = 0; i < kNotes; ++i) {
        grpc::ClientContext context;
        context.set_deadline(absl::ToChronoTime(absl::Now() + i % 8 * absl::Microseconds(500)));
        v1::AppendResponse answer;
        (void)own_->cases->Append(&context, requests[thread][i], &answer);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  Start();

  for (const auto& of_thread : requests) {
    for (const v1::AppendRequest& request : of_thread) EXPECT_THAT(Ask(request), IsOk());
  }
  EXPECT_EQ(LogSize(), size + kThreads * kNotes);
}

// Far more than can be recorded while the callers wait: what the server refuses, it has not recorded, and it says when
// to retry; what it answers with OK is there once; a retry of the rest records it, or gets the first answer.
TEST_F(AppendDoorTest, AFloodIsRecordedOrRefusedAndNothingInBetween) {
  constexpr int kCalls = 4'000;
  struct Call {
    v1::AppendRequest request;
    grpc::ClientContext context;
    v1::AppendResponse answer;
    absl::Status outcome;
  };
  const uint64_t size = LogSize();
  std::vector<std::unique_ptr<Call>> calls;
  absl::BlockingCounter open(kCalls);
  for (int i = 0; i < kCalls; ++i) {
    calls.push_back(std::make_unique<Call>());
    Call& call = *calls.back();
    call.request = Note();
    call.context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Milliseconds(200)));
    own_->cases->async()->Append(&call.context, &call.request, &call.answer, [&](const grpc::Status& status) {
      call.outcome = FromGrpc(status);
      open.DecrementCount();
    });
  }
  open.Wait();
  Start();

  const uint64_t after_flood = LogSize();
  std::map<absl::StatusCode, uint64_t> outcomes;
  for (const std::unique_ptr<Call>& call : calls) {
    ++outcomes[call->outcome.code()];
    v1::AppendResponse retried;
    grpc::ClientContext context;
    ASSERT_TRUE(own_->cases->Append(&context, call->request, &retried).ok());
    if (call->outcome.ok()) {
      EXPECT_EQ(retried.first_position(), call->answer.first_position());
    }
    if (absl::IsResourceExhausted(call->outcome)) {
      EXPECT_GE(retried.first_position(), after_flood);
      EXPECT_EQ(DetailFrom<v1::ErrorInfo>(call->outcome).reason(), "SERVER_BUSY");
      EXPECT_TRUE(DetailFrom<v1::RetryInfo>(call->outcome).has_retry_delay());
    }
  }
  std::cout << "  " << outcomes[absl::StatusCode::kOk] << " of " << kCalls << " recorded in time, "
            << outcomes[absl::StatusCode::kResourceExhausted] << " refused\n";
  const uint64_t refused = outcomes[absl::StatusCode::kResourceExhausted];
  const uint64_t late = outcomes[absl::StatusCode::kDeadlineExceeded];
  EXPECT_EQ(outcomes[absl::StatusCode::kOk] + refused + late, kCalls);
  EXPECT_GE(after_flood, size + outcomes[absl::StatusCode::kOk]);
  EXPECT_LE(after_flood, size + kCalls - refused);
  EXPECT_EQ(LogSize(), size + kCalls);
}

// The calls that wait for a client are given back by the queue while the server stops.
TEST_F(AppendDoorTest, AServerStopsThoughCallsWaitForAClient) {
  for (int i = 0; i < 12; ++i) Start();
  EXPECT_THAT(Ask(Note()), IsOk());
}

TEST_F(AppendDoorTest, AServerStopsBesideAStreamThatItsClientLeavesOpen) {
  grpc::ClientContext context;
  const auto stream = own_->cases->AppendStream(&context);
  v1::AppendStreamRequest message;
  *message.mutable_append() = Note();
  v1::AppendStreamResponse answer;
  ASSERT_TRUE(stream->Write(message));
  ASSERT_TRUE(stream->Read(&answer));

  own_->server.reset();

  EXPECT_FALSE(stream->Read(&answer));
  EXPECT_FALSE(stream->Finish().ok());
}

}  // namespace
}  // namespace casejournal::services
