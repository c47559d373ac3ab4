// What the text of a plan of each kind says: what is open for its children and the family, and nothing of others.
#include "projections/versions/plan_document.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "tests/support/matchers.h"
#include "tests/support/plan_case.h"
#include "tests/support/plan_texts.h"

namespace casejournal::projections {
namespace {

using casejournal::testing::CaseEvent;
using casejournal::testing::Drawing;
using casejournal::testing::EqualsMessage;
using casejournal::testing::EventFromText;
using casejournal::testing::Id;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr event::v1::PlanKind kAllKinds[] = {event::v1::PLAN_KIND_CASE, event::v1::PLAN_KIND_SUPPLEMENTAL,
                                             event::v1::PLAN_KIND_REUNIFICATION, event::v1::PLAN_KIND_SAFETY};

// A mother, and the children Ana and Ben.
class PlanDocumentTest : public casejournal::testing::PlanCase {
 protected:
  PlanDocumentTest() {
    Tell("2025-01-01", R"(case_opened { kind: CASE_KIND_FAMILY origin: CASE_ORIGIN_REPORT agency: "Wren" })");
    Tell("2025-01-01", R"(participant_joined { participant_id: "$maria" capacity: CAPACITY_ADULT name: "Maria" })");
    Tell("2025-01-01", R"(participant_joined { participant_id: "$ana" capacity: CAPACITY_CHILD name: "Ana" })");
    Tell("2025-01-01", R"(participant_joined { participant_id: "$ben" capacity: CAPACITY_CHILD name: "Ben" })");
  }

  v1::PlanDocument Of(event::v1::PlanKind kind, const std::vector<std::string>& children = {Id("ana")}) const {
    return PlanDocumentOf(plan(), Drawing(kind, children));
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

TEST_F(PlanDocumentTest, EveryKindNamesItsCaseItsChildrenAndItsLabel) {
  for (const event::v1::PlanKind kind : kAllKinds) {
    const std::vector<std::string> children = {Id("ben"), Id("ana"), Id("nobody")};
    const v1::PlanHeader header = PlanDocumentOf(plan(), Drawing(kind, children, "2.1")).header();

    EXPECT_EQ(header.kind(), kind);
    EXPECT_EQ(header.label(), "2.1");
    EXPECT_EQ(header.language(), "en");
    EXPECT_THAT(Keys(header.children(), &v1::PlanChild::name), ElementsAre("Ana", "Ben")) << "in the order of the case";
    EXPECT_EQ(header.case_id(), built_.case_id());
    EXPECT_EQ(header.agency(), "Wren");
    EXPECT_EQ(header.episode(), 1);
  }
}

// Who suffers: a child whose sibling's plan is handed to a stranger.
TEST_F(PlanDocumentTest, NothingOfAnotherChildIsInAnyKindOfPlan) {
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
  Tell("2025-01-02", R"(activity_planned { activity_id: "$D" objective_id: "$O"
                        terms { what: "of Ben" purpose: ACTIVITY_PURPOSE_PREVENT_REMOVAL } })");
  Tell("2025-01-03", R"(activity_completed { activity_id: "$D" result: "of Ben" })");
  Tell("2025-01-02", R"(wish_stated { by_id: "$maria" words: "of Ben" about_ids: "$ben" })");
  Tell("2025-01-02", R"(wish_stated { by_id: "$ben" words: "of Ben" })");
  Tell("2025-01-02", R"(milestone_reached { child_id: "$ben" milestone: PERMANENCY_MILESTONE_MATCHED })");
  Tell("2025-01-02", R"(health_or_school_fact_learned { child_id: "$ben" kind: HEALTH_OR_SCHOOL_KIND_SCHOOL
                        fact: "of Ben" })");
  Tell("2025-01-02", R"(health_assessed { child_id: "$ben" result: HEALTH_ASSESSMENT_RESULT_NO_CONDITIONS
                        by: "of Ben" })");
  Tell("2025-01-02", R"(schooling_recorded { child_id: "$ben" enrollment: SCHOOL_ENROLLMENT_ELEMENTARY
                        school: "of Ben" })");
  Tell("2025-01-02", R"(independent_living_planned { child_id: "$ben" description: "of Ben"
                        services { area: INDEPENDENT_LIVING_AREA_MONEY what: "of Ben" } })");
  Tell("2025-01-02", R"(rights_explained { child_id: "$ben" document: "of Ben" })");
  Tell("2025-01-02", R"(filing_exception_documented { child_id: "$ben" reasons: "of Ben"
                        kind: FILING_EXCEPTION_KIND_RELATIVE_CARE })");

  for (const event::v1::PlanKind kind : kAllKinds) {
    const std::string text = Of(kind).DebugString();
    EXPECT_THAT(text, Not(HasSubstr("Ben"))) << event::v1::PlanKind_Name(kind);
    EXPECT_THAT(text, Not(HasSubstr(Id("ben")))) << event::v1::PlanKind_Name(kind);
  }
}

