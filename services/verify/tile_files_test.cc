#include "services/verify/tile_files.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "tests/support/matchers.h"
#include "tests/support/reference_tree.h"
#include "tests/support/seed.h"
#include "tests/support/test_log.h"

namespace casejournal::services {
namespace {

using casejournal::testing::IsOk;

eventstore::Hash LeafNumber(uint64_t number) { return eventstore::LeafHash(absl::StrCat("leaf ", number)); }

std::map<std::string, std::string> FilesIn(const std::string& directory) {
  std::map<std::string, std::string> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(directory)) {
    if (!entry.is_regular_file()) continue;
    std::stringstream content;
    content << std::ifstream(entry.path()).rdbuf();
    files[std::filesystem::relative(entry.path(), directory).string()] = content.str();
  }
  return files;
}

// Extends the mirror in `directory` from `from`, where its root is `*root`, to `size`.
void GrowTo(const std::string& directory, uint64_t from, uint64_t size, eventstore::Hash* root) {
  absl::StatusOr<TileFiles> files = TileFiles::Open(directory, from, *root);
  ASSERT_THAT(files, IsOk());
  while (files->size() < size) ASSERT_THAT(files->Append(LeafNumber(files->size())), IsOk());
  *root = files->Root();
  ASSERT_THAT(files->Finish(), IsOk());
}

TEST(TileFilesTest, AMirrorThatGrewInStepsHasTheTilesOfOneThatWasMadeAtOnce) {
  std::mt19937_64 random(casejournal::testing::TestSeed());
  const eventstore::TestDirectory stepwise;
  eventstore::CompactRange range;
  uint64_t size = 0;
  eventstore::Hash root = eventstore::EmptyRoot();
  for (int step = 0; step < 12; ++step) {
    const uint64_t next = size + random() % 9000;
    GrowTo(stepwise.path(), size, next, &root);
    while (range.size() < next) range.Append(LeafNumber(range.size()));
    EXPECT_EQ(root, range.Root()) << next;
    size = next;
  }
  const eventstore::TestDirectory at_once;
  root = eventstore::EmptyRoot();
  GrowTo(at_once.path(), 0, size, &root);
  const auto whole = FilesIn(at_once.path());
  const auto grown = FilesIn(stepwise.path());
  for (const auto& [path, content] : whole) {
    EXPECT_TRUE(grown.contains(path) && grown.at(path) == content) << path;
  }
}

TEST(TileFilesTest, EveryTileOfATreeIsThere) {
  const eventstore::TestDirectory directory;
  const uint64_t size = 256 * 256 + 3 * 256 + 7;
  eventstore::Hash root = eventstore::EmptyRoot();
  GrowTo(directory.path(), 0, size, &root);
  const auto files = FilesIn(directory.path());
  size_t expected = 0;
  for (int level = 0; level < 3; ++level) {
    for (uint64_t index = 0;; ++index) {
      const eventstore::TileId tile{.level = level, .index = index};
      const int width = eventstore::TileWidthAt(tile, size);
      if (width == 0) break;
      ++expected;
      const auto found = files.find(eventstore::TilePath(tile, width));
      ASSERT_NE(found, files.end()) << eventstore::TilePath(tile, width);
      EXPECT_EQ(found->second.size(), static_cast<size_t>(width) * 32);
    }
  }
  EXPECT_EQ(files.size(), expected);
}

TEST(TileFilesTest, AMissingTileIsNoticedBeforeAnythingIsWritten) {
  const eventstore::TestDirectory directory;
  eventstore::Hash root = eventstore::EmptyRoot();
  GrowTo(directory.path(), 0, 1000, &root);
  std::filesystem::remove(directory.path() + "/tile/0/001");
  EXPECT_TRUE(absl::IsDataLoss(TileFiles::Open(directory.path(), 1000, root).status()));
}

TEST(TileFilesTest, ATileThatWasChangedIsNoticedOnWhateverLevel) {
  const eventstore::TestDirectory directory;
  eventstore::Hash root = eventstore::EmptyRoot();
  GrowTo(directory.path(), 0, 1000, &root);
  for (const auto& [path, content] : FilesIn(directory.path())) {
    std::string changed = content;
    changed[changed.size() / 2] = static_cast<char>(changed[changed.size() / 2] ^ 1);
    std::ofstream(directory.path() + "/" + path) << changed;
    EXPECT_TRUE(absl::IsDataLoss(TileFiles::Open(directory.path(), 1000, root).status())) << path;
    std::ofstream(directory.path() + "/" + path) << content;
  }
  EXPECT_THAT(TileFiles::Open(directory.path(), 1000, root), IsOk());
}

TEST(TileFilesTest, TreeWithoutLeavesHasNoFiles) {
  const eventstore::TestDirectory directory;
  eventstore::Hash root = eventstore::EmptyRoot();
  GrowTo(directory.path(), 0, 0, &root);

  EXPECT_EQ(root, eventstore::EmptyRoot());
  EXPECT_TRUE(FilesIn(directory.path()).empty());
  EXPECT_TRUE(absl::IsDataLoss(TileFiles::Open(directory.path(), 0, LeafNumber(0)).status()));
}

// The sizes at which a tile begins, fills, or carries into the level above.
TEST(TileFilesTest, TreeIsRightAroundTheWidthOfATile) {
  for (const uint64_t edge : {uint64_t{256}, uint64_t{512}}) {
    for (uint64_t size = edge - 1; size <= edge + 1; ++size) {
      const eventstore::TestDirectory directory;
      eventstore::Hash root = eventstore::EmptyRoot();
      GrowTo(directory.path(), 0, edge - 2, &root);
      GrowTo(directory.path(), edge - 2, size, &root);
      std::vector<eventstore::Hash> leaves;
      for (uint64_t i = 0; i < size; ++i) leaves.push_back(LeafNumber(i));
      EXPECT_EQ(root, eventstore::ReferenceRoot(leaves)) << size;
      const absl::StatusOr<TileFiles> again = TileFiles::Open(directory.path(), size, root);
      ASSERT_THAT(again, IsOk()) << size;
      EXPECT_EQ(again->Root(), root);
      EXPECT_EQ(again->size(), size);
    }
  }
}

TEST(TileFilesTest, NothingInPlaceChangesBeforeFinish) {
  const eventstore::TestDirectory directory;
  eventstore::Hash root = eventstore::EmptyRoot();
  GrowTo(directory.path(), 0, 300, &root);
  const auto before = FilesIn(directory.path());
  {
    absl::StatusOr<TileFiles> files = TileFiles::Open(directory.path(), 300, root);
    ASSERT_THAT(files, IsOk());
    while (files->size() < 1000) ASSERT_THAT(files->Append(LeafNumber(files->size())), IsOk());
    const auto during = FilesIn(directory.path());
    for (const auto& [path, content] : before) EXPECT_EQ(during.at(path), content) << path;
    for (const auto& [path, content] : during) {
      EXPECT_TRUE(before.contains(path) || path.rfind("fresh/", 0) == 0) << path;
    }
  }
  // A run that was given up leaves nothing that a later one uses.
  eventstore::Hash after = root;
  GrowTo(directory.path(), 300, 301, &after);
  for (const auto& [path, content] : FilesIn(directory.path())) EXPECT_NE(path.rfind("fresh/", 0), 0U) << path;
}

TEST(TileFilesTest, MirrorOfAnotherTreeOrAnotherSizeIsNotContinued) {
  const eventstore::TestDirectory directory;
  eventstore::Hash root = eventstore::EmptyRoot();
  GrowTo(directory.path(), 0, 300, &root);

  EXPECT_TRUE(absl::IsDataLoss(TileFiles::Open(directory.path(), 300, LeafNumber(1)).status()));
  EXPECT_TRUE(absl::IsDataLoss(TileFiles::Open(directory.path(), 299, root).status()));
  EXPECT_TRUE(absl::IsDataLoss(TileFiles::Open(directory.path(), 301, root).status()));
  EXPECT_TRUE(absl::IsDataLoss(TileFiles::Open(directory.path() + "/nowhere", 300, root).status()));
}

TEST(TileFilesTest, TileOfAnotherLengthIsNoticed) {
  const eventstore::TestDirectory directory;
  eventstore::Hash root = eventstore::EmptyRoot();
  GrowTo(directory.path(), 0, 600, &root);
  for (const auto& [path, content] : FilesIn(directory.path())) {
    for (const size_t size : {size_t{0}, content.size() - 1, content.size() - 32, content.size() + 32}) {
      std::string other = content;
      other.resize(size);
      std::ofstream(directory.path() + "/" + path) << other;
      EXPECT_TRUE(absl::IsDataLoss(TileFiles::Open(directory.path(), 600, root).status())) << path << " " << size;
    }
    std::ofstream(directory.path() + "/" + path) << content;
  }
}

}  // namespace
}  // namespace casejournal::services
