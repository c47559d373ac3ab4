#include "services/client/reading/entry_text.h"

#include <gmock/gmock.h>

#include "casejournal/event/v1/case_event.pb.h"
#include "google/protobuf/text_format.h"

namespace casejournal::services {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;

event::v1::CaseEvent Event(const std::string& text) {
  event::v1::CaseEvent event;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &event));
  return event;
}

class EntryTextTest : public ::testing::Test {
 protected:
  EntryTextTest() {
    plan_.add_objectives()->set_objective_id("o1");
    plan_.mutable_objectives(0)->mutable_terms()->set_statement("Counselling every week");
    plan_.add_participants()->set_participant_id("p1");
    plan_.mutable_participants(0)->set_name("Ana Lopez");
  }

  std::vector<FieldLine> Lines(const google::protobuf::Message& message) {
    return FieldLines(message, PlanWords(plan_, true), absl::UTCTimeZone());
  }

  v1::CasePlan plan_;
};

TEST_F(EntryTextTest, FieldsHaveTheWordsOfThePracticeAndNamesBesideIds) {
  const event::v1::CaseEvent event =
      Event(R"pb(objective_met { objective_id: "o1" evidence: "a report" agreed_by_ids: "p1" })pb");
  const std::vector<FieldLine> lines = Lines(event.objective_met());
  ASSERT_EQ(lines.size(), 3u);
  EXPECT_THAT(lines[0].value, HasSubstr("Counselling every week"));
  EXPECT_THAT(lines[0].value, HasSubstr("[o1]"));
  EXPECT_EQ(lines[1], (FieldLine{"evidence", "a report"}));
  EXPECT_EQ(lines[2].value, "Ana Lopez [p1]");
}

TEST_F(EntryTextTest, EnvelopeIsShownWithoutTheBody) {
  const event::v1::CaseEvent event = Event(R"pb(
    effective_on: "2025-03-07"
    labels: LABEL_HEALTH
    corrects { revision: 14 reason: "a slip" }
    claim {
      recorded_at { seconds: 1741622400 }
      recorded_by { issuer: "wren" subject: "cw-2041" name: "Dana Reed" }
    }
    objective_met { objective_id: "o1" evidence: "a report" })pb");
  const std::vector<FieldLine> lines = Lines(event);
  EXPECT_THAT(lines, Contains(FieldLine{"effective on", "2025-03-07"}));
  EXPECT_THAT(lines, Contains(FieldLine{"labels", "health"}));
  EXPECT_THAT(lines, Contains(FieldLine{"corrects, revision", "r14"}));
  EXPECT_THAT(lines, Contains(FieldLine{"claim, recorded at", "2025-03-10 16:00:00 UTC"}));
  EXPECT_THAT(lines, Contains(FieldLine{"claim, recorded by", "Dana Reed (cw-2041) of wren"}));
  for (const FieldLine& line : lines) EXPECT_NE(line.value, "a report");
}

TEST_F(EntryTextTest, ListsAreNumbered) {
  const event::v1::CaseEvent event = Event(R"pb(about: "p1" about: "p2" effective_on: "2025-03-07")pb");
  const std::vector<FieldLine> lines = Lines(event);
  ASSERT_EQ(lines.size(), 3u);
  EXPECT_EQ(lines[1].field, "about 1");
  EXPECT_EQ(lines[2].field, "about 2");
}

TEST(FieldLinesTextTest, ValuesStandBesideTheirNames) {
  EXPECT_EQ(FieldLinesText({{"day", "2025-03-07"}, {"evidence", "a report of many words"}}, 30),
            "  day       2025-03-07\n"
            "  evidence  a report of many\n"
            "            words\n");
  EXPECT_EQ(FieldLinesText({}, 30), "");
}

TEST(FieldLinesTextTest, LongNameHasALineOfItsOwn) {
  EXPECT_EQ(FieldLinesText({{"day", "x"}, {"a name that is longer than twenty-eight letters", "y"}}, 60),
            "  day  x\n"
            "  a name that is longer than twenty-eight letters\n"
            "       y\n");
}

}  // namespace
}  // namespace casejournal::services
