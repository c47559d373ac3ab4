// The details that errors carry, and what limits leave of them.
#include "services/errors/error_details.h"

#include <gmock/gmock.h>

#include <random>
#include <string>
#include <type_traits>
#include <vector>

#include "absl/strings/str_cat.h"
#include "casejournal/v1/errors.pb.h"
#include "eventstore/proofs/durable_file.h"
#include "eventstore/records/write_stop.h"
#include "services/errors/detail_in.h"
#include "services/errors/error_reason.h"
#include "services/errors/error_size.h"
#include "tests/support/case_builder.h"
#include "tests/support/matchers.h"
#include "tests/support/seed.h"

namespace casejournal::services {
namespace {

using casejournal::testing::EqualsMessage;
using casejournal::testing::EqualsProto;
using casejournal::testing::Id;
using casejournal::testing::StatusIs;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Le;
using ::testing::Not;
using ::testing::SizeIs;

v1::FieldError WrongField(absl::string_view field, absl::string_view given, absl::string_view allowed) {
  v1::FieldError error;
  error.set_field(std::string(field));
  error.set_given(std::string(given));
  error.set_allowed(std::string(allowed));
  return error;
}

v1::Violation ViolationOf(absl::string_view rule_id, absl::string_view message) {
  v1::Violation violation;
  violation.set_rule_id(std::string(rule_id));
  violation.set_message(std::string(message));
  return violation;
}

// The detail of this type of the error on the wire. It comes before those that every error has.
template <typename Detail>
Detail DetailOfError(const absl::Status& status) {
  const v1::ErrorStatus error = ToErrorStatus(status);
  EXPECT_EQ(error.code(), static_cast<int>(status.code()));
  EXPECT_TRUE(!error.details().empty() && IsDetail<Detail>(error.details(0).type_url()));
  return DetailIn<Detail>(error).value_or(Detail());
}

v1::ErrorInfo InfoOf(const absl::Status& status) {
  return DetailIn<v1::ErrorInfo>(ToErrorStatus(status)).value_or(v1::ErrorInfo());
}

TEST(ErrorDetailsTest, ABadRequestNamesAllFieldsAndItsTextTheFirst) {
  const absl::Status status =
      BadRequestError({WrongField("cases[0].caseId", "x", "a UUID"), WrongField("requestId", "", "another UUID")});

  EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("cases[0].caseId")));
  EXPECT_THAT(status.message(), HasSubstr("1 more"));
  EXPECT_THAT(DetailOfError<v1::BadRequest>(status), EqualsProto(R"pb(
                fields { field: "cases[0].caseId" given: "x" allowed: "a UUID" }
                fields { field: "requestId" allowed: "another UUID" })pb"));
}

TEST(ErrorDetailsTest, OneFieldHasNoMore) {
  EXPECT_THAT(BadRequestError({WrongField("on", "", "a day")}).message(), Not(HasSubstr("more")));
}

TEST(ErrorDetailsTest, ARefusalNamesAllViolations) {
  const absl::Status status =
      RefusalError({ViolationOf("ref.unknown", "no such goal"), ViolationOf("time.late", "late")});

  EXPECT_THAT(status, StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("ref.unknown: no such goal")));
  EXPECT_THAT(DetailOfError<v1::Refusal>(status), EqualsProto(R"pb(
                violations { rule_id: "ref.unknown" message: "no such goal" }
                violations { rule_id: "time.late" message: "late" })pb"));
}

TEST(ErrorDetailsTest, AConflictSaysWhatWasExpectedAndWhatIs) {
  const auto detail = [](const absl::Status& status) {
    EXPECT_THAT(status, StatusIs(absl::StatusCode::kAborted, HasSubstr(Id("case"))));
    return DetailOfError<v1::RevisionConflict>(status);
  };
  const v1::RevisionConflict moved = detail(ConflictError(Id("case"), 3, 7));
  EXPECT_EQ(moved.case_id(), Id("case"));
  EXPECT_EQ(moved.expected(), 3);
  EXPECT_EQ(moved.actual(), 7);

  EXPECT_FALSE(detail(ConflictError(Id("case"), std::nullopt, 7)).has_expected());
  EXPECT_FALSE(detail(ConflictError(Id("case"), 0, std::nullopt)).has_actual());
  EXPECT_TRUE(detail(ConflictError(Id("case"), 0, std::nullopt)).has_expected()) << "revision 0 is a revision";
}

TEST(ErrorDetailsTest, ATouchedConflictNamesTheIds) {
  const absl::Status status = TouchedError(Id("case"), 3, 7, {Id("goal"), Id("objective")});

  EXPECT_THAT(status, StatusIs(absl::StatusCode::kAborted, HasSubstr(Id("goal"))));
  const auto detail = DetailOfError<v1::RevisionConflict>(status);
  EXPECT_EQ(detail.expected(), 3);
  EXPECT_EQ(detail.actual(), 7);
  EXPECT_THAT(detail.touched_ids(), ::testing::ElementsAre(Id("goal"), Id("objective")));
}

TEST(ErrorDetailsTest, EachReasonToStopWritingIsOneOfTheContract) {
  using eventstore::WriteStop;
  const std::vector<std::pair<WriteStop, v1::WriteStop>> reasons = {
      {WriteStop::kClock, v1::WRITE_STOP_CLOCK},
      {WriteStop::kDisk, v1::WRITE_STOP_DISK},
      {WriteStop::kKeys, v1::WRITE_STOP_KEYS},
      {WriteStop::kFailedWrite, v1::WRITE_STOP_FAILED_WRITE},
      {WriteStop::kFork, v1::WRITE_STOP_FORK}};
  for (const auto& [why, reason] : reasons) {
    const absl::Status status = eventstore::WriteStopError(why, "no writes now");
    EXPECT_TRUE(SaysWritesStopped(status));
    EXPECT_EQ(DetailOfError<v1::WritesStopped>(status).reason(), reason) << v1::WriteStop_Name(reason);
  }
}

TEST(ErrorDetailsTest, OtherErrorsHaveTheirReasonAlone) {
  for (const absl::Status& status : {absl::NotFoundError("no case"), absl::DataLossError("position 7")}) {
    EXPECT_FALSE(SaysWritesStopped(status));
    EXPECT_EQ(ToErrorStatus(status).details_size(), 2) << "ErrorInfo and LocalizedMessage";
    EXPECT_EQ(ToErrorStatus(status).message(), status.message());
  }
}

TEST(ErrorReasonTest, EachErrorSaysItsReason) {
  const std::vector<std::pair<absl::Status, v1::ErrorReason>> reasons = {
      {BadRequestError({WrongField("on", "x", "a day")}), v1::REQUEST_MALFORMED},
      {BadRequestError({WrongField("on", "x", "a day")}, {ViolationOf("ref.unknown", "no goal")}),
       v1::REQUEST_MALFORMED},
      {RefusalError({ViolationOf("ref.unknown", "no goal")}), v1::RULES_REJECT},
      {ConflictError(Id("case"), 1, 2), v1::REVISION_CONFLICT},
      {TouchedError(Id("case"), 3, 7, {Id("goal")}), v1::REVISION_CONFLICT},
      {absl::AbortedError("the list is gone"), v1::PAGE_EXPIRED},
      {absl::AlreadyExistsError("used"), v1::REQUEST_ID_USED},
      {RetryAfter(absl::ResourceExhaustedError("full"), absl::Seconds(1)), v1::SERVER_BUSY},
      {absl::ResourceExhaustedError("too large"), v1::REQUEST_TOO_LARGE},
      {eventstore::WriteStopError(eventstore::WriteStop::kDisk, "no space"), v1::WRITES_STOPPED},
      {eventstore::WriteStopError(eventstore::WriteStop::kFork, "another history"), v1::WRITES_STOPPED},
      {absl::NotFoundError("no case"), v1::NOT_FOUND_OR_NOT_PERMITTED},
      {absl::OutOfRangeError("position 7"), v1::NOT_RECORDED_YET},
      {absl::DataLossError("position 7"), v1::DATA_DAMAGED},
      {absl::InternalError("a fault"), v1::INTERNAL_FAULT},
      {WithReason(absl::FailedPreconditionError("full"), v1::CASE_FULL, {{"case_id", Id("case")}}), v1::CASE_FULL},
  };
  for (const auto& [status, reason] : reasons) {
    EXPECT_EQ(InfoOf(status).reason(), v1::ErrorReason_Name(reason)) << status;
    EXPECT_EQ(InfoOf(status).domain(), "casejournal");
  }
}

// A client that cannot tell the two apart either records twice or gives up what was never recorded.
TEST(ErrorReasonTest, AnUnknownOutcomeAndAStoppingServerAreToldApart) {
  EXPECT_EQ(InfoOf(WithOutcome(absl::UnavailableError("the write failed"))).reason(), "OUTCOME_UNKNOWN");
  EXPECT_EQ(InfoOf(WithOutcome(eventstore::LogClosingError())).reason(), "SERVER_STOPPING");
  EXPECT_EQ(InfoOf(absl::UnavailableError("rows are being opened again")).reason(), "TEMPORARILY_UNAVAILABLE");
  EXPECT_EQ(InfoOf(eventstore::DiskFullError("the repository is full")).reason(), "TEMPORARILY_UNAVAILABLE");
  EXPECT_EQ(InfoOf(WithOutcome(absl::DataLossError("position 7"))).reason(), "DATA_DAMAGED");
}

TEST(ErrorReasonTest, WhatTheReasonIsAboutIsInItsMetadata) {
  EXPECT_EQ(InfoOf(ConflictError(Id("case"), 1, 2)).metadata().at("case_id"), Id("case"));
  EXPECT_EQ(InfoOf(eventstore::WriteStopError(eventstore::WriteStop::kClock, "stepped")).metadata().at("write_stop"),
            "CLOCK");
}

TEST(ErrorReasonTest, EachReasonHasASentenceForPeople) {
  for (int number = 1; number < v1::ErrorReason_ARRAYSIZE; ++number) {
    const auto reason = static_cast<v1::ErrorReason>(number);
    EXPECT_THAT(std::string(ReasonText(reason)), ::testing::EndsWith(".")) << v1::ErrorReason_Name(reason);
    EXPECT_THAT(ReasonText(reason).size(), Le(120u)) << "there must be room for the rest";
  }
}

TEST(ErrorReasonTest, TheFirstReasonThatWasGivenStays) {
  const absl::Status full = WithReason(absl::FailedPreconditionError("full"), v1::CASE_FULL);

  EXPECT_EQ(InfoOf(WithReason(full, v1::NO_RULE_SET)).reason(), "CASE_FULL");
}

// Programs of others read the types of google.rpc by their numbers: ErrorInfo has reason (1) and domain (2).
TEST(ErrorReasonTest, ReasonsAreThoseOfGoogleRpc) {
  const v1::ErrorStatus error = ToErrorStatus(absl::NotFoundError("no case"));

  ASSERT_EQ(error.details_size(), 2);
  EXPECT_EQ(error.details(0).type_url(), "type.googleapis.com/google.rpc.ErrorInfo");
  EXPECT_EQ(error.details(0).value(),
            "\x0a\x1aNOT_FOUND_OR_NOT_PERMITTED\x12\x0b"
            "casejournal");
  EXPECT_EQ(error.details(1).type_url(), "type.googleapis.com/google.rpc.LocalizedMessage");
}

// google.rpc.BadRequest has field_violations (1), each with field (1) and description (2).
TEST(ErrorReasonTest, WrongFieldsAreThoseOfGoogleRpc) {
  const v1::ErrorStatus error = ToErrorStatus(BadRequestError({WrongField("on", "", "a day")}));

  EXPECT_EQ(error.details(0).type_url(), "type.googleapis.com/google.rpc.BadRequest");
  EXPECT_EQ(error.details(0).value(),
            "\x0a\x0b\x0a\x02on\x12\x05"
            "a day");
}

TEST(ErrorReasonTest, AConditionIsNamedUnlessRulesAre) {
  const auto conditions = [](const absl::Status& status) {
    return DetailIn<v1::PreconditionFailure>(ToErrorStatus(status));
  };
  const auto full =
      conditions(WithReason(absl::FailedPreconditionError("it is full"), v1::CASE_FULL, {{"case_id", Id("case")}}));
  ASSERT_TRUE(full.has_value());
  EXPECT_EQ(full->violations(0).type(), "CASE_FULL");
  EXPECT_EQ(full->violations(0).subject(), Id("case"));
  EXPECT_EQ(full->violations(0).description(), "it is full");
  EXPECT_EQ(conditions(WithReason(absl::FailedPreconditionError("none"), v1::NO_WITNESSES))->violations(0).subject(),
            "journal");

  EXPECT_FALSE(conditions(RefusalError({ViolationOf("ref.unknown", "no goal")})).has_value()) << "not sent twice";
  EXPECT_FALSE(conditions(absl::NotFoundError("no case")).has_value());
}

TEST(ErrorDetailsTest, FieldsAndRulesAreInOneAnswer) {
  const absl::Status status =
      BadRequestError({WrongField("on", "x", "a day")}, {ViolationOf("ref.unknown", "no such goal")});

  EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("on")));
  const v1::ErrorStatus error = ToErrorStatus(status);
  EXPECT_TRUE(IsDetail<v1::BadRequest>(error.details(0).type_url()));
  EXPECT_EQ(DetailIn<v1::Refusal>(error)->violations(0).rule_id(), "ref.unknown");
}

