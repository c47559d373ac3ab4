#include "services/client/call_failure.h"

#include <gmock/gmock.h>

#include <set>
#include <string>
#include <tuple>

#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"

namespace casejournal::services {
namespace {

template <typename Message>
Message FromText(const char* text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message));
  return message;
}

// Returns a status as a server sends it: the details are the bytes of an ErrorStatus.
grpc::Status Failed(grpc::StatusCode code, const google::protobuf::Message& detail) {
  v1::ErrorStatus error;
  error.set_code(code);
  error.add_details()->PackFrom(detail);
  return grpc::Status(code, "in short", error.SerializeAsString());
}

std::string Said(const grpc::Status& status, const v1::AppendRequest* request = nullptr) {
  return FailureText(ErrorOf(status), "host:7464", request);
}

TEST(CallFailure, ShowsEveryViolationWithItsRemedy) {
  const auto refusal = FromText<v1::Refusal>(R"pb(
    violations {
      event_index: 1
      field: "objectiveAdded.goalId"
      rule_id: "ref.unknown"
      message: "no such goal"
      remedy: "establish the goal first"
    }
    violations { event_index: 2 rule_id: "time.late" message: "recorded late" }
    omitted: 3)pb");
  const auto request = FromText<v1::AppendRequest>(R"pb(
    cases {
      events {}
      events { objective_added {} }
    })pb");

  EXPECT_EQ(Said(Failed(grpc::FAILED_PRECONDITION, refusal), &request),
            "the rules reject the request; nothing was recorded.\n"
            "  cases[0].events[1] ObjectiveAdded, objectiveAdded.goalId\n"
            "    ref.unknown: no such goal\n"
            "    Remedy: establish the goal first\n"
            "  cases[0].events[2]\n"
            "    time.late: recorded late\n"
            "  and 3 more violations; --validate-only shows all of them");
}

TEST(CallFailure, SaysWhatAConnectionFailedAt) {
  const auto text = [](const std::string& message, int code = grpc::UNAVAILABLE) {
    v1::ErrorStatus error;
    error.set_code(code);
    error.set_message(message);
    return FailureText(error, "127.0.0.1:7464");
  };
  const std::string before = "failed to connect to all addresses; last error: UNKNOWN: ipv4:127.0.0.1:7464: ";
  const std::string ssl = before + "Ssl handshake failed: SSL_ERROR_SSL: error:0A000086:SSL routines::";
  EXPECT_EQ(text(ssl + "certificate verify failed"),
            "no answer: the server's certificate is not trusted: no authority that this client knows signed it, or it "
            "expired.\n  Use --ca FILE with the authority of the server.");
  EXPECT_THAT(text(ssl + "wrong version number"), ::testing::HasSubstr("does not speak TLS"));
  EXPECT_THAT(text(before + "Socket closed"), ::testing::HasSubstr("the server closed the connection"));
  EXPECT_THAT(text("empty address list: "), ::testing::HasSubstr("--ca, --cert, and --key-file"));
  EXPECT_EQ(
      text(before + "Failed to connect to remote host: Connection refused"),
      "no answer: connection refused\n  Is a server running at 127.0.0.1:7464? Use --server to give another address.");
  EXPECT_THAT(text("Socket closed"), ::testing::HasSubstr("no answer: Socket closed")) << "later";
}

TEST(CallFailure, ShowsExpectedAndActual) {
  const auto conflict = FromText<v1::RevisionConflict>(R"pb(case_id: "c" expected: 0 actual: 4)pb");
  EXPECT_EQ(Said(Failed(grpc::ABORTED, conflict)),
            "the case is not at the expected revision; nothing was recorded.\n"
            "  case      c\n"
            "  expected  revision 0\n"
            "  actual    revision 4");

  const auto exists = FromText<v1::RevisionConflict>(R"pb(case_id: "c" actual: 4)pb");
  EXPECT_EQ(Said(Failed(grpc::ABORTED, exists)),
            "the case is not at the expected revision; nothing was recorded.\n"
            "  case      c\n"
            "  expected  no case\n"
            "  actual    revision 4");
}

