#include "services/access/key_set.h"

#include <gmock/gmock.h>

#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "services/access/base64url.h"
#include "services/access/token_signature.h"
#include "tests/support/matchers.h"
#include "tests/support/signed_token.h"

namespace casejournal::services {
namespace {

using casejournal::testing::IsOk;
using casejournal::testing::KeySetOf;
using casejournal::testing::SigningKey;
using casejournal::testing::StatusIs;
using ::testing::HasSubstr;

KeySet MustParse(const std::string& json) {
  absl::StatusOr<KeySet> set = KeySet::Parse(json);
  EXPECT_THAT(set, IsOk()) << json;
  return set.ok() ? *std::move(set) : KeySet();
}

std::vector<std::string> IdsIn(const KeySet& set) {
  std::vector<std::string> ids;
  for (const TokenKey& key : set.keys()) ids.push_back(key.id);
  return ids;
}

std::string MoreKeys(int count) {
  const SigningKey key = SigningKey::Ed25519();
  std::vector<std::string> keys;
  for (int i = 0; i < count; ++i) keys.push_back(key.Jwk(absl::StrCat("k", i)));
  return KeySetOf(keys);
}

// RFC 7515, appendix A.2 and A.3; RFC 8037, appendix A.4.
constexpr char kRsaJwk[] =
    R"({"kty": "RSA", "kid": "a2", "e": "AQAB", "n":
"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_Yp)"
    "RPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEM"
    "a2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2"
    "ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ\"}";
constexpr char kEcJwk[] = R"({"kty": "EC", "kid": "a3", "crv": "P-256",
    "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU", "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"})";
constexpr char kOkpJwk[] =
    R"({"kty": "OKP", "kid": "a4", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"})";
constexpr char kClaims[] =
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
constexpr char kRsaSignature[] =
    "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_"
    "O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZ"
    "cAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--"
    "xi12jzDwusC-e"
    "OkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";
constexpr char kEcSignature[] =
    "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";
constexpr char kOkpSignature[] =
    "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";

TEST(TokenSignatureTest, HoldsForThePublishedExamples) {
  const KeySet set = MustParse(absl::StrCat("{\"keys\": [", kRsaJwk, ",", kEcJwk, ",", kOkpJwk, "]}"));
  ASSERT_THAT(IdsIn(set), ::testing::ElementsAre("a2", "a3", "a4"));
  struct Published {
    const char* kid;
    KeyAlgorithm algorithm;
    std::string message;
    const char* signature;
  };
  const Published all[] = {
      {"a2", KeyAlgorithm::kRs256, absl::StrCat("eyJhbGciOiJSUzI1NiJ9.", kClaims), kRsaSignature},
      {"a3", KeyAlgorithm::kEs256, absl::StrCat("eyJhbGciOiJFUzI1NiJ9.", kClaims), kEcSignature},
      {"a4", KeyAlgorithm::kEd25519, "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc", kOkpSignature},
  };
  for (const Published& one : all) {
    const TokenKey* key = set.Find(one.kid);
    ASSERT_NE(key, nullptr) << one.kid;
    EXPECT_EQ(key->algorithm, one.algorithm) << one.kid;
    const std::string signature = DecodeBase64Url(one.signature).value();
    EXPECT_TRUE(SignatureIsValid(*key, one.message, signature)) << one.kid;

    std::string other = one.message;
    other[30] ^= 1;
    EXPECT_FALSE(SignatureIsValid(*key, other, signature)) << one.kid;
    for (size_t byte = 0; byte < signature.size(); ++byte) {
      std::string changed = signature;
      changed[byte] ^= 1;
      EXPECT_FALSE(SignatureIsValid(*key, one.message, changed)) << one.kid << " " << byte;
    }
    EXPECT_FALSE(SignatureIsValid(*key, one.message, signature.substr(1))) << one.kid;
    EXPECT_FALSE(SignatureIsValid(*key, one.message, absl::StrCat(absl::string_view("\0", 1), signature))) << one.kid;
    EXPECT_FALSE(SignatureIsValid(*key, one.message, absl::StrCat(signature, absl::string_view("\0", 1)))) << one.kid;
    EXPECT_FALSE(SignatureIsValid(*key, one.message, "")) << one.kid;
    EXPECT_FALSE(SignatureIsValid(*key, one.message, std::string(signature.size(), '\0'))) << one.kid;
    EXPECT_FALSE(SignatureIsValid(*key, one.message, std::string(signature.size(), '\xff'))) << one.kid;
  }
}

