// What a client gets that asks for findings, through the server.
#include "services/answers/cases/get_findings.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "casejournal/v1/case_service.pb.h"
#include "tests/support/findings_case.h"
#include "tests/support/test_server.h"

namespace casejournal::services {
namespace {

using casejournal::testing::CaseOpened;
using casejournal::testing::ChildJoined;
using casejournal::testing::GoalEstablished;
using casejournal::testing::IsOk;
using casejournal::testing::NamesField;
using casejournal::testing::StatusIs;

// A case with a goal that has no objective, and with Ana, who has no outcome.
class GetFindingsTest : public casejournal::testing::ServerTest {
 protected:
  GetFindingsTest() { ShareServer(); }

  void TellStory() override {
    Record("case", {CaseOpened("2025-01-10"), ChildJoined("2025-01-10", "Ana")});
    Record("case", {GoalEstablished("2025-03-10", "goal", "Ana is safe at home")});
    SetClock("2025-05-01 09:00");
  }

  absl::StatusOr<v1::GetFindingsResponse> Findings(const std::string& more = "") {
    return AskFor<v1::GetFindingsRequest>(absl::StrCat("case_id: '$case' ", more));
  }
  static std::vector<std::string> NamesIn(const absl::StatusOr<v1::GetFindingsResponse>& answer) {
    EXPECT_THAT(answer, IsOk());
    std::vector<std::string> names;
    if (!answer.ok()) return names;
    for (const v1::Finding& finding : answer->findings()) names.push_back(finding.finding());
    return names;
  }
  // The finding of this name today, which must exist.
  v1::Finding The(const std::string& name) {
    const auto answer = Findings();
    for (const v1::Finding& finding : answer->findings()) {
      if (finding.finding() == name) return finding;
    }
    ADD_FAILURE() << "no finding " << name;
    return {};
  }
};

class GetFindingsChangedTest : public GetFindingsTest {
 protected:
  GetFindingsChangedTest() { OwnServer(); }
};

TEST_F(GetFindingsTest, AnAnswerIsForTodayUnlessADayIsGiven) {
  EXPECT_EQ(Findings()->on(), "2025-05-01");
  EXPECT_EQ(Findings("on: '2025-04-01'")->on(), "2025-04-01");
  EXPECT_EQ(Findings("as_of { effective_on: '2025-02-01' }")->on(), "2025-02-01");
  EXPECT_EQ(Findings("as_of { effective_on: '2025-02-01' } on: '2025-04-01'")->on(), "2025-04-01");
}

TEST_F(GetFindingsTest, AnAnswerSaysWhatItIsBasedOn) {
  const auto answer = Findings();

  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(answer->answered().revision(), 2);
  EXPECT_EQ(answer->answered().as_of_position(), LastPosition());
  EXPECT_EQ(answer->answered().program(), "casejournal test");
  EXPECT_GT(answer->catalogue_version(), 0);
}

TEST_F(GetFindingsTest, EachFindingHasANameItsIdAndASource) {
  const auto answer = Findings();

  ASSERT_THAT(answer, IsOk());
  ASSERT_FALSE(answer->findings().empty());
  for (const v1::Finding& finding : answer->findings()) {
    EXPECT_EQ(finding.finding().substr(0, finding.id().size()), finding.id());
    EXPECT_FALSE(finding.says().empty()) << finding.id();
    EXPECT_FALSE(finding.source().empty()) << finding.id();
    EXPECT_EQ(finding.state(), v1::FINDING_STATE_OPEN) << finding.id();
  }
}

TEST_F(GetFindingsChangedTest, AFindingGoesWhenItsConditionNoLongerHolds) {
  const auto before = NamesIn(Findings());
  const uint64_t revision = Findings()->answered().revision();
  const std::string gone = NamesIn(Findings()).front();

  Record("case", {casejournal::testing::ObjectiveAdded("2025-05-01", "objective", "goal", "every week")});
  Record("case", {casejournal::testing::OutcomeChosen("2025-05-01", "Ana",
                                                      event::v1::PERMANENCY_OUTCOME_RETURNED_TO_OWN_FAMILY)});

  EXPECT_NE(NamesIn(Findings()), before);
  EXPECT_EQ(NamesIn(Findings(absl::StrCat("as_of { revision: ", revision, " }"))), before)
      << "the earlier record still has them, such as " << gone;
}

TEST_F(GetFindingsChangedTest, AnAnsweredFindingHasItsExplanation) {
  const std::string name = NamesIn(Findings()).front();
  casejournal::testing::CaseEvent answered = casejournal::testing::On("2025-05-01");
  answered.mutable_finding_answered()->set_finding(name);
  answered.mutable_finding_answered()->set_explanation("the mother asked for time");

  Record("case", {answered});

  const v1::Finding finding = The(name);
  EXPECT_EQ(finding.state(), v1::FINDING_STATE_ANSWERED);
  EXPECT_EQ(finding.explanation(), "the mother asked for time");
  EXPECT_EQ(finding.answered_by(), 3);
  EXPECT_FALSE(finding.has_lapsed_answer());
}

TEST_F(GetFindingsTest, NothingIsFoundInWhatWasNotKnown) {
  const auto answer = Findings("as_of { day: '2025-01-09' }");

  EXPECT_THAT(NamesIn(answer), ::testing::IsEmpty());
  EXPECT_FALSE(answer->answered().has_revision());
}

TEST_F(GetFindingsTest, MalformedFieldsAreNamed) {
  EXPECT_THAT(Findings("on: '2025-13-01'"), NamesField("on"));
  EXPECT_THAT(Findings("on: 'today'"), NamesField("on"));
  EXPECT_THAT(Findings("as_of { day: '2025-1-1' }"), NamesField("asOf.day"));
  EXPECT_THAT(Findings("as_of { effective_on: '2025-05-02' }"), NamesField("asOf.effectiveOn"));
  EXPECT_THAT(AskFor<v1::GetFindingsRequest>("case_id: 'case'"), NamesField("caseId"));
}

TEST_F(GetFindingsTest, WhatDoesNotExistIsNotFound) {
  EXPECT_THAT(AskFor<v1::GetFindingsRequest>("case_id: '$nobody'"), StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(GetFindingsTest, WhatIsNotOverOrNotRecordedYetIsRejected) {
  for (const char* as_of : {"revision: 3", "position: 5", "day: '2025-05-01'", "instant { seconds: 4000000000 }"}) {
    EXPECT_THAT(Findings(absl::StrCat("as_of { ", as_of, " }")), StatusIs(absl::StatusCode::kFailedPrecondition))
        << as_of;
  }
}

TEST_F(GetFindingsTest, APositionThatIsNotRecordedEndsWithTheDeadlineOfTheCall) {
  EXPECT_THAT(Findings(absl::StrCat("min_position: ", LastPosition())), IsOk());
  patience_ = absl::Milliseconds(50);
  EXPECT_THAT(Findings(absl::StrCat("min_position: ", LogSize())), StatusIs(absl::StatusCode::kDeadlineExceeded));
}

}  // namespace
}  // namespace casejournal::services
