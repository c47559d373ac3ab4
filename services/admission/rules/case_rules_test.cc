#include "tests/support/story.h"

namespace casejournal::services {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kOpened[] = R"(case_opened { kind: CASE_KIND_FAMILY origin: CASE_ORIGIN_REPORT
                                            agency: "private" })";
constexpr char kReported[] = R"(concern_reported { summary: "private" urgency: URGENCY_EMERGENCY
  allegations { child_id: "$ana" kind: ALLEGATION_KIND_NEGLECT } })";

// Closed on 2025-05-01 by revision 7.
Story Closed() {
  return Story::OfAFamily().Given("2025-05-01", "case_closed { reason: CASE_CLOSE_REASON_FAMILY_MOVED }");
}

TEST(CaseRulesTest, FirstEventOpensTheCase) {
  const Story story;

  EXPECT_THAT(story.Ask("2025-01-01", kOpened), IsEmpty());
  EXPECT_THAT(story.Ask("2025-01-01", kNote), ElementsAre(By(Rule::kCaseNotOpened, "caseNoteWritten", Ids{})));
}

TEST(CaseRulesTest, OpenCaseIsNotOpenedAgain) {
  EXPECT_THAT(Story::OfAFamily().Ask("2025-02-01", kOpened),
              ElementsAre(By(Rule::kCaseAlreadyOpen, "caseOpened", Ids{})));
}

// How it was opened may be corrected.
TEST(CaseRulesTest, OpeningIsCorrected) {
  EXPECT_THAT(Story::OfAFamily().Ask(Replacing(0, "2024-12-30", kOpened)), IsEmpty());
}

// What happened before the agency opened its case is also a fact.
TEST(CaseRulesTest, FactBeforeTheOpeningIsTaken) {
  EXPECT_THAT(Story::OfAFamily().Ask("2024-12-28", kReported), IsEmpty());
}

// After its opening is withdrawn, a case counts as not opened, but can be corrected.
TEST(CaseRulesTest, WithoutItsOpeningACaseTakesOnlyAnother) {
  Story story;
  story.Given("2025-01-01", kOpened).Given(Retracting(0));

  EXPECT_THAT(story.Ask("2025-01-02", kNote), ElementsAre(By(Rule::kCaseNotOpened)));
  EXPECT_THAT(story.Ask(Retracting(1)), IsEmpty());
  EXPECT_THAT(story.Ask("2025-01-02", kOpened), IsEmpty());
}

TEST(CaseRulesTest, ClosedCaseTakesNoNewAct) {
  const Story story = Closed();

  EXPECT_THAT(story.Ask("2025-05-02", kGoal), ElementsAre(By(Rule::kCaseClosed, "goalEstablished", Ids{})));
  EXPECT_THAT(story.Ask("2025-05-02", kOpened), ElementsAre(By(Rule::kCaseClosed)));
  EXPECT_THAT(story.Ask("2025-05-02", "case_closed { reason: CASE_CLOSE_REASON_FAMILY_MOVED }"),
              ElementsAre(By(Rule::kCaseClosed)));
}

// A forgotten act is not a fact from elsewhere: the agency acts on open cases.
TEST(CaseRulesTest, ClosedCaseTakesNoActOfThePast) {
  EXPECT_THAT(Closed().Ask("2025-04-01", kGoal), ElementsAre(By(Rule::kCaseClosed)));
}

TEST(CaseRulesTest, ClosedCaseTakesFactsUpToTheClosing) {
  const Story story = Closed();

  EXPECT_THAT(story.Ask("2025-05-01", kReported), IsEmpty());
  EXPECT_THAT(story.Ask("2025-05-02", kReported), ElementsAre(By(Rule::kCaseClosed)));
}

// A journal entry arrives a week later.
TEST(CaseRulesTest, ClosedCaseTakesWhatTheCourtDid) {
  const Story story = Closed();

  EXPECT_THAT(story.Ask("2025-05-09", R"(order_made { order_id: "$order" child_id: "$ana"
                                           kind: ORDER_KIND_LEGAL_CUSTODY })"),
              IsEmpty());
  EXPECT_THAT(story.Ask("2025-05-09", R"(case_number_given { system: "private" number: "JV2" })"), IsEmpty());
}

TEST(CaseRulesTest, ClosedCaseTakesNotesCorrectionsAndWithdrawals) {
  const Story story = Closed();

  EXPECT_THAT(story.Ask("2025-05-09", kNote), IsEmpty());
  EXPECT_THAT(story.Ask(Retracting(7)), IsEmpty());
  EXPECT_THAT(story.Ask(Replacing(7, "2025-05-03", "case_closed { reason: CASE_CLOSE_REASON_RISK_REDUCED }")),
              IsEmpty());
}

