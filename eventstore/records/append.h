// What is given to the log, and what comes back: requests, heads of streams, limits of reads, checkpoints.
#ifndef CASEJOURNAL_EVENTSTORE_RECORDS_APPEND_H_
#define CASEJOURNAL_EVENTSTORE_RECORDS_APPEND_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "eventstore/proofs/hash.h"
#include "eventstore/records/record.h"
#include "eventstore/records/stream_id.h"

namespace casejournal::eventstore {

// Where a stream ends, as read at a committed size of the log. A stream that does not exist has no last revision.
struct StreamHead {
  std::optional<Revision> last_revision;
  Hash last_leaf{};          // zeros where the stream does not exist
  uint64_t key_id = 0;       // 0 where the stream does not exist
  Position observed_at = 0;  // the committed size at which this was so

  Revision next() const { return last_revision ? *last_revision + 1 : 0; }
};

// One event to append: its bytes, and the label bits that it is sealed under.
struct NewEvent {
  uint16_t label = 0;
  std::string payload;
};

// The part of a request that goes to one stream.
struct StreamAppend {
  StreamId stream;
  StreamHead head;
  std::vector<NewEvent> events;
};

// Where a request begins, as far as the log knew it at a committed size.
struct FoundRequest {
  std::optional<Position> first;  // absent: no such request
  Position looked_at = 0;         // the committed size at which this was so
};

// One request: all of it is recorded, or nothing, and once.
struct LogAppend {
  Uuid request_id;
  // FoundRequest::looked_at of a FindRequest that found nothing. Absent: Append looks itself.
  std::optional<Position> absent_at;
  std::vector<StreamAppend> streams;
};

struct Appended {
  Position first_position = 0;
  int64_t recorded_at_us = 0;
  // The heads after it, in the order of LogAppend::streams.
  std::vector<StreamHead> heads;
};

// Called once with the outcome of an append, from any thread. Must not block.
using AppendDone = absl::AnyInvocable<void(absl::StatusOr<Appended>)>;

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
