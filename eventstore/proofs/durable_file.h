// Files and directories by system calls: small files that survive power loss, and reads whose failure is said by a
// status.
#ifndef CASEJOURNAL_EVENTSTORE_PROOFS_DURABLE_FILE_H_
#define CASEJOURNAL_EVENTSTORE_PROOFS_DURABLE_FILE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace casejournal::eventstore {

// Replaces `path` as a whole and syncs file and directory: after OK it survives power loss; on failure the old content
// is there. `mode` are the permission bits of the file. One writer of a path at a time.
absl::Status WriteFileDurably(const std::string& path, absl::string_view content, uint32_t mode);

// At most 1 MiB.
//   kNotFound  there is none.
absl::StatusOr<std::string> ReadSmallFile(const std::string& path);

// At most `bytes_max` bytes.
//   kNotFound     there is none.
//   kDataLoss     it is larger.
//   kUnavailable  a read failed; the text names the file and the byte.
absl::StatusOr<std::string> ReadWholeFile(const std::string& path, size_t bytes_max);

// The names in a directory, sorted, without "." and "..".
//   kNotFound  there is none.
absl::StatusOr<std::vector<std::string>> ListDirectory(const std::string& path);

// What a failed system call says: kNotFound, kPermissionDenied, kResourceExhausted (no space) or kUnavailable.
absl::Status ErrnoStatus(int error, absl::string_view doing);

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_PROOFS_DURABLE_FILE_H_
