// What a clerk reads on the paper of a register.
#include "services/documents/court/register_document.h"

#include <gmock/gmock.h>

#include <string>
#include <variant>

#include "tests/support/document_words.h"
#include "tests/support/event_text.h"

namespace casejournal::services {
namespace {

using casejournal::testing::Id;
using casejournal::testing::MessageFromText;
using casejournal::testing::WordsOf;
using ::testing::HasSubstr;
using ::testing::Not;

class RegisterDocumentTest : public ::testing::Test {
 protected:
  RegisterDocumentTest()
      : plan_(MessageFromText<v1::CasePlan>(
            R"(agency: "Wren County"
               numbers { system: "Court" number: "JV-A" child_id: "$ana" } numbers { system: "Court" number: "JV-B" child_id: "$ben" }
               participants { participant_id: "$ana" name: "Ana Lopez" capacity: CAPACITY_CHILD }
               participants { participant_id: "$ben" name: "Ben Lopez" capacity: CAPACITY_CHILD })")),
        view_{.plan = plan_, .as_of = "r9, 2025-07-05 10:00:00 EDT", .digest = ""} {
    shown_.rows.push_back(
        MessageFromText<v1::RegisterRow>(R"(day: "2025-01-09" sentence: "A first thing." revision: 3)"));
    shown_.rows.push_back(MessageFromText<v1::RegisterRow>(
        R"(day: "2025-02-09" sentence: "A wrong thing." revision: 4 withdrawn_by: 6)"));
    shown_.rows.push_back(MessageFromText<v1::RegisterRow>(
        R"(day: "2025-03-09" sentence: "A corrected thing." revision: 5 corrected_by: 7)"));
    shown_.why_withdrawn[6] = "made in error: the wrong family";
  }

  v1::CasePlan plan_;
  CourtView view_;
  RegisterShown shown_;
};

TEST_F(RegisterDocumentTest, AWithdrawnRowStaysStruckThroughWithTheReason) {
  const Document::Table table = RegisterTable(view_, shown_);

  ASSERT_EQ(table.rows.size(), 3u);
  EXPECT_FALSE(table.rows[0].struck);
  EXPECT_TRUE(table.rows[1].struck);
  EXPECT_EQ(table.rows[1].details.at(0).text.Words(), "Withdrawn by r6: made in error: the wrong family");
  EXPECT_EQ(table.rows[2].details.at(0).text.Words(), "In the words of the correction r7");
}

TEST_F(RegisterDocumentTest, SentencesAreThoseOfAClerk) {
  shown_.rows[0].set_type("FiledWithCourt");
  shown_.rows[0].set_sentence("Motion was filed with the court under JV-A.");

  EXPECT_EQ(RegisterTable(view_, shown_).rows[0].cells[1].Words(), "A motion was filed with the court under JV-A.");
}

TEST_F(RegisterDocumentTest, TotalsSayHowManyOfWhichPeriod) {
  EXPECT_EQ(RegisterTotals(view_, shown_.rows), "3 actions from 2025-01-09 to 2025-03-09; 1 withdrawn");
  EXPECT_EQ(RegisterTotals(view_, {shown_.rows[0]}), "1 action on 2025-01-09");
  EXPECT_EQ(RegisterTotals(view_, {}), "No actions");
}

TEST_F(RegisterDocumentTest, TheFirstFactsSayWhatWasAskedFor) {
  EXPECT_THAT(WordsOf(RegisterDocumentOf(view_, shown_)), HasSubstr("the whole register"));
  shown_.day_from = "2025-01-01";
  shown_.changed_since = "2025-05-05";
  const std::string page = WordsOf(RegisterDocumentOf(view_, shown_));
  EXPECT_THAT(page, HasSubstr("from 2025-01-01"));
  EXPECT_THAT(page, HasSubstr("2025-05-05. Only actions that an entry recorded on this day or later"));
  EXPECT_THAT(page, Not(HasSubstr("the whole register")));
}

TEST_F(RegisterDocumentTest, TheCaptionOfAChildNamesNoSibling) {
  EXPECT_THAT(WordsOf(RegisterDocumentOf(view_, shown_)), HasSubstr("In the matter of Ana Lopez, Ben Lopez"));
  view_.child_id = Id("ana");
  const std::string page = WordsOf(RegisterDocumentOf(view_, shown_));
  EXPECT_THAT(page, HasSubstr("In the matter of Ana Lopez"));
  EXPECT_THAT(page, HasSubstr("JV-A"));
  EXPECT_THAT(page, Not(HasSubstr("Ben Lopez")));
  EXPECT_THAT(page, Not(HasSubstr("JV-B")));
}

TEST_F(RegisterDocumentTest, AnEmptyRegisterSaysSo) {
  shown_.rows.clear();
  EXPECT_THAT(WordsOf(RegisterDocumentOf(view_, shown_)), HasSubstr("No actions"));
}

}  // namespace
}  // namespace casejournal::services
