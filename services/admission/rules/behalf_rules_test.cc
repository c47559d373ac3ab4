// On whose behalf somebody records is checked, and never instead of who records.
#include "tests/support/story.h"

namespace casejournal::services {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

CaseEvent OnBehalfOf(const std::string& subject) {
  CaseEvent note = EventFromText("2025-03-01", kNote);
  note.mutable_on_behalf_of()->mutable_staff()->set_issuer("wren");
  note.mutable_on_behalf_of()->mutable_staff()->set_subject(subject);
  return note;
}

Story OnlySupervisorOneMayRecord() {
  Story story = Story::OfAFamily();
  story.context.may_record = [](const event::v1::Staff& staff) {
    return staff.issuer() == "wren" && staff.subject() == "su-1";
  };
  return story;
}

// Who suffers: whoever is named in a family's record for what they had no part in.
TEST(BehalfRulesTest, NobodyIsNamedWhoCouldNotRecordIt) {
  const Story story = OnlySupervisorOneMayRecord();
  EXPECT_THAT(story.Ask(OnBehalfOf("su-1")), IsEmpty());
  EXPECT_THAT(story.Ask(OnBehalfOf("ghost")), ElementsAre(By(Rule::kBehalfNotPermitted, "onBehalfOf.staff")));
  EXPECT_THAT(story.Ask("2025-03-01", kNote), IsEmpty());
  CaseEvent of_the_mother = EventFromText("2025-03-01", kNote);
  of_the_mother.mutable_on_behalf_of()->set_participant_id(Id("mother"));
  EXPECT_THAT(story.Ask(of_the_mother), IsEmpty());
}

// Whoever left the agency long ago is still named in its old records.
TEST(BehalfRulesTest, AnOldRecordThatASupervisorImportsNamesAnybody) {
  Story story = OnlySupervisorOneMayRecord();
  CaseEvent imported = OnBehalfOf("ghost");
  imported.mutable_claim()->mutable_recorded_at()->set_seconds(1740900000);
  imported.mutable_claim()->set_system("private");
  EXPECT_THAT(story.Ask(imported), IsEmpty());
  story.context.supervises = false;
  EXPECT_THAT(story.Ask(imported), ElementsAre(By(Rule::kBehalfNotPermitted, "onBehalfOf.staff")));
}

}  // namespace
}  // namespace casejournal::services