TEST(CallFailure, AConflictOverWhatWasTouchedNamesIt) {
  const auto touched =
      FromText<v1::RevisionConflict>(R"pb(case_id: "c" expected: 3 actual: 9 touched_ids: "g" touched_ids: "8")pb");

  EXPECT_EQ(
      Said(Failed(grpc::ABORTED, touched)),
      "something that the events refer to has changed; nothing was recorded.\n  case      c\n  since     revision 3\n"
      "  actual    revision 9\n  changed   g\n            8");
}

TEST(CallFailure, ShowsEachWrongField) {
  const auto bad = FromText<v1::BadRequest>(R"pb(
    fields { field: "requestId" given: "7" allowed: "a UUID" }
    fields { field: "cases" allowed: "1 to 100" })pb");

  const v1::AppendRequest request;
  EXPECT_EQ(Said(Failed(grpc::INVALID_ARGUMENT, bad), &request),
            "the request is malformed; nothing was recorded.\n"
            "  requestId: \"7\" given; allowed: a UUID\n"
            "  cases: allowed: 1 to 100");
  EXPECT_EQ(Said(Failed(grpc::INVALID_ARGUMENT, bad)).find("the request is malformed.\n"), 0);
}

// Only an append can have an unknown outcome.
TEST(CallFailure, AdvisesToRepeatAnAppendWithItsId) {
  const grpc::Status gone(grpc::UNAVAILABLE, "connection refused");
  const v1::AppendRequest request;

  EXPECT_EQ(Said(gone),
            "no answer: connection refused\n"
            "  Is a server running at host:7464? Use --server to give another address.");
  EXPECT_NE(Said(gone, &request).find("same request id"), std::string::npos);
}

// gRPC says in between how it looked for the server.
TEST(CallFailure, FailedConnectionIsSaidInAFewWords) {
  EXPECT_EQ(Said(grpc::Status(grpc::UNAVAILABLE,
                              "failed to connect to all addresses; last error: UNKNOWN: ipv4:127.0.0.1:9: Failed to "
                              "connect to remote host: Connection refused")),
            "no answer: connection refused\n"
            "  Is a server running at host:7464? Use --server to give another address.");
}

TEST(CallFailure, JsonHasTheDetailsThatThisProgramKnows) {
  v1::ErrorStatus error;
  error.set_code(grpc::FAILED_PRECONDITION);
  error.set_message("no");
  v1::Refusal refusal;
  refusal.add_violations()->set_rule_id("ref.unknown");
  error.add_details()->PackFrom(refusal);
  v1::ErrorInfo info;
  info.set_reason("REJECTED_BY_RULES");
  error.add_details()->PackFrom(info);
  error.mutable_details(1)->set_type_url("type.googleapis.com/google.rpc.ErrorInfo");
  error.add_details()->set_type_url("type.googleapis.com/google.rpc.Unheard");

  const std::string json = ErrorJson(error);
  EXPECT_NE(json.find("\"ruleId\": \"ref.unknown\""), std::string::npos) << json;
  EXPECT_NE(json.find("\"reason\": \"REJECTED_BY_RULES\""), std::string::npos) << json;
  EXPECT_EQ(json.find("Unheard"), std::string::npos) << json;
}

TEST(CallFailure, SaysThatNothingWasRecordedWhileTheJournalTakesNoWrites) {
  const auto stopped = FromText<v1::WritesStopped>(R"pb(reason: WRITE_STOP_CLOCK)pb");
  const v1::AppendRequest request;
  const grpc::Status status = Failed(grpc::FAILED_PRECONDITION, stopped);

  EXPECT_EQ(Said(status, &request),
            "the journal takes no writes now; nothing was recorded.\n  in short\n"
            "  When an operator has confirmed that the clock is right, retry with the same request id.");
  EXPECT_EQ(ExitStatusFor(ErrorOf(status)), ExitStatus::kUnavailable);
  v1::WritesStopped later;
  later.set_reason(static_cast<v1::WriteStop>(99));
  EXPECT_NE(Said(Failed(grpc::RESOURCE_EXHAUSTED, later)).find("When an operator has fixed the cause"),
            std::string::npos);
  EXPECT_EQ(ExitStatusFor(ErrorOf(Failed(grpc::FAILED_PRECONDITION, v1::Refusal()))), ExitStatus::kRefused);
  EXPECT_EQ(ExitStatusFor(ErrorOf(Failed(grpc::DATA_LOSS, later))), ExitStatus::kDataLoss);
}

