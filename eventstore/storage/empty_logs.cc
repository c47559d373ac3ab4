#include "eventstore/storage/empty_logs.h"

#include <sys/stat.h>

#include <cerrno>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "eventstore/proofs/durable_file.h"
#include "eventstore/system/system_calls.h"

namespace casejournal::eventstore {

absl::Status RemoveEmptyLogs(const std::string& rocksdb_directory) {
  absl::StatusOr<std::vector<std::string>> names = ListDirectory(rocksdb_directory);
  if (absl::IsNotFound(names.status())) return absl::OkStatus();
  if (!names.ok()) return names.status();
  for (const std::string& name : *names) {
    if (!absl::EndsWith(name, ".log")) continue;
    const std::string path = absl::StrCat(rocksdb_directory, "/", name);
    struct stat info {};
    if (::lstat(path.c_str(), &info) != 0 || !S_ISREG(info.st_mode) || info.st_size != 0) continue;
    if (RemoveFile(path) != 0) return ErrnoStatus(errno, absl::StrCat("removing ", path));
  }
  return absl::OkStatus();
}

}  // namespace casejournal::eventstore
