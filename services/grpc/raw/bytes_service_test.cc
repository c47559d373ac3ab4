// What a generated service answers to bytes through BytesService.
#include "services/grpc/raw/bytes_service.h"

#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/impl/client_unary_call.h>

#include <memory>
#include <string>
#include <utility>

#include "casejournal/v1/audit_service.grpc.pb.h"
#include "services/grpc/raw/queued_methods.h"

namespace casejournal::services {
namespace {

using ::testing::ElementsAre;

class Probe final : public v1::AuditService::Service {
 public:
  grpc::Status GetCheckpoint(grpc::ServerContext*, const v1::GetCheckpointRequest* request,
                             v1::GetCheckpointResponse* response) override {
    response->set_verifier_key(request->witnessed() ? "witnessed" : "signed");
    return grpc::Status::OK;
  }
  grpc::Status ReadLeaves(grpc::ServerContext*, const v1::ReadLeavesRequest* request,
                          grpc::ServerWriter<v1::ReadLeavesResponse>* writer) override {
    for (uint64_t i = 0; i < request->end_position(); ++i) writer->Write({});
    return {grpc::StatusCode::OUT_OF_RANGE, "no more"};
  }

  grpc::Status refusal;

 private:
  BytesService methods_{v1::AuditService::service_full_name(), [this](int index) { return GetHandler(index); },
                        MalformedAnswers{.admit = [this](const auto&, const auto&) { return refusal; },
                                         .explain =
                                             [](const google::protobuf::Descriptor& type, absl::string_view bytes) {
                                               return grpc::Status(
                                                   grpc::StatusCode::INVALID_ARGUMENT,
                                                   type.name() + " of " + std::to_string(bytes.size()) + " bytes",
                                                   "details");
                                             },
                                         .gave_up = {grpc::StatusCode::CANCELLED, "gave up"}}};

 public:
  BytesService& methods() { return methods_; }
};

class BytesServiceTest : public ::testing::Test {
 protected:
  BytesServiceTest() {
    int port = 0;
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(&probe_.methods());
    server_ = builder.BuildAndStart();
    channel_ = grpc::CreateChannel("127.0.0.1:" + std::to_string(port), grpc::InsecureChannelCredentials());
    audit_ = v1::AuditService::NewStub(channel_);
  }

  // One call of a method with one answer, with these bytes.
  grpc::Status Call(const char* method, const std::string& bytes) {
    grpc::ClientContext context;
    const grpc::Slice slice(bytes);
    grpc::ByteBuffer answer;
    return grpc::internal::BlockingUnaryCall(channel_.get(),
                                             grpc::internal::RpcMethod(method, grpc::internal::RpcMethod::NORMAL_RPC),
                                             &context, grpc::ByteBuffer(&slice, 1), &answer);
  }

  Probe probe_;
  std::unique_ptr<grpc::Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<v1::AuditService::Stub> audit_;
};

constexpr char kCheckpoint[] = "/casejournal.v1.AuditService/GetCheckpoint";
constexpr char kLeaves[] = "/casejournal.v1.AuditService/ReadLeaves";

TEST_F(BytesServiceTest, ARequestReachesItsMethod) {
  grpc::ClientContext context;
  v1::GetCheckpointRequest request;
  v1::GetCheckpointResponse response;
  request.set_witnessed(true);

  ASSERT_TRUE(audit_->GetCheckpoint(&context, request, &response).ok());

  EXPECT_EQ(response.verifier_key(), "witnessed");
}

TEST_F(BytesServiceTest, AStreamOfAnswersEndsWithItsStatus) {
  grpc::ClientContext context;
  v1::ReadLeavesRequest request;
  v1::ReadLeavesResponse response;
  request.set_end_position(3);
  const auto reader = audit_->ReadLeaves(&context, request);
  int answers = 0;
  while (reader->Read(&response)) ++answers;

  EXPECT_EQ(answers, 3);
  EXPECT_EQ(reader->Finish().error_message(), "no more");
}

TEST_F(BytesServiceTest, BytesThatAreNoRequestAreExplained) {
  for (const auto& [method, type] :
       {std::pair(kCheckpoint, "GetCheckpointRequest"), std::pair(kLeaves, "ReadLeavesRequest")}) {
    const grpc::Status answer = Call(method, "\xFF\xFF\xFF");
    EXPECT_EQ(answer.error_code(), grpc::StatusCode::INVALID_ARGUMENT) << method;
    EXPECT_EQ(answer.error_message(), std::string(type) + " of 3 bytes");
    EXPECT_EQ(answer.error_details(), "details");
  }
}

TEST_F(BytesServiceTest, WhoIsNotAdmittedHearsThatFirst) {
  probe_.refusal = {grpc::StatusCode::UNAUTHENTICATED, "who are you"};

  EXPECT_EQ(Call(kCheckpoint, "\xFF").error_message(), "who are you");
  EXPECT_TRUE(Call(kCheckpoint, "").ok()) << "a method looks at its callers itself";
}

TEST_F(BytesServiceTest, AMethodWithoutAnAnswerIsUnimplemented) {
  EXPECT_EQ(Call("/casejournal.v1.AuditService/GetInclusionProof", "").error_code(), grpc::StatusCode::UNIMPLEMENTED);
}

}  // namespace
}  // namespace casejournal::services