TEST(ErrorLimitsTest, TwoListsShareTheRoomAndNeitherIsLost) {
  const std::vector<v1::FieldError> fields(200, WrongField("cases[0].events[2].effectiveOn", "x", "a day"));
  const std::vector<v1::Violation> violations(200, ViolationOf("ref.unknown", "there is no such goal in this case"));
  for (const auto& [few, many] : std::vector<std::pair<size_t, size_t>>{{1, 200}, {200, 1}, {200, 200}}) {
    v1::ErrorStatus error = ToErrorStatus(
        BadRequestError({fields.begin(), fields.begin() + few}, {violations.begin(), violations.begin() + many}));

    CutToFit(error, kTrailerLimits);

    EXPECT_THAT(error.ByteSizeLong(), Le(kTrailerLimits.status_bytes));
    const auto bad = DetailIn<v1::BadRequest>(error);
    const auto refusal = DetailIn<v1::Refusal>(error);
    ASSERT_TRUE(bad && refusal);
    EXPECT_EQ(bad->fields_size() + bad->omitted(), few);
    EXPECT_EQ(refusal->violations_size() + refusal->omitted(), many);
    EXPECT_GE(bad->fields_size(), 1);
    EXPECT_GE(refusal->violations_size(), 1);
    EXPECT_GT(bad->fields_size() + refusal->violations_size(), 10) << "what one list leaves, the other has";
  }
}

