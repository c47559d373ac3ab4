// Calls that wait for something new, over real connections: what many of them cost, and when they end.
#include <gmock/gmock.h>
#include <grpcpp/completion_queue.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/support/async_stream.h>

#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "tests/support/test_server.h"

namespace casejournal::services {
namespace {

using casejournal::testing::CaseEvent;
using casejournal::testing::EventFromText;
using casejournal::testing::IsOk;
using casejournal::testing::NoteWritten;
using casejournal::testing::StatusIs;
using ::testing::HasSubstr;

constexpr char kStreamDay[] = "2025-01-10";
constexpr absl::Duration kStreamPatience = absl::Minutes(1);

int ThreadsOfThisProcess() {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;) {
    int threads = 0;
    if (word == "Threads:" && status >> threads) return threads;
  }
  ADD_FAILURE() << "no number of threads in /proc/self/status";
  return 0;
}

// Calls of one thread of a client. Each reads what comes.
class ManyCalls {
 public:
  ~ManyCalls() {
    for (const auto& call : calls_) call->context.TryCancel();
    queue_.Shutdown();
    void* ignored = nullptr;
    for (bool ok = false; queue_.Next(&ignored, &ok);) {
    }
  }

  void Subscribe(v1::CourtService::Stub& stub, uint64_t from) {
    auto call = std::make_unique<CallOf<v1::SubscribeResponse>>();
    v1::SubscribeRequest request;
    request.set_from_position(from);
    call->reader = stub.AsyncSubscribe(&call->context, request, &queue_, static_cast<Call*>(call.get()));
    calls_.push_back(std::move(call));
  }
  void WatchWork(v1::CaseService::Stub& stub, const std::string& unit) {
    auto call = std::make_unique<CallOf<v1::WatchWorkResponse>>();
    v1::WatchWorkRequest request;
    request.set_unit(unit);
    call->reader = stub.AsyncWatchWork(&call->context, request, &queue_, static_cast<Call*>(call.get()));
    calls_.push_back(std::move(call));
  }

  // Wait until each call has had `count` messages.
  void AwaitMessages(int count) {
    const auto deadline = absl::ToChronoTime(absl::Now() + kStreamPatience);
    void* tag = nullptr;
    bool ok = false;
    while (Complete(count) < calls_.size()) {
      if (queue_.AsyncNext(&tag, &ok, deadline) != grpc::CompletionQueue::GOT_EVENT) break;
      Call& call = *static_cast<Call*>(tag);
      if (!ok) break;
      if (call.started) ++call.messages;
      call.started = true;
      call.Read();
    }
    EXPECT_EQ(Complete(count), calls_.size());
  }

 private:
  struct Call {
    virtual ~Call() = default;
    virtual void Read() = 0;
    grpc::ClientContext context;
    bool started = false;
    int messages = 0;
  };
  template <typename Response>
  struct CallOf final : Call {
    void Read() override { reader->Read(&message, static_cast<Call*>(this)); }
    std::unique_ptr<grpc::ClientAsyncReader<Response>> reader;
    Response message;
  };

  size_t Complete(int count) const {
    size_t complete = 0;
    for (const auto& call : calls_) complete += call->messages >= count ? 1 : 0;
    return complete;
  }

  grpc::CompletionQueue queue_;
  std::vector<std::unique_ptr<Call>> calls_;
};

class StreamDoorTest : public casejournal::testing::ServerWithRulesTest {
 protected:
  void TellStory() override {
    Record("ash", {EventFromText(kStreamDay,
                                 R"(case_opened { kind: CASE_KIND_FAMILY origin: CASE_ORIGIN_REPORT agency: "Wren" })"),
                   EventFromText(kStreamDay, R"(participant_joined { participant_id: "$ana" capacity: CAPACITY_CHILD
                                             name: "Ana" born_on: "2015-06-01" })"),
                   EventFromText(kStreamDay, R"(household_member_moved_in { household_id: "$home"
                                             household_name: "home" participant_id: "$ana" })"),
                   EventFromText(kStreamDay, R"(case_assigned { part: ASSIGNMENT_PART_CASEWORKER unit: "North"
                                             staff { name: "a worker" subject: "cw-1" issuer: "wren.example" } })")});
  }

  // A connection of its own. With `slow`, gRPC takes in 64 KiB of a stream ahead of its reader, and never more.
  std::shared_ptr<grpc::Channel> Connect(bool slow = false) {
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    if (slow) arguments.SetInt(GRPC_ARG_HTTP2_BDP_PROBE, 0);
    return grpc::CreateCustomChannel(absl::StrCat("127.0.0.1:", own_->server->port()),
                                     grpc::InsecureChannelCredentials(), arguments);
  }

  // Subscribe as one client does, and read until `until` is sent or the call ends.
  absl::Status Follow(uint64_t from, uint64_t until, bool with_sentences = false) {
    grpc::ClientContext context;
    context.set_deadline(absl::ToChronoTime(absl::Now() + kStreamPatience));
    v1::SubscribeRequest request;
    request.set_from_position(from);
    request.set_with_sentences(with_sentences);
    const auto reader = own_->court->Subscribe(&context, request);
    v1::SubscribeResponse batch;
    while (reader->Read(&batch)) {
      if (batch.end_position() > until) return absl::OkStatus();
    }
    return casejournal::testing::FromGrpc(reader->Finish());
  }

