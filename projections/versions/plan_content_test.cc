// What the text of a plan of each kind says: what is open for its children and the family, and nothing of others.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "projections/versions/plan_versions.h"
#include "tests/support/matchers.h"
#include "tests/support/plan_case.h"

namespace casejournal::projections {
namespace {

using casejournal::testing::EqualsMessage;
using casejournal::testing::Id;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr event::v1::PlanKind kAllKinds[] = {event::v1::PLAN_KIND_CASE, event::v1::PLAN_KIND_SUPPLEMENTAL,
                                             event::v1::PLAN_KIND_REUNIFICATION, event::v1::PLAN_KIND_SAFETY};

// A mother, and the children Ana and Ben.
class PlanContentTest : public casejournal::testing::PlanCase {
 protected:
  PlanContentTest() {
    Tell("2025-01-01", R"(case_opened { kind: CASE_KIND_FAMILY origin: CASE_ORIGIN_REPORT agency: "Wren" })");
    Tell("2025-01-01", R"(participant_joined { participant_id: "$maria" capacity: CAPACITY_ADULT name: "Maria" })");
    Tell("2025-01-01", R"(participant_joined { participant_id: "$ana" capacity: CAPACITY_CHILD name: "Ana" })");
    Tell("2025-01-01", R"(participant_joined { participant_id: "$ben" capacity: CAPACITY_CHILD name: "Ben" })");
  }

  v1::CasePlan Of(event::v1::PlanKind kind, std::vector<std::string> children = {Id("ana")}) const {
    return PlanContentOf(plan(), kind, children, "1.0").plan();
  }
  void Choose(const std::string& child, const std::string& outcome, const std::string& track) {
    Tell("2025-01-02", "outcome_chosen { child_id: \"$" + child + "\" outcome: PERMANENCY_OUTCOME_" + outcome +
                           " track: OUTCOME_TRACK_" + track + " }");
  }
  void SetGoal(const std::string& goal, const std::string& outcome, const std::string& more = "") {
    Tell("2025-01-02", "goal_established { goal_id: \"$" + goal + "\" area: GOAL_AREA_PERMANENCE statement: \"s\" " +
                           (outcome.empty() ? "" : "outcome: PERMANENCY_OUTCOME_" + outcome) + " " + more + " }");
  }
  std::vector<std::string> GoalsIn(event::v1::PlanKind kind, std::vector<std::string> children = {Id("ana")}) const {
    return Keys(Of(kind, std::move(children)).goals(), &v1::Goal::goal_id);
  }
  static std::string Placement(const std::string& placement, const std::string& child) {
    return "placement_began { placement_id: \"$" + placement + "\" child_id: \"$" + child +
           "\" with_whom: \"the Millers\" type: PLACEMENT_TYPE_FOSTER_HOME reason: \"none else\" "
           "least_restrictive: \"the closest to her school\" }";
  }
  void Appoint(const std::string& who, const std::string& child) {
    Tell("2025-01-02", "participant_joined { participant_id: \"$" + who +
                           "\" capacity: CAPACITY_REPRESENTATIVE name: \"" + who + "\" }");
    Tell("2025-01-02", "representative_appointed { participant_id: \"$" + who + "\" for_id: \"$" + child +
                           "\" role: REPRESENTATIVE_ROLE_GUARDIAN_AD_LITEM }");
  }
  template <typename Items, typename Key>
  static std::vector<std::string> Keys(const Items& items, Key key) {
    std::vector<std::string> keys;
    for (const auto& item : items) keys.push_back((item.*key)());
    return keys;
  }
};

TEST_F(PlanContentTest, EveryKindNamesItsCaseItsChildrenAndItsLabel) {
  for (const event::v1::PlanKind kind : kAllKinds) {
    const std::vector<std::string> children = {Id("ben"), Id("ana"), Id("nobody")};
    const v1::PlanContent content = PlanContentOf(plan(), kind, children, "2.1");

    EXPECT_EQ(content.kind(), kind);
    EXPECT_EQ(content.label(), "2.1");
    EXPECT_THAT(content.children(), ElementsAre("Ana", "Ben")) << "in the order of the case";
    EXPECT_EQ(content.plan().case_id(), built_.case_id());
    EXPECT_EQ(content.plan().agency(), "Wren");
  }
}

// Who suffers: a child whose sibling's plan is handed to a stranger.
TEST_F(PlanContentTest, NothingOfAnotherChildIsInAnyKindOfPlan) {
  Tell("2025-01-02", R"(relation_established { from_id: "$maria" to_id: "$ben" relation: RELATION_MOTHER
                                               kind: RELATION_KIND_LEGAL basis: "of Ben" })");
  Tell("2025-01-02", R"(need_identified { need_id: "$N" of_id: "$ben" need: "of Ben" priority: PRIORITY_LOW })");
  Tell("2025-01-02", R"(strength_identified { strength_id: "$S" of_id: "$ben" strength: "of Ben"
                                              kind: STRENGTH_KIND_STRENGTH })");
  Tell("2025-01-02", R"(goal_established { goal_id: "$G" for_ids: "$ben" area: GOAL_AREA_SAFETY
                                           statement: "of Ben" })");
  Tell("2025-01-02", R"(objective_added { objective_id: "$O" goal_id: "$G" terms { statement: "of Ben" } })");
  Tell("2025-01-02", R"(activity_planned { activity_id: "$A" objective_id: "$O" terms { what: "of Ben" } })");
  Tell("2025-01-02", R"(outcome_chosen { child_id: "$ben" outcome: PERMANENCY_OUTCOME_LEGALLY_ADOPTED
                                         track: OUTCOME_TRACK_CONCURRENT reason: "of Ben" })");
  Tell("2025-01-02", R"(visitation_arranged { visitation_id: "$V" child_id: "$ben" with_ids: "$maria"
                        frequency: "of Ben" supervision: VISIT_SUPERVISION_SUPERVISED })");
  Tell("2025-01-02", R"(safety_threat_identified { threat_id: "$T" child_id: "$ben" threat: "of Ben" })");
  Tell("2025-01-02", R"(safety_plan_made { plan_id: "$P" children_ids: "$ben" threat_ids: "$T" stays_with: "of Ben"
                        strategies: SAFETY_STRATEGY_RESPITE_CARE monitoring: "of Ben" })");
  Tell("2025-01-02", R"(return_condition_set { condition_id: "$C" child_id: "$ben" condition: "of Ben" })");

  for (const event::v1::PlanKind kind : kAllKinds) {
    const std::string text = PlanText(PlanContentOf(plan(), kind, {Id("ana")}, "1.0"));
    EXPECT_THAT(text, Not(HasSubstr("Ben"))) << event::v1::PlanKind_Name(kind);
    EXPECT_THAT(text, Not(HasSubstr(Id("ben")))) << event::v1::PlanKind_Name(kind);
  }
}

