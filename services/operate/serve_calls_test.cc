#include "services/operate/serve_calls.h"

#include <gmock/gmock.h>

#include <algorithm>

#include "absl/time/clock.h"
#include "services/credentials/certificates.h"
#include "services/files/given_file.h"
#include "tests/support/matchers.h"
#include "tests/support/test_log.h"

namespace casejournal::services {
namespace {

using casejournal::testing::IsOk;
using casejournal::testing::StatusIs;
using ::testing::AllOf;
using ::testing::HasSubstr;

class ServeCallsTest : public ::testing::Test {
 protected:
  ServeCallsTest() {
    const DevelopmentCertificates made = MakeDevelopmentCertificates({}, absl::Now()).value();
    EXPECT_THAT(WriteFile(cert_, made.server.certificate), IsOk());
    EXPECT_THAT(WriteFile(key_, made.server.key), IsOk());
    EXPECT_THAT(WriteFile(ca_, made.authority), IsOk());
  }

  absl::Status Read(std::vector<std::string> arguments) {
    CLI::App app;
    ServeCallFlags flags;
    flags.Declare(app);
    std::reverse(arguments.begin(), arguments.end());  // CLI11 expects them in reverse order.
    app.parse(arguments);
    const std::string listen = options_.listen;
    options_ = ServerOptions();
    options_.listen = listen;
    return ReadCallers(flags, &options_);
  }

  static auto Refused(const std::string& words) {
    return StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(words));
  }

