// Streams of appends, driven as gRPC drives them: each reaction comes from another thread.
#include "services/grpc/appends/append_stream.h"

#include <gmock/gmock.h>

#include <atomic>
#include <functional>
#include <map>
#include <optional>
#include <utility>

#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "services/access/clocks.h"
#include "services/grpc/parse_request.h"
#include "services/recorder/task_threads.h"
#include "tests/support/matchers.h"
#include "tests/support/test_recorder.h"

namespace casejournal::services {
namespace {

using casejournal::testing::Id;
using ::testing::ElementsAreArray;

// Plays gRPC and the client of one stream: sends `requests`, and keeps the answers. Reads and writes are done in two
// threads, and OnDone comes after all other reactions, as gRPC promises.
class PlayedStream final : public MessageStream {
 public:
  // The client takes `answers_max` answers, and then it is gone.
  PlayedStream(std::vector<v1::AppendRequest> requests, size_t answers_max)
      : requests_(std::move(requests)), answers_max_(answers_max) {}

  void Play(Recorder& recorder, Caller caller, FailureReport report) {
    call_.emplace(*this, recorder, std::move(caller), nullptr, nullptr, std::move(turn_), Patience{},
                  std::move(report));
    call_->Start();
  }
  // Before Play: when requests are read.
  void SetTurn(AppendStreamCall::TakeTurn turn) { turn_ = std::move(turn); }
  void WaitForEnd() const { ended_.WaitForNotification(); }

  // Before Play: the client sends nothing after `requests`, and does not say so. The read that waits for it then ends
  // when the stream is finished: before gRPC says that it is done, or after.
  enum class IdleRead { kEndsBefore, kEndsAfter };
  void StayIdle(IdleRead read) { idle_read_ = read; }
  void WaitUntilIdle() const { idle_.WaitForNotification(); }
  void End(const absl::Status& why) { call_->End(why); }

  // A pause that is in progress at the end lasts until after OnDone.
  void Pause(absl::Duration length) override {
    EXPECT_GT(length, absl::ZeroDuration());
    EXPECT_LE(length, absl::Seconds(1));
    if (pauses_++ == 0) paused_.Notify();
    pausing_.Run([this, length] {
      absl::SleepFor(length);
      call_->OnPauseDone();
    });
  }
  void WaitUntilPaused() const { paused_.WaitForNotification(); }
  int pauses() const { return pauses_; }

  void Read(grpc::ByteBuffer* message) override {
    ++running_;
    reads_.Run([this, message] {
      const bool more = next_ < requests_.size() && !gone_;
      if (!more && idle_read_) {
        idle_.Notify();
        return Return();
      }
      if (more) {
        v1::AppendStreamRequest request;
        *request.mutable_append() = requests_[next_++];
        *message = SerializeMessage(request);
      }
      call_->OnReadDone(more);
      Return();
    });
  }

  void Write(const grpc::ByteBuffer& message) override {
    ++running_;
    writes_.Run([this, &message] {
      gone_ = answers_.size() == answers_max_;
      if (!gone_) {
        EXPECT_TRUE(ParseMessage(message, answers_.emplace_back()).ok());
      }
      call_->OnWriteDone(!gone_);
      Return();
    });
  }

  void Finish(const grpc::Status& status) override {
    finished_ = status;
    writes_.Run([this] {
      if (idle_read_ == IdleRead::kEndsBefore) call_->OnReadDone(false);
      Return();
      if (idle_read_ == IdleRead::kEndsAfter) call_->OnReadDone(false);
    });
  }

  void Ended() override { ended_.Notify(); }

  size_t sent() const { return next_; }
  // After the call has ended.
  const std::vector<v1::AppendStreamResponse>& answers() const { return answers_; }
  const grpc::Status& finished() const { return finished_; }

 private:
  void Return() {
    if (--running_ == 0) call_->OnDone();
  }

