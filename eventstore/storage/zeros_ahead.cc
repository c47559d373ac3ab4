#include "eventstore/storage/zeros_ahead.h"

#include <fcntl.h>
#include <rocksdb/file_system.h>
#include <unistd.h>

#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "eventstore/storage/sound_manifest.h"

namespace casejournal::eventstore {
namespace {

using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;

// Appends like its target, into zeros that were written before.
class FileWithZerosAhead final : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  FileWithZerosAhead(std::unique_ptr<rocksdb::FSWritableFile> target, int fd)
      : FSWritableFileOwnerWrapper(std::move(target)), fd_(fd) {}
  ~FileWithZerosAhead() override { ::close(fd_); }

  IOStatus Append(const rocksdb::Slice& data, const IOOptions& options, IODebugContext* debug) override {
    KeepAhead(data.size());
    return target()->Append(data, options, debug);
  }
  IOStatus Append(const rocksdb::Slice& data, const IOOptions& options,
                  const rocksdb::DataVerificationInfo& verification, IODebugContext* debug) override {
    KeepAhead(data.size());
    return target()->Append(data, options, verification, debug);
  }
  IOStatus Truncate(uint64_t size, const IOOptions& options, IODebugContext* debug) override {
    written_ = zeros_until_ = size;
    return target()->Truncate(size, options, debug);
  }
  IOStatus Close(const IOOptions& options, IODebugContext* debug) override {
    if (zeros_until_ > written_ && ::ftruncate(fd_, static_cast<off_t>(written_)) != 0) {
      return IOStatus::IOError("cannot remove the zeros at the end of a write-ahead log");
    }
    return target()->Close(options, debug);
  }

 private:
  void KeepAhead(size_t more) {
    written_ += more;
    if (written_ <= zeros_until_ || full_) return;
    static const std::string zeros(kZerosAheadBytes, '\0');
    const ssize_t wrote = ::pwrite(fd_, zeros.data(), zeros.size(), static_cast<off_t>(written_));
    full_ = wrote != static_cast<ssize_t>(zeros.size());
    zeros_until_ = written_ + static_cast<uint64_t>(wrote > 0 ? wrote : 0);
  }

  const int fd_;
  uint64_t written_ = 0;
  uint64_t zeros_until_ = 0;
  bool full_ = false;
};

class ZerosAheadFileSystem final : public rocksdb::FileSystemWrapper {
 public:
  using FileSystemWrapper::FileSystemWrapper;
  const char* Name() const override { return "ZerosAhead"; }

  IOStatus NewWritableFile(const std::string& path, const rocksdb::FileOptions& options,
                           std::unique_ptr<rocksdb::FSWritableFile>* file, IODebugContext* debug) override {
    IOStatus made = target()->NewWritableFile(path, options, file, debug);
    if (!made.ok() || !absl::EndsWith(path, ".log")) return made;
    const int fd = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
    if (fd >= 0) *file = std::make_unique<FileWithZerosAhead>(std::move(*file), fd);
    return made;
  }
};

}  // namespace

std::unique_ptr<rocksdb::Env> NewZerosAheadEnv() {
  return rocksdb::NewCompositeEnv(
      std::make_shared<ZerosAheadFileSystem>(WithSoundManifests(rocksdb::FileSystem::Default())));
}

}  // namespace casejournal::eventstore
