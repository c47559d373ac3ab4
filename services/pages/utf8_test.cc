#include "services/pages/utf8.h"

#include <random>

#include "gtest/gtest.h"
#include "tests/support/seed.h"

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

// The code point as UTF-8 writes it: RFC 3629, section 3.
std::string Utf8Of(uint32_t code) {
  if (code < 0x80) return std::string(1, static_cast<char>(code));
  std::string bytes;
  int more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
  bytes += static_cast<char>((0xFF00 >> (more + 1) & 0xFF) | code >> (6 * more));
  while (more-- > 0) bytes += static_cast<char>(0x80 | (code >> (6 * more) & 0x3F));
  return bytes;
}

TEST(Utf8, KnowsEachCodePointAndNoSurrogate) {
  for (uint32_t code = 0; code <= 0x10FFFF; ++code) {
    const std::string bytes = Utf8Of(code);
    const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
    ASSERT_EQ(CodePointBytes(bytes), surrogate ? 0 : bytes.size()) << code;
    ASSERT_EQ(CodePointBytes(bytes + "x"), surrogate ? 0 : bytes.size()) << code;
    if (bytes.size() > 1) {
      ASSERT_EQ(CodePointBytes(bytes.substr(0, bytes.size() - 1)), 0U) << code;
    }
  }
  EXPECT_EQ(CodePointBytes(""), 0U);
}

// For any bytes: what is shown is UTF-8, is obeyed by no terminal, and is shown alike a second time.
TEST(Utf8, AnyBytesAreShownAsTextThatNothingObeys) {
  std::mt19937_64 random(casejournal::testing::TestSeed());
  for (int round = 0; round < 2000; ++round) {
    std::string bytes;
    for (size_t i = random() % 20; i > 0; --i) {
      bytes += random() % 2 == 0 ? std::string(1, static_cast<char>(random())) : Utf8Of(0x2000 + random() % 0x80);
    }
    for (const std::string& shown : {Printable(bytes), PrintableLine(bytes)}) {
      EXPECT_EQ(FirstInvalidByte(shown), shown.size());
      EXPECT_FALSE(HasUnprintable(shown));
      EXPECT_EQ(Printable(shown), shown);
    }
    EXPECT_EQ(PrintableLine(bytes).find_first_of("\n\t"), std::string::npos);
    const bool clean = FirstInvalidByte(bytes) == bytes.size() && !HasUnprintable(bytes);
    EXPECT_EQ(Printable(bytes) == bytes, clean);
  }
}

TEST(Utf8, EmptyTextHasNothing) {
  EXPECT_EQ(CountCodePoints(""), 0U);
  EXPECT_EQ(FirstInvalidByte(""), 0U);
  EXPECT_FALSE(HasUnprintable(""));
  EXPECT_EQ(Printable(""), "");
  EXPECT_EQ(CountCodePoints("\xff\xfe"), 2U);
}

}  // namespace
}  // namespace casejournal::services
