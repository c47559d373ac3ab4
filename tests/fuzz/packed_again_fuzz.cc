// Archives that other programs wrote. The first byte says whether the rest is an archive, or members that get their
// checksums, headers, and directory here.
#include <zlib.h>

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/verify/packed_again.h"
#include "tests/fuzz/fuzz_target.h"

namespace casejournal::fuzz {
namespace {

std::string Little(uint64_t number, int bytes) {
  std::string text;
  for (int i = 0; i < bytes; ++i) text.push_back(static_cast<char>(number >> 8 * i));
  return text;
}

void Check(absl::string_view bytes) {
  const auto files = services::ReadPackedAgain(bytes);
  if (!files.ok()) {
    Hold(absl::IsInvalidArgument(files.status()) || absl::IsOutOfRange(files.status()),
         "an archive that is none is refused");
    return;
  }
  size_t sum = 0;
  for (const auto& [path, content] : *files) {
    Hold(services::IsZipPath(path), "a path is one of an exhibit");
    sum += content.size();
  }
  Hold(sum <= services::kZipBytesMax, "files are within their limit");
  const auto written = services::WriteZip(*files);
  if (!written.ok()) return;
  const auto read = services::ReadZip(*written);
  Hold(read.ok() && *read == *files, "what was read can be written as an exhibit");
}

std::string Deflated(absl::string_view content) {
  std::string packed(compressBound(content.size()) + 16, '\0');
  z_stream stream{};
  Hold(deflateInit2(&stream, 1, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY) == Z_OK, "zlib can deflate");
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(content.data()));
  stream.avail_in = static_cast<uInt>(content.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  Hold(deflate(&stream, Z_FINISH) == Z_STREAM_END, "zlib can deflate");
  packed.resize(packed.size() - stream.avail_out);
  deflateEnd(&stream);
  return packed;
}

std::string Made(Input& input) {
  std::string archive;
  std::string directory;
  uint32_t count = 0;
  while (!input.empty()) {
    const uint8_t how = input.Byte();
    const absl::string_view path = input.Short();
    const absl::string_view extra = (how & 4) != 0 ? input.Short() : "";
    const absl::string_view content = input.Long();
    const bool later = (how & 1) != 0;
    const bool deflated = (how & 2) != 0;
    const std::string packed = deflated ? Deflated(content) : std::string(content);
    uLong crc = crc32_z(0, reinterpret_cast<const Bytef*>(content.data()), content.size());
    if ((how & 8) != 0) crc ^= input.Byte();
    const std::string sizes = absl::StrCat(Little(crc, 4), Little(packed.size(), 4), Little(content.size(), 4));
    const std::string head = absl::StrCat(Little(later ? 8 : 0, 2), Little(deflated ? 8 : 0, 2), Little(0, 4));
    const std::string lengths = absl::StrCat(Little(path.size(), 2), Little(extra.size(), 2));
    absl::StrAppend(&directory, "PK\1\2", Little(20, 2), Little(20, 2), head, sizes, lengths, Little(0, 2),
                    Little(0, 4));
    absl::StrAppend(&directory, Little(0, 4), Little(archive.size(), 4), path, extra);
    absl::StrAppend(&archive, absl::string_view("PK\3\4", 4), Little(20, 2), head,
                    later ? std::string(12, '\0') : sizes, lengths, path, extra);
    absl::StrAppend(&archive, packed, later ? absl::StrCat((how & 16) != 0 ? "PK\7\10" : "", sizes) : "");
    ++count;
  }
  const std::string place = absl::StrCat(Little(directory.size(), 4), Little(archive.size(), 4), Little(0, 2));
  return absl::StrCat(archive, directory, "PK\5\6", Little(0, 4), Little(count, 2), Little(count, 2), place);
}

}  // namespace

FUZZ_TARGET(packed_again) {
  Input input(bytes);
  Check((input.Byte() & 1) == 0 ? std::string(input.Rest()) : Made(input));
}

}  // namespace casejournal::fuzz
