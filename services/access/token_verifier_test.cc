#include "services/access/token_verifier.h"

#include <gmock/gmock.h>

#include <random>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "tests/support/matchers.h"
#include "tests/support/seed.h"
#include "tests/support/signed_token.h"

namespace casejournal::services {
namespace {

using casejournal::testing::Base64Url;
using casejournal::testing::IsOk;
using casejournal::testing::KeySetOf;
using casejournal::testing::SigningKey;
using casejournal::testing::SignToken;
using casejournal::testing::SignTokenHs256;
using casejournal::testing::StatusIs;
using ::testing::HasSubstr;

constexpr int64_t kNowSeconds = 1'796'000'000;
const TokenRules kRules{.issuer = "https://id.wren.example", .audience = "casejournal"};

absl::Time Now() { return absl::FromUnixSeconds(kNowSeconds); }

std::string Header(absl::string_view algorithm, absl::string_view kid, absl::string_view more = "") {
  return absl::StrCat(R"({"alg": ")", algorithm, R"(", "kid": ")", kid, "\"", more, "}");
}

constexpr char kPayload[] = R"({"iss": "https://id.wren.example", "sub": "u-104", "aud": "casejournal",)"
                            R"( "exp": 1796000300, "iat": 1795999990, "name": "Grace Bell", "jti": "t-7"})";

// The payload with one text in place of another.
std::string With(absl::string_view before, absl::string_view after) {
  EXPECT_TRUE(absl::StrContains(kPayload, before)) << before;
  return absl::StrReplaceAll(kPayload, {{before, after}});
}

class TokenVerifierTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    rsa_ = new SigningKey(SigningKey::Rsa());
    ec_ = new SigningKey(SigningKey::P256());
    okp_ = new SigningKey(SigningKey::Ed25519());
    keys_ = new KeySet(KeySet::Parse(KeySetOf({rsa_->Jwk("r"), ec_->Jwk("e"), okp_->Jwk("o")})).value());
  }
  static void TearDownTestSuite() {
    delete rsa_;
    delete ec_;
    delete okp_;
    delete keys_;
  }

  static absl::StatusOr<VerifiedToken> Check(absl::string_view token, absl::Time now = Now()) {
    return VerifyToken(token, *keys_, kRules, now);
  }
  static std::string Ed25519Token(absl::string_view payload) { return SignToken(*okp_, Header("EdDSA", "o"), payload); }
  static void ExpectRefused(const std::string& token, absl::string_view why) {
    const absl::StatusOr<VerifiedToken> checked = Check(token);
    EXPECT_THAT(checked, StatusIs(absl::StatusCode::kUnauthenticated, HasSubstr(std::string(why)))) << token;
  }

  static inline SigningKey* rsa_ = nullptr;
  static inline SigningKey* ec_ = nullptr;
  static inline SigningKey* okp_ = nullptr;
  static inline KeySet* keys_ = nullptr;
};