TEST(KeySetTest, PassesOverWhatIsForSomethingElse) {
  const SigningKey rsa = SigningKey::Rsa();
  const SigningKey ec = SigningKey::P256();
  const SigningKey okp = SigningKey::Ed25519();
  const std::string p384 = absl::StrReplaceAll(ec.Jwk("p384"), {{"P-256", "P-384"}});
  const std::string x25519 = absl::StrReplaceAll(okp.Jwk("x25519"), {{"Ed25519", "X25519"}});
  const KeySet set = MustParse(KeySetOf({
      rsa.Jwk("1", R"(, "use": "sig", "alg": "RS256", "x5t": "abc", "x5c": ["MII"])"),
      rsa.Jwk("encrypts", R"(, "use": "enc")"),
      rsa.Jwk("oaep", R"(, "alg": "RSA-OAEP")"),
      rsa.Jwk("pss", R"(, "alg": "PS256")"),
      rsa.Jwk("rs512", R"(, "alg": "RS512")"),
      rsa.Jwk("hs256", R"(, "alg": "HS256")"),
      rsa.Jwk("none", R"(, "alg": "none")"),
      rsa.Jwk("number", R"(, "alg": 256)"),
      rsa.Jwk("signs", R"(, "key_ops": ["sign"])"),
      rsa.Jwk("no list", R"(, "key_ops": "verify")"),
      ec.Jwk("2", R"(, "key_ops": ["verify"], "alg": "ES256")"),
      ec.Jwk("es256k", R"(, "alg": "ES256K")"),
      ec.Jwk("rs256", R"(, "alg": "RS256")"),
      p384,
      x25519,
      okp.Jwk("3", R"(, "alg": "EdDSA")"),
      okp.Jwk("4", R"(, "alg": "Ed25519")"),
      okp.Jwk("5"),
      okp.Jwk("ed448", R"(, "alg": "Ed448")"),
      okp.Jwk("lower case", R"(, "alg": "eddsa")"),
      R"({"kty": "AKP", "kid": "ml", "alg": "ML-DSA-44", "pub": "abc"})",
      R"({"kid": "of no type"})",
  }));
  EXPECT_THAT(IdsIn(set), ::testing::ElementsAre("1", "2", "3", "4", "5"));
  EXPECT_EQ(set.Find("pss"), nullptr);
  EXPECT_EQ(set.Find(""), nullptr);
}

// A set with such a key was published by mistake: whoever reads it can sign.
TEST(KeySetTest, RefusesPrivateAndSymmetricKeys) {
  const SigningKey okp = SigningKey::Ed25519();
  const std::string cases[] = {
      R"({"kty": "oct", "kid": "s", "k": "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T"})",
      R"({"kty": "oct", "kid": "s", "use": "enc", "k": "AyM1"})",
      okp.Jwk("s", R"(, "d": "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A")"),
      okp.Jwk("s", R"(, "use": "enc", "d": "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A")"),
      SigningKey::Rsa().Jwk("s", R"(, "p": "4BzEEOtI")"),
  };
  for (const std::string& key : cases) {
    EXPECT_THAT(KeySet::Parse(KeySetOf({okp.Jwk("good"), key})),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("keys[1] has")))
        << key;
  }
}