TEST(ErrorLimitsTest, WhatFitsDoesNotChange) {
  for (const absl::Status& status :
       {BadRequestError({WrongField("on", "x", "a day")}), RefusalError({ViolationOf("ref.unknown", "no such goal")}),
        ConflictError(Id("case"), 1, 2), absl::NotFoundError("no case")}) {
    v1::ErrorStatus cut = ToErrorStatus(status);
    CutToFit(cut, kTrailerLimits);
    EXPECT_THAT(cut, EqualsMessage(ToErrorStatus(status)));
  }
}

// Random lists of random lengths: the limit holds, the first item stays, and what is left out is counted.
TEST(ErrorLimitsTest, HoldForAnyListAndCountWhatIsLeftOut) {
  std::mt19937_64 random(casejournal::testing::TestSeed());
  const auto below = [&](size_t end) { return static_cast<size_t>(random() % end); };
  for (int round = 0; round < 200; ++round) {
    const size_t count = 1 + below(80);
    const size_t text = below(400);
    std::vector<v1::FieldError> fields;
    std::vector<v1::Violation> violations;
    std::vector<std::string> ids;
    for (size_t i = 0; i < count; ++i) {
      fields.push_back(WrongField(absl::StrCat("field", i), std::string(below(text + 1), 'g'), std::string(text, 'a')));
      violations.push_back(ViolationOf("ref.unknown", std::string(below(text + 1), 'm')));
      ids.push_back(Id(absl::StrCat(i)));
    }
    const auto cut = [&](const absl::Status& status, auto detail) {
      v1::ErrorStatus error = ToErrorStatus(status);
      CutToFit(error, kTrailerLimits);
      EXPECT_THAT(error.ByteSizeLong(), Le(kTrailerLimits.status_bytes));
      EXPECT_THAT(error.message().size(), Le(kTrailerLimits.message_bytes));
      EXPECT_EQ(error.code(), static_cast<int>(status.code()));
      return DetailIn<decltype(detail)>(error).value_or(detail);
    };

    const auto bad = cut(BadRequestError(fields), v1::BadRequest());
    ASSERT_FALSE(bad.fields().empty());
    EXPECT_EQ(bad.fields(0).field(), "field0");
    EXPECT_EQ(static_cast<size_t>(bad.fields_size()) + bad.omitted(), count);
    const auto refusal = cut(RefusalError(violations), v1::Refusal());
    ASSERT_FALSE(refusal.violations().empty());
    EXPECT_EQ(refusal.violations(0).rule_id(), "ref.unknown");
    EXPECT_EQ(static_cast<size_t>(refusal.violations_size()) + refusal.omitted(), count);
    const auto conflict = cut(TouchedError(Id("case"), 1, 2, ids), v1::RevisionConflict());
    ASSERT_FALSE(conflict.touched_ids().empty());
    EXPECT_EQ(conflict.touched_ids(0), ids[0]);
    EXPECT_EQ(static_cast<size_t>(conflict.touched_ids_size()) + conflict.touched_omitted(), count);
  }
}