TEST_F(PlanDocumentTest, AdultsWhoLeftAreNotInThePlanAndItsChildrenAre) {
  Tell("2025-01-02", R"(participant_joined { participant_id: "$luis" capacity: CAPACITY_ADULT name: "Luis" })");
  Tell("2025-01-02", R"(relation_established { from_id: "$luis" to_id: "$ana" relation: RELATION_FATHER
                                               kind: RELATION_KIND_LEGAL })");
  Tell("2025-02-01", R"(participant_left { participant_id: "$luis" why: LEAVE_REASON_MOVED_AWAY })");
  Tell("2025-02-01", R"(participant_left { participant_id: "$ana" why: LEAVE_REASON_MOVED_AWAY })");

  const v1::PlanDocument content = Of(event::v1::PLAN_KIND_CASE);
  EXPECT_THAT(Keys(content.people(), &v1::Participant::participant_id), ElementsAre(Id("maria"), Id("ana")));
  EXPECT_THAT(content.relations(), IsEmpty());
}

TEST_F(PlanDocumentTest, AGoalForNobodyInParticularIsForTheWholeFamily) {
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
TEST_F(PlanDocumentTest, PartsUnderAClosedPartAreLeftOut) {
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

  const v1::PlanDocument content = Of(event::v1::PLAN_KIND_CASE);
  EXPECT_THAT(Keys(content.goals(), &v1::Goal::goal_id), ElementsAre(Id("open")));
  EXPECT_THAT(Keys(content.objectives(), &v1::Objective::objective_id), ElementsAre(Id("open1")));
  EXPECT_THAT(Keys(content.activities(), &v1::Activity::activity_id), ElementsAre(Id("open1a")));
}

// Rule: ORC 2151.412(J). The supplemental plan is separate from the case plan. Who suffers: a mother who is asked to
// agree to the plan for her child's adoption.
TEST_F(PlanDocumentTest, AGoalStandsInThePlanThatItsOutcomeBelongsTo) {
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

TEST_F(PlanDocumentTest, AGoalMovesWithItsOutcomeToThePrimaryTrack) {
  Choose("ana", "RETURNED_TO_OWN_FAMILY", "PRIMARY");
  Choose("ana", "LEGALLY_ADOPTED", "CONCURRENT");
  SetGoal("adoption", "LEGALLY_ADOPTED");
  EXPECT_THAT(GoalsIn(event::v1::PLAN_KIND_CASE), IsEmpty());

  Choose("ana", "LEGALLY_ADOPTED", "PRIMARY");

  EXPECT_THAT(GoalsIn(event::v1::PLAN_KIND_CASE), ElementsAre(Id("adoption")));
  EXPECT_THAT(GoalsIn(event::v1::PLAN_KIND_SUPPLEMENTAL), IsEmpty());
}

// What is the alternative for one child can be the aim for another.
TEST_F(PlanDocumentTest, AGoalOfTheFamilyIsTheAlternativeForEachChildByItself) {
  Choose("ana", "LEGALLY_ADOPTED", "CONCURRENT");
  Choose("ben", "LEGALLY_ADOPTED", "PRIMARY");
  SetGoal("adoption", "LEGALLY_ADOPTED");

  EXPECT_THAT(GoalsIn(event::v1::PLAN_KIND_SUPPLEMENTAL, {Id("ana")}), ElementsAre(Id("adoption")));
  EXPECT_THAT(GoalsIn(event::v1::PLAN_KIND_CASE, {Id("ana")}), IsEmpty());
  EXPECT_THAT(GoalsIn(event::v1::PLAN_KIND_CASE, {Id("ben")}), ElementsAre(Id("adoption")));
  EXPECT_THAT(GoalsIn(event::v1::PLAN_KIND_CASE, {Id("ana"), Id("ben")}), ElementsAre(Id("adoption")));
  EXPECT_THAT(GoalsIn(event::v1::PLAN_KIND_SUPPLEMENTAL, {Id("ana"), Id("ben")}), IsEmpty());
}

TEST_F(PlanDocumentTest, AGoalOfOneChildIsNotTheAlternativeOfAnother) {
  Choose("ben", "LEGALLY_ADOPTED", "CONCURRENT");
  SetGoal("anas", "LEGALLY_ADOPTED", "for_ids: \"$ana\"");

  EXPECT_THAT(GoalsIn(event::v1::PLAN_KIND_SUPPLEMENTAL, {Id("ana"), Id("ben")}), IsEmpty());
  EXPECT_THAT(GoalsIn(event::v1::PLAN_KIND_CASE, {Id("ana"), Id("ben")}), ElementsAre(Id("anas")));
}

// Federal law asks for where a child lives, and why there: 42 USC 675(1)(A).
TEST_F(PlanDocumentTest, ThePlanSaysWhereItsChildrenLive) {
  Tell("2025-01-02", Placement("first", "ana"));
  Tell("2025-01-02", Placement("of-ben", "ben"));
  Tell("2025-02-01", R"(placement_ended { placement_id: "$first" reason: "moved" })");
  Tell("2025-02-01", Placement("second", "ana"));
  Tell("2025-02-01", R"(placement_ended { placement_id: "$not-recorded" reason: "moved" })");

  for (const event::v1::PlanKind kind :
       {event::v1::PLAN_KIND_CASE, event::v1::PLAN_KIND_REUNIFICATION, event::v1::PLAN_KIND_SUPPLEMENTAL}) {
    EXPECT_THAT(Keys(Of(kind).placements(), &v1::Placement::placement_id), ElementsAre(Id("second")));
    EXPECT_EQ(Of(kind).placements(0).terms().least_restrictive(), "the closest to her school");
  }
  EXPECT_THAT(Of(event::v1::PLAN_KIND_SAFETY).placements(), IsEmpty());
}

TEST_F(PlanDocumentTest, ThePlanSaysWhoRepresentsItsChildren) {
  Appoint("rita", "ana");
  Appoint("sam", "ben");

  for (const event::v1::PlanKind kind : kAllKinds) {
    EXPECT_THAT(Keys(Of(kind).representatives(), &v1::Representative::participant_id), ElementsAre(Id("rita")));
  }
}

// A text must not change because someone observed, judged, or answered something.
TEST_F(PlanDocumentTest, ObservationsJudgmentsAndAnswersChangeNoText) {
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
  std::vector<v1::PlanDocument> before;
  for (const event::v1::PlanKind kind : kAllKinds) before.push_back(Of(kind));

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
  for (const event::v1::PlanKind kind : kAllKinds) EXPECT_THAT(Of(kind), EqualsMessage(before[at++]));
}

TEST_F(PlanDocumentTest, EachKindHoldsWhatItIsAbout) {
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
    const v1::PlanDocument content = Of(kind);
    return std::vector<int>{content.needs_size(), content.goals_size(), content.outcomes_size(), content.threats_size(),
                            content.conditions_size()};
  };

  EXPECT_THAT(sizes(event::v1::PLAN_KIND_CASE), ElementsAre(1, 1, 2, 1, 1));
  EXPECT_THAT(sizes(event::v1::PLAN_KIND_SUPPLEMENTAL), ElementsAre(0, 0, 1, 0, 0));
  EXPECT_THAT(sizes(event::v1::PLAN_KIND_REUNIFICATION), ElementsAre(0, 0, 1, 0, 1));
  EXPECT_THAT(sizes(event::v1::PLAN_KIND_SAFETY), ElementsAre(0, 0, 0, 1, 0));
}

TEST_F(PlanDocumentTest, ASafetyPlanThatEndedIsNotInTheText) {
  Tell("2025-01-02", R"(safety_plan_made { plan_id: "$P" children_ids: "$ana" threat_ids: "$T" stays_with: "kin"
                        strategies: SAFETY_STRATEGY_RESPITE_CARE monitoring: "m" })");
  EXPECT_EQ(Of(event::v1::PLAN_KIND_SAFETY).safety_plans_size(), 1);
  Tell("2025-02-01", R"(safety_plan_ended { plan_id: "$P" why: SAFETY_PLAN_END_REASON_FAILED threats_now: "x" })");
  EXPECT_EQ(Of(event::v1::PLAN_KIND_SAFETY).safety_plans_size(), 0);
}

