#include "eventstore/commit/clock_mark.h"

#include "absl/strings/str_cat.h"
#include "eventstore/records/bytes.h"
#include "eventstore/storage/crc32c.h"
#include "eventstore/storage/data_directory.h"

namespace casejournal::eventstore {
namespace {

constexpr size_t kMarkBytes = 8 + 1 + 8;

}  // namespace

// i64 closed, u8 stop, i64 by, u32 CRC-32C of these 17 bytes.
absl::StatusOr<ClockMark> ReadClockMark(const std::string& path) {
  absl::StatusOr<std::string> bytes = ReadSmallFile(path);
  if (absl::IsNotFound(bytes.status())) return ClockMark();
  if (!bytes.ok()) return bytes.status();
  ByteReader reader(*bytes);
  ClockMark mark;
  mark.closed_us = static_cast<int64_t>(reader.Take<uint64_t>());
  const auto stop = reader.Take<uint8_t>();
  mark.stop = static_cast<ClockStop>(stop);
  mark.stop_by_us = static_cast<int64_t>(reader.Take<uint64_t>());
  const auto crc = reader.Take<uint32_t>();
  if (!reader.ok() || !reader.rest().empty() || crc != Crc32c(absl::string_view(*bytes).substr(0, kMarkBytes)) ||
      stop > static_cast<uint8_t>(ClockStop::kBehind)) {
    return absl::DataLossError(absl::StrCat(path, " is damaged"));
  }
  return mark;
}

absl::Status WriteClockMark(KeptFile& file, const ClockMark& mark) {
  std::string bytes;
  PutNumber(bytes, static_cast<uint64_t>(mark.closed_us));
  PutNumber(bytes, static_cast<uint8_t>(mark.stop));
  PutNumber(bytes, static_cast<uint64_t>(mark.stop_by_us));
  PutNumber(bytes, Crc32c(bytes));
  return file.Write(bytes);
}

}  // namespace casejournal::eventstore
