#include "services/answers/list_cursors.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/matchers.h"

namespace casejournal::services {
namespace {

using casejournal::testing::IsOk;
using casejournal::testing::StatusIs;

class ListCursorsTest : public ::testing::Test {
 protected:
  std::string Keep(uint64_t position) {
    return cursors_.Keep(
        std::make_shared<const ListState>(ListState{.rows = nullptr, .as_of_position = position, .day = ""}));
  }

  absl::Time now_ = absl::UnixEpoch();
  ListCursors cursors_{[this] { return now_; }};
};

TEST_F(ListCursorsTest, EachListKeepsItsState) {
  const std::string one = Keep(1);
  const std::string two = Keep(2);

  EXPECT_EQ((*cursors_.Find(one))->as_of_position, 1);
  EXPECT_EQ((*cursors_.Find(two))->as_of_position, 2);
  EXPECT_THAT(cursors_.Find("nobody's"), StatusIs(absl::StatusCode::kAborted));
}

TEST_F(ListCursorsTest, AStateIsKeptUntilItIsUnusedForTooLong) {
  const std::string name = Keep(1);
  now_ += ListCursors::kUnusedMax;
  EXPECT_THAT(cursors_.Find(name), IsOk());
  now_ += ListCursors::kUnusedMax;
  EXPECT_THAT(cursors_.Find(name), IsOk()) << "it was used";
  now_ += ListCursors::kUnusedMax + absl::Seconds(1);
  EXPECT_THAT(cursors_.Find(name), StatusIs(absl::StatusCode::kAborted));
}

TEST_F(ListCursorsTest, OfTooManyTheOneLongestUnusedGoes) {
  std::vector<std::string> names;
  for (size_t i = 0; i < ListCursors::kListsMax; ++i) {
    names.push_back(Keep(i));
    now_ += absl::Milliseconds(1);
  }
  EXPECT_THAT(cursors_.Find(names[0]), IsOk());
  now_ += absl::Milliseconds(1);
  Keep(1000);

  EXPECT_THAT(cursors_.Find(names[0]), IsOk());
  EXPECT_THAT(cursors_.Find(names[1]), StatusIs(absl::StatusCode::kAborted));
}

}  // namespace
}  // namespace casejournal::services
