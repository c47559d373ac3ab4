// What a client gets that asks for a plan.
#include "services/answers/cases/get_case_plan.h"

#include <gmock/gmock.h>

#include <string>

#include "casejournal/v1/case_service.pb.h"
#include "projections/state/attestation.h"
#include "tests/support/ana_case.h"
#include "tests/support/test_server.h"

namespace casejournal::services {
namespace {

using casejournal::testing::CaseEvent;
using casejournal::testing::CaseOpened;
using casejournal::testing::ChildJoined;
using casejournal::testing::Correcting;
using casejournal::testing::EqualsMessage;
using casejournal::testing::GoalEstablished;
using casejournal::testing::Id;
using casejournal::testing::IsOk;
using casejournal::testing::MessageFromText;
using casejournal::testing::NamesField;
using casejournal::testing::NoteWritten;
using casejournal::testing::ObjectiveAdded;
using casejournal::testing::StatusIs;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

// Ana's case: opened on January 10, a goal of March 10, an objective of March 12, which a correction of April 20 words
// anew. Revisions 0 to 4; positions 2 to 6.
class GetCasePlanTest : public casejournal::testing::ServerTest {
 protected:
  GetCasePlanTest() { ShareServer(); }

  void TellStory() override {
    Record("case", {CaseOpened("2025-01-10"), ChildJoined("2025-01-10", "Ana")});
    Record("case", {GoalEstablished("2025-03-10", "goal", "Ana is safe at home")});
    Record("case", {ObjectiveAdded("2025-03-12", "objective", "goal", "every week")});
    SetClock("2025-04-20 10:00");
    RecordNow("case", {Correcting(3, ObjectiveAdded("2025-03-12", "objective", "goal", "every two weeks"))});
  }

  absl::StatusOr<v1::GetCasePlanResponse> Plan(const std::string& more = "") {
    return AskFor<v1::GetCasePlanRequest>(absl::StrCat("case_id: '$case' ", more));
  }
  static std::string ObjectiveIn(const absl::StatusOr<v1::GetCasePlanResponse>& answer) {
    EXPECT_THAT(answer, IsOk());
    if (!answer.ok() || answer->plan().objectives().empty()) return "";
    return answer->plan().objectives(0).terms().statement();
  }
};

// Tests that record more.
class GetCasePlanChangedTest : public GetCasePlanTest {
 protected:
  GetCasePlanChangedTest() { OwnServer(); }

