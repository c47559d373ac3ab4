#ifndef CASEJOURNAL_EVENTSTORE_PROOFS_CHECKPOINT_H_
#define CASEJOURNAL_EVENTSTORE_PROOFS_CHECKPOINT_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "eventstore/proofs/hash.h"

// The text of a checkpoint, as C2SP tlog-checkpoint defines it. note.h signs it. Pure; safe for concurrent use.
namespace casejournal::eventstore {

// A journal's statement about its tree at one moment.
struct Checkpoint {
  std::string origin;                   // The name of the journal: one line, not empty.
  uint64_t size = 0;                    // The number of leaves in the tree.
  Hash root = {};                       // RFC 6962 root of the first `size` leaves.
  std::vector<std::string> extensions;  // Further lines, none empty; this project writes none.

  friend bool operator==(const Checkpoint&, const Checkpoint&) = default;
};

// Format the note text: origin, size, root, and extensions, one line each. Requires an origin and extensions that are
// one line each and not empty; any other text does not parse back to the same checkpoint.
std::string FormatCheckpoint(const Checkpoint& checkpoint);

// Parse exactly what FormatCheckpoint writes.
//   kInvalidArgument  fewer than three lines, an empty line, no newline at the end, a size with leading zeros or over
//                     64 bits, a root that is not the canonical base64 of 32 bytes, or characters that a note must not
//                     have.
absl::StatusOr<Checkpoint> ParseCheckpoint(absl::string_view text);

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_PROOFS_CHECKPOINT_H_
