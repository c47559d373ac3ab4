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

// The add-checkpoint call of C2SP tlog-witness, without HTTP: the bodies that both sides read and
// write, and what a witness decides. Follows the specification with its changes of July 2026 (pull
// request 280); version 1.0.0 answers 409 where the log has signed two roots for one size, and says
// nothing of the root of an empty tree. Pure; safe for concurrent use.
namespace casejournal::eventstore {

// A longer consistency proof is malformed: the specification's limit.
inline constexpr size_t kAddCheckpointHashesMax = 63;

// The longest body that parses: "old " and 20 digits, the hashes, an empty line, the note.
inline constexpr size_t kAddCheckpointBytesMax = 25 + kAddCheckpointHashesMax * 45 + 1 + kNoteBytesMax;

// A longer answer is malformed, whatever its status.
inline constexpr size_t kWitnessAnswerBytesMax = kNoteBytesMax;

// The content type of a 409 answer's body.
inline constexpr absl::string_view kTreeSizeContentType = "text/x.tlog.size";

// What a log asks of a witness: the body of POST <submission prefix>/add-checkpoint.
struct AddCheckpointRequest {
  uint64_t old_size = 0;        // Of the checkpoint that the witness cosigned last; 0 for none.
  std::vector<Hash> proof;      // The consistency proof from there; empty for 0.
  std::string checkpoint_note;  // The whole signed note, to be cosigned.
};

std::string FormatAddCheckpoint(const AddCheckpointRequest& request);

// Reads what FormatAddCheckpoint writes, and nothing else; the checkpoint must be a note over a
// checkpoint, but no signature or hash is checked. The answer to anything else is 400.
//   kInvalidArgument  not a request to the letter, or over a limit.
absl::StatusOr<AddCheckpointRequest> ParseAddCheckpoint(absl::string_view body);

// What the request's note says, signed or not: its origin finds the key of the log, and an origin
// that the witness does not know is to be answered 404. kInvalidArgument as ParseAddCheckpoint.
absl::StatusOr<Checkpoint> SubmittedCheckpoint(const AddCheckpointRequest& request);

// The tree of a log that a witness has cosigned last, for the log's origin.
struct WitnessedTree {
  uint64_t size = 0;
  Hash root = {};

  friend bool operator==(const WitnessedTree&, const WitnessedTree&) = default;
};

// The HTTP status of the answer.
enum class WitnessStatus : int {
  kCosigned = 200,      // Body: CosignatureLine of each key of the witness, of one time, not 0.
  kBadRequest = 400,    // Malformed, or an old size over the checkpoint's.
  kForbidden = 403,     // Not signed by the log, or a signature line of its key does not verify.
  kStale = 409,         // Body: FormatTreeSize of what was cosigned last.
  kInconsistent = 422,  // Signed by the log, and not shown to follow from what was cosigned last.
};

struct WitnessDecision {
  WitnessStatus status = WitnessStatus::kBadRequest;

  // With kCosigned: the text to cosign, and the tree to record as cosigned last. The witness MUST
  // record it durably before it answers, and only while what was given as `last` still is the last
  // (one transaction around both), or a slower request would take back what a faster one was told.
  std::string checkpoint_text;
  WitnessedTree next;

  // With kStale: the size for the body.
  uint64_t last_size = 0;

  // With kInconsistent: the log has signed another root for the size cosigned last. The request's
  // note and the one that was cosigned prove that it forked; keep both.
  bool forked = false;

  std::string reason;  // For whoever operates the log or the witness; empty with kCosigned.
};

// What a witness answers to `request`, when `log` is the key that it trusts for the request's
// origin, and `last` what it has cosigned last for that origin, if anything. Checks in the order of
// the specification, so that 409 and 422 are only for who has the log's signature. Equal sizes with
// equal roots are cosigned again: that is how a log that stands still proves to be of today. An
// origin that is not the key's name is kForbidden.
WitnessDecision DecideAddCheckpoint(const AddCheckpointRequest& request, const NoteVerifier& log,
                                    const std::optional<WitnessedTree>& last);

// The body of a 409 answer: the size in decimal, and a newline.
std::string FormatTreeSize(uint64_t size);

// Reads what FormatTreeSize writes, and nothing else. kInvalidArgument for anything else.
absl::StatusOr<uint64_t> ParseTreeSize(absl::string_view body);

// `note` with the cosignature that `body`, of a 200 answer, holds of `witness`, in place of an
// older one of that key. Lines of other keys are ignored, as the specification asks, so that no
// answer can replace a signature that is not the witness's own.
//   kInvalidArgument  `note` is no note over a checkpoint, `body` no signature lines; or over a
//                     limit.
//   kNotFound         no line of `body` is of this key.
//   kDataLoss         a line of `body` is of this key and does not verify.
absl::StatusOr<std::string> AddAnsweredCosignature(absl::string_view note, absl::string_view body,
                                                   const CosignatureVerifier& witness);

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_WITNESSES_WITNESS_REQUEST_H_
