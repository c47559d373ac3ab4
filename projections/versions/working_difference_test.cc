// What the working plan says that a version does not.
#include "projections/versions/working_difference.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "tests/support/plan_case.h"
#include "tests/support/plan_texts.h"

namespace casejournal::projections {
namespace {

using casejournal::testing::Drawing;
using casejournal::testing::Id;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::Property;

// Set the digest of `version` to that of the text, and return the text.
event::v1::PlanText TextFor(const v1::CasePlan& plan, v1::PlanVersion& version, const std::string& child = "ana") {
  event::v1::PlanText text = casejournal::testing::TextOf(plan, Drawing(version.kind(), {Id(child)}));
  version.set_digest(PlanTextDigest(text));
  return text;
}

// A mother, and the children Ana and Ben.
class WorkingDifferenceTest : public casejournal::testing::PlanCase {
 protected:
  WorkingDifferenceTest() {
    Tell("2025-01-01", R"(case_opened { kind: CASE_KIND_FAMILY origin: CASE_ORIGIN_REPORT agency: "Wren" })");
    Tell("2025-01-01", R"(participant_joined { participant_id: "$maria" capacity: CAPACITY_ADULT name: "Maria" })");
    Tell("2025-01-01", R"(participant_joined { participant_id: "$ana" capacity: CAPACITY_CHILD name: "Ana" })");
    Tell("2025-01-01", R"(participant_joined { participant_id: "$ben" capacity: CAPACITY_CHILD name: "Ben" })");
  }

  // Whether the working plan differs from a text for this child, drawn up now.
  bool Differs(v1::PlanVersion version, const std::string& child) const {
    const event::v1::PlanText text = TextFor(plan(), version, child);
    return WorkingDiffers(plan(), version, text);
  }
};

// A person who was promised something must see when the working plan departs from it; an observation changes no
// promise.
TEST_F(WorkingDifferenceTest, WorkingPlanDiffersWhenTermsChangeAndNotWithProgress) {
  Tell("2025-01-02", R"(goal_established { goal_id: "$G" area: GOAL_AREA_SAFETY statement: "s" })");
  Tell("2025-01-02", R"(objective_added { objective_id: "$O" goal_id: "$G" terms { statement: "s" } })");
  v1::PlanVersion version;
  version.set_kind(event::v1::PLAN_KIND_CASE);
  version.add_children_ids(Id("ana"));
  const event::v1::PlanText text = TextFor(plan(), version);

  EXPECT_FALSE(WorkingDiffers(plan(), version, text));
  Tell("2025-02-01", R"(progress_observed { of_id: "$O" extent: PROGRESS_EXTENT_MUCH account: "x" })");
  EXPECT_FALSE(WorkingDiffers(plan(), version, text));
  Tell("2025-02-02", R"(objective_added { objective_id: "$P" goal_id: "$G" terms { statement: "one more" } })");
  EXPECT_TRUE(WorkingDiffers(plan(), version, text));
}

// The label names the version, and says nothing about what was agreed.
TEST_F(WorkingDifferenceTest, TheWorkingPlanIsComparedWithoutTheLabel) {
  v1::PlanVersion version;
  version.set_kind(event::v1::PLAN_KIND_CASE);
  version.set_label("3.0");
  version.add_children_ids(Id("ana"));

  EXPECT_FALSE(Differs(version, "ana"));
  EXPECT_TRUE(Differs(version, "ben"));
  version.set_digest("no text");
  EXPECT_TRUE(WorkingDiffers(plan(), version, event::v1::PlanText()));
  event::v1::PlanText newer;
  newer.add_parts()->set_text(R"({"inventedField": 1})");
  version.set_digest(PlanTextDigest(newer));
  EXPECT_TRUE(WorkingDiffers(plan(), version, newer));
  EXPECT_EQ(WorkingDifference(plan(), version, newer), std::nullopt) << "it was not compared";
}

// What binds says where Ana lives. It says nothing against a guardian ad litem, or a provider, who comes later.
TEST_F(WorkingDifferenceTest, TheWorkingPlanDiffersOnceAChildLivesElsewhereAndNotByWhoRepresentsHer) {
  v1::PlanVersion version;
  version.set_kind(event::v1::PLAN_KIND_CASE);
  version.add_children_ids(Id("ana"));
  const event::v1::PlanText text = TextFor(plan(), version);

  Tell("2025-01-02",
       R"(participant_joined { participant_id: "$rita" capacity: CAPACITY_REPRESENTATIVE name: "Rita" })");
  Tell("2025-01-02", R"(representative_appointed { participant_id: "$rita" for_id: "$ana"
                                                   role: REPRESENTATIVE_ROLE_GUARDIAN_AD_LITEM })");
  Tell("2025-01-02", R"(participant_joined { participant_id: "$clinic" capacity: CAPACITY_PROVIDER name: "Clinic" })");
  EXPECT_FALSE(WorkingDiffers(plan(), version, text));

  Tell("2025-01-03", R"(placement_began { placement_id: "$millers" child_id: "$ana" with_whom: "the Millers"
                                          type: PLACEMENT_TYPE_FOSTER_HOME reason: "none else" })");
  const auto changes = WorkingDifference(plan(), version, text);
  ASSERT_TRUE(changes);
  EXPECT_THAT(*changes, Contains(Property(&v1::Change::path, "Ana, placement with the Millers, type")));
  EXPECT_THAT(*changes, Not(Contains(Property(&v1::Change::path, HasSubstr("Rita")))));
}

TEST_F(WorkingDifferenceTest, TheWorkingPlanDiffersOnceAnAdultOfTheFamilyJoins) {
  v1::PlanVersion version;
  version.set_kind(event::v1::PLAN_KIND_CASE);
  version.add_children_ids(Id("ana"));
  const event::v1::PlanText text = TextFor(plan(), version);

  Tell("2025-01-02", R"(participant_joined { participant_id: "$luis" capacity: CAPACITY_ADULT name: "Luis" })");
  EXPECT_TRUE(WorkingDiffers(plan(), version, text));
}

}  // namespace
}  // namespace casejournal::projections
