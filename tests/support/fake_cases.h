// A server in this process that answers for a journal as a test tells it to, for tests of the client.
#ifndef CASEJOURNAL_TESTS_SUPPORT_FAKE_CASES_H_
#define CASEJOURNAL_TESTS_SUPPORT_FAKE_CASES_H_

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "casejournal/v1/case_service.grpc.pb.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"
#include "services/client/journal_client.h"

namespace casejournal::testing {

class FakeCases final : public v1::CaseService::Service {
 public:
  // ListCases: the answer, or a failure.
  v1::ListCasesResponse listed;
  grpc::Status failure;

  // AppendStream: the answers to the requests that it has got so far, which it keeps for the answer to a later one.
  // They are sent when the request that completes them has come.
  std::function<std::vector<v1::AppendStreamResponse>(const v1::AppendRequest&)> answer = Recorded;
  // It ends the call after so many requests, with this status.
  size_t requests_max = 1'000'000;
  grpc::Status end;

  // What it was asked.
  std::vector<v1::ListCasesRequest> asked;
  std::vector<v1::AppendRequest> appended;

  static v1::AppendStreamResponse RecordedAt(const v1::AppendRequest& request, uint64_t position) {
    v1::AppendStreamResponse response;
    response.set_request_id(request.request_id());
    response.mutable_appended()->set_request_id(request.request_id());
    response.mutable_appended()->set_first_position(position);
    return response;
  }

  static v1::AppendStreamResponse Rejected(const v1::AppendRequest& request, grpc::StatusCode code,
                                           const std::string& message) {
    v1::AppendStreamResponse response;
    response.set_request_id(request.request_id());
    response.mutable_error()->set_code(code);
    response.mutable_error()->set_message(message);
    return response;
  }

  grpc::Status ListCases(grpc::ServerContext*, const v1::ListCasesRequest* request,
                         v1::ListCasesResponse* response) override {
    asked.push_back(*request);
    *response = listed;
    return failure;
  }

  grpc::Status AppendStream(
      grpc::ServerContext*,
      grpc::ServerReaderWriter<v1::AppendStreamResponse, v1::AppendStreamRequest>* stream) override {
    v1::AppendStreamRequest request;
    while (appended.size() < requests_max && stream->Read(&request)) {
      appended.push_back(request.append());
      for (const v1::AppendStreamResponse& response : answer(request.append())) stream->Write(response);
    }
    return end;
  }

 private:
  static std::vector<v1::AppendStreamResponse> Recorded(const v1::AppendRequest& request) {
    return {RecordedAt(request, 100)};
  }
};

// The server, and a client of it that stores no checkpoint.
class FakeJournal {
 public:
  FakeJournal() {
    int port = 0;
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(&cases);
    server_ = builder.BuildAndStart();
    EXPECT_NE(port, 0);
    services::ServerFlags flags;
    flags.server = absl::StrCat("127.0.0.1:", port);
    flags.checkpoints = "none";
    flags.timeout_seconds = 60;
    flags.connection.insecure_dev = true;
    client = std::make_unique<services::JournalClient>(flags);
  }
  ~FakeJournal() { Stop(); }

  void Stop() { server_->Shutdown(std::chrono::system_clock::now()); }

  FakeCases cases;
  std::unique_ptr<services::JournalClient> client;

 private:
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace casejournal::testing

#endif  // CASEJOURNAL_TESTS_SUPPORT_FAKE_CASES_H_
