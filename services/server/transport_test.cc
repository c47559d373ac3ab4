#include "services/server/transport.h"

#include <gmock/gmock.h>
#include <grpc/grpc_security_constants.h>
#include <grpcpp/grpcpp.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <optional>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "casejournal/v1/audit_service.grpc.pb.h"
#include "services/credentials/certificates.h"
#include "tests/support/matchers.h"
#include "tests/support/test_log.h"

namespace casejournal::services {
namespace {

using casejournal::testing::IsOk;
using casejournal::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr absl::Duration kEvery = absl::Milliseconds(10);
constexpr absl::Duration kPatience = absl::Seconds(60);

// Answers that say with which certificate the client came, once or again and again.
class TransportProbe final : public v1::AuditService::Service {
 public:
  grpc::Status GetCheckpoint(grpc::ServerContext* context, const v1::GetCheckpointRequest*,
                             v1::GetCheckpointResponse* response) override {
    const auto found = context->auth_context()->FindPropertyValues(GRPC_X509_PEM_CERT_PROPERTY_NAME);
    if (!found.empty()) response->set_verifier_key(std::string(found.front().data(), found.front().size()));
    return grpc::Status::OK;
  }

  grpc::Status ReadEvents(grpc::ServerContext* context, const v1::ReadEventsRequest*,
                          grpc::ServerWriter<v1::ReadEventsResponse>* writer) override {
    while (!context->IsCancelled() && writer->Write({})) absl::SleepFor(kEvery);
    return grpc::Status::OK;
  }
};

class TransportTest : public ::testing::Test {
 protected:
  ~TransportTest() override {
    if (server_ == nullptr) return;
    server_->Shutdown(std::chrono::system_clock::now());
    server_->Wait();
    server_.reset();
  }

  std::string Path(const std::string& name) const { return directory_.path() + "/" + name; }

  // Replace a file as a whole, as who renews certificates does.
  void Put(const std::string& name, const std::string& content) const {
    std::ofstream(Path("new"), std::ios::binary) << content;
    std::filesystem::rename(Path("new"), Path(name));
  }

  void PutPair(const DevelopmentCertificates& made) const {
    Put("cert", made.server.certificate);
    Put("key", made.server.key);
  }

  TransportOptions Options() const {
    return {.certificate_file = Path("cert"), .key_file = Path("key"), .every = kEvery};
  }

  void Serve(const TransportOptions& options) {
    TransportReports reports;
    reports.on_read = [this](const TransportCertificate& certificate) {
      absl::MutexLock lock(&mutex_);
      read_.push_back(certificate.sha256);
    };
    reports.on_fault = [this](const absl::Status& fault) {
      absl::MutexLock lock(&mutex_);
      faults_.emplace_back(fault.message());
    };
    absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> credentials = TransportCredentials(options, reports);
    ASSERT_THAT(credentials.status(), IsOk());
    credentials_ = *std::move(credentials);
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", credentials_, &port_);
    builder.RegisterService(&probe_);
    server_ = builder.BuildAndStart();
    ASSERT_NE(server_, nullptr);
    ASSERT_NE(port_, 0);
  }

  // A connection of its own.
  std::unique_ptr<v1::AuditService::Stub> Connect(const std::shared_ptr<grpc::ChannelCredentials>& credentials) const {
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    return v1::AuditService::NewStub(
        grpc::CreateCustomChannel(absl::StrCat("localhost:", port_), credentials, arguments));
  }

  std::unique_ptr<v1::AuditService::Stub> ConnectTrusting(const std::string& authority) const {
    return Connect(grpc::SslCredentials({.pem_root_certs = authority}));
  }

  // The client certificate that the server saw; nothing if the call failed.
  static std::optional<std::string> Ask(v1::AuditService::Stub& stub) {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
    v1::GetCheckpointResponse response;
    if (!stub.GetCheckpoint(&context, {}, &response).ok()) return std::nullopt;
    return response.verifier_key();
  }

  bool IsReached(const std::string& authority) const { return Ask(*ConnectTrusting(authority)).has_value(); }

  // Whether `reports`, which is read_ or faults_, comes to hold `count`.
  bool Comes(const std::vector<std::string>& reports, size_t count) {
    const auto has = [&] { return reports.size() >= count; };
    absl::MutexLock lock(&mutex_);
    return mutex_.AwaitWithTimeout(absl::Condition(&has), kPatience);
  }

  // Wait until the files were surely read twice.
  static void WaitForReading() { absl::SleepFor(20 * kEvery); }

