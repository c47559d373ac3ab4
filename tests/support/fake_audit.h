// A server in this process that answers the calls of AuditService from a journal in memory.
#ifndef CASEJOURNAL_TESTS_SUPPORT_FAKE_AUDIT_H_
#define CASEJOURNAL_TESTS_SUPPORT_FAKE_AUDIT_H_

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "casejournal/v1/audit_service.grpc.pb.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"
#include "tests/support/memory_journal.h"

namespace casejournal::testing {

class FakeAuditServer final : private v1::AuditService::Service {
 public:
  FakeAuditServer() {
    int port = 0;
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(this);
    server_ = builder.BuildAndStart();
    EXPECT_NE(port, 0);
    address_ = absl::StrCat("127.0.0.1:", port);
  }
  ~FakeAuditServer() override { server_->Shutdown(std::chrono::system_clock::now()); }

  const std::string& address() const { return address_; }

  // Change it only between calls.
  MemoryJournal journal;

 private:
  static grpc::Status StatusOf(const absl::Status& status) {
    return grpc::Status(static_cast<grpc::StatusCode>(status.code()), std::string(status.message()));
  }

  template <typename Response>
  static grpc::Status Answer(const absl::StatusOr<Response>& answer, Response* response) {
    if (answer.ok()) *response = *answer;
    return StatusOf(answer.status());
  }

  grpc::Status GetCheckpoint(grpc::ServerContext*, const v1::GetCheckpointRequest*,
                             v1::GetCheckpointResponse* response) override {
    return Answer(journal.Checkpoint(), response);
  }

  grpc::Status GetInclusionProof(grpc::ServerContext*, const v1::GetInclusionProofRequest* request,
                                 v1::GetInclusionProofResponse* response) override {
    return Answer(journal.InclusionProof(*request), response);
  }

  grpc::Status GetConsistencyProof(grpc::ServerContext*, const v1::GetConsistencyProofRequest* request,
                                   v1::GetConsistencyProofResponse* response) override {
    return Answer(journal.ConsistencyProof(*request), response);
  }

  grpc::Status ReadEvents(grpc::ServerContext*, const v1::ReadEventsRequest* request,
                          grpc::ServerWriter<v1::ReadEventsResponse>* writer) override {
    return StatusOf(
        journal.ReadEvents(*request, [&](const v1::ReadEventsResponse& batch) { return writer->Write(batch); }));
  }

  std::string address_;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace casejournal::testing

#endif  // CASEJOURNAL_TESTS_SUPPORT_FAKE_AUDIT_H_
