#include "services/verify/packed_again.h"

#include <zlib.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace casejournal::services {
namespace {

// PKWARE APPNOTE 6.3.10, sections 4.3.7, 4.3.9, 4.3.12, 4.3.16.
constexpr absl::string_view kLocalMark("PK\3\4", 4);
constexpr absl::string_view kCentralMark("PK\1\2", 4);
constexpr absl::string_view kEndMark("PK\5\6", 4);
constexpr absl::string_view kDescriptorMark("PK\7\10", 4);
constexpr size_t kLocalBytes = 30;
constexpr size_t kCentralBytes = 46;
constexpr size_t kEndBytes = 22;
constexpr uint16_t kHasDescriptor = 1 << 3;
// Bits for the compression level, and for UTF-8 names. Any other bit means something that is not read here.
constexpr uint16_t kHarmlessFlags = kHasDescriptor | 1 << 1 | 1 << 2 | 1 << 11;
constexpr uint16_t kStored = 0;
constexpr uint16_t kDeflated = 8;
// Deflate makes no more of a byte (zlib's technical details), so what claims more needs no memory first.
constexpr size_t kDeflatedTimesMax = 1032;

uint32_t LittleAt(absl::string_view bytes, size_t at, size_t count) {
  uint32_t number = 0;
  for (size_t i = 0; i < count; ++i) number |= uint32_t{static_cast<uint8_t>(bytes[at + i])} << (8 * i);
  return number;
}

absl::Status NotSo(absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat("the archive was changed: ", what));
}

struct Member {
  std::string path;
  uint16_t flags = 0;
  uint16_t method = 0;
  uint32_t crc = 0;
  size_t packed_bytes = 0;
  size_t bytes = 0;
  size_t at = 0;  // of its local header
};

bool IsOfTheDesktop(absl::string_view path) {
  const absl::string_view name = path.substr(path.rfind('/') + 1);  // npos + 1 is 0
  return absl::StartsWith(path, "__MACOSX/") || name == ".DS_Store" || name == "Thumbs.db" || name == "desktop.ini";
}

// Return the folder that contains all paths, with its slash. Empty: there is none.
std::string SharedFolder(const ZipFiles& files) {
  const std::string& first = files.begin()->first;
  const std::string folder = first.substr(0, first.find('/') + 1);  // npos + 1 is 0
  const bool shared =
      std::all_of(files.begin(), files.end(), [&](const auto& file) { return absl::StartsWith(file.first, folder); });
  return shared ? folder : "";
}

class Archive {
 public:
  explicit Archive(absl::string_view bytes) : bytes_(bytes) {}

  absl::StatusOr<ZipFiles> Read() {
    if (bytes_.size() > kZipBytesMax)
      return NotSo(absl::StrCat("it has ", bytes_.size(), " bytes (limit: ", kZipBytesMax, ")"));
    if (absl::Status read = ReadDirectory(); !read.ok()) return read;
    std::sort(members_.begin(), members_.end(), [](const Member& a, const Member& b) { return a.at < b.at; });
    ZipFiles files;
    size_t next = 0;
    for (const Member& member : members_) {
      if (member.at != next) return NotSo(absl::StrCat("there are bytes between its members, at byte ", next));
      absl::StatusOr<std::string> content = ReadMember(member, &next);
      if (!content.ok()) return content.status();
      const bool folder = absl::EndsWith(member.path, "/");
      if (folder && !content->empty()) return NotSo("a folder has content");
      if (folder) continue;
      if (!files.emplace(member.path, *std::move(content)).second) return NotSo("two members have the same path");
    }
    if (next != directory_at_) return NotSo(absl::StrCat("there are bytes after its members, at byte ", next));
    return WithoutDesktop(std::move(files));
  }

 private:
  absl::Status ReadDirectory() {
    // The end record has no comment, because no check would cover its bytes.
    const size_t end = bytes_.size() < kEndBytes ? 0 : bytes_.size() - kEndBytes;
    if (bytes_.size() < kEndBytes || bytes_.substr(end, 4) != kEndMark) {
      if (absl::StartsWith(bytes_, kLocalMark) && bytes_.rfind(kEndMark) == absl::string_view::npos) {
        return absl::OutOfRangeError(
            absl::StrCat("the file is cut off: its end is missing after byte ", bytes_.size()));
      }
      return NotSo("it does not end like an archive");
    }
    const uint32_t count = LittleAt(bytes_, end + 10, 2);
    const size_t size = LittleAt(bytes_, end + 12, 4);
    directory_at_ = LittleAt(bytes_, end + 16, 4);
    const bool one_disk = LittleAt(bytes_, end + 4, 4) == 0 && LittleAt(bytes_, end + 8, 2) == count &&
                          LittleAt(bytes_, end + 20, 2) == 0;
    if (!one_disk || directory_at_ > end || end - directory_at_ != size)
      return NotSo("its directory is not where the archive says");
    size_t at = directory_at_;
    for (uint32_t i = 0; i < count; ++i) {
      if (end - at < kCentralBytes || bytes_.substr(at, 4) != kCentralMark) return NotSo("its directory is damaged");
      const size_t path_bytes = LittleAt(bytes_, at + 28, 2);
      const size_t more = path_bytes + LittleAt(bytes_, at + 30, 2) + LittleAt(bytes_, at + 32, 2);
      if (end - at - kCentralBytes < more) return NotSo("its directory is damaged");
      members_.push_back({.path = std::string(bytes_.substr(at + kCentralBytes, path_bytes)),
                          .flags = static_cast<uint16_t>(LittleAt(bytes_, at + 8, 2)),
                          .method = static_cast<uint16_t>(LittleAt(bytes_, at + 10, 2)),
                          .crc = LittleAt(bytes_, at + 16, 4),
                          .packed_bytes = LittleAt(bytes_, at + 20, 4),
                          .bytes = LittleAt(bytes_, at + 24, 4),
                          .at = LittleAt(bytes_, at + 42, 4)});
      bytes_sum_ += members_.back().bytes;
      at += kCentralBytes + more;
    }
    if (at != end) return NotSo("its directory is longer than the archive says");
    return bytes_sum_ <= kZipBytesMax ? absl::OkStatus()
                                      : NotSo(absl::StrCat("its members have more than ", kZipBytesMax, " bytes"));
  }