TEST(CallFailure, AFullDiskOfTheServerHasItsExitCode) {
  v1::ErrorInfo info;
  info.set_reason("TEMPORARILY_UNAVAILABLE");
  EXPECT_EQ(ExitStatusFor(ErrorOf(Failed(grpc::RESOURCE_EXHAUSTED, info))), ExitStatus::kDiskFull);
  EXPECT_EQ(ExitStatusFor(ErrorOf(Failed(grpc::UNAVAILABLE, info))), ExitStatus::kUnavailable);
  info.set_reason("SERVER_BUSY");
  EXPECT_EQ(ExitStatusFor(ErrorOf(Failed(grpc::RESOURCE_EXHAUSTED, info))), ExitStatus::kUnavailable);
}

TEST(CallFailure, DetailsThatCannotBeReadAreLeftOut) {
  EXPECT_EQ(Said(grpc::Status(grpc::NOT_FOUND, "no such case", "\xFF\xFF")), "not found: no such case");
}

TEST(CallFailure, ExitCodesAreThoseOfTheHelp) {
  EXPECT_EQ(ExitStatusOf(grpc::FAILED_PRECONDITION), ExitStatus::kRefused);
  EXPECT_EQ(ExitStatusOf(grpc::ABORTED), ExitStatus::kConflict);
  EXPECT_EQ(ExitStatusOf(grpc::ALREADY_EXISTS), ExitStatus::kRequestIdTaken);
  EXPECT_EQ(ExitStatusOf(grpc::OUT_OF_RANGE), ExitStatus::kNotFound);
  EXPECT_EQ(ExitStatusOf(99), ExitStatus::kFailure);
}

TEST(CallFailure, EachReasonToTakeNoWritesHasARemedyOfItsOwn) {
  std::set<std::string> texts;
  for (int reason = v1::WRITE_STOP_CLOCK; reason <= v1::WRITE_STOP_FORK; ++reason) {
    v1::WritesStopped stopped;
    stopped.set_reason(static_cast<v1::WriteStop>(reason));
    const std::string text = Said(Failed(grpc::RESOURCE_EXHAUSTED, stopped));
    EXPECT_NE(text.find("nothing was recorded"), std::string::npos) << text;
    EXPECT_NE(text.find("same request id"), std::string::npos) << text;
    texts.insert(text);
  }
  EXPECT_EQ(texts.size(), 4U) << "two reasons end with a restart";
}

TEST(CallFailure, OneOmittedViolationIsOne) {
  v1::Refusal refusal;
  refusal.add_violations()->set_rule_id("ref.unknown");
  EXPECT_EQ(Said(Failed(grpc::FAILED_PRECONDITION, refusal)).find("more"), std::string::npos);
  refusal.set_omitted(1);
  EXPECT_NE(Said(Failed(grpc::FAILED_PRECONDITION, refusal)).find("and 1 more violation;"), std::string::npos);
  refusal.set_omitted(2);
  EXPECT_NE(Said(Failed(grpc::FAILED_PRECONDITION, refusal)).find("and 2 more violations;"), std::string::npos);
}

