#include "services/journal/journal.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <limits>
#include <string>
#include <vector>

#include "casejournal/event/v1/stored_event.pb.h"
#include "eventstore/backup/restored_mark.h"
#include "eventstore/proofs/durable_file.h"
#include "projections/events/event_codec.h"
#include "projections/zone/zone_rules.h"
#include "services/journal/continue_journal.h"
#include "services/recorder/journal_recorder.h"
#include "tests/support/case_builder.h"
#include "tests/support/matchers.h"
#include "tests/support/test_log.h"

namespace casejournal::services {
namespace {

using casejournal::testing::IsOk;
using casejournal::testing::StatusIs;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

constexpr int64_t kMorning = 1'736'517'600'000'000;  // 2025-01-10 09:00 in New York

class JournalTest : public ::testing::Test {
 protected:
  absl::StatusOr<std::unique_ptr<Journal>> Open() { return Journal::Open(options_); }
  absl::StatusOr<std::string> Create(const std::string& origin, const std::string& time_zone) {
    return Journal::Create(options_.log, {.origin = origin, .time_zone = time_zone});
  }
  void CreateWren() { ASSERT_THAT(Create("wren.example/juvenile", "America/New_York"), IsOk()); }

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
  const auto key = Create("wren.example/juvenile", "America/New_York");
  ASSERT_THAT(key, IsOk());
  const auto journal = Open();

  ASSERT_THAT(journal, IsOk());
  EXPECT_EQ((*journal)->log().verifier_key(), *key);
  EXPECT_EQ((*journal)->log().size(), 2);
  EXPECT_EQ(EventAt(**journal, 0).opened().origin(), "wren.example/juvenile");
  EXPECT_EQ(EventAt(**journal, 0).opened().time_zone(), "America/New_York");
  EXPECT_EQ(EventAt(**journal, 1).schema_adopted().schema_version(), projections::kSchemaVersion);
  EXPECT_GT(EventAt(**journal, 0).opened().offsets_size(), 200);
  EXPECT_EQ((*journal)->Today(), "2025-01-10");
}

// A typing error in the name of a directory must not become a journal.
TEST_F(JournalTest, IsNeverMadeByOpening) {
  EXPECT_THAT(Open(), StatusIs(absl::StatusCode::kNotFound, HasSubstr("no journal in")));
  EXPECT_TRUE(std::filesystem::is_empty(directory_.path()));
  options_.log.directory += "/missing";
  EXPECT_THAT(Open(), StatusIs(absl::StatusCode::kNotFound, HasSubstr("no journal in")));
  EXPECT_FALSE(std::filesystem::exists(options_.log.directory));
}

TEST_F(JournalTest, IsMadeOnce) {
  CreateWren();

  EXPECT_THAT(Create("wren.example/juvenile", "America/New_York"),
              StatusIs(absl::StatusCode::kAlreadyExists, HasSubstr("holds the journal")));
  EXPECT_THAT(Create("elsewhere.example", "America/Chicago"),
              StatusIs(absl::StatusCode::kAlreadyExists, HasSubstr("wren.example/juvenile")));
  const auto journal = Open();
  ASSERT_THAT(journal, IsOk());
  EXPECT_EQ((*journal)->log().size(), 2);
  EXPECT_EQ((*journal)->zone_name(), "America/New_York");
}

// The log was created, and power failed before its first entry was recorded.
TEST_F(JournalTest, WhoseMakingWasInterruptedIsNotServedAndCanBeMade) {
  ASSERT_THAT(eventstore::EventLog::Create(directory_.path(), "wren.example/juvenile"), IsOk());

  EXPECT_THAT(Open(), StatusIs(absl::StatusCode::kNotFound, HasSubstr("interrupted")));
  EXPECT_THAT(Create("elsewhere.example", "America/New_York"),
              StatusIs(absl::StatusCode::kAlreadyExists, HasSubstr("wren.example/juvenile")));
  CreateWren();
  EXPECT_THAT(Open(), IsOk());
}

TEST_F(JournalTest, IsNotMadeWithoutAUsableNameAndZone) {
  for (const char* zone :
       {"", "Ohio", "localtime", "/etc/localtime", "../America/New_York", "America/New York", "Fixed/UTC-05:00:00"}) {
    EXPECT_THAT(Create("wren.example/juvenile", zone),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("time zone")))
        << zone;
  }
  for (const char* origin : {"", "wren juvenile", "wren+juvenile", "wren\njuvenile"}) {
    EXPECT_THAT(Create(origin, "America/New_York"),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("is not a valid journal name")))
        << origin;
  }
  EXPECT_TRUE(std::filesystem::is_empty(directory_.path()));
}