TEST_F(PlanContentTest, AdultsWhoLeftAreNotInThePlanAndItsChildrenAre) {
  Tell("2025-01-02", R"(participant_joined { participant_id: "$luis" capacity: CAPACITY_ADULT name: "Luis" })");
  Tell("2025-01-02", R"(relation_established { from_id: "$luis" to_id: "$ana" relation: RELATION_FATHER
                                               kind: RELATION_KIND_LEGAL })");
  Tell("2025-02-01", R"(participant_left { participant_id: "$luis" why: LEAVE_REASON_MOVED_AWAY })");
  Tell("2025-02-01", R"(participant_left { participant_id: "$ana" why: LEAVE_REASON_MOVED_AWAY })");

  const v1::CasePlan content = Of(event::v1::PLAN_KIND_CASE);
  EXPECT_THAT(Keys(content.participants(), &v1::Participant::participant_id), ElementsAre(Id("maria"), Id("ana")));
  EXPECT_THAT(content.relations(), IsEmpty());
}

TEST_F(PlanContentTest, AGoalForNobodyInParticularIsForTheWholeFamily) {
  Tell("2025-01-02", R"(goal_established { goal_id: "$all" area: GOAL_AREA_SAFETY statement: "all" })");
  Tell("2025-01-02", R"(goal_established { goal_id: "$both" for_ids: "$ben" for_ids: "$ana" area: GOAL_AREA_SAFETY
                                           statement: "both" })");
  Tell("2025-01-02", R"(goal_established { goal_id: "$maria2" for_ids: "$maria" area: GOAL_AREA_SAFETY
                                           statement: "hers" })");
  Tell("2025-01-02", R"(goal_established { goal_id: "$unknown" for_ids: "$nobody" area: GOAL_AREA_SAFETY
                                           statement: "who" })");

  EXPECT_THAT(Keys(Of(event::v1::PLAN_KIND_CASE).goals(), &v1::Goal::goal_id),
              ElementsAre(Id("all"), Id("both"), Id("maria2"), Id("unknown")));
}

