#include "eventstore/commit/acked_mark.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "absl/strings/str_cat.h"
#include "eventstore/records/bytes.h"
#include "eventstore/storage/crc32c.h"
#include "eventstore/storage/data_directory.h"
#include "eventstore/system/system_calls.h"

namespace casejournal::eventstore {
namespace {

// u64 number of events, u32 CRC-32C of these eight bytes.
std::string MarkOf(uint64_t events) {
  std::string bytes;
  PutNumber(bytes, events);
  PutNumber(bytes, Crc32c(bytes));
  return bytes;
}

}  // namespace

absl::StatusOr<uint64_t> AckedMark::Read(const std::string& path) {
  absl::StatusOr<std::string> bytes = ReadSmallFile(path);
  if (absl::IsNotFound(bytes.status())) return 0;
  if (!bytes.ok()) return bytes.status();
  if (bytes->empty()) return 0;
  ByteReader reader(*bytes);
  const auto events = reader.Take<uint64_t>();
  const auto crc = reader.Take<uint32_t>();
  if (!reader.ok() || !reader.rest().empty() || crc != Crc32c(absl::string_view(*bytes).substr(0, 8))) {
    return absl::DataLossError(absl::StrCat(path, " is damaged"));
  }
  return events;
}

absl::StatusOr<std::unique_ptr<AckedMark>> AckedMark::Open(const std::string& path) {
  // Later it is overwritten in its place. A file that grows without a sync can be as long as it should be after a power
  // failure, and without its bytes.
  struct stat info {};
  if (::stat(path.c_str(), &info) != 0 || info.st_size == 0) {
    if (absl::Status made = WriteFileDurably(path, MarkOf(0), 0600); !made.ok()) return made;
  }
  const int fd = OpenFile(path, O_RDWR | O_CREAT, 0600);
  if (fd < 0) return ErrnoStatus(errno, absl::StrCat("opening ", path));
  return std::unique_ptr<AckedMark>(new AckedMark(fd));
}

AckedMark::~AckedMark() { ::close(fd_); }

absl::Status AckedMark::Write(uint64_t events) {
  const std::string bytes = MarkOf(events);
  if (WriteAt(fd_, bytes, 0) == bytes.size()) return absl::OkStatus();
  return ErrnoStatus(errno, "writing the acknowledged size");
}

absl::Status AckedMark::Sync() {
  return SyncFile(fd_) == 0 ? absl::OkStatus() : ErrnoStatus(errno, "syncing the acknowledged size");
}

}  // namespace casejournal::eventstore
