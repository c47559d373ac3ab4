// The services with methods that are taken from a completion queue. The arguments are those of the functions that gRPC
// generates for such methods.
#ifndef CASEJOURNAL_SERVICES_GRPC_RAW_QUEUED_METHODS_H_
#define CASEJOURNAL_SERVICES_GRPC_RAW_QUEUED_METHODS_H_

#include <grpcpp/completion_queue.h>
#include <grpcpp/support/async_stream.h>
#include <grpcpp/support/async_unary_call.h>
#include <grpcpp/support/byte_buffer.h>

#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "services/grpc/raw/bytes_service.h"

namespace casejournal::services {

inline std::vector<std::string> NamesWith(std::vector<std::string> names, std::initializer_list<const char*> more) {
  names.insert(names.end(), more.begin(), more.end());
  return names;
}

class CaseMethods final : public BytesService {
 public:
  // `answered`: the methods that answer_door.h takes.
  CaseMethods(const std::string& full_name, std::vector<std::string> answered)
      : BytesService(full_name, NamesWith(std::move(answered), {"Append", "AppendStream", "WatchWork"})) {}

  void RequestAppend(grpc::ServerContext* context, grpc::ByteBuffer* request,
                     grpc::ServerAsyncResponseWriter<grpc::ByteBuffer>* response, grpc::CompletionQueue* call_queue,
                     grpc::ServerCompletionQueue* notification_queue, void* tag) {
    RequestUnary(append_, context, request, response, call_queue, notification_queue, tag);
  }
  void RequestAppendStream(grpc::ServerContext* context,
                           grpc::ServerAsyncReaderWriter<grpc::ByteBuffer, grpc::ByteBuffer>* stream,
                           grpc::CompletionQueue* call_queue, grpc::ServerCompletionQueue* notification_queue,
                           void* tag) {
    RequestAsyncBidiStreaming(append_stream_, context, stream, call_queue, notification_queue, tag);
  }
  void RequestWatchWork(grpc::ServerContext* context, grpc::ByteBuffer* request,
                        grpc::ServerAsyncWriter<grpc::ByteBuffer>* writer, grpc::CompletionQueue* call_queue,
                        grpc::ServerCompletionQueue* notification_queue, void* tag) {
    RequestAsyncServerStreaming(watch_work_, context, request, writer, call_queue, notification_queue, tag);
  }

 private:
  const int append_ = IndexOf("Append");
  const int append_stream_ = IndexOf("AppendStream");
  const int watch_work_ = IndexOf("WatchWork");
};

class CourtMethods final : public BytesService {
 public:
  CourtMethods(const std::string& full_name, const HandlerOf& handler_of, MalformedAnswers malformed,
               std::vector<std::string> answered)
      : BytesService(full_name, handler_of, std::move(malformed), NamesWith(std::move(answered), {"Subscribe"})) {}

  void RequestSubscribe(grpc::ServerContext* context, grpc::ByteBuffer* request,
                        grpc::ServerAsyncWriter<grpc::ByteBuffer>* writer, grpc::CompletionQueue* call_queue,
                        grpc::ServerCompletionQueue* notification_queue, void* tag) {
    RequestAsyncServerStreaming(subscribe_, context, request, writer, call_queue, notification_queue, tag);
  }

 private:
  const int subscribe_ = IndexOf("Subscribe");
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_GRPC_RAW_QUEUED_METHODS_H_
