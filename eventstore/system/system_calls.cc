#include "eventstore/system/system_calls.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <unistd.h>

namespace casejournal::eventstore {

int OpenFile(const std::string& path, int flags, mode_t mode) {
  return UntilNotInterrupted([&] { return ::open(path.c_str(), flags | O_CLOEXEC, mode); });
}

int SyncFile(int fd) {
  return UntilNotInterrupted([&] { return ::fsync(fd); });
}

int TruncateFile(int fd, uint64_t bytes) {
  return UntilNotInterrupted([&] { return ::ftruncate(fd, static_cast<off_t>(bytes)); });
}

int LockFile(int fd, int operation) {
  return UntilNotInterrupted([&] { return ::flock(fd, operation | LOCK_NB); });
}

int RenameFile(const std::string& from, const std::string& to) {
  return UntilNotInterrupted([&] { return ::rename(from.c_str(), to.c_str()); });
}

int RenameToNew(const std::string& from, const std::string& to) {
  return UntilNotInterrupted(
      [&] { return ::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE); });
}

int ExchangeFiles(const std::string& one, const std::string& other) {
  return UntilNotInterrupted(
      [&] { return ::renameat2(AT_FDCWD, one.c_str(), AT_FDCWD, other.c_str(), RENAME_EXCHANGE); });
}

int RemoveFile(const std::string& path) {
  return UntilNotInterrupted([&] { return ::unlink(path.c_str()); });
}

ssize_t ReadSome(int fd, char* bytes, size_t count) {
  return UntilNotInterrupted([&] { return ::read(fd, bytes, count); });
}

int WriteAll(int fd, absl::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = UntilNotInterrupted([&] { return ::write(fd, bytes.data(), bytes.size()); });
    if (count < 0) return -1;
    bytes.remove_prefix(static_cast<size_t>(count));
  }
  return 0;
}

size_t WriteAt(int fd, absl::string_view bytes, uint64_t offset) {
  size_t written = 0;
  while (written < bytes.size()) {
    const absl::string_view rest = bytes.substr(written);
    const ssize_t count = UntilNotInterrupted(
        [&] { return ::pwrite(fd, rest.data(), rest.size(), static_cast<off_t>(offset + written)); });
    if (count == 0) errno = ENOSPC;
    if (count <= 0) break;
    written += static_cast<size_t>(count);
  }
  return written;
}

int TakeRoom(int fd, uint64_t bytes) {
  return UntilNotInterrupted([&] { return ::fallocate(fd, FALLOC_FL_KEEP_SIZE, 0, static_cast<off_t>(bytes)); });
}

Descriptor::~Descriptor() {
  // A close that was interrupted has closed the descriptor.
  if (fd_ >= 0) ::close(fd_);
}

}  // namespace casejournal::eventstore