TEST_F(PlanDocumentTest, TheHeadingHasTheNumbersOfEachChildAndWhatTheVersionReplaces) {
  Tell("2025-01-02", R"(case_number_given { system: "SACWIS" number: "7001" })");
  Tell("2025-01-02", R"(case_number_given { system: "juvenile court" number: "25JU-1" child_id: "$ana" })");
  Tell("2025-01-02", R"(case_number_given { system: "juvenile court" number: "25JU-2" child_id: "$ben" })");
  Tell("2025-01-03",
       R"(complaint_filed { child_id: "$ana" court_number: "25JU-9" allegations: "a" by: "the agency" })");
  event::v1::PlanVersionDrawnUp version = Drawing(event::v1::PLAN_KIND_CASE, {Id("ana")}, "1.0");
  version.set_plan_id(Id("plan"));
  version.set_digest(std::string(32, 'd'));
  CaseEvent drawn_up = EventFromText("2025-01-04", "plan_version_drawn_up {}");
  *drawn_up.mutable_plan_version_drawn_up() = version;
  Tell(drawn_up);

  event::v1::PlanVersionDrawnUp next = Drawing(event::v1::PLAN_KIND_CASE, {Id("ana")}, "2.0");
  next.set_supersedes(version.digest());
  next.set_language(event::v1::PLAN_LANGUAGE_SPANISH);
  const v1::PlanHeader header = PlanDocumentOf(plan(), next).header();
  EXPECT_THAT(header.children(0).numbers(), ElementsAre("7001", "25JU-1", "25JU-9"));
  EXPECT_EQ(header.supersedes_label(), "1.0");
  EXPECT_EQ(header.language(), "es");
}

