// Rows and checkpoints of families: written together, read by key and by prefix, and as of a moment.
#include "projections/read_models/store/read_model_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tests/support/failing_store.h"
#include "tests/support/matchers.h"
#include "tests/support/seed.h"
#include "tests/support/test_log.h"

namespace casejournal::projections {
namespace {

using casejournal::testing::IsOk;
using casejournal::testing::IsOkAndHolds;
using casejournal::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Optional;

class ReadModelStoreTest : public ::testing::Test {
 protected:
  ReadModelStoreTest() { Open(); }
  void Open(const std::vector<std::string>& families = {"one", "two"}) {
    store_.reset();
    absl::StatusOr<std::unique_ptr<ReadModelStore>> store = ReadModelStore::Open(directory_.path() + "/v1", families);
    ASSERT_THAT(store, IsOk());
    store_ = *std::move(store);
  }
  void Put(const std::string& family, const std::vector<std::pair<std::string, std::string>>& rows,
           eventstore::Position position = 1) {
    ASSERT_THAT(store_->Write(family, rows, {.position = position, .leaf = "ab"}), IsOk());
  }
  std::vector<std::string> Keys(const std::string& family, const std::string& prefix = "", const std::string& from = "",
                                size_t at_most = 1000, const ReadModelStore::Frozen* frozen = nullptr) const {
    std::vector<std::string> keys;
    const auto row = [&](absl::string_view key, absl::string_view) {
      keys.emplace_back(key);
      return keys.size() < at_most;
    };
    EXPECT_THAT(store_->Scan(family, prefix, from, row, frozen), IsOk());
    return keys;
  }

