#include "projections/read_models/own_read_models.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "projections/read_models/rebuild.h"
#include "tests/support/matchers.h"
#include "tests/support/test_log.h"

namespace casejournal::projections {
namespace {

using casejournal::testing::IsOk;
using casejournal::testing::StatusIs;
using ::testing::AllOf;
using ::testing::HasSubstr;

const eventstore::StreamId kOwnCase =
    eventstore::StreamId::Case(*eventstore::Uuid::Parse("0a000000-0000-4000-8000-000000000001"));

class OwnReadModelsTest : public eventstore::TestLog {
 protected:
  // Rows fed from this log up to its end.
  void Feed() {
    const auto store = ReadModelStore::Open(Place(), {"rows"});
    ASSERT_TRUE(store.ok()) << store.status();
    const auto headers = log_->ReadHeaders(0, 1000);
    ASSERT_TRUE(headers.ok()) << headers.status();
    ASSERT_TRUE((*store)->Write("rows", {{"a", "1"}}, MadeUpTo::With(headers->back())).ok());
  }

  // As a server does: what does not fit is put away, and then the place is empty.
  std::unique_ptr<ReadModelStore> Open() {
    auto models = ReadModelStore::Closed(Place(), {"rows"});
    taken_ = TakeOwn(*log_, *models, {"rows"});
    if (absl::IsAborted(taken_)) {
      EXPECT_THAT(TakeOwn(*log_, *models, {"rows"}), IsOk());
    } else {
      EXPECT_THAT(taken_, IsOk());
    }
    return models;
  }

  static bool HasRow(const ReadModelStore& models) { return (*models.Get("rows", "a")).has_value(); }
  std::string Place() const { return models_.path() + "/v1"; }

  // Another log in place of this one, with the same number of entries.
  void BeginAnew(int entries) {
    log_.reset();
    std::filesystem::remove_all(directory_.path());
    std::filesystem::create_directories(directory_.path());
    eventstore::TestLog::SetUp();
    Grow(entries);
  }
  void Grow(int entries) {
    for (int i = 0; i < entries; ++i) ASSERT_TRUE(Append(kOwnCase, {"event"}).ok());
  }

  eventstore::TestDirectory models_;
  absl::Status taken_;
};

TEST_F(OwnReadModelsTest, AreKeptWhereTheLogHasTheLastEntryThatTheyHave) {
  Grow(3);
  Feed();
  EXPECT_TRUE(HasRow(*Open()));
  Grow(2);
  EXPECT_TRUE(HasRow(*Open()));
  EXPECT_THAT(taken_, IsOk());
}

TEST_F(OwnReadModelsTest, OfAnotherLogArePutAway) {
  for (const int entries : {0, 2, 3, 5}) {
    SCOPED_TRACE(entries);
    BeginAnew(3);
    std::filesystem::remove_all(Place());
    Feed();
    BeginAnew(entries);

    const auto models = Open();

    EXPECT_FALSE(HasRow(*models));
    EXPECT_THAT(taken_, StatusIs(absl::StatusCode::kAborted,
                                 AllOf(HasSubstr("another log"), HasSubstr("moved to " + Place() + ".other "))));
    EXPECT_TRUE((*(*ReadModelStore::Open(Place() + ".other", {"rows"}))->Get("rows", "a")).has_value());
    EXPECT_EQ(models->Checkpoint("rows")->position, 0);
  }
}

// Rows of a program that did not record from which log they are.
TEST_F(OwnReadModelsTest, OfNobodyKnowsWhichLogArePutAway) {
  Grow(3);
  {
    const auto store = ReadModelStore::Open(Place(), {"rows"});
    ASSERT_TRUE(store.ok()) << store.status();
    ASSERT_TRUE((*store)->Write("rows", {{"a", "1"}}, {.position = 2, .leaf = ""}).ok());
  }
  EXPECT_FALSE(HasRow(*Open()));
}

// Who suffers: everybody, if a server does not start because of rows that can be made again.
TEST_F(OwnReadModelsTest, ThatAreDamagedArePutAway) {
  Grow(3);
  for (const char* victim : {"CURRENT", "MANIFEST-"}) {
    SCOPED_TRACE(victim);
    Feed();
    for (const auto& file : std::filesystem::directory_iterator(Place())) {
      if (file.path().filename().string().starts_with(victim)) std::ofstream(file.path()) << "not this";
    }

    EXPECT_FALSE(HasRow(*Open()));
    EXPECT_THAT(taken_, StatusIs(absl::StatusCode::kAborted,
                                 AllOf(HasSubstr("are damaged"), HasSubstr("moved to " + Place() + ".damaged "))));
    EXPECT_TRUE(std::filesystem::exists(Place() + ".damaged"));
    EXPECT_FALSE(HasRow(*Open()));
    EXPECT_THAT(taken_, IsOk());
  }
}

// Without its first file, the database would be made anew without a word.
TEST_F(OwnReadModelsTest, ThatLostTheirFirstFileArePutAway) {
  Grow(3);
  Feed();
  std::filesystem::remove(Place() + "/CURRENT");

  EXPECT_FALSE(HasRow(*Open()));
  EXPECT_THAT(taken_, StatusIs(absl::StatusCode::kAborted, HasSubstr("CURRENT")));
}

// Who suffers: an operator whose server reports damage because of descriptors that were used up for a moment.
TEST_F(OwnReadModelsTest, ThatCannotBeOpenedNowStay) {
  Grow(3);
  Feed();
  const auto held = Open();
  auto models = ReadModelStore::Closed(Place(), {"rows"});
  for (int i = 0; i < 20; ++i) {
    EXPECT_THAT(TakeOwn(*log_, *models, {"rows"}), StatusIs(absl::StatusCode::kUnavailable));
  }
  EXPECT_TRUE(HasRow(*held));
}

TEST_F(OwnReadModelsTest, OfARebuildThatWasKilledBetweenItsRenamesAreUsed) {
  Grow(3);
  Feed();
  std::filesystem::rename(Place(), Place() + ".new");

  EXPECT_TRUE(HasRow(*Open()));
  EXPECT_THAT(taken_, IsOk());
}

// Each opening creates one empty write-ahead log.
TEST_F(OwnReadModelsTest, LeaveOneWriteAheadLogHoweverOftenTheyAreOpened) {
  for (int i = 0; i < 5; ++i) Open();
  int logs = 0;
  for (const auto& file : std::filesystem::directory_iterator(Place()))
    logs += file.path().extension() == ".log" ? 1 : 0;
  EXPECT_EQ(logs, 1);
}

}  // namespace
}  // namespace casejournal::projections