// A later reader of the record must be able to tell where its clock was corrected.
TEST_F(JournalTest, RecordsThatAnOperatorConfirmedTheClock) {
  CreateWren();
  now_us_ -= 3600'000'000;
  options_.log.clock_step_confirmed = true;

  const auto journal = Open();

  ASSERT_THAT(journal, IsOk());
  ASSERT_EQ((*journal)->log().size(), 3);
  EXPECT_EQ(EventAt(**journal, 2).clock_step_confirmed().last_recorded_at(), kMorning);
  EXPECT_EQ(EventAt(**journal, 2).clock_step_confirmed().confirmed_at(), now_us_);
}

// An older state continues under its own name, and its first entry records this.
TEST_F(JournalTest, GoesOnFromAnOlderStateAsAnotherLogThatSaysSo) {
  CreateWren();
  const std::string backup = directory_.path() + "-backup";
  std::filesystem::copy(directory_.path(), backup, std::filesystem::copy_options::recursive);
  std::string published;
  {
    const auto journal = Open();
    ASSERT_THAT(AppendToJournalStream((*journal)->log(), {JournalEntry(SchemaAdoption())}), IsOk());
    published = (*journal)->log().Checkpoint(3)->note;
  }
  std::filesystem::remove_all(directory_.path());
  std::filesystem::rename(backup, directory_.path());

  const ContinueOptions how{
      .directory = directory_.path(), .checkpoint_copy = "", .checkpoint = published, .reason = "the disk was lost"};
  const auto plan = PlanContinuedJournal(how);
  ASSERT_THAT(plan, IsOk());
  ASSERT_THAT(ContinueJournal(how, *plan), IsOk());
  const auto journal = Open();
  ASSERT_THAT(journal, IsOk());
  EXPECT_EQ((*journal)->log().origin(), "wren.example/juvenile/r1");
  EXPECT_EQ((*journal)->log().size(), 3);
  const event::v1::JournalContinued said = EventAt(**journal, 2).continued();
  EXPECT_EQ(said.origin(), "wren.example/juvenile/r1");
  EXPECT_EQ(said.earlier_checkpoint(), published);
  EXPECT_EQ(said.kept_size(), 2);
  EXPECT_EQ(said.reason(), "the disk was lost");
  EXPECT_THAT((*journal)->foundations().positions, ::testing::ElementsAre(0, 1, 2));
  EXPECT_FALSE(std::filesystem::exists(directory_.path() + "/continued"));
}

