#include "services/client/reading/server_health.h"

#include <memory>
#include <vector>

#include "google/protobuf/wrappers.pb.h"
#include "grpcpp/completion_queue.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/support/byte_buffer.h"

namespace casejournal::services {
namespace {

constexpr char kMethod[] = "/grpc.health.v1.Health/Check";
constexpr uint32_t kServing = 1;  // HealthCheckResponse.ServingStatus

// gRPC has no header for this service. Its request is one string, and its response is one enum, both with the number 1,
// as in the wrapper messages.
grpc::ByteBuffer RequestFor(const std::string& name) {
  google::protobuf::StringValue service;
  service.set_value(name);
  const grpc::Slice slice(service.SerializeAsString());
  return grpc::ByteBuffer(&slice, 1);
}

bool IsServing(const grpc::ByteBuffer& response) {
  std::vector<grpc::Slice> slices;
  std::string bytes;
  if (!response.Dump(&slices).ok()) return false;
  for (const grpc::Slice& slice : slices) bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  google::protobuf::UInt32Value status;
  return status.ParseFromString(bytes) && status.value() == kServing;
}

}  // namespace

grpc::Status AskHealth(JournalClient& client, const std::string& name, std::optional<bool>* serving) {
  grpc::GenericStub stub(client.channel());
  const std::unique_ptr<grpc::ClientContext> context = client.OneAnswer();
  grpc::CompletionQueue queue;
  const std::unique_ptr<grpc::GenericClientAsyncResponseReader> call =
      stub.PrepareUnaryCall(context.get(), kMethod, RequestFor(name), &queue);
  call->StartCall();
  grpc::ByteBuffer response;
  grpc::Status status;
  call->Finish(&response, &status, nullptr);
  void* tag = nullptr;
  bool ok = false;
  queue.Next(&tag, &ok);
  serving->reset();
  if (status.error_code() == grpc::NOT_FOUND) return grpc::Status::OK;
  if (status.ok()) *serving = IsServing(response);
  return status;
}

}  // namespace casejournal::services