// A server may name an event that this client did not send: the place is named without a type.
TEST(CallFailure, EventThatWasNotSentHasNoType) {
  v1::AppendRequest request;
  request.add_cases()->add_events()->mutable_goal_reached();
  v1::Refusal refusal;
  v1::Violation& violation = *refusal.add_violations();
  for (const auto& [case_index, event_index, words] :
       {std::tuple(0, 0, "cases[0].events[0] GoalReached\n"), std::tuple(0, 1, "cases[0].events[1]\n"),
        std::tuple(1, 0, "cases[1].events[0]\n")}) {
    violation.set_case_index(static_cast<uint32_t>(case_index));
    violation.set_event_index(static_cast<uint32_t>(event_index));
    EXPECT_NE(ViolationsText(refusal.violations(), &request).find(words), std::string::npos) << words;
    EXPECT_EQ(ViolationsText(refusal.violations(), nullptr).find("GoalReached"), std::string::npos);
  }
}

TEST(CallFailure, ConflictNamesWhatWasLeftOutOfALongList) {
  v1::RevisionConflict conflict;
  conflict.set_expected(3);
  conflict.add_touched_ids("g");
  conflict.set_touched_omitted(40);
  EXPECT_NE(Said(Failed(grpc::ABORTED, conflict)).find("and 40 more ids"), std::string::npos);
}

TEST(CallFailure, MalformedRequestWithoutAFieldIsTheWholeRequest) {
  v1::BadRequest bad;
  bad.add_fields()->set_allowed("at most 2 MiB");
  bad.set_omitted(1);
  const std::string text = Said(Failed(grpc::INVALID_ARGUMENT, bad));
  EXPECT_NE(text.find("\n  request: allowed: at most 2 MiB"), std::string::npos) << text;
  EXPECT_NE(text.find("and 1 more field;"), std::string::npos) << text;
}

// Only an append is told to be repeated with its id: a question records nothing.
TEST(CallFailure, AdviceDependsOnWhetherSomethingMayHaveBeenRecorded) {
  const v1::AppendRequest request;
  for (const grpc::StatusCode code : {grpc::UNAVAILABLE, grpc::DEADLINE_EXCEEDED}) {
    const grpc::Status status(code, "why");
    EXPECT_NE(Said(status, &request).find("may or may not"), std::string::npos) << code;
    EXPECT_EQ(Said(status).find("may or may not"), std::string::npos) << code;
  }
  const grpc::Status full(grpc::RESOURCE_EXHAUSTED, "queue is full");
  EXPECT_NE(Said(full, &request).find("Nothing was recorded"), std::string::npos);
  EXPECT_EQ(Said(full).find("recorded"), std::string::npos);
  EXPECT_EQ(Said(full).find("ry"), std::string::npos) << "the same request would be refused again";
  EXPECT_NE(Said(grpc::Status(grpc::DEADLINE_EXCEEDED, "why")).find("--timeout"), std::string::npos);
}

// Two errors of the server with one code. After one of them, the request may be in the journal.
TEST(CallFailure, TheReasonSaysWhetherARequestMayHaveBeenRecorded) {
  const v1::AppendRequest request;
  const auto failed = [](const char* reason) {
    v1::ErrorStatus error;
    google::protobuf::Any& detail = *error.add_details();
    detail.set_type_url("type.googleapis.com/google.rpc.ErrorInfo");
    v1::ErrorInfo info;
    info.set_reason(reason);
    info.set_domain("casejournal");
    detail.set_value(info.SerializeAsString());
    return grpc::Status(grpc::UNAVAILABLE, "why", error.SerializeAsString());
  };

  EXPECT_NE(Said(failed("OUTCOME_UNKNOWN"), &request).find("may or may not have been recorded"), std::string::npos);
  EXPECT_EQ(Said(failed("SERVER_STOPPING"), &request),
            "no answer: why\n  Nothing was recorded. Retry with the same request id.");
  EXPECT_EQ(Said(failed("SERVER_STOPPING")).find("Is a server running"), std::string::npos) << "it answered";
}

