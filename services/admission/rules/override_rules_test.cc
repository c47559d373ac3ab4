#include "tests/support/story.h"

namespace casejournal::services {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

CaseEvent Overriding(CaseEvent event, absl::string_view rule_id) {
  event::v1::Override& set_aside = *event.add_overrides();
  set_aside.set_rule_id(std::string(rule_id));
  set_aside.set_reason("private");
  return event;
}

const CaseEvent& Note() {
  static const CaseEvent* note =
      new CaseEvent(EventFromText("2025-03-01", R"(case_note_written { occasion: "private" text: "private" })"));
  return *note;
}

// All rules except those marked O always hold.
TEST(OverrideRulesTest, OtherRulesAreNotSetAside) {
  const Story story = Story::OfAFamily();
  CaseEvent note = Note();
  note.add_about(Id("stranger"));

  EXPECT_THAT(story.Ask(Overriding(note, "ref.unknown")),
              ElementsAre(By(Rule::kRefUnknown, "about[0]"),
                          By(Rule::kOverrideNotAllowed, "overrides[0].ruleId", Ids{"ref.unknown"})));
}

// A text that is not a rule id may be a person's words, and is not repeated.
TEST(OverrideRulesTest, UnknownRuleIsNotSetAside) {
  EXPECT_THAT(Story::OfAFamily().Ask(Overriding(Note(), "private")),
              ElementsAre(By(Rule::kOverrideNotAllowed, "overrides[0].ruleId", Ids{})));
}

TEST(OverrideRulesTest, OverrideOfARuleThatDoesNotRefuseIsHarmless) {
  EXPECT_THAT(Story::OfAFamily().Ask(Overriding(Note(), "case.close-blocked")), IsEmpty());
}

// Who suffers: a family whose case a caseworker closes alone while a child is in care.
TEST(OverrideRulesTest, OnlyASupervisorSetsARuleAside) {
  Story story = Story::OfAFamily();
  story.context.supervises = false;
  EXPECT_THAT(story.Ask(Overriding(Note(), "case.close-blocked")),
              ElementsAre(By(Rule::kOverrideNotAllowed, "overrides[0].ruleId", Ids{"case.close-blocked"})));
  story.Given("2025-02-01", R"(placement_began {
    placement_id: "$P" child_id: "$ana" with_whom: "private" reason: "private"
    type: PLACEMENT_TYPE_FOSTER_HOME })");
  const CaseEvent closed = EventFromText("2025-05-01", "case_closed { reason: CASE_CLOSE_REASON_FAMILY_MOVED }");
  EXPECT_THAT(story.Ask(Overriding(closed, "case.close-blocked")),
              ElementsAre(By(Rule::kCaseCloseBlocked),
                          By(Rule::kOverrideNotAllowed, "overrides[0].ruleId", Ids{"case.close-blocked"})));
  story.context.supervises = true;
  EXPECT_THAT(story.Ask(Overriding(closed, "case.close-blocked")), IsEmpty());
}

// Each rule is set aside by its own name.
TEST(OverrideRulesTest, OneOverrideSetsOneRuleAside) {
  Story story = Story::OfAFamily();
  story.Given("2025-02-01", R"(placement_began {
    placement_id: "$P" child_id: "$ana" with_whom: "private" reason: "private"
    type: PLACEMENT_TYPE_FOSTER_HOME })");
  const CaseEvent closed = EventFromText("2025-05-01", "case_closed { reason: CASE_CLOSE_REASON_REUNIFICATION }");

  EXPECT_THAT(story.Ask(Overriding(closed, "case.close-unsupported")), ElementsAre(By(Rule::kCaseCloseBlocked)));
  EXPECT_THAT(story.Ask(Overriding(Overriding(closed, "case.close-unsupported"), "case.close-blocked")), IsEmpty());
}

}  // namespace
}  // namespace casejournal::services
