#include "projections/read_models/read_model_store.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "absl/strings/match.h"
#include "tests/support/matchers.h"
#include "tests/support/test_log.h"

namespace casejournal::projections {
namespace {

using casejournal::testing::IsOk;
using casejournal::testing::StatusIs;

class ReadModelStoreTest : public ::testing::Test {
 protected:
  absl::StatusOr<std::unique_ptr<ReadModelStore>> Open() { return ReadModelStore::Open(directory_.path(), {"rows"}); }

  eventstore::TestDirectory directory_;
};

// Who suffers: an operator who is told to wait, and not to rebuild.
TEST_F(ReadModelStoreTest, DamageIsALossAndAStoreInUseIsNot) {
  {
    const auto store = Open();
    ASSERT_THAT(store, IsOk());
    EXPECT_THAT(Open(), StatusIs(absl::StatusCode::kUnavailable));
  }
  for (const auto& file : std::filesystem::directory_iterator(directory_.path())) {
    if (!absl::StartsWith(file.path().filename().string(), "MANIFEST")) continue;
    std::fstream(file.path(), std::ios::in | std::ios::out | std::ios::binary) << "damaged";
  }

  EXPECT_THAT(Open(), StatusIs(absl::StatusCode::kDataLoss));
}

TEST_F(ReadModelStoreTest, RowsAndCheckpointAreWrittenAsOne) {
  const auto store = Open();
  ASSERT_THAT(store, IsOk());

  ASSERT_THAT((*store)->Write("rows", {{"a", "1"}, {"b", "2"}}, {.position = 7, .leaf = "ab"}), IsOk());
  ASSERT_THAT((*store)->Change("rows", {{"c", "3"}}, {"a"}, {.position = 8, .leaf = "cd"}), IsOk());

  EXPECT_EQ(*(*store)->Get("rows", "a"), std::nullopt);
  EXPECT_EQ(*(*store)->Get("rows", "c"), "3");
  EXPECT_EQ((*store)->Checkpoint("rows")->position, 8);
  EXPECT_EQ((*store)->Checkpoint("rows")->leaf, "cd");
  ASSERT_THAT((*store)->Clear("rows"), IsOk());
  EXPECT_EQ((*store)->Checkpoint("rows")->position, 0);
  EXPECT_EQ(*(*store)->Get("rows", "b"), std::nullopt);
}

}  // namespace
}  // namespace casejournal::projections
