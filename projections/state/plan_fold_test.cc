#include "projections/state/plan_fold.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/ana_case.h"
#include "tests/support/matchers.h"

namespace casejournal::projections {
namespace {

using namespace casejournal::testing;  // NOLINT(build/namespaces): the words of the cases
using ::testing::IsEmpty;

CaseEvent Assigned(absl::string_view day, absl::string_view subject) {
  CaseEvent event = On(day);
  event.mutable_case_assigned()->mutable_staff()->set_subject(std::string(subject));
  event.mutable_case_assigned()->set_part(event::v1::ASSIGNMENT_PART_CASEWORKER);
  return event;
}

TEST(PlanFoldTest, AssignmentEndsWhenAnotherBeginsInTheSamePart) {
  const CaseBuilder built =
      CaseBuilder().Record("2025-06-01 09:00", {Assigned("2025-01-10", "dana"), Assigned("2025-05-01", "lee")});
  const auto& assignments = built.record().plan().assignments();

  ASSERT_EQ(assignments.size(), 2);
  EXPECT_EQ(assignments[0].until(), "2025-05-01");
  EXPECT_EQ(assignments[1].until(), "");
}

// A back-dated entry can leave a fact without its support. The fact is shown, and never lost or rejected.
TEST(PlanFoldTest, FactWithoutSupportIsKeptAndFilledInLater) {
  CaseBuilder built;
  built.Record("2025-06-01 09:00", {ObjectiveMet("2025-03-01", "O")});
  const v1::Objective alone = built.record().plan().objectives(0);
  built.Record("2025-06-01 09:01", {ObjectiveAdded("2025-03-12", "O", "G", "x")});
  const v1::Objective filled = built.record().plan().objectives(0);

  EXPECT_EQ(alone.objective_id(), Id("O"));
  EXPECT_EQ(alone.met_on(), "2025-03-01");
  EXPECT_EQ(filled.met_on(), "2025-03-01");
  EXPECT_EQ(filled.terms().statement(), "x");
}

TEST(PlanFoldTest, ProgressObservedBeforeItsSubjectMovesToIt) {
  CaseBuilder built;
  built.Record("2025-06-01 09:00", {ProgressOn("2025-03-01", "G", event::v1::PROGRESS_EXTENT_SOME)});
  EXPECT_EQ(built.record().plan().stray_progress_size(), 1);

  built.Record("2025-06-01 09:01", {GoalEstablished("2025-03-10", "G", "x")});

  EXPECT_THAT(built.record().plan().stray_progress(), IsEmpty());
  EXPECT_EQ(built.record().plan().goals(0).progress().extent(), event::v1::PROGRESS_EXTENT_SOME);
}

TEST(PlanFoldTest, SafetyPlanEndsTheOneThatItReplaces) {
  CaseEvent first = On("2025-02-01");
  first.mutable_safety_plan_made()->set_plan_id(Id("first"));
  CaseEvent second = On("2025-03-01");
  second.mutable_safety_plan_made()->set_plan_id(Id("second"));
  second.mutable_safety_plan_made()->set_replaces_id(Id("first"));
  const CaseBuilder built = CaseBuilder().Record("2025-06-01 09:00", {first, second});

  EXPECT_EQ(built.record().plan().safety_plans(0).ended_on(), "2025-03-01");
  EXPECT_EQ(built.record().plan().safety_plans(0).why_ended(), event::v1::SAFETY_PLAN_END_REASON_REPLACED);
}

TEST(PlanFoldTest, PersonWhoMovesOutAndInAgainHasTwoStays) {
  const CaseBuilder built = CaseBuilder().Record(
      "2025-06-01 09:00", {MovedIn("2025-01-01", "home", "father"), MovedOut("2025-02-01", "home", "father"),
                           MovedIn("2025-03-01", "home", "father")});
  const auto& members = built.record().plan().households(0).members();

  ASSERT_EQ(members.size(), 2);
  EXPECT_EQ(members[0].moved_out_on(), "2025-02-01");
  EXPECT_EQ(members[1].moved_out_on(), "");
}

TEST(CaseRecordTest, CopyIsIndependent) {
  CaseBuilder built;
  for (int i = 0; i < 100; ++i) built.Record("2025-06-01 09:00", {NoteWritten("2025-06-01", "x")});
  const CaseBuilder before = built;

  built.Record("2025-06-01 09:01", {ChildJoined("2025-06-01", "Ana"), Retracting(3)});

  EXPECT_EQ(before.entries().size(), 100U);
  EXPECT_EQ(built.entries().size(), 102U);
  EXPECT_THAT(before.record().plan().participants(), IsEmpty());
  EXPECT_FALSE(before.record().Undone(3));
  EXPECT_TRUE(built.record().Undone(3));
  EXPECT_EQ(&before.entries()[0], &built.entries()[0]);
}

}  // namespace
}  // namespace casejournal::projections
