// One rejection for each rule of the catalogue: the shortest event that this rule rejects, and no other.
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "tests/support/story.h"

namespace casejournal::services {
namespace {

using ::testing::ElementsAre;

struct Example {
  Rule rule;
  // Recorded before the event, on top of a family.
  std::vector<CaseEvent> given;
  CaseEvent refused;
  std::function<void(AdmitContext&)> set = [](AdmitContext&) {};
};

constexpr char kActivity[] = R"(activity_planned { activity_id: "$A" objective_id: "$O"
                                                   terms { what: "private" after_ids: "$A" } })";
constexpr char kPlaced[] = R"(placement_began { placement_id: "$P" child_id: "$ana"
  with_whom: "private" reason: "private" type: PLACEMENT_TYPE_FOSTER_HOME })";
constexpr char kPlacedElsewhere[] = R"(placement_began { placement_id: "$P2" child_id: "$ana"
  with_whom: "private" reason: "private" type: PLACEMENT_TYPE_FOSTER_HOME })";
constexpr char kPlacementEnded[] = R"(placement_ended { placement_id: "$P" reason: "private" })";
constexpr char kVersion[] = R"(plan_version_drawn_up { plan_id: "$plan" label: "1.0"
  kind: PLAN_KIND_CASE children_ids: "$ana" as_of_revision: 6 digest: "@d1" })";
constexpr char kOtherVersion[] = R"(plan_version_drawn_up { plan_id: "$other" label: "1.0"
  kind: PLAN_KIND_CASE children_ids: "$ana" as_of_revision: 6 digest: "@d2" })";
constexpr char kEffect[] = R"(plan_took_effect { digest: "@d1" children_ids: "$ana"
  basis: EFFECT_BASIS_EMERGENCY })";

std::vector<Example> OfReferences() {
  return {
      {Rule::kRefUnknown, {}, EventFromText("2025-03-01", kObjective)},
      {Rule::kRefWithdrawn,
       {EventFromText("2025-03-01", kGoal), Retracting(7)},
       EventFromText("2025-03-01", kObjective)},
      {Rule::kRefWrongKind, {}, EventFromText("2025-03-01", R"(outcome_chosen {
          child_id: "$mother" outcome: PERMANENCY_OUTCOME_LEGALLY_ADOPTED
          track: OUTCOME_TRACK_PRIMARY })")},
      {Rule::kIdTaken, {EventFromText("2025-03-01", kGoal)}, EventFromText("2025-03-02", kGoal)},
      {Rule::kPlanWrongVersion, {}, EventFromText("2025-03-01", R"(plan_not_signed {
          digest: "@d1" participant_id: "$mother" why: NOT_SIGNED_REASON_REFUSED })")},
  };
}

std::vector<Example> OfTheCase() {
  const std::string closed = "case_closed { reason: CASE_CLOSE_REASON_FAMILY_MOVED }";
  return {
      {Rule::kCaseNotOpened,
       {Retracting(6), Retracting(5), Retracting(4), Retracting(3), Retracting(2), Retracting(1), Retracting(0)},
       EventFromText("2025-03-01", kNote)},
      {Rule::kCaseAlreadyOpen, {}, EventFromText("2025-03-01", R"(case_opened {
          kind: CASE_KIND_FAMILY origin: CASE_ORIGIN_REPORT agency: "private" })")},
      {Rule::kCaseClosed, {EventFromText("2025-03-01", closed)}, EventFromText("2025-03-02", kGoal)},
      {Rule::kCaseHandedOver,
       {EventFromText("2025-03-01",
                      R"(case_transferred_out { to_agency: "private" reason: "private" last_revision: 6 })")},
       EventFromText("2025-03-02", kNote)},
      {Rule::kCaseCloseBlocked, {EventFromText("2025-03-01", kPlaced)}, EventFromText("2025-03-02", closed)},
      {Rule::kCaseCloseUnsupported,
       {EventFromText("2025-02-01", R"(assessment_completed {
          assessment_id: "$risk" kind: ASSESSMENT_KIND_RISK level: RISK_LEVEL_LOW })"),
        EventFromText("2025-02-01", R"(plan_version_drawn_up {
          plan_id: "$plan" label: "1.0" kind: PLAN_KIND_REUNIFICATION children_ids: "$ana"
          as_of_revision: 6 digest: "@d1" })")},
       EventFromText("2025-03-02", R"(case_closed {
          reason: CASE_CLOSE_REASON_REUNIFICATION risk_reassessment_id: "$risk"
          reunification_plan_digest: "@d1" })")},
  };
}

