// A server in this process, with a journal of its own, a clock that the test sets, and calls over a real connection.
#ifndef CASEJOURNAL_TESTS_SUPPORT_TEST_SERVER_H_
#define CASEJOURNAL_TESTS_SUPPORT_TEST_SERVER_H_

#include <gmock/gmock.h>
#include <grpcpp/create_channel.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "casejournal/v1/audit_service.grpc.pb.h"
#include "casejournal/v1/case_service.grpc.pb.h"
#include "casejournal/v1/court_service.grpc.pb.h"
#include "casejournal/v1/errors.pb.h"
#include "services/errors/detail_in.h"
#include "services/server/server.h"
#include "tests/support/case_builder.h"
#include "tests/support/docket_case.h"
#include "tests/support/event_text.h"
#include "tests/support/matchers.h"
#include "tests/support/test_log.h"

namespace casejournal::testing {

inline constexpr char kErrorStatusPayload[] = "casejournal.v1.ErrorStatus";

// The status that a client got, with its details as a payload.
inline absl::Status FromGrpc(const grpc::Status& got) {
  absl::Status status(static_cast<absl::StatusCode>(got.error_code()), got.error_message());
  if (!got.ok() && !got.error_details().empty())
    status.SetPayload(kErrorStatusPayload, absl::Cord(got.error_details()));
  return status;
}

// The detail of this type that the client got with an error. Its default if there is none.
template <typename Detail>
Detail DetailFrom(const absl::Status& status) {
  v1::ErrorStatus error;
  Detail detail;
  const absl::optional<absl::Cord> payload = status.GetPayload(kErrorStatusPayload);
  if (payload && error.ParseFromString(std::string(*payload))) {
    EXPECT_EQ(error.code(), static_cast<int>(status.code()));
    detail = services::DetailIn<Detail>(error).value_or(detail);
  }
  return detail;
}

// INVALID_ARGUMENT with a BadRequest that names this field, and says what is allowed.
MATCHER_P(NamesField, field, "names the field " + std::string(field)) {
  const absl::Status& status = StatusOf(arg);
  *result_listener << status;
  const auto bad = DetailFrom<v1::BadRequest>(status);
  return status.code() == absl::StatusCode::kInvalidArgument && bad.fields_size() == 1 &&
         bad.fields(0).field() == field && !bad.fields(0).allowed().empty();
}

// A journal in its own directory, and a server for it. Its clock begins on 2025-01-10 at 9:00 in New York, and stands
// still unless somebody moves it.
struct TestServer {
  TestServer() {
    options.journal.log.directory = directory.path();
    options.journal.log.disk_reserve_bytes = 0;
    options.journal.log.now_us = [this] { return now_us.load(); };
    options.journal.log.steady_us = options.journal.log.now_us;
    options.journal.program = "casejournal test";
    options.listen = "127.0.0.1:0";
    options.insecure_dev = true;
    options.development_actor.set_issuer("wren.example");
    options.development_actor.set_subject("u-1");
    options.development_actor.set_name("Dana Reed");
    EXPECT_THAT(services::Journal::Create(options.journal.log,
                                          {.origin = "wren.example/juvenile", .time_zone = "America/New_York"}),
                IsOk());
  }

  // Start the server, again if it runs.
  void Start() {
    server.reset();
    absl::StatusOr<std::unique_ptr<services::Server>> started = services::Server::Start(options);
    ASSERT_THAT(started, IsOk());
    server = *std::move(started);
    channel = grpc::CreateChannel(absl::StrCat("127.0.0.1:", server->port()), grpc::InsecureChannelCredentials());
    cases = v1::CaseService::NewStub(channel);
    audit = v1::AuditService::NewStub(channel);
    court = v1::CourtService::NewStub(channel);
  }

  eventstore::TestDirectory directory;
  std::atomic<int64_t> now_us = absl::ToUnixMicros(Local("2025-01-10 09:00"));
  services::ServerOptions options;
  std::unique_ptr<services::Server> server;
  std::shared_ptr<grpc::Channel> channel;
  std::unique_ptr<v1::CaseService::Stub> cases;
  std::unique_ptr<v1::AuditService::Stub> audit;
  std::unique_ptr<v1::CourtService::Stub> court;
};

// Tests that ask a server.
class ServerTest : public ::testing::Test {
 protected:
  // What is recorded before each test.
  virtual void TellStory() {}

  // In the constructor of a fixture: its tests share one server, and TellStory runs once. They may record in other
  // cases than those of the story.
  void ShareServer() { shares_ = true; }
  // In the constructor of a fixture that inherits from such a one: each test has a server of its own.
  void OwnServer() { shares_ = false; }

  void SetUp() override {
    if (shares_ && shared_ != nullptr) {
      own_ = shared_;
      return;
    }
    own_ = std::make_shared<TestServer>();
    own_->options.journal.rules = rules_;
    Start();
    TellStory();
    if (shares_) shared_ = own_;
  }
  static void TearDownTestSuite() { shared_.reset(); }

