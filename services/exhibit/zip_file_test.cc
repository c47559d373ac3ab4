#include "services/exhibit/zip_file.h"

#include <gmock/gmock.h>

#include <random>

#include "tests/support/matchers.h"
#include "tests/support/seed.h"

namespace casejournal::services {
namespace {

using casejournal::testing::IsOk;
using casejournal::testing::StatusIs;
using ::testing::HasSubstr;

const ZipFiles& SomeFiles() {
  static const auto* const files =
      new ZipFiles{{"a.txt", "first"}, {"b/c.json", std::string(3000, '{')}, {"empty", ""}};
  return *files;
}

TEST(ZipFileTest, WhatIsWrittenIsRead) {
  const auto bytes = WriteZip(SomeFiles());
  ASSERT_THAT(bytes, IsOk());
  const auto files = ReadZip(*bytes);
  ASSERT_THAT(files, IsOk());
  EXPECT_EQ(*files, SomeFiles());
  EXPECT_EQ(*WriteZip({}), *WriteZip(*ReadZip(*WriteZip({}))));
}

// Every byte has a meaning: a change of any byte gives another file, or none.
TEST(ZipFileTest, NoBitCanBeFlippedUnnoticed) {
  const std::string bytes = *WriteZip(SomeFiles());
  for (size_t at = 0; at < bytes.size(); ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string flipped = bytes;
      flipped[at] = static_cast<char>(flipped[at] ^ (1 << bit));
      EXPECT_FALSE(ReadZip(flipped).ok()) << "byte " << at << ", bit " << bit;
    }
  }
}

TEST(ZipFileTest, NothingIsReadThatIsCutOrLonger) {
  const std::string bytes = *WriteZip(SomeFiles());
  for (size_t size = 0; size < bytes.size(); ++size) EXPECT_FALSE(ReadZip(bytes.substr(0, size)).ok()) << size;
  EXPECT_THAT(ReadZip(bytes + "x"), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("byte")));
  EXPECT_FALSE(ReadZip("x" + bytes).ok());
  EXPECT_FALSE(ReadZip(bytes + bytes).ok());
}

TEST(ZipFileTest, RandomBytesAreRefused) {
  std::mt19937_64 random(casejournal::testing::TestSeed());
  for (int i = 0; i < 2000; ++i) {
    std::string bytes = *WriteZip(SomeFiles());
    for (int n = 0; n < 4; ++n) bytes[random() % bytes.size()] = static_cast<char>(random());
    bytes.resize(random() % (bytes.size() + 1));
    EXPECT_FALSE(ReadZip(bytes).ok());
  }
}

TEST(ZipFileTest, PathsThatNoExhibitHasAreRefused) {
  for (const std::string path : {"", "A", "a b", "../a\\b", "ä", std::string(kZipPathMax + 1, 'a').c_str()}) {
    EXPECT_THAT(WriteZip({{path, "x"}}), StatusIs(absl::StatusCode::kInvalidArgument)) << path;
  }
}

TEST(ZipFileTest, PathHasAtMost100Characters) {
  const std::string longest(kZipPathMax, 'a');
  EXPECT_TRUE(IsZipPath(longest));
  EXPECT_FALSE(IsZipPath(longest + "a"));
  const auto bytes = WriteZip({{longest, "x"}});
  ASSERT_THAT(bytes, IsOk());
  EXPECT_EQ(ReadZip(*bytes)->at(longest), "x");
}

TEST(ZipFileTest, PathHasOnlyCharactersThatEveryToolReadsAlike) {
  const std::string allowed = "abcdefghijklmnopqrstuvwxyz0123456789.-_/";
  for (int c = 0; c < 256; ++c) {
    const std::string path(1, static_cast<char>(c));
    EXPECT_EQ(IsZipPath(path), allowed.find(path[0]) != std::string::npos) << c;
  }
  EXPECT_FALSE(IsZipPath(""));
}

TEST(ZipFileTest, HasAtMost65535Files) {
  ZipFiles files;
  for (size_t i = 0; i < kZipFilesMax; ++i) files[std::to_string(i)] = "";
  const auto bytes = WriteZip(files);
  ASSERT_THAT(bytes, IsOk());
  EXPECT_EQ(ReadZip(*bytes)->size(), kZipFilesMax);
  files["one-more"] = "";
  EXPECT_THAT(WriteZip(files), StatusIs(absl::StatusCode::kResourceExhausted, HasSubstr("65536")));
}

TEST(ZipFileTest, FilesInAnotherOrderAreNotRead) {
  const std::string bytes = *WriteZip({{"a", "1"}, {"b", "2"}});
  std::string swapped = bytes;
  for (char& c : swapped) c = c == 'a' ? 'b' : c == 'b' ? 'a' : c;
  EXPECT_THAT(ReadZip(swapped), StatusIs(absl::StatusCode::kInvalidArgument));
}

// Contents of any bytes and sizes come out as they went in, and in the order of their paths.
TEST(ZipFileTest, AnyContentsAreReadAsWritten) {
  std::mt19937_64 random(casejournal::testing::TestSeed());
  for (int round = 0; round < 50; ++round) {
    ZipFiles files;
    for (size_t i = random() % 8; i > 0; --i) {
      std::string content(random() % 300, '\0');
      for (char& c : content) c = static_cast<char>(random());
      files["f" + std::to_string(random() % 100)] = content;
    }
    const auto bytes = WriteZip(files);
    ASSERT_THAT(bytes, IsOk());
    EXPECT_EQ(*ReadZip(*bytes), files);
  }
}

}  // namespace
}  // namespace casejournal::services