  eventstore::TestDirectory directory_;
  std::unique_ptr<ReadModelStore> store_;
};

TEST_F(ReadModelStoreTest, ANewFamilyHasNoRowsAndBeginsAtZero) {
  EXPECT_EQ(store_->Checkpoint("one")->position, 0U);
  EXPECT_EQ(store_->Checkpoint("one")->leaf, "");
  EXPECT_THAT(store_->Get("one", "a"), IsOkAndHolds(std::nullopt));
  EXPECT_THAT(Keys("one"), IsEmpty());
}

TEST_F(ReadModelStoreTest, FamiliesAreSeparate) {
  Put("one", {{"a", "1"}}, 3);

  EXPECT_THAT(store_->Get("one", "a"), IsOkAndHolds(Optional(std::string("1"))));
  EXPECT_THAT(store_->Get("two", "a"), IsOkAndHolds(std::nullopt));
  EXPECT_EQ(store_->Checkpoint("one")->position, 3U);
  EXPECT_EQ(store_->Checkpoint("one")->leaf, "ab");
  EXPECT_EQ(store_->Checkpoint("two")->position, 0U);
}

TEST_F(ReadModelStoreTest, ARowReplacesTheOneWithItsKey) {
  Put("one", {{"a", "1"}, {"b", ""}});
  Put("one", {{"a", "2"}}, 2);

  EXPECT_THAT(store_->Get("one", "a"), IsOkAndHolds(Optional(std::string("2"))));
  EXPECT_THAT(store_->Get("one", "b"), IsOkAndHolds(Optional(std::string()))) << "an empty value is a value";
}

TEST_F(ReadModelStoreTest, RowsAndCheckpointAreThereAfterReopening) {
  Put("one", {{"a", "1"}}, 7);

  Open();

  EXPECT_THAT(store_->Get("one", "a"), IsOkAndHolds(Optional(std::string("1"))));
  EXPECT_EQ(store_->Checkpoint("one")->position, 7U);
}

TEST_F(ReadModelStoreTest, AFamilyCanBeAddedLater) {
  Put("one", {{"a", "1"}});

  Open({"one", "two", "three"});

  EXPECT_THAT(store_->Get("one", "a"), IsOkAndHolds(Optional(std::string("1"))));
  EXPECT_EQ(store_->Checkpoint("three")->position, 0U);
}

TEST_F(ReadModelStoreTest, AChangeDeletesAndWrites) {
  Put("one", {{"a", "1"}, {"b", "1"}, {"c", "1"}});
  ASSERT_THAT(store_->Change("one", {{"b", "2"}, {"d", "2"}}, {"a", "b", "nothing"}, {.position = 2}), IsOk());

  EXPECT_THAT(Keys("one"), ElementsAre("!checkpoint", "b", "c", "d")) << "a row that is also written stays";
  EXPECT_THAT(store_->Get("one", "b"), IsOkAndHolds(Optional(std::string("2"))));
  EXPECT_EQ(store_->Checkpoint("one")->position, 2U);
}

TEST_F(ReadModelStoreTest, ClearingRemovesRowsAndCheckpointOfOneFamily) {
  Put("one", {{"a", "1"}, {std::string("\x00", 1), "1"}, {"\xc3\xa9", "1"}});
  Put("two", {{"a", "1"}});
  ASSERT_THAT(store_->Clear("one"), IsOk());

  EXPECT_THAT(Keys("one"), IsEmpty());
  EXPECT_EQ(store_->Checkpoint("one")->position, 0U);
  EXPECT_THAT(store_->Get("two", "a"), IsOkAndHolds(Optional(std::string("1"))));
}

TEST_F(ReadModelStoreTest, AScanBeginsAtItsFirstKeyAndStaysInItsPrefix) {
  Put("one", {{"a", ""}, {"ca", ""}, {"cb", ""}, {"cc", ""}, {"d", ""}});

  EXPECT_THAT(Keys("one", "c"), ElementsAre("ca", "cb", "cc"));
  EXPECT_THAT(Keys("one", "c", "cb"), ElementsAre("cb", "cc"));
  EXPECT_THAT(Keys("one", "c", "cbb"), ElementsAre("cc"));
  EXPECT_THAT(Keys("one", "c", "a"), ElementsAre("ca", "cb", "cc"));
  EXPECT_THAT(Keys("one", "c", "d"), IsEmpty());
  EXPECT_THAT(Keys("one", "c", "", 2), ElementsAre("ca", "cb")) << "until the caller has enough";
  EXPECT_THAT(Keys("one", "x"), IsEmpty());
}

// Who suffers: a reader of a list whose pages come from different states.
TEST_F(ReadModelStoreTest, AFrozenStateStaysAsItWas) {
  Put("one", {{"a", "1"}, {"b", "1"}});
  const auto frozen = store_->Freeze();
  ASSERT_THAT(store_->Change("one", {{"a", "2"}, {"c", "2"}}, {"b"}, {.position = 2}), IsOk());

  EXPECT_THAT(Keys("one", "", "a", 1000, frozen.get()), ElementsAre("a", "b"));
  EXPECT_THAT(store_->Get("one", "a", frozen.get()), IsOkAndHolds(Optional(std::string("1"))));
  EXPECT_THAT(store_->Get("one", "c", frozen.get()), IsOkAndHolds(std::nullopt));
  EXPECT_THAT(Keys("one", "", "a"), ElementsAre("a", "c"));
}

TEST_F(ReadModelStoreTest, ADirectoryThatCannotBeCreatedIsNamed) {
  std::ofstream(directory_.path() + "/file") << "no directory";

  EXPECT_THAT(ReadModelStore::Open(directory_.path() + "/file/v1", {"one"}),
              StatusIs(absl::StatusCode::kPermissionDenied, ::testing::HasSubstr("/file/v1")));
}

// Whatever is written and deleted, a scan gives what a map would.
TEST_F(ReadModelStoreTest, ScansAreThoseOfAnOrderedMap) {
  std::mt19937_64 random(casejournal::testing::TestSeed());
  const auto below = [&](int limit) { return std::uniform_int_distribution<int>(0, limit - 1)(random); };
  std::map<std::string, std::string> model;
  for (int step = 0; step < 60; ++step) {
    std::vector<std::pair<std::string, std::string>> rows;
    std::vector<std::string> gone;
    for (int i = below(5); i > 0; --i) gone.push_back(absl::StrCat("k", below(30)));
    for (int i = below(5); i > 0; --i) rows.emplace_back(absl::StrCat("k", below(30)), absl::StrCat(step));
    ASSERT_THAT(store_->Change("one", rows, gone, {.position = static_cast<uint64_t>(step)}), IsOk());
    for (const std::string& key : gone) model.erase(key);
    for (const auto& [key, value] : rows) model[key] = value;

    const std::string from = absl::StrCat("k", below(30));
    std::vector<std::pair<std::string, std::string>> seen;
    ASSERT_THAT(store_->Scan("one", "k", from,
                             [&](absl::string_view key, absl::string_view value) {
                               seen.emplace_back(key, value);
                               return true;
                             }),
                IsOk());
    EXPECT_EQ(seen, (std::vector<std::pair<std::string, std::string>>(model.lower_bound(from), model.end())));
  }
}

// Who suffers: an operator who is told to wait, and not to rebuild.
TEST_F(ReadModelStoreTest, DamageIsALossAndAStoreInUseIsNot) {
  const eventstore::TestDirectory damaged;
  {
    const auto store = ReadModelStore::Open(damaged.path(), {"rows"});
    ASSERT_THAT(store, IsOk());
    EXPECT_THAT(ReadModelStore::Open(damaged.path(), {"rows"}), StatusIs(absl::StatusCode::kUnavailable));
  }
  for (const auto& file : std::filesystem::directory_iterator(damaged.path())) {
    if (!absl::StartsWith(file.path().filename().string(), "MANIFEST")) continue;
    std::fstream(file.path(), std::ios::in | std::ios::out | std::ios::binary) << "damaged";
  }

  EXPECT_THAT(ReadModelStore::Open(damaged.path(), {"rows"}), StatusIs(absl::StatusCode::kDataLoss));
}

// Rows on disk in which one byte of a row differs from what was written.
class DamagedReadModelStoreTest : public ::testing::Test {
 protected:
  void SetUp() override {
    {
      const auto store = ReadModelStore::Open(Place(), {"rows"});
      ASSERT_THAT(store, IsOk());
      for (int i = 0; i < 100; ++i) {
        ASSERT_THAT((*store)->Write("rows", {{absl::StrCat("row ", i), "as it was written"}}, {.position = 5}), IsOk());
      }
    }
    for (const auto& file : std::filesystem::directory_iterator(Place())) {
      if (file.path().extension() == ".sst") Flip(file.path());
    }
    store_ = ReadModelStore::Closed(Place(), {"rows"});
    store_->OnFailedRead([this] { ++woken_; });
    ASSERT_THAT(store_->Recover(), IsOk()) << "the damage is not met yet";
  }
  static void Flip(const std::filesystem::path& path) {
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(20);
    const char byte = static_cast<char>(file.peek());
    file.put(static_cast<char>(byte ^ 1));
  }
  std::string Place() const { return directory_.path() + "/v1"; }

