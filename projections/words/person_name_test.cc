#include "projections/words/person_name.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace casejournal::projections {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(PersonNameTest, WordsHaveNoCaseNoAccentsAndNoPunctuation) {
  EXPECT_THAT(NameWords("Héctor  VEGA-Ruiz"), ElementsAre("hector", "vega", "ruiz"));
  EXPECT_THAT(NameWords("O'Brien, Siobhán"), ElementsAre("obrien", "siobhan"));
  EXPECT_THAT(NameWords("Łukasz Çelik Straße"), ElementsAre("lukasz", "celik", "strasse"));
  EXPECT_THAT(NameWords(" - 7 "), IsEmpty());
  EXPECT_EQ(NameWords("a b c d e f g h i j").size(), kNameWordsMax);
}

// The examples of the US National Archives, "The Soundex Indexing System".
TEST(PersonNameTest, SoundexIsThatOfTheArchives) {
  EXPECT_EQ(Soundex("washington"), "W252");
  EXPECT_EQ(Soundex("lee"), "L000");
  EXPECT_EQ(Soundex("gutierrez"), "G362");
  EXPECT_EQ(Soundex("pfister"), "P236");
  EXPECT_EQ(Soundex("jackson"), "J250");
  EXPECT_EQ(Soundex("tymczak"), "T522");
  EXPECT_EQ(Soundex("vandeusen"), "V532");
  EXPECT_EQ(Soundex("ashcraft"), "A261");
}

v1::NameMatch Match(const char* asked, const char* name) { return MatchNames(NameWords(asked), NameWords(name)); }

TEST(PersonNameTest, TheBetterTheMatchTheSmallerItsNumber) {
  EXPECT_EQ(Match("hector vega", "Héctor Vega"), v1::NAME_MATCH_EXACT);
  EXPECT_EQ(Match("Vega, Hector", "Héctor Vega"), v1::NAME_MATCH_SWAPPED);
  EXPECT_EQ(Match("Hector Vega", "Héctor Luis Vega"), v1::NAME_MATCH_PART);
  EXPECT_EQ(Match("Hektor Vega", "Héctor Vega"), v1::NAME_MATCH_PHONETIC);
  EXPECT_EQ(Match("Vega Hektor", "Héctor Vega"), v1::NAME_MATCH_PHONETIC_SWAPPED);
  EXPECT_EQ(Match("Hector Smith", "Héctor Vega"), v1::NAME_MATCH_SOME);
  EXPECT_EQ(Match("John Smith", "Héctor Vega"), v1::NAME_MATCH_UNSPECIFIED);
  EXPECT_EQ(Match("", "Héctor Vega"), v1::NAME_MATCH_UNSPECIFIED);
}

TEST(PersonNameTest, ABirthDateIsTheSameNearOrAnother) {
  EXPECT_EQ(MatchBirthDates("2014-05-09", "2014-05-09"), v1::BIRTH_DATE_MATCH_SAME);
  EXPECT_EQ(MatchBirthDates("2014-09-05", "2014-05-09"), v1::BIRTH_DATE_MATCH_NEAR) << "day and month swapped";
  EXPECT_EQ(MatchBirthDates("2015-05-09", "2014-05-09"), v1::BIRTH_DATE_MATCH_NEAR);
  EXPECT_EQ(MatchBirthDates("2015-06-09", "2014-05-09"), v1::BIRTH_DATE_MATCH_OTHER);
  EXPECT_EQ(MatchBirthDates("", "2014-05-09"), v1::BIRTH_DATE_MATCH_UNSPECIFIED);
}

}  // namespace
}  // namespace casejournal::projections
