#include "services/pages/utf8.h"

#include "gtest/gtest.h"

namespace casejournal::services {
namespace {

TEST(Utf8, CountsCodePointsNotBytes) {
  EXPECT_EQ(CountCodePoints("Müller"), 6u);
  EXPECT_EQ(CountCodePoints("“家”"), 3u);
  EXPECT_EQ(CountCodePoints("🙂"), 1u);
}

TEST(Utf8, FindsTheFirstByteThatIsNone) {
  EXPECT_EQ(FirstInvalidByte("M\xFCller"), 1u);
  EXPECT_EQ(FirstInvalidByte("Mü\xC3"), 3u);
  EXPECT_EQ(FirstInvalidByte("Müller"), 7u);
}

TEST(Utf8, RefusesOverlongFormsAndSurrogates) {
  EXPECT_EQ(CodePointBytes("\xC0\xAF"), 0u);
  EXPECT_EQ(CodePointBytes("\xE0\x80\xAF"), 0u);
  EXPECT_EQ(CodePointBytes("\xED\xA0\x80"), 0u);
  EXPECT_EQ(CodePointBytes("\xF4\x90\x80\x80"), 0u);
}

}  // namespace
}  // namespace casejournal::services
