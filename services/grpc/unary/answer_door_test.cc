// Calls over a real connection: what is at hand, what takes long, what is refused, and the stop beside them.
#include "services/grpc/unary/answer_door.h"

#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/impl/client_unary_call.h>

#include <atomic>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "casejournal/v1/access_service.grpc.pb.h"
#include "tests/support/access_journal.h"
#include "tests/support/matchers.h"

namespace casejournal::services {
namespace {

using casejournal::testing::DetailFrom;
using casejournal::testing::FromGrpc;
using casejournal::testing::IsOk;
using casejournal::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

// A service whose answers the test decides: WhoMay is at hand if it asks about "ash", and waits otherwise.
class AnswerDoorTest : public casejournal::testing::AccessJournal {
 protected:
  void SetUp() override {
    AccessJournal::SetUp();
    gate_.emplace(*callers_, limits_, refusals_, *sources_);
    UnaryMethod who =
        Answering<v1::WhoMayRequest>("WhoMay",
                                     [this](const Reader&, grpc::ServerContext&,
                                            const v1::WhoMayRequest& request) -> absl::StatusOr<v1::WhoMayResponse> {
                                       if (request.case_id() == "fault")
                                         throw std::length_error("a fault of a library");
                                       if (request.case_id() == "none")
                                         return absl::NotFoundError("there is no case none");
                                       if (request.case_id() != "ash") {
                                         ++waiting_;
                                         go_on_.WaitForNotification();
                                       }
                                       absl::MutexLock lock(&mutex_);
                                       answered_in_.push_back(std::this_thread::get_id());
                                       return v1::WhoMayResponse();
                                     });
    who.is_at_hand = [](const Reader&, const google::protobuf::Message& request) {
      return static_cast<const v1::WhoMayRequest&>(request).case_id() == "ash";
    };
    methods_.push_back(std::move(who));
    service_.emplace(
        v1::AccessService::service_full_name(), [this](int index) { return others_.HandlerOf(index); },
        ExplainMalformed(*gate_), NamesOf(methods_));
  }
  void TearDown() override {
    if (!go_on_.HasBeenNotified()) go_on_.Notify();
    Stop();
  }

  void Start(AnswerThreadLimits limits = {}) {
    int port = 0;
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(&*service_);
    door_.emplace(
        std::vector<UnaryService>{{*service_, methods_}}, builder.AddCompletionQueue(), *gate_,
        [](const absl::Status&) {},
        [this](absl::string_view method, const google::protobuf::Message* request, const grpc::Status& status,
               absl::Duration took) {
          absl::MutexLock lock(&mutex_);
          took_.push_back(took);
          logged_.push_back(absl::StrCat(method, request == nullptr ? " unread " : " ", status.error_code()));
        },
        limits);
    server_ = builder.BuildAndStart();
    door_->Open();
    channel_ = grpc::CreateChannel("127.0.0.1:" + std::to_string(port), grpc::InsecureChannelCredentials());
    access_ = v1::AccessService::NewStub(channel_);
  }
  void Stop() {
    if (server_ == nullptr) return;
    server_->Shutdown(std::chrono::system_clock::now());
    server_->Wait();
    door_.reset();
    server_.reset();
  }

  absl::Status Ask(const std::string& case_id, absl::Duration patience = absl::InfiniteDuration()) {
    grpc::ClientContext context;
    if (patience < absl::InfiniteDuration()) context.set_deadline(absl::ToChronoTime(absl::Now() + patience));
    v1::WhoMayRequest request;
    request.set_case_id(case_id);
    v1::WhoMayResponse response;
    return FromGrpc(access_->WhoMay(&context, request, &response));
  }
  std::thread AskAside(const std::string& case_id, absl::Status* outcome) {
    return std::thread([this, case_id, outcome] { *outcome = Ask(case_id); });
  }
  void AwaitWaiting(int calls) {
    while (waiting_ < calls) absl::SleepFor(absl::Milliseconds(1));
  }

  const std::unique_ptr<Callers> callers_ = Callers::Development(Person("u-admin"));
  CallerLimits limits_{{}};
  Refusals refusals_{[](const event::v1::CallsRefused&) {}};
  std::optional<CallGate> gate_;
  struct Others final : v1::AccessService::Service {
    grpc::internal::MethodHandler* HandlerOf(int index) { return GetHandler(index); }
  } others_;
  std::vector<UnaryMethod> methods_;
  std::optional<BytesService> service_;
  std::optional<AnswerDoor> door_;
  std::unique_ptr<grpc::Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<v1::AccessService::Stub> access_;
  absl::Notification go_on_;
  std::atomic<int> waiting_ = 0;
  absl::Mutex mutex_;
  std::vector<std::thread::id> answered_in_;
  std::vector<std::string> logged_;
  std::vector<absl::Duration> took_;
};

// Who suffers: a caseworker at a door, while somebody's long lists are made.
TEST_F(AnswerDoorTest, WhatIsAtHandDoesNotWaitForWhatTakesLong) {
  Start({.threads = 2, .waiting = 1});
  absl::Status outcomes[3];
  std::thread first = AskAside("elm", &outcomes[0]);
  std::thread second = AskAside("oak", &outcomes[1]);
  AwaitWaiting(2);
  std::thread third = AskAside("yew", &outcomes[2]);

  for (int i = 0; i < 100; ++i) EXPECT_THAT(Ask("ash"), IsOk());

  EXPECT_EQ(waiting_, 2);
  go_on_.Notify();
  for (std::thread* each : {&first, &second, &third}) each->join();
  for (const absl::Status& outcome : outcomes) EXPECT_THAT(outcome, IsOk());
  ASSERT_EQ(answered_in_.size(), 103);
  for (int i = 1; i < 100; ++i) EXPECT_EQ(answered_in_[i], answered_in_[0]) << "in one thread, where they came in";
  EXPECT_NE(answered_in_[102], answered_in_[0]);
}

TEST_F(AnswerDoorTest, BeyondTheLimitTheCallerHearsAtOnceWhenToRetry) {
  Start({.threads = 1, .waiting = 0});
  absl::Status outcome;
  std::thread aside = AskAside("elm", &outcome);
  AwaitWaiting(1);

  const absl::Status refused = Ask("oak");

  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kResourceExhausted, HasSubstr("limit of calls in progress")));
  EXPECT_EQ(DetailFrom<v1::ErrorInfo>(refused).reason(), "SERVER_BUSY");
  EXPECT_TRUE(DetailFrom<v1::RetryInfo>(refused).has_retry_delay());
  go_on_.Notify();
  aside.join();
  EXPECT_THAT(outcome, IsOk());
  absl::MutexLock lock(&mutex_);
  EXPECT_THAT(logged_, ElementsAre("WhoMay 8", "WhoMay 0"));
}

