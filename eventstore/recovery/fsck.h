// Checks a journal on disk: every byte that is served, every hash, every signature. Read-only.
#ifndef CASEJOURNAL_EVENTSTORE_RECOVERY_FSCK_H_
#define CASEJOURNAL_EVENTSTORE_RECOVERY_FSCK_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "eventstore/proofs/hash.h"
#include "eventstore/records/master_key_source.h"

namespace casejournal::eventstore {

struct FsckReport {
  uint64_t events = 0;  // checked from position 0 without a gap
  uint64_t streams = 0;
  uint64_t checkpoints = 0;  // stored notes whose signature and root were checked
  Hash root{};               // of the events checked
  std::string origin;
  // The problems, each with a file, a position, or a key. Empty: none. At most kFsckFindingsMax.
  std::vector<std::string> findings;
};

inline constexpr size_t kFsckFindingsMax = 100;

// Called from time to time with the number of checked events and of all events.
using FsckProgress = absl::FunctionRef<void(uint64_t done, uint64_t total)>;

// Check from the files alone: the format and the keys; that no write-ahead log has a hole; the checksum of every file;
// the continuity of positions and revisions; that every payload opens and matches the commitment in its header; the
// chain of every stream; the indexes; every tile; the root and signature of every stored checkpoint and of the last
// published one. Memory grows with the number of streams, not of events.
//   kNotFound, kUnavailable, kFailedPrecondition, kPermissionDenied  as EventLog::Open: nothing could be checked.
//   kUnavailable, kPermissionDenied, kResourceExhausted  a file could not be opened now, and what was read is sound.
absl::StatusOr<FsckReport> Fsck(const std::string& directory, FsckProgress progress,
                                const MasterKeySource& master_keys = {});

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_RECOVERY_FSCK_H_
