// How a server stops: what it answers meanwhile, what it lets end, and what it ends.
#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "casejournal/v1/journal_service.grpc.pb.h"
#include "services/server/server.h"
#include "tests/support/any_call.h"
#include "tests/support/test_server.h"

namespace casejournal::services {
namespace {

using casejournal::testing::CallWithBytes;
using casejournal::testing::CaseOpened;
using casejournal::testing::DetailFrom;
using casejournal::testing::FromGrpc;
using casejournal::testing::Id;
using casejournal::testing::IsOk;
using casejournal::testing::NoteWritten;
using ::testing::Each;
using ::testing::HasSubstr;

constexpr absl::Duration kStopPatience = absl::Seconds(60);

MATCHER(SaysStopping, "says that the server is stopping") {
  const absl::Status status = casejournal::testing::StatusOf(arg);
  *result_listener << status;
  return absl::IsUnavailable(status) && DetailFrom<v1::ErrorInfo>(status).reason() == "SERVER_STOPPING";
}

// More than the buffers of one call hold, so that a client that does not read holds up its answer.
constexpr int kNotes = 100;
constexpr int kNoteBytes = 60'000;

class StoppingTest : public casejournal::testing::ServerTest {
 protected:
  void TellStory() override {
    Record("case", {CaseOpened("2025-01-10")});
    for (int i = 0; i < kNotes; ++i) RecordNow("case", {NoteWritten("2025-01-10", std::string(kNoteBytes, 'x'))});
  }

  // The same server with another limit.
  void StopWithin(absl::Duration within) {
    options().stop_within = within;
    Start();
  }

  // A client that reads nothing until it is told to. Its window holds a part of one note, so that the server, which has
  // begun to answer, cannot go on.
  struct SlowReader {
    SlowReader(const Server& server, uint64_t position) {
      grpc::ChannelArguments arguments;
      arguments.SetInt(GRPC_ARG_HTTP2_BDP_PROBE, 0);
      arguments.SetInt(GRPC_ARG_HTTP2_STREAM_LOOKAHEAD_BYTES, kNoteBytes / 10);
      arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
      audit = v1::AuditService::NewStub(grpc::CreateCustomChannel(absl::StrCat("127.0.0.1:", server.port()),
                                                                  grpc::InsecureChannelCredentials(), arguments));
      v1::ReadEventsRequest request;
      request.set_position(position);
      reader = audit->ReadEvents(&context, request);
      reader->WaitForInitialMetadata();  // comes with the beginning of the first note
    }
    absl::Status ReadToEnd() {
      while (reader->Read(&message)) {
      }
      return FromGrpc(reader->Finish());
    }
    std::unique_ptr<v1::AuditService::Stub> audit;
    grpc::ClientContext context;
    v1::ReadEventsResponse message;
    std::unique_ptr<grpc::ClientReader<v1::ReadEventsResponse>> reader;
  };

  uint64_t FirstNote() { return LogSize() - kNotes; }

  void StopInBackground() {
    stopper_ = std::thread([this] { own_->server->Stop(); });
  }
  void TearDown() override {
    if (stopper_.joinable()) stopper_.join();
  }
  template <typename Condition>
  static bool Becomes(Condition condition) {
    const absl::Time end = absl::Now() + kStopPatience;
    while (!condition() && absl::Now() < end) absl::SleepFor(absl::Milliseconds(5));
    return condition();
  }
  std::string HealthOf(const std::string& name) {
    const std::string asked =
        name.empty() ? "" : absl::StrCat("\x0a", std::string(1, static_cast<char>(name.size())), name);
    const auto outcome = CallWithBytes(own_->channel, "/grpc.health.v1.Health/Check", asked);
    if (!outcome.status.ok() || outcome.messages.empty()) return "unknown";
    return outcome.messages[0] == std::string("\x08\x01") ? "serving" : "not serving";
  }

