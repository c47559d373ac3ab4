#include "services/client/connection/connection.h"

#include <gmock/gmock.h>

#include "absl/time/clock.h"
#include "services/credentials/certificates.h"
#include "services/credentials/token_key.h"
#include "services/files/given_file.h"
#include "tests/support/matchers.h"
#include "tests/support/test_log.h"

namespace casejournal::services {
namespace {

using casejournal::testing::IsOk;
using casejournal::testing::StatusIs;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kLocal[] = "127.0.0.1:7464";

class ConnectionTest : public ::testing::Test {
 protected:
  std::string File(const std::string& name, const std::string& content) const {
    const std::string path = directory_.path() + "/" + name;
    EXPECT_THAT(WriteFile(path, content), IsOk());
    return path;
  }

  static absl::Status Opened(const std::string& server, const ConnectionFlags& flags) {
    return OpenChannel(server, flags).status();
  }

  eventstore::TestDirectory directory_;
  const DevelopmentCertificates made_ = MakeDevelopmentCertificates({}, absl::Now()).value();
};

TEST_F(ConnectionTest, PlainTextStaysOnThisMachine) {
  ConnectionFlags flags;
  flags.insecure_dev = true;
  for (const char* server : {kLocal, "localhost:1", "[::1]:7464", "127.8.8.8:1"})
    EXPECT_THAT(Opened(server, flags), IsOk()) << server;
  for (const char* server :
       {"journal.court.example:7464", "10.0.0.1:7464", "[2001:db8::1]:7464", "localhost.example:1"})
    EXPECT_THAT(Opened(server, flags), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(server))) << server;
}

TEST_F(ConnectionTest, NothingSecretGoesWithPlainText) {
  for (std::string ConnectionFlags::*const field : {&ConnectionFlags::ca, &ConnectionFlags::token_file,
                                                    &ConnectionFlags::certificate, &ConnectionFlags::key_file}) {
    ConnectionFlags flags;
    flags.insecure_dev = true;
    flags.*field = "file";
    EXPECT_THAT(Opened(kLocal, flags),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("--insecure-dev does not go")));
  }
}

TEST_F(ConnectionTest, FilesAreReadAndNamed) {
  ConnectionFlags flags;
  EXPECT_THAT(Opened(kLocal, flags), IsOk()) << "the authorities of the system";
  flags.ca = directory_.path() + "/none";
  EXPECT_THAT(Opened(kLocal, flags),
              StatusIs(absl::StatusCode::kNotFound, AllOf(HasSubstr("--ca"), HasSubstr(flags.ca))));
  flags.ca = File("ca.pem", made_.client.key);
  EXPECT_THAT(Opened(kLocal, flags),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       AllOf(HasSubstr(flags.ca + ": expected PEM"), Not(HasSubstr(made_.client.key.substr(40, 16))))));
  flags.ca = File("ca.pem", made_.authority);
  EXPECT_THAT(Opened(kLocal, flags), IsOk());
  flags.certificate = File("client.pem", made_.client.certificate);
  EXPECT_THAT(Opened(kLocal, flags), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("go together")));
  flags.key_file = File("key.pem", made_.client.certificate);
  EXPECT_THAT(Opened(kLocal, flags), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("--key-file")));
  flags.key_file = File("key.pem", made_.client.key);
  EXPECT_THAT(Opened(kLocal, flags), IsOk());
}

TEST_F(ConnectionTest, TokenIsReadForEachCall) {
  const TokenKeyPair key = TokenKeyPair::Generate();
  const auto token = [&](absl::Duration until) {
    return key.Sign({.issuer = "i",
                     .subject = "s",
                     .name = "N",
                     .audience = "a",
                     .issued_at = absl::Now() - absl::Hours(2),
                     .expires_at = absl::Now() + until});
  };
  ConnectionFlags flags;
  flags.token_file = File("token", token(absl::Hours(1)));
  grpc::ClientContext first;
  EXPECT_THAT(IdentifyCall(flags, first), IsOk());
  EXPECT_NE(first.credentials(), nullptr);
  const std::string expired = token(-absl::Hours(1));
  File("token", expired);
  grpc::ClientContext second;
  EXPECT_THAT(IdentifyCall(flags, second),
              StatusIs(absl::StatusCode::kUnauthenticated, AllOf(HasSubstr("expired at"), HasSubstr(flags.token_file),
                                                                 Not(HasSubstr(expired.substr(0, 10))))));
  EXPECT_EQ(second.credentials(), nullptr);
}

}  // namespace
}  // namespace casejournal::services
