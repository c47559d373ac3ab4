// Children that no plan covers; parents; barriers. Each finding exists while its condition holds, and then disappears.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/findings_case.h"

namespace casejournal::projections {
namespace {

using casejournal::testing::Correcting;
using casejournal::testing::EventFromText;
using casejournal::testing::FindingsCase;
using casejournal::testing::kGoalOfAna;
using casejournal::testing::Named;
using ::testing::Contains;
using ::testing::Not;

class PeopleFindingsTest : public FindingsCase {};

// OAC 5101:2-38-05; outcomes are for each family and each child.
TEST_F(PeopleFindingsTest, AChildIsCoveredByOutcomeGoalAndVersion) {
  const std::string name = Named("child.uncovered", "ana");
  EXPECT_EQ(The(name).says(), "Ana has no outcome sought, no goal, and no plan version that covers the child.");

  Tell("2025-02-01",
       R"(outcome_chosen { child_id: "$ana" outcome: PERMANENCY_OUTCOME_REMAIN_WITH_OWN_FAMILY
                                         track: OUTCOME_TRACK_PRIMARY })");
  Tell("2025-02-01", kGoalOfAna);
  EXPECT_EQ(The(name).says(), "Ana has no plan version that covers the child.");
  Tell("2025-02-02",
       R"(plan_version_drawn_up { plan_id: "$plan" kind: PLAN_KIND_CASE label: "1.0" children_ids: "$ana"
                                                as_of_revision: 5 digest: "@d1" })");

  EXPECT_THAT(NamesOn(), Not(Contains(name)));
}

// Practice: fathers are shown if no one engaged them.
TEST_F(PeopleFindingsTest, AFatherIsLookedForAndEngaged) {
  EXPECT_THAT(NamesOn(), Contains(Named("parent.unknown", "ana")));
  Tell("2025-01-05",
       R"(participant_joined { participant_id: "$father" capacity: CAPACITY_ADULT name: "unknown father" })");
  Tell("2025-01-05",
       R"(relation_established { from_id: "$father" to_id: "$ana" relation: RELATION_FATHER
                                               kind: RELATION_KIND_ALLEGED basis: "the mother's word" })");
  EXPECT_THAT(NamesOn(), Contains(Named("parent.unknown", "ana"))) << "a lead is no parent yet";
  EXPECT_EQ(The(Named("parent.not-engaged", "father")).says(),
            "The father of Ana, unknown father, was not engaged: no contact, no search, and no barrier is recorded.");

  Tell("2025-01-09", R"(search_made { for_id: "$father" means: "records" result: SEARCH_RESULT_NOT_FOUND })");

  EXPECT_THAT(NamesOn(), Not(Contains(Named("parent.unknown", "ana"))));
  EXPECT_THAT(NamesOn(), Not(Contains(Named("parent.not-engaged", "father"))));
}

TEST_F(PeopleFindingsTest, AMissedVisitIsNoEngagementAndABarrierIsNone) {
  Tell("2025-01-05",
       R"(contact_made { kind: CONTACT_KIND_HOME_VISIT with_ids: "$mother" result: CONTACT_RESULT_MISSED })");
  EXPECT_THAT(NamesOn(), Contains(Named("parent.not-engaged", "mother")));

  Tell("2025-01-06", R"(barrier_identified { barrier_id: "$B" barrier: "no car" hinders_ids: "$mother" })");
  EXPECT_THAT(NamesOn(), Not(Contains(Named("parent.not-engaged", "mother"))));
  EXPECT_EQ(The(Named("barrier.no-strategy", "B")).says(), "Nothing was tried against the barrier “no car”.");

  Tell("2025-01-07", R"(strategy_tried { barrier_id: "$B" strategy: "bus passes" })");
  EXPECT_THAT(NamesOn(), Not(Contains(Named("barrier.no-strategy", "B"))));
}

// A person who took part in an assessment, agreed, signed, or met with the worker was engaged, even without a recorded
// visit.
TEST_F(PeopleFindingsTest, TakingPartIsEngagement) {
  Join("aunt", "Inés");
  Relate("aunt", "RELATION_AUNT_OR_UNCLE", "ana");
  Tell("2025-01-06",
       R"(assessment_completed { assessment_id: "$E" kind: ASSESSMENT_KIND_FAMILY took_part_ids: "$mother" })");
  EXPECT_THAT(NamesOn(), Not(Contains(Named("parent.not-engaged", "mother"))));
  EXPECT_THAT(NamesOn(), Contains("parent.not-engaged/extended-family"));

  Tell("2025-01-07", R"(conference_held { meeting_id: "$C" present_ids: "$aunt" progress: "begun" })");

  EXPECT_THAT(NamesOn(), Not(Contains("parent.not-engaged/extended-family")));
}