// What ended is left out together with what rests on it.
TEST_F(PlanContentTest, PartsUnderAClosedPartAreLeftOut) {
  for (const char* goal : {"open", "reached", "withdrawn"}) {
    const std::string word(goal);
    Tell("2025-01-02", "goal_established { goal_id: \"$" + word + "\" area: GOAL_AREA_SAFETY statement: \"s\" }");
    for (const char* part : {"1", "2", "3"}) {
      const std::string objective = word + part;
      Tell("2025-01-02", "objective_added { objective_id: \"$" + objective + "\" goal_id: \"$" + word +
                             "\" terms { statement: \"s\" } }");
      for (const char* activity : {"a", "b", "c"}) {
        Tell("2025-01-02", "activity_planned { activity_id: \"$" + objective + activity + "\" objective_id: \"$" +
                               objective + "\" terms { what: \"w\" } }");
      }
    }
  }
  Tell("2025-02-01", R"(goal_reached { goal_id: "$reached" evidence: "e" })");
  Tell("2025-02-01", R"(goal_withdrawn { goal_id: "$withdrawn" reason: "r" })");
  Tell("2025-02-01", R"(objective_met { objective_id: "$open2" evidence: "e" })");
  Tell("2025-02-01", R"(objective_withdrawn { objective_id: "$open3" reason: "r" })");
  Tell("2025-02-01", R"(activity_completed { activity_id: "$open1b" })");
  Tell("2025-02-01", R"(activity_stopped { activity_id: "$open1c" why: ACTIVITY_STOP_REASON_DECLINED })");

  const v1::CasePlan content = Of(event::v1::PLAN_KIND_CASE);
  EXPECT_THAT(Keys(content.goals(), &v1::Goal::goal_id), ElementsAre(Id("open")));
  EXPECT_THAT(Keys(content.objectives(), &v1::Objective::objective_id), ElementsAre(Id("open1")));
  EXPECT_THAT(Keys(content.activities(), &v1::Activity::activity_id), ElementsAre(Id("open1a")));
}

// Rule: ORC 2151.412(J). The supplemental plan is separate from the case plan. Who suffers: a mother who is asked to
// agree to the plan for her child's adoption.
TEST_F(PlanContentTest, AGoalStandsInThePlanThatItsOutcomeBelongsTo) {
  Choose("ana", "RETURNED_TO_OWN_FAMILY", "PRIMARY");
  Choose("ana", "LEGALLY_ADOPTED", "CONCURRENT");
  SetGoal("any", "");
  SetGoal("return", "RETURNED_TO_OWN_FAMILY");
  SetGoal("adoption", "LEGALLY_ADOPTED");
  SetGoal("unsought", "LEGAL_GUARDIANSHIP");
  for (const char* goal : {"return", "adoption"}) {
    const std::string word(goal);
    Tell("2025-01-02",
         "objective_added { objective_id: \"$O" + word + "\" goal_id: \"$" + word + "\" terms { statement: \"s\" } }");
  }

  EXPECT_THAT(GoalsIn(event::v1::PLAN_KIND_CASE), ElementsAre(Id("any"), Id("return"), Id("unsought")));
  EXPECT_THAT(GoalsIn(event::v1::PLAN_KIND_SUPPLEMENTAL), ElementsAre(Id("adoption")));
  EXPECT_THAT(GoalsIn(event::v1::PLAN_KIND_REUNIFICATION), ElementsAre(Id("return")));
  EXPECT_THAT(Keys(Of(event::v1::PLAN_KIND_CASE).objectives(), &v1::Objective::objective_id),
              ElementsAre(Id("Oreturn")));
  EXPECT_THAT(Keys(Of(event::v1::PLAN_KIND_SUPPLEMENTAL).objectives(), &v1::Objective::objective_id),
              ElementsAre(Id("Oadoption")));
}

