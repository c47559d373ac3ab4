#include "services/access/callers.h"

#include <gmock/gmock.h>
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <set>
#include <thread>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/time/clock.h"
#include "services/access/certificate.h"
#include "services/credentials/certificates.h"
#include "services/errors/error_reason.h"
#include "tests/support/matchers.h"
#include "tests/support/signed_token.h"

namespace casejournal::services {
namespace {

using casejournal::testing::EqualsProto;
using casejournal::testing::IsOk;
using casejournal::testing::KeySetOf;
using casejournal::testing::SigningKey;
using casejournal::testing::SignToken;
using casejournal::testing::StatusIs;
using ::testing::HasSubstr;

constexpr int64_t kThen = 1'796'000'000;
absl::Time Then() { return absl::FromUnixSeconds(kThen); }

// Key sets that the test chooses.
class ChosenKeys final : public KeySource {
 public:
  ReadKeySet now() const override { return now_; }
  void Refresh() override { ++refreshes; }
  void Choose(const std::vector<std::string>& keys) {
    const uint64_t generation = now_.generation + 1;
    now_ = {.keys = std::make_shared<const KeySet>(KeySet::Parse(KeySetOf(keys))->After(*now_.keys, generation)),
            .generation = generation};
  }
  void ChooseNone() { now_ = {.keys = std::make_shared<const KeySet>(), .generation = now_.generation + 1}; }

  int refreshes = 0;

 private:
  ReadKeySet now_{.keys = std::make_shared<const KeySet>()};
};

std::string TokenOf(const SigningKey& key, absl::string_view kid, absl::string_view subject,
                    int64_t expires = kThen + 300) {
  return SignToken(
      key, absl::StrCat(R"({"alg": "Ed25519", "typ": "JWT", "kid": ")", kid, "\"}"),
      absl::StrCat(R"({"iss": "https://id.example", "aud": "casejournal", "sub": ")", subject,
                   R"(", "name": "Grace Bell", "jti": "t-7", "iat": )", kThen, R"(, "exp": )", expires, "}"));
}

Credentials Bearer(const std::string& token) {
  return {.authorization = {absl::StrCat("Bearer ", token)}, .client = "a client/1.0"};
}

class CallersTest : public ::testing::Test {
 protected:
  CallersTest() { keys_->Choose({key_.Jwk("k")}); }

  void ExpectRefused(const Credentials& credentials, const std::string& why, absl::Time now = Then()) {
    const absl::StatusOr<Caller> caller = callers_.CallerOf(credentials, now);
    EXPECT_THAT(caller, StatusIs(absl::StatusCode::kUnauthenticated,
                                 "the call has no token or certificate that this server accepts"));
    EXPECT_EQ(ReasonOf(caller.status()).reason(), "NOT_AUTHENTICATED");
    EXPECT_THAT(why_, HasSubstr(why));
    int payloads = 0;  // but the reason for programs, nothing travels
    caller.status().ForEachPayload([&](absl::string_view, const absl::Cord&) { ++payloads; });
    EXPECT_EQ(payloads, 1);
  }

