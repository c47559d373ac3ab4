// Append and AppendStream as a client sees them: what is recorded, and what each error says.
#include <gmock/gmock.h>

#include <map>
#include <set>
#include <string>
#include <vector>

#include "casejournal/event/v1/stored_event.pb.h"
#include "casejournal/v1/case_service.grpc.pb.h"
#include "casejournal/v1/errors.pb.h"
#include "tests/support/test_server.h"

namespace casejournal::services {
namespace {

using casejournal::testing::CaseEvent;
using casejournal::testing::CaseOpened;
using casejournal::testing::ChildJoined;
using casejournal::testing::DetailFrom;
using casejournal::testing::EqualsMessage;
using casejournal::testing::GoalEstablished;
using casejournal::testing::Id;
using casejournal::testing::IsOk;
using casejournal::testing::NoteWritten;
using casejournal::testing::ObjectiveAdded;
using casejournal::testing::StatusIs;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::Property;
using ::testing::SizeIs;

constexpr char kToday[] = "2025-01-10";

CaseEvent Note() { return NoteWritten(kToday, "private words"); }

// The case "ash" has revisions 0 to 2: it is open, with Ana and a goal.
class AppendCallTest : public casejournal::testing::ServerTest {
 protected:
  void TellStory() override {
    RecordNow("ash", {CaseOpened(kToday), ChildJoined(kToday, "Ana"), GoalEstablished(kToday, "goal", "Ana is safe")});
    size_ = LogSize();
  }

  v1::AppendRequest Appending(absl::string_view word, std::vector<CaseEvent> events,
                              absl::string_view expected = "any: true") {
    v1::AppendRequest request = ServerTest::Appending(word, std::move(events));
    *request.mutable_cases(0)->mutable_expected() =
        casejournal::testing::MessageFromText<v1::ExpectedRevision>(expected);
    return request;
  }
  void ExpectNothingRecorded() { EXPECT_EQ(LogSize(), size_); }