// Libraries that retry read google.rpc.RetryInfo: field 1 is a Duration of seconds (1) and nanoseconds (2).
TEST(ErrorDetailsTest, AdviceToRetryIsThatOfGoogleRpc) {
  const v1::ErrorStatus error =
      ToErrorStatus(RetryAfter(absl::ResourceExhaustedError("full"), absl::Milliseconds(1500)));

  ASSERT_EQ(error.details_size(), 3);
  EXPECT_EQ(error.details(0).type_url(), "type.googleapis.com/google.rpc.RetryInfo");
  EXPECT_EQ(error.details(0).value(), absl::string_view("\x0a\x08\x08\x01\x10\x80\xca\xb5\xee\x01", 10));
  EXPECT_EQ(error.message(), "full");
}

// As rules make them: a sentence, a remedy, and what both are made of.
v1::Violation WordedViolation() {
  v1::Violation violation = ViolationOf("part.closed", "The goal had ended on 2025-03-02.");
  violation.set_field("goalWithdrawn.goalId");
  violation.add_ids(Id("goal"));
  violation.set_remedy("Add it to an open part, or establish a new one.");
  violation.mutable_wording()->set_id("part.closed.goal");
  v1::WordingParameter& parameter = *violation.mutable_wording()->add_parameters();
  parameter.set_name("ended_on");
  parameter.add_values()->set_day("2025-03-02");
  violation.mutable_remedy_wording()->set_id("part.closed.remedy");
  return violation;
}

