#include "eventstore/storage/zeros_ahead.h"

#include <fcntl.h>
#include <rocksdb/file_system.h>
#include <rocksdb/system_clock.h>

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "eventstore/storage/sound_manifest.h"
#include "eventstore/system/system_calls.h"

namespace casejournal::eventstore {
namespace {

using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;

// Appends like its target, into zeros that were written before.
class FileWithZerosAhead final : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  FileWithZerosAhead(std::unique_ptr<rocksdb::FSWritableFile> target, int fd)
      : FSWritableFileOwnerWrapper(std::move(target)), file_(fd) {}

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
    if (zeros_until_ > written_ && TruncateFile(file_.fd(), written_) != 0) {
      return IOStatus::IOError("cannot remove the zeros at the end of a write-ahead log");
    }
    return target()->Close(options, debug);
  }

 private:
  void KeepAhead(size_t more) {
    written_ += more;
    if (written_ <= zeros_until_ || full_) return;
    static const std::string zeros(kZerosAheadBytes, '\0');
    const size_t wrote = WriteAt(file_.fd(), zeros, written_);
    full_ = wrote != zeros.size();
    zeros_until_ = written_ + wrote;
  }

  const Descriptor file_;
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
    const int fd = OpenFile(path, O_WRONLY);
    if (fd >= 0) *file = std::make_unique<FileWithZerosAhead>(std::move(*file), fd);
    return made;
  }
};

class ClockSince1970 final : public rocksdb::SystemClockWrapper {
 public:
  using SystemClockWrapper::SystemClockWrapper;
  const char* Name() const override { return "ClockSince1970"; }

  rocksdb::Status GetCurrentTime(int64_t* unix_time) override {
    rocksdb::Status read = target_->GetCurrentTime(unix_time);
    *unix_time = std::max<int64_t>(*unix_time, 0);
    return read;
  }
};

class JournalEnv final : public rocksdb::EnvWrapper {
 public:
  explicit JournalEnv(const std::shared_ptr<rocksdb::FileSystem>& files) : EnvWrapper(rocksdb::NewCompositeEnv(files)) {
    file_system_ = files;
    system_clock_ = std::make_shared<ClockSince1970>(rocksdb::SystemClock::Default());
  }

  rocksdb::Status GetCurrentTime(int64_t* unix_time) override { return system_clock_->GetCurrentTime(unix_time); }
};

}  // namespace

std::unique_ptr<rocksdb::Env> NewZerosAheadEnv() {
  return std::make_unique<JournalEnv>(
      std::make_shared<ZerosAheadFileSystem>(WithSoundManifests(rocksdb::FileSystem::Default())));
}

}  // namespace casejournal::eventstore
