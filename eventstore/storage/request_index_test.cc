#include "eventstore/storage/request_index.h"

#include <gmock/gmock.h>

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

}  // namespace
}  // namespace casejournal::eventstore
