// Files and directories by system calls: small files that survive power failures, and reads that report failures in a
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

// Replace the content of `path`, and sync file and directory. After OK it survives a power failure; after an error the
// old content is there. `mode` has the permission bits of the file. Only one writer of a path at a time.
absl::Status WriteFileDurably(const std::string& path, absl::string_view content, uint32_t mode);

// Sync the names in the directory that holds `path`.
absl::Status SyncDirectoryOf(const std::string& path);

// Create the directory and those above it that are missing. After OK their names survive a power failure, also of those
// that an earlier call made, which was interrupted. Names in a directory that this process may not read are not synced.
absl::Status MakeDirectoryDurably(const std::string& path);

// Read at most 1 MiB.
//   kNotFound  the file does not exist.
absl::StatusOr<std::string> ReadSmallFile(const std::string& path);

// Read at most `bytes_max` bytes.
//   kNotFound     the file does not exist.
//   kDataLoss     it is larger.
//   kUnavailable  a read failed; the message names the file and the byte.
absl::StatusOr<std::string> ReadWholeFile(const std::string& path, size_t bytes_max);

// Return the names in a directory, sorted, without "." and "..".
//   kNotFound  the directory does not exist.
absl::StatusOr<std::vector<std::string>> ListDirectory(const std::string& path);

// The status of a failed system call: kNotFound, kPermissionDenied, kResourceExhausted (no space), or kUnavailable.
absl::Status ErrnoStatus(int error, absl::string_view doing);

// kResourceExhausted, because a disk has no space or no inodes left. Limits have the same code.
absl::Status DiskFullError(absl::string_view text);
// Whether `status` is a DiskFullError, or has its payload: what could not be done follows from a full disk.
bool SaysDiskFull(const absl::Status& status);
inline constexpr absl::string_view kDiskFullPayload = "casejournal.eventstore/DiskFull";

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_PROOFS_DURABLE_FILE_H_
