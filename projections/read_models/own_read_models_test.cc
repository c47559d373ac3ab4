#include "projections/read_models/own_read_models.h"

#include <gmock/gmock.h>

#include "tests/support/test_log.h"

namespace casejournal::projections {
namespace {

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

  OwnReadModels Open() {
    absl::StatusOr<OwnReadModels> models = OpenOwnReadModels(*log_, Place(), {"rows"});
    EXPECT_TRUE(models.ok()) << models.status();
    return *std::move(models);
  }

  static bool HasRow(const OwnReadModels& models) { return (*models.store->Get("rows", "a")).has_value(); }
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
};

TEST_F(OwnReadModelsTest, AreKeptWhereTheLogHasTheLastEntryThatTheyHave) {
  Grow(3);
  Feed();
  EXPECT_TRUE(HasRow(Open()));
  Grow(2);
  const OwnReadModels models = Open();
  EXPECT_TRUE(HasRow(models));
  EXPECT_EQ(models.put_away, "");
}

TEST_F(OwnReadModelsTest, OfAnotherLogArePutAway) {
  for (const int entries : {0, 2, 3, 5}) {
    SCOPED_TRACE(entries);
    BeginAnew(3);
    std::filesystem::remove_all(Place());
    Feed();
    BeginAnew(entries);

    const OwnReadModels models = Open();

    EXPECT_FALSE(HasRow(models));
    EXPECT_EQ(models.put_away, Place() + ".other");
    EXPECT_TRUE((*(*ReadModelStore::Open(models.put_away, {"rows"}))->Get("rows", "a")).has_value());
    EXPECT_EQ(models.store->Checkpoint("rows")->position, 0);
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
  EXPECT_FALSE(HasRow(Open()));
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
