#include "eventstore/storage/request_index.h"

#include <gmock/gmock.h>

#include <map>
#include <memory>

#include "eventstore/recovery/fsck.h"
#include "eventstore/storage/data_directory.h"
#include "tests/support/test_log.h"

namespace casejournal::eventstore {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const StreamId kFamily = StreamId::Case(*Uuid::Parse("0a000000-0000-4000-8000-00000000000f"));

class RequestIndexTest : public TestLog {
 protected:
  // Convert the family to its earlier form: rows by stream, for some requests only, and no mark.
  void MakeOld(const std::vector<std::pair<Uuid, Position>>& indexed) {
    log_.reset();
    absl::StatusOr<std::unique_ptr<Database>> database =
        Database::OpenLog(DataPaths(directory_.path()).log, Database::Mode::kReadWrite);
    ASSERT_TRUE(database.ok()) << database.status();
    rocksdb::DB& db = (*database)->db();
    ASSERT_TRUE(db.DeleteRange({}, (*database)->family(Family::kRequest), "", std::string(40, '\xff')).ok());
    ASSERT_TRUE(db.Delete({}, (*database)->family(Family::kMeta), "request-index").ok());
    for (const auto& [id, position] : indexed) {
      ASSERT_TRUE(
          db.Put({}, (*database)->family(Family::kRequest), StreamPrefix(kFamily) + RequestKey(id), LogKey(position))
              .ok());
    }
    ASSERT_TRUE((*database)->Flush().ok());
  }

  std::vector<std::string> Findings() {
    log_.reset();
    const absl::StatusOr<FsckReport> report = Fsck(directory_.path(), [](uint64_t, uint64_t) {});
    EXPECT_TRUE(report.ok()) << report.status();
    return report.ok() ? report->findings : std::vector<std::string>{};
  }

