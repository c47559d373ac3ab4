#include "services/files/reserved_file.h"

#include <gmock/gmock.h>
#include <sys/resource.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "tests/support/matchers.h"
#include "tests/support/test_log.h"

namespace casejournal::services {
namespace {

using casejournal::testing::IsOk;
using casejournal::testing::StatusIs;

class ReservedFileTest : public ::testing::Test {
 protected:
  std::string Path(const std::string& name) const { return directory_.path() + "/" + name; }

  std::vector<std::string> Names() const {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(directory_.path()))
      names.push_back(entry.path().filename());
    return names;
  }

  static std::string Content(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  eventstore::TestDirectory directory_;
};

TEST_F(ReservedFileTest, HasNoNameBeforeItIsWholeAndNoByteTooManyThen) {
  absl::StatusOr<ReservedFile> file = ReservedFile::Open(Path("a"), 100'000, false);
  ASSERT_THAT(file, IsOk());
  EXPECT_FALSE(std::filesystem::exists(Path("a")));
  EXPECT_THAT(file->Write("one "), IsOk());
  EXPECT_THAT(file->Write("two"), IsOk());
  EXPECT_THAT(file->Finish(), IsOk());
  EXPECT_EQ(Content(Path("a")), "one two");
  EXPECT_THAT(Names(), ::testing::ElementsAre("a"));
  EXPECT_EQ(std::filesystem::status(Path("a")).permissions(), std::filesystem::perms(0600));
}

TEST_F(ReservedFileTest, LeavesNothingBehindWhenItIsGivenUp) {
  { ASSERT_THAT(ReservedFile::Open(Path("a"), 10, false), IsOk()); }
  EXPECT_THAT(Names(), ::testing::IsEmpty());
}

TEST_F(ReservedFileTest, ReplacesOnlyWhereItIsTold) {
  std::ofstream(Path("a")) << "kept";
  EXPECT_THAT(ReservedFile::Open(Path("a"), 10, false), StatusIs(absl::StatusCode::kAlreadyExists));
  EXPECT_EQ(Content(Path("a")), "kept");

  absl::StatusOr<ReservedFile> later = ReservedFile::Open(Path("b"), 10, false);
  std::ofstream(Path("b")) << "came later";
  EXPECT_THAT(later->Finish(), StatusIs(absl::StatusCode::kAlreadyExists));
  EXPECT_EQ(Content(Path("b")), "came later");

  absl::StatusOr<ReservedFile> forced = ReservedFile::Open(Path("a"), 10, true);
  ASSERT_THAT(forced, IsOk());
  EXPECT_THAT(forced->Write("new"), IsOk());
  EXPECT_EQ(Content(Path("a")), "kept");
  EXPECT_THAT(forced->Finish(), IsOk());
  EXPECT_EQ(Content(Path("a")), "new");
}

TEST_F(ReservedFileTest, SaysThatThereIsTooLittleSpaceBeforeAnythingIsWritten) {
  const auto before = std::signal(SIGXFSZ, SIG_IGN);
  rlimit limit{};
  getrlimit(RLIMIT_FSIZE, &limit);
  const rlimit small{1024, limit.rlim_max};
  setrlimit(RLIMIT_FSIZE, &small);
  const absl::Status reserved = ReservedFile::Open(Path("a"), 4096, false).status();
  setrlimit(RLIMIT_FSIZE, &limit);
  std::signal(SIGXFSZ, before);
  EXPECT_THAT(reserved, StatusIs(absl::StatusCode::kResourceExhausted));
  EXPECT_THAT(Names(), ::testing::IsEmpty());
}

TEST_F(ReservedFileTest, NamesWhatCannotBeWritten) {
  EXPECT_THAT(ReservedFile::Open(Path("nowhere/a"), 10, false),
              StatusIs(absl::StatusCode::kUnavailable, ::testing::HasSubstr("nowhere/a")));
  EXPECT_THAT(ReservedFile::Open(directory_.path(), 10, true),
              StatusIs(absl::StatusCode::kUnavailable, ::testing::HasSubstr("directory")));
  EXPECT_THAT(ReservedFile::Open("", 10, false), StatusIs(absl::StatusCode::kUnavailable));
}

TEST_F(ReservedFileTest, MayGrowPastWhatWasReserved) {
  absl::StatusOr<ReservedFile> file = ReservedFile::Open(Path("a"), 3, false);
  ASSERT_THAT(file, IsOk());
  const std::string content(100'000, 'x');
  EXPECT_THAT(file->Write(content), IsOk());
  EXPECT_THAT(file->Finish(), IsOk());
  EXPECT_EQ(Content(Path("a")), content);
}

TEST_F(ReservedFileTest, NothingReservedAndNothingWrittenIsAnEmptyFile) {
  absl::StatusOr<ReservedFile> file = ReservedFile::Open(Path("a"), 0, false);
  ASSERT_THAT(file, IsOk());
  EXPECT_THAT(file->Finish(), IsOk());
  EXPECT_TRUE(std::filesystem::exists(Path("a")));
  EXPECT_EQ(Content(Path("a")), "");
}

TEST_F(ReservedFileTest, MovedObjectIsTheSameFile) {
  absl::StatusOr<ReservedFile> file = ReservedFile::Open(Path("a"), 10, false);
  ASSERT_THAT(file, IsOk());
  EXPECT_THAT(file->Write("one "), IsOk());
  {
    ReservedFile moved = *std::move(file);
    EXPECT_THAT(moved.Write("two"), IsOk());
    EXPECT_THAT(moved.Finish(), IsOk());
  }
  EXPECT_EQ(Content(Path("a")), "one two");
  EXPECT_THAT(Names(), ::testing::ElementsAre("a"));
}

TEST_F(ReservedFileTest, TargetOfALinkIsReplacedAndTheLinkStays) {
  std::ofstream(Path("real")) << "old";
  std::filesystem::create_symlink("real", Path("link"));
  EXPECT_THAT(ReservedFile::Open(Path("link"), 10, false), StatusIs(absl::StatusCode::kAlreadyExists));
  absl::StatusOr<ReservedFile> file = ReservedFile::Open(Path("link"), 10, true);
  ASSERT_THAT(file, IsOk());
  EXPECT_THAT(file->Write("new"), IsOk());
  EXPECT_THAT(file->Finish(), IsOk());
  EXPECT_TRUE(std::filesystem::is_symlink(Path("link")));
  EXPECT_EQ(Content(Path("real")), "new");
}

TEST_F(ReservedFileTest, DeviceIsWrittenToWithoutAReservation) {
  absl::StatusOr<ReservedFile> file = ReservedFile::Open("/dev/null", uint64_t{1} << 40, false);
  ASSERT_THAT(file, IsOk());
  EXPECT_THAT(file->Write("x"), IsOk());
  EXPECT_THAT(file->Finish(), IsOk());
  EXPECT_TRUE(std::filesystem::is_character_file("/dev/null"));
}

}  // namespace
}  // namespace casejournal::services