TEST_F(PlanDocumentTest, TheDocumentSaysWhoTookPartAndWhatIsLeftOpen) {
  event::v1::PlanVersionDrawnUp version = Drawing(event::v1::PLAN_KIND_SAFETY, {Id("ana")});
  version.add_took_part_ids(Id("maria"));
  version.add_absent()->set_participant_id(Id("luis"));
  version.mutable_absent(0)->set_why("in prison; letters of 5 and 12 January");
  version.add_open_parts()->set_part("school");
  const v1::PlanDocument document = PlanDocumentOf(plan(), version);
  ASSERT_EQ(document.participation_size(), 2);
  EXPECT_TRUE(document.participation(0).took_part());
  EXPECT_EQ(document.participation(1).why_not(), "in prison; letters of 5 and 12 January");
  EXPECT_EQ(document.open_parts(0).part(), "school");
}

// Rule: the article, "activities in the correct sequence".
TEST_F(PlanDocumentTest, AnActivityStandsAfterThoseThatMustComeBeforeIt) {
  SetGoal("G", "");
  Tell("2025-01-02", R"(objective_added { objective_id: "$O" goal_id: "$G" terms { statement: "s" } })");
  const auto plan_activity = [&](const std::string& id, const std::string& after) {
    Tell("2025-01-02", "activity_planned { activity_id: \"$" + id + "\" objective_id: \"$O\" terms { what: \"w\" " +
                           (after.empty() ? "" : "after_ids: \"$" + after + "\"") + " } }");
  };
  plan_activity("third", "second");
  plan_activity("second", "first");
  plan_activity("free", "");
  plan_activity("first", "done");
  plan_activity("done", "");
  Tell("2025-01-03", R"(activity_completed { activity_id: "$done" })");

  EXPECT_THAT(Keys(Of(event::v1::PLAN_KIND_CASE).activities(), &v1::Activity::activity_id),
              ElementsAre(Id("free"), Id("first"), Id("second"), Id("third")));
}