TEST_F(PlanContentTest, AGoalMovesWithItsOutcomeToThePrimaryTrack) {
  Choose("ana", "RETURNED_TO_OWN_FAMILY", "PRIMARY");
  Choose("ana", "LEGALLY_ADOPTED", "CONCURRENT");
  SetGoal("adoption", "LEGALLY_ADOPTED");
  EXPECT_THAT(GoalsIn(event::v1::PLAN_KIND_CASE), IsEmpty());

  Choose("ana", "LEGALLY_ADOPTED", "PRIMARY");

  EXPECT_THAT(GoalsIn(event::v1::PLAN_KIND_CASE), ElementsAre(Id("adoption")));
  EXPECT_THAT(GoalsIn(event::v1::PLAN_KIND_SUPPLEMENTAL), IsEmpty());
}

// What is the alternative for one child can be the aim for another.
TEST_F(PlanContentTest, AGoalOfTheFamilyIsTheAlternativeForEachChildByItself) {
  Choose("ana", "LEGALLY_ADOPTED", "CONCURRENT");
  Choose("ben", "LEGALLY_ADOPTED", "PRIMARY");
  SetGoal("adoption", "LEGALLY_ADOPTED");

  EXPECT_THAT(GoalsIn(event::v1::PLAN_KIND_SUPPLEMENTAL, {Id("ana")}), ElementsAre(Id("adoption")));
  EXPECT_THAT(GoalsIn(event::v1::PLAN_KIND_CASE, {Id("ana")}), IsEmpty());
  EXPECT_THAT(GoalsIn(event::v1::PLAN_KIND_CASE, {Id("ben")}), ElementsAre(Id("adoption")));
  EXPECT_THAT(GoalsIn(event::v1::PLAN_KIND_CASE, {Id("ana"), Id("ben")}), ElementsAre(Id("adoption")));
  EXPECT_THAT(GoalsIn(event::v1::PLAN_KIND_SUPPLEMENTAL, {Id("ana"), Id("ben")}), IsEmpty());
}

TEST_F(PlanContentTest, AGoalOfOneChildIsNotTheAlternativeOfAnother) {
  Choose("ben", "LEGALLY_ADOPTED", "CONCURRENT");
  SetGoal("anas", "LEGALLY_ADOPTED", "for_ids: \"$ana\"");

  EXPECT_THAT(GoalsIn(event::v1::PLAN_KIND_SUPPLEMENTAL, {Id("ana"), Id("ben")}), IsEmpty());
  EXPECT_THAT(GoalsIn(event::v1::PLAN_KIND_CASE, {Id("ana"), Id("ben")}), ElementsAre(Id("anas")));
}

// Federal law asks for where a child lives, and why there: 42 USC 675(1)(A).
TEST_F(PlanContentTest, ThePlanSaysWhereItsChildrenLive) {
  Tell("2025-01-02", Placement("first", "ana"));
  Tell("2025-01-02", Placement("of-ben", "ben"));
  Tell("2025-02-01", R"(placement_ended { placement_id: "$first" reason: "moved" })");
  Tell("2025-02-01", Placement("second", "ana"));
  Tell("2025-02-01", R"(placement_ended { placement_id: "$not-recorded" reason: "moved" })");

  for (const event::v1::PlanKind kind : {event::v1::PLAN_KIND_CASE, event::v1::PLAN_KIND_REUNIFICATION}) {
    EXPECT_THAT(Keys(Of(kind).placements(), &v1::Placement::placement_id), ElementsAre(Id("second")));
    EXPECT_EQ(Of(kind).placements(0).terms().least_restrictive(), "the closest to her school");
  }
  EXPECT_THAT(Of(event::v1::PLAN_KIND_SUPPLEMENTAL).placements(), IsEmpty());
  EXPECT_THAT(Of(event::v1::PLAN_KIND_SAFETY).placements(), IsEmpty());
}

