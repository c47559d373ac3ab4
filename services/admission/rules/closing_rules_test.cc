#include "services/admission/catalog/violation.h"
#include "tests/support/story.h"

namespace casejournal::services {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kMoved[] = "case_closed { reason: CASE_CLOSE_REASON_FAMILY_MOVED }";

constexpr char kRemoved[] = R"(child_removed {
  removal_id: "$R" child_id: "$ana" manner: REMOVAL_MANNER_PHYSICAL from_household_id: "$home"
  circumstances: REMOVAL_CIRCUMSTANCE_NEGLECT authority: "private" })";
constexpr char kInFosterCare[] = R"(placement_began {
  placement_id: "$P" child_id: "$ana" with_whom: "private" type: PLACEMENT_TYPE_FOSTER_HOME
  reason: "private" })";
constexpr char kBackHome[] = R"(care_episode_ended {
  removal_id: "$R" child_id: "$ana" reason: EXIT_REASON_REUNIFIED to_whom: "private" })";

std::string Order(absl::string_view id, absl::string_view kind, absl::string_view more = "") {
  return absl::StrCat("order_made { order_id: \"$", id, "\" child_id: \"$ana\" kind: ORDER_KIND_", kind, " ", more,
                      " }");
}

std::string Risk(absl::string_view id, absl::string_view kind, absl::string_view level) {
  return absl::StrCat("assessment_completed { assessment_id: \"$", id, "\" kind: ASSESSMENT_KIND_", kind,
                      " level: RISK_LEVEL_", level, " }");
}

// The agency is still responsible for the child.
TEST(ClosingRulesTest, ChildInCareBlocksTheClosing) {
  Story story = Story::OfAFamily();
  story.Given("2025-02-01", kRemoved).Given("2025-02-01", kInFosterCare);

  EXPECT_THAT(story.Ask("2025-05-01", kMoved),
              ElementsAre(By(Rule::kCaseCloseBlocked, "caseClosed", Ids{Id("R"), Id("P")})));
}

// What ended on the day of the closing no longer blocks.
TEST(ClosingRulesTest, CareThatEndedThatDayBlocksNoMore) {
  Story story = Story::OfAFamily();
  story.Given("2025-02-01", kRemoved).Given("2025-02-01", kInFosterCare);
  story.Given("2025-05-01", R"(placement_ended { placement_id: "$P" reason: "private" })");
  story.Given("2025-05-01", kBackHome);

  EXPECT_THAT(story.Ask("2025-05-01", kMoved), IsEmpty());
  EXPECT_THAT(story.Ask("2025-04-30", kMoved), ElementsAre(By(Rule::kCaseCloseBlocked)));
}

TEST(ClosingRulesTest, OrderToTheAgencyBlocksUntilItEnds) {
  Story story = Story::OfAFamily();
  story.Given("2025-02-01", Order("supervision", "PROTECTIVE_SUPERVISION"));
  story.Given("2025-02-01", Order("shelter", "SHELTER_CARE", "ends_on: '2025-03-01'"));
  story.Given("2025-02-01", Order("grandmother", "LEGAL_CUSTODY"));

  EXPECT_THAT(story.Ask("2025-05-01", kMoved),
              ElementsAre(By(Rule::kCaseCloseBlocked, "caseClosed", Ids{Id("supervision")})));

  story.Given("2025-04-30", Order("over", "TERMINATION_OF_AN_EARLIER_ORDER", "ends_order_ids: '$supervision'"));
  EXPECT_THAT(story.Ask("2025-05-01", kMoved), IsEmpty());
}

TEST(ClosingRulesTest, OpenSafetyPlanBlocks) {
  Story story = Story::OfAFamily();
  story.Given("2025-02-01", R"(safety_threat_identified { threat_id: "$T" child_id: "$ana"
                                                          threat: "private" })");
  story.Given("2025-02-01", R"(safety_plan_made {
    plan_id: "$S" children_ids: "$ana" threat_ids: "$T" monitoring: "private" stays_with: "private"
    strategies: SAFETY_STRATEGY_RESPITE_CARE })");

  EXPECT_THAT(story.Ask("2025-05-01", kMoved), ElementsAre(By(Rule::kCaseCloseBlocked, "caseClosed", Ids{Id("S")})));
}

