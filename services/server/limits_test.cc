// What one caller may do at a time, over connections with TLS and tokens: the limit of one caller is not that of
// another, and however a call ends, its share is given back.
#include <gmock/gmock.h>
#include <google/protobuf/util/time_util.h>
#include <grpcpp/grpcpp.h>

#include <atomic>
#include <fstream>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include "casejournal/v1/access_service.grpc.pb.h"
#include "casejournal/v1/journal_service.grpc.pb.h"
#include "services/credentials/certificates.h"
#include "services/credentials/token_key.h"
#include "services/server/server.h"
#include "tests/support/test_server.h"

namespace casejournal::services {
namespace {

using casejournal::testing::CaseOpened;
using casejournal::testing::DetailFrom;
using casejournal::testing::FromGrpc;
using casejournal::testing::Id;
using casejournal::testing::IsOk;
using casejournal::testing::StatusIs;
using google::protobuf::util::TimeUtil;
using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr absl::Duration kLimitPatience = absl::Seconds(60);

MATCHER_P(IsOverTheLimit, words, "is over a limit of its caller") {
  const absl::Status status = arg;
  *result_listener << status;
  return absl::IsResourceExhausted(status) && absl::StrContains(status.message(), words) &&
         DetailFrom<v1::ErrorInfo>(status).reason() == "CALLER_LIMIT_REACHED" &&
         TimeUtil::DurationToMicroseconds(DetailFrom<v1::RetryInfo>(status).retry_delay()) > 0;
}

class LimitsTest : public ::testing::Test {
 protected:
  // Ruth (u-admin) gives two callers every role that they need.
  void Serve(const CallerLimitNumbers& limits) {
    const DevelopmentCertificates certificates = MakeDevelopmentCertificates({}, absl::Now()).value();
    authority_ = certificates.authority;
    const std::string in = directory_.path() + "/";
    std::ofstream(in + "cert") << certificates.server.certificate;
    std::ofstream(in + "key") << certificates.server.key;
    std::ofstream(in + "keys") << key_.KeySetJson();
    ServerOptions options;
    options.journal.log.directory = in + "journal";
    options.journal.log.disk_reserve_bytes = 0;
    options.listen = "127.0.0.1:0";
    options.transport.certificate_file = in + "cert";
    options.transport.key_file = in + "key";
    options.token_keys = in + "keys";
    options.token_rules.issuer = "wren.example";
    options.token_rules.audience = "casejournal";
    options.quiet = true;
    options.caller_limits = limits;
    event::v1::Staff ruth;
    ruth.set_issuer("wren.example");
    ruth.set_subject("u-admin");
    ruth.set_name("Ruth Adams");
    ASSERT_THAT(
        Journal::Create(options.journal.log,
                        {.origin = "wren.example/juvenile", .time_zone = "America/New_York", .administrator = ruth}),
        IsOk());
    absl::StatusOr<std::unique_ptr<Server>> server = Server::Start(std::move(options));
    ASSERT_THAT(server, IsOk());
    server_ = *std::move(server);
    const auto channel = grpc::CreateChannel(absl::StrCat("localhost:", server_->port()),
                                             grpc::SslCredentials({.pem_root_certs = authority_}));
    access_ = v1::AccessService::NewStub(channel);
    cases_ = v1::CaseService::NewStub(channel);
    audit_ = v1::AuditService::NewStub(channel);
    court_ = v1::CourtService::NewStub(channel);
    journal_ = v1::JournalService::NewStub(channel);
    for (const char* subject : {"u-1", "u-2"}) {
      for (const event::v1::Role role : {event::v1::ROLE_SUPERVISOR, event::v1::ROLE_PIPELINE}) Give(subject, role);
    }
  }

  void Give(const std::string& subject, event::v1::Role role) {
    const auto context = As("u-admin");
    v1::GiveRoleRequest request;
    v1::GiveRoleResponse response;
    request.set_request_id(eventstore::Uuid::Random().ToString());
    request.mutable_holder()->set_issuer("wren.example");
    request.mutable_holder()->set_subject(subject);
    request.mutable_holder()->set_name("Somebody");
    request.set_role(role);
    ASSERT_THAT(FromGrpc(access_->GiveRole(context.get(), request, &response)), IsOk());
  }