  eventstore::TestDirectory directory_;
  const DevelopmentCertificates first_ = MakeDevelopmentCertificates({}, absl::Now()).value();
  const DevelopmentCertificates second_ = MakeDevelopmentCertificates({}, absl::Now()).value();
  absl::Mutex mutex_;
  std::vector<std::string> read_;    // digests of certificates
  std::vector<std::string> faults_;  // messages
  std::shared_ptr<grpc::ServerCredentials> credentials_;
  TransportProbe probe_;
  std::unique_ptr<grpc::Server> server_;
  int port_ = 0;
};

TEST_F(TransportTest, OnlyTlsWithTheRightAuthorityReachesTheServer) {
  PutPair(first_);
  Serve(Options());
  EXPECT_TRUE(IsReached(first_.authority));
  EXPECT_FALSE(IsReached(second_.authority));
  EXPECT_EQ(Ask(*Connect(grpc::InsecureChannelCredentials())), std::nullopt) << "plain text";
}

TEST_F(TransportTest, NewFilesCountForNewConnectionsAndOpenStreamsGoOn) {
  PutPair(first_);
  TransportOptions options = Options();
  options.every = absl::Seconds(2);  // both files are replaced between two readings, also on a slow machine
  Serve(options);
  const auto before = ConnectTrusting(first_.authority);
  grpc::ClientContext context;
  const auto stream = before->ReadEvents(&context, {});
  v1::ReadEventsResponse batch;
  ASSERT_TRUE(stream->Read(&batch));

  PutPair(second_);
  ASSERT_TRUE(Comes(read_, 1));

  EXPECT_TRUE(IsReached(second_.authority));
  EXPECT_FALSE(IsReached(first_.authority)) << "the old certificate is not served any longer";
  for (int i = 0; i < 50; ++i) ASSERT_TRUE(stream->Read(&batch)) << "the stream ended after " << i;
  EXPECT_TRUE(Ask(*before)) << "a call on the old connection";
  context.TryCancel();
  absl::MutexLock lock(&mutex_);
  EXPECT_THAT(faults_, ElementsAre()) << "between the two files, the pair did not fit; that is no fault yet";
}

TEST_F(TransportTest, FilesThatDoNotFitAreReportedOnceAndNotUsed) {
  PutPair(first_);
  Serve(Options());
  Put("key", second_.server.key);
  ASSERT_TRUE(Comes(faults_, 1));
  WaitForReading();
  EXPECT_TRUE(IsReached(first_.authority));

  Put("cert", "-----BEGIN CERTIFICATE-----\nMIIB");
  ASSERT_TRUE(Comes(faults_, 2));
  std::filesystem::remove(Path("cert"));
  ASSERT_TRUE(Comes(faults_, 3));
  WaitForReading();
  EXPECT_TRUE(IsReached(first_.authority));
  {
    absl::MutexLock lock(&mutex_);
    EXPECT_THAT(faults_, ElementsAre(HasSubstr("does not belong"), HasSubstr("in PEM"), HasSubstr("cannot be read")));
    EXPECT_THAT(read_, ElementsAre());
  }

  PutPair(second_);
  ASSERT_TRUE(Comes(read_, 1));
  EXPECT_TRUE(IsReached(second_.authority));
}

TEST_F(TransportTest, ClientCertificateIsOptionalAndItsAuthorityIsNot) {
  PutPair(first_);
  Put("clients", first_.authority);
  TransportOptions options = Options();
  options.client_ca_file = Path("clients");
  Serve(options);
  const auto with = [&](const CertificateWithKey& client) {
    return Ask(*Connect(grpc::SslCredentials(
        {.pem_root_certs = first_.authority, .pem_private_key = client.key, .pem_cert_chain = client.certificate})));
  };
  EXPECT_EQ(Ask(*ConnectTrusting(first_.authority)), "") << "no certificate";
  EXPECT_EQ(with(first_.client), first_.client.certificate);
  EXPECT_EQ(with(second_.client), std::nullopt) << "of another authority";
  EXPECT_EQ(with(first_.server), std::nullopt) << "not for clients";

  Put("clients", second_.authority);
  ASSERT_TRUE(Comes(read_, 1));
  EXPECT_EQ(with(second_.client), second_.client.certificate);
  EXPECT_EQ(with(first_.client), std::nullopt);
}

TEST_F(TransportTest, WithoutAuthoritiesNoCertificateIsAsked) {
  PutPair(first_);
  Serve(Options());
  EXPECT_EQ(Ask(*Connect(grpc::SslCredentials({.pem_root_certs = first_.authority,
                                               .pem_private_key = first_.client.key,
                                               .pem_cert_chain = first_.client.certificate}))),
            "");
}

TEST_F(TransportTest, EndOfTheCertificateIsAnnouncedOnce) {
  PutPair(MakeDevelopmentCertificates({}, absl::Now() - absl::Hours(24 * 86)).value());
  Serve(Options());
  ASSERT_TRUE(Comes(faults_, 1));
  WaitForReading();
  absl::MutexLock lock(&mutex_);
  EXPECT_THAT(faults_, ElementsAre(HasSubstr("the certificate in use expires at")));
}

TEST_F(TransportTest, FilesThatCannotBeUsedPreventTheStart) {
  const auto wrong = [&] { return TransportCredentials(Options(), {}).status(); };
  EXPECT_THAT(wrong(), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("--tls-cert " + Path("cert"))));
  Put("cert", first_.server.certificate);
  EXPECT_THAT(wrong(), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("--tls-key " + Path("key"))));
  Put("key", second_.server.key);
  EXPECT_THAT(wrong(), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("does not belong")));
  PutPair(MakeDevelopmentCertificates({}, absl::Now() - absl::Hours(24 * 91)).value());
  EXPECT_THAT(wrong(), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("expired at")));
  PutPair(first_);
  TransportOptions options = Options();
  options.client_ca_file = Path("clients");
  Put("clients", first_.client.key);
  EXPECT_THAT(CheckTransport(options).status(),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("--client-ca " + Path("clients"))));
  EXPECT_THAT(CheckTransport(Options()).status(), IsOk());
}

}  // namespace
}  // namespace casejournal::services
