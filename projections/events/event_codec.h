// The bytes of a stored event, and the refusal of whatever this binary does not know wholly.
#ifndef CASEJOURNAL_PROJECTIONS_EVENTS_EVENT_CODEC_H_
#define CASEJOURNAL_PROJECTIONS_EVENTS_EVENT_CODEC_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "casejournal/event/v1/stored_event.pb.h"

namespace casejournal::projections {

// The version of the stored-event schema that this binary writes, and the highest that it reads.
inline constexpr uint32_t kSchemaVersion = 1;

// The bytes of `stored`: the same for the same message and the same build. They are hashed and kept
// as they are; nothing is ever verified by encoding it anew.
std::string EncodeStoredEvent(const event::v1::StoredEvent& stored);

// Reads a payload. An event that is not understood wholly is not understood: nobody may skip it, or
// a part of it.
//   kDataLoss       the bytes are no stored event.
//   kUnimplemented  a higher schema version, an unknown field at any depth, an enum number without a name, no body.
absl::StatusOr<event::v1::StoredEvent> DecodeStoredEvent(absl::string_view payload);

// Whether every part of `message` is known to this binary.
//   kUnimplemented  an unknown field, or an enum number without a name, at any depth. The text names the place by its
//                   JSON path ("objectiveAdded.terms") and the number; it holds nothing of the message's content.
absl::Status RefuseUnknown(const google::protobuf::Message& message);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_EVENTS_EVENT_CODEC_H_
