#ifndef CASEJOURNAL_EVENTSTORE_TREE_TLOG_PROOF_H_
#define CASEJOURNAL_EVENTSTORE_TREE_TLOG_PROOF_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "eventstore/tree/checkpoint.h"
#include "eventstore/tree/hash.h"
#include "eventstore/tree/note.h"

// The offline proof that a record is in a log, in the format of C2SP tlog-proof@v1 (file extension .tlog-proof). Pure;
// safe for concurrent use.
namespace casejournal::eventstore {

// No inclusion proof in a tree of fewer than 2^64 leaves is longer.
inline constexpr size_t kTlogProofHashesMax = 64;

// Extra data has the same limit as the note, so that a file cannot make a reader hold more.
inline constexpr size_t kTlogProofExtraBytesMax = size_t{1} << 20;

struct TlogProof {
  uint64_t index = 0;                // The leaf; for a journal, the event's position.
  std::vector<Hash> hashes;          // The inclusion proof, from the leaf's sibling upwards.
  std::string checkpoint_note;       // The whole signed note, with its cosignatures.
  std::optional<std::string> extra;  // Opaque, not authenticated. Empty counts as absent.
};

std::string FormatTlogProof(const TlogProof& proof);

// Parse what FormatTlogProof writes, and nothing else. The checkpoint must be a note with a checkpoint, but no
// signature or hash is checked.
//   kInvalidArgument  not exactly a proof, or over a limit.
absl::StatusOr<TlogProof> ParseTlogProof(absl::string_view text);

// Return the checkpoint that `verifier` signed and whose tree holds `leaf` (a leaf hash) at proof.index.
//   kInvalidArgument  malformed note or checkpoint, an origin that is not the key's name (stricter than the
//                     specification, which only recommends it), or not index < size.
//   kNotFound         the checkpoint is not signed by this key.
//   kDataLoss         the signature or the inclusion proof does not verify.
absl::StatusOr<Checkpoint> VerifyTlogProof(const TlogProof& proof, const Hash& leaf, const NoteVerifier& verifier);

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_TREE_TLOG_PROOF_H_