TEST_F(TokenVerifierTest, TakesEachAlgorithmUnderEachOfItsNames) {
  const std::tuple<const SigningKey*, const char*, const char*> cases[] = {
      {rsa_, "RS256", "r"}, {ec_, "ES256", "e"}, {okp_, "EdDSA", "o"}, {okp_, "Ed25519", "o"}};
  for (const auto& [key, algorithm, kid] : cases) {
    const absl::StatusOr<VerifiedToken> token = Check(SignToken(*key, Header(algorithm, kid), kPayload));
    ASSERT_THAT(token, IsOk()) << algorithm;
    EXPECT_EQ(token->issuer, "https://id.wren.example");
    EXPECT_EQ(token->subject, "u-104");
    EXPECT_EQ(token->name, "Grace Bell");
    EXPECT_EQ(token->id, "t-7");
    EXPECT_EQ(token->key_id, kid);
    EXPECT_EQ(token->expires_at, absl::FromUnixSeconds(1'796'000'330));
  }
}

// Providers change the name in their tokens and in their key sets at different times.
TEST_F(TokenVerifierTest, EachNameOfEd25519GoesWithEach) {
  for (const char* in_set : {"", R"(, "alg": "EdDSA")", R"(, "alg": "Ed25519")"}) {
    const absl::StatusOr<KeySet> keys = KeySet::Parse(KeySetOf({okp_->Jwk("o", in_set)}));
    ASSERT_THAT(keys, IsOk()) << in_set;
    for (const char* in_token : {"EdDSA", "Ed25519"}) {
      EXPECT_THAT(VerifyToken(SignToken(*okp_, Header(in_token, "o"), kPayload), *keys, kRules, Now()), IsOk())
          << in_set << " " << in_token;
    }
  }
}

TEST_F(TokenVerifierTest, TakesWhatTheStandardAllows) {
  const std::string headers[] = {
      Header("EdDSA", "o", R"(, "typ": "JWT")"),
      Header("EdDSA", "o", R"(, "typ": "jwt")"),
      Header("EdDSA", "o", R"(, "typ": "at+JWT")"),
      Header("EdDSA", "o", R"(, "typ": "application/at+jwt")"),
      // Whatever a token says about its key, only the key set counts.
      Header("EdDSA", "o", R"(, "jku": "https://evil.example/keys", "x5c": ["MII"], "jwk": {"kty": "oct"})"),
  };
  for (const std::string& header : headers) EXPECT_THAT(Check(SignToken(*okp_, header, kPayload)), IsOk()) << header;
  const std::string payloads[] = {
      With(R"("casejournal")", R"(["other", "casejournal"])"),
      With(R"(, "name": "Grace Bell", "jti": "t-7")", ""),
      With("1796000300", "1796000300.75"),
      With("1796000300", "1.7960003e9"),
      With(R"("jti")", R"("scope": {"a": ["b", {"c": null}]}, "jti")"),
      With("Grace Bell", "Gr\\u00e1inne N\xc3\xad Bheoll\xc3\xa1in"),
      With("{", R"({"nbf": 1796000000, )"),
  };
  for (const std::string& payload : payloads) EXPECT_THAT(Check(Ed25519Token(payload)), IsOk()) << payload;
}

// RFC 8725, 2.1 and 3.1.
TEST_F(TokenVerifierTest, RefusesConfusedAlgorithms) {
  const std::string payload = Base64Url(kPayload);
  for (const char* none : {"none", "None", "NONE", "nOnE"}) {
    ExpectRefused(absl::StrCat(Base64Url(Header(none, "r")), ".", payload, "."), "algorithm");
    ExpectRefused(absl::StrCat(Base64Url(absl::StrCat(R"({"alg": ")", none, "\"}")), ".", payload, "."), "algorithm");
    ExpectRefused(SignToken(*okp_, Header(none, "o"), kPayload), "algorithm");
  }
  // What is public as a secret: the key set, the PEM of the key, with and without its last newline.
  const std::string pem = rsa_->PublicPem();
  for (const std::string& secret : {pem, pem.substr(0, pem.size() - 1), rsa_->Jwk("r"), std::string()}) {
    ExpectRefused(SignTokenHs256(secret, Header("HS256", "r"), kPayload), "algorithm");
    ExpectRefused(SignTokenHs256(secret, Header("RS256", "r"), kPayload), "signature");
  }
  for (const char* name : {"HS256", "HS512", "RS384", "PS256", "ES384", "ES256K", "Ed448", "eddsa", "EDDSA", "rs256",
                           "RS256 ", "", "RSA"}) {
    ExpectRefused(SignToken(*rsa_, Header(name, "r"), kPayload), "algorithm");
  }
  // A key of another type.
  ExpectRefused(SignToken(*rsa_, Header("RS256", "e"), kPayload), "another algorithm");
  ExpectRefused(SignToken(*rsa_, Header("ES256", "r"), kPayload), "another algorithm");
  ExpectRefused(SignToken(*okp_, Header("EdDSA", "r"), kPayload), "another algorithm");
  ExpectRefused(SignToken(*ec_, Header("Ed25519", "e"), kPayload), "another algorithm");
  // No name, or no text.
  ExpectRefused(SignToken(*okp_, R"({"kid": "o"})", kPayload), "no algorithm");
  ExpectRefused(SignToken(*okp_, R"({"alg": null, "kid": "o"})", kPayload), "no algorithm");
  ExpectRefused(SignToken(*okp_, R"({"alg": ["EdDSA"], "kid": "o"})", kPayload), "no algorithm");
  ExpectRefused(SignToken(*okp_, R"({"Alg": "EdDSA", "kid": "o"})", kPayload), "no algorithm");
}

TEST_F(TokenVerifierTest, RefusesKeysThatAreNotInTheSet) {
  const SigningKey strange = SigningKey::Ed25519();
  ExpectRefused(SignToken(strange, Header("EdDSA", "o"), kPayload), "signature");
  ExpectRefused(SignToken(*okp_, Header("EdDSA", "O"), kPayload), "not in the key set");
  ExpectRefused(SignToken(*okp_, Header("EdDSA", ""), kPayload), "not in the key set");
  ExpectRefused(SignToken(*okp_, R"({"alg": "EdDSA"})", kPayload), "no key");
  ExpectRefused(SignToken(*okp_, R"({"alg": "EdDSA", "kid": 0})", kPayload), "no key");
  // A token that brings its key along.
  ExpectRefused(SignToken(strange, Header("EdDSA", "o", absl::StrCat(R"(, "jwk": )", strange.Jwk("o"))), kPayload),
                "signature");
  EXPECT_TRUE(SaysUnknownKey(Check(SignToken(*okp_, Header("EdDSA", "new"), kPayload)).status()));
  EXPECT_FALSE(SaysUnknownKey(Check(SignToken(strange, Header("EdDSA", "o"), kPayload)).status()));
  EXPECT_FALSE(SaysUnknownKey(Check("").status()));
}

TEST_F(TokenVerifierTest, RefusesExtensionsAndOtherTypes) {
  const std::string headers[] = {
      R"(, "crit": ["exp"])",       R"(, "crit": [])",
      R"(, "crit": null)",          R"(, "crit": ["b64"], "b64": false)",
      R"(, "b64": false)",          R"(, "b64": true)",
      R"(, "typ": "secevent+jwt")", R"(, "typ": "dpop+jwt")",
      R"(, "typ": "logout+jwt")",   R"(, "typ": "JOSE")",
      R"(, "typ": "JOSE+JSON")",    R"(, "typ": "")",
      R"(, "typ": ["JWT"])",        R"(, "typ": null)",
  };
  for (const std::string& more : headers) {
    EXPECT_THAT(Check(SignToken(*okp_, Header("EdDSA", "o", more), kPayload)),
                StatusIs(absl::StatusCode::kUnauthenticated))
        << more;
  }
}

TEST_F(TokenVerifierTest, RefusesOtherForms) {
  const std::string good = Ed25519Token(kPayload);
  ASSERT_THAT(Check(good), IsOk());
  const std::vector<std::string> parts = absl::StrSplit(good, '.');
  const std::string cases[] = {
      "",
      ".",
      "..",
      "a.b.c",
      parts[0],
      absl::StrCat(parts[0], ".", parts[1]),
      absl::StrCat(parts[0], ".", parts[1], "."),
      absl::StrCat(parts[0], "..", parts[2]),
      absl::StrCat(good, "."),
      absl::StrCat(good, ".."),
      absl::StrCat(parts[0], ".", parts[1], ".", parts[1], ".", parts[2]),
      // JWE: header, key, vector, text, tag (RFC 7516).
      absl::StrCat(good, ".", parts[1], ".", parts[2]),
      // RFC 7515, 7.2: the JSON forms.
      absl::StrCat(R"({"payload":")", parts[1], R"(","protected":")", parts[0], R"(","signature":")", parts[2], "\"}"),
      absl::StrCat(R"({"payload":")", parts[1], R"(","signatures":[{"protected":")", parts[0], R"(","signature":")",
                   parts[2], "\"}]}"),
      // Base64 with padding, in the other alphabet, with spaces and lines.
      absl::StrCat(parts[0], "==.", parts[1], ".", parts[2]),
      absl::StrCat(good, "=="),
      absl::StrCat(good, "%3D"),
      absl::StrCat(" ", good),
      absl::StrCat(good, " "),
      absl::StrCat(good, "\n"),
      absl::StrCat(good, std::string(1, '\0')),
      absl::StrCat("Bearer ", good),
      absl::StrCat(parts[0], ". ", parts[1], ".", parts[2]),
      // The payload of another token.
      absl::StrCat(parts[0], ".", Base64Url(With("u-104", "u-105")), ".", parts[2]),
      // The same header, spelled differently.
      absl::StrCat(Base64Url(absl::StrCat(Header("EdDSA", "o"), " ")), ".", parts[1], ".", parts[2]),
      absl::StrCat(Base64Url(R"({"alg": "Ed25519", "kid": "o"})"), ".", parts[1], ".", parts[2]),
  };
  for (const std::string& token : cases) {
    EXPECT_THAT(Check(token), StatusIs(absl::StatusCode::kUnauthenticated)) << token;
  }
}

