// The values that callers of the log pass and receive: requests, heads of streams, limits of reads, checkpoints.
#ifndef CASEJOURNAL_EVENTSTORE_RECORDS_APPEND_H_
#define CASEJOURNAL_EVENTSTORE_RECORDS_APPEND_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "eventstore/proofs/hash.h"
#include "eventstore/records/record.h"
#include "eventstore/records/stream_id.h"

namespace casejournal::eventstore {

// The end of a stream, as read at a committed size of the log. A stream that does not exist has no last revision.
struct StreamHead {
  std::optional<Revision> last_revision;
  Hash last_leaf{};          // zeros if the stream does not exist
  uint64_t key_id = 0;       // 0 if the stream does not exist
  Position observed_at = 0;  // the committed size at which it was read

  Revision next() const { return last_revision ? *last_revision + 1 : 0; }
};

// One event to append: its bytes, and the label bits that it is sealed with.
struct NewEvent {
  uint16_t label = 0;
  std::string payload;
};

// The part of a request for one stream.
struct StreamAppend {
  StreamId stream;
  StreamHead head;
  std::vector<NewEvent> events;
};

// Where a request begins, as read at a committed size.
struct FoundRequest {
  std::optional<Position> first;  // absent: no such request
  Position looked_at = 0;         // the committed size at which it was read
};

// One request. It is recorded completely or not at all, and only once.
struct LogAppend {
  Uuid request_id;
  // FoundRequest::looked_at of a FindRequest that found nothing. Absent: Append searches.
  std::optional<Position> absent_at;
  std::vector<StreamAppend> streams;
};

struct Appended {
  Position first_position = 0;
  int64_t recorded_at_us = 0;
  // The heads after the append, in the order of LogAppend::streams.
  std::vector<StreamHead> heads;
};

// Called once with the outcome of an append, from any thread. Must not block.
using AppendDone = absl::AnyInvocable<void(absl::StatusOr<Appended>)>;

// Gets one entry of a scan, which is valid during the call only. It may move from the entry.
using TakeEntry = absl::FunctionRef<void(RecordedEntry& entry)>;

struct ReadLimit {
  size_t events_max = 256;
  size_t bytes_max = 256 << 10;
};

struct PlacedHeader {
  Position position = 0;
  Header header;
};

struct SignedCheckpoint {
  std::string note;
  uint64_t size = 0;
  Hash root{};
};

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_RECORDS_APPEND_H_