TEST_F(PlanContentTest, ThePlanSaysWhoRepresentsItsChildren) {
  Appoint("rita", "ana");
  Appoint("sam", "ben");

  for (const event::v1::PlanKind kind : kAllKinds) {
    EXPECT_THAT(Keys(Of(kind).representatives(), &v1::Representative::participant_id), ElementsAre(Id("rita")));
  }
}

// A text must not change because someone observed, judged, or answered something.
TEST_F(PlanContentTest, ObservationsJudgmentsAndAnswersChangeNoText) {
  Tell("2025-01-02", R"(need_identified { need_id: "$N" of_id: "$ana" need: "n" priority: PRIORITY_LOW })");
  Tell("2025-01-02", R"(goal_established { goal_id: "$G" area: GOAL_AREA_SAFETY statement: "s" })");
  Tell("2025-01-02", R"(objective_added { objective_id: "$O" goal_id: "$G" terms { statement: "s" } })");
  Tell("2025-01-02", R"(activity_planned { activity_id: "$A" objective_id: "$O" terms { what: "w" } })");
  Tell("2025-01-02", R"(safety_threat_identified { threat_id: "$T" child_id: "$ana" threat: "t" })");
  Tell("2025-01-02", R"(safety_plan_made { plan_id: "$P" children_ids: "$ana" threat_ids: "$T" stays_with: "kin"
                        strategies: SAFETY_STRATEGY_RESPITE_CARE monitoring: "m" })");
  Tell("2025-01-02", R"(safety_plan_made { plan_id: "$Q" children_ids: "$ben" threat_ids: "$T" stays_with: "kin"
                        strategies: SAFETY_STRATEGY_RESPITE_CARE monitoring: "m" })");
  Tell("2025-01-02", R"(return_condition_set { condition_id: "$C" child_id: "$ana" condition: "c" })");
  std::vector<v1::PlanContent> before;
  for (const event::v1::PlanKind kind : kAllKinds) before.push_back(PlanContentOf(plan(), kind, {Id("ana")}, "1.0"));

  for (const char* part : {"N", "G", "O", "A", "C"}) {
    Tell("2025-02-01",
         "progress_observed { of_id: \"$" + std::string(part) + "\" extent: PROGRESS_EXTENT_MUCH account: \"x\" }");
  }
  Tell("2025-02-01", R"(referral_answered { activity_id: "$A" provider_id: "$maria"
                                            answer: REFERRAL_ANSWER_DECLINED })");
  Tell("2025-02-01", R"(safety_plan_checked { plan_id: "$P" kept: SAFETY_PLAN_KEPT_KEPT seen: "Ana" })");
  Tell("2025-02-01", R"(safety_plan_ended { plan_id: "$Q" why: SAFETY_PLAN_END_REASON_FAILED threats_now: "x"
                                            threats { threat_id: "$T" state: THREAT_STATE_REMAINS } })");
  Tell("2025-02-01", R"(return_condition_judged { condition_id: "$C" judgement: CONDITION_JUDGEMENT_MET
                                                  evidence: "e" })");

  size_t at = 0;
  for (const event::v1::PlanKind kind : kAllKinds)
    EXPECT_THAT(PlanContentOf(plan(), kind, {Id("ana")}, "1.0"), EqualsMessage(before[at++]));
}

