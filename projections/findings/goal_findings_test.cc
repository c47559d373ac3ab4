// Goals, objectives, activities. Each finding exists while its condition holds, and then disappears.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/findings_case.h"

namespace casejournal::projections {
namespace {

using casejournal::testing::ActivityWith;
using casejournal::testing::Correcting;
using casejournal::testing::EventFromText;
using casejournal::testing::FindingsCase;
using casejournal::testing::kGoalOfAna;
using casejournal::testing::Named;
using casejournal::testing::ObjectiveWith;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

class GoalFindingsTest : public FindingsCase {};

// Practice: goals have objectives; objectives are based on the family assessment, measurable, and agreed.
TEST_F(GoalFindingsTest, AnObjectiveIsWhatThePracticeAsks) {
  Tell("2025-02-01", kGoalOfAna);
  EXPECT_EQ(The(Named("goal.no-objective", "G")).says(), "The goal “Safe at home” has no objectives.");
  Tell("2025-02-01", ObjectiveWith(""));
  EXPECT_THAT(NamesOn(), Not(Contains(Named("goal.no-objective", "G"))));
  EXPECT_EQ(The(Named("objective.not-measurable", "O")).says(),
            "The objective “Every week” has no measure and no target.");
  EXPECT_THAT(NamesOn(), Contains(Named("objective.no-basis", "O")));
  EXPECT_EQ(The(Named("objective.not-agreed", "O")).says(),
            "The record does not show that the family and the caseworker agreed with the objective “Every week”.");

  Tell("2025-02-02", R"(assessment_completed { assessment_id: "$F" kind: ASSESSMENT_KIND_FAMILY })");
  Tell("2025-02-02",
       R"(need_identified { need_id: "$N" of_id: "$mother" need: "rest" priority: PRIORITY_HIGH
                                          assessment_id: "$F" })");
  Tell("2025-02-03", R"(objective_revised { objective_id: "$O" reason: "assessed" terms {
      statement: "Every week" measure: "the log" target: "twelve weeks" need_ids: "$N" } })");
  Tell("2025-02-04", R"(part_agreed { part_ids: "$O" participant_id: "$mother" agreement: AGREEMENT_AGREES })");
  EXPECT_EQ(The(Named("objective.not-agreed", "O")).says(),
            "The record does not show that the caseworker agreed with the objective “Every week”.");
  Tell("2025-02-04",
       R"(part_agreed { part_ids: "$O" staff { issuer: "wren" subject: "cw-1" name: "Dana" }
                                      agreement: AGREEMENT_AGREES })");

  for (const char* id : {"objective.not-measurable", "objective.no-basis", "objective.not-agreed"}) {
    EXPECT_THAT(NamesOn(), Not(Contains(Named(id, "O"))));
  }
}

TEST_F(GoalFindingsTest, AReachedGoalHasNoOpenObjectives) {
  Tell("2025-02-01", kGoalOfAna);
  Tell("2025-02-01", ObjectiveWith(""));
  Tell("2025-03-01", R"(goal_reached { goal_id: "$G" evidence: "seen" })");
  EXPECT_THAT(The(Named("goal.no-objective", "G")).says(), HasSubstr("was reached on 2025-03-01 with objectives open"));

  Tell("2025-03-02", R"(objective_withdrawn { objective_id: "$O" reason: "no need" })");

  EXPECT_THAT(NamesOn(), Not(Contains(Named("goal.no-objective", "G"))));
}

