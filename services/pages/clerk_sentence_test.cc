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
            "The court made an order for Ana (entry 7): a name is changed.");
  EXPECT_EQ(ClerkSentence("OrderMade", "The court ordered shelter care for Ana."),
            "The court ordered shelter care for Ana.");
}

TEST(ClerkSentenceTest, AnyOtherSentenceIsAsItIs) {
  EXPECT_EQ(ClerkSentence("PlanJournalized", "Version 1.0 was journalized."), "Version 1.0 was journalized.");
  EXPECT_EQ(ClerkSentence("RepresentativeAppointed", "Priya Raman was appointed."), "Priya Raman was appointed.");
}

}  // namespace
}  // namespace casejournal::services
