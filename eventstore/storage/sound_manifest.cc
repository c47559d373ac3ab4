#include "eventstore/storage/sound_manifest.h"

#include <algorithm>
#include <filesystem>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "eventstore/storage/wal_scan.h"

namespace casejournal::eventstore {
namespace {

using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;

std::string FileName(const std::string& path) { return std::filesystem::path(path).filename().string(); }

// A file that ends earlier than it does.
class ShorterFile final : public rocksdb::FSSequentialFileOwnerWrapper {
 public:
  ShorterFile(std::unique_ptr<rocksdb::FSSequentialFile> target, uint64_t bytes)
      : FSSequentialFileOwnerWrapper(std::move(target)), left_(bytes) {}

  IOStatus Read(size_t count, const IOOptions& options, rocksdb::Slice* result, char* scratch,
                IODebugContext* debug) override {
    IOStatus read = target()->Read(std::min<uint64_t>(count, left_), options, result, scratch, debug);
    if (read.ok()) left_ -= result->size();
    return read;
  }
  IOStatus Skip(uint64_t count) override {
    const uint64_t skipped = std::min(count, left_);
    left_ -= skipped;
    return target()->Skip(skipped);
  }

 private:
  uint64_t left_;
};

class SoundManifestFileSystem final : public rocksdb::FileSystemWrapper {
 public:
  using FileSystemWrapper::FileSystemWrapper;
  const char* Name() const override { return "SoundManifest"; }

  IOStatus NewSequentialFile(const std::string& path, const rocksdb::FileOptions& options,
                             std::unique_ptr<rocksdb::FSSequentialFile>* file, IODebugContext* debug) override {
    IOStatus opened = target()->NewSequentialFile(path, options, file, debug);
    if (!opened.ok() || !absl::StartsWith(FileName(path), "MANIFEST-")) return opened;
    // If it cannot be read here, RocksDB will say so.
    if (const absl::StatusOr<uint64_t> sound = BytesBeforeTornEnd(path); sound.ok()) {
      *file = std::make_unique<ShorterFile>(std::move(*file), *sound);
    }
    return opened;
  }

  IOStatus RenameFile(const std::string& from, const std::string& to, const IOOptions& options,
                      IODebugContext* debug) override {
    if (FileName(to) == "CURRENT") {
      std::unique_ptr<rocksdb::FSDirectory> directory;
      const std::string path = std::filesystem::path(to).parent_path().string();
      IOStatus synced = target()->NewDirectory(path, options, &directory, debug);
      if (synced.ok()) synced = directory->Fsync(options, debug);
      if (!synced.ok()) return synced;
    }
    return target()->RenameFile(from, to, options, debug);
  }
};

}  // namespace

std::shared_ptr<rocksdb::FileSystem> WithSoundManifests(std::shared_ptr<rocksdb::FileSystem> target) {
  return std::make_shared<SoundManifestFileSystem>(std::move(target));
}

}  // namespace casejournal::eventstore
