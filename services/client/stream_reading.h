// Reads a server's stream to its end.
#ifndef CASEJOURNAL_SERVICES_CLIENT_STREAM_READING_H_
#define CASEJOURNAL_SERVICES_CLIENT_STREAM_READING_H_

#include <memory>

#include "absl/functional/function_ref.h"
#include "grpcpp/client_context.h"
#include "grpcpp/support/sync_stream.h"

namespace casejournal::services {

// Hands each message to `take` until there are no more or `take` answers false, which cancels the
// call. Returns how the call ended: OK, too, where `take` ended it.
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