TEST(CallFailure, WrongFieldsAndRulesAreShownTogether) {
  v1::ErrorStatus error;
  google::protobuf::Any& fields = *error.add_details();
  fields.set_type_url("type.googleapis.com/google.rpc.BadRequest");
  v1::BadRequest bad;
  bad.add_fields()->set_field("cases[0].events[1].caseNoteWritten.text");
  bad.mutable_fields(0)->set_allowed("a value that is not empty");
  fields.set_value(bad.SerializeAsString());
  v1::Refusal refusal;
  refusal.add_violations()->set_rule_id("ref.unknown");
  refusal.mutable_violations(0)->set_message("There is no such goal.");
  error.add_details()->PackFrom(refusal);

  const std::string text = Said(grpc::Status(grpc::INVALID_ARGUMENT, "why", error.SerializeAsString()));

  EXPECT_NE(text.find("caseNoteWritten.text: allowed: a value that is not empty"), std::string::npos) << text;
  EXPECT_NE(text.find("The rules reject as well:\n  cases[0].events[0]\n    ref.unknown: There is no such goal."),
            std::string::npos)
      << text;
}

TEST(CallFailure, ALimitOfTheMomentSaysWhenToTryAgain) {
  v1::ErrorStatus error;
  google::protobuf::Any& detail = *error.add_details();
  detail.set_type_url("type.googleapis.com/google.rpc.RetryInfo");
  detail.set_value(FromText<v1::RetryInfo>("retry_delay { seconds: 2 }").SerializeAsString());
  const grpc::Status full(grpc::RESOURCE_EXHAUSTED, "the queue is full", error.SerializeAsString());
  const v1::AppendRequest request;

  EXPECT_EQ(Said(full), "the queue is full\n  Try again in 2s.");
  EXPECT_EQ(Said(full, &request),
            "the queue is full\n  Nothing was recorded. Try again in 2s, with the same request id.");
}

TEST(CallFailure, FailureWithoutDetailsIsItsMessage) {
  for (const int code : {grpc::INTERNAL, grpc::UNIMPLEMENTED, grpc::PERMISSION_DENIED, grpc::CANCELLED}) {
    EXPECT_EQ(Said(grpc::Status(static_cast<grpc::StatusCode>(code), "why")), "why") << code;
  }
  EXPECT_EQ(Said(grpc::Status(grpc::OUT_OF_RANGE, "position 9")), "not found: position 9");
  EXPECT_EQ(Said(grpc::Status(grpc::DATA_LOSS, "damaged")), "DATA LOSS: damaged");
}

// The code and the message are those of the call, whatever the details repeat.
TEST(CallFailure, DetailsDoNotChangeTheCode) {
  v1::ErrorStatus packed;
  packed.set_code(grpc::OK);
  packed.set_message("fine");
  packed.add_details()->PackFrom(v1::Refusal());
  const v1::ErrorStatus error = ErrorOf(grpc::Status(grpc::ABORTED, "conflict", packed.SerializeAsString()));
  EXPECT_EQ(error.code(), grpc::ABORTED);
  EXPECT_EQ(error.message(), "conflict");
  EXPECT_TRUE(FindDetail<v1::Refusal>(error).has_value());
  EXPECT_FALSE(FindDetail<v1::BadRequest>(error).has_value());
}

TEST(CallFailure, FirstDetailOfATypeIsFound) {
  v1::ErrorStatus error;
  error.add_details()->PackFrom(v1::Refusal());
  v1::RevisionConflict conflict;
  for (const char* id : {"a", "b"}) {
    conflict.set_case_id(id);
    error.add_details()->PackFrom(conflict);
  }
  EXPECT_EQ(FindDetail<v1::RevisionConflict>(error)->case_id(), "a");
}

TEST(CallFailure, ReportIsPrintedWithTheExitCode) {
  ::testing::internal::CaptureStderr();
  EXPECT_EQ(ReportFailure(grpc::Status(grpc::NOT_FOUND, "no such case\x1b"), "host:7464"), ExitStatus::kNotFound);
  EXPECT_EQ(::testing::internal::GetCapturedStderr(), "casejournal: not found: no such case[U+001B]\n");
}

}  // namespace
}  // namespace casejournal::services
