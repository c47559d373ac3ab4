// The bytes of entries and of data keys in a backup (BACKUP_FORMAT.md). Pure; safe for concurrent use.
#ifndef CASEJOURNAL_EVENTSTORE_BACKUP_SEGMENT_H_
#define CASEJOURNAL_EVENTSTORE_BACKUP_SEGMENT_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace casejournal::eventstore {

// A segment ends after this many entries, or earlier after this many bytes.
inline constexpr size_t kSegmentEntriesMax = 4096;
inline constexpr size_t kSegmentBytesTarget = size_t{16} << 20;

// Consecutive entries, as family `log` has them, and signed checkpoints.
struct Segment {
  uint64_t first = 0;               // the position of the first entry
  std::vector<std::string> values;  // the value of each position
  // Size and signed note, by size.
  std::vector<std::pair<uint64_t, std::string>> notes;
};

std::string EncodeSegment(const Segment& segment);
//   kDataLoss  the bytes are not a segment.
absl::StatusOr<Segment> DecodeSegment(absl::string_view bytes);

// How a chunk of keys begins. No other object of a repository begins like this.
inline constexpr absl::string_view kKeysMark = "casejournal/backup-keys/v1\n";

// The data keys with the ids first_id to first_id + kKeysInChunk - 1 that exist, as the key store has them: wrapped.
inline constexpr uint64_t kKeysInChunk = 1024;
struct KeyChunk {
  uint64_t first_id = 0;
  std::vector<std::pair<uint64_t, std::string>> rows;  // by id
};

std::string EncodeKeyChunk(const KeyChunk& chunk);
//   kDataLoss  the bytes are not a chunk of keys.
absl::StatusOr<KeyChunk> DecodeKeyChunk(absl::string_view bytes);

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_BACKUP_SEGMENT_H_
