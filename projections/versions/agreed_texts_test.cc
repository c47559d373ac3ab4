// What the texts of versions say is read once, and forgotten when there are too many.
#include "projections/versions/agreed_texts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "projections/versions/plan_text.h"

namespace casejournal::projections {
namespace {

using ::testing::IsNull;
using ::testing::Not;

event::v1::PlanText TextWith(const std::string& part) {
  event::v1::PlanText text;
  text.add_parts()->set_text(part);
  return text;
}

event::v1::PlanText TextFor(const std::string& statement) {
  return TextWith(R"({"goals": [{"statement": ")" + statement + R"("}]})");
}

std::shared_ptr<const Agreed> In(AgreedTexts& texts, const event::v1::PlanText& text) {
  return texts.In(PlanTextDigest(text), text);
}

TEST(AgreedTextsTest, ATextIsReadOnce) {
  AgreedTexts texts(1 << 20);
  const auto first = In(texts, TextFor("Wren"));
  ASSERT_THAT(first, Not(IsNull()));
  EXPECT_EQ(In(texts, TextFor("Wren")), first) << "the same object";
  EXPECT_NE(In(texts, TextFor("Finch"))->bytes, first->bytes);
}

TEST(AgreedTextsTest, ATextThatCannotBeReadHasNoBytesEachTime) {
  AgreedTexts texts(1 << 20);
  for (int time = 0; time < 2; ++time) {
    EXPECT_THAT(In(texts, TextWith("no JSON")), IsNull());
    EXPECT_THAT(In(texts, TextWith(R"({"inventedField": 1})")), IsNull());
  }
}

TEST(AgreedTextsTest, TheTextUsedLeastIsForgottenFirst) {
  AgreedTexts texts(2 * TextFor("Wren").ByteSizeLong());
  const auto wren = In(texts, TextFor("Wren"));
  const auto lark = In(texts, TextFor("Lark"));
  EXPECT_EQ(In(texts, TextFor("Wren")), wren);
  In(texts, TextFor("Tern"));

  EXPECT_EQ(In(texts, TextFor("Wren")), wren);
  const auto again = In(texts, TextFor("Lark"));
  EXPECT_NE(again, lark);
  EXPECT_EQ(again->bytes, lark->bytes);
}

TEST(AgreedTextsTest, ATextLargerThanAllThatIsKeptIsReadEachTime) {
  AgreedTexts texts(10);
  const auto first = In(texts, TextFor("Wren"));
  const auto again = In(texts, TextFor("Wren"));
  EXPECT_NE(first, again);
  EXPECT_EQ(first->bytes, again->bytes);
}

// These change, or become known, without anyone agreeing to them.
TEST(AgreedTextsTest, TheHeadingAndWhoTakesPartAreNotAgreed) {
  v1::PlanDocument document;
  document.add_goals()->set_statement("Ana is safe at home");
  document.add_people()->set_capacity(event::v1::CAPACITY_ADULT);
  const std::string before = AgreedIn(document).bytes;

  document.mutable_header()->set_label("2.0");
  document.add_people()->set_capacity(event::v1::CAPACITY_REPRESENTATIVE);
  document.add_representatives()->set_participant_id("g");
  document.add_participation()->set_participant_id("g");
  document.add_health_and_school()->set_fact("asthma");
  document.add_offered()->set_activity_id("a");
  document.add_filing_exceptions()->set_revision(7);
  document.add_open_parts()->set_part("the father");
  document.add_wishes()->set_revision(8);
  document.add_milestones()->set_revision(9);
  EXPECT_EQ(AgreedIn(document).bytes, before);

  document.add_people()->set_capacity(event::v1::CAPACITY_ADULT);
  EXPECT_NE(AgreedIn(document).bytes, before);
}

}  // namespace
}  // namespace casejournal::projections
