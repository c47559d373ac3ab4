#include "services/json_input/json_cursor.h"

#include <gmock/gmock.h>

#include <random>
#include <string>
#include <utility>

#include "nlohmann/json.hpp"
#include "tests/support/seed.h"

namespace casejournal::services {
namespace {

TEST(JsonCursorTest, StandsOnWhatFollowsTheSpace) {
  JsonCursor at(" \t\r\n { \"a\" : 1 } ");
  EXPECT_EQ(at.offset(), 5U);
  EXPECT_EQ(at.Peek(), '{');
  EXPECT_FALSE(at.Take('['));
  EXPECT_EQ(at.offset(), 5U) << "it takes only what was asked for";
  EXPECT_TRUE(at.Take('{'));
  EXPECT_EQ(at.TakeString(), "a");
  EXPECT_TRUE(at.Take(':'));
  EXPECT_EQ(at.TakeValue(), "1");
  EXPECT_FALSE(at.NextItem('}'));
  EXPECT_EQ(at.Peek(), '\0');
  EXPECT_FALSE(at.Take('\0'));
}

TEST(JsonCursorTest, StringLosesItsQuotesAndEscapes) {
  JsonCursor at(R"(["a\"b", "\\", "\u00f6\ud83d\ude42", "]}", ""])");
  ASSERT_TRUE(at.Take('['));
  for (const char* expected : {"a\"b", "\\", "ö🙂", "]}", ""}) {
    EXPECT_EQ(at.TakeString(), expected);
    at.NextItem(']');
  }
  EXPECT_EQ(at.offset(), absl::string_view(R"(["a\"b", "\\", "\u00f6\ud83d\ude42", "]}", ""])").size());
}

TEST(JsonCursorTest, ValueIsItsTextUnchanged) {
  const absl::string_view values[] = {"1",    "-1.5e3",      "true",     "false",         "null",
                                      "\"\"", "\"a, b: {\"", "[ 1, 2 ]", "{\"a\": [{}]}", "{ }"};
  for (const absl::string_view value : values) {
    for (const auto& [after, next] :
         {std::pair("", '\0'), std::pair(" ", '\0'), std::pair(",1", ','), std::pair("]", ']'), std::pair(" }", '}')}) {
      const std::string text = std::string(value) + after;
      JsonCursor at(text);
      EXPECT_EQ(at.TakeValue(), value) << text;
      EXPECT_EQ(at.Peek(), next) << text;
    }
  }
}

TEST(JsonCursorTest, NextItemStopsAtTheEnd) {
  JsonCursor at("[1,2]");
  ASSERT_TRUE(at.Take('['));
  std::string values(at.TakeValue());
  while (at.NextItem(']')) values += std::string(at.TakeValue());
  EXPECT_EQ(values, "12");
  EXPECT_EQ(at.offset(), 5U);
}

// Text that is not JSON may be misread; the cursor still comes to its end, and not past it.
TEST(JsonCursorTest, AnyTextHasAnEnd) {
  std::mt19937_64 random(casejournal::testing::TestSeed());
  for (int round = 0; round < 2000; ++round) {
    std::string text;
    for (size_t i = random() % 30; i > 0; --i) text += absl::string_view("{}[]\",:\\ 1a\n\xc3")[random() % 13];
    JsonCursor at(text);
    for (size_t steps = 0; at.Peek() != '\0' && steps < text.size() + 1; ++steps) {
      const size_t before = at.offset();
      const absl::string_view value = at.TakeValue();
      EXPECT_GT(at.offset(), before) << text;
      EXPECT_LE(at.offset(), text.size()) << text;
      EXPECT_LE(value.size(), at.offset() - before);
    }
    EXPECT_EQ(at.Peek(), '\0') << text;
  }
}

}  // namespace
}  // namespace casejournal::services
