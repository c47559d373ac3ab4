#include "eventstore/witnesses/time_stamp.h"

#include <gmock/gmock.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ts.h>
#include <openssl/x509v3.h>

#include "absl/strings/escaping.h"

namespace casejournal::eventstore {
namespace {

// Created by `openssl ts` (OpenSSL 3.0.19) with an authority of its own: request, answer, and root certificate.
constexpr char kStampedMessage[] = "a checkpoint\n";
constexpr int64_t kStampedSeconds = 1795701498;
constexpr char kQuery[] =
    "MEMCAQEwMTANBglghkgBZQMEAgEFAAQgrz8hGBYi0F62N167MOYrvpj4VBx3iuLs7dCvMzxDpQQCCDS4e2FjJbrCAQH/";
constexpr char kResponse[] =
    "MIIDljADAgEAMIIDjQYJKoZIhvcNAQcCoIIDfjCCA3oCAQMxDzANBglghkgBZQMEAgEFADByBgsqhkiG9w0BCRABBKBjBGEwXwIB"
    "AQYEKgMEATAxMA0GCWCGSAFlAwQCAQUABCCvPyEYFiLQXrY3Xrsw5iu+mPhUHHeK4uzt0K8zPEOlBAIBAhgPMjAyNjExMjYxMzU4"
    "MThaMAMCAQECCDS4e2FjJbrCoIIBqjCCAaYwggFMoAMCAQICAQcwCgYIKoZIzj0EAwIwKDEmMCQGA1UEAwwdVGltZSBBdXRob3Jp"
    "dHkgUm9vdCBvZiBhIFRlc3QwIBcNMjYxMTI2MTM1ODE4WhgPMjEyNjExMDIxMzU4MThaMCMxITAfBgNVBAMMGFRpbWUgQXV0aG9y"
    "aXR5IG9mIGEgVGVzdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABNhiRx9qhU/xm/PWNDNMiSLtogWsAfI3zPtiQI5mdLuiEdXd"
    "eV5fKIp2k7y+eMemQYQVh3srSuH0VS3m7NEDW22jajBoMBYGA1UdJQEB/wQMMAoGCCsGAQUFBwMIMA4GA1UdDwEB/wQEAwIHgDAd"
    "BgNVHQ4EFgQUFbrCIB3peSHlMknPSYKLUOhVa6UwHwYDVR0jBBgwFoAUqARfZ4YPmpRn8ZTWzATezxJdXJ8wCgYIKoZIzj0EAwID"
    "SAAwRQIgXwsVm7sFu0bCzVTHaMt8keNCRVvUMT4ga/JjaZOhiN0CIQDO5dbBo/CtT0B1THWhUMpAbEfbEa6VasbVTMqlWW2IGjGC"
    "AUAwggE8AgEBMC0wKDEmMCQGA1UEAwwdVGltZSBBdXRob3JpdHkgUm9vdCBvZiBhIFRlc3QCAQcwDQYJYIZIAWUDBAIBBQCggaQw"
    "GgYJKoZIhvcNAQkDMQ0GCyqGSIb3DQEJEAEEMBwGCSqGSIb3DQEJBTEPFw0yNjExMjYxMzU4MThaMC8GCSqGSIb3DQEJBDEiBCAw"
    "xoB1NMgK5H+Uma6bqETIks3u8B1kdLs/agYpdlHrqDA3BgsqhkiG9w0BCRACLzEoMCYwJDAiBCALBoitAGM35XtJxJHxX32ecmOV"
    "oS8zAij88vn4ZHbmkTAKBggqhkjOPQQDAgRGMEQCIAS8Tb9C38AzYpHoaTOFTMg0wpBob8icYo2UWJqmoPCrAiBq6byE5RPQizTW"
    "xsfW3qQZVoggeLyLJB8KuauWFj6dLA==";
constexpr char kAuthorityRoot[] = R"(-----BEGIN CERTIFICATE-----
MIIBpjCCAU2gAwIBAgIUC79WTT3fGirmzYGp8DKmnk+wQC0wCgYIKoZIzj0EAwIw
KDEmMCQGA1UEAwwdVGltZSBBdXRob3JpdHkgUm9vdCBvZiBhIFRlc3QwIBcNMjYx
MTI2MTM1ODE4WhgPMjEyNjExMDIxMzU4MThaMCgxJjAkBgNVBAMMHVRpbWUgQXV0
aG9yaXR5IFJvb3Qgb2YgYSBUZXN0MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE
ICsh8SRmCXzj8pG7BzGuh8tY7FtxDewSFIGD65i7i6VyIjml/rpbE0Fj2DtwU6zl
UExUbAk0tUFL+gA0MvBsVqNTMFEwHQYDVR0OBBYEFKgEX2eGD5qUZ/GU1swE3s8S
XVyfMB8GA1UdIwQYMBaAFKgEX2eGD5qUZ/GU1swE3s8SXVyfMA8GA1UdEwEB/wQF
MAMBAf8wCgYIKoZIzj0EAwIDRwAwRAIgM285uGkljaUiZw4k+QroYMlNvZkBqDby
GT2CSDNdNd4CIB40hvmOq0Nk4HSW8cuU0vS8WmdhWcCZ+MWVyYW14JyF
-----END CERTIFICATE-----
)";

std::string Decoded(absl::string_view base64) {
  std::string bytes;
  EXPECT_TRUE(absl::Base64Unescape(base64, &bytes));
  return bytes;
}

TEST(TimeStampTest, AnAnswerOfOpensslIsReadAndVerified) {
  const std::string response = Decoded(kResponse);
  EXPECT_EQ(*ReadTimeStamp(response, kStampedMessage), kStampedSeconds);
  EXPECT_EQ(*ReadTimeStampAnswer(response, Decoded(kQuery), kStampedMessage), kStampedSeconds);
  const absl::StatusOr<StampedTime> checked = CheckTimeStamp(response, kStampedMessage, kAuthorityRoot);
  ASSERT_TRUE(checked.ok()) << checked.status();
  EXPECT_EQ(checked->seconds, kStampedSeconds);
  EXPECT_GT(checked->valid_until, kStampedSeconds);
}

TEST(TimeStampTest, OtherBytesThanWereStampedAreRefused) {
  const std::string response = Decoded(kResponse);
  EXPECT_TRUE(absl::IsDataLoss(ReadTimeStamp(response, "a checkpoint").status()));
  EXPECT_TRUE(absl::IsDataLoss(CheckTimeStamp(response, "another", kAuthorityRoot).status()));
}

TEST(TimeStampTest, AnAnswerToAnotherRequestIsRefused) {
  const std::string own = TimeStampRequest(kStampedMessage);
  EXPECT_TRUE(absl::IsDataLoss(ReadTimeStampAnswer(Decoded(kResponse), own, kStampedMessage).status()));
  EXPECT_NE(own, TimeStampRequest(kStampedMessage)) << "each request has a nonce of its own";
}

TEST(TimeStampTest, WithoutTheAuthoritysCertificateNothingIsBelieved) {
  EXPECT_TRUE(absl::IsInvalidArgument(CheckTimeStamp(Decoded(kResponse), kStampedMessage, "").status()));
  EXPECT_TRUE(absl::IsInvalidArgument(CheckTimeStamp(Decoded(kResponse), kStampedMessage, "no certificate").status()));
}

// If a timestamp still verifies after a bit flip, it must state the same time over the same bytes.
TEST(TimeStampTest, NoFlippedBitMakesAnotherTime) {
  const std::string response = Decoded(kResponse);
  for (size_t at = 0; at < response.size(); ++at) {
    for (const int bit : {0, 3, 7}) {
      std::string flipped = response;
      flipped[at] = static_cast<char>(flipped[at] ^ (1 << bit));
      const absl::StatusOr<StampedTime> checked = CheckTimeStamp(flipped, kStampedMessage, kAuthorityRoot);
      EXPECT_TRUE(!checked.ok() || checked->seconds == kStampedSeconds) << "byte " << at << ", bit " << bit;
    }
  }
}

TEST(TimeStampTest, CutAndLengthenedAnswersAreRefused) {
  const std::string response = Decoded(kResponse);
  for (size_t size = 0; size < response.size(); ++size) {
    EXPECT_FALSE(ReadTimeStamp(response.substr(0, size), kStampedMessage).ok()) << size;
  }
  EXPECT_FALSE(ReadTimeStamp(response + '\0', kStampedMessage).ok());
  EXPECT_FALSE(ReadTimeStamp(std::string(kTimeStampBytesMax + 1, 'x'), kStampedMessage).ok());
}

constexpr long kStatedMicros = 123'456;

// An authority of OpenSSL with its own root. Its clock stands at kStampedSeconds and kStatedMicros.
class StandingAuthority {
 public:
  StandingAuthority() : key_(EVP_EC_gen("P-256")), certificate_(X509_new()) {
    X509_set_version(certificate_, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate_), 1);
    ASN1_TIME_set(X509_getm_notBefore(certificate_), kStampedSeconds - 60);
    ASN1_TIME_set(X509_getm_notAfter(certificate_), kStampedSeconds + 60);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate_), "CN", MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>("authority"), -1, -1, 0);
    X509_set_issuer_name(certificate_, X509_get_subject_name(certificate_));
    X509_set_pubkey(certificate_, key_);
    X509_EXTENSION* use = X509V3_EXT_conf_nid(nullptr, nullptr, NID_ext_key_usage, "critical,timeStamping");
    X509_add_ext(certificate_, use, -1);
    X509_EXTENSION_free(use);
    EXPECT_GT(X509_sign(certificate_, key_, EVP_sha256()), 0);
  }
  StandingAuthority(const StandingAuthority&) = delete;
  StandingAuthority& operator=(const StandingAuthority&) = delete;
  ~StandingAuthority() {
    X509_free(certificate_);
    EVP_PKEY_free(key_);
  }

  std::string Root() const {
    BIO* bio = BIO_new(BIO_s_mem());
    PEM_write_bio_X509(bio, certificate_);
    return Drained(bio);
  }

  // Answer `request` with a time of `digits` digits after the point.
  std::string Answer(const std::string& request, unsigned digits) const {
    TS_RESP_CTX* context = TS_RESP_CTX_new();
    TS_RESP_CTX_set_time_cb(context, &StandingTime, nullptr);
    EXPECT_EQ(TS_RESP_CTX_set_signer_cert(context, certificate_), 1);
    TS_RESP_CTX_set_signer_key(context, key_);
    TS_RESP_CTX_set_signer_digest(context, EVP_sha256());
    TS_RESP_CTX_set_ess_cert_id_digest(context, EVP_sha256());
    TS_RESP_CTX_set_def_policy(context, OBJ_nid2obj(NID_any_policy));
    TS_RESP_CTX_add_md(context, EVP_sha256());
    EXPECT_EQ(TS_RESP_CTX_set_clock_precision_digits(context, digits), 1);
    BIO* asked = BIO_new_mem_buf(request.data(), static_cast<int>(request.size()));
    TS_RESP* response = TS_RESP_create_response(context, asked);
    BIO_free(asked);
    BIO* answer = BIO_new(BIO_s_mem());
    i2d_TS_RESP_bio(answer, response);
    TS_RESP_free(response);
    TS_RESP_CTX_free(context);
    return Drained(answer);
  }

 private:
  static int StandingTime(TS_RESP_CTX* /*context*/, void* /*unused*/, long* seconds, long* micros) {
    *seconds = kStampedSeconds;
    *micros = kStatedMicros;
    return 1;
  }
  static std::string Drained(BIO* bio) {
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio, &data);
    std::string bytes(data, static_cast<size_t>(size));
    BIO_free(bio);
    return bytes;
  }

  EVP_PKEY* key_;
  X509* certificate_;
};

// RFC 3161, 2.4.2: a time may have a fraction. An authority decides how many digits it writes, and some verifiers fail
// at them.
TEST(TimeStampTest, ATimeIsReadWithAnyFractionOfASecond) {
  const StandingAuthority authority;
  const std::string request = TimeStampRequest(kStampedMessage);
  const std::string fraction = ".123456";
  for (unsigned digits = 0; digits <= 6; ++digits) {
    const std::string response = authority.Answer(request, digits);
    const std::string stated = "20261126135818" + (digits == 0 ? "" : fraction.substr(0, digits + 1)) + "Z";
    ASSERT_NE(response.find(stated), std::string::npos) << digits;
    EXPECT_EQ(*ReadTimeStampAnswer(response, request, kStampedMessage), kStampedSeconds) << digits;
    const absl::StatusOr<StampedTime> checked = CheckTimeStamp(response, kStampedMessage, authority.Root());
    ASSERT_TRUE(checked.ok()) << digits << ": " << checked.status();
    EXPECT_EQ(checked->seconds, kStampedSeconds) << digits;
    EXPECT_EQ(checked->valid_until, kStampedSeconds + 60) << digits;
  }
}

}  // namespace
}  // namespace casejournal::eventstore
