#include "eventstore/storage/interrupted_making.h"

#include <sys/stat.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "eventstore/storage/database.h"
#include "eventstore/storage/rocksdb_status.h"
#include "eventstore/storage/wal_scan.h"

namespace casejournal::eventstore {
namespace {

bool IsTable(absl::string_view name) { return absl::EndsWith(name, ".sst"); }
bool IsLog(absl::string_view name) { return absl::ascii_isdigit(name[0]) && absl::EndsWith(name, ".log"); }

bool IsOfRocksdb(absl::string_view name) {
  return name == "CURRENT" || name == "IDENTITY" || name == "LOCK" || absl::StartsWith(name, "LOG") ||
         absl::StartsWith(name, "MANIFEST-") || absl::StartsWith(name, "OPTIONS-") || IsLog(name) || IsTable(name) ||
         absl::EndsWith(name, ".dbtmp");
}

// A directory of another program that has our name is never removed.
absl::StatusOr<std::vector<std::string>> FilesOfDatabase(const std::string& directory) {
  absl::StatusOr<std::vector<std::string>> names = ListDirectory(directory);
  if (absl::IsNotFound(names.status())) return std::vector<std::string>();
  if (!names.ok()) return names.status();
  for (const std::string& name : *names) {
    struct stat info {};
    const std::string path = absl::StrCat(directory, "/", name);
    if (IsOfRocksdb(name) && ::stat(path.c_str(), &info) == 0 && S_ISREG(info.st_mode)) continue;
    return absl::FailedPreconditionError(absl::StrCat(path, " is not part of a journal; nothing was changed"));
  }
  return names;
}

absl::Status Holds(const std::string& path, absl::string_view what) {
  return absl::DataLossError(absl::StrCat(
      path, " holds ", what, ", but FORMAT is missing; this is not a journal whose creation was interrupted. ",
      kRestoreAllParts));
}

// Entries are in tables and in the groups of write-ahead logs. Without either there are no entries. Creating a journal
// writes no entry.
absl::Status ProveNoEntry(const std::string& directory) {
  absl::StatusOr<std::vector<std::string>> names = FilesOfDatabase(directory);
  if (!names.ok()) return names.status();
  for (const std::string& name : *names) {
    const std::string path = absl::StrCat(directory, "/", name);
    if (IsTable(name)) return Holds(path, "entries");
    if (!IsLog(name)) continue;
    absl::StatusOr<bool> empty = IsEmptyLog(path);
    if (!empty.ok()) return empty.status();
    if (!*empty) return Holds(path, "entries");
  }
  return absl::OkStatus();
}

// Creating a journal writes only the row that checks the master key.
absl::Status ProveNoKeyInUse(const std::string& directory) {
  if (absl::Status nothing = ProveNoEntry(directory); nothing.ok() || absl::IsFailedPrecondition(nothing))
    return nothing;
  absl::StatusOr<std::unique_ptr<Database>> keys = Database::OpenKeys(directory, Database::Mode::kReadOnly);
  if (!keys.ok()) return Holds(directory, "data that may be keys");
  const std::unique_ptr<rocksdb::Iterator> last((*keys)->db().NewIterator(rocksdb::ReadOptions()));
  last->SeekToLast();
  if (!last->status().ok())
    return FromRocksdb(last->status(), absl::StrCat("reading the key store in ", (*keys)->db().GetName()));
  if (!last->Valid() || last->key() == rocksdb::Slice(SizeKey(0))) return absl::OkStatus();
  return Holds(directory, "keys in use");
}

absl::Status Remove(const std::string& directory) {
  std::error_code error;
  std::filesystem::remove_all(directory, error);
  return error ? ErrnoStatus(error.value(), absl::StrCat("removing ", directory)) : absl::OkStatus();
}

}  // namespace

absl::Status ClearInterruptedMaking(const DataPaths& paths) {
  if (absl::Status log = ProveNoEntry(paths.log); !log.ok()) return log;
  if (absl::Status keys = ProveNoKeyInUse(paths.keys); !keys.ok()) return keys;
  if (absl::Status removed = Remove(paths.log); !removed.ok()) return removed;
  return Remove(paths.keys);
}

}  // namespace casejournal::eventstore