// Corrections can leave activities that wait for each other: none is lost.
TEST_F(PlanDocumentTest, ActivitiesThatWaitForEachOtherAreAllInTheText) {
  SetGoal("G", "");
  Tell("2025-01-02", R"(objective_added { objective_id: "$O" goal_id: "$G" terms { statement: "s" } })");
  for (const auto& [id, after] :
       {std::pair("one", "two"), std::pair("two", "one"), std::pair("three", "two"), std::pair("self", "self")}) {
    Tell("2025-01-02", std::string("activity_planned { activity_id: \"$") + id +
                           "\" objective_id: \"$O\" terms { what: \"w\" after_ids: \"$" + after + "\" } }");
  }
  EXPECT_THAT(Keys(Of(event::v1::PLAN_KIND_CASE).activities(), &v1::Activity::activity_id),
              ElementsAre(Id("one"), Id("two"), Id("three"), Id("self")));
}

TEST_F(PlanDocumentTest, WhatWasOfferedToPreventTheRemovalStays) {
  SetGoal("G", "");
  Tell("2025-01-02", R"(objective_added { objective_id: "$O" goal_id: "$G" terms { statement: "s" } })");
  for (const char* activity : {"prevent", "other"}) {
    const std::string purpose = activity == std::string("prevent") ? "PREVENT_REMOVAL" : "RETURN_HOME";
    Tell("2025-01-02", "activity_planned { activity_id: \"$" + std::string(activity) +
                           "\" objective_id: \"$O\" terms { what: \"w\" purpose: ACTIVITY_PURPOSE_" + purpose + " } }");
    Tell("2025-02-01", "activity_completed { activity_id: \"$" + std::string(activity) + "\" result: \"r\" }");
  }
  EXPECT_THAT(Keys(Of(event::v1::PLAN_KIND_CASE).offered(), &v1::Activity::activity_id), ElementsAre(Id("prevent")));
  EXPECT_THAT(Of(event::v1::PLAN_KIND_CASE).activities(), IsEmpty());
}

// A reader of the supplemental plan sees the needs that it answers, and no others.
TEST_F(PlanDocumentTest, OnlyACasePlanHasNeedsThatNoObjectiveAddresses) {
  Choose("ana", "LEGALLY_ADOPTED", "CONCURRENT");
  SetGoal("G", "LEGALLY_ADOPTED");
  for (const char* need : {"addressed", "other"}) {
    Tell("2025-01-02", "need_identified { need_id: \"$" + std::string(need) +
                           "\" of_id: \"$ana\" need: \"n\" priority: PRIORITY_LOW }");
  }
  Tell("2025-01-02",
       R"(objective_added { objective_id: "$O" goal_id: "$G" terms { statement: "s" need_ids: "$addressed" } })");

  EXPECT_THAT(Keys(Of(event::v1::PLAN_KIND_SUPPLEMENTAL).needs(), &v1::Need::need_id), ElementsAre(Id("addressed")));
  EXPECT_EQ(Of(event::v1::PLAN_KIND_CASE).needs_size(), 2);
}

