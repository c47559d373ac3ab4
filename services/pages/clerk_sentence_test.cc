#include "services/pages/clerk_sentence.h"

#include <gtest/gtest.h>

namespace casejournal::services {
namespace {

TEST(ClerkSentenceTest, APaperThatWasFiledOrSentHasAnArticle) {
  EXPECT_EQ(ClerkSentence("FiledWithCourt", "Motion was filed with the court under JV-1."),
            "A motion was filed with the court under JV-1.");
  EXPECT_EQ(ClerkSentence("FiledWithCourt", "Emergency statement was filed."), "An emergency statement was filed.");
  EXPECT_EQ(ClerkSentence("NoticeSent", "Notice to a tribe was sent."), "A notice to a tribe was sent.");
  EXPECT_EQ(ClerkSentence("FiledWithCourt", "A motion was filed."), "A motion was filed.");
  EXPECT_EQ(ClerkSentence("FiledWithCourt", ""), "");
}

TEST(ClerkSentenceTest, AnOrderOfNoKindInTheListIsAnOrder) {
  EXPECT_EQ(ClerkSentence("OrderMade", "The court ordered other for Ana (entry 7): a name is changed."),
            "The court made an order for Ana (journal entry 7): a name is changed.");
  EXPECT_EQ(ClerkSentence("OrderMade", "The court ordered shelter care for Ana."),
            "The court ordered shelter care for Ana.");
}

TEST(ClerkSentenceTest, AnEntryOfTheCourtIsAJournalEntryAndOneOfTheCaseHasItsName) {
  EXPECT_EQ(ClerkSentence("OrderMade", "The court ordered shelter care for Ana (entry 2023-J-0210): as in (entry 4)."),
            "The court ordered shelter care for Ana (journal entry 2023-J-0210): as in (entry 4).");
  EXPECT_EQ(ClerkSentence("PlanJournalized", "Version 1.0 was journalized under JV-1 as entry 2023-J-0688."),
            "Version 1.0 was journalized under JV-1 as journal entry 2023-J-0688.");
  EXPECT_EQ(ClerkSentence("ReportScreened", "The report of concern (entry 3) was screened: in."),
            "The report of concern (r3) was screened: in.");
  EXPECT_EQ(ClerkSentence("EntryRestricted", "The labels of entry 7 are now: health (consent ended)."),
            "The labels of r7 are now: health (consent ended).");
}

TEST(ClerkSentenceTest, ANumberOfAnEntryBecomesItsName) {
  EXPECT_EQ(WithEntryName("Entry 186 (court decided) has no document.", 186, "r186"),
            "r186 (court decided) has no document.");
  EXPECT_EQ(WithEntryName("The notice of entry 18 is late.", 18, "r18"), "The notice of r18 is late.");
  EXPECT_EQ(WithEntryName("The notice of entry 186 is late.", 18, "r18"), "The notice of entry 186 is late.");
  EXPECT_EQ(WithEntryName("Reentry 18 of the child", 18, "r18"), "Reentry 18 of the child");
}

TEST(ClerkSentenceTest, AFindingNamesItsEntry) {
  v1::Finding finding;
  finding.set_says("Entry 186 (court decided, 2023-07-25) has neither a journal entry number nor a document.");
  EXPECT_EQ(FindingSentence(finding), finding.says()) << "nothing says which number it is";
  v1::WordingParameter& entry = *finding.mutable_wording()->add_parameters();
  entry.set_name("entry");
  entry.add_values()->set_number(186);
  EXPECT_EQ(FindingSentence(finding),
            "r186 (court decided, 2023-07-25) has neither a journal entry number nor a document.");
}

TEST(ClerkSentenceTest, ACautionNamesAnEntryThatTheDateNames) {
  v1::DocketItem item;
  v1::Caution& caution = *item.add_cautions();
  caution.set_says("Entry 878 names no child.");
  v1::WordingParameter& position = *caution.mutable_wording()->add_parameters();
  position.set_name("position");
  position.add_values()->set_number(878);
  EXPECT_EQ(CautionSentence(item, caution), "The entry at position 878 names no child.");
  item.mutable_met_by()->set_position(878);
  item.mutable_met_by()->set_revision(226);
  EXPECT_EQ(CautionSentence(item, caution), "r226 names no child.");
}

TEST(ClerkSentenceTest, AnyOtherSentenceIsAsItIs) {
  EXPECT_EQ(ClerkSentence("PlanJournalized", "Version 1.0 was journalized."), "Version 1.0 was journalized.");
  EXPECT_EQ(ClerkSentence("RepresentativeAppointed", "Priya Raman was appointed."), "Priya Raman was appointed.");
}

}  // namespace
}  // namespace casejournal::services