  uint64_t size_ = 0;
};

TEST_F(AppendCallTest, AnAnswerSaysWhereTheEventsAre) {
  v1::AppendRequest request = Appending("ash", {Note(), Note()});
  *request.add_cases() = Appending("birch", {CaseOpened(kToday)}).cases(0);

  const auto answer = Ask(request);

  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(answer->request_id(), request.request_id());
  EXPECT_EQ(answer->first_position(), size_);
  EXPECT_EQ(answer->recorded_at().seconds(), absl::ToUnixSeconds(casejournal::testing::Local("2025-01-10 09:00")));
  EXPECT_FALSE(answer->repeated_answer());
  ASSERT_THAT(answer->cases(), SizeIs(2));
  EXPECT_EQ(answer->cases(0).case_id(), Id("ash"));
  EXPECT_EQ(answer->cases(0).first_revision(), 3);
  EXPECT_EQ(answer->cases(0).events(), 2);
  EXPECT_EQ(answer->cases(1).case_id(), Id("birch"));
  EXPECT_EQ(answer->cases(1).first_revision(), 0);
  EXPECT_EQ(LogSize(), size_ + 3);
}

TEST_F(AppendCallTest, ARetryGetsTheFirstAnswer) {
  const v1::AppendRequest request = Appending("ash", {Note()}, "exactly: 2");
  auto first = Ask(request);
  ASSERT_THAT(first, IsOk());
  RecordNow("ash", {Note()});

  const auto again = Ask(request);

  ASSERT_THAT(again, IsOk());
  EXPECT_TRUE(again->repeated_answer());
  first->set_repeated_answer(true);
  EXPECT_THAT(*again, EqualsMessage(*first));
  EXPECT_EQ(LogSize(), size_ + 2);
}

TEST_F(AppendCallTest, ARetryAfterARestartGetsTheFirstAnswer) {
  const v1::AppendRequest request = Appending("birch", {CaseOpened(kToday)}, "no_case: true");
  const auto first = Ask(request);
  ASSERT_THAT(first, IsOk());
  Start();

  const auto again = Ask(request);

  ASSERT_THAT(again, IsOk());
  EXPECT_TRUE(again->repeated_answer());
  EXPECT_EQ(again->first_position(), first->first_position());
}

TEST_F(AppendCallTest, TheSameRequestIdWithOtherContentIsRejected) {
  v1::AppendRequest request = Appending("ash", {Note()});
  ASSERT_THAT(Ask(request), IsOk());
  size_ = LogSize();

  request.mutable_cases(0)->mutable_events(0)->mutable_case_note_written()->set_occasion("a visit");
  EXPECT_THAT(Ask(request), StatusIs(absl::StatusCode::kAlreadyExists));
  request.mutable_cases(0)->set_case_id(Id("birch"));
  EXPECT_THAT(Ask(request), StatusIs(absl::StatusCode::kAlreadyExists));

  ExpectNothingRecorded();
}

TEST_F(AppendCallTest, AnotherRevisionThanExpectedIsAConflictThatSaysWhich) {
  const auto conflict = [&](absl::string_view word, absl::string_view expected) {
    const auto answer = Ask(Appending(word, {Note()}, expected));
    EXPECT_THAT(answer, StatusIs(absl::StatusCode::kAborted));
    const auto detail = DetailFrom<v1::RevisionConflict>(answer.status());
    EXPECT_EQ(detail.case_id(), Id(word));
    return detail;
  };
  EXPECT_EQ(conflict("ash", "exactly: 1").expected(), 1);
  EXPECT_EQ(conflict("ash", "exactly: 1").actual(), 2);
  EXPECT_EQ(conflict("ash", "exactly: 3").actual(), 2);
  EXPECT_FALSE(conflict("ash", "no_case: true").has_expected());
  EXPECT_EQ(conflict("ash", "no_case: true").actual(), 2);
  EXPECT_FALSE(conflict("birch", "exactly: 0").has_actual());
  EXPECT_FALSE(conflict("birch", "unchanged_since: 0").has_actual());
  EXPECT_EQ(conflict("ash", "unchanged_since: 3").actual(), 2);
  ExpectNothingRecorded();
}

TEST_F(AppendCallTest, UnchangedSinceIgnoresWhatTheEventsDoNotName) {
  RecordNow("ash", {Note(), GoalEstablished(kToday, "another", "Ana goes to school")});

  EXPECT_THAT(Ask(Appending("ash", {ObjectiveAdded(kToday, "objective", "goal", "every week")}, "unchanged_since: 2")),
              IsOk());
}

TEST_F(AppendCallTest, UnchangedSinceNamesWhatHasChanged) {
  RecordNow("ash", {casejournal::testing::EventFromText(
                       kToday, "goal_withdrawn { goal_id: '$goal' reason: 'private words' }")});
  size_ = LogSize();

  const auto answer =
      Ask(Appending("ash", {ObjectiveAdded(kToday, "objective", "goal", "every week")}, "unchanged_since: 2"));

  EXPECT_THAT(answer, StatusIs(absl::StatusCode::kAborted));
  EXPECT_THAT(DetailFrom<v1::RevisionConflict>(answer.status()).touched_ids(), ElementsAre(Id("goal")));
  ExpectNothingRecorded();
}

TEST_F(AppendCallTest, ACaseThatIsRejectedRejectsTheOthers) {
  v1::AppendRequest request = Appending("birch", {CaseOpened(kToday)}, "no_case: true");
  *request.add_cases() = Appending("ash", {Note()}, "exactly: 1").cases(0);
  EXPECT_THAT(Ask(request), StatusIs(absl::StatusCode::kAborted));

  request.mutable_cases(1)->mutable_expected()->set_exactly(2);
  *request.mutable_cases(1)->add_events() = ObjectiveAdded(kToday, "objective", "no goal", "every week");
  const auto refused = Ask(request);

  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kFailedPrecondition));
  const auto refusal = DetailFrom<v1::Refusal>(refused.status());
  ASSERT_THAT(refusal.violations(), SizeIs(1));
  EXPECT_EQ(refusal.violations(0).case_index(), 1);
  EXPECT_EQ(refusal.violations(0).event_index(), 1);
  EXPECT_EQ(refusal.violations(0).rule_id(), "ref.unknown");
  EXPECT_EQ(refusal.violations(0).field(), "objectiveAdded.goalId");
  EXPECT_THAT(refusal.violations(0).ids(), ElementsAre(Id("no goal")));
  ExpectNothingRecorded();
  EXPECT_THAT(AskFor<v1::GetCasePlanRequest>("case_id: '$birch'"), StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(AppendCallTest, AnEventMayRestOnAnEarlierOneOfItsRequest) {
  EXPECT_THAT(Ask(Appending("ash", {GoalEstablished(kToday, "second", "Ana goes to school"),
                                    ObjectiveAdded(kToday, "objective", "second", "every day")})),
              IsOk());
  EXPECT_THAT(Ask(Appending("ash", {ObjectiveAdded(kToday, "another", "third", "every day"),
                                    GoalEstablished(kToday, "third", "Ana sees her mother")})),
              StatusIs(absl::StatusCode::kFailedPrecondition));
}

TEST_F(AppendCallTest, AnErrorRepeatsNoNameAndNoNarrative) {
  CaseEvent wrong = ObjectiveAdded(kToday, "objective", "no goal", "private words");
  const auto refused = Ask(Appending("ash", {wrong}));
  EXPECT_THAT(DetailFrom<v1::Refusal>(refused.status()).DebugString(), Not(HasSubstr("private")));
  EXPECT_THAT(std::string(refused.status().message()), Not(HasSubstr("private")));

  v1::AppendRequest malformed = Appending("ash", {Note()});
  malformed.mutable_cases(0)->mutable_events(0)->set_effective_on("private words");
  malformed.mutable_cases(0)->set_case_id("private words");
  const auto rejected = Ask(malformed);
  EXPECT_THAT(rejected, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(DetailFrom<v1::BadRequest>(rejected.status()).DebugString(), Not(HasSubstr("private")));
}

TEST_F(AppendCallTest, ACheckOnlyListsViolationsAndRecordsNothing) {
  v1::AppendRequest good = Appending("ash", {Note()});
  good.set_validate_only(true);
  v1::AppendRequest bad = Appending("ash", {ObjectiveAdded(kToday, "one", "no goal", "every week"), Note(),
                                            ObjectiveAdded(kToday, "two", "no goal", "every week")});
  bad.set_validate_only(true);
  v1::AppendRequest stale = Appending("ash", {Note()}, "exactly: 1");
  stale.set_validate_only(true);

  EXPECT_THAT(Ask(good)->violations(), IsEmpty());
  const auto checked = Ask(bad);
  ASSERT_THAT(checked, IsOk());
  ASSERT_THAT(checked->violations(), SizeIs(2));
  EXPECT_EQ(checked->violations(0).event_index(), 0);
  EXPECT_EQ(checked->violations(1).event_index(), 2);
  EXPECT_EQ(checked->violations_omitted(), 0);
  EXPECT_THAT(Ask(stale), StatusIs(absl::StatusCode::kAborted));
  ExpectNothingRecorded();
  good.set_validate_only(false);
  EXPECT_THAT(Ask(good), IsOk()) << "a check does not use up the request id";
}

TEST_F(AppendCallTest, MalformedRequestsNameTheField) {
  const auto rejected = [&](const auto& change) {
    v1::AppendRequest request = Appending("ash", {Note()});
    change(request);
    const auto answer = Ask(request);
    EXPECT_THAT(answer, StatusIs(absl::StatusCode::kInvalidArgument));
    const auto bad = DetailFrom<v1::BadRequest>(answer.status());
    return bad.fields().empty() ? "" : bad.fields(0).field();
  };
  EXPECT_EQ(rejected([](auto& r) { r.clear_request_id(); }), "requestId");
  EXPECT_EQ(rejected([](auto& r) { r.set_request_id("5C1F0E5A-0000-4000-8000-000000000000"); }), "requestId");
  EXPECT_EQ(rejected([](auto& r) { r.clear_cases(); }), "cases");
  EXPECT_EQ(rejected([](auto& r) { r.mutable_cases(0)->clear_events(); }), "cases[0].events");
  EXPECT_EQ(rejected([](auto& r) { r.mutable_cases(0)->set_case_id("ash"); }), "cases[0].caseId");
  EXPECT_EQ(rejected([](auto& r) { r.mutable_cases(0)->clear_expected(); }), "cases[0].expected");
  EXPECT_EQ(rejected([](auto& r) { *r.add_cases() = r.cases(0); }), "cases[1].caseId");
  EXPECT_EQ(rejected([](auto& r) { r.mutable_cases(0)->mutable_events(0)->set_effective_on("2025-02-30"); }),
            "cases[0].events[0].effectiveOn");
  EXPECT_EQ(rejected([](auto& r) { r.mutable_cases(0)->mutable_events(0)->set_effective_on("2025-01-11"); }),
            "cases[0].events[0].effectiveOn")
      << "tomorrow";
  ExpectNothingRecorded();
}

TEST_F(AppendCallTest, ARequestHasAtMost100CasesAnd1000Events) {
  v1::AppendRequest cases = Appending("case 0", {CaseOpened(kToday)});
  for (int i = 1; i < 100; ++i) *cases.add_cases() = Appending(absl::StrCat("case ", i), {CaseOpened(kToday)}).cases(0);
  v1::AppendRequest one_more = cases;
  *one_more.add_cases() = Appending("case 100", {CaseOpened(kToday)}).cases(0);
  one_more.set_request_id(Id("one more"));

  EXPECT_THAT(Ask(one_more), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(Ask(cases), IsOk());
  EXPECT_THAT(Ask(Appending("ash", std::vector<CaseEvent>(1001, Note()))),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(Ask(Appending("ash", std::vector<CaseEvent>(1000, Note()))), IsOk());
  EXPECT_EQ(LogSize(), size_ + 1100);
}

TEST_F(AppendCallTest, AnEventHasAtMost256KiB) {
  CaseEvent event = Note();
  const auto fill = [&](size_t bytes) {
    event.mutable_case_note_written()->clear_text();
    const size_t rest = event.ByteSizeLong();
    event.mutable_case_note_written()->set_text(std::string(bytes - rest, 'x'));
  };
  fill((size_t{256} << 10) - 100);
  EXPECT_THAT(Ask(Appending("ash", {event})), IsOk());
  fill((size_t{256} << 10) + 100);
  EXPECT_THAT(Ask(Appending("ash", {event})), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST_F(AppendCallTest, AnEntryNamesTheProgramThatSentIt) {
  grpc::ChannelArguments arguments;
  arguments.SetUserAgentPrefix("wren-intake/2.1");
  const auto channel = grpc::CreateCustomChannel(absl::StrCat("127.0.0.1:", own_->server->port()),
                                                 grpc::InsecureChannelCredentials(), arguments);
  grpc::ClientContext context;
  v1::AppendResponse answer;
  ASSERT_TRUE(v1::CaseService::NewStub(channel)->Append(&context, Appending("ash", {Note()}), &answer).ok());

  const auto read = AskFor<v1::ReadEventsRequest>(absl::StrCat("position: ", answer.first_position()));

  event::v1::StoredEvent stored;
  ASSERT_TRUE(stored.ParseFromString(read->front().entries(0).opened().recorded().parts(0).plaintext()));
  EXPECT_THAT(stored.admission().client(), ::testing::StartsWith("wren-intake/2.1"));
  EXPECT_LE(stored.admission().client().size(), 100);
}

TEST_F(AppendCallTest, ACaseIsReadAsSoonAsItsAppendIsAnswered) {
  for (int i = 0; i < 20; ++i) {
    const std::string word = absl::StrCat("case ", i);
    RecordNow(word, {CaseOpened(kToday), ChildJoined(kToday, "Ana")});
    EXPECT_EQ(AskFor<v1::GetCasePlanRequest>(absl::StrCat("case_id: '", Id(word), "'"))->plan().participants_size(), 1);
  }
}

// Streams of appends.
class StreamedAppendTest : public AppendCallTest {
 protected:
  // Send all requests, then read all answers.
  std::vector<v1::AppendStreamResponse> SendAll(const std::vector<v1::AppendRequest>& requests) {
    grpc::ClientContext context;
    context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Minutes(2)));
    const auto stream = own_->cases->AppendStream(&context);
    for (const v1::AppendRequest& request : requests) {
      v1::AppendStreamRequest message;
      *message.mutable_append() = request;
      EXPECT_TRUE(stream->Write(message));
    }
    stream->WritesDone();
    std::vector<v1::AppendStreamResponse> answers;
    for (v1::AppendStreamResponse answer; stream->Read(&answer);) answers.push_back(answer);
    EXPECT_TRUE(stream->Finish().ok());
    return answers;
  }
};

TEST_F(StreamedAppendTest, AnEmptyStreamEndsWell) { EXPECT_THAT(SendAll({}), IsEmpty()); }

TEST_F(StreamedAppendTest, EachRequestHasOneAnswer) {
  std::vector<v1::AppendRequest> requests;
  std::set<std::string> ids;
  for (int i = 0; i < 50; ++i) {
    requests.push_back(Appending(absl::StrCat("case ", i), {CaseOpened(kToday)}, "no_case: true"));
    ids.insert(requests.back().request_id());
  }

  const auto answers = SendAll(requests);

  EXPECT_THAT(answers, SizeIs(50));
  for (const v1::AppendStreamResponse& answer : answers) {
    EXPECT_EQ(ids.erase(answer.request_id()), 1);
    EXPECT_TRUE(answer.has_appended());
    EXPECT_EQ(answer.appended().request_id(), answer.request_id());
  }
  EXPECT_EQ(LogSize(), size_ + 50);
}

TEST_F(StreamedAppendTest, RequestsForOneCaseAreRecordedInTheOrderSent) {
  std::vector<v1::AppendRequest> requests;
  for (uint64_t i = 0; i < 50; ++i) requests.push_back(Appending("ash", {Note()}, absl::StrCat("exactly: ", 2 + i)));

  const auto answers = SendAll(requests);

  ASSERT_THAT(answers, SizeIs(50));
  for (size_t i = 0; i < 50; ++i) {
    EXPECT_EQ(answers[i].request_id(), requests[i].request_id());
    EXPECT_EQ(answers[i].appended().cases(0).first_revision(), 3 + i);
  }
}

// A form: a text is missing, and rules reject what is filled in. The person corrects both at once.
TEST_F(StreamedAppendTest, WrongFieldsAndRulesAreInOneAnswer) {
  CaseEvent without_text = Note();
  without_text.mutable_case_note_written()->clear_text();

  const auto answer = Ask(Appending("ash", {ObjectiveAdded(kToday, "o", "no goal", "every week"), without_text}));

  EXPECT_THAT(answer, StatusIs(absl::StatusCode::kInvalidArgument));
  const auto bad = DetailFrom<v1::BadRequest>(answer.status());
  ASSERT_THAT(bad.fields(), SizeIs(1));
  EXPECT_EQ(bad.fields(0).field(), "cases[0].events[1].caseNoteWritten.text");
  const auto refusal = DetailFrom<v1::Refusal>(answer.status());
  ASSERT_THAT(refusal.violations(), SizeIs(1));
  EXPECT_EQ(refusal.violations(0).rule_id(), "ref.unknown");
  EXPECT_EQ(refusal.violations(0).event_index(), 0u);
  EXPECT_EQ(DetailFrom<v1::ErrorInfo>(answer.status()).reason(), "REQUEST_MALFORMED");
  EXPECT_EQ(LogSize(), size_);
}

TEST_F(StreamedAppendTest, AnEventWhoseTextIsMissingIsJudgedByItsOtherFields) {
  const auto answer = Ask(Appending("ash", {ObjectiveAdded(kToday, "o", "no goal", "")}));

  EXPECT_THAT(answer, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_EQ(DetailFrom<v1::BadRequest>(answer.status()).fields(0).field(),
            "cases[0].events[0].objectiveAdded.terms.statement");
  const auto refusal = DetailFrom<v1::Refusal>(answer.status());
  ASSERT_THAT(refusal.violations(), SizeIs(1));
  EXPECT_EQ(refusal.violations(0).field(), "objectiveAdded.goalId");
}

// It may rest on what the malformed event would have introduced.
TEST_F(StreamedAppendTest, WhatFollowsAMalformedEventIsNotJudged) {
  CaseEvent no_day = GoalEstablished(kToday, "new goal", "Ana is safe at home");
  no_day.set_effective_on("soon");

  const auto answer = Ask(Appending("ash", {no_day, ObjectiveAdded(kToday, "o", "new goal", "every week")}));

  EXPECT_THAT(answer, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(DetailFrom<v1::Refusal>(answer.status()).violations(), SizeIs(0));
}

TEST_F(StreamedAppendTest, RulesNameTheCaseOfTheWholeRequest) {
  v1::AppendRequest request = Appending("birch", {Note()});
  request.mutable_cases(0)->mutable_events(0)->set_effective_on("soon");
  *request.add_cases() = Appending("ash", {ObjectiveAdded(kToday, "o", "no goal", "every week")}).cases(0);

  const auto refusal = DetailFrom<v1::Refusal>(Ask(request).status());

  ASSERT_THAT(refusal.violations(), SizeIs(1));
  EXPECT_EQ(refusal.violations(0).case_index(), 1u);
}

// If the case has changed, what the rules said of it is of no use: the client reads it again anyway.
TEST_F(StreamedAppendTest, OfAMalformedRequestAtAnOldRevisionOnlyTheFieldsAreNamed) {
  CaseEvent without_text = Note();
  without_text.mutable_case_note_written()->clear_text();

  const auto answer = Ask(Appending("ash", {Note(), without_text}, "exactly: 0"));

  EXPECT_THAT(answer, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(DetailFrom<v1::BadRequest>(answer.status()).fields(), SizeIs(1));
}

TEST_F(StreamedAppendTest, AnErrorIsAnAnswerAndDoesNotEndTheStream) {
  const std::vector<v1::AppendRequest> requests = {
      Appending("ash", {Note()}, "exactly: 0"),
      Appending("ash", {ObjectiveAdded(kToday, "o", "no goal", "every week")}), Appending("ash", {}),
      Appending("ash", {Note()})};

  const auto answers = SendAll(requests);

  ASSERT_THAT(answers, SizeIs(4));
  std::map<std::string, int> outcomes;
  for (const v1::AppendStreamResponse& answer : answers) {
    outcomes[answer.request_id()] = answer.error().code();
    EXPECT_EQ(answer.error().details().empty(), !answer.has_error());
  }
  EXPECT_EQ(outcomes[requests[0].request_id()], grpc::StatusCode::ABORTED);
  EXPECT_EQ(outcomes[requests[1].request_id()], grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(outcomes[requests[2].request_id()], grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(outcomes[requests[3].request_id()], grpc::StatusCode::OK);
  EXPECT_EQ(LogSize(), size_ + 1);
}

TEST_F(StreamedAppendTest, AnErrorIsThatOfAppend) {
  const v1::AppendRequest request = Appending("ash", {ObjectiveAdded(kToday, "o", "no goal", "every week")});

  const auto streamed = SendAll({request});
  const auto single = Ask(request);

  ASSERT_THAT(streamed, SizeIs(1));
  v1::Refusal refusal;
  ASSERT_TRUE(streamed[0].error().details(0).UnpackTo(&refusal));
  EXPECT_EQ(streamed[0].error().code(), static_cast<int>(single.status().code()));
  EXPECT_EQ(streamed[0].error().message(), single.status().message());
  EXPECT_THAT(refusal, EqualsMessage(DetailFrom<v1::Refusal>(single.status())));
}

TEST_F(StreamedAppendTest, ARepeatedRequestOfAStreamIsRecordedOnce) {
  const v1::AppendRequest request = Appending("ash", {Note()}, "exactly: 2");

  const auto answers = SendAll({request, request, request});

  ASSERT_THAT(answers, SizeIs(3));
  EXPECT_THAT(answers, Each(Property(&v1::AppendStreamResponse::has_appended, true)));
  EXPECT_EQ(LogSize(), size_ + 1);
}

}  // namespace
}  // namespace casejournal::services