TEST_F(JournalTest, ARestoreIsRecordedOnceBeforeAnybodyIsAdmitted) {
  CreateWren();
  eventstore::RestoredMark mark{
      .id = eventstore::Uuid::Random(), .backup = 3, .size = 2, .root = {}, .published_size = 5};
  mark.root[0] = 7;
  const std::string path = eventstore::RestoredMarkFile(directory_.path());
  const std::string text = eventstore::FormatRestoredMark(mark);
  ASSERT_THAT(eventstore::WriteFileDurably(path, text, 0600), IsOk());
  {
    const auto journal = Open();
    ASSERT_THAT(journal, IsOk());
    ASSERT_EQ((*journal)->log().size(), 3);
    const event::v1::JournalRestored said = EventAt(**journal, 2).restored();
    EXPECT_EQ(said.backup(), 3);
    EXPECT_EQ(said.size(), 2);
    EXPECT_EQ(said.root(), eventstore::AsBytes(mark.root));
    EXPECT_EQ(said.published_size(), 5);
    EXPECT_EQ((*journal)->roles().now()->unconfirmed_since(), 2);
    EXPECT_FALSE(std::filesystem::exists(path));
  }
  // The start was interrupted after the entry was recorded.
  ASSERT_THAT(eventstore::WriteFileDurably(path, text, 0600), IsOk());
  {
    const auto journal = Open();
    ASSERT_THAT(journal, IsOk());
    EXPECT_EQ((*journal)->log().size(), 3);
    EXPECT_EQ((*journal)->roles().now()->unconfirmed_since(), 2);
  }
  ASSERT_THAT(eventstore::WriteFileDurably(path, text.substr(0, text.size() - 3), 0600), IsOk());
  EXPECT_THAT(Open(), StatusIs(absl::StatusCode::kDataLoss, HasSubstr("restore again")));
}

// What a later program records can be read with a schema that the journal holds.
TEST_F(JournalTest, AdoptsTheSchemaOfAnotherProgramOnce) {
  CreateWren();
  {
    const auto journal = Open();
    event::v1::JournalEvent earlier = SchemaAdoption();
    earlier.mutable_schema_adopted()->set_file_descriptor_set("the schema of another program");
    ASSERT_THAT(AppendToJournalStream((*journal)->log(), {JournalEntry(earlier)}), IsOk());
  }
  // It is said before: also where nothing can be recorded.
  std::vector<std::string> told;
  options_.tell = [&](const std::string& words) { told.push_back(words); };
  options_.log.disk_reserve_bytes = std::numeric_limits<uint64_t>::max();
  EXPECT_THAT(Open(), Not(IsOk()));
  ASSERT_THAT(told, ElementsAre(HasSubstr("(SchemaAdopted)")));
  options_.log.disk_reserve_bytes = 0;
  for (int start = 0; start < 2; ++start) {
    const auto journal = Open();
    ASSERT_THAT(journal, IsOk());
    EXPECT_THAT(told, SizeIs(2)) << "a second start changes nothing, and says nothing";
    EXPECT_EQ((*journal)->log().size(), 4);
    EXPECT_EQ((*journal)->foundations().schema, SchemaAdoption().schema_adopted().file_descriptor_set());
    EXPECT_THAT((*journal)->foundations().positions, ElementsAre(0, 3));
  }
}

// Who suffers: a county that returned to the program of yesterday, and is told "JournalEvent has no field 777".
TEST_F(JournalTest, AnEntryOfANewerProgramIsNamedAndNothingIsRecorded) {
  CreateWren();
  {
    const auto journal = Open();
    ASSERT_THAT(journal, IsOk());
    event::v1::JournalEvent newer;
    newer.GetReflection()->MutableUnknownFields(&newer)->AddLengthDelimited(777, "a fact");
    ASSERT_THAT(AppendToJournalStream((*journal)->log(), {JournalEntry(newer)}), IsOk());
  }
  for (int start = 0; start < 2; ++start) {
    EXPECT_THAT(Open(), StatusIs(absl::StatusCode::kUnimplemented, AllOf(HasSubstr("position 2: "), HasSubstr("777"),
                                                                         HasSubstr("start the newer program"))));
  }
  const auto log = eventstore::EventLog::Open(options_.log);
  ASSERT_THAT(log, IsOk());
  EXPECT_EQ((*log)->size(), 3);
}

