#include "eventstore/proofs/durable_file.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <memory>

#include "absl/strings/str_cat.h"

namespace casejournal::eventstore {
namespace {

constexpr size_t kSmallFileBytesMax = size_t{1} << 20;

// A file descriptor that closes in its destructor.
class File {
 public:
  explicit File(int fd) : fd_(fd) {}
  ~File() {
    if (fd_ >= 0) ::close(fd_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  int fd() const { return fd_; }

 private:
  int fd_;
};

absl::Status WriteAll(int fd, absl::string_view content, const std::string& path) {
  while (!content.empty()) {
    const ssize_t written = ::write(fd, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return ErrnoStatus(errno, absl::StrCat("writing ", path));
    content.remove_prefix(static_cast<size_t>(written));
  }
  return absl::OkStatus();
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
      return absl::ResourceExhaustedError(text);
    default:
      return absl::UnavailableError(text);
  }
}

absl::Status SyncDirectoryOf(const std::string& path) {
  const std::string directory = std::filesystem::path(path).parent_path().string();
  const File file(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (file.fd() < 0) return ErrnoStatus(errno, absl::StrCat("opening ", directory));
  if (::fsync(file.fd()) != 0) return ErrnoStatus(errno, absl::StrCat("syncing ", directory));
  return absl::OkStatus();
}

absl::Status MakeDirectoryDurably(const std::string& path) {
  std::error_code error;
  // Not through "..": the parent of a missing directory has to be its parent.
  const std::filesystem::path whole = std::filesystem::absolute(path, error).lexically_normal() / "";
  std::vector<std::string> missing;
  for (std::filesystem::path at = whole.parent_path(); !error && !std::filesystem::exists(at, error);) {
    missing.push_back(at.string());
    at = at.parent_path();
  }
  if (!error) std::filesystem::create_directories(whole, error);
  if (error) return ErrnoStatus(error.value(), absl::StrCat("creating ", path));
  for (const std::string& made : missing) {
    if (absl::Status synced = SyncDirectoryOf(made); !synced.ok()) return synced;
  }
  return absl::OkStatus();
}

absl::Status WriteFileDurably(const std::string& path, absl::string_view content, uint32_t mode) {
  const std::string draft = absl::StrCat(path, ".new");
  {
    const File file(::open(draft.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode));
    if (file.fd() < 0) return ErrnoStatus(errno, absl::StrCat("creating ", draft));
    if (absl::Status written = WriteAll(file.fd(), content, draft); !written.ok()) return written;
    if (::fsync(file.fd()) != 0) return ErrnoStatus(errno, absl::StrCat("syncing ", draft));
  }
  if (::rename(draft.c_str(), path.c_str()) != 0) return ErrnoStatus(errno, absl::StrCat("renaming ", draft));
  return SyncDirectoryOf(path);
}

absl::StatusOr<std::string> ReadSmallFile(const std::string& path) { return ReadWholeFile(path, kSmallFileBytesMax); }

absl::StatusOr<std::string> ReadWholeFile(const std::string& path, size_t bytes_max) {
  const File file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.fd() < 0) return ErrnoStatus(errno, absl::StrCat("opening ", path));
  struct stat info {};
  const bool known = ::fstat(file.fd(), &info) == 0 && S_ISREG(info.st_mode);
  // One byte more than the file has, so that the end is detected without growing.
  std::string content(std::min(known ? static_cast<size_t>(info.st_size) : 0, bytes_max) + 1, '\0');
  size_t bytes = 0;
  while (true) {
    const ssize_t count = ::read(file.fd(), content.data() + bytes, content.size() - bytes);
    if (count < 0 && errno == EINTR) continue;
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
  const std::unique_ptr<DIR, int (*)(DIR*)> directory(::opendir(path.c_str()), ::closedir);
  if (directory == nullptr) return ErrnoStatus(errno, absl::StrCat("opening ", path));
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
