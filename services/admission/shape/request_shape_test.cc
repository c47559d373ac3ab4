#include "services/admission/shape/request_shape.h"

#include "projections/events/event_words.h"
#include "services/admission/shape/time_shape.h"
#include "tests/support/case_builder.h"
#include "tests/support/matchers.h"
#include "tests/support/story.h"

namespace casejournal::services {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Gt;
using ::testing::IsEmpty;
using ::testing::Le;
using ::testing::SizeIs;

MATCHER_P(Field, path, "is an error of the field " + std::string(path)) { return arg.field() == path; }
MATCHER_P2(Field, path, given, "is an error of the field " + std::string(path)) {
  return arg.field() == path && arg.given() == given;
}

class RequestShapeTest : public ::testing::Test {
 protected:
  RequestShapeTest() {
    request.set_request_id(Id("request"));
    request.add_cases()->set_case_id(Id("case"));
    append().mutable_expected()->set_exactly(6);
    Add("2025-03-01", kGoal);
  }

  v1::CaseAppend& append() { return *request.mutable_cases(0); }
  CaseEvent& event(int at = 0) { return *append().mutable_events(at); }
  void Add(absl::string_view day, absl::string_view text) { *append().add_events() = EventFromText(day, text); }
  // Replaces the only event.
  void Say(absl::string_view text) { event() = EventFromText("2025-03-01", text); }