  void Start() { own_->Start(); }
  services::ServerOptions& options() { return own_->options; }
  const services::Journal& journal() const { return own_->server->journal(); }

  // In the constructor of a fixture: the journal adopts the shipped calendar and rule sets when it is first served.
  void AdoptShippedRules() {
    for (const char* name : {"us-oh.calendar.textproto", "us-federal.rules.textproto", "us-oh.rules.textproto"})
      rules_.push_back(ShippedFile(name));
  }

  // Set the clock to a local time, which must not be earlier than the last one.
  void SetClock(absl::string_view local_time) { own_->now_us = absl::ToUnixMicros(Local(local_time)); }
  void AdvanceClock(absl::Duration by) { own_->now_us += absl::ToInt64Microseconds(by); }
  std::string Today() const { return journal().Today(); }
  uint64_t LogSize() const { return journal().log().size(); }
  uint64_t LastPosition() const { return LogSize() - 1; }

  // Record an event at noon of its day, or now if that day is over. Return its position.
  uint64_t Tell(absl::string_view case_word, absl::string_view day, absl::string_view text) {
    return Record(case_word, {EventFromText(day, text)});
  }
  // Record events at noon of the last one's day, or now if that day is over. Return the position of the first.
  uint64_t Record(absl::string_view case_word, std::vector<CaseEvent> events) {
    const absl::Time noon = Local(absl::StrCat(events.back().effective_on(), " 12:00"));
    own_->now_us = std::max(own_->now_us.load(), absl::ToUnixMicros(noon));
    return RecordNow(case_word, std::move(events));
  }
  uint64_t RecordNow(absl::string_view case_word, std::vector<CaseEvent> events) {
    const absl::StatusOr<v1::AppendResponse> appended = Ask(Appending(case_word, std::move(events)));
    EXPECT_THAT(appended, IsOk()) << DetailFrom<v1::Refusal>(appended.status()).DebugString()
                                  << DetailFrom<v1::BadRequest>(appended.status()).DebugString();
    return appended.ok() ? appended->first_position() : 0;
  }
  // A request that appends to one case in any state. Events that are recorded late say why.
  v1::AppendRequest Appending(absl::string_view case_word, std::vector<CaseEvent> events) const {
    v1::AppendRequest request;
    request.set_request_id(eventstore::RandomUuid().ToString());
    v1::CaseAppend& part = *request.add_cases();
    part.set_case_id(Id(case_word));
    part.mutable_expected()->set_any(true);
    for (CaseEvent& event : events) {
      if (event.effective_on() < Today()) event.set_late_reason("learned later");
      *part.add_events() = std::move(event);
    }
    return request;
  }