  eventstore::TestDirectory directory_;
  const std::string cert_ = directory_.path() + "/cert.pem";
  const std::string key_ = directory_.path() + "/key.pem";
  const std::string ca_ = directory_.path() + "/ca.pem";
  ServerOptions options_;
};

TEST_F(ServeCallsTest, TheWayMustBeSaid) {
  EXPECT_THAT(Read({}), StatusIs(absl::StatusCode::kInvalidArgument,
                                 AllOf(HasSubstr("--tls-cert"), HasSubstr("--insecure-dev"))));
  EXPECT_THAT(Read({"--development-actor", "a/b/c"}), Refused("--insecure-dev"));
  EXPECT_THAT(Read({"--tls-cert", cert_}), Refused("go together"));
  EXPECT_THAT(Read({"--tls-cert", cert_, "--tls-key", key_}), Refused("nobody could sign in"));
  EXPECT_THAT(Read({"--tls-cert", cert_, "--tls-key", key_, "--development-actor", "a/b/c"}),
              Refused("--development-actor goes only with --insecure-dev"));
}

TEST_F(ServeCallsTest, DevelopmentIsForThisMachine) {
  EXPECT_THAT(Read({"--insecure-dev"}), Refused("needs --development-actor"));
  EXPECT_THAT(Read({"--insecure-dev", "--development-actor", "Grace Bell"}), Refused("ISSUER/SUBJECT/NAME"));
  ASSERT_THAT(Read({"--insecure-dev", "--development-actor", "wren.example/u-104/Grace Bell"}), IsOk());
  EXPECT_TRUE(options_.insecure_dev);
  EXPECT_EQ(options_.development_actor.issuer(), "wren.example");
  EXPECT_EQ(options_.development_actor.subject(), "u-104");
  EXPECT_EQ(options_.development_actor.name(), "Grace Bell");
  for (const char* flag : {"--tls-cert", "--tls-key", "--client-ca", "--token-keys", "--token-issuer",
                           "--token-audience", "--token-keys-ca"}) {
    EXPECT_THAT(Read({"--insecure-dev", "--development-actor", "a/b/c", flag, "x"}), Refused("does not go with"))
        << flag;
  }
  options_.listen = "0.0.0.0:7464";
  EXPECT_THAT(Read({"--insecure-dev", "--development-actor", "a/b/c"}), Refused("--listen 0.0.0.0:7464"));
}

TEST_F(ServeCallsTest, TokensNeedTheirIssuerAndAudience) {
  const std::vector<std::string> tls = {"--tls-cert", cert_, "--tls-key", key_};
  const auto with = [&](std::vector<std::string> more) {
    more.insert(more.begin(), tls.begin(), tls.end());
    return Read(more);
  };
  EXPECT_THAT(with({"--token-keys", "keys"}), Refused("--token-issuer"));
  EXPECT_THAT(with({"--token-issuer", "i"}), Refused("need --token-keys"));
  ASSERT_THAT(with({"--token-keys", "keys", "--token-issuer", "i", "--token-audience", "a"}), IsOk());
  EXPECT_EQ(options_.token_keys, "keys");
  EXPECT_EQ(options_.token_rules.issuer, "i");
  EXPECT_EQ(options_.token_rules.audience, "a");
  EXPECT_EQ(options_.token_rules.age_max, absl::Hours(24));
  EXPECT_FALSE(options_.journal_all_reads);
  ASSERT_THAT(with({"--token-keys", "keys", "--token-issuer", "i", "--token-audience", "a", "--token-max-age", "90m",
                    "--journal-reads", "all"}),
              IsOk());
  EXPECT_EQ(options_.token_rules.age_max, absl::Minutes(90));
  EXPECT_TRUE(options_.journal_all_reads);
  for (const char* age : {"", "0", "90", "59s", "-1h", "8785h", "inf", "soon"})
    EXPECT_THAT(with({"--token-keys", "keys", "--token-issuer", "i", "--token-audience", "a", "--token-max-age", age}),
                Refused("--token-max-age"))
        << age;
}

TEST_F(ServeCallsTest, ACountySetsTheLimitsOfACaller) {
  const std::vector<std::string> tls = {"--tls-cert",     cert_, "--tls-key",        key_, "--token-keys", "keys",
                                        "--token-issuer", "i",   "--token-audience", "a"};
  const auto with = [&](std::vector<std::string> more) {
    more.insert(more.begin(), tls.begin(), tls.end());
    return Read(more);
  };
  ASSERT_THAT(with({}), IsOk());
  EXPECT_EQ(options_.caller_limits, CallerLimitNumbers());
  ASSERT_THAT(with({"--caller-calls-per-second", "5", "--caller-streams", "3", "--caller-request-mib", "32"}), IsOk());
  EXPECT_EQ(options_.caller_limits.calls_per_second, 5U);
  EXPECT_EQ(options_.caller_limits.calls_at_once, 10U);
  EXPECT_EQ(options_.caller_limits.streams, 3U);
  EXPECT_EQ(options_.caller_limits.request_bytes, size_t{32} << 20);
  for (const char* flag : {"--caller-calls-per-second", "--caller-streams", "--caller-request-mib"}) {
    EXPECT_THROW((void)with({flag, "0"}), CLI::ValidationError) << flag;
    EXPECT_THROW((void)with({flag, "1000001"}), CLI::ValidationError) << flag;
    EXPECT_THROW((void)with({flag, "-1"}), CLI::Error) << flag;
    EXPECT_THAT(Read({"--insecure-dev", "--development-actor", "a/b/c", flag, "77"}), Refused("does not go with"))
        << flag;
  }
}

TEST_F(ServeCallsTest, CertificatesStandForWhomTheFlagsName) {
  const std::vector<std::string> mtls = {"--tls-cert", cert_, "--tls-key", key_, "--client-ca", ca_};
  const auto with = [&](std::vector<std::string> callers) {
    std::vector<std::string> all = mtls;
    for (const std::string& caller : callers) all.insert(all.end(), {"--certificate-caller", caller});
    return Read(all);
  };
  const std::string digest(64, 'A');
  EXPECT_THAT(with({}), Refused("go together"));
  ASSERT_THAT(with({"dns:pipeline.lan=wren.example/svc-7/Pipeline", "uri:spiffe://wren/a=i/s/N", digest + "=i/s/M"}),
              IsOk());
  ASSERT_EQ(options_.certificate_callers.size(), 3U);
  EXPECT_EQ(options_.certificate_callers[0].names, "dns:pipeline.lan");
  EXPECT_EQ(options_.certificate_callers[0].staff.subject(), "svc-7");
  EXPECT_EQ(options_.certificate_callers[1].names, "uri:spiffe://wren/a");
  EXPECT_EQ(options_.certificate_callers[2].names, std::string(64, 'a'));
  for (const std::string& wrong : {std::string("pipeline.lan=i/s/N"), std::string("dns:=i/s/N"), std::string("dns:a"),
                                   digest.substr(1) + "=i/s/N", std::string("dns:a=i/s")})
    EXPECT_THAT(with({wrong}), Refused("--certificate-caller")) << wrong;
  EXPECT_THAT(with({"dns:a=i/s/N", "dns:a=i/t/M"}), Refused("given twice"));
}

TEST_F(ServeCallsTest, FilesAreChecked) {
  ASSERT_THAT(WriteFile(key_, "no key"), IsOk());
  EXPECT_THAT(Read({"--tls-cert", cert_, "--tls-key", key_, "--token-keys", "keys", "--token-issuer", "i",
                    "--token-audience", "a"}),
              Refused("--tls-key " + key_));
}

}  // namespace
}  // namespace casejournal::services
