#include "eventstore/storage/wal_scan.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/functional/function_ref.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "eventstore/records/bytes.h"
#include "eventstore/storage/crc32c.h"
#include "eventstore/storage/data_directory.h"

namespace casejournal::eventstore {
namespace {

// The format: blocks of 32 KiB; a fragment is u32le masked CRC, u16le length, u8 type, payload; the CRC covers type and
// payload. A fragment never crosses a block; fewer than 7 bytes at a block's end are zeros.
constexpr size_t kBlockBytes = 32 << 10;
constexpr size_t kFragmentHeaderBytes = 7;
// More than write-ahead logs ever have. RocksDB begins another at 128 MiB, or with each flush.
constexpr size_t kLogBytesMax = size_t{2} << 30;
// Except by rare chance, even the last page of a torn group has at least this many nonzero bytes.
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

// Return the intact fragment at the front of `block_rest`, if there is one.
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

// Return the offset of the first byte from which no intact fragment follows, skipping the zeros at the ends of blocks.
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

// Return the offset at or after `from` at which an intact group begins. The bad place may have destroyed a length, so
// every byte is tried.
std::optional<size_t> GroupBeginsAfter(absl::string_view bytes, size_t from) {
  for (size_t offset = from; offset < bytes.size(); ++offset) {
    const std::optional<Fragment> fragment = FragmentAt(RestOfBlock(bytes, offset));
    if (fragment && (fragment->type == kFull || fragment->type == kFirst)) return offset;
  }
  return std::nullopt;
}

// Return the group at `offset`, and advance `offset` past it. Return nothing if there is no complete group.
std::optional<std::string> NextGroup(absl::string_view bytes, size_t& offset) {
  std::string group;
  while (offset < bytes.size()) {
    const absl::string_view rest = RestOfBlock(bytes, offset);
    const std::optional<Fragment> fragment = FragmentAt(rest);
    if (!fragment) {
      if (rest.size() >= kFragmentHeaderBytes || !AllZeros(rest)) return std::nullopt;
      offset += rest.size();
      continue;
    }
    const bool begins = fragment->type == kFull || fragment->type == kFirst;
    if (begins != group.empty()) return std::nullopt;
    absl::StrAppend(&group, rest.substr(kFragmentHeaderBytes, fragment->bytes - kFragmentHeaderBytes));
    offset += fragment->bytes;
    if (fragment->type == kFull || fragment->type == kLast) return group;
  }
  return std::nullopt;
}

// The records of a group (RocksDB's WriteBatch): u64le sequence, u32le number of records, then each record: u8 tag,
// varint32 family if it names one, and one or two texts with their lengths as varint32.
constexpr size_t kGroupHeaderBytes = 12;
enum RecordTag : uint8_t {
  kDelete = 0,
  kPut = 1,
  kMerge = 2,
  kLogData = 3,
  kDeleteIn = 4,
  kPutIn = 5,
  kMergeIn = 6,
  kSingleDelete = 7,
  kSingleDeleteIn = 8,
  kNoop = 13,
  kDeleteRangeIn = 14,
  kDeleteRange = 15,
};

std::optional<uint32_t> TakeVarint32(absl::string_view& bytes) {
  uint64_t number = 0;
  for (int shift = 0; shift <= 28 && !bytes.empty(); shift += 7) {
    const auto byte = static_cast<uint8_t>(bytes.front());
    bytes.remove_prefix(1);
    number |= uint64_t{byte & 0x7fu} << shift;
    if (byte < 0x80) return number <= UINT32_MAX ? std::optional<uint32_t>(number) : std::nullopt;
  }
  return std::nullopt;
}

std::optional<absl::string_view> TakeText(absl::string_view& bytes) {
  const std::optional<uint32_t> size = TakeVarint32(bytes);
  if (!size || *size > bytes.size()) return std::nullopt;
  const absl::string_view text = bytes.substr(0, *size);
  bytes.remove_prefix(*size);
  return text;
}

// Of a whole group: counts the records of the database before it.
uint64_t SequenceOf(absl::string_view group) {
  return LittleEndian(group.substr(0, 4)) | uint64_t{LittleEndian(group.substr(4, 4))} << 32;
}

// Add the first number that `group` puts into each family to `numbers`. Deletions do not matter. Return whether it is a
// whole group of records that the log can have: RocksDB ends the process over some that are not.
bool AddFirstNumbers(absl::string_view group, std::map<uint32_t, uint64_t>& numbers) {
  if (group.size() < kGroupHeaderBytes) return false;
  uint32_t left = LittleEndian(group.substr(8, 4));
  group.remove_prefix(kGroupHeaderBytes);
  while (!group.empty()) {
    const auto tag = static_cast<uint8_t>(group.front());
    group.remove_prefix(1);
    if (tag == kNoop) continue;
    const bool in_family =
        tag == kDeleteIn || tag == kPutIn || tag == kMergeIn || tag == kSingleDeleteIn || tag == kDeleteRangeIn;
    const std::optional<uint32_t> family = in_family ? TakeVarint32(group) : 0;
    const std::optional<absl::string_view> key = TakeText(group);
    if (!family || !key || tag > kDeleteRange || (tag > kSingleDeleteIn && tag < kNoop)) return false;
    if (tag == kLogData) continue;
    const bool has_value = tag != kDelete && tag != kDeleteIn && tag != kSingleDelete && tag != kSingleDeleteIn;
    if ((has_value && !TakeText(group)) || left == 0) return false;
    --left;
    if ((tag == kPut || tag == kPutIn) && key->size() == sizeof(uint64_t))
      numbers.try_emplace(*family, ByteReader(*key).Take<uint64_t>());
  }
  return left == 0;
}

// Scan every write-ahead log of a directory, oldest first, until one is not OK.
absl::Status ScanEachLog(const std::string& rocksdb_directory,
                         absl::FunctionRef<absl::Status(absl::string_view bytes, const std::string& path)> scan) {
  absl::StatusOr<std::vector<std::string>> names = ListDirectory(rocksdb_directory);
  if (!names.ok()) return names.status();
  std::erase_if(*names, [](const std::string& name) { return !absl::EndsWith(name, ".log"); });
  // By number: "000009.log" before "1000000.log".
  std::sort(names->begin(), names->end(), [](const std::string& a, const std::string& b) {
    return std::pair(a.size(), absl::string_view(a)) < std::pair(b.size(), absl::string_view(b));
  });
  for (const std::string& name : *names) {
    const std::string path = absl::StrCat(rocksdb_directory, "/", name);
    absl::StatusOr<std::string> bytes = ReadWholeFile(path, kLogBytesMax);
    if (!bytes.ok()) return bytes.status();
    if (absl::Status scanned = scan(*bytes, path); !scanned.ok()) return scanned;
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status ScanFragments(absl::string_view bytes, TornEnd torn_end, absl::string_view name) {
  const size_t bad = IntactUntil(bytes);
  if (bad == bytes.size()) return absl::OkStatus();
  if (const std::optional<size_t> later = GroupBeginsAfter(bytes, bad + 1)) {
    return absl::DataLossError(
        absl::StrCat(name, " is damaged at byte ", bad, ": intact groups follow at byte ", *later));
  }
  if (torn_end == TornEnd::kAllowed || AllZeros(bytes.substr(bad))) return absl::OkStatus();
  return absl::DataLossError(absl::StrCat(name, " is damaged at byte ", bad));
}

absl::Status ScanManifest(const std::string& rocksdb_directory) {
  absl::StatusOr<std::string> current = ReadSmallFile(rocksdb_directory + "/CURRENT");
  if (!current.ok()) return current.status();
  const std::string path = absl::StrCat(rocksdb_directory, "/", absl::StripSuffix(*current, "\n"));
  absl::StatusOr<std::string> bytes = ReadWholeFile(path, kLogBytesMax);
  return bytes.ok() ? ScanFragments(*bytes, TornEnd::kRefused, path) : bytes.status();
}

absl::StatusOr<uint64_t> BytesBeforeTornEnd(const std::string& path) {
  absl::StatusOr<std::string> bytes = ReadWholeFile(path, kLogBytesMax);
  if (!bytes.ok()) return bytes.status();
  const size_t bad = IntactUntil(*bytes);
  return bad < bytes->size() && GroupBeginsAfter(*bytes, bad + 1) ? bytes->size() : bad;
}

absl::StatusOr<std::vector<LogBeginning>> ScanWriteAheadLogs(const std::string& rocksdb_directory) {
  std::vector<LogBeginning> beginnings;
  uint64_t began_before = 0;  // the sequence of the first group of the log before
  // An older log may also end torn: a recovery creates the next one before it removes the torn one. What RocksDB then
  // omits is detected by the beginning of the next log, the acknowledged size, and the published checkpoint.
  absl::Status all = ScanEachLog(rocksdb_directory, [&](absl::string_view bytes, const std::string& path) {
    if (absl::Status scanned = ScanFragments(bytes, TornEnd::kAllowed, path); !scanned.ok()) return scanned;
    // Not every group records events: the request index is rebuilt in separate groups.
    LogBeginning beginning{.path = path};
    for (size_t offset = 0, at = 0; beginning.first_numbers.empty(); at = offset) {
      const std::optional<std::string> group = NextGroup(bytes, offset);
      if (!group) return absl::OkStatus();
      if (!AddFirstNumbers(*group, beginning.first_numbers))
        return absl::DataLossError(absl::StrCat(path, ": a group before byte ", offset, " is malformed"));
      if (at > 0) continue;
      // RocksDB would end the process over a log that begins before an older one.
      const uint64_t begins = SequenceOf(*group);
      if (begins < began_before) {
        return absl::DataLossError(
            absl::StrCat(path, " begins with group ", begins, ", and an older log with group ", began_before));
      }
      began_before = begins;
    }
    beginnings.push_back(std::move(beginning));
    return absl::OkStatus();
  });
  if (!all.ok()) return all;
  return beginnings;
}

absl::StatusOr<bool> IsEmptyLog(const std::string& path) {
  absl::StatusOr<std::string> bytes = ReadWholeFile(path, kLogBytesMax);
  if (!bytes.ok()) return bytes.status();
  return AllZeros(*bytes);
}

absl::Status ScanForStrayBytes(const std::string& rocksdb_directory) {
  return ScanEachLog(rocksdb_directory, [](absl::string_view bytes, const std::string& name) {
    const size_t end = IntactUntil(bytes);
    const absl::string_view rest = bytes.substr(end);
    if (!AllZeros(rest.substr(0, kFragmentHeaderBytes))) return absl::OkStatus();
    const auto strays = std::count_if(rest.begin(), rest.end(), [](char byte) { return byte != 0; });
    if (strays == 0 || strays >= kTornGroupBytesMin) return absl::OkStatus();
    const size_t first = end + rest.find_first_not_of('\0');
    return absl::DataLossError(
        absl::StrCat(name, " is damaged at byte ", first, ", after its last group: it is not zero"));
  });
}

}  // namespace casejournal::eventstore
