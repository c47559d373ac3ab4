#ifndef CASEJOURNAL_EVENTSTORE_PROOFS_TLOG_PROOF_H_
#define CASEJOURNAL_EVENTSTORE_PROOFS_TLOG_PROOF_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "eventstore/proofs/checkpoint.h"
#include "eventstore/proofs/hash.h"
#include "eventstore/proofs/note.h"

// The offline proof that a record is in a log, as C2SP tlog-proof@v1 defines it (file extension .tlog-proof). Pure;
// safe for concurrent use.
namespace casejournal::eventstore {

// The length of the longest inclusion proof in a tree of fewer than 2^64 leaves.
inline constexpr size_t kTlogProofHashesMax = 64;

// The limit of extra data, the same as for a note, which bounds the memory of a reader.
inline constexpr size_t kTlogProofExtraBytesMax = size_t{1} << 20;

struct TlogProof {
  uint64_t index = 0;                // The leaf; for a journal, the event's position.
  std::vector<Hash> hashes;          // The inclusion proof, from the leaf's sibling upwards.
  std::string checkpoint_note;       // The whole signed note, including cosignatures.
  std::optional<std::string> extra;  // Opaque and not authenticated. Empty counts as absent.
};

std::string FormatTlogProof(const TlogProof& proof);

// Parse exactly what FormatTlogProof writes. The checkpoint must be a note over a checkpoint; signatures and hashes are
// not checked.
//   kInvalidArgument  not a proof, or over a limit.
absl::StatusOr<TlogProof> ParseTlogProof(absl::string_view text);

// Return the checkpoint if `verifier` signed it and its tree has `leaf` (a leaf hash) at proof.index.
//   kInvalidArgument  malformed note or checkpoint, an origin that is not the key's name (stricter than the
//                     specification, which only recommends it), or not index < size.
//   kNotFound         the checkpoint is not signed by this key.
//   kDataLoss         the signature or the inclusion proof does not verify.
absl::StatusOr<Checkpoint> VerifyTlogProof(const TlogProof& proof, const Hash& leaf, const NoteVerifier& verifier);

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_PROOFS_TLOG_PROOF_H_
