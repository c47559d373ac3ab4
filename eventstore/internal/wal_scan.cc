#include "eventstore/internal/wal_scan.h"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "eventstore/internal/crc32c.h"
#include "eventstore/internal/data_directory.h"

namespace casejournal::eventstore {
namespace {

// The format: blocks of 32 KiB; a fragment is u32le masked CRC, u16le length, u8 type, payload; the CRC covers type and
// payload. A fragment never crosses a block; fewer than 7 bytes at a block's end are zeros.
constexpr size_t kBlockBytes = 32 << 10;
constexpr size_t kFragmentHeaderBytes = 7;
// Not even the last page of a torn group has fewer bytes that are not zero, but by rare chance.
constexpr int kTornGroupBytesMin = 16;
enum FragmentType : uint8_t { kZero = 0, kFull = 1, kFirst = 2, kMiddle = 3, kLast = 4 };

struct Fragment {
  FragmentType type = kZero;
  size_t bytes = 0;  // header included
};

uint32_t LittleEndian(absl::string_view bytes) {
  uint32_t number = 0;
  for (size_t i = bytes.size(); i > 0; --i) number = number << 8 | static_cast<uint8_t>(bytes[i - 1]);
  return number;
}

// The intact fragment at the front of `block_rest`, if there is one.
std::optional<Fragment> FragmentAt(absl::string_view block_rest) {
  if (block_rest.size() < kFragmentHeaderBytes) return std::nullopt;
  const size_t length = LittleEndian(block_rest.substr(4, 2));
  const auto type = static_cast<uint8_t>(block_rest[6]);
  if (type < kFull || type > kLast || block_rest.size() < kFragmentHeaderBytes + length) return std::nullopt;
  const uint32_t stored = LittleEndian(block_rest.substr(0, 4));
  if (stored != MaskedCrc32c(Crc32c(block_rest.substr(6, 1 + length)))) return std::nullopt;
  return Fragment{static_cast<FragmentType>(type), kFragmentHeaderBytes + length};
}

bool AllZeros(absl::string_view bytes) {
  return std::all_of(bytes.begin(), bytes.end(), [](char byte) { return byte == 0; });
}

absl::string_view RestOfBlock(absl::string_view bytes, size_t offset) {
  return bytes.substr(offset, kBlockBytes - offset % kBlockBytes);
}

// The offset of the first byte from which no intact fragment follows, skipping the zeros at the ends of blocks.
size_t IntactUntil(absl::string_view bytes) {
  size_t offset = 0;
  while (offset < bytes.size()) {
    const absl::string_view rest = RestOfBlock(bytes, offset);
    if (const std::optional<Fragment> fragment = FragmentAt(rest)) {
      offset += fragment->bytes;
      continue;
    }
    const bool trailer = rest.size() < kFragmentHeaderBytes && AllZeros(rest);
    if (!trailer) return offset;
    offset += rest.size();
  }
  return offset;
}

// The offset at or after `from` at which a group begins intact. The bad place may have destroyed a length, so every
// byte is tried.
std::optional<size_t> GroupBeginsAfter(absl::string_view bytes, size_t from) {
  for (size_t offset = from; offset < bytes.size(); ++offset) {
    const std::optional<Fragment> fragment = FragmentAt(RestOfBlock(bytes, offset));
    if (fragment && (fragment->type == kFull || fragment->type == kFirst)) return offset;
  }
  return std::nullopt;
}

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  if (!in.is_open() || in.bad()) return absl::DataLossError(absl::StrCat(path, " cannot be read"));
  return bytes;
}

// Every write-ahead log of a directory, oldest first, until one is not OK.
absl::Status ScanEachLog(const std::string& rocksdb_directory,
                         absl::FunctionRef<absl::Status(absl::string_view bytes, absl::string_view name)> scan) {
  std::vector<std::filesystem::path> logs;
  std::error_code error;
  for (const auto& file : std::filesystem::directory_iterator(rocksdb_directory, error)) {
    if (file.path().extension() == ".log") logs.push_back(file.path());
  }
  if (error) return absl::UnavailableError(absl::StrCat("reading ", rocksdb_directory, ": ", error.message()));
  // By number: "000009.log" before "1000000.log".
  const auto number = [](const std::filesystem::path& log) {
    const std::string stem = log.stem().string();
    return std::pair(stem.size(), stem);
  };
  std::sort(logs.begin(), logs.end(), [&](const auto& a, const auto& b) { return number(a) < number(b); });
  for (const std::filesystem::path& log : logs) {
    absl::StatusOr<std::string> bytes = ReadFile(log.string());
    if (!bytes.ok()) return bytes.status();
    if (absl::Status scanned = scan(*bytes, log.string()); !scanned.ok()) return scanned;
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status ScanFragments(absl::string_view bytes, TornEnd torn_end, absl::string_view name) {
  const size_t bad = IntactUntil(bytes);
  if (bad == bytes.size()) return absl::OkStatus();
  if (const std::optional<size_t> later = GroupBeginsAfter(bytes, bad + 1)) {
    return absl::DataLossError(absl::StrCat(name, " is damaged at byte ", bad, ": intact groups follow at byte ", *later));
  }
  if (torn_end == TornEnd::kAllowed || AllZeros(bytes.substr(bad))) return absl::OkStatus();
  return absl::DataLossError(absl::StrCat(name, " is damaged at byte ", bad));
}

absl::Status ScanManifest(const std::string& rocksdb_directory) {
  absl::StatusOr<std::string> current = ReadSmallFile(rocksdb_directory + "/CURRENT");
  if (!current.ok()) return current.status();
  const std::string path = absl::StrCat(rocksdb_directory, "/", absl::StripSuffix(*current, "\n"));
  absl::StatusOr<std::string> bytes = ReadFile(path);
  return bytes.ok() ? ScanFragments(*bytes, TornEnd::kRefused, path) : bytes.status();
}

absl::Status ScanWriteAheadLogs(const std::string& rocksdb_directory) {
  // Also an older log may end torn: a recovery makes the next one before it removes the torn one. What RocksDB then
  // leaves out, the acknowledged size and the published checkpoint tell.
  return ScanEachLog(rocksdb_directory, [](absl::string_view bytes, absl::string_view name) {
    return ScanFragments(bytes, TornEnd::kAllowed, name);
  });
}

absl::Status ScanForStrayBytes(const std::string& rocksdb_directory) {
  return ScanEachLog(rocksdb_directory, [](absl::string_view bytes, absl::string_view name) {
    const size_t end = IntactUntil(bytes);
    const absl::string_view rest = bytes.substr(end);
    if (!AllZeros(rest.substr(0, kFragmentHeaderBytes))) return absl::OkStatus();
    const auto strays = std::count_if(rest.begin(), rest.end(), [](char byte) { return byte != 0; });
    if (strays == 0 || strays >= kTornGroupBytesMin) return absl::OkStatus();
    const size_t first = end + rest.find_first_not_of('\0');
    return absl::DataLossError(
        absl::StrCat(name, " is damaged at byte ", first, ", behind its last group: it is not zero"));
  });
}

}  // namespace casejournal::eventstore
