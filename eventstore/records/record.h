// The record of one event: its header, its sealed payload, and the bytes of both (LOG_FORMAT.md, "The record").
#ifndef CASEJOURNAL_EVENTSTORE_RECORDS_RECORD_H_
#define CASEJOURNAL_EVENTSTORE_RECORDS_RECORD_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "eventstore/proofs/hash.h"
#include "eventstore/records/stream_id.h"
#include "eventstore/seal/commitment.h"

namespace casejournal::eventstore {

inline constexpr size_t kHeaderBytes = 118;
inline constexpr uint8_t kRecordFormat = 1;
inline constexpr size_t kPayloadBytesMax = size_t{2} << 20;
// What one append may hold: what a client sends (request_shape.h has the limits of that), and what is recorded with it.
inline constexpr size_t kAppendEventsMax = 2000;
inline constexpr size_t kAppendBytesMax = size_t{16} << 20;

// What the tree authenticates about an event. Its position is its leaf index and is not included.
struct Header {
  StreamId stream;
  Revision revision = 0;
  int64_t recorded_at_us = 0;  // microseconds since 1970-01-01 UTC
  Uuid request_id;
  uint16_t index_in_request = 0;
  uint16_t events_in_request = 0;
  Hash prev_stream_leaf{};  // zeros at revision 0
  Hash payload_commitment{};

  bool operator==(const Header&) const = default;
};

// Exactly kHeaderBytes bytes, big-endian.
std::string EncodeHeader(const Header& header);
//   kDataLoss  another length, format, or stream kind.
absl::StatusOr<Header> DecodeHeader(absl::string_view bytes);

// One opened part of a payload, with what is needed to recompute its commitment.
struct OpenedPart {
  uint16_t label = 0;
  Salt salt{};
  std::string plaintext;
};

// One recorded event. Its commitment was recomputed when it was read.
struct RecordedEntry {
  Position position = 0;
  Header header;
  std::string header_bytes;
  std::vector<OpenedPart> parts;

  // Format 1 has one part.
  const std::string& payload() const { return parts.front().plaintext; }
};

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_RECORDS_RECORD_H_
