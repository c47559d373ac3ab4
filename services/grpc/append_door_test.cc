// Appends over real connections whose callers give up, and the stop of a server beside them.
#include <gmock/gmock.h>

#include <thread>
#include <vector>

#include "tests/support/test_server.h"

namespace casejournal::services {
namespace {

using casejournal::testing::CaseOpened;
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
