#include "eventstore/recovery/fsck.h"

#include <gmock/gmock.h>

#include <fstream>

#include "eventstore/storage/data_directory.h"
#include "tests/support/test_log.h"

namespace casejournal::eventstore {
namespace {

using ::testing::IsEmpty;
using ::testing::Not;

const StreamId kCase = StreamId::Case(*Uuid::Parse("0a000000-0000-4000-8000-000000000001"));

class FsckTest : public TestLog {
 protected:
  FsckReport Check(const std::string& directory) {
    absl::StatusOr<FsckReport> report = Fsck(directory, [](uint64_t, uint64_t) {});
    if (report.ok()) return *std::move(report);
    FsckReport refused;
    refused.findings.push_back(std::string(report.status().message()));
    return refused;
  }

  // Not files that RocksDB writes for people, and files without data: its own log, its options, lock files, and the
  // room for the next content of a kept file.
  static bool HoldsData(const std::filesystem::path& file) {
    const std::string name = file.filename().string();
    return name.rfind("LOG", 0) != 0 && name.rfind("OPTIONS", 0) != 0 && name != "LOCK" && file.extension() != ".new";
  }

  static void FlipByte(const std::filesystem::path& file, uint64_t at) {
    std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
    stream.seekg(static_cast<std::streamoff>(at));
    const char byte = static_cast<char>(stream.get());
    stream.seekp(static_cast<std::streamoff>(at));
    stream.put(static_cast<char>(byte ^ 0x01));
  }

  // Flip bytes in each file of a copy, one at a time. Opening or fsck must find each one.
  void ExpectEveryFlipIsFound() {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(directory_.path())) {
      if (!entry.is_regular_file() || !HoldsData(entry.path())) continue;
      const uint64_t size = entry.file_size();
      const uint64_t step = std::max<uint64_t>(1, size / 12);
      for (uint64_t at = step / 2; at < size; at += step) ExpectFlipIsFound(entry.path(), at);
      if (size > 0) ExpectFlipIsFound(entry.path(), size - 1);
    }
  }

  void ExpectFlipIsFound(const std::filesystem::path& original, uint64_t at) {
    const TestDirectory copy;
    std::filesystem::copy(directory_.path(), copy.path(),
                          std::filesystem::copy_options::recursive | std::filesystem::copy_options::overwrite_existing);
    const std::filesystem::path relative = std::filesystem::relative(original, directory_.path());
    FlipByte(std::filesystem::path(copy.path()) / relative, at);

    EXPECT_THAT(Check(copy.path()).findings, Not(IsEmpty())) << relative << " byte " << at;
  }
};

TEST_F(FsckTest, FindsNothingWrongInASoundJournal) {
  for (int i = 0; i < 300; ++i) ASSERT_TRUE(Append(kCase, {std::to_string(i)}).ok());
  const Hash root = log_->Checkpoint(300)->root;
  ASSERT_TRUE(Append(kCase, {"one more group, which stores the checkpoint"}).ok());
  log_.reset();

  const FsckReport report = Check(directory_.path());

  EXPECT_THAT(report.findings, IsEmpty());
  EXPECT_EQ(report.events, 301);
  EXPECT_EQ(report.streams, 1);
  EXPECT_GE(report.checkpoints, 1);
  EXPECT_NE(report.root, root);
}

TEST_F(FsckTest, FindsAFlippedByteInAnyFileAfterACleanStop) {
  for (int i = 0; i < 300; ++i) ASSERT_TRUE(Append(kCase, {std::to_string(i)}).ok());
  ASSERT_TRUE(log_->Checkpoint(300).ok());
  log_.reset();

  ExpectEveryFlipIsFound();
}

TEST_F(FsckTest, FindsAFlippedByteInAnyFileAfterAKill) {
  for (int i = 0; i < 40; ++i) ASSERT_TRUE(Append(kCase, {std::to_string(i)}).ok());
  ASSERT_TRUE(log_->Checkpoint(40).ok());
  // A copy of a running journal is what a kill leaves.
  const TestDirectory killed;
  std::filesystem::copy(directory_.path(), killed.path(),
                        std::filesystem::copy_options::recursive | std::filesystem::copy_options::overwrite_existing);
  log_.reset();
  std::filesystem::remove_all(directory_.path());
  std::filesystem::copy(killed.path(), directory_.path(), std::filesystem::copy_options::recursive);
  ASSERT_THAT(Check(directory_.path()).findings, IsEmpty());

  ExpectEveryFlipIsFound();
}

TEST_F(FsckTest, RefusesAJournalInUse) {
  const absl::StatusOr<FsckReport> report = Fsck(directory_.path(), [](uint64_t, uint64_t) {});

  EXPECT_TRUE(absl::IsUnavailable(report.status()));
}

TEST_F(FsckTest, ChangesNothing) {
  ASSERT_TRUE(Append(kCase, {"a"}).ok());
  ASSERT_TRUE(log_->Checkpoint(1).ok());
  log_.reset();
  const DataPaths paths(directory_.path());
  const auto before = std::filesystem::last_write_time(paths.latest);

  ASSERT_THAT(Check(directory_.path()).findings, IsEmpty());

  EXPECT_EQ(std::filesystem::last_write_time(paths.latest), before);
  Reopen();
  EXPECT_EQ(log_->size(), 1);
}

}  // namespace
}  // namespace casejournal::eventstore
