#include "services/client/call_failure.h"

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

}  // namespace
}  // namespace casejournal::services