// A supervisor may set it aside, with a reason.
TEST(ClosingRulesTest, SupervisorMaySetTheBlockAside) {
  Story story = Story::OfAFamily();
  story.Given("2025-02-01", kRemoved);

  EXPECT_THAT(
      story.Ask("2025-05-01", absl::StrCat("overrides { rule_id: 'case.close-blocked' reason: 'private' }", kMoved)),
      IsEmpty());
}

// Item 12: the completed reunification plan, together with a risk reassessment that documents risk
// reduction.
class ClosingForReunificationTest : public ::testing::Test {
 protected:
  ClosingForReunificationTest() {
    story.Given("2025-01-10", Risk("risk", "RISK", "HIGH"));
    story.Given("2025-02-01", R"(return_condition_set { condition_id: "$C" child_id: "$ana"
                                                        condition: "private" })");
    story.Given("2025-02-02", R"(plan_version_drawn_up {
      plan_id: "$plan" kind: PLAN_KIND_REUNIFICATION label: "1.0" children_ids: "$ana"
      as_of_revision: 8 digest: "@d1" })");
  }

  void ConditionMet() {
    story.Given("2025-04-01", R"(return_condition_judged {
      condition_id: "$C" judgement: CONDITION_JUDGEMENT_MET evidence: "private" })");
  }

  Story story = Story::OfAFamily();
};

constexpr char kSupported[] = R"(case_closed { reason: CASE_CLOSE_REASON_REUNIFICATION
  risk_reassessment_id: "$again" reunification_plan_digest: "@d1" })";

TEST_F(ClosingForReunificationTest, NeedsBoth) {
  EXPECT_THAT(story.Ask("2025-05-01", "case_closed { reason: CASE_CLOSE_REASON_REUNIFICATION }"),
              ElementsAre(By(Rule::kCaseCloseUnsupported, "caseClosed.riskReassessmentId"),
                          By(Rule::kCaseCloseUnsupported, "caseClosed.reunificationPlanDigest")));
}

TEST_F(ClosingForReunificationTest, IsSupportedByBoth) {
  ConditionMet();
  story.Given("2025-04-20", Risk("again", "RISK_REASSESSMENT", "MODERATE"));

  EXPECT_THAT(story.Ask("2025-05-01", kSupported), IsEmpty());
}

TEST_F(ClosingForReunificationTest, RiskMustHaveBeenReduced) {
  ConditionMet();
  story.Given("2025-04-20", Risk("again", "RISK_REASSESSMENT", "HIGH"));

  EXPECT_THAT(story.Ask("2025-05-01", kSupported),
              ElementsAre(By(Rule::kCaseCloseUnsupported, "caseClosed.riskReassessmentId", Ids{Id("again")})));
}

TEST_F(ClosingForReunificationTest, PlanIsCompletedWhenItsConditionsAreMet) {
  story.Given("2025-04-20", Risk("again", "RISK_REASSESSMENT", "LOW"));

  EXPECT_THAT(story.Ask("2025-05-01", kSupported),
              ElementsAre(By(Rule::kCaseCloseUnsupported, "caseClosed.reunificationPlanDigest", Ids{Id("C")})));
}

// What became known later did not support the closing at that time.
TEST_F(ClosingForReunificationTest, IsAskedOfTheDayOfClosing) {
  ConditionMet();
  story.Given("2025-04-20", Risk("again", "RISK_REASSESSMENT", "LOW"));

  EXPECT_THAT(story.Ask("2025-03-31", kSupported),
              ElementsAre(By(Rule::kCaseCloseUnsupported, "caseClosed.riskReassessmentId"),
                          By(Rule::kCaseCloseUnsupported, "caseClosed.reunificationPlanDigest")));
}

TEST_F(ClosingForReunificationTest, VersionOfAnotherPlanIsNoReunificationPlan) {
  ConditionMet();
  story.Given("2025-04-20", Risk("again", "RISK_REASSESSMENT", "LOW"));
  story.Given("2025-04-21", R"(plan_version_drawn_up {
    plan_id: "$caseplan" kind: PLAN_KIND_CASE label: "1.0" children_ids: "$ana" as_of_revision: 8
    digest: "@d2" })");

  EXPECT_THAT(story.Ask("2025-05-01", R"(case_closed {
                reason: CASE_CLOSE_REASON_REUNIFICATION risk_reassessment_id: "$again"
                reunification_plan_digest: "@d2" })"),
              ElementsAre(By(Rule::kPlanWrongVersion, "caseClosed.reunificationPlanDigest", Ids{Hex(Digest("d2"))})));
}

}  // namespace
}  // namespace casejournal::services