// 64 bytes are 86 digits, and the last digit has four unused bits: 16 texts would be the same signature.
TEST_F(TokenVerifierTest, TakesOneSpellingOfASignature) {
  const std::string good = Ed25519Token(kPayload);
  int taken = 0;
  for (const char last : std::string("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")) {
    taken += Check(absl::StrCat(good.substr(0, good.size() - 1), std::string(1, last))).ok() ? 1 : 0;
  }
  EXPECT_EQ(taken, 1);
}

TEST_F(TokenVerifierTest, RefusesAmbiguousOrMalformedJson) {
  const std::string headers[] = {
      R"({"alg": "EdDSA", "kid": "o", "alg": "EdDSA"})",
      R"({"alg": "none", "kid": "o", "alg": "EdDSA"})",
      R"({"alg": "EdDSA", "kid": "o", "\u0061lg": "none"})",
      R"({"alg": "EdDSA", "kid": "o"} )"
      "{}",
      R"(["EdDSA", "o"])",
      "\xef\xbb\xbf{\"alg\": \"EdDSA\", \"kid\": \"o\"}",
      std::string("{\"alg\": \"EdDSA\", \"kid\": \"o\"}\0", 30),
  };
  for (const std::string& header : headers) {
    EXPECT_THAT(Check(SignToken(*okp_, header, kPayload)), StatusIs(absl::StatusCode::kUnauthenticated)) << header;
  }
  const std::string payloads[] = {
      "",
      "null",
      "[]",
      "\"u-104\"",
      absl::StrCat(kPayload, kPayload),
      With("{", R"({"sub": "u-1", )"),
      With("{", R"({"exp": 1, )"),
      With("}", R"(, "aud": "casejournal"})"),
      With("}", R"(, "more": {"a": 1, "a": 1}})"),
      With("}", R"(, "more": [[[[[[[[[1]]]]]]]]]})"),
      With("Grace Bell", "Grace \xff"),
      With("Grace Bell", "Grace \\ud83d"),
  };
  for (const std::string& payload : payloads) {
    EXPECT_THAT(Check(Ed25519Token(payload)), StatusIs(absl::StatusCode::kUnauthenticated)) << payload;
  }
}

