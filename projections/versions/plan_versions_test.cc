#include "projections/versions/plan_versions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/support/ana_case.h"
#include "tests/support/matchers.h"

namespace casejournal::projections {
namespace {

using namespace casejournal::testing;  // NOLINT(build/namespaces): the words of the cases
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

CaseEvent Outcome(absl::string_view child, event::v1::OutcomeTrack track) {
  CaseEvent event = OutcomeChosen("2025-01-10", child, event::v1::PERMANENCY_OUTCOME_LEGALLY_ADOPTED);
  event.mutable_outcome_chosen()->set_track(track);
  return event;
}

class PlanVersionsTest : public ::testing::Test {
 protected:
  PlanVersionsTest() {
    built_.Record(
        "2025-01-10 09:00",
        {CaseOpened("2025-01-10"), ChildJoined("2025-01-10", "Ana"), ChildJoined("2025-01-10", "Ben"),
         AdultJoined("2025-01-10", "Maria"), Outcome("Ana", event::v1::OUTCOME_TRACK_PRIMARY),
         Outcome("Ana", event::v1::OUTCOME_TRACK_CONCURRENT), Outcome("Ben", event::v1::OUTCOME_TRACK_PRIMARY),
         GoalEstablished("2025-01-10", "G", "Ana is safe at home"),
         ObjectiveAdded("2025-01-10", "open", "G", "still open"),
         ObjectiveAdded("2025-01-10", "met", "G", "met already"), ObjectiveMet("2025-01-10", "met")});
  }

  const v1::CasePlan& plan() const { return built_.record().plan(); }

  CaseBuilder built_;
};

TEST_F(PlanVersionsTest, JournalEntryBindsOnlyForTheChildOfItsNumber) {
  CaseEvent drawn_up = VersionDrawnUp("2025-02-01", {{}, std::string(32, 'a')});
  drawn_up.mutable_plan_version_drawn_up()->add_children_ids(Id("Ben"));
  CaseEvent journalized = Journalized("2025-02-10", {{}, std::string(32, 'a')});
  built_.Record("2025-03-01 09:00", {NumberGiven("2025-01-15", "JV-2025-0117", "Ana"), drawn_up, journalized});
  const std::vector<v1::InForce> in_force = VersionsInForce(plan());

  ASSERT_EQ(in_force.size(), 1U);
  EXPECT_EQ(in_force[0].child_id(), Id("Ana"));
}

TEST_F(PlanVersionsTest, LaterEffectBindsOverAnEarlierJournalEntry) {
  CaseEvent effect = On("2025-03-05");
  effect.mutable_plan_took_effect()->set_digest(std::string(32, 'b'));
  effect.mutable_plan_took_effect()->add_children_ids(Id("Ana"));
  effect.mutable_plan_took_effect()->set_basis(event::v1::EFFECT_BASIS_EMERGENCY);
  built_.Record("2025-03-06 09:00", {VersionDrawnUp("2025-02-01", {{}, std::string(32, 'a')}),
                                     VersionDrawnUp("2025-03-05", {{}, std::string(32, 'b')}), effect,
                                     Journalized("2025-02-10", {{}, std::string(32, 'a')})});

  const std::vector<v1::InForce> now = VersionsInForce(plan());
  const std::vector<v1::InForce> before = VersionsInForce(built_.record().PlanOn("2025-03-04"));

  ASSERT_EQ(now.size(), 1U);
  EXPECT_EQ(now[0].digest(), std::string(32, 'b'));
  EXPECT_EQ(now[0].basis(), "emergency");
  ASSERT_EQ(before.size(), 1U);
  EXPECT_EQ(before[0].digest(), std::string(32, 'a'));
}

// A plan for return must not bind after another outcome is sought. If it is taken up again, it binds again.
TEST_F(PlanVersionsTest, APlanThatEndedBindsNoLongerUntilItBindsAnew) {
  CaseEvent ended = On("2025-04-01");
  ended.mutable_plan_ended()->set_plan_id(Id("the case plan"));
  ended.mutable_plan_ended()->add_children_ids(Id("Ana"));
  ended.mutable_plan_ended()->set_how(event::v1::PLAN_END_KIND_OUTCOME_CHANGED);
  built_.Record("2025-04-02 09:00", {VersionDrawnUp("2025-02-01", {{}, std::string(32, 'a')}),
                                     Journalized("2025-02-10", {{}, std::string(32, 'a')}), ended});

  EXPECT_EQ(VersionsInForce(built_.record().PlanOn("2025-03-31")).size(), 1U);
  EXPECT_THAT(VersionsInForce(built_.record().PlanOn("2025-04-01")), IsEmpty());

  built_.Record("2025-05-02 09:00", {VersionDrawnUp("2025-05-01", {{}, std::string(32, 'b')}),
                                     Journalized("2025-05-02", {{}, std::string(32, 'b')})});
  ASSERT_EQ(VersionsInForce(plan()).size(), 1U);
  EXPECT_EQ(VersionsInForce(plan())[0].digest(), std::string(32, 'b'));
}

}  // namespace
}  // namespace casejournal::projections