// Nobody waits for its answer, so it is not made.
TEST_F(AnswerDoorTest, ACallWhoseCallerGaveUpIsNotBegun) {
  Start({.threads = 1, .waiting = 10});
  absl::Status outcome;
  std::thread aside = AskAside("elm", &outcome);
  AwaitWaiting(1);
  for (int i = 0; i < 3; ++i)
    EXPECT_THAT(Ask("oak", absl::Milliseconds(20)), StatusIs(absl::StatusCode::kDeadlineExceeded));
  absl::SleepFor(absl::Milliseconds(100));  // until the server knows, too

  go_on_.Notify();
  aside.join();
  Stop();

  EXPECT_EQ(waiting_, 1);
  EXPECT_THAT(logged_, ElementsAre("WhoMay 0", "WhoMay 1", "WhoMay 1", "WhoMay 1"));
}

TEST_F(AnswerDoorTest, AnExceptionEndsTheCallAndNotTheServer) {
  Start();
  EXPECT_THAT(Ask("fault"), StatusIs(absl::StatusCode::kInternal));
  EXPECT_THAT(Ask("ash"), IsOk());
}

// A case that a caller may not see is not told from one that is not there by the time of the answer.
TEST_F(AnswerDoorTest, NotFoundIsAnsweredAtTheEndOfAStep) {
  Start();
  for (int i = 0; i < 20; ++i) {
    const absl::Time began = absl::Now();
    EXPECT_THAT(Ask("none"), StatusIs(absl::StatusCode::kNotFound));
    EXPECT_GE(absl::Now() - began, absl::Milliseconds(2));
  }
}

// How long it takes to read a request is up to the caller, so it is no part of the step.
TEST_F(AnswerDoorTest, TheStepBeginsWhenTheRequestWasRead) {
  constexpr absl::Duration kReading = absl::Milliseconds(1);
  methods_[0].make_request = [kReading] {
    absl::SleepFor(kReading);
    return MakeMessage<v1::WhoMayRequest>();
  };
  Start();
  for (int i = 0; i < 20; ++i) EXPECT_THAT(Ask("none"), StatusIs(absl::StatusCode::kNotFound));

  absl::MutexLock lock(&mutex_);
  ASSERT_EQ(took_.size(), 20);
  for (const absl::Duration took : took_) EXPECT_GE(took, kReading + absl::Milliseconds(2));
}

TEST_F(AnswerDoorTest, BytesThatAreNoRequestAreExplained) {
  Start();
  grpc::ClientContext context;
  const grpc::Slice slice("\xFF\xFF");
  grpc::ByteBuffer answer;
  const grpc::Status refused = grpc::internal::BlockingUnaryCall(
      channel_.get(),
      grpc::internal::RpcMethod("/casejournal.v1.AccessService/WhoMay", grpc::internal::RpcMethod::NORMAL_RPC),
      &context, grpc::ByteBuffer(&slice, 1), &answer);
  EXPECT_THAT(FromGrpc(refused), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(Ask("ash"), IsOk());
}

TEST_F(AnswerDoorTest, AServerStopsBesideACallThatWaits) {
  Start();
  absl::Status outcome;
  std::thread aside = AskAside("elm", &outcome);
  AwaitWaiting(1);
  gate_->Close();
  EXPECT_GE(gate_->InProgress(), 1);
  EXPECT_THAT(Ask("ash"), StatusIs(absl::StatusCode::kUnavailable));
  go_on_.Notify();
  aside.join();
  EXPECT_THAT(outcome, IsOk());

  Stop();

  EXPECT_EQ(gate_->InProgress(), 0);
}

TEST_F(AnswerDoorTest, ADoorThatWasNeverOpenedCloses) {
  grpc::ServerBuilder builder;
  builder.RegisterService(&*service_);
  door_.emplace(std::vector<UnaryService>{{*service_, methods_}}, builder.AddCompletionQueue(), *gate_,
                [](const absl::Status&) {});
  door_.reset();
}

}  // namespace
}  // namespace casejournal::services