TEST_F(TokenVerifierTest, RequiresTheIssuerAndTheAudience) {
  const char* const issuers[] = {R"("https://id.wren.example/")", R"("https://ID.wren.example")", R"("")", "null", "7",
                                 R"(["https://id.wren.example"])"};
  for (const char* issuer : issuers)
    ExpectRefused(Ed25519Token(With(R"("https://id.wren.example")", issuer)), "issuer");
  ExpectRefused(Ed25519Token(With(R"("iss": "https://id.wren.example", )", "")), "issuer");
  const char* const audiences[] = {R"("CaseJournal")",
                                   R"("casejournal ")",
                                   R"("")",
                                   "null",
                                   "7",
                                   "[]",
                                   R"({"casejournal": 1})",
                                   R"(["other"])",
                                   R"(["casejournal", 7])",
                                   R"([["casejournal"]])"};
  for (const char* audience : audiences) {
    ExpectRefused(Ed25519Token(With(R"("casejournal")", audience)), "audience");
  }
  ExpectRefused(Ed25519Token(With(R"("aud": "casejournal",)", "")), "audience");
  // Rules that name none let nobody in.
  const std::string without = Ed25519Token(With("https://id.wren.example", ""));
  EXPECT_THAT(VerifyToken(without, *keys_, {.issuer = "", .audience = "casejournal"}, Now()),
              StatusIs(absl::StatusCode::kUnauthenticated));
  EXPECT_THAT(VerifyToken(Ed25519Token(With(R"("casejournal")", R"("")")), *keys_, {.issuer = kRules.issuer}, Now()),
              StatusIs(absl::StatusCode::kUnauthenticated));
}

TEST_F(TokenVerifierTest, RequiresClaimsThatCanBeShown) {
  const std::string longest(kClaimBytesMax, 'x');
  const std::pair<std::string, const char*> cases[] = {
      {With(R"("sub": "u-104", )", ""), "sub"},
      {With(R"("u-104")", R"("")"), "sub"},
      {With(R"("u-104")", "104"), "sub"},
      {With("u-104", absl::StrCat(longest, "x")), "too long in sub"},
      {With("u-104", "u-104\\n"), "shown in sub"},
      {With("u-104", "u-\\u202e401"), "shown in sub"},
      {With("Grace Bell", absl::StrCat(longest, "x")), "too long in name"},
      {With("Grace Bell", "Grace\\u0000Bell"), "shown in name"},
      {With("Grace Bell", "Grace\\tBell"), "shown in name"},
      {With("Grace Bell", "Grace\\u001b[2J"), "shown in name"},
      {With("Grace Bell", "Grace\\u2028Bell"), "shown in name"},
      {With(R"("Grace Bell")", R"({"given": "Grace"})"), "name"},
      {With(R"("Grace Bell")", "null"), "name"},
      {With("t-7", absl::StrCat(longest, "x")), "too long in jti"},
      {With("t-7", "t\\u007f"), "shown in jti"},
      {With(R"("t-7")", "7"), "jti"},
  };
  for (const auto& [payload, why] : cases) ExpectRefused(Ed25519Token(payload), why);
  EXPECT_THAT(Check(Ed25519Token(With("u-104", longest))), IsOk());
}

TEST_F(TokenVerifierTest, RequiresTimesThatAreNumbersOfSeconds) {
  const char* const times[] = {R"("1796000300")", "null", "true", "-1", "1796000300000", "1e300", "[1796000300]"};
  for (const char* time : times) {
    ExpectRefused(Ed25519Token(With("1796000300", time)), "no number of seconds since 1970 as exp");
    ExpectRefused(Ed25519Token(With("1795999990", time)), "no number of seconds since 1970 as iat");
    ExpectRefused(Ed25519Token(With("{", absl::StrCat(R"({"nbf": )", time, ", "))),
                  "no number of seconds since 1970 as nbf");
  }
  ExpectRefused(Ed25519Token(With(R"("exp": 1796000300, )", "")), "no exp");
  ExpectRefused(Ed25519Token(With(R"("iat": 1795999990, )", "")), "no iat");
}

// Each limit, a millisecond before and at the time.
TEST_F(TokenVerifierTest, TimesCountToTheMoment) {
  const absl::Duration moment = absl::Milliseconds(1);
  const absl::Time issued = absl::FromUnixSeconds(1'795'999'990);
  const std::string token = Ed25519Token(kPayload);
  const absl::Time expires = absl::FromUnixSeconds(1'796'000'300);
  EXPECT_THAT(Check(token, expires + kRules.leeway - moment), IsOk());
  EXPECT_THAT(Check(token, expires + kRules.leeway),
              StatusIs(absl::StatusCode::kUnauthenticated, HasSubstr("expired")));
  EXPECT_THAT(Check(token, issued - kRules.leeway), IsOk());
  EXPECT_THAT(Check(token, issued - kRules.leeway - moment),
              StatusIs(absl::StatusCode::kUnauthenticated, HasSubstr("in the future")));

  const std::string later = Ed25519Token(With("{", R"({"nbf": 1796000100.5, )"));
  const absl::Time counts = absl::FromUnixMillis(1'796'000'100'500);
  EXPECT_THAT(Check(later, counts - kRules.leeway), IsOk());
  EXPECT_EQ(Check(later, counts)->counts_from, counts - kRules.leeway);
  EXPECT_EQ(Check(token)->counts_from, issued - kRules.leeway);
  EXPECT_THAT(Check(later, counts - kRules.leeway - moment),
              StatusIs(absl::StatusCode::kUnauthenticated, HasSubstr("not count yet")));

  // A token for a year counts for a day.
  const std::string year = Ed25519Token(With("1796000300", "1827536000"));
  EXPECT_THAT(Check(year, issued + kRules.age_max + kRules.leeway - moment), IsOk());
  EXPECT_THAT(Check(year, issued + kRules.age_max + kRules.leeway),
              StatusIs(absl::StatusCode::kUnauthenticated, HasSubstr("too long ago")));
  EXPECT_EQ(Check(year)->expires_at, issued + kRules.age_max + kRules.leeway);
}

TEST_F(TokenVerifierTest, RefusesWhatIsTooLong) {
  const size_t rest = Ed25519Token(With("}", R"(, "x": ""})")).size();
  const std::string fits =
      Ed25519Token(With("}", absl::StrCat(R"(, "x": ")", std::string((kTokenBytesMax - rest) * 3 / 4, 'x'), "\"}")));
  ASSERT_LE(fits.size(), kTokenBytesMax);
  EXPECT_THAT(Check(fits), IsOk());
  ExpectRefused(Ed25519Token(With("}", absl::StrCat(R"(, "x": ")", std::string(kTokenBytesMax, 'x'), "\"}"))),
                "over 8192 bytes");
  ExpectRefused(std::string(size_t{10} << 20, '.'), "over 8192 bytes");
}

// Messages go to the operator's log: what a token says may name a person.
TEST_F(TokenVerifierTest, MessagesQuoteNothing) {
  const std::string marked = With("Grace Bell", "marked\\n");
  const std::string tokens[] = {
      Ed25519Token(marked),
      Ed25519Token(With("https://id.wren.example", "marked")),
      Ed25519Token(With("casejournal", "marked")),
      SignToken(*okp_, Header("marked", "o"), kPayload),
      SignToken(*okp_, Header("EdDSA", "marked"), kPayload),
      SignToken(*okp_, Header("EdDSA", "o", R"(, "typ": "marked")"), kPayload),
      "marked",
  };
  for (const std::string& token : tokens) {
    const absl::Status refused = Check(token).status();
    ASSERT_FALSE(refused.ok()) << token;
    EXPECT_THAT(refused.ToString(), ::testing::Not(HasSubstr("marked")));
  }
}

// Changes one to three places of a valid token at a time. Nothing but the token itself is taken.
TEST_F(TokenVerifierTest, NoChangedTokenIsTaken) {
  std::mt19937_64 random(casejournal::testing::TestSeed());
  const auto below = [&](size_t limit) { return static_cast<size_t>(random() % limit); };
  const std::string digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=";
  const std::string valid[] = {SignToken(*rsa_, Header("RS256", "r"), kPayload),
                               SignToken(*ec_, Header("ES256", "e"), kPayload), Ed25519Token(kPayload)};
  for (const std::string& token : valid) {
    ASSERT_THAT(Check(token), IsOk());
    for (int round = 0; round < 20'000; ++round) {
      std::string changed = token;
      for (size_t changes = 1 + below(3); changes > 0; --changes) {
        const size_t at = below(changed.size());
        switch (below(5)) {
          case 0:
            changed[at] = digits[below(digits.size())];
            break;
          case 1:
            changed[at] = static_cast<char>(below(256));
            break;
          case 2:
            changed.erase(at, 1 + below(4));
            break;
          case 3:
            changed.insert(at, 1, digits[below(digits.size())]);
            break;
          default:
            std::swap(changed[at], changed[below(changed.size())]);
        }
        if (changed.empty()) changed = "x";
      }
      if (changed == token) continue;
      ASSERT_FALSE(Check(changed).ok()) << changed;
    }
  }
}

}  // namespace
}  // namespace casejournal::services