  std::vector<v1::FieldError> Check() const {
    std::vector<v1::FieldError> errors =
        CheckShape(request, {.today = "2025-06-15", .now_us = 1'750'000'000'000'000, .zone = testing::NewYork()});
    for (const v1::FieldError& error : errors) {
      EXPECT_FALSE(error.allowed().empty()) << error.field();
      EXPECT_LE(error.given().size(), 40) << error.field();
      EXPECT_FALSE(absl::StrContains(error.ShortDebugString(), "private")) << error.field();
      testing::ExpectSentence(error.allowed(), error.wording());
    }
    return errors;
  }

  v1::AppendRequest request;
};

TEST_F(RequestShapeTest, GoodRequestHasNoErrors) {
  Say(R"(effective_first_day: "2025-02-01" effective_time: "23:59" about: "$mother"
         on_behalf_of { participant_id: "$mother" }
         source { kind: SOURCE_KIND_DOCUMENT detail: "private" }
         labels: LABEL_HEALTH caused_by { case_id: "$case" revision: 0 }
         claim { recorded_at { seconds: 1740000000 } system: "private" }
         objective_added { objective_id: "$O" goal_id: "$G"
                           terms { statement: "private" target_on: "2031-01-01" } })");

  EXPECT_THAT(Check(), IsEmpty());
}

TEST_F(RequestShapeTest, EmptyRequestSaysWhatIsMissing) {
  request.Clear();

  EXPECT_THAT(Check(), ElementsAre(Field("requestId", ""), Field("cases", "0")));
}

TEST_F(RequestShapeTest, CaseNeedsIdExpectationAndEvents) {
  append().Clear();

  EXPECT_THAT(Check(),
              ElementsAre(Field("cases[0].caseId"), Field("cases[0].expected"), Field("cases[0].events", "0")));
}

// Who suffers: a family whose safety plan is never checked because somebody typed 300 for 30.
TEST_F(RequestShapeTest, ANumberIsAtMostWhatItsAnnotationSays) {
  const auto made = [](absl::string_view days) {
    return absl::StrCat(R"(safety_plan_made { plan_id: "$S" children_ids: "$ana" threat_ids: "$T" stays_with: "private"
        strategies: SAFETY_STRATEGY_RESPITE_CARE monitoring: "private" )",
                        days, " }");
  };
  for (const char* good : {"", "check_every_days: 1", "check_every_days: 31"}) {
    Say(made(good));
    EXPECT_THAT(Check(), IsEmpty()) << good;
  }
  Say(made("check_every_days: 0"));
  EXPECT_THAT(Check(), ElementsAre(Field("cases[0].events[0].safetyPlanMade.checkEveryDays", "0")));
  Say(made("check_every_days: 32"));
  EXPECT_THAT(Check(), ElementsAre(Field("cases[0].events[0].safetyPlanMade.checkEveryDays", "32")));
}

// Only one spelling, because two would be two streams.
TEST_F(RequestShapeTest, IdsHaveOneSpelling) {
  for (const char* spelling : {"A18F0C6E-1F65-4A5E-9A59-3C7E2B1D0F42", "a18f0c6e1f654a5e9a593c7e2b1d0f42",
                               "{a18f0c6e-1f65-4a5e-9a59-3c7e2b1d0f42}"}) {
    append().set_case_id(spelling);
    EXPECT_THAT(Check(), ElementsAre(Field("cases[0].caseId", spelling)));
  }
  append().set_case_id(Id("case"));
  request.set_request_id("7");
  event().mutable_goal_established()->set_goal_id("42");
  event().mutable_goal_established()->add_for_ids("43");

  EXPECT_THAT(Check(), ElementsAre(Field("requestId", "7"), Field("cases[0].events[0].goalEstablished.goalId", "42"),
                                   Field("cases[0].events[0].goalEstablished.forIds[0]", "43")));
}

// A client may use a name as an id.
TEST_F(RequestShapeTest, NameInPlaceOfAnIdIsNotRepeated) {
  for (const char* name : {"Ana", "Abe", "Ana 2", "private"}) {
    event().mutable_goal_established()->set_goal_id(name);
    EXPECT_THAT(Check(), ElementsAre(Field("cases[0].events[0].goalEstablished.goalId", "")));
  }
}

TEST_F(RequestShapeTest, EachCaseOnce) {
  *request.add_cases() = append();

  EXPECT_THAT(Check(), ElementsAre(Field("cases[1].caseId", Id("case"))));
}

TEST_F(RequestShapeTest, ExpectationIsOneThing) {
  append().mutable_expected()->Clear();
  EXPECT_THAT(Check(), ElementsAre(Field("cases[0].expected")));
  append().mutable_expected()->set_no_case(false);
  EXPECT_THAT(Check(), ElementsAre(Field("cases[0].expected.noCase", "false")));
  append().mutable_expected()->set_any(false);
  EXPECT_THAT(Check(), ElementsAre(Field("cases[0].expected.any", "false")));
  append().mutable_expected()->set_any(true);
  EXPECT_THAT(Check(), IsEmpty());
  append().mutable_expected()->set_exactly(0);
  EXPECT_THAT(Check(), IsEmpty());
}

TEST_F(RequestShapeTest, EventNeedsABody) {
  Say("");

  EXPECT_THAT(Check(), ElementsAre(Field("cases[0].events[0]")));
}

// An event that is not completely understood is not recorded.
TEST_F(RequestShapeTest, UnknownFieldsAreNamedAtAnyDepth) {
  const auto add_unknown = [](google::protobuf::Message& message) {
    message.GetReflection()->MutableUnknownFields(&message)->AddVarint(777, 1);
  };
  Say(R"(objective_added { objective_id: "$O" goal_id: "$G" terms { statement: "private" } })");
  add_unknown(request);
  add_unknown(append());
  add_unknown(*append().mutable_expected());
  add_unknown(event());
  add_unknown(*event().mutable_objective_added()->mutable_terms());

  EXPECT_THAT(Check(), ElementsAre(Field("", "field 777"), Field("cases[0]", "field 777"),
                                   Field("cases[0].expected", "field 777"), Field("cases[0].events[0]", "field 777"),
                                   Field("cases[0].events[0].objectiveAdded.terms", "field 777")));
}

TEST_F(RequestShapeTest, EnumNumbersHaveNames) {
  event().mutable_goal_established()->set_area(static_cast<event::v1::GoalArea>(99));
  event().add_labels(static_cast<event::v1::Label>(0));

  EXPECT_THAT(Check(), ElementsAre(Field("cases[0].events[0].labels[0]", "0"),
                                   Field("cases[0].events[0].goalEstablished.area", "99")));
}

// 0 means "not given". An optional field is left out instead.
TEST_F(RequestShapeTest, UnspecifiedIsRefusedAlsoWhereOptional) {
  Say(R"(assessment_completed { assessment_id: "$A" kind: ASSESSMENT_KIND_RISK })");
  EXPECT_THAT(Check(), IsEmpty());

  event().mutable_assessment_completed()->set_level(event::v1::RISK_LEVEL_UNSPECIFIED);
  event().mutable_assessment_completed()->clear_kind();

  EXPECT_THAT(Check(), ElementsAre(Field("cases[0].events[0].assessmentCompleted.kind", "0"),
                                   Field("cases[0].events[0].assessmentCompleted.level", "0")));
}

TEST_F(RequestShapeTest, RequiredFieldsAreThere) {
  Say("objective_added {}");

  EXPECT_THAT(Check(), ElementsAre(Field("cases[0].events[0].objectiveAdded.objectiveId"),
                                   Field("cases[0].events[0].objectiveAdded.goalId"),
                                   Field("cases[0].events[0].objectiveAdded.terms")));

  Say(R"(contact_made { kind: CONTACT_KIND_CALL result: CONTACT_RESULT_TRIED })");
  EXPECT_THAT(Check(), ElementsAre(Field("cases[0].events[0].contactMade.withIds")));
}

// Whether it was left out or is empty must never be ambiguous.
TEST_F(RequestShapeTest, OptionalTextIsLeftOutOrNotEmpty) {
  event().set_late_reason("");

  EXPECT_THAT(Check(), ElementsAre(Field("cases[0].events[0].lateReason", "")));
}

// Zero and false are valid values.
TEST_F(RequestShapeTest, NumbersAndTruthAreNeverMissing) {
  Say(R"(plan_version_drawn_up { plan_id: "$plan" kind: PLAN_KIND_CASE label: "1.0"
                                 children_ids: "$ana" })");