  // Ask as a client does, and wait for the answer.
  absl::StatusOr<v1::AppendResponse> Ask(const v1::AppendRequest& request) {
    return Unary<v1::AppendResponse>(*own_->cases, &v1::CaseService::Stub::Append, request);
  }
  absl::StatusOr<v1::GetCasePlanResponse> Ask(const v1::GetCasePlanRequest& request) {
    return Unary<v1::GetCasePlanResponse>(*own_->cases, &v1::CaseService::Stub::GetCasePlan, request);
  }
  absl::StatusOr<v1::PreviewPlanResponse> Ask(const v1::PreviewPlanRequest& request) {
    return Unary<v1::PreviewPlanResponse>(*own_->cases, &v1::CaseService::Stub::PreviewPlan, request);
  }
  absl::StatusOr<v1::ComparePlansResponse> Ask(const v1::ComparePlansRequest& request) {
    return Unary<v1::ComparePlansResponse>(*own_->cases, &v1::CaseService::Stub::ComparePlans, request);
  }
  absl::StatusOr<v1::GetFindingsResponse> Ask(const v1::GetFindingsRequest& request) {
    return Unary<v1::GetFindingsResponse>(*own_->cases, &v1::CaseService::Stub::GetFindings, request);
  }
  absl::StatusOr<v1::GetDocketResponse> Ask(const v1::GetDocketRequest& request) {
    return Unary<v1::GetDocketResponse>(*own_->cases, &v1::CaseService::Stub::GetDocket, request);
  }
  absl::StatusOr<v1::ListWorkResponse> Ask(const v1::ListWorkRequest& request) {
    return Unary<v1::ListWorkResponse>(*own_->cases, &v1::CaseService::Stub::ListWork, request);
  }
  absl::StatusOr<v1::ListNotesResponse> Ask(const v1::ListNotesRequest& request) {
    return Unary<v1::ListNotesResponse>(*own_->cases, &v1::CaseService::Stub::ListNotes, request);
  }
  absl::StatusOr<v1::ListCasesResponse> Ask(const v1::ListCasesRequest& request) {
    return Unary<v1::ListCasesResponse>(*own_->cases, &v1::CaseService::Stub::ListCases, request);
  }
  absl::StatusOr<v1::SearchPersonsResponse> Ask(const v1::SearchPersonsRequest& request) {
    return Unary<v1::SearchPersonsResponse>(*own_->cases, &v1::CaseService::Stub::SearchPersons, request);
  }
  absl::StatusOr<v1::GetRegisterResponse> Ask(const v1::GetRegisterRequest& request) {
    return Unary<v1::GetRegisterResponse>(*own_->court, &v1::CourtService::Stub::GetRegister, request);
  }
  absl::StatusOr<v1::GetCheckpointResponse> Ask(const v1::GetCheckpointRequest& request) {
    return Unary<v1::GetCheckpointResponse>(*own_->audit, &v1::AuditService::Stub::GetCheckpoint, request);
  }
  absl::StatusOr<v1::GetInclusionProofResponse> Ask(const v1::GetInclusionProofRequest& request) {
    return Unary<v1::GetInclusionProofResponse>(*own_->audit, &v1::AuditService::Stub::GetInclusionProof, request);
  }
  absl::StatusOr<v1::GetConsistencyProofResponse> Ask(const v1::GetConsistencyProofRequest& request) {
    return Unary<v1::GetConsistencyProofResponse>(*own_->audit, &v1::AuditService::Stub::GetConsistencyProof, request);
  }
  // All messages of the answer.
  absl::StatusOr<std::vector<v1::ReplayCaseResponse>> Ask(const v1::ReplayCaseRequest& request) {
    return Stream<v1::ReplayCaseResponse>(*own_->audit, &v1::AuditService::Stub::ReplayCase, request);
  }
  absl::StatusOr<std::vector<v1::GetHistoryResponse>> Ask(const v1::GetHistoryRequest& request) {
    return Stream<v1::GetHistoryResponse>(*own_->audit, &v1::AuditService::Stub::GetHistory, request);
  }
  absl::StatusOr<std::vector<v1::ReadEventsResponse>> Ask(const v1::ReadEventsRequest& request) {
    return Stream<v1::ReadEventsResponse>(*own_->audit, &v1::AuditService::Stub::ReadEvents, request);
  }
  absl::StatusOr<std::vector<v1::ReadLeavesResponse>> Ask(const v1::ReadLeavesRequest& request) {
    return Stream<v1::ReadLeavesResponse>(*own_->audit, &v1::AuditService::Stub::ReadLeaves, request);
  }
  absl::StatusOr<std::vector<v1::CheckLogResponse>> Ask(const v1::CheckLogRequest& request) {
    return Stream<v1::CheckLogResponse>(*own_->audit, &v1::AuditService::Stub::CheckLog, request);
  }
  absl::StatusOr<std::vector<v1::GetExhibitResponse>> Ask(const v1::GetExhibitRequest& request) {
    return Stream<v1::GetExhibitResponse>(*own_->court, &v1::CourtService::Stub::GetExhibit, request);
  }
  // The same for a request written as text, with $word for the id of a word.
  template <typename Request>
  auto AskFor(absl::string_view text) {
    return Ask(MessageFromText<Request>(text));
  }

  // How long a call may take. A test of a deadline shortens it.
  absl::Duration patience_ = absl::Minutes(1);
  std::shared_ptr<TestServer> own_;

 private:
  template <typename Response, typename Stub, typename Method, typename Request>
  absl::StatusOr<Response> Unary(Stub& stub, Method method, const Request& request) {
    grpc::ClientContext context;
    context.set_deadline(absl::ToChronoTime(absl::Now() + patience_));
    Response response;
    const absl::Status status = FromGrpc((stub.*method)(&context, request, &response));
    if (!status.ok()) return status;
    return response;
  }
  template <typename Response, typename Stub, typename Method, typename Request>
  absl::StatusOr<std::vector<Response>> Stream(Stub& stub, Method method, const Request& request) {
    grpc::ClientContext context;
    context.set_deadline(absl::ToChronoTime(absl::Now() + patience_));
    std::vector<Response> responses;
    const auto reader = (stub.*method)(&context, request);
    for (Response response; reader->Read(&response);) responses.push_back(std::move(response));
    const absl::Status status = FromGrpc(reader->Finish());
    if (!status.ok()) return status;
    return responses;
  }

  static inline std::shared_ptr<TestServer> shared_;
  bool shares_ = false;
  std::vector<projections::RuleFile> rules_;
};

// A server whose journal adopted the shipped rules.
class ServerWithRulesTest : public ServerTest {
 protected:
  ServerWithRulesTest() { AdoptShippedRules(); }
};

}  // namespace casejournal::testing

#endif  // CASEJOURNAL_TESTS_SUPPORT_TEST_SERVER_H_
