#ifndef CASEJOURNAL_EVENTSTORE_TREE_WITNESS_REQUEST_H_
#define CASEJOURNAL_EVENTSTORE_TREE_WITNESS_REQUEST_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "eventstore/tree/checkpoint.h"
#include "eventstore/tree/cosignature.h"
#include "eventstore/tree/hash.h"
#include "eventstore/tree/note.h"
#include "eventstore/tree/note_key.h"

// The add-checkpoint call of C2SP tlog-witness, without HTTP: the bodies that both sides read and write, and the
// decision of a witness. Follows the specification with its changes of July 2026 (pull request 280). Version 1.0.0
// answers 409 if the log has signed two roots for one size, and does not mention the root of an empty tree. Pure; safe
// for concurrent use.
namespace casejournal::eventstore {

// A longer consistency proof is malformed: the specification's limit.
inline constexpr size_t kAddCheckpointHashesMax = 63;

// The longest body that parses: "old " and 20 digits, the hashes, an empty line, the note.
inline constexpr size_t kAddCheckpointBytesMax = 25 + kAddCheckpointHashesMax * 45 + 1 + kNoteBytesMax;

// A longer answer is malformed, whatever its status.
inline constexpr size_t kWitnessAnswerBytesMax = kNoteBytesMax;

// The content type of a 409 answer's body.
inline constexpr absl::string_view kTreeSizeContentType = "text/x.tlog.size";

// The request of a log to a witness: the body of POST <submission prefix>/add-checkpoint.
struct AddCheckpointRequest {
  uint64_t old_size = 0;        // Of the checkpoint that the witness cosigned last; 0 if there is none.
  std::vector<Hash> proof;      // The consistency proof from there; empty for 0.
  std::string checkpoint_note;  // The whole signed note, to be cosigned.
};

std::string FormatAddCheckpoint(const AddCheckpointRequest& request);

// Parse what FormatAddCheckpoint writes, and nothing else. The checkpoint must be a note with a checkpoint, but no
// signature or hash is checked. The answer to anything else is 400.
//   kInvalidArgument  not exactly a request, or over a limit.
absl::StatusOr<AddCheckpointRequest> ParseAddCheckpoint(absl::string_view body);

// Return the checkpoint in the request's note, signed or not. Its origin finds the key of the log; an unknown origin is
// answered with 404. kInvalidArgument as ParseAddCheckpoint.
absl::StatusOr<Checkpoint> SubmittedCheckpoint(const AddCheckpointRequest& request);

// The last tree of a log that a witness has cosigned, for the log's origin.
struct WitnessedTree {
  uint64_t size = 0;
  Hash root = {};

  friend bool operator==(const WitnessedTree&, const WitnessedTree&) = default;
};

// The HTTP status of the answer.
enum class WitnessStatus : int {
  kCosigned = 200,      // Body: CosignatureLine of each key of the witness, all with one time, not 0.
  kBadRequest = 400,    // Malformed, or an old size over the checkpoint's.
  kForbidden = 403,     // Not signed by the log, or a signature line of its key does not verify.
  kStale = 409,         // Body: FormatTreeSize of the size cosigned last.
  kInconsistent = 422,  // Signed by the log, but not proved to be consistent with what was cosigned last.
};

struct WitnessDecision {
  WitnessStatus status = WitnessStatus::kBadRequest;

  // With kCosigned: the text to cosign, and the tree to record as cosigned last. The witness MUST record it durably
  // before it answers, and only if `last` is still the last one (one transaction around both). Otherwise a slower
  // request would undo the answer to a faster one.
  std::string checkpoint_text;
  WitnessedTree next;

  // With kStale: the size for the body.
  uint64_t last_size = 0;

  // With kInconsistent: the log has signed another root for the size cosigned last. The request's note and the cosigned
  // one prove that it forked. Keep both.
  bool forked = false;

  std::string reason;  // For the operator of the log or the witness; empty with kCosigned.
};

// Return the answer of a witness to `request`. `log` is the key that it trusts for the request's origin, and `last` is
// what it has cosigned last for that origin, if anything. Checks in the order of the specification, so that 409 and 422
// are only sent to a caller with the log's signature. Equal sizes with equal roots are cosigned again: this is how an
// unchanged log proves that it is current. An origin that is not the key's name is kForbidden.
WitnessDecision DecideAddCheckpoint(const AddCheckpointRequest& request, const NoteVerifier& log,
                                    const std::optional<WitnessedTree>& last);

// The body of a 409 answer: the size in decimal, and a newline.
std::string FormatTreeSize(uint64_t size);

// Parse what FormatTreeSize writes. kInvalidArgument for anything else.
absl::StatusOr<uint64_t> ParseTreeSize(absl::string_view body);

// Return `note` with the cosignature of `witness` from `body`, the body of a 200 answer. It replaces an older one of
// that key. Lines of other keys are ignored, as the specification requires, so that an answer cannot replace a
// signature that is not the witness's own.
//   kInvalidArgument  `note` is not a note with a checkpoint, `body` is not signature lines, or one is over a limit.
//   kNotFound         no line of `body` is by this key.
//   kDataLoss         a line of `body` is by this key and does not verify.
absl::StatusOr<std::string> AddAnsweredCosignature(absl::string_view note, absl::string_view body,
                                                   const CosignatureVerifier& witness);

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_TREE_WITNESS_REQUEST_H_
