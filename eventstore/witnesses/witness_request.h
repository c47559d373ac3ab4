#ifndef CASEJOURNAL_EVENTSTORE_WITNESSES_WITNESS_REQUEST_H_
#define CASEJOURNAL_EVENTSTORE_WITNESSES_WITNESS_REQUEST_H_

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
#include "eventstore/proofs/note_key.h"
#include "eventstore/witnesses/cosignature.h"

// The add-checkpoint call of C2SP tlog-witness, without HTTP: the bodies that both sides read and write, and the
// decision of a witness. Follows the specification with its changes of July 2026 (pull request 280). Version 1.0.0
// answers 409 if the log has signed two roots for one size, and does not define the root of an empty tree. Pure; safe
// for concurrent use.
namespace casejournal::eventstore {

// The maximum number of hashes of a consistency proof, as in the specification. A longer proof is malformed.
inline constexpr size_t kAddCheckpointHashesMax = 63;

// The size of the longest valid body: "old " and 20 digits, the hashes, an empty line, the note.
inline constexpr size_t kAddCheckpointBytesMax = 25 + kAddCheckpointHashesMax * 45 + 1 + kNoteBytesMax;

// The maximum size of an answer, whatever its status. A longer answer is malformed.
inline constexpr size_t kWitnessAnswerBytesMax = kNoteBytesMax;

// The content type of a 409 answer's body.
inline constexpr absl::string_view kTreeSizeContentType = "text/x.tlog.size";

// The request of a log to a witness: the body of POST <submission prefix>/add-checkpoint.
struct AddCheckpointRequest {
  uint64_t old_size = 0;        // The size of the checkpoint that the witness cosigned last; 0 if there is none.
  std::vector<Hash> proof;      // The consistency proof from that size; empty for 0.
  std::string checkpoint_note;  // The whole signed note, to be cosigned.
};

std::string FormatAddCheckpoint(const AddCheckpointRequest& request);

// Parse exactly what FormatAddCheckpoint writes. The checkpoint must be a note over a checkpoint; signatures and hashes
// are not checked. The HTTP answer to anything else is 400.
//   kInvalidArgument  not a request, or over a limit.
absl::StatusOr<AddCheckpointRequest> ParseAddCheckpoint(absl::string_view body);

// The checkpoint in the request's note, without checking its signature. Its origin identifies the log's key; the HTTP
// answer for an unknown origin is 404.
//   kInvalidArgument  as ParseAddCheckpoint.
absl::StatusOr<Checkpoint> SubmittedCheckpoint(const AddCheckpointRequest& request);

// The tree of a log, by its origin, that a witness cosigned last.
struct WitnessedTree {
  uint64_t size = 0;
  Hash root = {};

  friend bool operator==(const WitnessedTree&, const WitnessedTree&) = default;
};

// The HTTP status of the answer.
enum class WitnessStatus : int {
  kCosigned = 200,      // Body: CosignatureLine of each key of the witness, all with the same time, not 0.
  kBadRequest = 400,    // Malformed, or the old size is greater than the checkpoint's.
  kForbidden = 403,     // Not signed by the log, or a signature line with its key does not verify.
  kStale = 409,         // Body: FormatTreeSize of the size cosigned last.
  kInconsistent = 422,  // Signed by the log, but not proved to extend the tree cosigned last.
};

struct WitnessDecision {
  WitnessStatus status = WitnessStatus::kBadRequest;

  // With kCosigned: the text to cosign, and the tree to record as cosigned last. The witness MUST record it durably
  // before it answers, and only if `last` is still the tree cosigned last. Both must be one transaction. Otherwise a
  // slow request could revert the state after a faster one was answered.
  std::string checkpoint_text;
  WitnessedTree next;

  // With kStale: the size for the body.
  uint64_t last_size = 0;

  // With kInconsistent: whether the log has signed another root for the size cosigned last. Then the request's note and
  // the cosigned note prove a fork; keep both.
  bool forked = false;

  std::string reason;  // For the operators of the log and the witness; empty with kCosigned.
};

// Decide what a witness answers to `request`. `log` is the key that the witness trusts for the request's origin, and
// `last` is what it cosigned last for that origin, if anything. The checks follow the order of the specification, so
// that only the owner of the log's key can get 409 and 422. Equal sizes with equal roots are cosigned again: this
// proves that a log without new entries is current. An origin that is not the key's name is kForbidden.
WitnessDecision DecideAddCheckpoint(const AddCheckpointRequest& request, const NoteVerifier& log,
                                    const std::optional<WitnessedTree>& last);

// The body of a 409 answer: the size in decimal, and a newline.
std::string FormatTreeSize(uint64_t size);

// Parse exactly what FormatTreeSize writes. kInvalidArgument for anything else.
absl::StatusOr<uint64_t> ParseTreeSize(absl::string_view body);

// Return `note` with the cosignature of `witness` from `body`, the body of a 200 answer. It replaces an older one of
// that key. Lines of other keys are ignored, as the specification requires, so that no answer can replace another
// signature.
//   kInvalidArgument  `note` is not a note over a checkpoint, `body` is not signature lines, or over a limit.
//   kNotFound         no line of `body` has this key.
//   kDataLoss         a line of `body` has this key and does not verify.
absl::StatusOr<std::string> AddAnsweredCosignature(absl::string_view note, absl::string_view body,
                                                   const CosignatureVerifier& witness);

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_WITNESSES_WITNESS_REQUEST_H_
