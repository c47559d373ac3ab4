#include "tests/bench/echo_server.h"

#include <grpcpp/grpcpp.h>

#include <cstdio>
#include <map>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/strings/numbers.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "casejournal/v1/audit_service.grpc.pb.h"
#include "casejournal/v1/case_service.grpc.pb.h"
#include "eventstore/records/stream_id.h"
#include "services/grpc/parse_request.h"
#include "services/journal/journal.h"
#include "services/server/transport.h"

namespace casejournal::services {
namespace {

constexpr int kBatchEvents = 256;
constexpr size_t kEventBytes = 760;  // about: header, salt, plaintext, and sentence of a note of 600 bytes

using RawCases = v1::CaseService::WithRawCallbackMethod_GetCasePlan<
    v1::CaseService::WithRawCallbackMethod_Append<v1::CaseService::Service>>;

class EchoCases final : public RawCases {
 public:
  EchoCases() {
    v1::AppendResponse usual;
    usual.set_request_id(eventstore::Uuid::Random().ToString());
    usual.set_first_position(1'000'000);
    usual.mutable_recorded_at()->set_seconds(1'700'000'000);
    usual.add_cases()->set_case_id(eventstore::Uuid::Random().ToString());
    answer_ = SerializeMessage(usual);
  }

  grpc::ServerUnaryReactor* Append(grpc::CallbackServerContext* context, const grpc::ByteBuffer*,
                                   grpc::ByteBuffer* response) override {
    *response = answer_;
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }

  grpc::ServerUnaryReactor* GetCasePlan(grpc::CallbackServerContext* context, const grpc::ByteBuffer*,
                                        grpc::ByteBuffer* response) override {
    *response = BytesAskedFor(*context);
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }

 private:
  // The answers of the sizes that were asked for share their bytes.
  grpc::ByteBuffer BytesAskedFor(const grpc::CallbackServerContext& context) {
    const auto asked = context.client_metadata().find("echo-bytes");
    size_t size = 0;
    if (asked == context.client_metadata().end() ||
        !absl::SimpleAtoi(absl::string_view(asked->second.data(), asked->second.size()), &size)) {
      return answer_;
    }
    absl::MutexLock lock(&mutex_);
    grpc::ByteBuffer& answer = by_size_[size];
    if (!answer.Valid()) {
      const grpc::Slice bytes(std::string(size, 'b'));
      answer = grpc::ByteBuffer(&bytes, 1);
    }
    return answer;
  }

  grpc::ByteBuffer answer_;
  absl::Mutex mutex_;
  std::map<size_t, grpc::ByteBuffer> by_size_ ABSL_GUARDED_BY(mutex_);
};

class EchoReads final : public v1::AuditService::Service {
 public:
  explicit EchoReads(int batches) : batches_(batches) {
    for (int i = 0; i < kBatchEvents; ++i) {
      eventlog::v1::RecordedEvent& event = *batch_.add_entries()->mutable_opened()->mutable_recorded();
      event.set_header(std::string(118, 'h'));
      event.add_parts()->set_plaintext(std::string(kEventBytes, 'p'));
      event.set_sentence(std::string(640, 's'));
      event.set_stream_id(eventstore::Uuid::Random().ToString());
      event.set_request_id(eventstore::Uuid::Random().ToString());
      event.set_type("CaseNoteWritten");
    }
  }

  grpc::Status ReadEvents(grpc::ServerContext*, const v1::ReadEventsRequest*,
                          grpc::ServerWriter<v1::ReadEventsResponse>* writer) override {
    for (int i = 0; i < batches_ && writer->Write(batch_); ++i) {
    }
    return grpc::Status::OK;
  }

 private:
  const int batches_;
  v1::ReadEventsResponse batch_;
};

}  // namespace

int ServeEcho(int batches, const EchoCertificate& certificate) {
  std::shared_ptr<grpc::ServerCredentials> credentials = grpc::InsecureServerCredentials();
  if (!certificate.certificate_file.empty()) {
    // As the journal serves it.
    absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> tls = TransportCredentials(
        {.certificate_file = certificate.certificate_file, .key_file = certificate.key_file, .client_ca_file = ""}, {});
    if (!tls.ok()) return 1;
    credentials = *std::move(tls);
  }
  EchoCases cases;
  EchoReads reads(batches);
  int port = 0;
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", credentials, &port);
  builder.RegisterService(&cases);
  builder.RegisterService(&reads);
  const std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  if (server == nullptr) return 1;
  std::printf("127.0.0.1:%d\n", port);
  std::fflush(stdout);
  while (std::getchar() != EOF) {
  }
  server->Shutdown(std::chrono::system_clock::now());
  return 0;
}

}  // namespace casejournal::services
