#include "eventstore/proofs/canonical_text.h"

#include "absl/strings/escaping.h"
#include "gtest/gtest.h"

namespace casejournal::eventstore {
namespace {

// Known answers: RFC 4648 section 10.
TEST(CanonicalTextTest, Base64OfTheRfcDecodes) {
  EXPECT_EQ(DecodeBase64("").value(), "");
  EXPECT_EQ(DecodeBase64("Zg==").value(), "f");
  EXPECT_EQ(DecodeBase64("Zm8=").value(), "fo");
  EXPECT_EQ(DecodeBase64("Zm9vYmFy").value(), "foobar");
}

TEST(CanonicalTextTest, OtherSpellingsOfBase64AreRefused) {
  for (const char* text : {"Zg", "Zg=", "Zh==", "Zm9=", "Zg==\n",
                           " Zg==", "Zg= =", "Zg===", "Zg==Zg==", "Zm9v_w==", "Zm9v.w..", "=", "===="}) {
    EXPECT_EQ(DecodeBase64(text).status().code(), absl::StatusCode::kInvalidArgument) << text;
  }
}

TEST(CanonicalTextTest, OnlyThirtyTwoBytesAreAHash) {
  EXPECT_TRUE(DecodeBase64Hash(absl::Base64Escape(std::string(32, 'x'))).ok());
  EXPECT_FALSE(DecodeBase64Hash(absl::Base64Escape(std::string(31, 'x'))).ok());
  EXPECT_FALSE(DecodeBase64Hash(absl::Base64Escape(std::string(33, 'x'))).ok());
  EXPECT_FALSE(DecodeBase64Hash("").ok());
}

TEST(CanonicalTextTest, DecimalHasOneSpelling) {
  EXPECT_EQ(ParseDecimal("0").value(), 0u);
  EXPECT_EQ(ParseDecimal("10").value(), 10u);
  EXPECT_EQ(ParseDecimal("18446744073709551615").value(), UINT64_MAX);
  for (const char* text : {"", "00", "01", "+1", "-0", "-1", " 1", "1 ", "1\n", "0x1", "1e3", "1.0",
                           "18446744073709551616", "99999999999999999999999"}) {
    EXPECT_EQ(ParseDecimal(text).status().code(), absl::StatusCode::kInvalidArgument) << text;
  }
}

TEST(CanonicalTextTest, NotesAreUtf8WithoutControlCharacters) {
  for (const char* text :
       {"", "plan\n", "\u00e9\u2014\U0001F600\x7F", "\xED\x9F\xBF", "\xEE\x80\x80", "\xF4\x8F\xBF\xBF"}) {
    EXPECT_TRUE(IsNoteCharacters(text)) << absl::CEscape(text);
  }
  for (const char* text :
       {"\t", "\r\n", "\x1F", "\x80", "\xC0\x80", "\xC1\xBF", "\xC3", "\xE2\x80", "\xE0\x9F\xBF", "\xED\xA0\x80",
        "\xED\xBF\xBF", "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF", "a\xC3(b"}) {
    EXPECT_FALSE(IsNoteCharacters(text)) << absl::CEscape(text);
  }
  EXPECT_FALSE(IsNoteCharacters(absl::string_view("\0", 1)));
}

TEST(CanonicalTextTest, KeyNamesHaveNoSpacesAndNoPlus) {
  EXPECT_TRUE(IsKeyName("journal.example/franklin"));
  EXPECT_TRUE(IsKeyName("\u00e9t\u00e9"));
  for (const char* name : {"", " ", "a b", "a+b", "a\nb", "a\tb", "a\u00a0b", "a\u0085b", "a\u1680b", "a\u2003b",
                           "a\u2028b", "a\u202fb", "a\u205fb", "a\u3000b", "a\xFF"}) {
    EXPECT_FALSE(IsKeyName(name)) << absl::CEscape(name);
  }
}

}  // namespace
}  // namespace casejournal::eventstore