  std::unique_ptr<grpc::ClientContext> As(const std::string& subject, absl::Duration patience = kLimitPatience) const {
    auto context = std::make_unique<grpc::ClientContext>();
    const absl::Time now = absl::Now();
    context->AddMetadata("authorization", absl::StrCat("Bearer ", key_.Sign({.issuer = "wren.example",
                                                                             .subject = subject,
                                                                             .name = "Somebody",
                                                                             .audience = "casejournal",
                                                                             .issued_at = now,
                                                                             .expires_at = now + absl::Hours(1)})));
    context->set_deadline(absl::ToChronoTime(now + patience));
    return context;
  }

  absl::Status AskWho(const std::string& subject) {
    const auto context = As(subject);
    v1::GetJournalResponse response;
    return FromGrpc(journal_->GetJournal(context.get(), {}, &response));
  }

  // A call that follows the journal, and does not end by itself.
  struct Followed {
    std::unique_ptr<grpc::ClientContext> context;
    std::unique_ptr<grpc::ClientReader<v1::SubscribeResponse>> stream;

    // How it ends that is admitted or refused: OK means that it goes on.
    absl::Status Begin() {
      v1::SubscribeResponse batch;
      return stream->Read(&batch) ? absl::OkStatus() : FromGrpc(stream->Finish());
    }
    // Read until it ends.
    absl::Status End() {
      v1::SubscribeResponse batch;
      while (stream->Read(&batch)) continue;
      return FromGrpc(stream->Finish());
    }
  };
  Followed Follow(const std::string& subject, absl::Duration patience = kLimitPatience) {
    Followed followed{.context = As(subject, patience), .stream = nullptr};
    followed.stream = court_->Subscribe(followed.context.get(), v1::SubscribeRequest());
    return followed;
  }
  // Whether the caller comes to have room for one more stream.
  absl::Status ComesToFollow(const std::string& subject) {
    absl::Status begun;
    for (const absl::Time until = absl::Now() + kLimitPatience; absl::Now() < until;) {
      Followed one = Follow(subject);
      begun = one.Begin();
      one.context->TryCancel();
      if (!absl::IsResourceExhausted(begun)) return begun;
      absl::SleepFor(absl::Milliseconds(10));
    }
    return begun;
  }

