// What a backup repository says of its content: generations, lists of segments, and the set of keys. Texts of lines
// "NAME WORDS" (BACKUP_FORMAT.md). Pure; safe for concurrent use.
#ifndef CASEJOURNAL_EVENTSTORE_BACKUP_GENERATION_H_
#define CASEJOURNAL_EVENTSTORE_BACKUP_GENERATION_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "eventstore/proofs/hash.h"

namespace casejournal::eventstore {

// The journal as of one signed checkpoint. It exists only after it was proved. Times are microseconds since 1970-01-01
// UTC.
struct Generation {
  uint64_t number = 0;  // from 1
  int64_t made_at_us = 0;
  std::string origin;
  std::string verifier_key;
  uint64_t size = 0;  // the number of entries
  Hash root{};        // of the tree of these entries
  int64_t last_recorded_at_us = 0;
  uint64_t last_key_id = 0;  // the highest id of a data key that these entries use
  std::string time_zone;     // of the journal, as whoever made the backup told it
  Hash list{};               // the object with the last list of segments
  uint64_t added_entries = 0;
  uint64_t added_bytes = 0;
  // Small public files of the data directory, by path in it: the object that holds each.
  std::map<std::string, Hash> files;

  bool operator==(const Generation&) const = default;
};

std::string FormatGeneration(const Generation& generation);
//   kDataLoss  the text is not a generation, or was changed: its last line is a digest of all others.
absl::StatusOr<Generation> ParseGeneration(absl::string_view text);

// Where entries are.
struct SegmentPlace {
  uint64_t first = 0;
  uint64_t entries = 0;
  uint64_t bytes = 0;
  uint64_t notes_to = 0;  // it and those before it have the notes up to this size
  Hash object{};

  bool operator==(const SegmentPlace&) const = default;
};

inline constexpr size_t kSegmentsInList = 64;

// Part of a list of segments: the segments follow those of the list before it.
struct SegmentList {
  std::optional<Hash> before;  // nothing: it begins at position 0
  std::vector<SegmentPlace> segments;

  bool operator==(const SegmentList&) const = default;
};

std::string FormatSegmentList(const SegmentList& list);
//   kDataLoss  the text is not a list.
absl::StatusOr<SegmentList> ParseSegmentList(absl::string_view text);

// All data keys. A repository has one set, the newest.
struct KeySet {
  uint64_t last_id = 0;
  std::vector<Hash> chunks;  // by id

  bool operator==(const KeySet&) const = default;
};

std::string FormatKeySet(const KeySet& keys);
//   kDataLoss  as ParseGeneration.
absl::StatusOr<KeySet> ParseKeySet(absl::string_view text);

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_BACKUP_GENERATION_H_
