#ifndef CASEJOURNAL_EVENTSTORE_PROOFS_CHECKPOINT_H_
#define CASEJOURNAL_EVENTSTORE_PROOFS_CHECKPOINT_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "eventstore/proofs/hash.h"

// The text of a checkpoint as C2SP tlog-checkpoint writes it; signing it is a note's business.
// Pure; safe for concurrent use.
namespace casejournal::eventstore {

// What a journal says of its tree at one moment.
struct Checkpoint {
  std::string origin;                   // Which journal: one line, not empty.
  uint64_t size = 0;                    // Leaves in the tree.
  Hash root = {};                       // RFC 6962 root of the first `size` leaves.
  std::vector<std::string> extensions;  // Further lines, none empty; we write none.

  friend bool operator==(const Checkpoint&, const Checkpoint&) = default;
};

// The note text: origin, size, root and extensions, a line each. Requires an origin and extensions
// of one line that is not empty.
std::string FormatCheckpoint(const Checkpoint& checkpoint);

// Reads what FormatCheckpoint writes, and nothing else.
//   kInvalidArgument  fewer than three lines, an empty line, no newline at the end, a size with
//                     leading zeros or over 64 bits, a root that is not the canonical base64 of 32
//                     bytes, or characters that no note may have.
absl::StatusOr<Checkpoint> ParseCheckpoint(absl::string_view text);

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_PROOFS_CHECKPOINT_H_
