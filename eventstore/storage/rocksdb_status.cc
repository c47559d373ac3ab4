#include "eventstore/storage/rocksdb_status.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "eventstore/proofs/durable_file.h"

namespace casejournal::eventstore {
namespace {

absl::StatusCode CodeOf(const rocksdb::Status& status) {
  if (status.IsNotFound()) return absl::StatusCode::kNotFound;
  if (status.IsCorruption()) return absl::StatusCode::kDataLoss;
  if (status.IsBusy() || status.IsTimedOut() || status.IsTryAgain()) return absl::StatusCode::kUnavailable;
  if (status.IsNoSpace()) return absl::StatusCode::kResourceExhausted;
  if (status.IsIOError()) {
    // RocksDB keeps the number of a full disk, and of no other error.
    const std::string text = status.ToString();
    if (absl::StrContains(text, "Disk quota exceeded")) return absl::StatusCode::kResourceExhausted;
    if (absl::StrContains(text, "lock")) return absl::StatusCode::kUnavailable;
    if (absl::StrContains(text, "Permission denied") || absl::StrContains(text, "Read-only file system")) {
      return absl::StatusCode::kPermissionDenied;
    }
    return absl::StatusCode::kUnavailable;
  }
  if (status.IsInvalidArgument()) return absl::StatusCode::kInvalidArgument;
  return absl::StatusCode::kInternal;
}

// RocksDB 7.8 writes "file is too short (12 bytes) to be an sstable/srv/county/log/000018.sst". A space goes before
// such a path, so that who takes paths out of a message (services/errors/without_paths.h) sees where it begins.
std::string WithPathsApart(const std::string& text) { return absl::StrReplaceAll(text, {{"sstable/", "sstable /"}}); }

}  // namespace

absl::Status FromRocksdb(const rocksdb::Status& status, absl::string_view doing) {
  if (status.ok()) return absl::OkStatus();
  const std::string text = absl::StrCat(doing, ": ", WithPathsApart(status.ToString()));
  const absl::StatusCode code = CodeOf(status);
  return code == absl::StatusCode::kResourceExhausted ? DiskFullError(text) : absl::Status(code, text);
}

}  // namespace casejournal::eventstore
