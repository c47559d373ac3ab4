// Reads a stream of a server to its end.
#ifndef CASEJOURNAL_SERVICES_CLIENT_STREAM_READING_H_
#define CASEJOURNAL_SERVICES_CLIENT_STREAM_READING_H_

#include <memory>

#include "absl/functional/function_ref.h"
#include "grpcpp/client_context.h"
#include "grpcpp/support/sync_stream.h"

namespace casejournal::services {

// Pass each message to `take` until the stream ends or `take` returns false, which cancels the call. Return the status
// of the call; OK if `take` ended it.
template <typename Message>
grpc::Status ReadStream(grpc::ClientContext& context, std::unique_ptr<grpc::ClientReader<Message>> reader,
                        absl::FunctionRef<bool(const Message&)> take) {
  Message message;
  bool wanted = true;
  while (wanted && reader->Read(&message)) wanted = take(message);
  if (!wanted) context.TryCancel();
  while (!wanted && reader->Read(&message)) {
  }
  const grpc::Status status = reader->Finish();
  return wanted ? status : grpc::Status::OK;
}

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CLIENT_STREAM_READING_H_
