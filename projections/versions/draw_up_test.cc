// The text that is drawn up: from which entries, and with which labels.
#include "projections/versions/draw_up.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "tests/support/plan_case.h"
#include "tests/support/plan_texts.h"

namespace casejournal::projections {
namespace {

using casejournal::testing::CaseEvent;
using casejournal::testing::Drawing;
using casejournal::testing::EventFromText;
using casejournal::testing::Id;
using casejournal::testing::Sha256Of;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class DrawUpTest : public casejournal::testing::PlanCase {
 protected:
  DrawUpTest() {
    Tell("2025-01-01", R"(case_opened { kind: CASE_KIND_FAMILY origin: CASE_ORIGIN_REPORT agency: "Wren" })");
    Tell("2025-01-01", R"(participant_joined { participant_id: "$maria" capacity: CAPACITY_ADULT name: "Maria" })");
    Tell("2025-01-01", R"(participant_joined { participant_id: "$ana" capacity: CAPACITY_CHILD name: "Ana" })");
  }

  eventstore::Revision TellLabeled(absl::string_view day, const std::string& text,
                                   const std::vector<event::v1::Label>& labels) {
    CaseEvent event = EventFromText(day, text);
    for (const event::v1::Label label : labels) event.add_labels(label);
    return Tell(event);
  }
  event::v1::PlanText Text(event::v1::PlanKind kind = event::v1::PLAN_KIND_CASE) const {
    event::v1::PlanVersionDrawnUp version = Drawing(kind, {Id("ana")});
    version.set_as_of_revision(built_.entries().size() - 1);
    return DrawUp(built_.record(), version, [](absl::string_view part) { return Sha256Of(part); }).text;
  }
  // The labels of the part that has this id or word in it, as "3 4". "none" if no part has it, "" if it has no label.
  std::string LabelsAt(const std::string& word) const {
    const event::v1::PlanText text = Text();
    for (const event::v1::PlanPart& part : text.parts()) {
      if (part.text().find(word) == std::string::npos) continue;
      std::string labels;
      for (const int label : part.labels()) absl::StrAppend(&labels, labels.empty() ? "" : " ", label);
      return labels;
    }
    return "none";
  }
};

constexpr char kNeed[] =
    R"(need_identified { need_id: "$N" of_id: "$maria" need: "stays sober" priority: PRIORITY_HIGH })";

// Who suffers: a mother whose treatment is on the page that her neighbor is given.
TEST_F(DrawUpTest, APartHasTheLabelsOfTheEntriesThatItRestsOn) {
  TellLabeled("2025-01-02", kNeed, {event::v1::LABEL_PART2});
  TellLabeled("2025-01-02", R"(health_or_school_fact_learned { child_id: "$ana" kind: HEALTH_OR_SCHOOL_KIND_MEDICATION
                               fact: "inhaler" })",
              {event::v1::LABEL_HEALTH});
  Tell("2025-01-02", R"(goal_established { goal_id: "$G" area: GOAL_AREA_SAFETY statement: "safe at home" })");

  EXPECT_EQ(LabelsAt("stays sober"), "3");
  EXPECT_EQ(LabelsAt("inhaler"), "4");
  EXPECT_EQ(LabelsAt("safe at home"), "");
  EXPECT_EQ(LabelsAt("Maria"), "");
}

TEST_F(DrawUpTest, WhatIsTakenFromSeveralEntriesHasAllTheirLabels) {
  Tell("2025-01-02", R"(goal_established { goal_id: "$G" area: GOAL_AREA_SAFETY statement: "first" })");
  Tell("2025-01-02", R"(objective_added { objective_id: "$O" goal_id: "$G" terms { statement: "sober" } })");
  TellLabeled("2025-01-03",
              R"(objective_revised { objective_id: "$O" reason: "r" terms { statement: "six months sober" } })",
              {event::v1::LABEL_PART2, event::v1::LABEL_SEALED});
  EXPECT_EQ(LabelsAt("six months sober"), "3 6");
}

TEST_F(DrawUpTest, ACorrectionHasTheLabelsOfWhatItCorrects) {
  const eventstore::Revision need = TellLabeled("2025-01-02", kNeed, {event::v1::LABEL_PART2});
  Correct(need, "2025-01-02",
          R"(need_identified { need_id: "$N" of_id: "$maria" need: "is sober" priority: PRIORITY_LOW })");
  EXPECT_EQ(LabelsAt("is sober"), "3");
}

TEST_F(DrawUpTest, ALabelThatWasAddedLaterCounts) {
  const eventstore::Revision need = Tell("2025-01-02", kNeed);
  EXPECT_EQ(LabelsAt("stays sober"), "");
  Tell("2025-01-03", absl::StrCat("entry_restricted { revision: ", need, " labels: LABEL_SEALED reason: \"r\" }"));
  EXPECT_EQ(LabelsAt("stays sober"), "6");
}

TEST_F(DrawUpTest, WhatIsRecordedLaterIsNotInTheText) {
  event::v1::PlanVersionDrawnUp version = Drawing(event::v1::PLAN_KIND_CASE, {Id("ana")});
  version.set_as_of_revision(built_.entries().size() - 1);
  TellLabeled("2025-01-02", kNeed, {event::v1::LABEL_PART2});

  const DrawnUp drawn = DrawUp(built_.record(), version, [](absl::string_view part) { return Sha256Of(part); });
  EXPECT_THAT(drawn.document.needs(), IsEmpty());
  EXPECT_THAT(drawn.text.DebugString(), Not(HasSubstr("sober")));
}

// A reader of the rest must not be told by another part what is withheld.
TEST_F(DrawUpTest, WhatIsWithheldIsInNoOtherPart) {
  TellLabeled("2025-01-02", kNeed, {event::v1::LABEL_PART2});
  Tell("2025-01-02", R"(goal_established { goal_id: "$G" area: GOAL_AREA_SAFETY statement: "s" })");
  Tell("2025-01-02", R"(objective_added { objective_id: "$O" goal_id: "$G" terms { statement: "s" need_ids: "$N" } })");
  const event::v1::PlanText rest = WithheldExcept(Text(), {});
  EXPECT_THAT(rest.DebugString(), Not(HasSubstr("sober")));
  EXPECT_THAT(rest.DebugString(), HasSubstr(Id("O")));
  EXPECT_EQ(PlanTextDigest(rest), PlanTextDigest(Text()));
}

}  // namespace
}  // namespace casejournal::projections
