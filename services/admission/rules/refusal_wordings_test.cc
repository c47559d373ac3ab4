// What refusals are made of, for clients that say them in another language: one example of each kind of parameter.
// tests/support/story.h checks every other violation of every test against its sentence.
#include <string>

#include "absl/strings/str_cat.h"
#include "tests/support/matchers.h"
#include "tests/support/story.h"

namespace casejournal::services {
namespace {

using casejournal::testing::EqualsProto;
using ::testing::SizeIs;

constexpr char kAnaPlaced[] = R"(placement_began { placement_id: "$P" child_id: "$ana"
  with_whom: "private" reason: "private" type: PLACEMENT_TYPE_FOSTER_HOME })";
constexpr char kAnaPlacedElsewhere[] = R"(placement_began { placement_id: "$P2" child_id: "$ana"
  with_whom: "private" reason: "private" type: PLACEMENT_TYPE_FOSTER_HOME })";
constexpr char kAnaLeft[] = R"(placement_ended { placement_id: "$P" reason: "private" })";

// The only violation.
v1::Violation Refused(const Story& story, const CaseEvent& event) {
  const std::vector<v1::Violation> violations = story.Ask(event);
  EXPECT_THAT(violations, SizeIs(1));
  return violations.empty() ? v1::Violation() : violations[0];
}
v1::Violation Refused(const Story& story, absl::string_view day, absl::string_view text) {
  return Refused(story, EventFromText(day, text));
}

