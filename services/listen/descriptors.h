// How many files this process may have open, and how many of them connections may take. Files of the journal come
// first: a log that cannot open its next file takes no more entries.
#ifndef CASEJOURNAL_SERVICES_LISTEN_DESCRIPTORS_H_
#define CASEJOURNAL_SERVICES_LISTEN_DESCRIPTORS_H_

#include <cstdint>

#include "absl/status/statusor.h"

namespace casejournal::services {

// No more connections than this, however many files may be open: each needs memory.
inline constexpr uint64_t kConnectionsMost = 4'096;

// How many files this process may have open (RLIMIT_NOFILE, the soft limit).
uint64_t OpenFilesMax();

// Raise that to what the process may give itself (the hard limit). Returns the limit after that.
uint64_t RaiseOpenFilesMax();

// How many connections a process with `open_files_max` may take: at most half of what is left after the files that
// every server has open. `wanted` is the number that the operator asks for; 0: as many as possible, up to
// kConnectionsMost.
//   kInvalidArgument  more are wanted than that, or the limit leaves hardly any; the message says how it is raised.
absl::StatusOr<uint64_t> ConnectionsFor(uint64_t open_files_max, uint64_t wanted);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_LISTEN_DESCRIPTORS_H_
