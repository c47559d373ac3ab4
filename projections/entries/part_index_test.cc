#include "projections/entries/part_index.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/ana_case.h"

namespace casejournal::projections {
namespace {

using namespace casejournal::testing;  // NOLINT(build/namespaces): the words of the cases
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::IsEmpty;

TEST(ReferencesTest, NameTheirFieldAndTheKindThatItAsksFor) {
  CaseEvent event = ObjectiveAdded("2025-03-12", "O", "G", "x");
  event.add_about(Id("Ana"));
  event.mutable_objective_added()->mutable_terms()->add_need_ids(Id("need"));

  EXPECT_THAT(ReferencesIn(event),
              ElementsAre(Field(&Reference::field, "about[0]"), Field(&Reference::field, "objectiveAdded.goalId"),
                          Field(&Reference::field, "objectiveAdded.terms.needIds[0]")));
  EXPECT_EQ(ReferencesIn(event)[1].kind, event::v1::PART_KIND_GOAL);
  EXPECT_THAT(IntroductionsIn(event), ElementsAre(Field(&Introduction::field, "objectiveAdded.objectiveId")));
}

TEST(ReferencesTest, VersionIntroducesItsDigestAndNamesWhatItSupersedes) {
  CaseEvent event = VersionDrawnUp("2025-04-02", {{}, std::string(32, 'a')});
  event.mutable_plan_version_drawn_up()->set_supersedes(std::string(32, 'b'));

  const auto introduced = IntroductionsIn(event);
  ASSERT_EQ(introduced.size(), 2U);
  EXPECT_TRUE(introduced[0].may_recur);
  EXPECT_TRUE(introduced[1].is_digest);
  EXPECT_EQ(introduced[1].id, std::string(32, 'a'));
  const auto named = ReferencesIn(event);
  ASSERT_EQ(named.size(), 2U);
  EXPECT_EQ(named[1].field, "planVersionDrawnUp.supersedes");
  EXPECT_TRUE(named[1].is_digest);
}

TEST(PartTest, ChildIsAParticipantAndAnAdultIsNoChild) {
  CaseBuilder built;
  built.Record("2025-01-10 09:00", {ChildJoined("2025-01-10", "Ana"), AdultJoined("2025-01-10", "Maria")});
  const PartIndex& parts = built.record().parts();

  EXPECT_TRUE(parts.Find(Id("Ana"))->Is(event::v1::PART_KIND_CHILD));
  EXPECT_TRUE(parts.Find(Id("Ana"))->Is(event::v1::PART_KIND_PARTICIPANT));
  EXPECT_FALSE(parts.Find(Id("Maria"))->Is(event::v1::PART_KIND_CHILD));
  EXPECT_TRUE(parts.Find(Id("Maria"))->Is(event::v1::PART_KIND_HINDERED));
  EXPECT_EQ(parts.Find(Id("Maria"))->introduced_by, 1U);
  EXPECT_EQ(parts.Find(Id("Ben")), nullptr);
}

// An id that was used once is never used again, whatever became of its entry.
TEST(PartIndexTest, WithdrawnIdIsKnownAndStandsNoLonger) {
  CaseBuilder built;
  built.Record("2025-01-10 09:00", {ChildJoined("2025-01-10", "Ana")});
  built.Record("2025-01-11 09:00", {Retracting(0)});

  ASSERT_NE(built.record().parts().Find(Id("Ana")), nullptr);
  EXPECT_FALSE(built.record().parts().Find(Id("Ana"))->standing);

  built.Record("2025-01-12 09:00", {Retracting(1)});
  EXPECT_TRUE(built.record().parts().Find(Id("Ana"))->standing);
}

TEST(PartIndexTest, IdThatWasCorrectedAwayStandsNoLonger) {
  CaseBuilder built;
  built.Record("2025-01-10 09:00", {GoalEstablished("2025-01-10", "wrong", "x")});
  built.Record("2025-01-11 09:00", {Correcting(0, GoalEstablished("2025-01-10", "right", "x"))});
  const PartIndex& parts = built.record().parts();

  EXPECT_FALSE(parts.Find(Id("wrong"))->standing);
  EXPECT_EQ(parts.Find(Id("right"))->introduced_by, 0U);
}

}  // namespace
}  // namespace casejournal::projections