template <typename Item>
Item WithoutWordings(Item item) {
  item.clear_wording();
  if constexpr (std::is_same_v<Item, v1::Violation>) item.clear_remedy_wording();
  return item;
}

// A person needs the sentence, and a client that has all of them in another language asks with validate_only.
TEST(ErrorLimitsTest, WordingsAreDroppedBeforeSentencesAre) {
  const v1::Violation worded = WordedViolation();
  for (const size_t count : {5, 11, 12, 60, 1000}) {
    v1::ErrorStatus error = ToErrorStatus(RefusalError(std::vector<v1::Violation>(count, worded)));
    v1::ErrorStatus without = ToErrorStatus(RefusalError(std::vector<v1::Violation>(count, WithoutWordings(worded))));
    const bool fits = error.ByteSizeLong() <= kTrailerLimits.status_bytes;

    CutToFit(error, kTrailerLimits);
    CutToFit(without, kTrailerLimits);

    EXPECT_EQ(fits, count == 5) << count;
    EXPECT_THAT(error.ByteSizeLong(), Le(kTrailerLimits.status_bytes));
    const v1::Refusal refusal = DetailIn<v1::Refusal>(error).value_or(v1::Refusal());
    if (fits) {
      EXPECT_THAT(refusal.violations(0), EqualsMessage(worded));
    } else {
      EXPECT_THAT(error, EqualsMessage(without)) << "as many sentences as if there were no wordings";
    }
  }
}