TEST_F(PeopleFindingsTest, TheExtendedFamilyIsEngaged) {
  EXPECT_THAT(NamesOn(), Contains("parent.not-engaged/extended-family"));

  Tell("2025-01-05", R"(alternative_explored { child_id: "$ana" who: "an aunt" how_related: "aunt"
                                               result: ALTERNATIVE_RESULT_DECLINED })");

  EXPECT_THAT(NamesOn(), Not(Contains("parent.not-engaged/extended-family")));
}

// Practice: a known person need not be looked for, and a man who was excluded is not a parent.
TEST_F(PeopleFindingsTest, AParentWhoDiedIsKnownAndOneWhoWasExcludedIsNot) {
  const std::string name = Named("parent.unknown", "ana");
  Join("father", "Luis");
  Relate("father", "RELATION_FATHER", "ana");
  EXPECT_THAT(NamesOn(), Not(Contains(name)));

  Tell("2025-03-01", R"(relation_ended { from_id: "$father" to_id: "$ana" relation: RELATION_FATHER
                                         how: RELATION_END_KIND_EXCLUDED })");
  EXPECT_EQ(The(name).says(), "Ana has only one recorded parent, Maria, and no recorded search for the other.");

  TellOn("2025-03-02", Correcting(last(), EventFromText("2025-03-01", R"(relation_ended {
      from_id: "$father" to_id: "$ana" relation: RELATION_FATHER how: RELATION_END_KIND_DEATH })")));
  EXPECT_THAT(NamesOn(), Not(Contains(name)));
}

// One record for each human: two children who are in the case at the same time are two, or one was entered twice.
TEST_F(PeopleFindingsTest, TwoChildrenSideBySideAreNotOnePerson) {
  const auto join = [&](absl::string_view word, absl::string_view person, absl::string_view capacity) {
    Tell("2025-01-02", absl::StrCat(R"(participant_joined { participant_id: "$)", word, R"(" person_id: "$)", person,
                                    R"(" capacity: )", capacity, R"( name: ")", word, R"(" })"));
  };
  join("Ben", "P1", "CAPACITY_CHILD");
  join("Cal", "P2", "CAPACITY_CHILD");
  join("Dot", "P3", "CAPACITY_PROVIDER");
  EXPECT_THAT(NamesOn(), Not(Contains(::testing::StartsWith("person.side-by-side"))));
  Tell(
      "2025-01-03",
      R"(same_person_recognised { participant_id: "$Ben" person_id: "$P1" other_person_id: "$P3" basis: "her word" })");
  EXPECT_THAT(NamesOn(), Not(Contains(::testing::StartsWith("person.side-by-side")))) << "one in two capacities";

  Tell(
      "2025-01-03",
      R"(same_person_recognised { participant_id: "$Cal" person_id: "$P2" other_person_id: "$P1" basis: "her word" })");
  const std::string name = absl::StrCat(Named("person.side-by-side", "Ben"), "/", casejournal::testing::Id("Cal"));
  EXPECT_EQ(The(name).says(), "The case has both Ben and Cal (child), but states that they are one person.");
  Tell("2025-01-04", R"(participant_left { participant_id: "$Cal" })");
  EXPECT_THAT(NamesOn(), Not(Contains(name)));

  join("Eve", "P1", "CAPACITY_CHILD");
  EXPECT_THAT(NamesOn(),
              Contains(absl::StrCat(Named("person.side-by-side", "Ben"), "/", casejournal::testing::Id("Eve"))));
}

// A parent whose rights have ended is no longer a party and need not be engaged.
TEST_F(PeopleFindingsTest, AParentIsEngagedUntilTheRightsEnd) {
  EXPECT_THAT(NamesOn(), Contains(Named("parent.not-engaged", "mother")));

  Tell("2025-03-01", R"(parental_rights_ended { child_id: "$ana" parent_id: "$mother"
                                                how: RIGHTS_ENDED_HOW_BY_SURRENDER })");

  EXPECT_THAT(NamesOn(), Not(Contains(Named("parent.not-engaged", "mother"))));
}

}  // namespace
}  // namespace casejournal::projections