  Uuid AppendNote(const std::string& text) {
    LogAppend request{.request_id = RandomUuid()};
    request.streams.push_back(Part(kFamily, *log_->Head(kFamily), {text, text + ", more"}));
    EXPECT_TRUE(AppendAndWait(*log_, request).ok());
    return request.request_id;
  }
};

TEST_F(RequestIndexTest, IsRebuiltFromTheHeadersOfAnOlderJournal) {
  const Uuid exact = AppendNote("exact");
  const Uuid any = AppendNote("any");
  MakeOld({{any, 2}});

  EXPECT_THAT(Findings(), ElementsAre(HasSubstr("start the journal once")));
  Reopen();

  EXPECT_EQ(log_->FindRequest(exact)->first, std::optional<Position>(0));
  EXPECT_EQ(log_->FindRequest(any)->first, std::optional<Position>(2));
  EXPECT_THAT(Findings(), IsEmpty());
}

TEST_F(RequestIndexTest, IsHeldToTheLogByFsck) {
  const Uuid id = AppendNote("one");
  AppendNote("two");
  log_.reset();
  {
    absl::StatusOr<std::unique_ptr<Database>> database =
        Database::OpenLog(DataPaths(directory_.path()).log, Database::Mode::kReadWrite);
    ASSERT_TRUE(database.ok()) << database.status();
    ASSERT_TRUE((*database)->db().Delete({}, (*database)->family(Family::kRequest), RequestKey(id)).ok());
    ASSERT_TRUE(
        (*database)->db().Put({}, (*database)->family(Family::kRequest), RequestKey(RandomUuid()), LogKey(2)).ok());
    ASSERT_TRUE((*database)->Flush().ok());
  }

  EXPECT_THAT(Findings(), ElementsAre(HasSubstr("position 0 is not where the request index says"),
                                      HasSubstr("family request has 2 rows; expected 1")));
}

class RequestIndexFormTest : public RequestIndexTest {
 protected:
  std::unique_ptr<Database> OpenDatabase() {
    log_.reset();
    absl::StatusOr<std::unique_ptr<Database>> database =
        Database::OpenLog(DataPaths(directory_.path()).log, Database::Mode::kReadWrite);
    EXPECT_TRUE(database.ok()) << database.status();
    return database.ok() ? *std::move(database) : nullptr;
  }
  static void SetMark(Database& database, const std::string& mark) {
    ASSERT_TRUE(database.db().Put({}, database.family(Family::kMeta), "request-index", mark).ok());
  }
  static std::map<std::string, std::string> Rows(Database& database) {
    rocksdb::ReadOptions options;
    options.total_order_seek = true;
    std::map<std::string, std::string> rows;
    const std::unique_ptr<rocksdb::Iterator> at(database.db().NewIterator(options, database.family(Family::kRequest)));
    for (at->SeekToFirst(); at->Valid(); at->Next()) rows[at->key().ToString()] = at->value().ToString();
    return rows;
  }
};

TEST_F(RequestIndexFormTest, ANewLogHasTheFormOfThisProgram) {
  EXPECT_EQ(*RequestIndexForm(*OpenDatabase()), std::optional<uint64_t>(kRequestIndexForm));
}

TEST_F(RequestIndexFormTest, ALogThatNoNewerProgramOpenedHasNone) {
  MakeOld({});

  EXPECT_EQ(*RequestIndexForm(*OpenDatabase()), std::nullopt);
}

TEST_F(RequestIndexFormTest, AMarkOfAnotherLengthIsDamage) {
  const auto database = OpenDatabase();
  for (const std::string& mark : {std::string(), std::string("2"), SizeKey(2) + "x"}) {
    SetMark(*database, mark);
    EXPECT_TRUE(absl::IsDataLoss(RequestIndexForm(*database).status()));
    EXPECT_TRUE(absl::IsDataLoss(UpdateRequestIndex(*database)));
  }
}

TEST_F(RequestIndexFormTest, ANewerFormIsNotTouched) {
  AppendNote("one");
  const auto database = OpenDatabase();
  SetMark(*database, SizeKey(kRequestIndexForm + 1));
  const auto before = Rows(*database);

  const absl::Status refused = UpdateRequestIndex(*database);

  EXPECT_TRUE(absl::IsFailedPrecondition(refused)) << refused;
  EXPECT_EQ(Rows(*database), before);
  EXPECT_EQ(*RequestIndexForm(*database), std::optional<uint64_t>(kRequestIndexForm + 1));
}

// An index of this form is not read again: a start takes no longer for a large journal.
TEST_F(RequestIndexFormTest, AnIndexOfThisFormStaysAsItIs) {
  AppendNote("one");
  const auto database = OpenDatabase();
  ASSERT_TRUE(database->db().Put({}, database->family(Family::kRequest), "a row", "that is kept").ok());
  const auto before = Rows(*database);

  EXPECT_TRUE(UpdateRequestIndex(*database).ok());

  EXPECT_EQ(Rows(*database), before);
}

// Interrupted after any row: without the mark, all of it is done again.
TEST_F(RequestIndexFormTest, ARebuildThatWasInterruptedIsRepeated) {
  const Uuid first = AppendNote("one");
  const Uuid second = AppendNote("two");
  MakeOld({{second, 2}});
  const auto database = OpenDatabase();
  ASSERT_TRUE(database->db().Put({}, database->family(Family::kRequest), RequestKey(second), LogKey(2)).ok());

  ASSERT_TRUE(UpdateRequestIndex(*database).ok());

  EXPECT_EQ(Rows(*database),
            (std::map<std::string, std::string>{{RequestKey(first), LogKey(0)}, {RequestKey(second), LogKey(2)}}));
  EXPECT_EQ(*RequestIndexForm(*database), std::optional<uint64_t>(kRequestIndexForm));
}

TEST_F(RequestIndexFormTest, AMalformedRecordLeavesTheIndexUnmarked) {
  AppendNote("one");
  MakeOld({});
  const auto database = OpenDatabase();
  ASSERT_TRUE(database->db().Put({}, database->family(Family::kLog), LogKey(1), "cut").ok());

  EXPECT_TRUE(absl::IsDataLoss(UpdateRequestIndex(*database)));
  EXPECT_EQ(*RequestIndexForm(*database), std::nullopt);
}

}  // namespace
}  // namespace casejournal::eventstore
