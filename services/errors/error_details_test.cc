// The details that errors carry, and what limits leave of them.
#include "services/errors/error_details.h"

#include <gmock/gmock.h>

#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "casejournal/v1/errors.pb.h"
#include "eventstore/records/write_stop.h"
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

// The only detail of the error on the wire.
template <typename Detail>
Detail OnlyDetailOf(const absl::Status& status) {
  const v1::ErrorStatus error = ToErrorStatus(status);
  EXPECT_EQ(error.code(), static_cast<int>(status.code()));
  Detail detail;
  EXPECT_THAT(error.details(), SizeIs(1));
  EXPECT_TRUE(!error.details().empty() && error.details(0).UnpackTo(&detail));
  return detail;
}

TEST(ErrorDetailsTest, ABadRequestNamesAllFieldsAndItsTextTheFirst) {
  const absl::Status status =
      BadRequestError({WrongField("cases[0].caseId", "x", "a UUID"), WrongField("requestId", "", "another UUID")});

  EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("cases[0].caseId")));
  EXPECT_THAT(status.message(), HasSubstr("1 more"));
  EXPECT_THAT(OnlyDetailOf<v1::BadRequest>(status), EqualsProto(R"pb(
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
  EXPECT_THAT(OnlyDetailOf<v1::Refusal>(status), EqualsProto(R"pb(
                violations { rule_id: "ref.unknown" message: "no such goal" }
                violations { rule_id: "time.late" message: "late" })pb"));
}

TEST(ErrorDetailsTest, AConflictSaysWhatWasExpectedAndWhatIs) {
  const auto detail = [](const absl::Status& status) {
    EXPECT_THAT(status, StatusIs(absl::StatusCode::kAborted, HasSubstr(Id("case"))));
    return OnlyDetailOf<v1::RevisionConflict>(status);
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
  const auto detail = OnlyDetailOf<v1::RevisionConflict>(status);
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
    EXPECT_EQ(OnlyDetailOf<v1::WritesStopped>(status).reason(), reason) << v1::WriteStop_Name(reason);
  }
}

TEST(ErrorDetailsTest, OtherErrorsHaveNoDetails) {
  for (const absl::Status& status : {absl::NotFoundError("no case"), absl::DataLossError("position 7")}) {
    EXPECT_FALSE(SaysWritesStopped(status));
    EXPECT_THAT(ToErrorStatus(status).details(), IsEmpty());
    EXPECT_EQ(ToErrorStatus(status).message(), status.message());
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
      EXPECT_TRUE(error.details(0).UnpackTo(&detail));
      return detail;
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

  ASSERT_EQ(error.details_size(), 1);
  EXPECT_EQ(error.details(0).type_url(), "type.googleapis.com/google.rpc.RetryInfo");
  EXPECT_EQ(error.details(0).value(), absl::string_view("\x0a\x08\x08\x01\x10\x80\xca\xb5\xee\x01", 10));
  EXPECT_EQ(error.message(), "full");
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