  const SigningKey key_ = SigningKey::Ed25519();
  const std::shared_ptr<ChosenKeys> keys_ = std::make_shared<ChosenKeys>();
  std::string why_;
  const Callers callers_{
      keys_, {.issuer = "https://id.example", .audience = "casejournal"}, {}, [this](absl::string_view why) {
        why_ = std::string(why);
      }};
};

TEST_F(CallersTest, ATokenSaysWhoCalls) {
  for (int time = 0; time < 2; ++time) {  // checked, and remembered
    const absl::StatusOr<Caller> caller = callers_.CallerOf(Bearer(TokenOf(key_, "k", "u-104")), Then());
    ASSERT_THAT(caller, IsOk());
    EXPECT_THAT(caller->actor, EqualsProto("issuer: 'https://id.example' subject: 'u-104' name: 'Grace Bell'"));
    EXPECT_THAT(caller->authentication,
                EqualsProto("method: AUTHENTICATION_METHOD_BEARER_TOKEN credential_id: 't-7' key_id: 'k'"));
    EXPECT_EQ(caller->client, "a client/1.0");
    EXPECT_EQ(caller->expires_at, absl::FromUnixSeconds(kThen + 330));
    EXPECT_EQ(caller->purpose, "");
  }
}

TEST_F(CallersTest, WhoseSignatureWasCheckedIsKnown) {
  const Credentials known = Bearer(TokenOf(key_, "k", "u-104"));
  EXPECT_FALSE(callers_.Knows(known, Then()));
  ASSERT_THAT(callers_.CallerOf(known, Then()), IsOk());
  EXPECT_TRUE(callers_.Knows(known, Then()));
  EXPECT_FALSE(callers_.Knows(known, absl::FromUnixSeconds(kThen + 330))) << "it has expired";
  EXPECT_FALSE(callers_.Knows(Bearer(TokenOf(key_, "k", "u-105")), Then()));
  EXPECT_FALSE(callers_.Knows(Bearer(std::string(size_t{1} << 20, 'x')), Then()));
  EXPECT_FALSE(callers_.Knows({.authorization = {"Basic x"}}, Then()));
  EXPECT_FALSE(callers_.Knows({}, Then()));
  EXPECT_FALSE(callers_.Knows({.certificate = "whatever"}, Then()));
}

TEST_F(CallersTest, EachFaultHasTheSameAnswer) {
  const std::string token = TokenOf(key_, "k", "u-104");
  ExpectRefused({}, "no credentials");
  ExpectRefused({.authorization = {absl::StrCat("Bearer ", token), absl::StrCat("Bearer ", token)}}, "several");
  ExpectRefused({.authorization = {""}}, "Bearer");
  ExpectRefused({.authorization = {token}}, "Bearer");
  for (const char* scheme : {"bearer ", "BEARER ", "Bearer", "Basic ", "DPoP ", " Bearer ", "Bearer\t"}) {
    ExpectRefused({.authorization = {absl::StrCat(scheme, token)}}, "");
  }
  ExpectRefused(Bearer(absl::StrCat(" ", token)), "base64url");
  ExpectRefused(Bearer(absl::StrCat(token, ",", token)), "parts");
  ExpectRefused(Bearer(""), "parts");
  ExpectRefused(Bearer(std::string(size_t{1} << 20, 'x')), "over 8192");
  ExpectRefused(Bearer(TokenOf(SigningKey::Ed25519(), "k", "u-104")), "signature");
  ExpectRefused(Bearer(TokenOf(key_, "k", "u-104", kThen - 31)), "expired");
  EXPECT_EQ(keys_->refreshes, 0);
  ExpectRefused(Bearer(TokenOf(key_, "new", "u-104")), "not in the key set");
  EXPECT_EQ(keys_->refreshes, 1);
  // A fault of the token is not excused by a certificate.
  ExpectRefused({.authorization = {"Bearer x"}, .certificate = "whatever"}, "parts");
  // The reason stays in the server.
  EXPECT_EQ(ReasonOf(callers_.CallerOf({}, Then()).status()).metadata_size(), 0);
}

TEST_F(CallersTest, WhatIsRememberedExpires) {
  const Credentials credentials = Bearer(TokenOf(key_, "k", "u-104"));
  const absl::Time end = absl::FromUnixSeconds(kThen + 330);
  const absl::StatusOr<Caller> caller = callers_.CallerOf(credentials, Then());
  ASSERT_THAT(caller, IsOk());
  EXPECT_THAT(callers_.CallerOf(credentials, end - absl::Milliseconds(1)), IsOk());
  EXPECT_THAT(callers_.StillValid(*caller, end - absl::Milliseconds(1)), IsOk());
  ExpectRefused(credentials, "expired", end);
  const absl::Status ended = callers_.StillValid(*caller, end);
  EXPECT_THAT(ended, StatusIs(absl::StatusCode::kUnauthenticated));
  EXPECT_EQ(ReasonOf(ended).reason(), "TOKEN_EXPIRED");
}

// The clock was ahead when it was accepted, and is set right.
TEST_F(CallersTest, WhatIsRememberedCountsNoEarlierThanItSays) {
  const Credentials credentials = Bearer(TokenOf(key_, "k", "u-104"));
  ASSERT_THAT(callers_.CallerOf(credentials, Then()), IsOk());
  const absl::Time counts = absl::FromUnixSeconds(kThen - 30);
  EXPECT_THAT(callers_.CallerOf(credentials, counts), IsOk());
  ExpectRefused(credentials, "in the future", counts - absl::Milliseconds(1));
  EXPECT_THAT(callers_.CallerOf(credentials, Then()), IsOk());
}

TEST_F(CallersTest, WhatIsRememberedEndsWithItsKey) {
  const Credentials credentials = Bearer(TokenOf(key_, "k", "u-104"));
  const absl::StatusOr<Caller> caller = callers_.CallerOf(credentials, Then());
  ASSERT_THAT(caller, IsOk());
  // Other keys come and go.
  const SigningKey other = SigningKey::Ed25519();
  keys_->Choose({other.Jwk("other"), key_.Jwk("k")});
  keys_->Choose({key_.Jwk("k")});
  EXPECT_THAT(callers_.StillValid(*caller, Then()), IsOk());
  EXPECT_THAT(callers_.CallerOf(credentials, Then()), IsOk());

  keys_->Choose({other.Jwk("other")});
  EXPECT_THAT(callers_.StillValid(*caller, Then()), StatusIs(absl::StatusCode::kUnauthenticated));
  ExpectRefused(credentials, "not in the key set");
  // The key comes back: a new call is checked again, and the old one stays ended.
  keys_->Choose({key_.Jwk("k")});
  EXPECT_THAT(callers_.StillValid(*caller, Then()), StatusIs(absl::StatusCode::kUnauthenticated));
  EXPECT_THAT(callers_.CallerOf(credentials, Then()), IsOk());
  // Another key under the same id.
  keys_->Choose({other.Jwk("k")});
  ExpectRefused(credentials, "signature");
  keys_->ChooseNone();
  ExpectRefused(credentials, "not in the key set");
}

TEST_F(CallersTest, MoreTokensThanAreRememberedAreTaken) {
  const std::string first = TokenOf(key_, "k", "first");
  std::set<std::string> subjects;
  for (size_t i = 0; i < Callers::kRememberedMax + 50; ++i) {
    const absl::StatusOr<Caller> caller = callers_.CallerOf(Bearer(TokenOf(key_, "k", absl::StrCat("u-", i))), Then());
    ASSERT_THAT(caller, IsOk());
    subjects.insert(caller->actor.subject());
    ASSERT_LE(callers_.remembered(), Callers::kRememberedMax);
    ASSERT_GE(callers_.remembered(), std::min(i + 1, Callers::kRememberedMax * 9 / 10));
  }
  EXPECT_EQ(subjects.size(), Callers::kRememberedMax + 50);
  EXPECT_THAT(callers_.CallerOf(Bearer(first), Then()), IsOk());
  // What has expired makes room for all others.
  const absl::Time later = absl::FromUnixSeconds(kThen + 400);
  for (size_t i = callers_.remembered(); i <= Callers::kRememberedMax; ++i) {
    const std::string token = TokenOf(key_, "k", absl::StrCat("later-", i), kThen + 1000);
    ASSERT_THAT(callers_.CallerOf(Bearer(token), later), IsOk());
  }
  EXPECT_LE(callers_.remembered(), Callers::kRememberedMax / 10 + 1);
}

TEST_F(CallersTest, ManyThreadsAskAtOnce) {
  std::vector<std::string> tokens;
  for (int i = 0; i < 8; ++i) tokens.push_back(TokenOf(key_, "k", absl::StrCat("u-", i)));
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&, thread] {
      for (int i = 0; i < 200; ++i) {
        const int which = (i + thread) % 8;
        const absl::StatusOr<Caller> caller = callers_.CallerOf(Bearer(tokens[which]), Then());
        ASSERT_THAT(caller, IsOk());
        ASSERT_EQ(caller->actor.subject(), absl::StrCat("u-", which));
        ASSERT_THAT(callers_.StillValid(*caller, Then()), IsOk());
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(callers_.remembered(), 8u);
}

TEST(CallersWithoutKeysTest, TakeNoToken) {
  const Callers callers(nullptr, {.issuer = "https://id.example", .audience = "casejournal"}, {});
  EXPECT_THAT(callers.CallerOf(Bearer(TokenOf(SigningKey::Ed25519(), "k", "u")), Then()),
              StatusIs(absl::StatusCode::kUnauthenticated));
}

TEST(DevelopmentCallersTest, EveryoneIsTheActor) {
  event::v1::Staff actor;
  actor.set_subject("u-1");
  const std::unique_ptr<Callers> callers = Callers::Development(actor);
  EXPECT_TRUE(callers->is_development());
  const absl::StatusOr<Caller> caller = callers->CallerOf({.client = "c"}, Then());
  ASSERT_THAT(caller, IsOk());
  EXPECT_EQ(caller->actor.subject(), "u-1");
  EXPECT_EQ(caller->client, "c");
  EXPECT_THAT(caller->authentication, EqualsProto("method: AUTHENTICATION_METHOD_DEVELOPMENT"));
  EXPECT_THAT(callers->StillValid(*caller, absl::InfiniteFuture()), IsOk());
}

// A certificate that signed itself, from an hour before to a day after.
std::string MakeCertificate(const char* names) {
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(EVP_EC_gen("P-256"), &EVP_PKEY_free);
  const std::unique_ptr<X509, decltype(&X509_free)> made(X509_new(), &X509_free);
  X509_set_version(made.get(), X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(made.get()), 7);
  ASN1_TIME_set(X509_getm_notBefore(made.get()), kThen - 3600);
  ASN1_TIME_set(X509_getm_notAfter(made.get()), kThen + 86'400);
  X509_set_pubkey(made.get(), key.get());
  X509_NAME_add_entry_by_txt(X509_get_subject_name(made.get()), "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>("pipeline.wren.example"), -1, -1, 0);
  X509_set_issuer_name(made.get(), X509_get_subject_name(made.get()));
  X509V3_CTX context;
  X509V3_set_ctx(&context, made.get(), made.get(), nullptr, nullptr, 0);
  const std::pair<int, const char*> extensions[] = {{NID_subject_key_identifier, "hash"},
                                                    {NID_authority_key_identifier, "keyid:always"},
                                                    {NID_subject_alt_name, names}};
  for (const auto& [nid, value] : extensions) {
    X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, nid, value);
    EXPECT_NE(extension, nullptr) << value;
    X509_add_ext(made.get(), extension, -1);
    X509_EXTENSION_free(extension);
  }
  X509_sign(made.get(), key.get(), EVP_sha256());
  const std::unique_ptr<BIO, decltype(&BIO_free)> memory(BIO_new(BIO_s_mem()), &BIO_free);
  PEM_write_bio_X509(memory.get(), made.get());
  char* data = nullptr;
  const long size = BIO_get_mem_data(memory.get(), &data);
  return {data, static_cast<size_t>(size)};
}

constexpr char kNames[] =
    "DNS:Pipeline.wren.example,URI:spiffe://wren.example/Pipeline,IP:10.0.0.1,email:p@wren.example";

event::v1::Staff Service(const std::string& subject) {
  event::v1::Staff staff;
  staff.set_issuer("wren.example");
  staff.set_subject(subject);
  return staff;
}

TEST(CertificateCallersTest, ACertificateStandsForAService) {
  const std::string pem = MakeCertificate(kNames);
  const absl::StatusOr<ClientCertificate> read = ReadClientCertificate(pem);
  ASSERT_THAT(read, IsOk());
  EXPECT_THAT(read->names, ::testing::ElementsAre("dns:pipeline.wren.example", "uri:spiffe://wren.example/Pipeline"));
  EXPECT_EQ(read->authority_key_id.size(), 40u);
  for (const std::string& name : {read->sha256, absl::AsciiStrToUpper(read->sha256), read->names[0],
                                  std::string("dns:Pipeline.WREN.example"), read->names[1]}) {
    const Callers callers(nullptr, {},
                          {{"dns:other", Service("other")}, {name, Service("p")}, {name, Service("second")}});
    for (int time = 0; time < 2; ++time) {
      const absl::StatusOr<Caller> caller = callers.CallerOf({.certificate = pem, .client = "c"}, Then());
      ASSERT_THAT(caller, IsOk()) << name;
      EXPECT_THAT(caller->actor, EqualsProto("issuer: 'wren.example' subject: 'p'"));
      EXPECT_EQ(caller->authentication.method(), event::v1::AUTHENTICATION_METHOD_CLIENT_CERTIFICATE);
      EXPECT_EQ(caller->authentication.credential_id(), read->sha256);
      EXPECT_EQ(caller->authentication.key_id(), read->authority_key_id);
      EXPECT_EQ(caller->expires_at, absl::FromUnixSeconds(kThen + 86'401));
      EXPECT_THAT(callers.StillValid(*caller, Then()), IsOk());
      EXPECT_THAT(callers.StillValid(*caller, absl::FromUnixSeconds(kThen + 86'401)),
                  StatusIs(absl::StatusCode::kUnauthenticated));
    }
    EXPECT_THAT(callers.CallerOf({.certificate = pem}, absl::FromUnixSeconds(kThen + 86'401)),
                StatusIs(absl::StatusCode::kUnauthenticated));
    EXPECT_THAT(callers.CallerOf({.certificate = pem}, Then()), IsOk());
    EXPECT_THAT(callers.CallerOf({.certificate = pem}, absl::FromUnixSeconds(kThen - 3'601)),
                StatusIs(absl::StatusCode::kUnauthenticated))
        << "remembered, and the clock was set back";
    const Callers early(nullptr, {}, {{name, Service("p")}});
    EXPECT_THAT(early.CallerOf({.certificate = pem}, absl::FromUnixSeconds(kThen - 3'601)),
                StatusIs(absl::StatusCode::kUnauthenticated));
    EXPECT_THAT(callers.CallerOf({.authorization = {"Bearer x"}, .certificate = pem}, Then()),
                StatusIs(absl::StatusCode::kUnauthenticated))
        << "the token counts";
  }
}

// Who suffers: a county that took an authority away, while whoever it certified keeps a connection open.
TEST(CertificateCallersTest, AnAuthorityThatIsTakenAwayNoLongerCountsOnOpenConnections) {
  const absl::Time now = absl::Now();
  const DevelopmentCertificates first = MakeDevelopmentCertificates({}, now).value();
  const DevelopmentCertificates second = MakeDevelopmentCertificates({}, now).value();
  const auto authorities = std::make_shared<ClientAuthorities>();
  authorities->Set(first.authority);
  std::string why;
  const Callers callers(
      nullptr, {}, {{absl::StrCat("dns:", kDevelopmentClient), Service("p")}},
      [&](absl::string_view told) { why = std::string(told); }, authorities);
  const Credentials credentials{.certificate = first.client.certificate};
  const absl::StatusOr<Caller> caller = callers.CallerOf(credentials, now);
  ASSERT_THAT(caller, IsOk());

  // One more authority takes nothing away.
  authorities->Set(absl::StrCat(second.authority, first.authority));
  EXPECT_THAT(callers.StillValid(*caller, now), IsOk());
  EXPECT_THAT(callers.CallerOf(credentials, now), IsOk());
  EXPECT_THAT(callers.StillValid(*caller, caller->expires_at), StatusIs(absl::StatusCode::kUnauthenticated));

  authorities->Set(second.authority);
  const absl::Status ended = callers.StillValid(*caller, now);
  EXPECT_THAT(ended, StatusIs(absl::StatusCode::kUnauthenticated));
  EXPECT_EQ(ReasonOf(ended).reason(), "TOKEN_EXPIRED");
  EXPECT_THAT(callers.CallerOf(credentials, now), StatusIs(absl::StatusCode::kUnauthenticated));
  EXPECT_THAT(why, HasSubstr("no authority"));
  EXPECT_THAT(callers.CallerOf({.certificate = second.client.certificate}, now), IsOk());
  EXPECT_THAT(callers.CallerOf({.certificate = second.server.certificate}, now),
              StatusIs(absl::StatusCode::kUnauthenticated))
      << "not for clients";
}

TEST(CertificateCallersTest, OtherNamesStandForNobody) {
  const std::string pem = MakeCertificate(kNames);
  const char* const names[] = {
      "dns:wren.example", "dns:*.wren.example", "pipeline.wren.example", "uri:spiffe://wren.example/pipeline",
      "dns:10.0.0.1",     "ip:10.0.0.1",        "email:p@wren.example",  ""};
  for (const char* name : names) {
    std::string why;
    const Callers callers(nullptr, {}, {{name, Service("p")}},
                          [&](absl::string_view told) { why = std::string(told); });
    EXPECT_THAT(callers.CallerOf({.certificate = pem}, Then()), StatusIs(absl::StatusCode::kUnauthenticated)) << name;
    EXPECT_THAT(why, HasSubstr("stands for no caller"));
  }
  const Callers callers(nullptr, {}, {{"dns:pipeline.wren.example", Service("p")}});
  EXPECT_THAT(callers.CallerOf({.certificate = MakeCertificate("DNS:other.wren.example")}, Then()),
              StatusIs(absl::StatusCode::kUnauthenticated));
  EXPECT_THAT(callers.CallerOf({.certificate = "-----BEGIN CERTIFICATE-----"}, Then()),
              StatusIs(absl::StatusCode::kUnauthenticated));
}

}  // namespace
}  // namespace casejournal::services
