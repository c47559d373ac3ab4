// Parses requests, and names the wrong field of malformed bytes.
#ifndef CASEJOURNAL_SERVICES_GRPC_PARSE_REQUEST_H_
#define CASEJOURNAL_SERVICES_GRPC_PARSE_REQUEST_H_

#include <google/protobuf/arena.h>
#include <google/protobuf/message.h>
#include <grpcpp/support/byte_buffer.h>

#include <memory>

#include "absl/status/status.h"
#include "services/grpc/call_gate.h"
#include "services/grpc/raw/bytes_service.h"

namespace casejournal::services {

//   kInvalidArgument  the bytes are not such a message. If the reason is a string field that is not UTF-8, the error
//                     names the first one.
//   kCancelled        there are no bytes: the caller left before they came.
absl::Status ParseMessage(const grpc::ByteBuffer& buffer, google::protobuf::Message& message);

// The same errors for the methods that parse nothing themselves. `gate` must outlive them.
MalformedAnswers ExplainMalformed(const CallGate& gate);

// An empty message whose content will be in one piece of memory.
template <typename Message>
std::shared_ptr<Message> MakeMessage() {
  struct Held {
    static google::protobuf::ArenaOptions Options() {
      google::protobuf::ArenaOptions options;
      options.start_block_size = 4096;
      return options;
    }
    google::protobuf::Arena arena{Options()};
    Message* message = google::protobuf::Arena::CreateMessage<Message>(&arena);
  };
  auto held = std::make_shared<Held>();
  return {held, held->message};
}

grpc::ByteBuffer SerializeMessage(const google::protobuf::Message& message);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_GRPC_PARSE_REQUEST_H_