  // Sets `next` to the beginning of the next member.
  absl::StatusOr<std::string> ReadMember(const Member& member, size_t* next) const {
    const absl::Status differs = NotSo(absl::StrCat("a member differs from the directory, at byte ", member.at));
    if (directory_at_ - member.at < kLocalBytes || bytes_.substr(member.at, 4) != kLocalMark) return differs;
    const size_t path_bytes = LittleAt(bytes_, member.at + 26, 2);
    const size_t begin = member.at + kLocalBytes + path_bytes + LittleAt(bytes_, member.at + 28, 2);
    if (begin > directory_at_ || directory_at_ - begin < member.packed_bytes) return differs;
    const bool later = (member.flags & kHasDescriptor) != 0;  // sizes and digest follow the content
    const auto same = [&](size_t at, uint32_t value) {
      return LittleAt(bytes_, at, 4) == value || (later && LittleAt(bytes_, at, 4) == 0);
    };
    const bool agree = bytes_.substr(member.at + kLocalBytes, path_bytes) == member.path &&
                       LittleAt(bytes_, member.at + 6, 2) == member.flags &&
                       LittleAt(bytes_, member.at + 8, 2) == member.method && same(member.at + 14, member.crc) &&
                       same(member.at + 18, static_cast<uint32_t>(member.packed_bytes)) &&
                       same(member.at + 22, static_cast<uint32_t>(member.bytes));
    if (!agree || (member.flags & ~kHarmlessFlags) != 0) return differs;
    absl::StatusOr<std::string> content = Unpacked(member, bytes_.substr(begin, member.packed_bytes));
    if (!content.ok()) return content;
    *next = begin + member.packed_bytes;
    if (later && !SkipDescriptor(member, next)) return differs;
    return content;
  }

  // With or without a mark before it.
  bool SkipDescriptor(const Member& member, size_t* next) const {
    size_t at = *next;
    if (bytes_.substr(at, 4) == kDescriptorMark) at += 4;
    if (at > directory_at_ || directory_at_ - at < 12) return false;
    *next = at + 12;
    return LittleAt(bytes_, at, 4) == member.crc && LittleAt(bytes_, at + 4, 4) == member.packed_bytes &&
           LittleAt(bytes_, at + 8, 4) == member.bytes;
  }

  static absl::Status NotUnpacked(const Member& member) {
    return NotSo(absl::StrCat("the member at byte ", member.at, " does not unpack to what the directory says"));
  }

  static absl::StatusOr<std::string> Unpacked(const Member& member, absl::string_view packed) {
    std::string content;
    if (member.method == kStored) {
      content = std::string(packed);
    } else if (member.method == kDeflated) {
      if (member.bytes / kDeflatedTimesMax > packed.size()) return NotUnpacked(member);
      content.resize(member.bytes);
      z_stream stream{};
      if (inflateInit2(&stream, -MAX_WBITS) != Z_OK) return NotSo("a member cannot be unpacked");
      stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
      stream.avail_in = static_cast<uInt>(packed.size());
      stream.next_out = reinterpret_cast<Bytef*>(content.data());
      stream.avail_out = static_cast<uInt>(content.size());
      const int ended = inflate(&stream, Z_FINISH);
      const bool whole = ended == Z_STREAM_END && stream.avail_in == 0 && stream.avail_out == 0;
      inflateEnd(&stream);
      if (!whole) return NotUnpacked(member);
    } else {
      return NotSo(absl::StrCat("the member at byte ", member.at, " uses unsupported method ", member.method));
    }
    const uLong crc = crc32_z(0, reinterpret_cast<const Bytef*>(content.data()), content.size());
    if (content.size() != member.bytes || crc != member.crc)
      return NotSo(absl::StrCat("the member at byte ", member.at, " is damaged"));
    return content;
  }

  static absl::StatusOr<ZipFiles> WithoutDesktop(ZipFiles files) {
    for (auto file = files.begin(); file != files.end();) {
      file = IsOfTheDesktop(file->first) ? files.erase(file) : std::next(file);
    }
    if (files.empty()) return NotSo("it is empty");
    const std::string folder = files.contains("manifest.sha256") ? "" : SharedFolder(files);
    ZipFiles inside;
    for (auto& [path, content] : files) {
      const std::string shorter = path.substr(folder.size());
      if (!IsZipPath(shorter)) return NotSo("a member has a path that is not part of an exhibit");
      inside[shorter] = std::move(content);
    }
    return inside;
  }

  absl::string_view bytes_;
  size_t directory_at_ = 0;
  size_t bytes_sum_ = 0;
  std::vector<Member> members_;
};

}  // namespace

absl::StatusOr<ZipFiles> ReadPackedAgain(absl::string_view bytes) { return Archive(bytes).Read(); }

}  // namespace casejournal::services
