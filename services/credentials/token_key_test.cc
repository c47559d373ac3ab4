#include "services/credentials/token_key.h"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "tests/support/matchers.h"

namespace casejournal::services {
namespace {

using casejournal::testing::IsOk;
using casejournal::testing::StatusIs;

// The key of RFC 8037, appendix A.
constexpr char kSeed[] = "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A";
constexpr char kPublic[] = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";

std::string PemOfSeed(const std::string& seed) {
  const std::string der = absl::HexStringToBytes("302e020100300506032b657004220420") + seed;
  return absl::StrCat("-----BEGIN PRIVATE KEY-----\n", absl::Base64Escape(der), "\n-----END PRIVATE KEY-----\n");
}

std::string Decoded(absl::string_view text) {
  std::string bytes;
  EXPECT_TRUE(absl::WebSafeBase64Unescape(text, &bytes)) << text;
  return bytes;
}

TEST(TokenKeyTest, KeySetIsThatOfTheStandard) {
  const absl::StatusOr<TokenKeyPair> key = TokenKeyPair::FromPem(PemOfSeed(Decoded(kSeed)));
  ASSERT_THAT(key, IsOk());
  const nlohmann::json set = nlohmann::json::parse(key->KeySetJson());
  ASSERT_EQ(set["keys"].size(), 1U);
  EXPECT_EQ(set["keys"][0]["x"], kPublic);
  EXPECT_EQ(set["keys"][0]["kid"], "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k") << "RFC 8037, appendix A.3";
  EXPECT_FALSE(set["keys"][0].contains("d")) << "the secret key";
}

TEST(TokenKeyTest, KeyIsReadAgain) {
  const TokenKeyPair made = TokenKeyPair::Generate();
  const absl::StatusOr<TokenKeyPair> read = TokenKeyPair::FromPem(made.Pem());
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->id(), made.id());
  EXPECT_NE(TokenKeyPair::Generate().id(), made.id());
  EXPECT_THAT(TokenKeyPair::FromPem("").status(), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(TokenKeyPair::FromPem(made.Pem().substr(0, 60)).status(), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(TokenKeyTest, TokenSaysWhatWasAskedAndIsSigned) {
  const TokenKeyPair key = TokenKeyPair::Generate();
  const absl::Time now = absl::FromUnixSeconds(1'764'400'000);
  const TokenToSign asked{.issuer = "wren.example",
                          .subject = "u-104",
                          .name = "Grace Bell",
                          .audience = "casejournal",
                          .issued_at = now,
                          .expires_at = now + absl::Hours(8)};
  const std::string token = key.Sign(asked);
  const std::vector<std::string> parts = absl::StrSplit(token, '.');
  ASSERT_EQ(parts.size(), 3U);
  EXPECT_EQ(nlohmann::json::parse(Decoded(parts[0])),
            nlohmann::json({{"alg", "EdDSA"}, {"kid", key.id()}, {"typ", "JWT"}}));
  nlohmann::json claims = nlohmann::json::parse(Decoded(parts[1]));
  EXPECT_EQ(claims["jti"].get<std::string>().size(), 32U);
  claims.erase("jti");
  EXPECT_EQ(claims, nlohmann::json({{"iss", "wren.example"},
                                    {"sub", "u-104"},
                                    {"name", "Grace Bell"},
                                    {"aud", "casejournal"},
                                    {"iat", 1'764'400'000},
                                    {"nbf", 1'764'400'000},
                                    {"exp", 1'764'428'800}}));
  const nlohmann::json set = nlohmann::json::parse(key.KeySetJson());
  const auto verifier = eventstore::Ed25519PublicKey::FromBytes(Decoded(set["keys"][0]["x"].get<std::string>()));
  ASSERT_THAT(verifier, IsOk());
  EXPECT_TRUE(verifier->Verify(absl::StrCat(parts[0], ".", parts[1]), Decoded(parts[2])));
  EXPECT_NE(key.Sign(asked), token) << "each has an id of its own";
}

}  // namespace
}  // namespace casejournal::services
