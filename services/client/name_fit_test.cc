#include "services/client/name_fit.h"

#include <gtest/gtest.h>

namespace casejournal::services {
namespace {

TEST(NameFitTest, WholeNameFitsWithoutCaseAccentsAndOrder) {
  EXPECT_EQ(FitOf("Dana Reed", "Dana Reed"), NameFit::kWhole);
  EXPECT_EQ(FitOf("dana reed ", "Dana Reed"), NameFit::kWhole);
  EXPECT_EQ(FitOf("Reed, Dana", "Dana Reed"), NameFit::kWhole);
  EXPECT_EQ(FitOf("Hector Vega", "Héctor Vega"), NameFit::kWhole);
  EXPECT_EQ(FitOf("anthony delgado kim", "Anthony Delgado-Kim"), NameFit::kWhole);
}

TEST(NameFitTest, BeginningsOfWordsArePartOfAName) {
  EXPECT_EQ(FitOf("Reed", "Dana Reed"), NameFit::kPart);
  EXPECT_EQ(FitOf("da re", "Dana Reed"), NameFit::kPart);
  EXPECT_EQ(FitOf("reed d", "Dana Reed"), NameFit::kPart);
  EXPECT_EQ(FitOf("kim", "Anthony Delgado-Kim"), NameFit::kPart);
}

TEST(NameFitTest, EachTypedWordNeedsAWordOfItsOwn) {
  EXPECT_EQ(FitOf("dana dana", "Dana Reed"), NameFit::kNone);
  EXPECT_EQ(FitOf("ann anna", "Anna Ann"), NameFit::kWhole);
  EXPECT_EQ(FitOf("a anna", "Anna Ann"), NameFit::kPart);
  EXPECT_EQ(FitOf("dana reed jr", "Dana Reed"), NameFit::kNone);
}

TEST(NameFitTest, TextInTheMiddleIsPartOfAName) {
  EXPECT_EQ(FitOf("eed", "Dana Reed"), NameFit::kPart);
  EXPECT_EQ(FitOf("services 2", "Ongoing Services 2"), NameFit::kPart);
  EXPECT_EQ(FitOf("services 3", "Ongoing Services 2"), NameFit::kNone);
}

TEST(NameFitTest, NumberFitsWithoutCaseAndBlanks) {
  EXPECT_EQ(FitOf("23-jv-0117", "23-JV-0117"), NameFit::kWhole);
  EXPECT_EQ(FitOf(" 23-JV- 0117 ", "23-JV-0117"), NameFit::kWhole);
  EXPECT_EQ(FitOf("23-jv-0118", "23-JV-0117"), NameFit::kNone);
  EXPECT_EQ(WithoutCaseAndBlanks(" 23-JV 0117\t"), "23-jv0117");
}

TEST(NameFitTest, NothingFitsNothing) {
  EXPECT_EQ(FitOf("", "Dana Reed"), NameFit::kNone);
  EXPECT_EQ(FitOf("  ", "Dana Reed"), NameFit::kNone);
  EXPECT_EQ(FitOf("Dana", ""), NameFit::kNone);
  EXPECT_EQ(FitOf("...", "Dana Reed"), NameFit::kNone);
}

}  // namespace
}  // namespace casejournal::services
