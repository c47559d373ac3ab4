// A service that a server registers in place of a generated one. By itself, gRPC answers bytes that are not a request
// with INTERNAL and without a word; here the server says what is wrong, in every method.
#ifndef CASEJOURNAL_SERVICES_GRPC_RAW_BYTES_SERVICE_H_
#define CASEJOURNAL_SERVICES_GRPC_RAW_BYTES_SERVICE_H_

#include <google/protobuf/descriptor.h>
#include <grpcpp/completion_queue.h>
#include <grpcpp/impl/rpc_service_method.h>
#include <grpcpp/impl/service_type.h>
#include <grpcpp/server_context.h>
#include <grpcpp/support/async_unary_call.h>
#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/status.h>

#include <functional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace casejournal::services {

// What is answered to bytes that are not a request.
struct MalformedAnswers {
  // An error if the caller is not admitted, which goes before everything that could be said about the bytes.
  std::function<grpc::Status(const grpc::ServerContextBase&, const google::protobuf::MethodDescriptor&)> admit;
  // The error that says what is wrong with bytes that are no message of this type.
  std::function<grpc::Status(const google::protobuf::Descriptor&, absl::string_view bytes)> explain;
  // The outcome of a call whose caller left before the request was there. Nobody gets it.
  grpc::Status gave_up;
};

class BytesService : public grpc::Service {
 public:
  // The handler of the method with this index in the generated service.
  using HandlerOf = std::function<grpc::internal::MethodHandler*(int index)>;

  // All methods of the service with this name: those that `queued` names are taken as bytes from a completion queue,
  // and the others are answered by their handlers, which must outlive this.
  BytesService(const std::string& full_name, const HandlerOf& handler_of, MalformedAnswers malformed,
               const std::vector<std::string>& queued = {});

  // The same for a service whose methods are all queued.
  BytesService(const std::string& full_name, const std::vector<std::string>& queued)
      : BytesService(full_name, nullptr, {}, queued) {}

  // The index of a method, for RequestUnary and grpc::Service::RequestAsync... .
  int IndexOf(const std::string& method) const { return contract_.FindMethodByName(method)->index(); }

  // Ask for the next call of a queued method with one request and one answer. The arguments are those of the functions
  // that gRPC generates for such methods.
  void RequestUnary(int index, grpc::ServerContext* context, grpc::ByteBuffer* request,
                    grpc::ServerAsyncResponseWriter<grpc::ByteBuffer>* response, grpc::CompletionQueue* call_queue,
                    grpc::ServerCompletionQueue* notification_queue, void* tag) {
    RequestAsyncUnary(index, context, request, response, call_queue, notification_queue, tag);
  }

 private:
  const google::protobuf::ServiceDescriptor& contract_;
  const MalformedAnswers malformed_;
  std::vector<std::string> paths_;  // such as "/casejournal.v1.CaseService/Append"; gRPC points to them
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_GRPC_RAW_BYTES_SERVICE_H_
