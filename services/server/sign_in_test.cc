// Who is let in, over connections with TLS, tokens, and client certificates.
#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>

#include <fstream>
#include <memory>
#include <string>
#include <thread>
#include <utility>

#include "absl/time/clock.h"
#include "casejournal/v1/access_service.grpc.pb.h"
#include "casejournal/v1/journal_service.grpc.pb.h"
#include "services/credentials/certificates.h"
#include "services/credentials/token_key.h"
#include "services/net/metadata_keys.h"
#include "services/server/server.h"
#include "tests/support/test_server.h"

namespace casejournal::services {
namespace {

using casejournal::testing::CaseOpened;
using casejournal::testing::FromGrpc;
using casejournal::testing::Id;
using casejournal::testing::IsOk;
using casejournal::testing::NamesField;
using casejournal::testing::ServerTest;
using casejournal::testing::StatusIs;
using ::testing::HasSubstr;

constexpr char kNotAccepted[] = "the call has no token or certificate that this server accepts";
constexpr absl::Duration kSignInPatience = absl::Seconds(60);

// Ruth (u-admin) signs in with a token, and a service with a client certificate.
class SignInTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const DevelopmentCertificates certificates = MakeDevelopmentCertificates({}, absl::Now()).value();
    authority_ = certificates.authority;
    client_ = certificates.client;
    Put("cert", certificates.server.certificate);
    Put("key", certificates.server.key);
    Put("clients", certificates.authority);
    Put("keys", key_.KeySetJson());
    ServerOptions options = Options();
    options.transport.certificate_file = Path("cert");
    options.transport.key_file = Path("key");
    options.transport.client_ca_file = Path("clients");
    options.transport.every = absl::Milliseconds(50);
    options.token_keys = Path("keys");
    options.token_rules.issuer = "wren.example";
    options.token_rules.audience = "casejournal";
    options.certificate_callers.push_back(
        {.names = absl::StrCat("dns:", kDevelopmentClient), .staff = Person("svc-1", "Pipeline")});
    ASSERT_THAT(Journal::Create(options.journal.log, {.origin = "wren.example/juvenile",
                                                      .time_zone = "America/New_York",
                                                      .administrator = Person("u-admin", "Ruth Adams")}),
                IsOk());
    absl::StatusOr<std::unique_ptr<Server>> server = Server::Start(std::move(options));
    ASSERT_THAT(server, IsOk());
    server_ = *std::move(server);
  }

  ServerOptions Options() const {
    ServerOptions options;
    options.journal.log.directory = Path("journal");
    options.journal.log.disk_reserve_bytes = 0;
    options.listen = "127.0.0.1:0";
    options.quiet = true;
    return options;
  }
  static event::v1::Staff Person(const std::string& subject, const std::string& name) {
    event::v1::Staff staff;
    staff.set_issuer("wren.example");
    staff.set_subject(subject);
    staff.set_name(name);
    return staff;
  }
  std::string Path(const std::string& name) const { return absl::StrCat(directory_.path(), "/", name); }
  void Put(const std::string& name, const std::string& text) const { std::ofstream(Path(name)) << text; }

  std::shared_ptr<grpc::Channel> Connect(const CertificateWithKey& certificate = {}) const {
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);  // a connection of its own
    return grpc::CreateCustomChannel(absl::StrCat("localhost:", server_->port()),
                                     grpc::SslCredentials({.pem_root_certs = authority_,
                                                           .pem_private_key = certificate.key,
                                                           .pem_cert_chain = certificate.certificate}),
                                     arguments);
  }
  std::string Token() const {
    const absl::Time now = absl::Now();
    return key_.Sign({.issuer = "wren.example",
                      .subject = "u-admin",
                      .name = "Ruth Adams",
                      .audience = "casejournal",
                      .issued_at = now,
                      .expires_at = now + absl::Hours(1)});
  }
  // Ask who calls. `token` and `purpose` may be empty.
  absl::Status Ask(const std::shared_ptr<grpc::Channel>& channel, const std::string& token,
                   const std::string& purpose = "") const {
    grpc::ClientContext context;
    context.set_deadline(absl::ToChronoTime(absl::Now() + kSignInPatience));
    if (!token.empty()) context.AddMetadata("authorization", absl::StrCat("Bearer ", token));
    if (!purpose.empty()) context.AddMetadata(kPurposeKey, purpose);
    v1::GetJournalResponse response;
    return FromGrpc(v1::JournalService::NewStub(channel)->GetJournal(&context, {}, &response));
  }
  void GiveThePipelineItsRole() const {
    grpc::ClientContext context;
    context.AddMetadata("authorization", absl::StrCat("Bearer ", Token()));
    v1::GiveRoleRequest request;
    v1::GiveRoleResponse response;
    request.set_request_id(eventstore::Uuid::Random().ToString());
    *request.mutable_holder() = Person("svc-1", "Pipeline");
    request.set_role(event::v1::ROLE_PIPELINE);
    ASSERT_THAT(FromGrpc(v1::AccessService::NewStub(Connect())->GiveRole(&context, request, &response)), IsOk());
  }

  const eventstore::TestDirectory directory_;
  const TokenKeyPair key_ = TokenKeyPair::Generate();
  std::string authority_;
  CertificateWithKey client_;
  std::unique_ptr<Server> server_;
};

