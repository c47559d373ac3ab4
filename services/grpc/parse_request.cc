#include "services/grpc/parse_request.h"

#include <grpcpp/support/slice.h>

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/admission/shape/wire_text.h"
#include "services/errors/error_details.h"
#include "services/grpc/status.h"

namespace casejournal::services {

namespace {

constexpr absl::string_view kGaveUp = "the caller gave up before the request came";

absl::Status MalformedError(absl::string_view bytes, const google::protobuf::Descriptor& type) {
  const std::optional<v1::FieldError> field = FindInvalidUtf8(bytes, type);
  return BadRequestError({field ? *field : NotAMessage(type)});
}

}  // namespace

absl::Status ParseMessage(const grpc::ByteBuffer& buffer, google::protobuf::Message& message) {
  if (!buffer.Valid()) return absl::CancelledError(kGaveUp);
  grpc::Slice slice;
  if (!buffer.TrySingleSlice(&slice).ok() && !buffer.DumpToSingleSlice(&slice).ok()) {
    return absl::InternalError("the request bytes could not be read");
  }
  if (message.ParseFromArray(slice.begin(), static_cast<int>(slice.size()))) return absl::OkStatus();
  return MalformedError({reinterpret_cast<const char*>(slice.begin()), slice.size()}, *message.GetDescriptor());
}

// Whoever has any role may describe the journal, so such bytes are explained to them, and to nobody else.
MalformedAnswers ExplainMalformed(const CallGate& gate) {
  return {.admit =
              [&gate](const grpc::ServerContextBase& context, const google::protobuf::MethodDescriptor& method) {
                return ToGrpc(gate.Enter(context, method.name(), 0, CallGate::Answers::kOnce, Act::kDescribe).status());
              },
          .explain = [](const google::protobuf::Descriptor& type,
                        absl::string_view bytes) { return ToGrpc(MalformedError(bytes, type)); },
          .gave_up = ToGrpc(absl::CancelledError(kGaveUp))};
}

grpc::ByteBuffer SerializeMessage(const google::protobuf::Message& message) {
  grpc::Slice slice(message.ByteSizeLong());
  message.SerializeWithCachedSizesToArray(const_cast<uint8_t*>(slice.begin()));
  return grpc::ByteBuffer(&slice, 1);
}

}  // namespace casejournal::services
