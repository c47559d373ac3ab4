#include "services/grpc/raw/bytes_service.h"

#include <grpc/byte_buffer.h>
#include <grpc/byte_buffer_reader.h>
#include <grpc/slice.h>

#include <algorithm>
#include <memory>
#include <utility>

namespace casejournal::services {
namespace {

using google::protobuf::MethodDescriptor;
using google::protobuf::ServiceDescriptor;
using grpc::internal::MethodHandler;
using grpc::internal::RpcMethod;
using grpc::internal::RpcServiceMethod;

using Buffer = std::unique_ptr<grpc_byte_buffer, decltype(&grpc_byte_buffer_destroy)>;

std::string AllBytes(grpc_byte_buffer* buffer) {
  grpc_byte_buffer_reader reader;
  if (grpc_byte_buffer_reader_init(&reader, buffer) == 0) return "";
  const grpc_slice all = grpc_byte_buffer_reader_readall(&reader);
  grpc_byte_buffer_reader_destroy(&reader);
  std::string bytes(reinterpret_cast<const char*>(GRPC_SLICE_START_PTR(all)), GRPC_SLICE_LENGTH(all));
  grpc_slice_unref(all);
  return bytes;
}

// Lets the generated handler do its work, except where the bytes are not a request.
class ExplainingHandler final : public MethodHandler {
 public:
  ExplainingHandler(MethodHandler& handler, const MethodDescriptor& method, const MalformedAnswers& malformed)
      : handler_(handler), method_(method), malformed_(malformed) {}

  void* Deserialize(grpc_call* call, grpc_byte_buffer* request, grpc::Status* status, void** data) override {
    if (request == nullptr) {
      *status = malformed_.gave_up;
      return nullptr;
    }
    // The handler takes the buffer. This one refers to the same bytes.
    const Buffer bytes(grpc_byte_buffer_copy(request), &grpc_byte_buffer_destroy);
    void* message = handler_.Deserialize(call, request, status, data);
    if (!status->ok()) *status = malformed_.explain(*method_.input_type(), AllBytes(bytes.get()));
    return message;
  }

  // A handler answers with the status that it gets, if that is an error.
  void RunHandler(const HandlerParameter& call) override {
    if (call.status.ok()) return handler_.RunHandler(call);
    const grpc::Status admitted = malformed_.admit(*call.server_context, method_);
    handler_.RunHandler(HandlerParameter(call.call, call.server_context, call.request,
                                         admitted.ok() ? call.status : admitted, call.internal_data,
                                         call.call_requester));
  }

 private:
  MethodHandler& handler_;
  const MethodDescriptor& method_;
  const MalformedAnswers& malformed_;
};

RpcMethod::RpcType TypeOf(const MethodDescriptor& method) {
  if (method.client_streaming())
    return method.server_streaming() ? RpcMethod::BIDI_STREAMING : RpcMethod::CLIENT_STREAMING;
  return method.server_streaming() ? RpcMethod::SERVER_STREAMING : RpcMethod::NORMAL_RPC;
}

const ServiceDescriptor& ContractOf(const std::string& full_name) {
  return *google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(full_name);
}

}  // namespace

BytesService::BytesService(const std::string& full_name, const HandlerOf& handler_of, MalformedAnswers malformed,
                           const std::vector<std::string>& queued)
    : contract_(ContractOf(full_name)), malformed_(std::move(malformed)) {
  paths_.reserve(contract_.method_count());
  for (int i = 0; i < contract_.method_count(); ++i) {
    const MethodDescriptor& method = *contract_.method(i);
    paths_.push_back("/" + full_name + "/" + method.name());
    const bool is_queued = std::find(queued.begin(), queued.end(), method.name()) != queued.end();
    AddMethod(new RpcServiceMethod(paths_.back().c_str(), TypeOf(method),
                                   is_queued ? nullptr : new ExplainingHandler(*handler_of(i), method, malformed_)));
    if (is_queued) MarkMethodRaw(i);
  }
}

}  // namespace casejournal::services
