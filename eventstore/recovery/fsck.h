// Proves a journal on disk: every byte that is served, every hash, every signature. Reads only.
#ifndef CASEJOURNAL_EVENTSTORE_RECOVERY_FSCK_H_
#define CASEJOURNAL_EVENTSTORE_RECOVERY_FSCK_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "eventstore/proofs/hash.h"

namespace casejournal::eventstore {

struct FsckReport {
  uint64_t events = 0;  // checked from position 0 without a gap
  uint64_t streams = 0;
  uint64_t checkpoints = 0;  // stored notes whose signature and root were checked
  Hash root{};               // of the events checked
  std::string origin;
  // What is wrong, each naming a file, a position or a key; empty: nothing. At most kFsckFindingsMax.
  std::vector<std::string> findings;
};

inline constexpr size_t kFsckFindingsMax = 100;

// Called now and then with the events checked and the events in all.
using FsckProgress = absl::FunctionRef<void(uint64_t done, uint64_t total)>;

// Checks, from the files alone: format and keys; that no write-ahead log has a hole; the checksum of every file;
// continuity of positions and revisions; that every payload opens and is what its header commits to; the chain of every
// stream; the indexes; every tile; the root and signature of every stored checkpoint and of the one published last.
// Memory grows with the number of streams, not of events.
//   kNotFound, kUnavailable, kFailedPrecondition, kPermissionDenied  as EventLog::Open: nothing could be checked.
absl::StatusOr<FsckReport> Fsck(const std::string& directory, FsckProgress progress);

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_RECOVERY_FSCK_H_
