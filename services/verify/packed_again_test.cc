#include "services/verify/packed_again.h"

#include <gmock/gmock.h>
#include <zlib.h>

#include <random>

#include "tests/support/matchers.h"
#include "tests/support/seed.h"

namespace casejournal::services {
namespace {

using casejournal::testing::IsOk;
using casejournal::testing::StatusIs;

struct Packing {
  bool deflate = true;
  bool descriptor = false;
  std::string folder;
  std::string extra;
  std::string comment;
};

std::string Little(uint64_t number, int bytes) {
  std::string out;
  for (int i = 0; i < bytes; ++i) out += static_cast<char>(number >> (8 * i) & 0xff);
  return out;
}

std::string Deflated(const std::string& content) {
  z_stream stream{};
  EXPECT_EQ(deflateInit2(&stream, 9, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY), Z_OK);
  std::string out(deflateBound(&stream, content.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(content.data()));
  stream.avail_in = static_cast<uInt>(content.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

// An archive as other programs write it.
std::string Packed(const ZipFiles& files, const Packing& packing) {
  std::string out;
  std::string directory;
  size_t count = 0;
  for (const auto& [path, content] : files) {
    const std::string name = packing.folder + path;
    const std::string data = packing.deflate ? Deflated(content) : content;
    const std::string head = Little(20, 2) + Little(packing.descriptor ? 8 : 0, 2) +
                             Little(packing.deflate ? 8 : 0, 2) + Little(0x5a6b1c2d, 4);
    const std::string sizes = Little(crc32_z(0, reinterpret_cast<const Bytef*>(content.data()), content.size()), 4) +
                              Little(data.size(), 4) + Little(content.size(), 4);
    const std::string lengths = Little(name.size(), 2) + Little(packing.extra.size(), 2);
    directory += "PK\1\2" + Little(0x314, 2) + head + sizes + lengths + Little(0, 6) + Little(0x81a40000, 4) +
                 Little(out.size(), 4) + name + packing.extra;
    out += "PK\3\4" + head + (packing.descriptor ? Little(0, 12) : sizes) + lengths + name + packing.extra + data;
    if (packing.descriptor) out += "PK\7\10" + sizes;
    ++count;
  }
  const size_t at = out.size();
  return out + directory + "PK\5\6" + Little(0, 4) + Little(count, 2) + Little(count, 2) + Little(directory.size(), 4) +
         Little(at, 4) + Little(packing.comment.size(), 2) + packing.comment;
}

const ZipFiles& SomeMembers() {
  static const auto* const files =
      new ZipFiles{{"a.txt", "first"}, {"b/c.json", std::string(3000, '{')}, {"manifest.sha256", ""}};
  return *files;
}

TEST(PackedAgainTest, TheSameFilesComeOutOfOtherArchives) {
  for (const Packing& packing :
       {Packing{}, Packing{.deflate = false}, Packing{.descriptor = true}, Packing{.folder = "hearing.exhibit/"},
        Packing{.extra = std::string("UT\5\0\1abcd", 9)}}) {
    const absl::StatusOr<ZipFiles> files = ReadPackedAgain(Packed(SomeMembers(), packing));
    ASSERT_THAT(files, IsOk());
    EXPECT_EQ(*files, SomeMembers());
  }
  ZipFiles more = SomeMembers();
  more["__MACOSX/._a.txt"] = more["b/.DS_Store"] = "the desktop's";
  more["b/"] = "";
  EXPECT_EQ(*ReadPackedAgain(Packed(more, {.deflate = false})), SomeMembers());
}

TEST(PackedAgainTest, AFileThatWasCutOffIsToldFromAChangedOne) {
  const std::string bytes = Packed(SomeMembers(), {});
  EXPECT_THAT(ReadPackedAgain(bytes.substr(0, bytes.size() - 1)), StatusIs(absl::StatusCode::kInvalidArgument))
      << "its last record is damaged";
  EXPECT_THAT(ReadPackedAgain(bytes.substr(0, bytes.size() - 30)), StatusIs(absl::StatusCode::kOutOfRange));
  EXPECT_THAT(ReadPackedAgain(bytes.substr(0, 40)), StatusIs(absl::StatusCode::kOutOfRange));
  EXPECT_THAT(ReadPackedAgain("no archive at all, but long enough"), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(ReadPackedAgain(""), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(PackedAgainTest, WhatTwoToolsCouldReadDifferentlyIsRefused) {
  const std::string bytes = Packed(SomeMembers(), {.deflate = false});
  const auto refused = [](const std::string& archive) {
    EXPECT_THAT(ReadPackedAgain(archive), StatusIs(absl::StatusCode::kInvalidArgument));
  };
  refused("x" + bytes);
  refused(bytes + "x");
  refused(bytes + bytes);
  refused(Packed(SomeMembers(), {.comment = "hello"}));
  std::string other_name = bytes;
  other_name[other_name.find("a.txt")] = 'b';
  refused(other_name);
  refused(Packed({{"A.txt", ""}, {"manifest.sha256", ""}}, {}));
  refused(Packed({{"b/", "content"}, {"manifest.sha256", ""}}, {}));
  refused(Packed({}, {}));
}

// For any change: the result is the original files, or nothing.
TEST(PackedAgainTest, NoFlippedBitChangesAFile) {
  std::mt19937_64 random(casejournal::testing::TestSeed());
  for (const Packing& packing : {Packing{}, Packing{.deflate = false, .descriptor = true}}) {
    const std::string bytes = Packed(SomeMembers(), packing);
    for (size_t at = 0; at < bytes.size(); ++at) {
      std::string flipped = bytes;
      flipped[at] = static_cast<char>(flipped[at] ^ (1 << random() % 8));
      const absl::StatusOr<ZipFiles> files = ReadPackedAgain(flipped);
      if (files.ok()) {
        EXPECT_EQ(*files, SomeMembers()) << at;
      }
    }
  }
}

}  // namespace
}  // namespace casejournal::services