TEST(CaseRulesTest, WithdrawnClosingLeavesTheCaseOpen) {
  Story story = Closed();
  story.Given(Retracting(7));

  EXPECT_THAT(story.Ask("2025-05-02", kGoal), IsEmpty());
}

TEST(CaseRulesTest, AClosedCaseIsReopenedAndAnOpenOneIsNot) {
  const std::string reopened = "case_reopened { origin: CASE_ORIGIN_REPORT }";
  Story story = Closed();
  EXPECT_THAT(Story::OfAFamily().Ask("2025-05-02", reopened), ElementsAre(By(Rule::kCaseAlreadyOpen, "caseReopened")));

  story.Given("2025-05-02", reopened);

  EXPECT_THAT(story.Ask("2025-05-03", kGoal), IsEmpty());
  EXPECT_EQ(story.record().plan().episode(), 2u);
  EXPECT_EQ(story.record().plan().earlier_episodes(0).closed_on(), "2025-05-01");
  EXPECT_EQ(story.record().plan().closed_on(), "");
}

// Ohio has one case plan per case unless the court orders several (OAC 5101:2-38-05(B)). A new episode begins with its
// own.
TEST(CaseRulesTest, AReopenedCaseHasANewInitialPlan) {
  const auto version = [](absl::string_view plan, absl::string_view digest) {
    return absl::StrCat(R"(plan_version_drawn_up { plan_id: "$)", plan, R"(" kind: PLAN_KIND_CASE label: "1.0"
        children_ids: "$ana" as_of_revision: 6 digest: "@)",
                        digest, "\" }");
  };
  Story story = Story::OfAFamily().Given("2025-03-01", version("plan", "d1"));
  EXPECT_THAT(story.Ask("2025-03-02", version("plan2", "d2")), ElementsAre(By(Rule::kPlanSecondInitial)));

  story.Given("2025-05-01", "case_closed { reason: CASE_CLOSE_REASON_FAMILY_MOVED }")
      .Given("2025-05-02", "case_reopened { origin: CASE_ORIGIN_REPORT }");

  EXPECT_THAT(story.Ask("2025-05-03", version("plan2", "d2")), IsEmpty());
}

TEST(CaseRulesTest, ATransferredCaseTakesCorrectionsWithdrawalsAndRestrictions) {
  Story story = Story::OfAFamily().Given("2025-03-01", kNote).Given("2025-03-02", R"(case_transferred_out {
      to_agency: "private" reason: "private" last_revision: 7 })");

  EXPECT_THAT(story.Ask("2025-03-01", kNote), ElementsAre(By(Rule::kCaseHandedOver, "caseNoteWritten")));
  EXPECT_THAT(story.Ask(Replacing(7, "2025-03-01", kNote)), IsEmpty());
  EXPECT_THAT(story.Ask(Retracting(7)), IsEmpty());
  EXPECT_THAT(story.Ask(Retracting(8)), IsEmpty());
  EXPECT_THAT(story.Ask("2025-03-03", R"(entry_restricted { revision: 7 labels: LABEL_PART2 reason: "private" })"),
              IsEmpty());
}

TEST(CaseRulesTest, AJoinedCaseNamesTheOneThatGoesOn) {
  Story story = Story::OfAFamily().Given("2025-03-01", R"(cases_joined {
      other_case_id: "$elsewhere" part: JOIN_PART_ENDS reason: "private" })");

  EXPECT_THAT(story.Ask("2025-03-02", kNote),
              ElementsAre(By(Rule::kCaseHandedOver, "caseNoteWritten", Ids{Id("elsewhere")})));
}

TEST(CaseRulesTest, ACaseIsNotJoinedOrLinkedToItself) {
  EXPECT_THAT(Story::OfAFamily().Ask("2025-03-01", R"(cases_joined {
      other_case_id: "$case" part: JOIN_PART_GOES_ON reason: "private" })"),
              ElementsAre(By(Rule::kRefWrongKind, "casesJoined.otherCaseId")));
  EXPECT_THAT(Story::OfAFamily().Ask("2025-03-01", R"(case_linked {
      other_case_id: "$case" link: CASE_LINK_KIND_IS_RELATED_TO })"),
              ElementsAre(By(Rule::kRefWrongKind, "caseLinked.otherCaseId")));
}

TEST(CaseRulesTest, AReceivedCaseOpensItself) {
  const Story story;
  const std::string received = R"(case_received { kind: CASE_KIND_FAMILY agency: "private" from_agency: "private" })";

  EXPECT_THAT(story.Ask("2025-03-01", received), IsEmpty());
  EXPECT_THAT(Story::OfAFamily().Ask("2025-03-01", received), ElementsAre(By(Rule::kCaseAlreadyOpen, "caseReceived")));
}

}  // namespace
}  // namespace casejournal::services
