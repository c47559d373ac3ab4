#ifndef CASEJOURNAL_EVENTSTORE_WITNESSES_WITNESS_POLICY_H_
#define CASEJOURNAL_EVENTSTORE_WITNESSES_WITNESS_POLICY_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "eventstore/proofs/note.h"
#include "eventstore/proofs/note_key.h"
#include "eventstore/witnesses/cosignature.h"

// Trust policies of C2SP tlog-policy: which logs, which witnesses, and how many of them must have
// cosigned a checkpoint before it is believed.
//
//   # One of ours, and two of three that are not.
//   log journal.example+6ef1b2a5+AT0Z...
//   witness court witness.court.example+5a0c1d2e+BGx2...
//   witness a witness.a.example/w1+93c1f9d2+BK2v... https://witness.a.example/
//   witness b witness.b.example+0b7c66aa+BPo1...
//   witness c witness.c.example+c30d5b8e+BBe9...
//   group others 2 a b c
//   group both all court others
//   quorum both
//
// Pure; safe for concurrent use. Any bytes that are not a policy give a Status.
namespace casejournal::eventstore {

// The limits of a policy: a policy beyond them is malformed. The specification requires support for 32 logs, witnesses,
// and groups each.
inline constexpr size_t kPolicyBytesMax = size_t{1} << 20;
inline constexpr size_t kPolicyLogsMax = 256;
inline constexpr size_t kPolicyWitnessesMax = 256;
inline constexpr size_t kPolicyGroupsMax = 256;  // Groups therefore cannot be nested deeper than this.

// A line "log <verifier key> [<url>]". The key's name is the origin of the log's checkpoints.
struct PolicyLog {
  NoteVerifier key;
  std::string url;  // Empty: no URL. It is not checked.
};

// A line "witness <name> <verifier key> [<url>]".
struct PolicyWitness {
  std::string name;  // The policy's name for it, not the key's; any bytes except spaces and controls.
  CosignatureVerifier key;
  std::string url;  // Where to submit checkpoints. Empty: no URL. It is not checked.
};

enum class Witnessing {
  kMissing,   // No signature line has the witness's key.
  kBad,       // A signature line has its key and does not verify. Counts as missing.
  kCosigned,  // A signature line has its key and verifies. Counts.
};

struct WitnessFinding {
  std::string name;  // As in the policy.
  Witnessing witnessing = Witnessing::kMissing;
  uint64_t seconds = 0;  // With kCosigned: the latest time, POSIX.
};

// What a policy finds in a note. According to the specification, a checkpoint is valid if a listed log has signed it
// and its quorum is met. If a policy lists no log, the caller must know the log from another source and check its
// signature: cosignatures alone do not identify a trusted log.
struct PolicyFindings {
  std::optional<size_t> log;              // The index in logs() of the log that signed it, under that log's origin.
  std::vector<WitnessFinding> witnesses;  // One for each witness of the policy, in its order.
  bool quorum_met = false;
};

class WitnessPolicy {
 public:
  // Parse a policy file. Items are separated by spaces and tabs. Lines without items, and lines whose first item begins
  // with "#", are skipped. Any bytes except control characters are allowed. Groups and the quorum can name only lines
  // above them, and each name is a member of at most one group, so that no witness counts twice.
  //   kInvalidArgument  anything else, or over a limit; the message names the line, from 1. This includes signature
  //                     types other than 0x01 for a log and 0x04 for a witness, which the specification allows
  //                     (ML-DSA), and a last line without newline: the file may be truncated.
  static absl::StatusOr<WitnessPolicy> Parse(absl::string_view text);

  absl::Span<const PolicyLog> logs() const { return logs_; }
  absl::Span<const PolicyWitness> witnesses() const { return witnesses_; }

  // Report which witnesses have cosigned `note`, and whether they are enough. Any checkpoint meets "quorum none". A bad
  // signature of a listed log leaves `log` empty, like a missing signature.
  //   kInvalidArgument  not a note over a checkpoint, or over a limit.
  absl::StatusOr<PolicyFindings> Examine(absl::string_view note) const;

 private:
  // A witness or a group: what the quorum and groups are made of.
  struct Part {
    std::string name;
    std::optional<size_t> witness;  // Its index in witnesses_; absent for a group.
    size_t threshold = 0;           // For a group: how many members must count.
    std::vector<size_t> members;    // For a group: indexes in parts_, all before its own.
    bool is_member = false;         // Whether it is a member of a group.
  };

  using Items = absl::Span<const absl::string_view>;

  WitnessPolicy() = default;

  // Each function takes the items of one line, the keyword first.
  absl::Status AddLine(Items items);
  absl::Status AddLog(Items items);
  absl::Status AddWitness(Items items);
  absl::Status AddGroup(Items items);
  absl::Status SetQuorum(Items items);

  std::optional<size_t> FindPart(absl::string_view name) const;
  absl::Status CheckNewName(absl::string_view name) const;

  std::vector<PolicyLog> logs_;
  std::vector<PolicyWitness> witnesses_;
  std::vector<Part> parts_;
  bool has_quorum_ = false;
  std::optional<size_t> quorum_;  // An index in parts_; absent for "quorum none".
};

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_WITNESSES_WITNESS_POLICY_H_