std::vector<Example> OfIntervalsAndParts() {
  return {
      {Rule::kIntervalReversed, {EventFromText("2025-03-01", kPlaced)}, EventFromText("2025-02-28", kPlacementEnded)},
      {Rule::kIntervalNotOpen,
       {EventFromText("2025-03-01", kPlaced), EventFromText("2025-03-02", kPlacementEnded)},
       EventFromText("2025-03-03", kPlacementEnded)},
      {Rule::kIntervalOverlaps, {EventFromText("2025-03-01", kPlaced)}, EventFromText("2025-03-02", kPlacedElsewhere)},
      {Rule::kPartClosed,
       {EventFromText("2025-03-01", kGoal),
        EventFromText("2025-03-02", R"(goal_reached { goal_id: "$G" evidence: "private" })")},
       EventFromText("2025-03-03", kObjective)},
      {Rule::kPartCycle,
       {EventFromText("2025-03-01", kGoal), EventFromText("2025-03-01", kObjective)},
       EventFromText("2025-03-02", kActivity)},
      {Rule::kPlanSecondInitial, {EventFromText("2025-03-01", kVersion)}, EventFromText("2025-03-02", kOtherVersion)},
      {Rule::kPlanNoBasis, {EventFromText("2025-03-01", kVersion)}, EventFromText("2025-03-02", kEffect)},
      {Rule::kPlanSelfApproval, {EventFromText("2025-03-01", kVersion)}, EventFromText("2025-03-02", R"(agency_decided {
          digest: "@d1" decision: AGENCY_DECISION_APPROVED
          submitted_by { issuer: "private" subject: "cw-1" name: "private" }
          decided_by { issuer: "private" subject: "cw-1" name: "private" } })")},
      {Rule::kReviewNotIndependent,
       {EventFromText("2025-03-01", R"(case_assigned { part: ASSIGNMENT_PART_CASEWORKER
          staff { issuer: "private" subject: "cw-1" name: "private" } })")},
       EventFromText("2025-03-02", R"(review_held { meeting_id: "$M" kind: MEETING_KIND_SEMI_ANNUAL_REVIEW
          panel { staff { issuer: "private" subject: "cw-1" name: "private" }
                  seat: PANEL_SEAT_INDEPENDENT_MEMBER } })")},
      {Rule::kAccessWrongTerms, {}, EventFromText("2025-03-02", R"(access_granted { grant_id: "$grant"
          holder { issuer: "private" subject: "cw-2" name: "private" } role: ROLE_EMERGENCY until: "2025-06-15" })")},
  };
}

std::vector<Example> OfTheRecord() {
  CaseEvent overriding = EventFromText("2025-03-01", kNote);
  overriding.add_overrides()->set_rule_id("id.taken");
  overriding.mutable_overrides(0)->set_reason("private");
  CaseEvent claimed = EventFromText("2025-03-01", kNote);
  claimed.mutable_claim()->mutable_recorded_at()->set_seconds(4'000'000'000);
  claimed.mutable_claim()->set_system("private");
  CaseEvent on_behalf = EventFromText("2025-03-01", kNote);
  on_behalf.mutable_on_behalf_of()->mutable_staff()->set_subject("cw-1");
  return {
      {Rule::kCorrectionNotOriginal,
       {EventFromText("2025-03-01", kNote), Replacing(7, "2025-03-02", kNote)},
       Replacing(8, "2025-03-03", kNote)},
      {Rule::kCorrectionOtherType, {EventFromText("2025-03-01", kGoal)}, Replacing(7, "2025-03-01", kNote)},
      {Rule::kCorrectionOtherId, {EventFromText("2025-03-01", kPlaced)}, Replacing(7, "2025-03-01", kPlacedElsewhere)},
      {Rule::kRetractionHasDependents,
       {EventFromText("2025-03-01", kGoal), EventFromText("2025-03-01", kObjective)},
       Retracting(7)},
      {Rule::kLabelMissing, {}, EventFromText("2025-03-01", R"(contact_details_learned {
          participant_id: "$mother" kind: CONTACT_DETAIL_KIND_HOME_ADDRESS value: "private" confidential: true })")},
      {Rule::kFindingNotOpen, {}, EventFromText("2025-03-01", R"(finding_answered {
          finding: "goal.no-objective/none" explanation: "private" })")},
      {Rule::kLateNoReason,
       {},
       EventFromText("2025-03-01", kNote),
       [](AdmitContext& context) { context.late_after_days = 30; }},
      {Rule::kClaimImpossible, {}, claimed},
      {Rule::kBehalfNotPermitted,
       {},
       on_behalf,
       [](AdmitContext& context) { context.may_record = [](const event::v1::Staff&) { return false; }; }},
      {Rule::kOverrideNotAllowed, {}, overriding},
  };
}

std::vector<Example> Examples() {
  std::vector<Example> examples;
  for (const auto& group : {OfReferences(), OfTheCase(), OfIntervalsAndParts(), OfTheRecord()}) {
    examples.insert(examples.end(), group.begin(), group.end());
  }
  return examples;
}

class RefusalsTest : public ::testing::TestWithParam<Example> {};

TEST_P(RefusalsTest, RefusesByThisRuleAlone) {
  Story story = Story::OfAFamily();
  for (const CaseEvent& event : GetParam().given) story.Given(event);
  GetParam().set(story.context);

  EXPECT_THAT(story.Ask(GetParam().refused), ElementsAre(By(GetParam().rule)));
}

// "ref.wrong-kind" becomes RefWrongKind.
std::string TestName(const ::testing::TestParamInfo<Example>& info) {
  std::string name;
  bool upper = true;
  for (const char c : TextOf(info.param.rule).id) {
    if (absl::ascii_isalpha(c)) name += upper ? absl::ascii_toupper(c) : c;
    upper = !absl::ascii_isalpha(c);
  }
  return name;
}

INSTANTIATE_TEST_SUITE_P(Rules, RefusalsTest, ::testing::ValuesIn(Examples()), TestName);

// A rule that no test has seen rejecting is a claim, not a rule.
TEST(RefusalsCatalogueTest, EveryRuleOfAdmitHasAnExample) {
  std::set<std::string> shown;
  for (const Example& example : Examples()) shown.insert(RuleId(example.rule));

  for (const RuleText& rule : RuleCatalogue()) {
    EXPECT_EQ(shown.contains(std::string(rule.id)), rule.checked_by == CheckedBy::kAdmit) << rule.id;
  }
}

}  // namespace
}  // namespace casejournal::services
