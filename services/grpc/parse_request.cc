#include "services/grpc/parse_request.h"

#include <grpcpp/support/slice.h>

#include <optional>
#include <string>
#include <vector>

#include "services/admission/shape/wire_text.h"
#include "services/errors/error_details.h"

namespace casejournal::services {

absl::Status ParseMessage(const grpc::ByteBuffer& buffer, google::protobuf::Message& message) {
  grpc::Slice slice;
  if (!buffer.TrySingleSlice(&slice).ok() && !buffer.DumpToSingleSlice(&slice).ok()) {
    return absl::InternalError("the request bytes could not be read");
  }
  if (message.ParseFromArray(slice.begin(), static_cast<int>(slice.size()))) return absl::OkStatus();
  const absl::string_view bytes(reinterpret_cast<const char*>(slice.begin()), slice.size());
  if (const std::optional<v1::FieldError> field = FindInvalidUtf8(bytes, *message.GetDescriptor())) {
    return BadRequestError({*field});
  }
  return BadRequestError({NotAMessage(*message.GetDescriptor())});
}

grpc::ByteBuffer SerializeMessage(const google::protobuf::Message& message) {
  const grpc::Slice slice(message.SerializeAsString());
  return grpc::ByteBuffer(&slice, 1);
}

}  // namespace casejournal::services
