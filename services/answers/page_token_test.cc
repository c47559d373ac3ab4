#include "services/answers/page_token.h"

#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"

namespace casejournal::services {
namespace {

using ::testing::Optional;

TEST(PlaceOfAPageTest, APlaceComesBack) {
  EXPECT_THAT(PlaceIn("list", TokenOf("list", "place")), Optional(std::string("place")));
  EXPECT_EQ(PlaceIn("other", TokenOf("list", "place")), std::nullopt);
  EXPECT_EQ(PlaceIn("list", TokenOf("list", "")), std::nullopt);
  EXPECT_EQ(PlaceIn("list", ""), std::nullopt);
}

TEST(PlaceOfAPageTest, AnotherSpellingOfATokenIsNone) {
  const std::string token = TokenOf("list", "aa");  // 6 bytes: no padding
  ASSERT_TRUE(PlaceIn("list", token).has_value());
  EXPECT_EQ(PlaceIn("list", absl::StrCat(" ", token)), std::nullopt);
  EXPECT_EQ(PlaceIn("list", absl::StrCat(token, "\n")), std::nullopt);
  const std::string shorter = TokenOf("list", "a");  // 5 bytes
  EXPECT_EQ(PlaceIn("list", absl::StrCat(shorter, "=")), std::nullopt);
  std::string unused = shorter;  // a bit that no byte has
  unused.back() = static_cast<char>(unused.back() + 1);
  EXPECT_EQ(PlaceIn("list", unused), std::nullopt);
}

}  // namespace
}  // namespace casejournal::services
