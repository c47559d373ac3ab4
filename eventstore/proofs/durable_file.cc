#include "eventstore/proofs/durable_file.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <memory>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "eventstore/system/system_calls.h"

namespace casejournal::eventstore {
namespace {

constexpr size_t kSmallFileBytesMax = size_t{1} << 20;

// Sync the directory that `path` is in.
absl::Status SyncNamesBeside(const std::string& path, bool must_have_sync) {
  const std::string directory = std::filesystem::path(path).parent_path().string();
  const Descriptor file(OpenFile(directory, O_RDONLY | O_DIRECTORY));
  if (!file.ok()) return ErrnoStatus(errno, absl::StrCat("opening ", directory));
  if (SyncFile(file.fd()) == 0 || (errno == EINVAL && !must_have_sync)) return absl::OkStatus();
  return ErrnoStatus(errno, absl::StrCat("syncing ", directory));
}

}  // namespace

absl::Status ErrnoStatus(int error, absl::string_view doing) {
  const std::string text = absl::StrCat(doing, ": ", std::strerror(error));
  switch (error) {
    case ENOENT:
    case ENOTDIR:
      return absl::NotFoundError(text);
    case EACCES:
    case EPERM:
    case EROFS:
      return absl::PermissionDeniedError(text);
    case ENOSPC:
    case EDQUOT:
      return DiskFullError(text);
    default:
      return absl::UnavailableError(text);
  }
}

absl::Status DiskFullError(absl::string_view text) {
  absl::Status status = absl::ResourceExhaustedError(text);
  status.SetPayload(kDiskFullPayload, absl::Cord());
  return status;
}

bool SaysDiskFull(const absl::Status& status) { return status.GetPayload(kDiskFullPayload).has_value(); }

absl::Status SyncDirectoryOf(const std::string& path) { return SyncNamesBeside(path, /*must_have_sync=*/true); }

absl::Status MakeDirectoryDurably(const std::string& path) {
  std::error_code error;
  // Not through "..": the parent of a missing directory has to be its parent.
  const std::filesystem::path whole = std::filesystem::absolute(path, error).lexically_normal() / "";
  std::vector<std::string> missing;
  std::filesystem::path there = whole.parent_path();
  while (!error && !std::filesystem::exists(there, error)) {
    missing.push_back(there.string());
    there = there.parent_path();
  }
  if (!error) std::filesystem::create_directories(whole, error);
  if (error) return ErrnoStatus(error.value(), absl::StrCat("creating ", path));
  for (const std::string& made : missing) {
    if (absl::Status synced = SyncDirectoryOf(made); !synced.ok()) return synced;
  }
  // An earlier call may have made those that are there, and ended before it synced their names. It did not in a file
  // system whose directories cannot be synced, such as squashfs.
  for (bool nearest = true; there.has_relative_path(); nearest = false) {
    const absl::Status synced = SyncNamesBeside(there.string(), /*must_have_sync=*/false);
    if (nearest && !synced.ok() && !absl::IsPermissionDenied(synced)) return synced;
    there = there.parent_path();
  }
  return absl::OkStatus();
}

absl::Status WriteFileDurably(const std::string& path, absl::string_view content, uint32_t mode) {
  const std::string draft = absl::StrCat(path, ".new");
  {
    const Descriptor file(OpenFile(draft, O_WRONLY | O_CREAT | O_TRUNC, mode));
    if (!file.ok()) return ErrnoStatus(errno, absl::StrCat("creating ", draft));
    if (WriteAll(file.fd(), content) != 0) return ErrnoStatus(errno, absl::StrCat("writing ", draft));
    if (SyncFile(file.fd()) != 0) return ErrnoStatus(errno, absl::StrCat("syncing ", draft));
  }
  if (RenameFile(draft, path) != 0) return ErrnoStatus(errno, absl::StrCat("renaming ", draft));
  return SyncDirectoryOf(path);
}

absl::StatusOr<std::string> ReadSmallFile(const std::string& path) { return ReadWholeFile(path, kSmallFileBytesMax); }

absl::StatusOr<std::string> ReadWholeFile(const std::string& path, size_t bytes_max) {
  const Descriptor file(OpenFile(path, O_RDONLY));
  if (!file.ok()) return ErrnoStatus(errno, absl::StrCat("opening ", path));
  struct stat info {};
  const bool known = ::fstat(file.fd(), &info) == 0 && S_ISREG(info.st_mode);
  // One byte more than the file has, so that the end is detected without growing.
  std::string content(std::min(known ? static_cast<size_t>(info.st_size) : 0, bytes_max) + 1, '\0');
  size_t bytes = 0;
  while (true) {
    const ssize_t count = ReadSome(file.fd(), content.data() + bytes, content.size() - bytes);
    if (count < 0) return ErrnoStatus(errno, absl::StrCat("reading ", path, " at byte ", bytes));
    bytes += static_cast<size_t>(count);
    if (bytes > bytes_max)
      return absl::DataLossError(absl::StrCat(path, " is too large (limit: ", bytes_max, " bytes)"));
    if (count == 0) break;
    if (bytes == content.size()) content.resize(std::min(2 * bytes, bytes_max) + 1);
  }
  content.resize(bytes);
  return content;
}

absl::StatusOr<std::vector<std::string>> ListDirectory(const std::string& path) {
  const int fd = OpenFile(path, O_RDONLY | O_DIRECTORY);
  if (fd < 0) return ErrnoStatus(errno, absl::StrCat("opening ", path));
  const std::unique_ptr<DIR, int (*)(DIR*)> directory(::fdopendir(fd), ::closedir);
  if (directory == nullptr) {
    const Descriptor closed(fd);
    return ErrnoStatus(errno, absl::StrCat("opening ", path));
  }
  std::vector<std::string> names;
  while (true) {
    errno = 0;
    const dirent* const entry = ::readdir(directory.get());
    if (entry == nullptr && errno != 0) return ErrnoStatus(errno, absl::StrCat("reading ", path));
    if (entry == nullptr) break;
    const absl::string_view name = entry->d_name;
    if (name != "." && name != "..") names.emplace_back(name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace casejournal::eventstore
