// Bearer tokens. The first byte says whether the rest is a token, or a payload that gets a header and is signed here.
// The tokens of tests/golden/tokens are in the corpus: nothing else was signed by the keys there.
#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "eventstore/proofs/ed25519.h"
#include "services/access/base64url.h"
#include "services/access/token_verifier.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/fuzz/test_data.h"

namespace casejournal::fuzz {
namespace {

const services::KeySet& GoldenKeys() {
  static const auto* const keys =
      new services::KeySet(*services::KeySet::Parse(TestData(CASEJOURNAL_GOLDENS "/tokens/keys.json")));
  return *keys;
}

// Header and payload of the golden tokens.
const std::set<std::string>& Signed() {
  static const auto* const texts = [] {
    auto* found = new std::set<std::string>();
    for (const absl::string_view line : absl::StrSplit(TestData(CASEJOURNAL_GOLDENS "/tokens/tokens.txt"), '\n')) {
      const size_t token = line.rfind(' ') + 1;
      found->insert(std::string(line.substr(token, line.rfind('.') - token)));
    }
    return found;
  }();
  return *texts;
}

const eventstore::Ed25519PrivateKey& Key() {
  static const auto* const key =
      new eventstore::Ed25519PrivateKey(*eventstore::Ed25519PrivateKey::FromSeed(std::string(32, 't')));
  return *key;
}

const services::KeySet& OwnKeys() {
  static const auto* const keys = new services::KeySet(
      *services::KeySet::Parse(absl::StrCat(R"({"keys": [{"kty": "OKP", "crv": "Ed25519", "kid": "t", "x": ")",
                                            services::EncodeBase64Url(Key().PublicBytes()), "\"}]}")));
  return *keys;
}

const services::TokenRules& Rules() {
  static const auto* const rules =
      new services::TokenRules{.issuer = "https://id.wren.example", .audience = "casejournal"};
  return *rules;
}

constexpr int64_t kNow = 1'796'000'000;

void Check(absl::string_view token, const services::KeySet& keys, bool was_signed) {
  const auto verified = services::VerifyToken(token, keys, Rules(), absl::FromUnixSeconds(kNow));
  if (!verified.ok()) return Hold(absl::IsUnauthenticated(verified.status()), "a token that is none is not accepted");
  Hold(was_signed, "a token that was not signed by a key of the set is not accepted");
  Hold(token.size() <= services::kTokenBytesMax, "a token is within its limit");
  Hold(verified->issuer == Rules().issuer && !verified->subject.empty(), "a token says who calls");
  Hold(verified->subject.size() <= services::kClaimBytesMax && verified->name.size() <= services::kClaimBytesMax,
       "claims are within their limits");
  const absl::Time now = absl::FromUnixSeconds(kNow);
  Hold(verified->counts_from <= now && now < verified->expires_at, "a token counts now");
  Hold(verified->expires_at <= now + Rules().age_max + 2 * Rules().leeway, "a token ends");
  Hold(keys.Find(verified->key_id) != nullptr, "a token names its key");
}

}  // namespace

FUZZ_TARGET(token) {
  Input input(bytes);
  if ((input.Byte() & 1) == 0) {
    const absl::string_view token = input.Rest();
    const size_t end = token.rfind('.');
    return Check(token, GoldenKeys(),
                 end != absl::string_view::npos && Signed().contains(std::string(token.substr(0, end))));
  }
  const absl::string_view header = (input.Byte() & 1) != 0 ? input.Short() : R"({"alg":"EdDSA","kid":"t","typ":"JWT"})";
  std::string token = absl::StrCat(services::EncodeBase64Url(header), ".", services::EncodeBase64Url(input.Rest()));
  absl::StrAppend(&token, ".", services::EncodeBase64Url(Key().Sign(token)));
  Check(token, OwnKeys(), true);
  Check(token, GoldenKeys(), false);
}

}  // namespace casejournal::fuzz