TEST(RefusalWordingsTest, WhatTheFieldRequiresIsACode) {
  const v1::Violation unknown = Refused(Story::OfAFamily(), "2025-03-01", kObjective);

  EXPECT_EQ(unknown.message(), "This case has no goal with this id.");
  EXPECT_THAT(unknown.wording(), EqualsProto(R"pb(id: "ref.unknown.part"
                                                  parameters {
                                                    name: "wanted"
                                                    values { code: "PART_KIND_GOAL" }
                                                  })pb"));
  EXPECT_THAT(unknown.remedy_wording(), EqualsProto(R"pb(id: "ref.unknown.remedy")pb"));
}

TEST(RefusalWordingsTest, ArticlesOfEnglishAreNotPartOfACode) {
  Story story = Story::OfAFamily();
  story.Given("2025-03-01", kGoal);

  const v1::Violation other_kind = Refused(story, "2025-03-01", R"(objective_added {
      objective_id: "$O" goal_id: "$ana" terms { statement: "private" } })");
  EXPECT_EQ(other_kind.message(), "This is the id of a participant; the field requires a goal.");
  EXPECT_THAT(other_kind.wording(), EqualsProto(R"pb(
                id: "ref.wrong-kind.part"
                parameters {
                  name: "found"
                  values { code: "PART_KIND_PARTICIPANT" }
                }
                parameters {
                  name: "wanted"
                  values { code: "PART_KIND_GOAL" }
                })pb"));

  const v1::Violation not_a_child = Refused(story, "2025-03-01", R"(outcome_chosen {
      child_id: "$mother" outcome: PERMANENCY_OUTCOME_LEGALLY_ADOPTED track: OUTCOME_TRACK_PRIMARY })");
  EXPECT_EQ(not_a_child.message(),
            "This is the id of a participant who is not a child of this case; the field requires a child.");
  EXPECT_THAT(not_a_child.wording(), EqualsProto(R"pb(
                id: "ref.wrong-kind.not-a-child"
                parameters {
                  name: "wanted"
                  values { code: "PART_KIND_CHILD" }
                })pb"));
}

TEST(RefusalWordingsTest, AnIdThatIsTakenNamesTheEntryAndItsKind) {
  Story story = Story::OfAFamily();
  story.Given("2025-03-01", kGoal);

  const v1::Violation taken = Refused(story, "2025-03-01", kGoal);
  EXPECT_EQ(taken.message(), "Entry 7 used this id for a goal.");
  EXPECT_THAT(taken.wording(), EqualsProto(R"pb(
                id: "id.taken.standing"
                parameters {
                  name: "entry"
                  values { number: 7 }
                }
                parameters {
                  name: "kind"
                  values { code: "PART_KIND_GOAL" }
                })pb"));

  story.Given(Retracting(7));
  EXPECT_EQ(Refused(story, "2025-03-01", kGoal).wording().id(), "id.taken.withdrawn");
}

TEST(RefusalWordingsTest, DaysOfAnIntervalAreDaysAndItsKindIsInTheId) {
  Story story = Story::OfAFamily();
  story.Given("2025-03-01", kAnaPlaced);

  const v1::Violation reversed = Refused(story, "2025-02-28", kAnaLeft);
  EXPECT_EQ(reversed.message(), "The placement began on 2025-03-01 and cannot have ended on 2025-02-28.");
  EXPECT_THAT(reversed.wording(), EqualsProto(R"pb(
                id: "interval.reversed.placement"
                parameters {
                  name: "began_on"
                  values { day: "2025-03-01" }
                }
                parameters {
                  name: "ended_on"
                  values { day: "2025-02-28" }
                })pb"));

  const v1::Violation open = Refused(story, "2025-03-02", kAnaPlacedElsewhere);
  EXPECT_EQ(open.message(), "Another placement of this child began on 2025-03-01 and is still open.");
  EXPECT_THAT(open.wording(), EqualsProto(R"pb(
                id: "interval.overlaps.placement.open"
                parameters {
                  name: "began_on"
                  values { day: "2025-03-01" }
                })pb"));

  story.Given("2025-03-10", kAnaLeft);
  const v1::Violation ended = Refused(story, "2025-03-02", kAnaPlacedElsewhere);
  EXPECT_EQ(ended.message(), "Another placement of this child began on 2025-03-01 until 2025-03-10.");
  EXPECT_EQ(ended.wording().id(), "interval.overlaps.placement.ended");

  const v1::Violation again = Refused(story, "2025-03-11", kAnaLeft);
  EXPECT_EQ(again.message(), "The end of this placement is already recorded: 2025-03-10.");
  EXPECT_EQ(again.wording().id(), "interval.not-open.placement");
  EXPECT_EQ(again.remedy_wording().id(), "interval.not-open.remedy.recorded");
}

TEST(RefusalWordingsTest, NumbersOfDaysAreNumbers) {
  Story story = Story::OfAFamily();
  story.context.late_after_days = 1;

  const v1::Violation late = Refused(story, "2025-06-12", kNote);
  EXPECT_EQ(late.message(),
            "It happened on 2025-06-12 and was recorded on 2025-06-15, 3 days later; without a reason the limit is "
            "1 day.");
  EXPECT_THAT(late.wording(), EqualsProto(R"pb(
                id: "late.no-reason.recorded"
                parameters {
                  name: "day"
                  values { day: "2025-06-12" }
                }
                parameters {
                  name: "recorded_on"
                  values { day: "2025-06-15" }
                }
                parameters {
                  name: "late_by"
                  values { number: 3 }
                }
                parameters {
                  name: "limit"
                  values { number: 1 }
                })pb"));
}

TEST(RefusalWordingsTest, OneAndSeveralAreDifferentSentences) {
  Story story = Story::OfAFamily();
  story.Given("2025-03-01", kGoal);
  story.Given("2025-03-01", kObjective);

  const v1::Violation one = Refused(story, Retracting(7));
  EXPECT_EQ(one.message(), "1 standing entry rests on entry 7, directly or through others.");
  EXPECT_EQ(one.wording().id(), "retraction.has-dependents.one");

  story.Given("2025-03-01", R"(objective_added { objective_id: "$O2" goal_id: "$G" terms { statement: "private" } })");
  const v1::Violation several = Refused(story, Retracting(7));
  EXPECT_EQ(several.message(), "2 standing entries rest on entry 7, directly or through others.");
  EXPECT_THAT(several.wording(), EqualsProto(R"pb(
                id: "retraction.has-dependents.several"
                parameters {
                  name: "count"
                  values { number: 2 }
                }
                parameters {
                  name: "entry"
                  values { number: 7 }
                })pb"));
}

TEST(RefusalWordingsTest, ATypeOfEventIsANameAndALabelIsACode) {
  Story story = Story::OfAFamily();
  story.Given("2025-03-01", kGoal);

  const v1::Violation other_type = Refused(story, Replacing(7, "2025-03-01", kNote));
  EXPECT_EQ(other_type.message(), "Entry 7 is of type GoalEstablished, and the correction is of another type.");
  EXPECT_THAT(other_type.wording(), EqualsProto(R"pb(
                id: "correction.other-type"
                parameters {
                  name: "entry"
                  values { number: 7 }
                }
                parameters {
                  name: "type"
                  values { text: "GoalEstablished" }
                })pb"));

  const v1::Violation unlabeled = Refused(story, "2025-03-01", R"(contact_details_learned {
      participant_id: "$mother" kind: CONTACT_DETAIL_KIND_HOME_ADDRESS value: "private" confidential: true })");
  EXPECT_EQ(unlabeled.message(), "This event needs the label LABEL_PROTECTED_ADDRESS.");
  EXPECT_THAT(unlabeled.wording(), EqualsProto(R"pb(
                id: "label.missing"
                parameters {
                  name: "label"
                  values { code: "LABEL_PROTECTED_ADDRESS" }
                })pb"));
}

TEST(RefusalWordingsTest, ARemedyHasParametersOfItsOwn) {
  Story story = Story::OfAFamily();
  story.Given("2025-03-01", kNote);
  story.Given(Replacing(7, "2025-03-02", kNote));

  const v1::Violation of_a_correction = Refused(story, Replacing(8, "2025-03-03", kNote));
  EXPECT_EQ(of_a_correction.remedy(), "Correct entry 7 instead; it is the original.");
  EXPECT_THAT(of_a_correction.wording(), EqualsProto(R"pb(
                id: "correction.not-original.correction"
                parameters {
                  name: "entry"
                  values { number: 8 }
                })pb"));
  EXPECT_THAT(of_a_correction.remedy_wording(), EqualsProto(R"pb(
                id: "correction.not-original.remedy.correction"
                parameters {
                  name: "original"
                  values { number: 7 }
                })pb"));
}

TEST(RefusalWordingsTest, ABasisThatIsMissingSaysForWhichDays) {
  Story story = Story::OfAFamily();
  story.Given("2025-03-01", R"(plan_version_drawn_up { plan_id: "$plan" label: "1.0" kind: PLAN_KIND_CASE
                                 children_ids: "$ana" as_of_revision: 6 digest: "@d1" })");

  const v1::Violation refused = Refused(story, "2025-03-02", R"(plan_took_effect {
      digest: "@d1" children_ids: "$ana" basis: EFFECT_BASIS_EMERGENCY })");
  EXPECT_EQ(refused.message(), "The record shows no emergency in the 7 days up to 2025-03-02.");
  EXPECT_THAT(refused.wording(), EqualsProto(R"pb(
                id: "plan.no-basis.no-emergency"
                parameters {
                  name: "days"
                  values { number: 7 }
                }
                parameters {
                  name: "day"
                  values { day: "2025-03-02" }
                })pb"));
  EXPECT_EQ(refused.remedy_wording().id(), "plan.no-basis.remedy.no-emergency");
}

// 2 to the power of 63 is no number of an entry, and no number of a wording.
TEST(RefusalWordingsTest, AnEntryThatAClientMadeUpIsRepeatedAsItIs) {
  const v1::Violation unknown = Refused(Story::OfAFamily(), Replacing(uint64_t{1} << 63, "2025-03-01", kNote));

  EXPECT_EQ(unknown.message(), "This case has no entry 9223372036854775808 yet.");
  EXPECT_THAT(unknown.wording(), EqualsProto(R"pb(
                id: "ref.unknown.entry"
                parameters {
                  name: "entry"
                  values { text: "9223372036854775808" }
                })pb"));
}

}  // namespace
}  // namespace casejournal::services
