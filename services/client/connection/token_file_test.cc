#include "services/client/connection/token_file.h"

#include <gmock/gmock.h>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/credentials/token_key.h"
#include "services/files/given_file.h"
#include "tests/support/matchers.h"
#include "tests/support/test_log.h"

namespace casejournal::services {
namespace {

using casejournal::testing::IsOk;
using casejournal::testing::StatusIs;
using ::testing::HasSubstr;
using ::testing::Not;

const absl::Time kNow = absl::FromUnixSeconds(1'764'400'000);

std::string Token(absl::Duration from, absl::Duration until) {
  return TokenKeyPair::Generate().Sign({.issuer = "wren.example",
                                        .subject = "u-104",
                                        .name = "Grace Bell",
                                        .audience = "casejournal",
                                        .issued_at = kNow + from,
                                        .expires_at = kNow + until});
}

std::string Part(const std::string& json) {
  std::string text;
  absl::WebSafeBase64Escape(json, &text);
  return text;
}

TEST(TokenFileTest, ClaimsAreRead) {
  const absl::StatusOr<TokenClaims> claims = ReadTokenClaims(Token(absl::ZeroDuration(), absl::Hours(8)));
  ASSERT_THAT(claims, IsOk());
  EXPECT_EQ(claims->issuer, "wren.example");
  EXPECT_EQ(claims->subject, "u-104");
  EXPECT_EQ(claims->name, "Grace Bell");
  EXPECT_EQ(claims->expires_at, kNow + absl::Hours(8));
  EXPECT_EQ(claims->not_before, kNow);
}

TEST(TokenFileTest, WhatIsNoTokenIsNeverRepeated) {
  const std::string good = Token(absl::ZeroDuration(), absl::Hours(8));
  for (const std::string& wrong : {std::string("hunter2"), std::string("a.b.c"), good.substr(0, good.rfind('.') + 1),
                                   good + ".more", Part("[]") + "." + Part("{}") + ".c2ln",
                                   Part("{}") + "." + Part("17") + ".c2ln", Part("{") + "." + Part("{}") + ".c2ln"}) {
    const absl::Status status = CheckToken(wrong, "grace.jwt", kNow);
    EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("grace.jwt: it is not a token")))
        << wrong;
    EXPECT_THAT(std::string(status.message()), Not(HasSubstr(wrong.substr(0, 7)))) << wrong;
  }
  EXPECT_THAT(CheckToken("", "grace.jwt", kNow), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("no token")));
  EXPECT_THAT(CheckToken(std::string(9000, 'x'), "grace.jwt", kNow),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("9000 bytes")));
}

TEST(TokenFileTest, TimesAreChecked) {
  EXPECT_THAT(CheckToken(Token(-absl::Hours(8), absl::Seconds(1)), "t", kNow), IsOk());
  EXPECT_THAT(CheckToken(Token(-absl::Hours(8), absl::ZeroDuration()), "t", kNow),
              StatusIs(absl::StatusCode::kUnauthenticated, HasSubstr("the token in t expired at 2025-11-29 ")));
  EXPECT_THAT(CheckToken(Token(absl::Minutes(4), absl::Hours(8)), "t", kNow), IsOk()) << "clocks differ a little";
  EXPECT_THAT(CheckToken(Token(absl::Minutes(6), absl::Hours(8)), "t", kNow),
              StatusIs(absl::StatusCode::kUnauthenticated, HasSubstr("not valid before")));
  for (const char* times : {R"({"exp":1e300})", R"({"exp":"soon"})", R"({"exp":null})", "{}"})
    EXPECT_THAT(CheckToken(Part("{}") + "." + Part(times) + ".c2ln", "t", kNow), IsOk())
        << times << ": the server decides";
}

TEST(TokenFileTest, FileIsReadForEachCall) {
  const eventstore::TestDirectory directory;
  const std::string path = directory.path() + "/token";
  TokenFile file(path);
  EXPECT_THAT(file.Token(kNow).status(), StatusIs(absl::StatusCode::kNotFound));
  const std::string first = Token(absl::ZeroDuration(), absl::Hours(8));
  ASSERT_THAT(WriteFile(path, first + "\n"), IsOk());
  EXPECT_EQ(file.Token(kNow).value(), first);
  const std::string second = Token(absl::ZeroDuration(), absl::Hours(9));
  ASSERT_THAT(WriteFile(path, absl::StrCat("  Bearer ", second, "\r\n")), IsOk());
  EXPECT_EQ(file.Token(kNow).value(), second);
  EXPECT_THAT(file.Token(kNow + absl::Hours(9)).status(), StatusIs(absl::StatusCode::kUnauthenticated));
}

}  // namespace
}  // namespace casejournal::services