TEST_F(PlanContentTest, EachKindHoldsWhatItIsAbout) {
  Tell("2025-01-02", R"(need_identified { need_id: "$N" of_id: "$ana" need: "n" priority: PRIORITY_LOW })");
  Tell("2025-01-02", R"(goal_established { goal_id: "$G" area: GOAL_AREA_SAFETY statement: "s" })");
  Tell("2025-01-02", R"(safety_threat_identified { threat_id: "$T" child_id: "$ana" threat: "t" })");
  Tell("2025-01-02", R"(return_condition_set { condition_id: "$C" child_id: "$ana" condition: "c" })");
  for (const char* track : {"OUTCOME_TRACK_PRIMARY", "OUTCOME_TRACK_CONCURRENT"}) {
    Tell("2025-01-02",
         std::string("outcome_chosen { child_id: \"$ana\" outcome: PERMANENCY_OUTCOME_LEGALLY_ADOPTED track: ") +
             track + " }");
  }
  const auto sizes = [&](event::v1::PlanKind kind) {
    const v1::CasePlan content = Of(kind);
    return std::vector<int>{content.needs_size(), content.goals_size(), content.outcomes_size(), content.threats_size(),
                            content.conditions_size()};
  };

  EXPECT_THAT(sizes(event::v1::PLAN_KIND_CASE), ElementsAre(1, 1, 2, 0, 0));
  EXPECT_THAT(sizes(event::v1::PLAN_KIND_SUPPLEMENTAL), ElementsAre(0, 0, 1, 0, 0));
  EXPECT_THAT(sizes(event::v1::PLAN_KIND_REUNIFICATION), ElementsAre(0, 0, 0, 0, 1));
  EXPECT_THAT(sizes(event::v1::PLAN_KIND_SAFETY), ElementsAre(0, 0, 0, 1, 0));
}

TEST_F(PlanContentTest, ASafetyPlanThatEndedIsNotInTheText) {
  Tell("2025-01-02", R"(safety_plan_made { plan_id: "$P" children_ids: "$ana" threat_ids: "$T" stays_with: "kin"
                        strategies: SAFETY_STRATEGY_RESPITE_CARE monitoring: "m" })");
  EXPECT_EQ(Of(event::v1::PLAN_KIND_SAFETY).safety_plans_size(), 1);
  Tell("2025-02-01", R"(safety_plan_ended { plan_id: "$P" why: SAFETY_PLAN_END_REASON_FAILED threats_now: "x" })");
  EXPECT_EQ(Of(event::v1::PLAN_KIND_SAFETY).safety_plans_size(), 0);
}

// The label names the version, and says nothing about what was agreed.
TEST_F(PlanContentTest, TheWorkingPlanIsComparedWithoutTheLabel) {
  v1::PlanVersion version;
  version.set_kind(event::v1::PLAN_KIND_CASE);
  version.set_label("3.0");
  version.add_children_ids(Id("ana"));

  EXPECT_FALSE(WorkingDiffers(plan(), version, PlanText(PlanContentOf(plan(), version.kind(), {Id("ana")}, "1.0"))));
  EXPECT_TRUE(WorkingDiffers(plan(), version, PlanText(PlanContentOf(plan(), version.kind(), {Id("ben")}, "1.0"))));
  EXPECT_TRUE(WorkingDiffers(plan(), version, ""));
  EXPECT_TRUE(WorkingDiffers(plan(), version, R"({"kind": "PLAN_KIND_CASE", "unknownField": 1})"));
}

// What binds says where Ana lives. It says nothing against a guardian ad litem, or a provider, who comes later.
TEST_F(PlanContentTest, TheWorkingPlanDiffersOnceAChildLivesElsewhereAndNotByWhoRepresentsHer) {
  v1::PlanVersion version;
  version.set_kind(event::v1::PLAN_KIND_CASE);
  version.add_children_ids(Id("ana"));
  const std::string text = PlanText(PlanContentOf(plan(), version.kind(), {Id("ana")}, "1.0"));

  Appoint("rita", "ana");
  Tell("2025-01-02", R"(participant_joined { participant_id: "$clinic" capacity: CAPACITY_PROVIDER name: "Clinic" })");
  EXPECT_FALSE(WorkingDiffers(plan(), version, text));

  Tell("2025-01-03", Placement("millers", "ana"));
  EXPECT_TRUE(WorkingDiffers(plan(), version, text));
}

TEST_F(PlanContentTest, TheWorkingPlanDiffersOnceAnAdultOfTheFamilyJoins) {
  v1::PlanVersion version;
  version.set_kind(event::v1::PLAN_KIND_CASE);
  version.add_children_ids(Id("ana"));
  const std::string text = PlanText(PlanContentOf(plan(), version.kind(), {Id("ana")}, "1.0"));

  Tell("2025-01-02", R"(participant_joined { participant_id: "$luis" capacity: CAPACITY_ADULT name: "Luis" })");
  EXPECT_TRUE(WorkingDiffers(plan(), version, text));
}

}  // namespace
}  // namespace casejournal::projections