  EXPECT_THAT(Check(), IsEmpty());
}

TEST_F(RequestShapeTest, WhatTheServerMakesIsLeftOut) {
  Say(R"(plan_version_drawn_up { plan_id: "$plan" kind: PLAN_KIND_CASE label: "1.0"
                                 children_ids: "$ana" text { parts { text: "private" } } })");

  EXPECT_THAT(Check(), ElementsAre(Field("cases[0].events[0].planVersionDrawnUp.text", "11 bytes")));
}

TEST_F(RequestShapeTest, EffectiveDayIsADayUpToToday) {
  const std::string field = "cases[0].events[0].effectiveOn";
  for (const char* day : {"2023-02-30", "2025-6-1", "20250601", "2025/06/01", "1899-12-31", "2025-06-16"}) {
    event().set_effective_on(day);
    EXPECT_THAT(Check(), ElementsAre(Field(field, day)));
  }
  for (const char* day : {"1900-01-01", "2024-02-29", "2025-06-15"}) {
    event().set_effective_on(day);
    EXPECT_THAT(Check(), IsEmpty());
  }
  event().set_effective_on("yesterday");
  EXPECT_THAT(Check(), ElementsAre(Field(field, "")));
  event().clear_effective_on();
  EXPECT_THAT(Check(), ElementsAre(Field(field, "")));
}

TEST_F(RequestShapeTest, SomeDayBetweenHasAnOrder) {
  event().set_effective_first_day("2025-03-02");
  EXPECT_THAT(Check(), ElementsAre(Field("cases[0].events[0].effectiveFirstDay", "2025-03-02")));
  event().set_effective_first_day("2025-03-01");
  EXPECT_THAT(Check(), IsEmpty());
}

// A planned date is a field of the body and may be in the future, but not so early that it is a typing error.
TEST_F(RequestShapeTest, DaysOfTheBodyMayBeInTheFuture) {
  Say(R"(meeting_called { meeting_id: "$M" kind: MEETING_KIND_CASE_REVIEW held_on: "2025-09-01"
                          held_at: "09:30" invitee_ids: "$mother" })");
  EXPECT_THAT(Check(), IsEmpty());

  event().mutable_meeting_called()->set_held_on("1025-09-01");
  event().mutable_meeting_called()->set_held_at("9:30");
  EXPECT_THAT(Check(), ElementsAre(Field("cases[0].events[0].meetingCalled.heldOn", "1025-09-01"),
                                   Field("cases[0].events[0].meetingCalled.heldAt", "9:30")));
  event().mutable_meeting_called()->set_held_on("2025-09-01");
  event().mutable_meeting_called()->set_held_at("24:00");
  EXPECT_THAT(Check(), ElementsAre(Field("cases[0].events[0].meetingCalled.heldAt", "24:00")));
}

TEST_F(RequestShapeTest, DigestHas32Bytes) {
  Say(R"(plan_signed { digest: "short" participant_id: "$mother" agreement: AGREEMENT_AGREES })");

  EXPECT_THAT(Check(), ElementsAre(Field("cases[0].events[0].planSigned.digest", "5 bytes")));
}

