#ifndef CASEJOURNAL_EVENTSTORE_TREE_CHECKPOINT_H_
#define CASEJOURNAL_EVENTSTORE_TREE_CHECKPOINT_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "eventstore/tree/hash.h"

// The text of a checkpoint in the format of C2SP tlog-checkpoint. Notes sign it. Pure; safe for concurrent use.
namespace casejournal::eventstore {

// The state of a journal's tree at one moment.
struct Checkpoint {
  std::string origin;                   // The journal: one line, not empty.
  uint64_t size = 0;                    // Leaves in the tree.
  Hash root = {};                       // RFC 6962 root of the first `size` leaves.
  std::vector<std::string> extensions;  // Further lines, none empty; we write none.

  friend bool operator==(const Checkpoint&, const Checkpoint&) = default;
};

// Return the note text: origin, size, root, and extensions, one per line. Requires an origin and extensions of one line
// each that are not empty; any other text does not parse to the same checkpoint.
std::string FormatCheckpoint(const Checkpoint& checkpoint);

// Parse what FormatCheckpoint writes, and nothing else.
//   kInvalidArgument  fewer than three lines, an empty line, no newline at the end, a size with leading zeros or over
//                     64 bits, a root that is not the canonical base64 of 32 bytes, or characters that are not allowed
//                     in a note.
absl::StatusOr<Checkpoint> ParseCheckpoint(absl::string_view text);

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_TREE_CHECKPOINT_H_
