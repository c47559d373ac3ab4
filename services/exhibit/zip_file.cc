#include "services/exhibit/zip_file.h"

#include <zlib.h>

#include <algorithm>
#include <cstdint>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace casejournal::services {
namespace {

// PKWARE APPNOTE 6.3.10, sections 4.3.7, 4.3.12, 4.3.16.
constexpr uint32_t kLocalHeader = 0x04034b50;
constexpr uint32_t kCentralHeader = 0x02014b50;
constexpr uint32_t kEndRecord = 0x06054b50;
constexpr size_t kLocalHeaderBytes = 30;
constexpr uint16_t kVersion = 10;
constexpr uint16_t kFirstDay = 0x0021;  // 1980-01-01

template <typename Number>
void PutLittle(std::string& out, Number number) {
  for (size_t i = 0; i < sizeof(Number); ++i) out += static_cast<char>((uint64_t{number} >> (8 * i)) & 0xff);
}

uint32_t GetLittle(absl::string_view bytes, size_t at, size_t count) {
  uint32_t number = 0;
  for (size_t i = 0; i < count; ++i) number |= uint32_t{static_cast<uint8_t>(bytes[at + i])} << (8 * i);
  return number;
}

// The fields that local and central headers share.
std::string SharedFields(const std::string& path, const std::string& content) {
  std::string out;
  PutLittle(out, kVersion);
  PutLittle(out, uint16_t{0});  // flags
  PutLittle(out, uint16_t{0});  // stored
  PutLittle(out, uint16_t{0});  // time
  PutLittle(out, kFirstDay);
  PutLittle(out,
            static_cast<uint32_t>(crc32_z(0, reinterpret_cast<const unsigned char*>(content.data()), content.size())));
  PutLittle(out, static_cast<uint32_t>(content.size()));
  PutLittle(out, static_cast<uint32_t>(content.size()));
  PutLittle(out, static_cast<uint16_t>(path.size()));
  PutLittle(out, uint16_t{0});  // extra fields
  return out;
}

absl::Status CheckZipFiles(const ZipFiles& files) {
  size_t bytes = 22;
  for (const auto& [path, content] : files) {
    if (!IsZipPath(path))
      return absl::InvalidArgumentError(absl::StrCat("a path of ", path.size(), " bytes is not part of an exhibit"));
    bytes += content.size() + 2 * path.size() + 76;
  }
  if (files.size() > kZipFilesMax || bytes > kZipBytesMax) {
    return absl::ResourceExhaustedError(absl::StrCat("the exhibit has ", files.size(), " files with ", bytes,
                                                     " bytes (limit: ", kZipFilesMax, " files, ", kZipBytesMax,
                                                     " bytes)"));
  }
  return absl::OkStatus();
}

absl::Status Wrong(size_t at) {
  return absl::InvalidArgumentError(
      absl::StrCat("the file is not an exhibit as it was written: byte ", at, " differs"));
}

}  // namespace

bool IsZipPath(absl::string_view path) {
  if (path.empty() || path.size() > kZipPathMax) return false;
  return std::all_of(path.begin(), path.end(), [](unsigned char c) {
    return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '.' || c == '-' || c == '_' || c == '/';
  });
}

absl::StatusOr<std::string> WriteZip(const ZipFiles& files) {
  if (absl::Status checked = CheckZipFiles(files); !checked.ok()) return checked;
  std::string out;
  std::string central;
  for (const auto& [path, content] : files) {
    const std::string shared = SharedFields(path, content);
    PutLittle(central, kCentralHeader);
    PutLittle(central, kVersion);
    absl::StrAppend(&central, shared);
    PutLittle(central, uint16_t{0});  // comment
    PutLittle(central, uint16_t{0});  // disk
    PutLittle(central, uint16_t{0});  // internal attributes
    PutLittle(central, uint32_t{0});  // external attributes
    PutLittle(central, static_cast<uint32_t>(out.size()));
    absl::StrAppend(&central, path);
    PutLittle(out, kLocalHeader);
    absl::StrAppend(&out, shared, path, content);
  }
  const auto central_at = static_cast<uint32_t>(out.size());
  absl::StrAppend(&out, central);
  PutLittle(out, kEndRecord);
  PutLittle(out, uint16_t{0});  // disk
  PutLittle(out, uint16_t{0});  // disk of the directory
  PutLittle(out, static_cast<uint16_t>(files.size()));
  PutLittle(out, static_cast<uint16_t>(files.size()));
  PutLittle(out, static_cast<uint32_t>(central.size()));
  PutLittle(out, central_at);
  PutLittle(out, uint16_t{0});  // comment
  return out;
}

// Read the files from the local headers, write them again, and compare.
absl::StatusOr<ZipFiles> ReadZip(absl::string_view bytes) {
  if (bytes.size() > kZipBytesMax) {
    return absl::InvalidArgumentError(
        absl::StrCat("the file has ", bytes.size(), " bytes; the limit of an exhibit is ", kZipBytesMax));
  }
  ZipFiles files;
  size_t at = 0;
  while (bytes.size() - at >= kLocalHeaderBytes && GetLittle(bytes, at, 4) == kLocalHeader) {
    const size_t content_bytes = GetLittle(bytes, at + 22, 4);
    const size_t path_bytes = GetLittle(bytes, at + 26, 2);
    const size_t left = bytes.size() - at - kLocalHeaderBytes;
    if (path_bytes > left || content_bytes > left - path_bytes) return Wrong(at);
    const auto path = bytes.substr(at + kLocalHeaderBytes, path_bytes);
    if (!IsZipPath(path) || (!files.empty() && path <= files.rbegin()->first) || files.size() == kZipFilesMax)
      return Wrong(at);
    at += kLocalHeaderBytes + path_bytes + content_bytes;
    files.emplace_hint(files.end(), path, bytes.substr(at - content_bytes, content_bytes));
  }
  absl::StatusOr<std::string> same = WriteZip(files);
  if (!same.ok()) return absl::InvalidArgumentError(same.status().message());
  const auto differ = std::mismatch(same->begin(), same->end(), bytes.begin(), bytes.end());
  if (differ.first != same->end() || differ.second != bytes.end()) return Wrong(differ.first - same->begin());
  return files;
}

}  // namespace casejournal::services