TEST_F(RequestShapeTest, ChoicesAreMade) {
  event().mutable_on_behalf_of();

  EXPECT_THAT(Check(), ElementsAre(Field("cases[0].events[0].onBehalfOf")));
}

TEST_F(RequestShapeTest, InstantsAreInstants) {
  event().mutable_claim()->set_system("private");
  EXPECT_THAT(Check(), ElementsAre(Field("cases[0].events[0].claim.recordedAt")));
  event().mutable_claim()->mutable_recorded_at()->set_nanos(-1);
  EXPECT_THAT(Check(), ElementsAre(Field("cases[0].events[0].claim.recordedAt", "-1 ns")));
  event().mutable_claim()->mutable_recorded_at()->set_seconds(300'000'000'000);
  EXPECT_THAT(Check(), ElementsAre(Field("cases[0].events[0].claim.recordedAt", "300000000000 s")));
}

TEST_F(RequestShapeTest, TextHasNoNul) {
  event().mutable_goal_established()->set_statement(std::string("priv\0ate", 8));

  EXPECT_THAT(Check(), ElementsAre(Field("cases[0].events[0].goalEstablished.statement", "")));
}

TEST_F(RequestShapeTest, EventHasALimit) {
  event().mutable_goal_established()->set_statement(std::string(kEventBytesMax, 'x'));

  ASSERT_THAT(Check(), ElementsAre(Field("cases[0].events[0]")));
  EXPECT_TRUE(absl::EndsWith(Check()[0].given(), " bytes"));
}

TEST_F(RequestShapeTest, RequestHasALimit) {
  event().mutable_goal_established()->set_statement(std::string(kEventBytesMax - 200, 'x'));
  for (int i = 0; i < 15; ++i) *append().add_events() = CaseEvent(event());
  EXPECT_THAT(Check(), IsEmpty());

  for (int i = 0; i < 2; ++i) *append().add_events() = CaseEvent(event());
  EXPECT_THAT(Check(), ElementsAre(Field("")));
}

TEST_F(RequestShapeTest, RequestHasAThousandEvents) {
  for (int i = 1; i < kRequestEventsMax; ++i) Add("2025-03-01", kGoal);
  EXPECT_THAT(Check(), IsEmpty());

  Add("2025-03-01", kGoal);
  EXPECT_THAT(Check(), ElementsAre(Field("cases", "1001")));
}

TEST_F(RequestShapeTest, RequestHasAHundredCases) {
  for (int i = 1; i <= kRequestCasesMax; ++i) {
    v1::CaseAppend& another = *request.add_cases();
    another = append();
    another.set_case_id(Id(absl::StrCat("case", i)));
  }

  EXPECT_THAT(Check(), ElementsAre(Field("cases", "101")));
}

// The code that reports them cuts them to what fits, and counts the others.
TEST_F(RequestShapeTest, ErrorsAreCounted) {
  for (int i = 1; i < 100; ++i) Add("2025-03-01", "goal_established {}");

  EXPECT_THAT(Check(), SizeIs(AllOf(Gt(200u), Le(kShapeErrorsMax))));
}

// The shape is read from the contract: no type of event is forgotten, and each has something that must be filled in.
TEST_F(RequestShapeTest, EveryTypeOfEventIsRead) {
  const auto* bodies = CaseEvent::descriptor()->FindOneofByName("body");
  for (int i = 0; i < bodies->field_count(); ++i) {
    event() = EventFromText("2025-03-01", "");
    event().GetReflection()->MutableMessage(&event(), bodies->field(i));
    EXPECT_THAT(Check(), Not(IsEmpty())) << bodies->field(i)->name();
  }
}

TEST_F(RequestShapeTest, DigestsOfWhatIsKeptElsewhereAreDigestsToo) {
  Say(R"(document_referenced { document_id: "$D" sha256: "short" media_type: "application/pdf" size_bytes: 1
                               title: "private" kept_where: "private" })");

  EXPECT_THAT(Check(), ElementsAre(Field("cases[0].events[0].documentReferenced.sha256", "5 bytes")));
}

