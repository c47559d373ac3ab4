#ifndef CASEJOURNAL_EVENTSTORE_TREE_WITNESS_POLICY_H_
#define CASEJOURNAL_EVENTSTORE_TREE_WITNESS_POLICY_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "eventstore/tree/cosignature.h"
#include "eventstore/tree/note.h"
#include "eventstore/tree/note_key.h"

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

// A longer policy is malformed, and so is one with more logs, witnesses, or groups. The specification asks for at least
// 32 of each.
inline constexpr size_t kPolicyBytesMax = size_t{1} << 20;
inline constexpr size_t kPolicyLogsMax = 256;
inline constexpr size_t kPolicyWitnessesMax = 256;
inline constexpr size_t kPolicyGroupsMax = 256;  // So no group is nested deeper than this.

// A line "log <verifier key> [<url>]". The key's name is the origin of the log's checkpoints.
struct PolicyLog {
  NoteVerifier key;
  std::string url;  // Empty if absent; not used.
};

// A line "witness <name> <verifier key> [<url>]".
struct PolicyWitness {
  std::string name;  // The policy's name for it, not the key's; any bytes except space and control characters.
  CosignatureVerifier key;
  std::string url;  // Where to submit checkpoints; empty if absent; not used here.
};

enum class Witnessing {
  kMissing,   // No signature line is by the witness's key.
  kBad,       // A signature line is by its key but does not verify. Counts as missing.
  kCosigned,  // Counts.
};

struct WitnessFinding {
  std::string name;  // As in the policy.
  Witnessing witnessing = Witnessing::kMissing;
  uint64_t seconds = 0;  // With kCosigned: the latest time, POSIX.
};

// The result of a policy for a note. In the specification, a checkpoint is valid if a listed log has signed it and its
// quorum is met. If a policy lists no log, the caller must know the log from elsewhere and check its signature, because
// cosignatures alone do not name a trusted log.
struct PolicyFindings {
  std::optional<size_t> log;              // Which of logs() has signed it, under its own origin.
  std::vector<WitnessFinding> witnesses;  // One for each witness of the policy, in its order.
  bool quorum_met = false;
};

class WitnessPolicy {
 public:
  // Parse a policy file. Items are separated by spaces and tabs. Lines without items, and lines whose first item begins
  // with "#", are skipped. Any bytes except control characters are allowed. Groups and the quorum name only what is
  // defined above them, and each name is a member of at most one group, so that no witness counts twice.
  //   kInvalidArgument  anything else, or over a limit; the message names the line, from 1. This includes keys of other
  //                     signature types than 0x01 for a log and 0x04 for a witness, which the specification allows
  //                     (ML-DSA), and a last line without newline: the file may have been truncated.
  static absl::StatusOr<WitnessPolicy> Parse(absl::string_view text);

  absl::Span<const PolicyLog> logs() const { return logs_; }
  absl::Span<const PolicyWitness> witnesses() const { return witnesses_; }

  // Return who has cosigned `note`, and whether the quorum is met. "quorum none" is met by any checkpoint. A bad
  // signature of a listed log leaves `log` empty, like a missing one.
  //   kInvalidArgument  not a note with a checkpoint, or over a limit.
  absl::StatusOr<PolicyFindings> Examine(absl::string_view note) const;

 private:
  // A witness or a group: what the quorum and groups are made of.
  struct Part {
    std::string name;
    std::optional<size_t> witness;  // Its index in witnesses_; absent for a group.
    size_t threshold = 0;           // For a group.
    std::vector<size_t> members;    // For a group: indexes in parts_, all before its own.
    bool is_member = false;         // Of any group.
  };

  using Items = absl::Span<const absl::string_view>;

  WitnessPolicy() = default;

  // Each function takes the items of one line, with the keyword first.
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

#endif  // CASEJOURNAL_EVENTSTORE_TREE_WITNESS_POLICY_H_