TEST_F(SignInTest, ATokenThatIsTooLongIsRefusedLikeAnyOther) {
  EXPECT_THAT(Ask(Connect(), Token()), IsOk());
  for (const size_t bytes : {size_t{9} << 10, size_t{12} << 10, size_t{24} << 10})
    EXPECT_THAT(Ask(Connect(), std::string(bytes, 'x')), StatusIs(absl::StatusCode::kUnauthenticated, kNotAccepted));
}

TEST_F(SignInTest, APurposeThatIsNoTextIsRefusedByItsName) {
  EXPECT_THAT(Ask(Connect(), Token(), "the review on Friday"), IsOk());
  for (const char* purpose : {"\xff\xfe", "caf\xe9", "\xc3\x28", "a\x1b[2J"})
    EXPECT_THAT(Ask(Connect(), Token(), purpose), NamesField(kPurposeKey)) << purpose;
}

// Which one is recorded with what is given nobody could tell.
TEST_F(SignInTest, APurposeOrAnAuthorityThatIsGivenTwiceIsRefusedByItsName) {
  for (const char* key : {kPurposeKey, kAuthorityKey}) {
    for (const char* second : {"another", "the review on Friday"}) {
      grpc::ClientContext context;
      context.set_deadline(absl::ToChronoTime(absl::Now() + kSignInPatience));
      context.AddMetadata("authorization", absl::StrCat("Bearer ", Token()));
      context.AddMetadata(key, "the review on Friday");
      context.AddMetadata(key, second);
      v1::GetJournalResponse response;
      EXPECT_THAT(FromGrpc(v1::JournalService::NewStub(Connect())->GetJournal(&context, {}, &response)),
                  NamesField(key));
    }
  }
}

// Who suffers: a county that took an authority away, while whoever it certified keeps a connection open.
TEST_F(SignInTest, AnAuthorityThatIsTakenAwayEndsWhatItLetIn) {
  GiveThePipelineItsRole();
  const std::shared_ptr<grpc::Channel> channel = Connect(client_);
  ASSERT_THAT(Ask(channel, ""), IsOk());
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + kSignInPatience));
  v1::SubscribeRequest request;
  const auto subscription = v1::CourtService::NewStub(channel)->Subscribe(&context, request);
  v1::SubscribeResponse batch;
  ASSERT_TRUE(subscription->Read(&batch));

  const DevelopmentCertificates others = MakeDevelopmentCertificates({}, absl::Now()).value();
  Put("clients", others.authority);
  while (subscription->Read(&batch)) {
  }

  EXPECT_THAT(FromGrpc(subscription->Finish()), StatusIs(absl::StatusCode::kUnauthenticated));
  EXPECT_THAT(Ask(channel, ""), StatusIs(absl::StatusCode::kUnauthenticated, kNotAccepted));
  EXPECT_THAT(Ask(channel, Token()), IsOk()) << "a token counts on the same connection";
  EXPECT_THAT(Ask(Connect(others.client), ""), IsOk());
}

// Who suffers: families whose cases an operator reads with a server that identifies nobody.
TEST_F(SignInTest, AJournalWithAnAdministratorIsNotServedWithoutSignIn) {
  server_.reset();
  ServerOptions options = Options();
  options.insecure_dev = true;
  options.development_actor = Person("u-admin", "Ruth Adams");

  EXPECT_THAT(Server::Start(std::move(options)).status(),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("this journal has roles")));
}

class AllReadsTest : public ServerTest {
 protected:
  void TellStory() override {
    options().journal_all_reads = true;
    Start();
    Record("ash", {CaseOpened("2025-01-10")});
  }
};

// Who suffers: a caseworker who is said to have been given what was refused.
TEST_F(AllReadsTest, ARequestThatIsRejectedIsNoDisclosure) {
  const auto plan = [&](uint64_t revision) {
    grpc::ClientContext context;
    v1::GetCasePlanRequest request;
    request.set_case_id(Id("ash"));
    request.mutable_as_of()->set_revision(revision);
    v1::GetCasePlanResponse response;
    return FromGrpc(own_->cases->GetCasePlan(&context, request, &response));
  };
  const uint64_t before = LogSize();

  EXPECT_THAT(plan(99), ::testing::Not(IsOk()));
  EXPECT_EQ(LogSize(), before);
  EXPECT_THAT(plan(0), IsOk());
  EXPECT_EQ(LogSize(), before + 1);
}

}  // namespace
}  // namespace casejournal::services