// In New York clocks went from 02:00 to 03:00 on 2025-03-09: nothing happened at 02:30.
TEST_F(RequestShapeTest, TimesThatClocksSteppedOverAreRejected) {
  event() = EventFromText("2025-03-09", kGoal);
  event().set_effective_time("02:30");
  EXPECT_THAT(Check(), ElementsAre(Field("cases[0].events[0].effectiveTime", "02:30")));
  EXPECT_THAT(Check().front().allowed(), ::testing::HasSubstr("from 02:00 to 03:00"));
  for (const char* exists : {"01:59", "03:00"}) {
    event().set_effective_time(exists);
    EXPECT_THAT(Check(), IsEmpty()) << exists;
  }
  event() = EventFromText("2024-11-03", kGoal);
  event().set_effective_time("01:30");
  EXPECT_THAT(Check(), IsEmpty()) << "it exists twice, and is read as the first of the two";
}

TEST_F(RequestShapeTest, EveryTimeOfDayIsOneOfItsOwnDay) {
  Say(R"(absence_began { absence_id: "$A" child_id: "$ana" kind: ABSENCE_KIND_RUNAWAY reported_to: "private"
                         reported_on: "2025-03-09" reported_at: "02:30" })");
  EXPECT_THAT(Check(), ElementsAre(Field("cases[0].events[0].absenceBegan.reportedAt", "02:30")));

  const auto* bodies = CaseEvent::descriptor()->FindOneofByName("body");
  for (int i = 0; i < bodies->field_count(); ++i) {
    const auto& body = *bodies->field(i)->message_type();
    for (int j = 0; j < body.field_count(); ++j) {
      if (!projections::OptionsOf(*body.field(j)).time_of_day()) continue;
      EXPECT_NE(DayFieldOf(*body.field(j)), nullptr) << body.field(j)->full_name();
    }
  }
}

// A client says in another language what is allowed; Check above compares every other error with its sentence.
TEST_F(RequestShapeTest, WhatIsAllowedIsDataToo) {
  using casejournal::testing::EqualsProto;
  event() = EventFromText("2025-06-16", kGoal);
  EXPECT_EQ(Check().front().allowed(), "a day no later than today, 2025-06-15");
  EXPECT_THAT(Check().front().wording(), EqualsProto(R"pb(
                id: "shape.day.after-today"
                parameters {
                  name: "today"
                  values { day: "2025-06-15" }
                })pb"));

  event() = EventFromText("2025-03-09", kGoal);
  event().set_effective_time("02:30");
  EXPECT_THAT(Check().front().wording(), EqualsProto(R"pb(
                id: "shape.time.skipped"
                parameters {
                  name: "day"
                  values { day: "2025-03-09" }
                }
                parameters {
                  name: "from"
                  values { time_of_day: "02:00" }
                }
                parameters {
                  name: "to"
                  values { time_of_day: "03:00" }
                })pb"));

  event().Clear();
  Say(R"(goal_established { goal_id: "private" statement: "private" })");
  EXPECT_EQ(Check()[0].wording().id(), "shape.uuid");
  EXPECT_EQ(Check()[1].allowed(), "a known value of GoalArea other than 0");
  EXPECT_THAT(Check()[1].wording(), EqualsProto(R"pb(
                id: "shape.code"
                parameters {
                  name: "code_list"
                  values { text: "GoalArea" }
                })pb"));
}

// Two cases are joined on both streams at once, or not at all.
TEST_F(RequestShapeTest, JoinedCasesNameEachOtherInOneRequest) {
  const auto joined = [](absl::string_view other, absl::string_view part) {
    return absl::StrCat(R"(cases_joined { other_case_id: "$)", other, R"(" part: JOIN_PART_)", part,
                        R"( reason: "private" })");
  };
  Say(joined("other", "ENDS"));
  EXPECT_THAT(Check(), ElementsAre(Field("cases[0].events[0].casesJoined.otherCaseId", Id("other"))));

  v1::CaseAppend& other = *request.add_cases();
  other.set_case_id(Id("other"));
  other.mutable_expected()->set_any(true);
  *other.add_events() = EventFromText("2025-03-01", joined("case", "ENDS"));
  EXPECT_EQ(Check().size(), 2u) << "both end";

  *other.mutable_events(0) = EventFromText("2025-03-01", joined("case", "GOES_ON"));
  EXPECT_THAT(Check(), IsEmpty());
}

}  // namespace
}  // namespace casejournal::services
