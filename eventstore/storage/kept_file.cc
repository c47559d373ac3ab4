#include "eventstore/storage/kept_file.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>
#include <utility>

#include "absl/strings/str_cat.h"
#include "eventstore/proofs/durable_file.h"
#include "eventstore/system/system_calls.h"

namespace casejournal::eventstore {
namespace {

// One block of most file systems.
constexpr uint64_t kRoomBytes = 4096;

absl::Status Fill(const std::string& path, absl::string_view content) {
  // Not truncated first: that would give its blocks away.
  const Descriptor file(OpenFile(path, O_WRONLY | O_CREAT, 0600));
  if (!file.ok()) return ErrnoStatus(errno, absl::StrCat("creating ", path));
  if (WriteAt(file.fd(), content, 0) != content.size()) return ErrnoStatus(errno, absl::StrCat("writing ", path));
  struct stat info {};
  if (::fstat(file.fd(), &info) != 0) return ErrnoStatus(errno, absl::StrCat("checking ", path));
  if (static_cast<uint64_t>(info.st_size) > content.size() && TruncateFile(file.fd(), content.size()) != 0)
    return ErrnoStatus(errno, absl::StrCat("truncating ", path));
  if (SyncFile(file.fd()) != 0) return ErrnoStatus(errno, absl::StrCat("syncing ", path));
  return absl::OkStatus();
}

}  // namespace

KeptFile::KeptFile(std::string path) : path_(std::move(path)), next_(absl::StrCat(path_, ".new")) { TakeRoomForNext(); }

void KeptFile::TakeRoomForNext() const {
  const Descriptor file(OpenFile(next_, O_WRONLY | O_CREAT, 0600));
  // A write reports what is wrong.
  if (file.ok()) TakeRoom(file.fd(), kRoomBytes);
}

absl::Status KeptFile::Write(absl::string_view content) {
  if (!names_synced_) {
    if (absl::Status synced = SyncNames(); !synced.ok()) return synced;
  }
  if (absl::Status filled = Fill(next_, content); !filled.ok()) return filled;
  names_synced_ = false;
  if (ExchangeFiles(next_, path_) == 0) return SyncNames();
  // There is no content yet, or the file system cannot exchange files.
  if (RenameFile(next_, path_) != 0) return ErrnoStatus(errno, absl::StrCat("renaming ", next_));
  const absl::Status synced = SyncNames();
  TakeRoomForNext();
  return synced;
}

absl::Status KeptFile::SyncNames() {
  const absl::Status synced = SyncDirectoryOf(path_);
  names_synced_ = synced.ok();
  return synced;
}

}  // namespace casejournal::eventstore
