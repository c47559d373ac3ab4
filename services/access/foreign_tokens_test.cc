// Tokens that other implementations signed (tests/golden/tokens, made by tests/foreign/make-tokens).
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>

#include "services/access/token_verifier.h"
#include "tests/support/matchers.h"

namespace casejournal::services {
namespace {

using casejournal::testing::IsOk;
using casejournal::testing::StatusIs;

std::string ReadGoldenFile(const std::string& name) {
  const std::filesystem::path root = std::filesystem::path(__FILE__).parent_path().parent_path().parent_path();
  std::stringstream text;
  text << std::ifstream(root / "tests" / "golden" / "tokens" / name).rdbuf();
  return text.str();
}

TEST(ForeignTokensTest, AreTaken) {
  const absl::StatusOr<KeySet> keys = KeySet::Parse(ReadGoldenFile("keys.json"));
  ASSERT_THAT(keys, IsOk());
  const TokenRules rules{.issuer = "https://id.wren.example", .audience = "casejournal"};
  const absl::Time now = absl::FromUnixSeconds(1'796'000'000);
  std::stringstream lines(ReadGoldenFile("tokens.txt"));
  std::set<std::string> algorithms;
  int count = 0;
  for (std::string implementation, algorithm, token; lines >> implementation >> algorithm >> token; ++count) {
    const absl::StatusOr<VerifiedToken> checked = VerifyToken(token, *keys, rules, now);
    ASSERT_THAT(checked, IsOk()) << implementation << " " << algorithm;
    EXPECT_EQ(checked->subject, "u-104") << implementation << " " << algorithm;
    EXPECT_EQ(checked->name, "Gr\xc3\xa1inne N\xc3\xad Bheoll\xc3\xa1in") << implementation << " " << algorithm;
    EXPECT_EQ(checked->id, "t-7") << implementation << " " << algorithm;
    EXPECT_THAT(VerifyToken(token, *keys, rules, now + absl::Hours(1)), StatusIs(absl::StatusCode::kUnauthenticated));
    algorithms.insert(algorithm);
  }
  EXPECT_EQ(count, 20);
  EXPECT_THAT(algorithms, ::testing::ElementsAre("ES256", "Ed25519", "EdDSA", "RS256"));
}

}  // namespace
}  // namespace casejournal::services
