// The encoding of stored events. Decoding rejects everything that this binary does not fully know. Pure; safe for
// concurrent use.
#ifndef CASEJOURNAL_PROJECTIONS_EVENTS_EVENT_CODEC_H_
#define CASEJOURNAL_PROJECTIONS_EVENTS_EVENT_CODEC_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "casejournal/event/v1/stored_event.pb.h"

namespace casejournal::projections {

// The version of the schema of stored events that this binary writes, and the highest that it reads.
inline constexpr uint32_t kSchemaVersion = 1;

// Encode `stored`. The bytes are deterministic for the same message and the same build. They are hashed and stored as
// they are: nothing is ever verified by encoding again.
std::string EncodeStoredEvent(const event::v1::StoredEvent& stored);

// Decode a payload. An event that is not fully known is an error: neither it nor a part of it may be skipped.
//   kDataLoss       the bytes are not a stored event.
//   kUnimplemented  a higher schema version, an unknown field at any depth, an enum number without a name, or no body.
absl::StatusOr<event::v1::StoredEvent> DecodeStoredEvent(absl::string_view payload);

// Check that this binary knows every part of `message`.
//   kUnimplemented  an unknown field, or an enum number without a name, at any depth. The text gives the JSON path
//                   ("objectiveAdded.terms") and the number, and nothing of the message's content.
absl::Status RefuseUnknown(const google::protobuf::Message& message);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_EVENTS_EVENT_CODEC_H_