// One service can serve several objectives, also of another plan. The text names only its own.
TEST_F(PlanDocumentTest, AnActivityForSeveralObjectivesIsInThePlanOfEach) {
  Tell("2025-01-02", R"(goal_established { goal_id: "$G" for_ids: "$ana" area: GOAL_AREA_SAFETY statement: "s" })");
  Tell("2025-01-02", R"(goal_established { goal_id: "$H" for_ids: "$ben" area: GOAL_AREA_SAFETY statement: "s" })");
  Tell("2025-01-02", R"(objective_added { objective_id: "$ofBen" goal_id: "$H" terms { statement: "o" } })");
  Tell("2025-01-02", R"(objective_added { objective_id: "$ofAna" goal_id: "$G" terms { statement: "o" } })");
  Tell("2025-01-02", R"(objective_added { objective_id: "$too" goal_id: "$G" terms { statement: "o" } })");
  Tell("2025-01-03", R"(activity_planned { activity_id: "$A" objective_id: "$ofBen"
      terms { what: "a" also_objective_ids: "$ofAna" also_objective_ids: "$too" } })");

  const v1::PlanDocument of_ana = Of(event::v1::PLAN_KIND_CASE);

  ASSERT_EQ(of_ana.activities_size(), 1);
  EXPECT_EQ(of_ana.activities(0).objective_id(), Id("ofAna"));
  EXPECT_THAT(of_ana.activities(0).terms().also_objective_ids(), ElementsAre(Id("too")));
  const v1::PlanDocument of_ben = Of(event::v1::PLAN_KIND_CASE, {Id("ben")});
  ASSERT_EQ(of_ben.activities_size(), 1);
  EXPECT_EQ(of_ben.activities(0).objective_id(), Id("ofBen"));
  EXPECT_THAT(of_ben.activities(0).terms().also_objective_ids(), IsEmpty());
}

// 42 USC 675(1)(D), 675a(b).
TEST_F(PlanDocumentTest, ACasePlanSaysWhatAYouthIsOwed) {
  Tell("2025-01-02", R"(independent_living_planned { child_id: "$ana" description: "to cook"
      services { area: INDEPENDENT_LIVING_AREA_DAILY_LIVING what: "a course" } })");
  Tell("2025-01-02", R"(rights_explained { child_id: "$ana" document: "the list" acknowledged: true })");

  const v1::PlanDocument document = Of(event::v1::PLAN_KIND_CASE);

  ASSERT_EQ(document.independent_living_size(), 1);
  EXPECT_EQ(document.independent_living(0).terms().description(), "to cook");
  ASSERT_EQ(document.rights_explained_size(), 1);
  EXPECT_THAT(Of(event::v1::PLAN_KIND_SUPPLEMENTAL).independent_living(), IsEmpty());
}

TEST_F(PlanDocumentTest, AMemberOfTheTeamWhoWasNotAcceptedIsNotInThePlan) {
  Appoint("coach", "ana");
  Tell("2025-01-03", R"(representative_appointed { participant_id: "$coach" for_id: "$ana"
                        role: REPRESENTATIVE_ROLE_MEMBER_CHOSEN_BY_THE_CHILD })");
  EXPECT_EQ(Of(event::v1::PLAN_KIND_CASE).representatives_size(), 2);

  Tell("2025-01-04", R"(team_member_rejected { participant_id: "$coach" for_id: "$ana" good_cause: "paid" })");

  ASSERT_EQ(Of(event::v1::PLAN_KIND_CASE).representatives_size(), 1);
  EXPECT_EQ(Of(event::v1::PLAN_KIND_CASE).representatives(0).role(), event::v1::REPRESENTATIVE_ROLE_GUARDIAN_AD_LITEM);
}

}  // namespace
}  // namespace casejournal::projections