  std::thread stopper_;
};

TEST_F(StoppingTest, WhileCallsEndNewOnesHearThatTheServerStopsAndNothingIsRecorded) {
  StopWithin(kStopPatience);
  EXPECT_EQ(HealthOf(""), "serving");
  SlowReader slow(*own_->server, FirstNote());
  const uint64_t entries = LogSize();

  StopInBackground();

  v1::GetCasePlanRequest plan;
  plan.set_case_id(Id("case"));
  ASSERT_TRUE(Becomes([&] { return !Ask(plan).ok(); }));
  EXPECT_THAT(Ask(plan), SaysStopping());
  EXPECT_THAT(Ask(Appending("case", {NoteWritten("2025-01-10", "too late")})), SaysStopping());
  EXPECT_THAT(Ask(v1::CheckLogRequest()), SaysStopping());
  for (const char* name : {"", v1::CaseService::service_full_name(), v1::AuditService::service_full_name(), "due-list"})
    EXPECT_EQ(HealthOf(name), "not serving") << name;
  EXPECT_EQ(LogSize(), entries);

  EXPECT_THAT(slow.ReadToEnd(), SaysStopping());
}

TEST_F(StoppingTest, EveryMethodSaysThatTheServerStops) {
  StopWithin(kStopPatience);
  const auto methods = casejournal::testing::ServedMethods(own_->channel);
  SlowReader slow(*own_->server, FirstNote());
  StopInBackground();
  ASSERT_TRUE(Becomes([&] { return !Ask(v1::ListCasesRequest()).ok(); }));

  for (const auto* method : methods) {
    const auto outcome = CallWithBytes(own_->channel, casejournal::testing::PathOf(*method), "");
    EXPECT_THAT(outcome.status, SaysStopping()) << method->full_name();
  }

  slow.context.TryCancel();
}

TEST_F(StoppingTest, WhoWaitsForAnEntryThatDoesNotComeHearsIt) {
  StopWithin(kStopPatience);
  EXPECT_EQ(HealthOf(""), "serving");           // now there is a connection
  SlowReader slow(*own_->server, FirstNote());  // so that the server is there until the waiter has heard of the stop
  absl::Status answered;
  std::thread waiter([&] {
    grpc::ClientContext context;
    context.set_deadline(absl::ToChronoTime(absl::Now() + kStopPatience));
    v1::GetCasePlanRequest request;
    v1::GetCasePlanResponse response;
    request.set_case_id(Id("case"));
    request.set_min_position(1'000'000'000);
    answered = FromGrpc(own_->cases->GetCasePlan(&context, request, &response));
  });
  // If it has not come by then, it hears the same.
  absl::SleepFor(absl::Milliseconds(200));

  StopInBackground();
  waiter.join();
  slow.context.TryCancel();

  EXPECT_THAT(answered, SaysStopping());
}

TEST_F(StoppingTest, AClientThatDoesNotReadDoesNotKeepTheServer) {
  StopWithin(absl::Seconds(1));
  SlowReader slow(*own_->server, FirstNote());

  own_->server->Stop();

  EXPECT_EQ(slow.ReadToEnd().code(), absl::StatusCode::kUnavailable);
}

// Who suffers: a service that must know which of its requests were recorded before it lost the server.
TEST_F(StoppingTest, AStreamOfAppendsIsAnsweredForAllThatWasReadAndEndsWithUnavailable) {
  StopWithin(kStopPatience);
  const uint64_t before = LogSize();
  grpc::ClientContext context;
  const auto stream = own_->cases->AppendStream(&context);
  v1::AppendStreamRequest request;
  uint64_t recorded = 0;
  v1::AppendStreamResponse response;
  for (int i = 0; i < 20; ++i) {
    *request.mutable_append() = Appending("case", {NoteWritten("2025-01-10", absl::StrCat("note ", i))});
    ASSERT_TRUE(stream->Write(request));
    ASSERT_TRUE(stream->Read(&response));
    ASSERT_TRUE(response.has_appended()) << response.DebugString();
    ++recorded;
  }

  StopInBackground();

  while (stream->Read(&response)) recorded += response.has_appended() ? 1 : 0;
  EXPECT_THAT(FromGrpc(stream->Finish()), SaysStopping());
  stopper_.join();
  EXPECT_EQ(LogSize(), before + recorded);
}

// Who suffers: everybody whose calls come while a server is replaced. CANCELLED would say that they gave up themselves.
TEST_F(StoppingTest, UnderLoadNoCallEndsOtherwiseThanWithUnavailable) {
  StopWithin(kStopPatience);
  std::vector<std::thread> writers;
  std::vector<std::vector<absl::Status>> ends(8);
  std::vector<uint64_t> recorded(ends.size());
  std::atomic<size_t> connected = 0;
  std::atomic<size_t> heard = 0;
  SlowReader slow(*own_->server, FirstNote());  // so that the server is there until each writer has heard of the stop
  const uint64_t before = LogSize();
  for (size_t i = 0; i < ends.size(); ++i) {
    writers.emplace_back([&, i] {
      // Each has a connection of its own.
      grpc::ChannelArguments own;
      own.SetInt("writer", static_cast<int>(i));
      const auto cases = v1::CaseService::NewStub(grpc::CreateCustomChannel(
          absl::StrCat("127.0.0.1:", own_->server->port()), grpc::InsecureChannelCredentials(), own));
      while (ends[i].size() < 100) {
        grpc::ClientContext context;
        v1::AppendResponse response;
        const absl::Status status = FromGrpc(
            cases->Append(&context,
                          Appending(absl::StrCat("case of ", i),
                                    {recorded[i] == 0 ? CaseOpened("2025-01-10") : NoteWritten("2025-01-10", "n")}),
                          &response));
        if (status.ok()) {
          if (recorded[i]++ == 0) ++connected;
        } else {
          if (ends[i].empty()) ++heard;
          ends[i].push_back(status);
        }
      }
    });
  }
  EXPECT_TRUE(Becomes([&] { return connected == ends.size() && LogSize() > before + 200; }));

  StopInBackground();
  EXPECT_TRUE(Becomes([&] { return heard == ends.size(); }));
  slow.context.TryCancel();

  for (std::thread& writer : writers) writer.join();
  uint64_t sum = 0;
  for (size_t i = 0; i < ends.size(); ++i) {
    for (const absl::Status& end : ends[i]) EXPECT_EQ(end.code(), absl::StatusCode::kUnavailable) << end;
    ASSERT_FALSE(ends[i].empty());
    EXPECT_THAT(ends[i].front(), SaysStopping());
    sum += recorded[i];
  }
  EXPECT_EQ(LogSize(), before + sum);
}

}  // namespace
}  // namespace casejournal::services
