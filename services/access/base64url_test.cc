#include "services/access/base64url.h"

#include <gmock/gmock.h>

#include "absl/strings/escaping.h"
#include "absl/strings/string_view.h"

namespace casejournal::services {
namespace {

using ::testing::Optional;

constexpr absl::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

// RFC 4648, section 10, without padding; and the two digits that differ from base64.
TEST(Base64UrlTest, HasThePublishedSpelling) {
  const std::pair<absl::string_view, absl::string_view> cases[] = {
      {"", ""},           {"f", "Zg"},          {"fo", "Zm8"},          {"foo", "Zm9v"},
      {"foob", "Zm9vYg"}, {"fooba", "Zm9vYmE"}, {"foobar", "Zm9vYmFy"}, {"\xfb\xef\xff", "--__"},
  };
  for (const auto& [bytes, text] : cases) {
    EXPECT_EQ(EncodeBase64Url(bytes), text);
    EXPECT_THAT(DecodeBase64Url(text), Optional(std::string(bytes))) << text;
  }
}

TEST(Base64UrlTest, RefusesOtherSpellings) {
  const absl::string_view cases[] = {
      "Zg==", "Zm8=",  "Zg=",            // padding
      "Z",    "Zm9vY",                   // a digit that is no byte
      "Zh",   "Zv",    "Zm9",    "Zm-",  // unused bits that are not zero
      "++//", "Zm 9v", "Zm9v\n", " Zm9v", "Zm9v.", "\xc3\xa9Zm",
  };
  for (const absl::string_view text : cases) EXPECT_EQ(DecodeBase64Url(text), std::nullopt) << absl::CHexEscape(text);
}

// Each text of up to three digits is refused, or is what its bytes are written as: no bytes have a second spelling.
TEST(Base64UrlTest, NoBytesHaveTwoSpellings) {
  size_t read = 0;
  const auto check = [&](const std::string& text) {
    const std::optional<std::string> bytes = DecodeBase64Url(text);
    if (!bytes) return;
    ++read;
    EXPECT_EQ(EncodeBase64Url(*bytes), text);
  };
  for (const char a : kAlphabet) {
    for (const char b : kAlphabet) {
      check({a, b});
      for (const char c : kAlphabet) check({a, b, c});
    }
  }
  EXPECT_EQ(read, 256u + 256 * 256);
}

}  // namespace
}  // namespace casejournal::services
