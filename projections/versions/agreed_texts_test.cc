// What the texts of versions say is read once, and forgotten when there are too many.
#include "projections/versions/agreed_texts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace casejournal::projections {
namespace {

using ::testing::IsNull;
using ::testing::Not;

std::string TextFor(const std::string& agency) {
  return R"({"kind": "PLAN_KIND_CASE", "label": "1.0", "plan": {"agency": ")" + agency + R"("}})";
}

TEST(AgreedTextsTest, ATextIsReadOnce) {
  AgreedTexts texts(1 << 20);
  const auto first = texts.In(TextFor("Wren"));
  ASSERT_THAT(first, Not(IsNull()));
  EXPECT_EQ(texts.In(TextFor("Wren")), first) << "the same object";
  EXPECT_NE(*texts.In(TextFor("Finch")), *first);
}

TEST(AgreedTextsTest, ATextThatCannotBeReadHasNoBytesEachTime) {
  AgreedTexts texts(1 << 20);
  for (int time = 0; time < 2; ++time) {
    EXPECT_THAT(texts.In("no JSON"), IsNull());
    EXPECT_THAT(texts.In(R"({"inventedField": 1})"), IsNull());
  }
}

TEST(AgreedTextsTest, TheTextUsedLeastIsForgottenFirst) {
  AgreedTexts texts(2 * TextFor("Wren").size());
  const auto wren = texts.In(TextFor("Wren"));
  const auto lark = texts.In(TextFor("Lark"));
  EXPECT_EQ(texts.In(TextFor("Wren")), wren);
  texts.In(TextFor("Tern"));

  EXPECT_EQ(texts.In(TextFor("Wren")), wren);
  const auto again = texts.In(TextFor("Lark"));
  EXPECT_NE(again, lark);
  EXPECT_EQ(*again, *lark);
}

TEST(AgreedTextsTest, ATextLargerThanAllThatIsKeptIsReadEachTime) {
  AgreedTexts texts(10);
  const auto first = texts.In(TextFor("Wren"));
  const auto again = texts.In(TextFor("Wren"));
  EXPECT_NE(first, again);
  EXPECT_EQ(*first, *again);
}

TEST(AgreedTextsTest, TheLabelAndWhoRepresentsWhomAreNotCompared) {
  AgreedTexts texts(1 << 20);
  const std::string family = R"({"participantId": "p", "capacity": "CAPACITY_ADULT", "name": "Maria"})";
  const std::string guardian = R"({"participantId": "g", "capacity": "CAPACITY_REPRESENTATIVE", "name": "Rita"})";
  const auto with = [](const std::string& label, const std::string& people, const std::string& more) {
    return R"({"label": ")" + label + R"(", "plan": {"participants": [)" + people + "]" + more + "}}";
  };
  const auto before = texts.In(with("1.0", family, ""));
  EXPECT_EQ(*texts.In(with("2.0", family + ", " + guardian, R"(, "representatives": [{"participantId": "g"}])")),
            *before);
  EXPECT_NE(*texts.In(with("1.0", "", "")), *before);
}

}  // namespace
}  // namespace casejournal::projections
