// The small files of a data directory that have a checksum: the acknowledged size and the record clock. The first byte
// says whether the checksum is in the input or is added here.
#include <sys/mman.h>
#include <unistd.h>

#include "absl/strings/str_cat.h"
#include "eventstore/commit/acked_mark.h"
#include "eventstore/commit/clock_mark.h"
#include "eventstore/records/bytes.h"
#include "eventstore/storage/crc32c.h"
#include "tests/fuzz/fuzz_target.h"

namespace casejournal::fuzz {

FUZZ_TARGET(small_mark) {
  static const int fd = ::memfd_create("mark", MFD_CLOEXEC);
  static const auto* const path = new std::string(absl::StrCat("/proc/self/fd/", fd));
  Input input(bytes);
  const bool add_checksum = (input.Byte() & 1) != 0;
  std::string content(input.Rest());
  if (add_checksum) eventstore::PutNumber(content, eventstore::Crc32c(content));
  Hold(::ftruncate(fd, 0) == 0 &&
           ::pwrite(fd, content.data(), content.size(), 0) == static_cast<ssize_t>(content.size()),
       "a file in memory can be written");
  const auto acked = eventstore::AckedMark::Read(*path);
  Hold(!acked.ok() || content.empty() || content.size() == 12, "an acknowledged size has its checksum");
  const auto clock = eventstore::ReadClockMark(*path);
  Hold(!clock.ok() || content.size() == 21, "a clock has its checksum");
  if (clock.ok()) Hold(clock->stop <= eventstore::ClockStop::kBehind, "a clock stopped for a known reason");
}

}  // namespace casejournal::fuzz