  const std::vector<v1::AppendRequest> requests_;
  const size_t answers_max_;
  std::optional<AppendStreamCall> call_;
  absl::Notification ended_;
  std::optional<IdleRead> idle_read_;
  absl::Notification idle_;
  grpc::Status finished_;
  std::atomic<size_t> next_ = 0;                   // counted by the reading thread
  std::vector<v1::AppendStreamResponse> answers_;  // of the writing thread
  std::atomic<bool> gone_ = false;
  std::atomic<int> running_ = 1;  // reactions, and the call until it is finished
  AppendStreamCall::TakeTurn turn_;
  absl::Notification paused_;
  std::atomic<int> pauses_ = 0;
  TaskThreads reads_{1};
  TaskThreads writes_{1};
  TaskThreads pausing_{1};
};

class AppendStreamTest : public TestRecorder {
 protected:
  void Start(PlayedStream& stream) {
    stream.Play(recorder(), Dana(), [](const absl::Status& failure) { ADD_FAILURE() << failure; });
  }

  // The ids of `requests` to the case, in their order.
  static std::vector<std::string> SentTo(absl::string_view name, const std::vector<v1::AppendRequest>& requests) {
    std::vector<std::string> ids;
    for (const v1::AppendRequest& request : requests) {
      for (const v1::CaseAppend& part : request.cases()) {
        if (part.case_id() == Id(name)) ids.push_back(request.request_id());
      }
    }
    return ids;
  }