  const eventstore::TestDirectory directory_;
  int woken_ = 0;
  std::unique_ptr<ReadModelStore> store_;
};

// Who suffers: everybody who reads lists, if each of them meets the damage until somebody rebuilds.
TEST_F(DamagedReadModelStoreTest, DamageIsMetOnceAndPutAway) {
  EXPECT_THAT(store_->Get("rows", "row 1"), StatusIs(absl::StatusCode::kUnavailable, ::testing::HasSubstr("damaged")));
  EXPECT_TRUE(store_->IsDamaged());
  EXPECT_THAT(store_->Checkpoint("rows"), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(store_->Scan("rows", "", "", [](absl::string_view, absl::string_view) { return true; }),
              StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_EQ(woken_, 1);
  EXPECT_THAT(store_->Recover(), StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_THAT(store_->Recover(), StatusIs(absl::StatusCode::kDataLoss)) << "it does not pass";

  EXPECT_THAT(store_->PutAway(".damaged"), IsOkAndHolds(Place() + ".damaged"));
  ASSERT_THAT(store_->Recover(), IsOk());
  EXPECT_FALSE(store_->IsDamaged());
  EXPECT_EQ(store_->Checkpoint("rows")->position, 0U);
  EXPECT_THAT(store_->Get("rows", "row 1"), IsOkAndHolds(std::nullopt));
}

TEST_F(DamagedReadModelStoreTest, WhoReadsIsWaitedFor) {
  const auto frozen = store_->Freeze();
  const auto fresh = ReadModelStore::Open(directory_.path() + "/other", {"rows"});
  ASSERT_THAT((*fresh)->Write("rows", {{"a", "1"}}, {.position = 1}), IsOk());
  EXPECT_THAT((*fresh)->Scan("rows", "a", "",
                             [&](absl::string_view, absl::string_view) {
                               EXPECT_THAT((*fresh)->Damaged("it makes no sense"),
                                           StatusIs(absl::StatusCode::kUnavailable));
                               EXPECT_THAT((*fresh)->PutAway(".damaged"), StatusIs(absl::StatusCode::kUnavailable));
                               return true;
                             }),
              IsOk());
  EXPECT_THAT((*fresh)->Recover(), StatusIs(absl::StatusCode::kDataLoss, ::testing::HasSubstr("makes no sense")));
  EXPECT_THAT((*fresh)->PutAway(".damaged"), IsOk());
}

// Nothing is ever in them, so whatever is there is not read.
TEST(ReadModelLogs, WhatDamagePutsIntoAWriteAheadLogIsIgnored) {
  const eventstore::TestDirectory directory;
  const std::string place = directory.path() + "/v1";
  {
    const auto store = ReadModelStore::Open(place, {"rows"});
    ASSERT_THAT((*store)->Write("rows", {{"a", "1"}}, {.position = 5}), IsOk());
  }
  for (const auto& file : std::filesystem::directory_iterator(place)) {
    if (file.path().extension() == ".log") std::ofstream(file.path()) << std::string(100'000, 'x');
  }

  const auto store = ReadModelStore::Open(place, {"rows"});
  ASSERT_THAT(store, IsOk());
  EXPECT_THAT((*store)->Get("rows", "a"), IsOkAndHolds(Optional(std::string("1"))));
}

class MadeUpToTest : public eventstore::TestLog {};

TEST_F(MadeUpToTest, NothingIsOfEveryLogAndMoreThanThereIsOfNone) {
  EXPECT_THAT(MadeUpTo().IsOf(*log_), IsOkAndHolds(true));
  EXPECT_THAT((MadeUpTo{.position = log_->size() + 1, .leaf = ""}).IsOf(*log_), IsOkAndHolds(false));
}

TEST_F(MadeUpToTest, ACheckpointIsOfTheLogThatHasItsLastEntry) {
  const eventstore::StreamId stream = eventstore::StreamId::Case(eventstore::RandomUuid());
  ASSERT_THAT(Append(stream, {"a", "b", "c"}), IsOk());
  const auto headers = log_->ReadHeaders(0, 1000);
  ASSERT_THAT(headers, IsOk());
  const MadeUpTo middle = MadeUpTo::With((*headers)[headers->size() - 2]);

  EXPECT_EQ(middle.position, log_->size() - 1);
  EXPECT_EQ(middle.leaf.size(), 64U);
  EXPECT_THAT(middle.IsOf(*log_), IsOkAndHolds(true));
  EXPECT_THAT((MadeUpTo{.position = middle.position + 1, .leaf = middle.leaf}).IsOf(*log_), IsOkAndHolds(false));
}

class FailedReadModelStoreTest : public ReadModelStoreTest {
 protected:
  FailedReadModelStoreTest() {
    Open({"one", "two", "large"});
    Put("one", {{"a", "1"}}, 3);
    Open({"one", "two", "large"});
    Put("one", {{"a", "2"}, {"b", "2"}}, 5);
  }
};

TEST_F(FailedReadModelStoreTest, WhatIsNotOnDiskIsLostAfterAFailedWrite) {
  casejournal::testing::FailingDisk disk(*store_, directory_.path() + "/v1", "large");
  EXPECT_FALSE(store_->Write("one", {{"a", "3"}}, {.position = 6}).ok()) << "the database takes no more writes";
  EXPECT_FALSE(store_->Recover().ok());
  EXPECT_THAT(store_->Get("one", "a"), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(store_->Write("one", {{"a", "3"}}, {.position = 6}), StatusIs(absl::StatusCode::kUnavailable));
  disk.Mend();

  ASSERT_THAT(store_->Recover(), IsOk());
  EXPECT_EQ(store_->Checkpoint("one")->position, 3U);
  EXPECT_THAT(store_->Get("one", "a"), IsOkAndHolds(Optional(std::string("1"))));
  EXPECT_THAT(store_->Get("one", "b"), IsOkAndHolds(std::nullopt));
  Put("one", {{"a", "3"}}, 6);
  EXPECT_THAT(store_->Get("one", "a"), IsOkAndHolds(Optional(std::string("3"))));
}

TEST_F(FailedReadModelStoreTest, NothingIsLostIfNoWriteFailed) {
  ASSERT_THAT(store_->Recover(), IsOk());

  EXPECT_EQ(store_->Checkpoint("one")->position, 5U);
}

// Who suffers: a user who pages through a list of which the second page is from another state.
TEST_F(FailedReadModelStoreTest, AStateFromBeforeTheFailureIsNotReadAfterIt) {
  const auto frozen = store_->Freeze();
  casejournal::testing::FailingDisk disk(*store_, directory_.path() + "/v1", "large");
  EXPECT_THAT(store_->Get("one", "a", frozen.get()), IsOkAndHolds(Optional(std::string("2"))));
  disk.Mend();
  ASSERT_THAT(store_->Recover(), IsOk()) << "although it is still kept";

  EXPECT_THAT(store_->Get("one", "a", frozen.get()), StatusIs(absl::StatusCode::kAborted));
  EXPECT_THAT(store_->Scan(
                  "one", "", "", [](absl::string_view, absl::string_view) { return true; }, frozen.get()),
              StatusIs(absl::StatusCode::kAborted));
}

TEST_F(FailedReadModelStoreTest, WhoReadsIsNotInterrupted) {
  casejournal::testing::FailingDisk disk(*store_, directory_.path() + "/v1", "large");
  disk.Mend();
  EXPECT_THAT(store_->Scan("one", "", "",
                           [&](absl::string_view, absl::string_view) {
                             EXPECT_THAT(store_->Recover(), StatusIs(absl::StatusCode::kUnavailable));
                             return true;
                           }),
              IsOk());

  EXPECT_THAT(store_->Recover(), IsOk());
}

}  // namespace
}  // namespace casejournal::projections
