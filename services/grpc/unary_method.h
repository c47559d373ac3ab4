// The methods with one request and one answer, as the adapters of the services describe them. answer_door.h takes the
// calls.
#ifndef CASEJOURNAL_SERVICES_GRPC_UNARY_METHOD_H_
#define CASEJOURNAL_SERVICES_GRPC_UNARY_METHOD_H_

#include <google/protobuf/message.h>
#include <grpcpp/server_context.h>
#include <grpcpp/support/byte_buffer.h>

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "services/cases/reader.h"
#include "services/grpc/parse_request.h"

namespace casejournal::services {

struct UnaryMethod {
  std::string name;  // such as "GetCasePlan"
  // Return an empty request.
  std::function<std::shared_ptr<google::protobuf::Message>()> make_request;
  // Return the bytes of the answer to a request of this type, for a caller who was admitted. May take long.
  std::function<absl::StatusOr<grpc::ByteBuffer>(const Reader&, grpc::ServerContext&, const google::protobuf::Message&)>
      answer;
  // Whether this reader would probably be answered within a fraction of a millisecond: without waiting, reading, or
  // folding anything. Such a request is answered where it came in. Takes a few microseconds itself. Null: none would.
  std::function<bool(const Reader&, const google::protobuf::Message&)> is_at_hand;
};

// The method that answers with what `make` returns for its reader, its context, and its request.
template <typename Request, typename Make>
UnaryMethod Answering(std::string name, Make make) {
  return {
      .name = std::move(name),
      .make_request = [] { return MakeMessage<Request>(); },
      .answer = [make = std::move(make)](const Reader& reader, grpc::ServerContext& context,
                                         const google::protobuf::Message& request) -> absl::StatusOr<grpc::ByteBuffer> {
        const auto answered = make(reader, context, static_cast<const Request&>(request));
        if (!answered.ok()) return answered.status();
        return SerializeMessage(*answered);
      },
      .is_at_hand = nullptr};
}

inline std::vector<std::string> NamesOf(const std::vector<UnaryMethod>& methods) {
  std::vector<std::string> names;
  for (const UnaryMethod& method : methods) names.push_back(method.name);
  return names;
}

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_GRPC_UNARY_METHOD_H_