TEST(ErrorLimitsTest, OneLongViolationLosesItsWordingsAndNothingElseIfThatIsEnough) {
  v1::Violation violation = WordedViolation();
  violation.set_message(std::string(1'800, 'm'));
  for (int i = 0; i < 20; ++i) violation.mutable_wording()->add_parameters()->set_name("a name of a parameter");
  v1::ErrorStatus error = ToErrorStatus(RefusalError({violation}));
  ASSERT_GT(error.ByteSizeLong(), kTrailerLimits.status_bytes);

  CutToFit(error, kTrailerLimits);

  EXPECT_THAT(error.ByteSizeLong(), Le(kTrailerLimits.status_bytes));
  EXPECT_THAT(DetailIn<v1::Refusal>(error)->violations(0), EqualsMessage(WithoutWordings(violation)));
}

TEST(ErrorLimitsTest, FieldsLoseTheirWordingsAsWell) {
  v1::FieldError worded = WrongField("cases[0].events[2].effectiveOn", "x", "a calendar day");
  worded.mutable_wording()->set_id("shape.day");
  const std::vector<v1::FieldError> fields(200, worded);
  v1::ErrorStatus error = ToErrorStatus(BadRequestError(fields));
  v1::ErrorStatus without = ToErrorStatus(BadRequestError({200, WithoutWordings(worded)}));

  CutToFit(error, kTrailerLimits);
  CutToFit(without, kTrailerLimits);

  EXPECT_THAT(error.ByteSizeLong(), Le(kTrailerLimits.status_bytes));
  EXPECT_THAT(error, EqualsMessage(without));
}

TEST(ErrorLimitsTest, ViolationsOfAnAnswerLoseTheirWordingsOnlyIfNotAllFit) {
  const v1::Violation worded = WordedViolation();
  std::vector<v1::Violation> all(100, worded);
  EXPECT_EQ(KeepWhatFits(100 * (worded.ByteSizeLong() + 10), all), 0);
  EXPECT_THAT(all[99], EqualsMessage(worded));

  std::vector<v1::Violation> sentences(100, worded);
  EXPECT_EQ(KeepWhatFits(100 * WithoutWordings(worded).ByteSizeLong() + 1'000, sentences), 0);
  EXPECT_THAT(sentences[0], EqualsMessage(WithoutWordings(worded)));

  std::vector<v1::Violation> some(100, worded);
  const uint32_t removed = KeepWhatFits(50 * WithoutWordings(worded).ByteSizeLong(), some);
  EXPECT_GT(removed, 0);
  EXPECT_EQ(some.size() + removed, 100);
  for (const v1::Violation& each : some) EXPECT_FALSE(each.has_wording() || each.has_remedy_wording());
}

TEST(ErrorLimitsTest, AllViolationsThatFitAreKept) {
  std::vector<v1::Violation> violations(5, ViolationOf("ref.unknown", "no such goal"));

  EXPECT_EQ(KeepWhatFits(10'000, violations), 0);
  EXPECT_THAT(violations, SizeIs(5));
}

TEST(ErrorLimitsTest, OfNoViolationsNoneAreLeftOut) {
  std::vector<v1::Violation> none;

  EXPECT_EQ(KeepWhatFits(100, none), 0);
  EXPECT_THAT(none, IsEmpty());
}

}  // namespace
}  // namespace casejournal::services
