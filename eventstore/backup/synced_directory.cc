#include "eventstore/backup/synced_directory.h"

#include <fcntl.h>

#include <cerrno>
#include <filesystem>

#include "absl/strings/str_cat.h"
#include "eventstore/proofs/durable_file.h"
#include "eventstore/system/system_calls.h"

namespace casejournal::eventstore {
namespace {

absl::Status SyncPath(const std::string& path, int flags) {
  const Descriptor file(OpenFile(path, O_RDONLY | flags));
  if (!file.ok()) return ErrnoStatus(errno, absl::StrCat("opening ", path));
  return SyncFile(file.fd()) == 0 ? absl::OkStatus() : ErrnoStatus(errno, absl::StrCat("syncing ", path));
}

}  // namespace

absl::Status SyncDirectory(const std::string& path) { return SyncPath(path, O_DIRECTORY); }

absl::Status SyncTree(const std::string& path) {
  std::error_code error;
  std::filesystem::recursive_directory_iterator entry(path, error);
  for (; !error && entry != std::filesystem::recursive_directory_iterator(); entry.increment(error)) {
    if (!entry->is_regular_file() && !entry->is_directory()) continue;
    if (absl::Status synced = SyncPath(entry->path().string(), 0); !synced.ok()) return synced;
  }
  if (error) return ErrnoStatus(error.value(), absl::StrCat("reading ", path));
  return SyncDirectory(path);
}

}  // namespace casejournal::eventstore