  struct Subscriber {
    grpc::ClientContext context;
    std::unique_ptr<grpc::ClientReader<v1::SubscribeResponse>> reader;
  };
  // Subscribe from the last entry, again while all places are taken.
  std::unique_ptr<Subscriber> SubscribeUntilAccepted(bool with_sentences) {
    v1::SubscribeRequest request;
    request.set_from_position(LastPosition());
    request.set_with_sentences(with_sentences);
    v1::SubscribeResponse batch;
    for (const absl::Time end = absl::Now() + kStreamPatience; absl::Now() < end;) {
      auto subscriber = std::make_unique<Subscriber>();
      subscriber->reader = own_->court->Subscribe(&subscriber->context, request);
      if (subscriber->reader->Read(&batch)) return subscriber;
      absl::SleepFor(absl::Milliseconds(10));
    }
    ADD_FAILURE() << "all places stay taken";
    return nullptr;
  }
};

// Who suffers: everyone else, if a screen that is left open costs the server a thread.
TEST_F(StreamDoorTest, TwoThousandIdleCallsHaveNoThreadsAndAllGetTheNextChange) {
  constexpr int kConnections = 4;
  constexpr int kCallsOfConnection = 500;
  ManyCalls calls;
  std::vector<std::unique_ptr<v1::CourtService::Stub>> courts;
  std::vector<std::unique_ptr<v1::CaseService::Stub>> cases;
  for (int i = 0; i < kConnections; ++i) {
    const auto channel = Connect();
    courts.push_back(v1::CourtService::NewStub(channel));
    cases.push_back(v1::CaseService::NewStub(channel));
    calls.Subscribe(*courts.back(), LastPosition());
    calls.WatchWork(*cases.back(), "North");
  }
  calls.AwaitMessages(1);
  const int threads = ThreadsOfThisProcess();

  for (int i = 2; i < kCallsOfConnection; i += 2) {
    for (int connection = 0; connection < kConnections; ++connection) {
      calls.Subscribe(*courts[connection], LastPosition());
      calls.WatchWork(*cases[connection], "North");
    }
  }
  calls.AwaitMessages(1);
  EXPECT_LT(ThreadsOfThisProcess(), threads + 20);

  RecordNow("ash", {EventFromText(kStreamDay, casejournal::testing::kRemoved)});
  calls.AwaitMessages(2);
  EXPECT_LT(ThreadsOfThisProcess(), threads + 20);
}

TEST_F(StreamDoorTest, ACallBeyondTheLimitIsRejectedUntilOneEnds) {
  options().streams = {.subscribers = 2, .subscribers_with_sentences = 1, .watchers = 1};
  Start();
  const uint64_t last = LastPosition();
  auto with_sentences = SubscribeUntilAccepted(true);
  EXPECT_THAT(Follow(last, last, true),
              StatusIs(absl::StatusCode::kResourceExhausted, HasSubstr("sentences reached (1); retry later")));
  // A call that was rejected may have its place for another moment.
  const auto other = SubscribeUntilAccepted(false);
  EXPECT_THAT(Follow(last, last),
              StatusIs(absl::StatusCode::kResourceExhausted, HasSubstr("limit reached (2); retry later")));

  with_sentences->context.TryCancel();

  SubscribeUntilAccepted(true);
}

// Who suffers: all who follow the journal, when one of them stops reading.
TEST_F(StreamDoorTest, ClientsThatDoNotReadDelayNoOther) {
  for (int i = 0; i < 3; ++i) {
    RecordNow("ash", std::vector<CaseEvent>(10, NoteWritten(kStreamDay, std::string(200'000, 'x'))));
  }
  const auto channel = Connect(true);
  const auto stub = v1::CourtService::NewStub(channel);
  std::vector<std::unique_ptr<grpc::ClientContext>> contexts;
  std::vector<std::unique_ptr<grpc::ClientReader<v1::SubscribeResponse>>> unread;
  v1::SubscribeResponse batch;
  for (int i = 0; i < 5; ++i) {
    contexts.push_back(std::make_unique<grpc::ClientContext>());
    unread.push_back(stub->Subscribe(contexts.back().get(), v1::SubscribeRequest()));
    ASSERT_TRUE(unread.back()->Read(&batch));
  }

  EXPECT_THAT(Follow(0, LastPosition()), IsOk());
  const uint64_t next = RecordNow("ash", {NoteWritten(kStreamDay, "a note")});
  EXPECT_THAT(Follow(next, next), IsOk());

  for (const auto& each : contexts) each->TryCancel();
  for (const auto& each : unread) EXPECT_EQ(each->Finish().error_code(), grpc::StatusCode::CANCELLED);
}

TEST_F(StreamDoorTest, BytesThatAreNoRequestAreRejectedAsMalformed) {
  for (const char* method : {"/casejournal.v1.CourtService/Subscribe", "/casejournal.v1.CaseService/WatchWork"}) {
    grpc::ClientContext context;
    grpc::CompletionQueue queue;
    void* tag = nullptr;
    bool ok = false;
    const auto call = grpc::GenericStub(own_->channel).PrepareCall(&context, method, &queue);
    call->StartCall(nullptr);
    ASSERT_TRUE(queue.Next(&tag, &ok));
    const grpc::Slice slice("\xff");
    call->WriteLast(grpc::ByteBuffer(&slice, 1), grpc::WriteOptions(), nullptr);
    ASSERT_TRUE(queue.Next(&tag, &ok));
    grpc::Status status;
    call->Finish(&status, nullptr);
    ASSERT_TRUE(queue.Next(&tag, &ok));
    EXPECT_THAT(casejournal::testing::FromGrpc(status), casejournal::testing::NamesField("request")) << method;
  }
}

}  // namespace
}  // namespace casejournal::services
