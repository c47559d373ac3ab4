// The scan of write-ahead logs that comes before RocksDB reads them. The first byte says whether the rest is a log as
// it is, or a list of fragments that get their lengths and checksums here: a fuzzer does not guess a checksum.
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "eventstore/storage/crc32c.h"
#include "eventstore/storage/wal_scan.h"
#include "tests/fuzz/fuzz_target.h"

namespace casejournal::fuzz {
namespace {

constexpr size_t kBlockBytes = 32 << 10;

std::string Little(uint64_t number, int bytes) {
  std::string text;
  for (int i = 0; i < bytes; ++i) text.push_back(static_cast<char>(number >> 8 * i));
  return text;
}

// A log, and up to where it is whole.
struct MadeLog {
  std::string bytes;
  bool damaged = false;
};

MadeLog MakeLog(Input& input) {
  MadeLog log;
  bool filled = false;
  while (!input.empty()) {
    const uint8_t kind = input.Byte();
    const size_t left = kBlockBytes - log.bytes.size() % kBlockBytes;
    if (left < 7) log.bytes.append(left, '\0');
    if ((kind & 0x30) == 0x30) {  // bytes as they are
      log.damaged = true;
      absl::StrAppend(&log.bytes, input.Short());
      continue;
    }
    if ((kind & 0x30) == 0x20 && !filled) {  // up to near the end of the block, once: more would only take time
      filled = true;
      const size_t room = kBlockBytes - log.bytes.size() % kBlockBytes;
      const size_t fill = std::min<size_t>(room - 7, room - 7 - std::min<size_t>(room - 7, input.Byte()));
      const std::string typed = absl::StrCat(Little(1 + kind % 4, 1), std::string(fill, 'x'));
      absl::StrAppend(&log.bytes, Little(eventstore::MaskedCrc32c(eventstore::Crc32c(typed)), 4), Little(fill, 2),
                      typed);
      continue;
    }
    const size_t room = kBlockBytes - log.bytes.size() % kBlockBytes - 7;
    const absl::string_view payload = input.Long().substr(0, room);
    const std::string typed = absl::StrCat(Little(1 + kind % 4, 1), payload);
    absl::StrAppend(&log.bytes, Little(eventstore::MaskedCrc32c(eventstore::Crc32c(typed)), 4),
                    Little(payload.size(), 2), typed);
  }
  return log;
}

// A directory with one log, in memory.
class LogDirectory {
 public:
  LogDirectory() {
    std::string made = "/dev/shm/casejournal-fuzz-XXXXXX";
    if (::mkdtemp(made.data()) == nullptr) {
      made = "/tmp/casejournal-fuzz-XXXXXX";
      Hold(::mkdtemp(made.data()) != nullptr, "a directory can be made");
    }
    path_ = made;
    fd_ = ::open(File().c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    Hold(fd_ >= 0, "a file can be made");
  }
  ~LogDirectory() {
    ::close(fd_);
    ::unlink(File().c_str());
    ::rmdir(path_.c_str());
  }
  void Set(absl::string_view bytes) {
    Hold(::ftruncate(fd_, 0) == 0 && ::pwrite(fd_, bytes.data(), bytes.size(), 0) == static_cast<ssize_t>(bytes.size()),
         "a file can be written");
  }
  const std::string& path() const { return path_; }
  std::string File() const { return path_ + "/000001.log"; }

 private:
  std::string path_;
  int fd_ = -1;
};

void ScanAll(absl::string_view bytes) {
  static LogDirectory directory;
  directory.Set(bytes);
  const auto beginnings = eventstore::ScanWriteAheadLogs(directory.path());
  if (beginnings.ok()) Hold(beginnings->size() <= 1, "a log has one beginning");
  (void)eventstore::ScanForStrayBytes(directory.path());
  const auto whole = eventstore::BytesBeforeTornEnd(directory.File());
  Hold(whole.ok() && *whole <= bytes.size(), "a log has no more whole bytes than bytes");
  const auto empty = eventstore::IsEmptyLog(directory.File());
  Hold(empty.ok() && *empty == (bytes.find_first_not_of('\0') == absl::string_view::npos),
       "an empty log has only zeros");
}

}  // namespace

FUZZ_TARGET(wal_scan) {
  Input input(bytes);
  const uint8_t how = input.Byte();
  MadeLog log;
  if ((how & 1) == 0) {
    log = {std::string(input.Rest()), true};
  } else {
    log = MakeLog(input);
  }
  const absl::Status refused = eventstore::ScanFragments(log.bytes, eventstore::TornEnd::kRefused, "log");
  const absl::Status allowed = eventstore::ScanFragments(log.bytes, eventstore::TornEnd::kAllowed, "log");
  Hold(allowed.ok() || !refused.ok(), "what is whole has no hole");
  Hold(log.damaged || refused.ok(), "whole fragments are whole");
  // Whatever is cut off a whole log, the rest has a torn end, and no hole.
  if (!log.damaged && !log.bytes.empty()) {
    const absl::string_view cut = absl::string_view(log.bytes).substr(0, how * log.bytes.size() / 256);
    Hold(eventstore::ScanFragments(cut, eventstore::TornEnd::kAllowed, "log").ok(), "a cut log has a torn end");
  }
  if ((how & 6) == 2) ScanAll(log.bytes);
}

}  // namespace casejournal::fuzz
