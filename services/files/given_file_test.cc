#include "services/files/given_file.h"

#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <sstream>

#include "services/files/private_files.h"
#include "tests/support/matchers.h"
#include "tests/support/test_log.h"

namespace casejournal::services {
namespace {

using casejournal::testing::IsOk;
using casejournal::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class GivenFileTest : public ::testing::Test {
 protected:
  std::string Path(const std::string& name) const { return directory_.path() + "/" + name; }

  static std::string Content(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  static int ModeOf(const std::string& path) {
    return static_cast<int>(std::filesystem::status(path).permissions() & std::filesystem::perms::mask);
  }

  std::vector<std::string> Names() const {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(directory_.path()))
      names.push_back(entry.path().filename());
    std::sort(names.begin(), names.end());
    return names;
  }

  eventstore::TestDirectory directory_;
};

TEST_F(GivenFileTest, AnyBytesAreReadAsTheyWereWritten) {
  std::string bytes;
  for (int c = 0; c < 256; ++c) bytes += static_cast<char>(c);
  for (const size_t size : {size_t{0}, size_t{1}, size_t{256}, size_t{1} << 16, (size_t{1} << 16) + 1}) {
    std::string content;
    while (content.size() < size) content += bytes;
    content.resize(size);
    ASSERT_THAT(WriteFile(Path("a"), content), IsOk());
    std::string read = "what was there before";
    ASSERT_THAT(ReadInput(Path("a"), &read), IsOk());
    EXPECT_EQ(read, content) << size;
  }
  EXPECT_THAT(Names(), ElementsAre("a"));
}

TEST_F(GivenFileTest, StandardInputIsReadForADash) {
  std::istringstream input("one\ntwo");
  std::streambuf* const before = std::cin.rdbuf(input.rdbuf());
  std::string read;
  const absl::Status status = ReadInput("-", &read);
  std::cin.rdbuf(before);
  std::cin.clear();
  EXPECT_THAT(status, IsOk());
  EXPECT_EQ(read, "one\ntwo");
}

TEST_F(GivenFileTest, FileThatCannotBeReadIsNamed) {
  std::string read;
  EXPECT_THAT(ReadInput(Path("nothing"), &read), StatusIs(absl::StatusCode::kNotFound, HasSubstr("nothing")));
  EXPECT_THAT(ReadInput(directory_.path(), &read), StatusIs(absl::StatusCode::kNotFound, HasSubstr(directory_.path())));
}

TEST_F(GivenFileTest, NewFileHasTheGivenModeAndAnOldOneIsReplaced) {
  const mode_t before = ::umask(022);
  ASSERT_THAT(WriteFile(Path("public"), "x"), IsOk());
  ASSERT_THAT(WriteFile(Path("secret"), "x", 0600), IsOk());
  ::umask(before);
  EXPECT_EQ(ModeOf(Path("public")), 0644);
  EXPECT_EQ(ModeOf(Path("secret")), 0600);
  ASSERT_THAT(WriteFile(Path("public"), "shorter"), IsOk());
  ASSERT_THAT(WriteFile(Path("public"), "y"), IsOk());
  EXPECT_EQ(Content(Path("public")), "y");
  EXPECT_THAT(Names(), ElementsAre("public", "secret"));
}

TEST_F(GivenFileTest, LinkStaysALinkToTheFileThatIsReplaced) {
  std::filesystem::create_directory(Path("real"));
  ASSERT_THAT(WriteFile(Path("real/a"), "old"), IsOk());
  std::filesystem::create_symlink("real/a", Path("link"));
  ASSERT_THAT(WriteFile(Path("link"), "new"), IsOk());
  EXPECT_TRUE(std::filesystem::is_symlink(Path("link")));
  EXPECT_EQ(Content(Path("real/a")), "new");
  EXPECT_THAT(Names(), ElementsAre("link", "real"));
}

TEST_F(GivenFileTest, DeviceIsWrittenToAndNotReplaced) {
  EXPECT_THAT(WriteFile("/dev/null", "x"), IsOk());
  EXPECT_TRUE(std::filesystem::is_character_file("/dev/null"));
  EXPECT_THAT(CheckWritable("/dev/null"), IsOk());
}

TEST_F(GivenFileTest, WhatCannotBeWrittenIsUnavailableAndLeavesNothing) {
  ASSERT_THAT(WriteFile(Path("file"), "kept"), IsOk());
  for (const std::string& path : {Path("nowhere/a"), Path("file/a"), directory_.path(), std::string()}) {
    EXPECT_THAT(WriteFile(path, "x"), StatusIs(absl::StatusCode::kUnavailable)) << path;
    EXPECT_THAT(CheckWritable(path), StatusIs(absl::StatusCode::kUnavailable)) << path;
  }
  EXPECT_THAT(Names(), ElementsAre("file"));
  EXPECT_EQ(Content(Path("file")), "kept");
}

TEST_F(GivenFileTest, CheckChangesNothing) {
  EXPECT_THAT(CheckWritable(Path("new")), IsOk());
  EXPECT_TRUE(Names().empty());
  ASSERT_THAT(WriteFile(Path("old"), "kept"), IsOk());
  EXPECT_THAT(CheckWritable(Path("old")), IsOk());
  EXPECT_EQ(Content(Path("old")), "kept");
  EXPECT_THAT(Names(), ElementsAre("old"));
}

TEST_F(GivenFileTest, PrivateFilesAreTheirOwnersOnly) {
  const mode_t before = ::umask(0);
  KeepFilesPrivate();
  const absl::Status written = WriteFile(Path("a"), "x");
  std::filesystem::create_directory(Path("b"));
  ::umask(before);
  ASSERT_THAT(written, IsOk());
  EXPECT_EQ(ModeOf(Path("a")), 0600);
  EXPECT_EQ(ModeOf(Path("b")), 0700);
}

}  // namespace
}  // namespace casejournal::services
