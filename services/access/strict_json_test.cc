#include "services/access/strict_json.h"

#include <gmock/gmock.h>

#include <string>

#include "tests/support/matchers.h"

namespace casejournal::services {
namespace {

using casejournal::testing::IsOk;
using casejournal::testing::StatusIs;
using ::testing::HasSubstr;

constexpr int kDepth = 3;

TEST(StrictJsonTest, ReadsAnObject) {
  const absl::StatusOr<nlohmann::json> read =
      ParseStrictObject(" {\"a\": [1, {\"b\": 2}], \"b\": \"\\u00e9\", \"c\": {\"a\": null}}\n", kDepth);
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->at("a").at(1).at("b"), 2);
  EXPECT_EQ(read->at("b"), "\xc3\xa9");
}

TEST(StrictJsonTest, RefusesWhatReadersUnderstandDifferently) {
  const std::pair<std::string, const char*> cases[] = {
      {R"({"a": 1, "a": 1})", "twice"},
      {R"({"a": 1, "\u0061": 2})", "twice"},
      {R"({"b": [{"a": 1, "c": 2, "a": 3}]})", "twice"},
      {R"({"b": {"a": 1}, "c": {"d": 1, "d": 2}})", "twice"},
      {std::string("{\"a\": 1}\0{\"a\": 2}", 17), "NUL"},
      {std::string("{\"a\": 1}\0", 9), "NUL"},
      {"\xef\xbb\xbf{\"a\": 1}", "byte order mark"},
      {"{\"a\": \"\xc3\"}", "object"},          // not UTF-8
      {"{\"a\": \"\xed\xa0\x80\"}", "object"},  // a surrogate in UTF-8
      {R"({"a": "\ud800"})", "object"},
      {R"({"a": 1} {"a": 2})", "object"},
      {R"({"a": 1},)", "object"},
      {R"({"a": 1,})", "object"},
      {R"({"a": 01})", "object"},
      {R"({"a": NaN})", "object"},
      {R"({"a": 1e999})", "object"},
      {R"({a: 1})", "object"},
      {R"({'a': 1})", "object"},
      {"{\"a\": 1 /* b */}", "object"},
      {"{\"a\": \"\n\"}", "object"},
      {"[]", "object"},
      {"\"a\"", "object"},
      {"null", "object"},
      {"", "object"},
  };
  for (const auto& [text, why] : cases) {
    EXPECT_THAT(ParseStrictObject(text, kDepth), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(why))) << text;
  }
}

TEST(StrictJsonTest, LimitsTheDepth) {
  EXPECT_THAT(ParseStrictObject(R"({"a": [{"b": 1}]})", kDepth), IsOk());
  EXPECT_THAT(ParseStrictObject(R"({"a": [{"b": {}}]})", kDepth), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(ParseStrictObject(R"({"a": [{"b": []}]})", kDepth), StatusIs(absl::StatusCode::kInvalidArgument));
  // Far more than a stack could hold.
  const std::string deep(size_t{1} << 20, '[');
  EXPECT_THAT(ParseStrictObject(absl::StrCat("{\"a\": ", deep), kDepth), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(ParseStrictObject(absl::StrCat("{\"a\": ", deep, std::string(deep.size(), ']'), "}"), kDepth),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace casejournal::services
