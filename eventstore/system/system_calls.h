// The system calls with which this program opens, writes, syncs, and renames files. Each one that a signal interrupted
// (EINTR) is made again. RocksDB makes its own calls.
#ifndef CASEJOURNAL_EVENTSTORE_SYSTEM_SYSTEM_CALLS_H_
#define CASEJOURNAL_EVENTSTORE_SYSTEM_SYSTEM_CALLS_H_

#include <sys/types.h>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace casejournal::eventstore {

// Call `call` until it succeeds, or fails with another error than EINTR. It returns -1 and sets errno if it fails.
template <typename Call>
auto UntilNotInterrupted(Call call) {
  auto result = call();
  while (result == -1 && errno == EINTR) result = call();
  return result;
}

// Each returns -1 and sets errno if it fails.

// Return a descriptor. The flags include O_CLOEXEC.
int OpenFile(const std::string& path, int flags, mode_t mode = 0);
int SyncFile(int fd);
int TruncateFile(int fd, uint64_t bytes);
// Wait for no one: EWOULDBLOCK if another process holds it. `operation` is LOCK_EX or LOCK_SH.
int LockFile(int fd, int operation);
int RenameFile(const std::string& from, const std::string& to);
// EEXIST: `to` exists. EINVAL: the file system cannot do it.
int RenameToNew(const std::string& from, const std::string& to);
// Exchange two files in one step. ENOENT: one of them does not exist. EINVAL: the file system cannot do it.
int ExchangeFiles(const std::string& one, const std::string& other);
int RemoveFile(const std::string& path);
// Return how many bytes were read; 0 at the end.
ssize_t ReadSome(int fd, char* bytes, size_t count);
// Write all of `bytes`, at the offset of the descriptor. Return 0.
int WriteAll(int fd, absl::string_view bytes);
// Write all of `bytes` at `offset`. Return how many were written, also after an error, which sets errno.
size_t WriteAt(int fd, absl::string_view bytes, uint64_t offset);
// Take the room for the first `bytes` of a file. Its size does not change.
int TakeRoom(int fd, uint64_t bytes);

// A descriptor that is closed in the destructor.
class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor();
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  bool ok() const { return fd_ >= 0; }
  int fd() const { return fd_; }

 private:
  int fd_;
};

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_SYSTEM_SYSTEM_CALLS_H_