TEST(KeySetTest, RefusesWhatIsMalformedOrWeak) {
  const SigningKey okp = SigningKey::Ed25519();
  const std::string good = okp.Jwk("good");
  const SigningKey ec = SigningKey::P256();
  const std::string off_the_curve = absl::StrReplaceAll(kEcJwk, {{"x_FEzRu9m36HLN", "x_FEzRu9m36HLM"}});
  const std::pair<std::string, const char*> cases[] = {
      {"", "not an object"},
      {"[]", "not an object"},
      {"{}", "no list \"keys\""},
      {R"({"keys": {}})", "no list \"keys\""},
      {R"({"keys": []})", "no key for"},
      {R"({"keys": [1]})", "keys[0] is not an object"},
      {absl::StrCat(R"({"keys": [], "keys": [)", good, "]}"), "twice"},
      {KeySetOf({absl::StrReplaceAll(good, {{"\"kid\"", "\"crv\": \"Ed448\", \"kid\""}})}), "twice"},
      {KeySetOf({good, okp.Jwk("good")}), "keys[1] has the \"kid\" \"good\" of an earlier one"},
      {KeySetOf({good, ec.Jwk("good")}), "keys[1] has the \"kid\""},
      {KeySetOf({absl::StrCat("{", okp.PublicMembers(), "}")}), "keys[0] has no \"kid\""},
      {KeySetOf({okp.Jwk("")}), "keys[0] has no \"kid\""},
      {KeySetOf({absl::StrCat("{\"kid\": 7, ", okp.PublicMembers(), "}")}), "keys[0] has no \"kid\""},
      {KeySetOf({okp.Jwk(std::string(201, 'k'))}), "over 200 bytes"},
      {KeySetOf({okp.Jwk("a\\u202eb")}), "cannot be shown"},
      {KeySetOf({R"({"kty": "OKP", "crv": "Ed25519", "kid": "k"})"}), "\"x\" must be base64url"},
      {KeySetOf({R"({"kty": "OKP", "crv": "Ed25519", "kid": "k", "x": "11qYAYKxCrfVS_7TyWQHOg"})"}), "of 16 bytes"},
      {KeySetOf({R"({"kty": "OKP", "crv": "Ed25519", "kid": "k", "x": "11qYAYKxCrfVS/7TyWQHOg"})"}), "base64url"},
      {KeySetOf({R"({"kty": "EC", "crv": "P-256", "kid": "k", "x": "AQAB", "y": "AQAB"})"}), "3 and 3 bytes"},
      {KeySetOf({off_the_curve}), "not on P-256"},
      {KeySetOf({SigningKey::Rsa(1024).Jwk("k")}), "1024 bits"},
      {KeySetOf({absl::StrReplaceAll(kRsaJwk, {{"AQAB", "Aw"}})}), "exponent"},    // 3
      {KeySetOf({absl::StrReplaceAll(kRsaJwk, {{"AQAB", "AQAA"}})}), "exponent"},  // 65536
      {KeySetOf({absl::StrReplaceAll(kRsaJwk, {{"AQAB", "AQAAAAAAAAAAAQ"}})}), "exponent"},
      {KeySetOf({absl::StrReplaceAll(kRsaJwk, {{"uXpoQ\"", "uXpoA\""}})}), "nothing can be signed"},  // even
      {absl::StrCat(KeySetOf({good}), std::string(KeySet::kBytesMax, ' ')), "bytes"},
      {MoreKeys(KeySet::kKeysMax + 1), "101 keys; allowed are 100"},
  };
  for (const auto& [json, why] : cases) {
    EXPECT_THAT(KeySet::Parse(json), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(why)))
        << json.substr(0, 300);
  }
  EXPECT_THAT(KeySet::Parse(MoreKeys(KeySet::kKeysMax)), IsOk());
}

TEST(KeySetTest, TakesLargeKeys) {
  EXPECT_THAT(IdsIn(MustParse(KeySetOf({SigningKey::Rsa(4096).Jwk("4096")}))), ::testing::ElementsAre("4096"));
}

// Tokens that were checked before stay checked while their key stays.
TEST(KeySetTest, AKeyKeepsTheGenerationInWhichItCame) {
  const SigningKey first = SigningKey::Ed25519();
  const SigningKey second = SigningKey::P256();
  const SigningKey third = SigningKey::Ed25519();
  const auto set = [](const std::vector<std::string>& keys) { return MustParse(KeySetOf(keys)); };

  const KeySet one = set({first.Jwk("a")}).After(KeySet(), 1);
  const KeySet two = set({second.Jwk("b"), first.Jwk("a", R"(, "use": "sig")")}).After(one, 2);
  const KeySet three = set({third.Jwk("a"), second.Jwk("b")}).After(two, 3);
  const KeySet four = set({second.Jwk("c"), first.Jwk("a")}).After(three, 4);
  const KeySet five = set({second.Jwk("b")}).After(four, 5);
  EXPECT_EQ(one.Find("a")->generation, 1u);
  EXPECT_EQ(two.Find("a")->generation, 1u);
  EXPECT_EQ(two.Find("b")->generation, 2u);
  EXPECT_EQ(three.Find("a")->generation, 3u) << "another key with the same id";
  EXPECT_EQ(three.Find("b")->generation, 2u);
  EXPECT_EQ(four.Find("a")->generation, 4u) << "back, after it was gone";
  EXPECT_EQ(four.Find("c")->generation, 4u) << "the same key with another id";
  EXPECT_EQ(five.Find("b")->generation, 5u);
}

}  // namespace
}  // namespace casejournal::services