  // Draw up the plan, and let the court journalize it. Return the digest.
  std::string Journalize() {
    CaseEvent drawn_up = casejournal::testing::VersionDrawnUp("2025-04-21", {});
    drawn_up.mutable_plan_version_drawn_up()->set_as_of_revision(4);
    drawn_up.mutable_plan_version_drawn_up()->clear_text();
    drawn_up.mutable_plan_version_drawn_up()->clear_digest();
    SetClock("2025-04-21 10:00");
    const absl::StatusOr<v1::AppendResponse> drawn = Ask(Appending("case", {drawn_up}));
    EXPECT_THAT(drawn, IsOk());
    if (!drawn.ok() || drawn->cases(0).plan_version_digests().empty()) return "";
    const std::string digest = drawn->cases(0).plan_version_digests(0);
    Record("case", {casejournal::testing::NumberGiven("2025-04-22", "JV-2025-0117", "Ana"),
                    casejournal::testing::Journalized("2025-04-22", {.text = {}, .digest = digest})});
    return digest;
  }
};

TEST_F(GetCasePlanTest, TheWorkingPlanFollowsFromAllEntries) {
  const auto answer = Plan();

  EXPECT_EQ(ObjectiveIn(answer), "every two weeks");
  EXPECT_EQ(answer->plan().case_id(), Id("case"));
  EXPECT_EQ(answer->answered().revision(), 4);
  EXPECT_EQ(answer->answered().as_of_position(), LastPosition());
  EXPECT_EQ(answer->answered().program(), "casejournal test");
  EXPECT_FALSE(answer->answered().cuts_request());
  EXPECT_FALSE(answer->has_attestation());
}

TEST_F(GetCasePlanTest, AnUnspecifiedViewIsTheWorkingPlan) {
  const auto unspecified = Plan();
  const auto working = Plan("view: PLAN_VIEW_WORKING");

  ASSERT_THAT(unspecified, IsOk());
  ASSERT_THAT(working, IsOk());
  EXPECT_THAT(*working, EqualsMessage(*unspecified));
}

TEST_F(GetCasePlanTest, SectionsKeepTheirListsAndTheHeading) {
  const auto whole = Plan();
  const auto part = Plan("sections: 'objectives' sections: 'milestones'");
  ASSERT_THAT(whole, IsOk());
  ASSERT_THAT(part, IsOk());

  v1::CasePlan expected = whole->plan();
  ASSERT_GT(expected.goals_size(), 0);
  expected.clear_goals();
  expected.clear_participants();
  EXPECT_THAT(part->plan(), EqualsMessage(expected));
  EXPECT_EQ(ObjectiveIn(part), "every two weeks");
  EXPECT_EQ(ObjectiveIn(Plan("sections: 'objectives' as_of { revision: 3 }")), "every week");
}

TEST_F(GetCasePlanTest, SectionsThatCannotBeAreRejected) {
  EXPECT_THAT(Plan("sections: 'nothing'"), NamesField("sections"));
  EXPECT_THAT(Plan("sections: 'goals' view: PLAN_VIEW_IN_FORCE"), NamesField("sections"));
  EXPECT_THAT(Plan("sections: 'goals' attest: true"), NamesField("sections"));
}

TEST_F(GetCasePlanTest, APlanThatDidNotChangeIsNotSentAgain) {
  const uint64_t revision = Plan()->answered().revision();
  const auto unchanged = Plan(absl::StrCat("unless_revision: ", revision));
  ASSERT_THAT(unchanged, IsOk());
  EXPECT_TRUE(unchanged->unchanged());
  EXPECT_FALSE(unchanged->has_plan());
  EXPECT_EQ(unchanged->answered().revision(), revision);

  for (const uint64_t other : {revision - 1, revision + 1, ~uint64_t{0}}) {
    const auto changed = Plan(absl::StrCat("unless_revision: ", other));
    ASSERT_THAT(changed, IsOk());
    EXPECT_FALSE(changed->unchanged()) << other;
    EXPECT_EQ(ObjectiveIn(changed), "every two weeks") << other;
  }
  EXPECT_THAT(Plan("unless_revision: 1 as_of { revision: 3 }"), NamesField("unlessRevision"));
  EXPECT_THAT(Plan("unless_revision: 1 attest: true"), NamesField("unlessRevision"));
}

TEST_F(GetCasePlanTest, ARevisionCutsWhatIsKnown) {
  EXPECT_EQ(ObjectiveIn(Plan("as_of { revision: 3 }")), "every week");
  EXPECT_EQ(ObjectiveIn(Plan("as_of { revision: 2 }")), "");
  EXPECT_EQ(ObjectiveIn(Plan("as_of { revision: 4 }")), "every two weeks");
}

TEST_F(GetCasePlanTest, ARevisionInsideARequestIsSaidToCutIt) {
  EXPECT_TRUE(Plan("as_of { revision: 0 }")->answered().cuts_request());
  EXPECT_FALSE(Plan("as_of { revision: 1 }")->answered().cuts_request());
}

TEST_F(GetCasePlanTest, APositionCutsWhatIsKnownOfEveryCase) {
  EXPECT_EQ(ObjectiveIn(Plan("as_of { position: 5 }")), "every week");
  EXPECT_EQ(ObjectiveIn(Plan("as_of { position: 6 }")), "every two weeks");
  EXPECT_EQ(Plan("as_of { position: 5 }")->answered().revision(), 3);
}

TEST_F(GetCasePlanTest, ADayHoldsWhatWasRecordedBeforeItsEnd) {
  EXPECT_EQ(ObjectiveIn(Plan("as_of { day: '2025-03-11' }")), "");
  EXPECT_EQ(ObjectiveIn(Plan("as_of { day: '2025-03-12' }")), "every week");
  EXPECT_EQ(ObjectiveIn(Plan("as_of { day: '2025-04-19' }")), "every week");
}

TEST_F(GetCasePlanTest, AnInstantHoldsWhatWasRecordedThen) {
  const auto at = [&](absl::string_view local) {
    return ObjectiveIn(Plan(
        absl::StrCat("as_of { instant { seconds: ", absl::ToUnixSeconds(casejournal::testing::Local(local)), " } }")));
  };
  AdvanceClock(absl::Seconds(1));

  EXPECT_EQ(at("2025-03-12 11:59:59"), "");
  EXPECT_EQ(at("2025-03-12 12:00:00"), "every week");
  EXPECT_EQ(at("2025-04-20 10:00:00"), "every two weeks");
}

TEST_F(GetCasePlanTest, AnEffectiveDayLeavesOutLaterFacts) {
  EXPECT_EQ(ObjectiveIn(Plan("as_of { effective_on: '2025-03-11' }")), "");
  EXPECT_EQ(ObjectiveIn(Plan("as_of { effective_on: '2025-03-12' }")), "every two weeks") << "as known today";
  EXPECT_EQ(ObjectiveIn(Plan("as_of { day: '2025-04-19' effective_on: '2025-03-12' }")), "every week");
}

TEST_F(GetCasePlanTest, ACaseThatWasNotKnownThenHasAnEmptyPlanAndSaysSinceWhen) {
  const auto answer = Plan("as_of { day: '2025-01-09' }");

  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(answer->plan().participants_size(), 0);
  EXPECT_EQ(answer->plan().opened_on(), "");
  EXPECT_FALSE(answer->answered().has_revision());
  EXPECT_EQ(answer->answered().known_since().seconds(),
            absl::ToUnixSeconds(casejournal::testing::Local("2025-01-10 12:00")));
}

TEST_F(GetCasePlanTest, WhatIsNotOverOrNotRecordedYetIsRejected) {
  const auto rejected = StatusIs(absl::StatusCode::kFailedPrecondition);

  EXPECT_THAT(Plan("as_of { revision: 5 }"), rejected);
  EXPECT_THAT(Plan(absl::StrCat("as_of { position: ", LogSize(), " }")), rejected);
  EXPECT_THAT(Plan("as_of { day: '2025-04-20' }"), rejected) << "today";
  EXPECT_THAT(Plan("as_of { instant { seconds: 4000000000 } }"), rejected);
}

TEST_F(GetCasePlanTest, MalformedFieldsAreNamed) {
  EXPECT_THAT(Plan("as_of { day: '2025-02-30' }"), NamesField("asOf.day"));
  EXPECT_THAT(Plan("as_of { effective_on: 'yesterday' }"), NamesField("asOf.effectiveOn"));
  EXPECT_THAT(Plan("as_of { effective_on: '2025-04-21' }"), NamesField("asOf.effectiveOn")) << "tomorrow";
  EXPECT_THAT(Plan("view: PLAN_VIEW_VERSION digest: 'short'"), NamesField("digest"));
  EXPECT_THAT(Plan("view: PLAN_VIEW_VERSION"), NamesField("digest"));
  EXPECT_THAT(Plan("view: PLAN_VIEW_VERSION digest: '@plan' as_of { revision: 1 }"), NamesField("asOf"));
  EXPECT_THAT(AskFor<v1::GetCasePlanRequest>("case_id: 'JV-2025-0117'"), NamesField("caseId"));
  EXPECT_THAT(AskFor<v1::GetCasePlanRequest>(""), NamesField("caseId"));
  v1::GetCasePlanRequest unknown_view = MessageFromText<v1::GetCasePlanRequest>("case_id: '$case'");
  unknown_view.set_view(static_cast<v1::PlanView>(9));
  EXPECT_THAT(Ask(unknown_view), NamesField("view"));
}

TEST_F(GetCasePlanTest, AnUnknownCaseOrVersionIsNotFound) {
  EXPECT_THAT(AskFor<v1::GetCasePlanRequest>("case_id: '$nobody'"), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(Plan("view: PLAN_VIEW_VERSION digest: '@nothing'"), StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(GetCasePlanChangedTest, AVersionIsTheTextThatWasDrawnUp) {
  const std::string digest = Journalize();
  v1::GetCasePlanRequest request;
  request.set_case_id(Id("case"));
  request.set_view(v1::PLAN_VIEW_VERSION);
  request.set_digest(digest);

  const auto answer = Ask(request);

  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(projections::PlanTextDigest(answer->text()), digest);
  EXPECT_THAT(answer->text().DebugString(), HasSubstr("every two weeks"));
  ASSERT_THAT(answer->document().objectives(), SizeIs(1));
  EXPECT_EQ(answer->document().objectives(0).terms().statement(), "every two weeks");
  EXPECT_EQ(answer->version().digest(), digest);
  EXPECT_EQ(answer->plan().versions_size(), 1);
}

TEST_F(GetCasePlanChangedTest, WhatBindsIsTheJournalizedVersionFromItsDayOn) {
  const std::string digest = Journalize();
  SetClock("2025-04-25 10:00");
  const auto in_force = [&](const std::string& more) { return Plan(absl::StrCat("view: PLAN_VIEW_IN_FORCE ", more)); };

  const auto now = in_force("");
  ASSERT_THAT(now, IsOk());
  ASSERT_THAT(now->in_force(), SizeIs(1));
  EXPECT_EQ(now->in_force(0).digest(), digest);
  EXPECT_EQ(now->in_force(0).child_id(), Id("Ana"));
  EXPECT_EQ(now->in_force(0).since(), "2025-04-22");
  EXPECT_EQ(now->in_force(0).basis(), "journalized");
  EXPECT_EQ(now->in_force(0).entry_number(), "12");
  EXPECT_TRUE(now->in_force(0).compared());
  EXPECT_THAT(now->in_force(0).working_differs(), SizeIs(0));
  EXPECT_FALSE(now->has_plan()) << "only WORKING and VERSION return the plan";
  EXPECT_THAT(in_force("as_of { effective_on: '2025-04-21' }")->in_force(), SizeIs(0));
  EXPECT_THAT(in_force("as_of { day: '2025-04-21' }")->in_force(), SizeIs(0));
}

TEST_F(GetCasePlanChangedTest, AChangeAfterTheJournalizedVersionMakesTheWorkingPlanDiffer) {
  Journalize();
  Record("case", {ObjectiveAdded("2025-04-23", "another", "goal", "every day")});

  const auto answer = Plan();

  ASSERT_THAT(answer, IsOk());
  ASSERT_THAT(answer->in_force(), SizeIs(1));
  ASSERT_THAT(answer->in_force(0).working_differs(), Not(SizeIs(0)));
  EXPECT_EQ(answer->in_force(0).working_differs(0).path(), "objective “every day”, goal");
  EXPECT_EQ(answer->in_force(0).working_differs(0).after(), "Ana is safe at home");
}

TEST_F(GetCasePlanTest, AnAttestationStatesTheEntriesOfThePlan) {
  const auto answer = Plan("attest: true as_of { revision: 3 }");

  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(ObjectiveIn(answer), "every week");
  EXPECT_EQ(answer->attestation().revision(), 3);
  EXPECT_THAT(answer->attestation().plan_digest(), SizeIs(32));
  EXPECT_NE(Plan("attest: true")->attestation().plan_digest(), answer->attestation().plan_digest());
  EXPECT_TRUE(projections::IsOfPlan(answer->attestation(), projections::CanonicalPlan(answer->plan())));
  EXPECT_THAT(Plan("attest: true as_of { revision: 3 }")->attestation(), EqualsMessage(answer->attestation()))
      << "the same question has the same answer";
}

TEST_F(GetCasePlanTest, NothingIsAttestedOfACaseThatWasNotKnown) {
  const auto answer = Plan("attest: true as_of { day: '2025-01-09' }");

  ASSERT_THAT(answer, IsOk());
  EXPECT_FALSE(answer->has_attestation());
}

TEST_F(GetCasePlanTest, OnlyTheWorkingPlanByRecordedTimeIsAttested) {
  EXPECT_THAT(Plan("attest: true view: PLAN_VIEW_IN_FORCE"), NamesField("attest"));
  EXPECT_THAT(Plan("attest: true view: PLAN_VIEW_VERSION digest: '@plan'"), NamesField("attest"));
  EXPECT_THAT(Plan("attest: true as_of { day: '2025-03-12' basis: BASIS_CLAIMED }"), NamesField("attest"));
}

TEST_F(GetCasePlanTest, APositionThatIsRecordedIsNotWaitedFor) {
  EXPECT_THAT(Plan(absl::StrCat("min_position: ", LastPosition())), IsOk());
}

TEST_F(GetCasePlanTest, APositionThatIsNotRecordedEndsWithTheDeadlineOfTheCall) {
  patience_ = absl::Milliseconds(50);

  EXPECT_THAT(Plan(absl::StrCat("min_position: ", LogSize())), StatusIs(absl::StatusCode::kDeadlineExceeded));
  EXPECT_THAT(Plan("min_position: 18446744073709551615"), StatusIs(absl::StatusCode::kDeadlineExceeded));
}

// Entries that were taken over from another system.
TEST_F(GetCasePlanChangedTest, ByClaimsAnEntryCountsFromWhenItWasFirstRecorded) {
  SetClock("2025-05-01 10:00");
  RecordNow("case", {casejournal::testing::Claimed(GoalEstablished("2025-02-01", "school", "Ana goes to school"),
                                                   "2025-02-02 10:00", "the old system")});

  const auto recorded = Plan("as_of { day: '2025-03-01' }");
  const auto claimed = Plan("as_of { day: '2025-03-01' basis: BASIS_CLAIMED }");

  ASSERT_THAT(recorded, IsOk());
  EXPECT_THAT(recorded->plan().goals(), SizeIs(0));
  EXPECT_EQ(recorded->answered().claimed_entries(), 0);
  ASSERT_THAT(claimed, IsOk());
  ASSERT_THAT(claimed->plan().goals(), SizeIs(1));
  EXPECT_EQ(claimed->plan().goals(0).goal_id(), Id("school"));
  EXPECT_EQ(claimed->answered().claimed_entries(), 1);
  EXPECT_EQ(claimed->answered().proven_claims(), 0);
  EXPECT_THAT(claimed->answered().claim_systems(), ::testing::ElementsAre("the old system"));
}

TEST_F(GetCasePlanChangedTest, ThePastDoesNotChangeWhenMoreIsRecorded) {
  const auto ask = [&] { return Plan("as_of { day: '2025-04-19' effective_on: '2025-04-01' }"); };
  auto before = ask();
  ASSERT_THAT(before, IsOk());
  SetClock("2025-05-01 10:00");
  RecordNow("case", {Correcting(2, GoalEstablished("2025-02-01", "goal", "Ana is at home"))});
  Record("another", {CaseOpened("2025-05-01"), NoteWritten("2025-05-01", "a call")});

  auto after = ask();

  ASSERT_THAT(after, IsOk());
  EXPECT_LT(before->answered().as_of_position(), after->answered().as_of_position());
  before->mutable_answered()->clear_as_of_position();
  after->mutable_answered()->clear_as_of_position();
  EXPECT_THAT(*after, EqualsMessage(*before));
}

}  // namespace
}  // namespace casejournal::services
