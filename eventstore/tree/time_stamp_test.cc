#include "eventstore/tree/time_stamp.h"

#include <gmock/gmock.h>

#include "absl/strings/escaping.h"

namespace casejournal::eventstore {
namespace {

// Made by `openssl ts` (OpenSSL 3.0.19) with an authority of its own: request, answer, and the root certificate.
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

// If a timestamp still verifies after a bit was flipped, it must state the same time for the same bytes.
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

}  // namespace
}  // namespace casejournal::eventstore