  // A request of 60,000 bytes that waits for an entry that does not come.
  absl::Status WaitInVain(const std::string& subject, absl::Duration patience) {
    const auto context = As(subject, patience);
    v1::ListCasesRequest request;
    v1::ListCasesResponse response;
    request.set_number(std::string(60'000, '7'));
    request.set_min_position(1'000'000'000);
    return FromGrpc(cases_->ListCases(context.get(), request, &response));
  }

  static v1::AppendStreamRequest Opening(const std::string& word) {
    v1::AppendStreamRequest message;
    v1::AppendRequest& request = *message.mutable_append();
    request.set_request_id(Id(absl::StrCat("request ", word)));
    v1::CaseAppend& part = *request.add_cases();
    part.set_case_id(Id(word));
    part.mutable_expected()->set_any(true);
    *part.add_events() = CaseOpened("2025-01-10");
    part.mutable_events(0)->set_late_reason("learned later");
    return message;
  }

  eventstore::TestDirectory directory_;
  const TokenKeyPair key_ = TokenKeyPair::Generate();
  std::string authority_;
  std::unique_ptr<Server> server_;
  std::unique_ptr<v1::AccessService::Stub> access_;
  std::unique_ptr<v1::CaseService::Stub> cases_;
  std::unique_ptr<v1::AuditService::Stub> audit_;
  std::unique_ptr<v1::CourtService::Stub> court_;
  std::unique_ptr<v1::JournalService::Stub> journal_;
};

// Who suffers: a caseworker who gets no answer because a report of the county asks without a pause.
TEST_F(LimitsTest, OneCallerWhoAsksTooOftenIsToldWhenToRetry) {
  Serve({.calls_per_second = 2, .calls_at_once = 8});
  ASSERT_THAT(AskWho("u-2"), IsOk());
  absl::Status refused;
  int answered = 0;
  while (refused.ok() && answered < 1'000) {
    refused = AskWho("u-1");
    answered += refused.ok() ? 1 : 0;
  }
  EXPECT_GE(answered, 8);
  ASSERT_THAT(refused, IsOverTheLimit("2 calls a second"));
  EXPECT_THAT(AskWho("u-2"), IsOk()) << "another caller";
  const auto retry_after =
      absl::Microseconds(TimeUtil::DurationToMicroseconds(DetailFrom<v1::RetryInfo>(refused).retry_delay()));
  EXPECT_LE(retry_after, absl::Milliseconds(500));
  absl::SleepFor(retry_after);
  EXPECT_THAT(AskWho("u-1"), IsOk()) << "after " << retry_after;
}

TEST_F(LimitsTest, StreamsAreCountedUntilTheyEnd) {
  Serve({.streams = 2});
  Followed first = Follow("u-1");
  Followed second = Follow("u-1");
  ASSERT_THAT(first.Begin(), IsOk());
  ASSERT_THAT(second.Begin(), IsOk());
  EXPECT_THAT(Follow("u-1").Begin(), IsOverTheLimit("2 streams"));
  Followed of_another = Follow("u-2");
  EXPECT_THAT(of_another.Begin(), IsOk());
  EXPECT_THAT(AskWho("u-1"), IsOk()) << "a call with one answer";

  first.context->TryCancel();
  EXPECT_THAT(first.End(), StatusIs(absl::StatusCode::kCancelled));
  EXPECT_THAT(ComesToFollow("u-1"), IsOk()) << "after one was cancelled";
  second.context->TryCancel();
  (void)second.End();
  of_another.context->TryCancel();
  (void)of_another.End();
}

TEST_F(LimitsTest, TheShareOfAStreamThatFailsOrRunsOutOfTimeIsGivenBack) {
  Serve({.streams = 1});
  Followed late = Follow("u-1", absl::Seconds(5));  // which is not over before the next call, on a busy machine either
  ASSERT_THAT(late.Begin(), IsOk());
  EXPECT_THAT(Follow("u-1").Begin(), IsOverTheLimit("1 streams"));
  EXPECT_THAT(late.End(), StatusIs(absl::StatusCode::kDeadlineExceeded));
  EXPECT_THAT(ComesToFollow("u-1"), IsOk());

  for (int i = 0; i < 5; ++i) {
    absl::Status failed;
    // The stream before this one may not have ended on the server yet.
    for (const absl::Time until = absl::Now() + kLimitPatience; absl::Now() < until;) {
      const auto context = As("u-1");
      v1::ReadEventsRequest request;
      request.mutable_case_stream()->set_case_id("no id");
      v1::ReadEventsResponse batch;
      const auto stream = audit_->ReadEvents(context.get(), request);
      EXPECT_FALSE(stream->Read(&batch));
      failed = FromGrpc(stream->Finish());
      if (!absl::IsResourceExhausted(failed)) break;
    }
    EXPECT_THAT(failed, StatusIs(absl::StatusCode::kInvalidArgument));
    EXPECT_THAT(ComesToFollow("u-1"), IsOk()) << i;
  }
  for (int i = 0; i < 5; ++i) {
    const absl::Status denied = Follow("u-nobody").Begin();
    EXPECT_THAT(denied, StatusIs(absl::StatusCode::kPermissionDenied)) << "as often as it is asked";
  }
}

TEST_F(LimitsTest, BytesOfRequestsAreCountedUntilTheyAreAnswered) {
  Serve({.request_bytes = 100'000});
  std::atomic<bool> stop = false;
  std::thread busy([&] {
    while (!stop) (void)WaitInVain("u-1", absl::Seconds(2));
  });
  absl::Status refused;
  for (const absl::Time until = absl::Now() + kLimitPatience;
       !absl::IsResourceExhausted(refused) && absl::Now() < until;)
    refused = WaitInVain("u-1", absl::Milliseconds(500));
  EXPECT_THAT(refused, IsOverTheLimit("100000 bytes of requests"));
  EXPECT_THAT(WaitInVain("u-2", absl::Milliseconds(200)), StatusIs(absl::StatusCode::kDeadlineExceeded))
      << "another caller is admitted, and waits";
  EXPECT_THAT(AskWho("u-1"), IsOk()) << "a small request";
  stop = true;
  busy.join();
  absl::Status admitted;
  for (const absl::Time until = absl::Now() + kLimitPatience; absl::Now() < until;) {
    admitted = WaitInVain("u-1", absl::Milliseconds(200));
    if (!absl::IsResourceExhausted(admitted)) break;
  }
  EXPECT_THAT(admitted, StatusIs(absl::StatusCode::kDeadlineExceeded)) << "what ran out of time is given back";
}

// A call that waits for an entry that does not come has a thread of the server.
TEST_F(LimitsTest, CallsThatWaitAreCountedUntilTheyAreAnswered) {
  Serve({.calls = 2});
  std::atomic<bool> stop = false;
  std::vector<std::thread> busy;
  for (int i = 0; i < 2; ++i) {
    busy.emplace_back([&] {
      while (!stop) (void)WaitInVain("u-1", absl::Seconds(2));
    });
  }
  absl::Status refused;
  for (const absl::Time until = absl::Now() + kLimitPatience;
       !absl::IsResourceExhausted(refused) && absl::Now() < until;)
    refused = WaitInVain("u-1", absl::Milliseconds(500));
  EXPECT_THAT(refused, IsOverTheLimit("2 calls at a time"));
  EXPECT_THAT(AskWho("u-2"), IsOk()) << "another caller";
  EXPECT_THAT(ComesToFollow("u-1"), IsOk()) << "a stream has another place";
  stop = true;
  for (std::thread& each : busy) each.join();
  absl::Status answered;
  for (const absl::Time until = absl::Now() + kLimitPatience; absl::Now() < until;) {
    answered = AskWho("u-1");
    if (!absl::IsResourceExhausted(answered)) break;
  }
  EXPECT_THAT(answered, IsOk()) << "what ran out of time is given back";
}

// A stream waits in place of being refused.
TEST_F(LimitsTest, AStreamOfAppendsIsReadAsFastAsItsCallerMaySend) {
  constexpr int kRequests = 40;
  Serve({.calls_per_second = 20, .calls_at_once = 100});
  const auto context = As("u-1");
  const absl::Time began = absl::Now();
  const auto stream = cases_->AppendStream(context.get());
  std::thread writer([&] {
    for (int i = 0; i < kRequests; ++i) (void)stream->Write(Opening(absl::StrCat("case ", i)));
    (void)stream->WritesDone();
  });
  int recorded = 0;
  v1::AppendStreamResponse answer;
  while (stream->Read(&answer)) recorded += answer.has_appended() ? 1 : 0;
  writer.join();
  EXPECT_THAT(FromGrpc(stream->Finish()), IsOk());
  EXPECT_EQ(recorded, kRequests) << "nothing was refused";
  // The last was read no sooner than 20 a second allow, but for what may be made up for.
  EXPECT_GE(absl::Now() - began, absl::Seconds(1.7));
}

// A stream of appends has one place among the streams, but may not fill the queue for all others.
TEST_F(LimitsTest, TheRequestsOfAStreamOfAppendsAreCountedOneByOne) {
  constexpr int kRequests = 60;
  Serve({.stream_requests = 1});
  const auto context = As("u-1");
  const auto stream = cases_->AppendStream(context.get());
  std::thread writer([&] {
    for (int i = 0; i < kRequests; ++i) (void)stream->Write(Opening(absl::StrCat("case ", i)));
  });
  int recorded = 0;
  std::vector<v1::ErrorStatus> refused;
  v1::AppendStreamResponse answer;
  for (int i = 0; i < kRequests; ++i) {
    ASSERT_TRUE(stream->Read(&answer)) << i;
    if (answer.has_appended()) ++recorded;
    if (answer.has_error()) refused.push_back(answer.error());
  }
  writer.join();
  EXPECT_GT(recorded, 0);
  ASSERT_FALSE(refused.empty()) << "one at a time, but " << kRequests << " were sent at once";
  for (const v1::ErrorStatus& error : refused) {
    EXPECT_EQ(error.code(), static_cast<int>(absl::StatusCode::kResourceExhausted)) << error.message();
    EXPECT_THAT(error.message(), HasSubstr("1 requests in streams"));
    EXPECT_EQ(DetailIn<v1::ErrorInfo>(error).value_or(v1::ErrorInfo()).reason(), "CALLER_LIMIT_REACHED");
    EXPECT_GT(DetailIn<v1::RetryInfo>(error).value_or(v1::RetryInfo()).retry_delay().seconds(), 0);
  }
  ASSERT_TRUE(stream->Write(Opening("the last")));
  ASSERT_TRUE(stream->Read(&answer));
  EXPECT_TRUE(answer.has_appended()) << "the others were answered: " << answer.error().message();
  ASSERT_TRUE(stream->WritesDone());
  EXPECT_FALSE(stream->Read(&answer));
  EXPECT_THAT(FromGrpc(stream->Finish()), IsOk());
}

}  // namespace
}  // namespace casejournal::services
