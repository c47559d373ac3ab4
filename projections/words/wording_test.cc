#include "projections/words/wording.h"

#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"

namespace casejournal::projections {
namespace {

using ::testing::HasSubstr;

constexpr WordingText kFar = {"care.far", "{child} lives {miles} from home[ since {since}] ({type})."};

TEST(WordingTest, ASentenceIsSaidAndGivenAsData) {
  const Said said =
      Say(kFar, {IdParameter("child", "5c", "Maria"), CountParameter("miles", 1, "mile", "miles"),
                 DayParameter("since", "2026-03-01"), CodeParameter("type", event::v1::PLACEMENT_TYPE_FOSTER_HOME)});

  EXPECT_EQ(said.says, "Maria lives 1 mile from home since 2026-03-01 (foster home).");
  v1::Wording expected;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(R"pb(
                                                              id: "care.far"
                                                              parameters {
                                                                name: "child"
                                                                values { id: "5c" }
                                                                words: "Maria"
                                                              }
                                                              parameters {
                                                                name: "miles"
                                                                values { number: 1 }
                                                                words: "1 mile"
                                                              }
                                                              parameters {
                                                                name: "since"
                                                                values { day: "2026-03-01" }
                                                              }
                                                              parameters {
                                                                name: "type"
                                                                values { code: "PLACEMENT_TYPE_FOSTER_HOME" }
                                                                words: "foster home"
                                                              }
                                                            )pb",
                                                            &expected));
  EXPECT_EQ(said.wording.DebugString(), expected.DebugString());
}

TEST(WordingTest, APartInBracketsWithoutAValueIsLeftOut) {
  const Said said =
      Say(kFar, {IdParameter("child", "5c", "Maria"), CountParameter("miles", 1200, "mile", "miles"),
                 DayParameter("since", ""), CodeParameter("type", event::v1::PLACEMENT_TYPE_UNSPECIFIED)});

  EXPECT_EQ(said.says, "Maria lives 1200 miles from home ().");
  EXPECT_TRUE(said.wording.parameters(2).values().empty());
  EXPECT_TRUE(said.wording.parameters(3).values().empty());
}

TEST(WordingTest, AListHasAValueForEach) {
  const Said said =
      Say({"a", "{who} met {number}: {what}."}, {IdsParameter("who", {"1", "2"}, "Maria and Theo"),
                                                 NumberParameter("number", -2), TextParameter("what", "the {clinic}")});

  EXPECT_EQ(said.says, "Maria and Theo met -2: the {clinic}.");
  EXPECT_EQ(said.wording.parameters(0).values_size(), 2);
  EXPECT_EQ(said.wording.parameters(2).values(0).text(), "the {clinic}");
}

TEST(WordingTest, AMalformedTextIsFound) {
  EXPECT_TRUE(CheckWordingText(kFar).ok());
  EXPECT_THAT(CheckWordingText({"a", "{child is here"}).message(), HasSubstr("unbalanced"));
  EXPECT_THAT(CheckWordingText({"a", "[child"}).message(), HasSubstr("unbalanced"));
  EXPECT_THAT(CheckWordingText({"a", "{The child}"}).message(), HasSubstr("not a name of a parameter"));
}

}  // namespace
}  // namespace casejournal::projections
