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

TEST(Utf8, WritesOutWhatATerminalWouldObey) {
  EXPECT_EQ(Printable("a\x1b[31mred\x07"), "a[U+001B][31mred[U+0007]");
  EXPECT_EQ(Printable("\u202eabc\u2066d\u200f\u061c"), "[U+202E]abc[U+2066]d[U+200F][U+061C]");
  EXPECT_EQ(Printable("\u0085\u009b\u007f\u2028"), "[U+0085][U+009B][U+007F][U+2028]");
  EXPECT_EQ(Printable("\x9b[31m"), "[0x9B][31m");
  EXPECT_EQ(Printable("Müller “家” 🙂\n\tx"), "Müller “家” 🙂\n\tx");
  EXPECT_EQ(Printable(Printable("\x1b\x9b")), Printable("\x1b\x9b"));
}

TEST(Utf8, KeepsALineOneLine) { EXPECT_EQ(PrintableLine("one\ntwo\t\x1b"), "one[U+000A]two[U+0009][U+001B]"); }

TEST(Utf8, WritesOutInJsonAsJsonDoes) {
  EXPECT_EQ(PrintableJson("{\n  \"a\": \"\u202ex\x7f\"\n}\n"), "{\n  \"a\": \"\\u202ex\\u007f\"\n}\n");
}

TEST(Utf8, SaysWhetherSomethingIsWrittenOut) {
  EXPECT_TRUE(HasUnprintable("a\u202eb"));
  EXPECT_TRUE(HasUnprintable("a\u200eb"));
  EXPECT_TRUE(HasUnprintable("\r"));
  EXPECT_FALSE(HasUnprintable("Müller “家” 🙂\n\t"));
}

}  // namespace
}  // namespace casejournal::services
