#include "services/admission/catalog/violation.h"
#include "tests/support/story.h"

namespace casejournal::services {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

CaseEvent DrawnUp(absl::string_view day, absl::string_view plan, absl::string_view digest,
                  absl::string_view more = "as_of_revision: 6 kind: PLAN_KIND_CASE") {
  return EventFromText(day,
                       absl::StrCat("plan_version_drawn_up { plan_id: \"$", plan,
                                    "\" label: \"1.0\" children_ids: \"$ana\" digest: \"@", digest, "\" ", more, " }"));
}

CaseEvent Journalized(absl::string_view day, absl::string_view digest) {
  return EventFromText(
      day, absl::StrCat("plan_journalized { digest: \"@", digest, "\" court_number: \"JV1\" entry_number: \"12\" }"));
}

// Version d1 of the case plan, drawn up on 1 March by revision 7.
Story WithVersion() { return Story::OfAFamily().Given(DrawnUp("2025-03-01", "plan", "d1")); }

TEST(VersionRulesTest, TextIsDrawnFromAnEntryBeforeIt) {
  const Story story = Story::OfAFamily();

  EXPECT_THAT(story.Ask(DrawnUp("2025-03-01", "plan", "d1", "as_of_revision: 7 kind: PLAN_KIND_CASE")),
              ElementsAre(By(Rule::kRefUnknown, "planVersionDrawnUp.asOfRevision", Ids{"7"})));
}

// OAC 5101:2-38-05(B): one plan per case unless the court orders otherwise.
TEST(VersionRulesTest, SecondInitialPlanIsForTheSupervisorToAllow) {
  const Story story = WithVersion();
  CaseEvent second = DrawnUp("2025-04-01", "other", "d2");

  EXPECT_THAT(story.Ask(second),
              ElementsAre(By(Rule::kPlanSecondInitial, "planVersionDrawnUp.planId", Ids{Id("other"), Id("plan")})));

  second.add_overrides()->set_rule_id("plan.second-initial");
  second.mutable_overrides(0)->set_reason("private");
  EXPECT_THAT(story.Ask(second), IsEmpty());
}

TEST(VersionRulesTest, FurtherVersionAndSupplementalPlanAreNoSecondInitial) {
  const Story story = WithVersion();

  EXPECT_THAT(story.Ask(DrawnUp("2025-04-01", "plan", "d2")), IsEmpty());
  EXPECT_THAT(story.Ask(DrawnUp("2025-04-01", "beside", "d2", "as_of_revision: 6 kind: PLAN_KIND_SUPPLEMENTAL")),
              IsEmpty());
}

TEST(VersionRulesTest, PlanKeepsItsKind) {
  EXPECT_THAT(WithVersion().Ask(DrawnUp("2025-04-01", "plan", "d2", "as_of_revision: 6 kind: PLAN_KIND_REUNIFICATION")),
              ElementsAre(By(Rule::kRefWrongKind, "planVersionDrawnUp.planId", Ids{Id("plan")})));
}

TEST(VersionRulesTest, VersionSupersedesOneOfItsOwnPlan) {
  Story story = WithVersion();
  story.Given(DrawnUp("2025-03-02", "beside", "s1", "as_of_revision: 6 kind: PLAN_KIND_SUPPLEMENTAL"));

  const auto draw_up = [](absl::string_view superseded) {
    return DrawnUp("2025-04-01", "plan", "d2",
                   absl::StrCat("as_of_revision: 6 kind: PLAN_KIND_CASE supersedes: '@", superseded, "'"));
  };
  EXPECT_THAT(story.Ask(draw_up("d1")), IsEmpty());
  EXPECT_THAT(story.Ask(draw_up("s1")),
              ElementsAre(By(Rule::kPlanWrongVersion, "planVersionDrawnUp.supersedes", Ids{Hex(Digest("s1"))})));
  EXPECT_THAT(story.Ask(draw_up("d2")), ElementsAre(By(Rule::kPlanWrongVersion, "planVersionDrawnUp.supersedes")));
  story.Given(DrawnUp("2025-03-20", "plan", "d2"));
  EXPECT_THAT(story.Ask(draw_up("d2")), ElementsAre(By(Rule::kPlanWrongVersion, "planVersionDrawnUp.supersedes")));
}

// Acts must also not name a superseded version: d2 is in force since April.
TEST(VersionRulesTest, SupersededVersionIsNotReplaced) {
  Story story = WithVersion();
  story.Given(Journalized("2025-03-10", "d1"));
  story.Given(DrawnUp("2025-04-01", "plan", "d2")).Given(Journalized("2025-04-10", "d2"));
  const auto third = [](absl::string_view day) {
    return DrawnUp(day, "plan", "d3", "as_of_revision: 6 kind: PLAN_KIND_CASE supersedes: '@d1'");
  };

  EXPECT_THAT(story.Ask(third("2025-05-01")),
              ElementsAre(By(Rule::kPlanWrongVersion, "planVersionDrawnUp.supersedes", Ids{Hex(Digest("d1"))})));
  EXPECT_THAT(story.Ask(third("2025-04-05")), IsEmpty());
}

// A court's paper about an old version is a fact.
TEST(VersionRulesTest, CourtMayStillNameASupersededVersion) {
  Story story = WithVersion();
  story.Given(DrawnUp("2025-04-01", "plan", "d2")).Given(Journalized("2025-04-10", "d2"));

  EXPECT_THAT(story.Ask(Journalized("2025-05-01", "d1")), IsEmpty());
}

TEST(VersionRulesTest, WithdrawnVersionIsNotSigned) {
  Story story = WithVersion();
  story.Given(Retracting(7));

  EXPECT_THAT(story.Ask("2025-04-01", R"(plan_signed { digest: "@d1" participant_id: "$mother"
                                                       agreement: AGREEMENT_AGREES })"),
              ElementsAre(By(Rule::kRefWithdrawn, "planSigned.digest", Ids{Hex(Digest("d1"))})));
}

}  // namespace
}  // namespace casejournal::services
