#include "services/credentials/certificates.h"

#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "services/credentials/served_certificate.h"
#include "tests/support/matchers.h"

namespace casejournal::services {
namespace {

using casejournal::testing::IsOk;
using casejournal::testing::StatusIs;
using ::testing::HasSubstr;
using ::testing::Not;

const absl::Time kNow = absl::FromUnixSeconds(1'764'400'000);

DevelopmentCertificates Made(absl::Time now = kNow) {
  return MakeDevelopmentCertificates({"journal.lan"}, now).value();
}

absl::Status Check(const std::string& chain, const std::string& key, absl::Time now = kNow) {
  return CheckServedCertificate(chain, key, now).status();
}

TEST(CertificatesTest, ServerAndClientCountFor90Days) {
  const DevelopmentCertificates made = Made();
  EXPECT_EQ(made.not_after, kNow + absl::Hours(24 * 90));
  const absl::StatusOr<ServedCertificate> server =
      CheckServedCertificate(made.server.certificate, made.server.key, kNow);
  ASSERT_THAT(server, IsOk());
  EXPECT_EQ(server->not_after, made.not_after);
  EXPECT_EQ(server->sha256.size(), 64U);
  EXPECT_THAT(Check(made.client.certificate, made.client.key), IsOk());
  EXPECT_THAT(Check(made.server.certificate, made.server.key, made.not_after - absl::Seconds(1)), IsOk());
  EXPECT_THAT(Check(made.server.certificate, made.server.key, made.not_after),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("expired at")));
  EXPECT_THAT(Check(made.server.certificate, made.server.key, kNow - absl::Hours(2)),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("not valid before")));
}

TEST(CertificatesTest, EachIsMadeAnew) {
  const DevelopmentCertificates one = Made();
  const DevelopmentCertificates other = Made();
  EXPECT_NE(one.authority, other.authority);
  EXPECT_NE(one.server.key, other.server.key);
  EXPECT_NE(one.server.key, one.client.key);
}

TEST(CertificatesTest, HostsAreNamesOrAddresses) {
  for (const char* host : {"journal.court.example", "192.168.1.20", "fe80::1", "a"})
    EXPECT_THAT(MakeDevelopmentCertificates({host}, kNow).status(), IsOk()) << host;
  for (const char* host : {"", "a b", "x,DNS:bank.example", "https://x", "-x", "*.example"})
    EXPECT_THAT(MakeDevelopmentCertificates({host}, kNow).status(),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("--host")))
        << host;
}

TEST(ServedCertificateTest, KeyAndCertificateBelongTogether) {
  const DevelopmentCertificates made = Made();
  const DevelopmentCertificates other = Made();
  EXPECT_THAT(Check(made.server.certificate, other.server.key),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("does not belong")));
  EXPECT_THAT(Check(made.server.certificate + made.authority, made.server.key), IsOk()) << "with its authority";
  EXPECT_THAT(Check(made.authority + made.server.certificate, made.server.key),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("does not belong")))
      << "in the wrong order";
}

TEST(ServedCertificateTest, HalfOfAFileIsNoFile) {
  const DevelopmentCertificates made = Made();
  const std::string& chain = made.server.certificate;
  for (size_t size = 0; size + 1 < chain.size(); size += 40)
    EXPECT_THAT(Check(chain.substr(0, size), made.server.key),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("PEM")))
        << size;
  for (size_t size = 0; size + 1 < made.server.key.size(); size += 20)
    EXPECT_THAT(Check(chain, made.server.key.substr(0, size)),
                StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("PEM")))
        << size;
  EXPECT_THAT(Check(chain + made.authority.substr(0, made.authority.size() / 2), made.server.key),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("PEM")))
      << "the second one";
  EXPECT_FALSE(HoldsCertificates(""));
  EXPECT_FALSE(HoldsCertificates(made.server.key));
  EXPECT_TRUE(HoldsCertificates(made.authority + made.server.certificate));
}

TEST(ServedCertificateTest, KeyIsNeverInAMessage) {
  const DevelopmentCertificates made = Made();
  const std::string locked = absl::StrReplaceAll(made.server.key, {{"PRIVATE KEY", "ENCRYPTED PRIVATE KEY"}});
  const absl::Status status = Check(made.server.certificate, locked);
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("passphrase")));
  EXPECT_THAT(std::string(status.message()), Not(HasSubstr(made.server.key.substr(40, 16))));
}

}  // namespace
}  // namespace casejournal::services