  static constexpr size_t kRequests = 120;
};

// Three clients import at once. Each has three cases of its own and a fourth that all write to.
TEST_F(AppendStreamTest, AnswersEachRequestOnceInTheOrderOfItsCase) {
  constexpr size_t kStreams = 3;
  const auto own = [](size_t stream, size_t i) { return absl::StrCat("case ", i % 3, " of client ", stream); };
  OpenCases({"Shared"});
  for (size_t stream = 0; stream < kStreams; ++stream) OpenCases({own(stream, 0), own(stream, 1), own(stream, 2)});
  const uint64_t size = log().size();
  std::vector<std::vector<v1::AppendRequest>> requests(kStreams);
  for (size_t stream = 0; stream < kStreams; ++stream) {
    for (size_t i = 0; i < kRequests; ++i) {
      std::vector<std::string> cases = {own(stream, i)};
      if (i % 5 == 0) cases.push_back("Shared");
      v1::AppendRequest request = NoteIn(cases, absl::StrCat("note ", i, " of client ", stream));
      request.mutable_cases(0)->mutable_expected()->set_exactly(i / 3);
      requests[stream].push_back(std::move(request));
    }
  }

  std::vector<std::unique_ptr<PlayedStream>> streams;
  for (size_t stream = 0; stream < kStreams; ++stream) {
    streams.push_back(std::make_unique<PlayedStream>(requests[stream], kRequests));
    Start(*streams.back());
  }
  for (const auto& stream : streams) stream->WaitForEnd();

  std::vector<std::string> shared;
  for (size_t stream = 0; stream < kStreams; ++stream) {
    EXPECT_EQ(streams[stream]->answers().size(), kRequests);
    std::map<std::string, std::vector<std::string>> answered;
    for (const v1::AppendStreamResponse& answer : streams[stream]->answers()) {
      EXPECT_TRUE(answer.has_appended()) << answer.ShortDebugString();
      for (const v1::CaseAppended& part : answer.appended().cases()) {
        answered[part.case_id()].push_back(answer.request_id());
      }
    }
    for (size_t i = 0; i < 3; ++i) {
      const std::vector<std::string> sent = SentTo(own(stream, i), requests[stream]);
      EXPECT_EQ(RequestsIn(own(stream, i)), sent);
      EXPECT_EQ(answered[Id(own(stream, i))], sent);
    }
    const std::vector<std::string> sent = SentTo("Shared", requests[stream]);
    EXPECT_EQ(answered[Id("Shared")], sent);
    shared.insert(shared.end(), sent.begin(), sent.end());
  }
  EXPECT_THAT(RequestsIn("Shared"), ::testing::UnorderedElementsAreArray(shared));
  EXPECT_EQ(log().size(), size + kStreams * (kRequests + kRequests / 5));
}

// What was sent in time is recorded and answered. Who suffers: a caseworker whose token expires while the office is at
// lunch, and everybody else if the stream of one who was dismissed stays open.
TEST_F(AppendStreamTest, AnIdleStreamEndsWhenItsCallerMayNotGoOn) {
  OpenCases({"Ana"});
  for (const auto read : {PlayedStream::IdleRead::kEndsBefore, PlayedStream::IdleRead::kEndsAfter}) {
    const std::string name = read == PlayedStream::IdleRead::kEndsBefore ? "first" : "second";
    PlayedStream stream({NoteIn({"Ana"}, name), NoteIn({"Ana"}, "another " + name)}, 2);
    stream.StayIdle(read);
    Start(stream);
    stream.WaitUntilIdle();

    stream.End(absl::UnauthenticatedError("the token has expired"));
    stream.WaitForEnd();

    EXPECT_EQ(stream.finished().error_code(), grpc::StatusCode::UNAUTHENTICATED);
    EXPECT_EQ(stream.answers().size(), 2);
    for (const v1::AppendStreamResponse& answer : stream.answers()) EXPECT_TRUE(answer.has_appended());
  }
}

// Who sends more than a caller may waits; nothing is refused, and the order stays.
TEST_F(AppendStreamTest, ReadsEachRequestWhenItIsItsTurn) {
  OpenCases({"Ana"});
  std::vector<v1::AppendRequest> requests;
  for (size_t i = 0; i < 20; ++i) requests.push_back(NoteIn({"Ana"}, absl::StrCat("note ", i)));
  PlayedStream stream(requests, requests.size());
  const absl::Time began = SteadyNow();
  size_t turns = 0;
  std::vector<bool> early;
  stream.SetTurn([&] {
    const absl::Time turn = began + absl::Milliseconds(5) * turns;
    early.push_back(stream.sent() < turns);
    ++turns;
    return turn;
  });

  Start(stream);
  stream.WaitForEnd();

  EXPECT_GE(SteadyNow() - began, absl::Milliseconds(100));
  EXPECT_EQ(turns, requests.size() + 1) << "one for each request, and one to learn that there are no more";
  EXPECT_THAT(early, ::testing::Each(false)) << "a turn is taken when the request before it was read";
  EXPECT_GT(stream.pauses(), 0);
  EXPECT_EQ(stream.answers().size(), requests.size());
  EXPECT_EQ(RequestsIn("Ana"), SentTo("Ana", requests));
}

// Who suffers: a server that cannot stop, because somebody's next turn is tomorrow.
TEST_F(AppendStreamTest, ACallThatWaitsForItsTurnCanEnd) {
  OpenCases({"Ana"});
  PlayedStream stream({NoteIn({"Ana"}, "first"), NoteIn({"Ana"}, "second")}, 2);
  bool is_first = true;
  stream.SetTurn([&] { return std::exchange(is_first, false) ? SteadyNow() : SteadyNow() + absl::Hours(24); });

  Start(stream);
  stream.WaitUntilPaused();
  stream.End(absl::UnauthenticatedError("the token has expired"));
  stream.WaitForEnd();

  EXPECT_EQ(stream.finished().error_code(), grpc::StatusCode::UNAUTHENTICATED);
  EXPECT_EQ(stream.answers().size(), 1) << "what was read is answered";
  EXPECT_EQ(stream.sent(), 1);
}

// What was read is recorded, also if nobody is left to take the answer, unless gRPC has said that the call is over.
TEST_F(AppendStreamTest, RecordsAllThatItReadFromAClientThatIsGone) {
  OpenCases({"Ana", "Ben"});
  const uint64_t size = log().size();
  std::vector<v1::AppendRequest> requests;
  for (size_t i = 0; i < kRequests; ++i) {
    requests.push_back(NoteIn({i % 2 == 0 ? "Ana" : "Ben"}, absl::StrCat("note ", i)));
  }

  PlayedStream stream(requests, 10);
  Start(stream);
  stream.WaitForEnd();

  EXPECT_EQ(stream.answers().size(), 10);
  EXPECT_GE(stream.sent(), 10);
  EXPECT_EQ(log().size(), size + stream.sent());
  requests.resize(stream.sent());
  EXPECT_THAT(RequestsIn("Ana"), ElementsAreArray(SentTo("Ana", requests)));
  EXPECT_THAT(RequestsIn("Ben"), ElementsAreArray(SentTo("Ben", requests)));
}

}  // namespace
}  // namespace casejournal::services