// Practice: activities say who, where, and from when until when; three to six months on average. Six months are
// calendar months (ORC 1.45).
TEST_F(GoalFindingsTest, AnActivityIsCompleteAndNotTooLong) {
  Tell("2025-02-01", kGoalOfAna);
  Tell("2025-02-01", ObjectiveWith(""));
  Tell("2025-02-01", ActivityWith(R"(begins_on: "2025-03-31" due_on: "2025-09-30")"));
  EXPECT_EQ(The(Named("activity.incomplete", "A")).says(),
            "The activity “Counselling” has no responsible party and no place.");
  EXPECT_THAT(NamesOn(), Not(Contains(Named("activity.over-six-months", "A"))));

  Tell("2025-02-02",
       R"(activity_revised { activity_id: "$A" reason: "longer" terms { what: "Counselling" place: "the clinic"
      responsible_ids: "$mother" begins_on: "2025-03-31" due_on: "2025-10-01" } })");

  EXPECT_THAT(NamesOn(), Not(Contains(Named("activity.incomplete", "A"))));
  EXPECT_EQ(The(Named("activity.over-six-months", "A")).says(),
            "The activity “Counselling” begins on 2025-03-31 and is due on 2025-10-01: more than 6 "
            "months.");
}

// Practice: mutually agreed by family and caseworker. An agreement is with the words of that day.
TEST_F(GoalFindingsTest, AgreementWithEarlierWordsIsNone) {
  const std::string name = Named("objective.not-agreed", "O");
  Tell("2025-02-01", kGoalOfAna);
  Tell("2025-02-01", ObjectiveWith(""));
  for (const char* who : {R"(participant_id: "$mother")", R"(staff { issuer: "wren" subject: "cw" })"}) {
    Tell("2025-02-02", absl::StrCat(R"(part_agreed { part_ids: "$O" agreement: AGREEMENT_AGREES )", who, " }"));
  }
  EXPECT_THAT(NamesOn(), Not(Contains(name)));

  Tell("2025-03-01", R"(objective_revised { objective_id: "$O" reason: "more"
                                            terms { statement: "Twice a week" } })");
  EXPECT_EQ(The(name).says(),
            "The record does not show that the family and the caseworker agreed with the objective “Twice a week”.");

  Tell("2025-03-01", R"(part_agreed { part_ids: "$O" participant_id: "$mother"
                                      agreement: AGREEMENT_AGREES })");
  EXPECT_THAT(The(name).says(), ::testing::StartsWith("The record does not show that the caseworker agreed"));
}

// The guardian ad litem is not the family.
TEST_F(GoalFindingsTest, ARepresentativeDoesNotAgreeForTheFamily) {
  Join("gal", "Ruth", "CAPACITY_REPRESENTATIVE");
  Tell("2025-02-01", kGoalOfAna);
  Tell("2025-02-01", ObjectiveWith(""));
  Tell("2025-02-02", R"(plan_version_drawn_up { plan_id: "$plan" kind: PLAN_KIND_CASE label: "1.0"
                                                children_ids: "$ana" digest: "@d1" })");
  Tell("2025-02-03", R"(plan_signed { digest: "@d1" participant_id: "$gal" agreement: AGREEMENT_AGREES })");
  EXPECT_EQ(The(Named("objective.not-agreed", "O")).says(),
            "The record does not show that the family agreed with the objective “Every week”.");

  Tell("2025-02-04", R"(plan_signed { digest: "@d1" participant_id: "$mother" agreement: AGREEMENT_AGREES })");
  EXPECT_THAT(NamesOn(), Not(Contains(Named("objective.not-agreed", "O"))));
}

// Practice: so measurable that everyone can agree on when it is met.
TEST_F(GoalFindingsTest, AnObjectiveIsMetWithEvidence) {
  Tell("2025-02-01", kGoalOfAna);
  Tell("2025-02-01", ObjectiveWith(R"(measure: "the log" target: "twelve weeks")"));
  Tell("2025-05-01", R"(objective_met { objective_id: "$O" })");
  EXPECT_EQ(The(Named("objective.not-measurable", "O")).says(),
            "The objective “Every week” has no evidence that it was met.");

  TellOn("2025-05-02", Correcting(last(), EventFromText("2025-05-01", R"(objective_met {
      objective_id: "$O" evidence: "the log of twelve weeks" })")));
  EXPECT_THAT(NamesOn(), Not(Contains(Named("objective.not-measurable", "O"))));
}

}  // namespace
}  // namespace casejournal::projections
