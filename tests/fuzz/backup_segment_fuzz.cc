// The objects of a backup with entries and with data keys.
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "eventstore/backup/segment.h"
#include "tests/fuzz/fuzz_target.h"

namespace casejournal::fuzz {

FUZZ_TARGET(backup_segment) {
  const auto segment = eventstore::DecodeSegment(bytes);
  if (segment.ok()) {
    Hold(eventstore::EncodeSegment(*segment) == bytes, "a segment has one spelling");
    Hold(segment->values.size() <= eventstore::kSegmentEntriesMax, "a segment is within its limits");
  }
  const auto chunk = eventstore::DecodeKeyChunk(bytes);
  if (!chunk.ok()) return;
  Hold(eventstore::EncodeKeyChunk(*chunk) == bytes, "a chunk has one spelling");
  Hold(chunk->rows.size() <= eventstore::kKeysInChunk, "a chunk is within its limits");
  for (const auto& [id, row] : chunk->rows)
    Hold(id >= chunk->first_id && id - chunk->first_id < eventstore::kKeysInChunk, "a chunk has its own keys only");
}

}  // namespace casejournal::fuzz