// The machine's data for New York, from a database in which summer time begins on another past day.
class ZoneOfTheRecordTest : public JournalTest {
 protected:
  void SetUp() override {
    JournalTest::SetUp();
    CreateWren();
  }
  void Know(const event::v1::TimeZoneRulesAdopted& rules) {
    options_.load_zone = [rules](const std::string&, absl::TimeZone* zone) {
      *zone = *projections::ZoneBy(rules);
      return true;
    };
  }
  static event::v1::TimeZoneRulesAdopted Eastern() {
    return projections::ZoneRulesOf("America/New_York", casejournal::testing::NewYork());
  }
  // Winter time through 2024: at noon on a summer day, clocks were an hour behind.
  static event::v1::TimeZoneRulesAdopted Another() {
    event::v1::TimeZoneRulesAdopted rules = Eastern();
    for (event::v1::ZoneOffset& offset : *rules.mutable_offsets()) {
      if (offset.first_second() >= 1'704'067'200 && offset.first_second() < 1'735'689'600)
        offset.set_utc_offset(-5 * 3'600);
    }
    return rules;
  }
};

// Who suffers: a user who asks the same question about a past day before and after an update of the machine.
TEST_F(ZoneOfTheRecordTest, AnUpdatedDatabaseMovesNoDayOfThePast) {
  const absl::Time summer_night = absl::FromCivil(absl::CivilSecond(2024, 7, 2, 4, 30, 0), absl::UTCTimeZone());
  EXPECT_EQ(absl::ToCivilDay(summer_night, (*Open())->zone()), absl::CivilDay(2024, 7, 2));
  Know(Another());
  const auto journal = Open();
  ASSERT_THAT(journal, IsOk());
  EXPECT_EQ(absl::ToCivilDay(summer_night, (*journal)->zone()), absl::CivilDay(2024, 7, 2))
      << "the machine says the 1st";
  EXPECT_THAT((*journal)->zone_notice(),
              HasSubstr("from 2024-03-10T07:00Z to 2024-11-03T06:00Z UTC-05:00, in the journal UTC-04:00"));
  EXPECT_EQ((*journal)->log().size(), 2) << "nothing is recorded";
}

TEST_F(ZoneOfTheRecordTest, AnOperatorTakesOverTheMachinesRulesForTimeToCome) {
  ASSERT_THAT(Open(), IsOk());
  event::v1::TimeZoneRulesAdopted abolished = Another();
  for (event::v1::ZoneOffset& offset : *abolished.mutable_offsets()) {
    if (offset.first_second() >= 1'735'689'600) offset.set_utc_offset(-5 * 3'600);
  }
  Know(abolished);
  const absl::Time past = absl::FromCivil(absl::CivilSecond(2024, 7, 2, 4, 30, 0), absl::UTCTimeZone());
  const absl::Time to_come = past + absl::Hours(24 * 365);
  EXPECT_EQ(absl::ToCivilDay(to_come, (*Open())->zone()), absl::CivilDay(2025, 7, 2)) << "nobody said so yet";
  options_.adopt_time_zone_rules = true;
  {
    const auto journal = Open();
    ASSERT_THAT(journal, IsOk());
    EXPECT_EQ((*journal)->log().size(), 3);
    EXPECT_EQ(absl::ToCivilDay(to_come, (*journal)->zone()), absl::CivilDay(2025, 7, 1));
    EXPECT_EQ(absl::ToCivilDay(past, (*journal)->zone()), absl::CivilDay(2024, 7, 2)) << "the past stays";
  }
  EXPECT_EQ((*Open())->log().size(), 3) << "taken over already";
}

TEST_F(ZoneOfTheRecordTest, AMachineThatDoesNotKnowTheZoneServesItAllTheSame) {
  ASSERT_THAT(Open(), IsOk());
  options_.load_zone = [](const std::string&, absl::TimeZone*) { return false; };
  const auto journal = Open();
  ASSERT_THAT(journal, IsOk());
  EXPECT_EQ((*journal)->Today(), "2025-01-10");
  EXPECT_THAT((*journal)->zone_notice(), HasSubstr("does not know the time zone"));
}

}  // namespace
}  // namespace casejournal::services
