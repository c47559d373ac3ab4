#include "eventstore/durable_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "absl/strings/str_cat.h"

namespace casejournal::eventstore {
namespace {

constexpr size_t kSmallFileBytesMax = size_t{1} << 20;

// A file descriptor that is closed when it goes.
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

absl::Status SyncDirectoryOf(const std::string& path) {
  const std::string directory = std::filesystem::path(path).parent_path().string();
  const File file(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (file.fd() < 0) return ErrnoStatus(errno, absl::StrCat("opening ", directory));
  if (::fsync(file.fd()) != 0) return ErrnoStatus(errno, absl::StrCat("syncing ", directory));
  return absl::OkStatus();
}

}  // namespace

absl::Status ErrnoStatus(int error, absl::string_view doing) {
  const std::string text = absl::StrCat(doing, ": ", std::strerror(error));
  switch (error) {
    case ENOENT:
    case ENOTDIR: return absl::NotFoundError(text);
    case EACCES:
    case EPERM:
    case EROFS: return absl::PermissionDeniedError(text);
    case ENOSPC:
    case EDQUOT: return absl::ResourceExhaustedError(text);
    default: return absl::UnavailableError(text);
  }
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

absl::StatusOr<std::string> ReadSmallFile(const std::string& path) {
  const File file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.fd() < 0) return ErrnoStatus(errno, absl::StrCat("opening ", path));
  std::string content;
  char buffer[4096];
  while (true) {
    const ssize_t count = ::read(file.fd(), buffer, sizeof(buffer));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return ErrnoStatus(errno, absl::StrCat("reading ", path));
    if (count == 0) return content;
    content.append(buffer, static_cast<size_t>(count));
    if (content.size() > kSmallFileBytesMax) return absl::DataLossError(absl::StrCat(path, " is too large"));
  }
}

}  // namespace casejournal::eventstore
