#include "services/journal/journal.h"

#include <gmock/gmock.h>

#include "casejournal/event/v1/stored_event.pb.h"
#include "eventstore/test_log.h"
#include "projections/events/event_codec.h"
#include "tests/support/matchers.h"

namespace casejournal::services {
namespace {

using casejournal::testing::IsOk;
using casejournal::testing::StatusIs;
using ::testing::HasSubstr;

constexpr int64_t kMorning = 1'736'517'600'000'000;  // 2025-01-10 09:00 in New York

class JournalTest : public ::testing::Test {
 protected:
  absl::StatusOr<std::unique_ptr<Journal>> Open() { return Journal::Open(options_); }

  void SetUp() override {
    options_.log.directory = directory_.path();
    options_.log.disk_reserve_bytes = 0;
    options_.log.now_us = [this] { return now_us_; };
    options_.log.steady_us = [] { return int64_t{0}; };
  }

  static event::v1::JournalEvent EventAt(const Journal& journal, eventstore::Position position) {
    const auto page = journal.log().ReadLog(position, {.events_max = 1});
    if (!page.ok() || page->empty()) return {};
    return projections::DecodeStoredEvent(page->front().payload())->journal_event();
  }

  eventstore::TestDirectory directory_;
  int64_t now_us_ = kMorning;
  JournalOptions options_;
};

TEST_F(JournalTest, FirstEntriesSayWhichJournalItIsAndItsSchema) {
  options_.origin = "wren.example/juvenile";
  const auto journal = Open();

  ASSERT_THAT(journal, IsOk());
  EXPECT_EQ((*journal)->log().size(), 2);
  EXPECT_EQ(EventAt(**journal, 0).opened().origin(), "wren.example/juvenile");
  EXPECT_EQ(EventAt(**journal, 0).opened().time_zone(), kTimeZoneDefault);
  EXPECT_EQ(EventAt(**journal, 1).schema_adopted().schema_version(), projections::kSchemaVersion);
  EXPECT_EQ((*journal)->Today(), "2025-01-10");
}

TEST_F(JournalTest, KeepsItsOriginAndTimeZoneForEver) {
  ASSERT_THAT(Open(), IsOk());

  options_.time_zone = "America/Chicago";
  EXPECT_THAT(Open(), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("time zone")));
  options_.time_zone = "";
  options_.origin = "elsewhere.example";
  EXPECT_THAT(Open(), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("origin")));
}

// Who reads the record years later must be able to tell where its clock was put right.
TEST_F(JournalTest, RecordsThatAnOperatorConfirmedTheClock) {
  ASSERT_THAT(Open(), IsOk());
  now_us_ -= 3600'000'000;
  options_.log.clock_step_confirmed = true;

  const auto journal = Open();

  ASSERT_THAT(journal, IsOk());
  ASSERT_EQ((*journal)->log().size(), 3);
  EXPECT_EQ(EventAt(**journal, 2).clock_step_confirmed().last_recorded_at(), kMorning);
  EXPECT_EQ(EventAt(**journal, 2).clock_step_confirmed().confirmed_at(), now_us_);
}

}  // namespace
}  // namespace casejournal::services
