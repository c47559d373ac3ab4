#include "eventstore/commit/acked_mark.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "absl/strings/str_cat.h"
#include "eventstore/records/bytes.h"
#include "eventstore/storage/crc32c.h"
#include "eventstore/storage/data_directory.h"

namespace casejournal::eventstore {

// u64 number of events, u32 CRC-32C of these eight bytes.
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
  const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0) return absl::PermissionDeniedError(absl::StrCat("opening ", path, ": ", std::strerror(errno)));
  return std::unique_ptr<AckedMark>(new AckedMark(fd));
}

AckedMark::~AckedMark() { ::close(fd_); }

absl::Status AckedMark::Write(uint64_t events) {
  std::string bytes;
  PutNumber(bytes, events);
  PutNumber(bytes, Crc32c(bytes));
  if (::pwrite(fd_, bytes.data(), bytes.size(), 0) == static_cast<ssize_t>(bytes.size())) return absl::OkStatus();
  return absl::UnavailableError(absl::StrCat("writing the acknowledged size: ", std::strerror(errno)));
}

}  // namespace casejournal::eventstore
