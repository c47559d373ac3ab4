// The due list follows the log and the days.
#include "projections/read_models/due_keeper.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <optional>

#include "absl/strings/str_cat.h"
#include "eventstore/system/deadline.h"
#include "projections/entries/civil_day.h"
#include "projections/events/event_codec.h"
#include "projections/read_models/due_rows.h"
#include "tests/support/docket_case.h"
#include "tests/support/failing_store.h"
#include "tests/support/test_log.h"

namespace casejournal::projections {
namespace {

using casejournal::testing::EventFromText;

constexpr absl::Duration kPatience = absl::Seconds(30);

class DueKeeperTest : public eventstore::TestLog {
 protected:
  void SetUp() override {
    now_us_ = absl::ToUnixMicros(casejournal::testing::Local("2026-03-01 09:00"));
    eventstore::TestLog::SetUp();
    Open();
  }
  void TearDown() override { keeper_.reset(); }

  void Open() {
    keeper_.reset();
    store_.reset();
    store_ = *ReadModelStore::Open(Place(), {kDueFamily, "large"});
    keeper_ = std::make_unique<DueKeeper>(*log_, *store_,
                                          DueKeeper::Sources{.in_use = FoldFromLog(*log_),
                                                             .at_rest = FoldFromLog(*log_),
                                                             .rules = book_,
                                                             .zone = casejournal::testing::NewYork(),
                                                             .now_us = [this] { return NowUs(); }});
  }
  std::string Place() const { return directory_.path() + "/due"; }

  // Noon of the day; if `midnight_in_` is set, that long before its end, and running.
  int64_t NowUs() const {
    const std::string day = today_.load();
    if (!midnight_in_) return absl::ToUnixMicros(casejournal::testing::Local(absl::StrCat(day, " 12:00")));
    const absl::Time midnight = absl::FromCivil(*ParseDay(day) + 1, casejournal::testing::NewYork());
    return absl::ToUnixMicros(midnight - *midnight_in_ + (absl::Now() - started_));
  }

  // Without waiting for the list.
  void RecordOnly(const std::vector<testing::CaseEvent>& events) {
    std::vector<std::string> payloads;
    for (const testing::CaseEvent& event : events) {
      event::v1::StoredEvent stored;
      *stored.mutable_case_event() = event;
      stored.mutable_admission()->set_schema_version(kSchemaVersion);
      payloads.push_back(EncodeStoredEvent(stored));
    }
    ASSERT_TRUE(Append(eventstore::StreamId::Case(case_id_), payloads).ok());
  }
  void Record(const std::vector<testing::CaseEvent>& events) {
    RecordOnly(events);
    ASSERT_TRUE(keeper_->WaitFor(log_->size(), eventstore::Deadline::In(kPatience)).ok());
  }

  // Every row of the list, except the mark of the law.
  std::vector<std::pair<std::string, std::string>> Rows() const {
    std::vector<std::pair<std::string, std::string>> rows;
    EXPECT_TRUE(store_
                    ->Scan(kDueFamily, "", "",
                           [&](absl::string_view key, absl::string_view value) {
                             if (key.front() != '!') rows.emplace_back(key, value);
                             return true;
                           })
                    .ok());
    return rows;
  }
  // All rows of a case.
  static std::vector<std::pair<std::string, std::string>> RowsOf(const CaseRecord& record,
                                                                 const store::v1::DueCase& due) {
    auto rows = DueRows(due);
    rows.emplace_back(LastEntryKey(record.case_id()), LastEntryIn(record).SerializeAsString());
    return rows;
  }
  std::vector<std::pair<std::string, std::string>> RowsOn(absl::string_view day) const {
    CaseRecord record =
        *FoldFromLog(*log_)(case_id_, log_->Head(eventstore::StreamId::Case(case_id_))->last_revision.value());
    const absl::CivilDay on = *ParseDay(day);
    auto rows = RowsOf(record, DueIn(record, book_.LawOn(on), on, casejournal::testing::NewYork()));
    std::sort(rows.begin(), rows.end());
    return rows;
  }
  bool BecomesThatOf(const std::string& day) const {
    const auto end = eventstore::Deadline::In(kPatience);
    for (uint64_t seen = 0; !end.IsOver();) {
      if (Rows() == RowsOn(day)) return true;
      const absl::StatusOr<DueKeeper::Changes> changes = keeper_->ChangedSince(seen, end);
      if (!changes.ok()) return false;
      seen = changes->seen;
    }
    return false;
  }

  RuleBook book_ = casejournal::testing::ShippedRules();
  std::atomic<const char*> today_ = "2026-03-01";
  std::optional<absl::Duration> midnight_in_;  // set before Open
  absl::Time started_;
  eventstore::Uuid case_id_ = eventstore::RandomUuid();
  std::unique_ptr<ReadModelStore> store_;
  std::unique_ptr<DueKeeper> keeper_;
};

// Dates come first when many cases change at once. Then the list has the same rows as if they had changed one by one.
TEST_F(DueKeeperTest, FindingsFollowWhenManyCasesChangeAtOnce) {
  keeper_.reset();
  std::vector<eventstore::Uuid> case_ids;
  for (int i = 0; i < 20; ++i) {
    case_id_ = eventstore::RandomUuid();
    case_ids.push_back(case_id_);
    RecordOnly({EventFromText("2026-01-01",
                              R"(case_opened { kind: CASE_KIND_FAMILY origin: CASE_ORIGIN_REPORT agency: "Wren" })"),
                EventFromText("2026-01-01",
                              R"(participant_joined { participant_id: "$ana" capacity: CAPACITY_CHILD name: "Ana" })"),
                EventFromText("2026-01-15", R"(goal_established { goal_id: "$G" area: GOAL_AREA_SAFETY
                                                                 statement: "Safe at home" })")});
  }
  Open();
  ASSERT_TRUE(keeper_->WaitFor(log_->size(), eventstore::Deadline::In(kPatience)).ok());
  for (const auto end = eventstore::Deadline::In(kPatience); keeper_->findings_behind() && !end.IsOver();)
    absl::SleepFor(absl::Milliseconds(5));
  EXPECT_FALSE(keeper_->findings_behind());

  std::vector<std::pair<std::string, std::string>> expected;
  for (const eventstore::Uuid& case_id : case_ids) {
    case_id_ = case_id;
    for (auto& row : RowsOn("2026-03-01")) expected.push_back(std::move(row));
  }
  std::sort(expected.begin(), expected.end());
  EXPECT_EQ(Rows(), expected);
  EXPECT_TRUE(std::any_of(expected.begin(), expected.end(), [](const auto& row) {
    return row.first.starts_with(DueTopicPrefix(TopicOf(v1::WORK_KIND_FINDING)));
  }));
}

TEST_F(DueKeeperTest, FollowsEntriesAndDays) {
  Record(
      {EventFromText("2026-01-01",
                     R"(case_opened { kind: CASE_KIND_FAMILY origin: CASE_ORIGIN_REPORT agency: "Wren" })"),
       EventFromText(
           "2026-01-01",
           R"(participant_joined { participant_id: "$ana" capacity: CAPACITY_CHILD name: "Ana" born_on: "2015-06-01" })"),
       EventFromText("2026-01-15", casejournal::testing::kRemoved),
       EventFromText("2026-01-15", casejournal::testing::kPlaced)});
  EXPECT_EQ(Rows(), RowsOn("2026-03-01"));
  Record({EventFromText(
      "2026-02-20",
      R"(notice_sent { notice_id: "$N" of: NOTICE_OF_NOTICE_TO_RELATIVES to_ids: "$ana" means: "letter" child_id: "$ana" })")});
  EXPECT_EQ(Rows(), RowsOn("2026-03-01")) << "rows of what is no longer due are gone";
  const uint64_t seen = keeper_->changes();

  // Half a year passes without entries: reviews were missed, and others are due next.
  today_ = "2026-09-01";
  EXPECT_TRUE(BecomesThatOf("2026-09-01"));
  EXPECT_NE(RowsOn("2026-03-01"), RowsOn("2026-09-01"));
  const absl::StatusOr<DueKeeper::Changes> changes = keeper_->ChangedSince(seen, eventstore::Deadline::In(kPatience));
  ASSERT_TRUE(changes.ok());
  ASSERT_TRUE(changes->cases.has_value());
  EXPECT_THAT(*changes->cases,
              ::testing::Contains(::testing::Field(&DueKeeper::ChangedCase::case_id, case_id_.ToString())));

  // A restart on a later day, with other rules.
  keeper_.reset();
  book_ = casejournal::testing::ShippedRules("partial_months: PARTIAL_MONTHS_THIRTY_DAYS");
  today_ = "2026-09-02";
  Open();
  EXPECT_TRUE(BecomesThatOf("2026-09-02"));
}

// Who suffers: those who watch the list, if a label that hides a number of the case reaches them with the next date.
TEST_F(DueKeeperTest, AnEntryThatMovesNoDateIsAChangeOfItsCase) {
  Record({EventFromText("2026-01-01",
                        R"(case_opened { kind: CASE_KIND_FAMILY origin: CASE_ORIGIN_REPORT agency: "Wren" })"),
          EventFromText("2026-01-01",
                        R"(participant_joined { participant_id: "$ana" capacity: CAPACITY_CHILD name: "Ana" })"),
          EventFromText("2026-01-15", casejournal::testing::kRemoved)});
  const auto rows_but_the_last_entry = [this] {
    auto rows = Rows();
    std::erase_if(rows, [this](const auto& row) { return row.first == LastEntryKey(case_id_.ToString()); });
    return rows;
  };
  const auto rows = rows_but_the_last_entry();
  const uint64_t changes = keeper_->changes();
  Record({EventFromText("2026-01-16", R"(case_note_written { text: "Called." })")});
  EXPECT_EQ(keeper_->changes(), changes + 1);
  EXPECT_EQ(rows_but_the_last_entry(), rows);
  const absl::StatusOr<store::v1::LastEntry> last = keeper_->LastEntryOf(case_id_.ToString());
  ASSERT_TRUE(last.ok());
  EXPECT_EQ(last->position(), log_->size() - 1);
  EXPECT_GT(last->recorded_at_us(), 0);
  Record({EventFromText("2026-01-16", casejournal::testing::kPlaced)});
  EXPECT_EQ(Rows(), RowsOn("2026-03-01"));
}

TEST_F(DueKeeperTest, AChangeNamesTheStaffAndUnitsBeforeAndAfter) {
  const auto assigned = [](absl::string_view subject, absl::string_view unit) {
    return EventFromText("2026-01-01",
                         absl::StrCat("case_assigned { part: ASSIGNMENT_PART_CASEWORKER unit: '", unit,
                                      "' staff { name: 'a worker' subject: '", subject, "' issuer: 'wren' } }"));
  };
  Record({EventFromText("2026-01-01",
                        R"(case_opened { kind: CASE_KIND_FAMILY origin: CASE_ORIGIN_REPORT agency: "Wren" })"),
          assigned("cw-1", "North")});
  const uint64_t seen = keeper_->changes();

  Record({assigned("cw-2", "South")});

  const absl::StatusOr<DueKeeper::Changes> changes = keeper_->ChangedSince(seen, eventstore::Deadline::In(kPatience));
  ASSERT_TRUE(changes.ok());
  ASSERT_TRUE(changes->cases.has_value());
  ASSERT_FALSE(changes->cases->empty());
  EXPECT_EQ(changes->cases->front().case_id, case_id_.ToString());
  EXPECT_THAT(changes->cases->front().staff_subjects, ::testing::ElementsAre("cw-1", "cw-2"));
  EXPECT_THAT(changes->cases->front().units, ::testing::ElementsAre("North", "South"));
}

// Who suffers: everybody who asks what is due after the disk of the list failed once.
TEST_F(DueKeeperTest, AListThatCouldNotBeWrittenIsMadeAgain) {
  Record({EventFromText("2026-01-01",
                        R"(case_opened { kind: CASE_KIND_FAMILY origin: CASE_ORIGIN_REPORT agency: "Wren" })"),
          EventFromText("2026-01-01",
                        R"(participant_joined { participant_id: "$ana" capacity: CAPACITY_CHILD name: "Ana" })")});
  const uint64_t seen = keeper_->changes();
  {
    casejournal::testing::FailingDisk disk(*store_, Place(), "large");
    RecordOnly({EventFromText("2026-01-15", casejournal::testing::kRemoved)});
    EXPECT_TRUE(absl::IsUnavailable(keeper_->WaitFor(log_->size(), eventstore::Deadline::In(kPatience))));
    EXPECT_TRUE(
        absl::IsUnavailable(keeper_->ChangedSince(keeper_->changes(), eventstore::Deadline::Passed()).status()));
  }
  for (const auto end = eventstore::Deadline::In(kPatience); absl::IsUnavailable(keeper_->status()) && !end.IsOver();)
    absl::SleepFor(absl::Milliseconds(5));

  ASSERT_TRUE(keeper_->WaitFor(log_->size(), eventstore::Deadline::In(kPatience)).ok());
  EXPECT_EQ(Rows(), RowsOn("2026-03-01"));
  EXPECT_THAT(Rows(), ::testing::Not(::testing::IsEmpty()));
  EXPECT_FALSE(keeper_->ChangedSince(seen, eventstore::Deadline::Passed())->cases.has_value())
      << "rows may have been lost";
}

// Who suffers: a worker who looks at the list in the morning, before anybody recorded anything.
TEST_F(DueKeeperTest, ADayBeginsAtMidnightWithoutAnEntryAndWithoutACaller) {
  Record({EventFromText("2026-01-01",
                        R"(case_opened { kind: CASE_KIND_FAMILY origin: CASE_ORIGIN_REPORT agency: "Wren" })")});
  keeper_.reset();
  midnight_in_ = absl::Milliseconds(200);
  started_ = absl::Now();
  Open();
  for (const auto end = eventstore::Deadline::In(kPatience); keeper_->day() != "2026-03-02" && !end.IsOver();)
    absl::SleepFor(absl::Milliseconds(5));
  EXPECT_EQ(keeper_->day(), "2026-03-02");
}

// Who suffers: every user of a journal that is older than its rules, if its list stays empty until each case changes.
TEST_F(DueKeeperTest, AJournalThatAdoptsItsFirstRulesListsTheCasesThatItHas) {
  keeper_.reset();
  book_ = RuleBook();
  store_->Clear(kDueFamily).IgnoreError();
  Open();
  Record({EventFromText("2026-01-01",
                        R"(case_opened { kind: CASE_KIND_FAMILY origin: CASE_ORIGIN_REPORT agency: "Wren" })"),
          EventFromText("2026-01-01",
                        R"(participant_joined { participant_id: "$ana" capacity: CAPACITY_CHILD name: "Ana" })"),
          EventFromText("2026-01-15", casejournal::testing::kRemoved)});
  EXPECT_THAT(Rows(), ::testing::IsEmpty());

  keeper_.reset();
  book_ = casejournal::testing::ShippedRules();
  Open();
  ASSERT_TRUE(keeper_->WaitFor(log_->size(), eventstore::Deadline::In(kPatience)).ok());
  EXPECT_EQ(Rows(), RowsOn("2026-03-01"));
}

TEST_F(DueKeeperTest, AClosedCaseHasNothingToDo) {
  Record({EventFromText("2026-01-01",
                        R"(case_opened { kind: CASE_KIND_FAMILY origin: CASE_ORIGIN_REPORT agency: "Wren" })"),
          EventFromText("2026-01-01",
                        R"(participant_joined { participant_id: "$ana" capacity: CAPACITY_CHILD name: "Ana" })"),
          EventFromText("2026-02-25", casejournal::testing::kRemoved)});
  const auto to_do = [this] {
    size_t count = 0;
    EXPECT_TRUE(
        store_->Scan(kDueFamily, "u", "u", [&](absl::string_view, absl::string_view) { return ++count > 0; }).ok());
    return count;
  };
  EXPECT_GT(to_do(), 0u);
  Record(
      {EventFromText(
           "2026-02-26",
           R"(care_episode_ended { removal_id: "$R" child_id: "$ana" reason: EXIT_REASON_REUNIFIED to_whom: "Maria" })"),
       EventFromText("2026-02-26", R"(case_closed { reason: CASE_CLOSE_REASON_RISK_REDUCED })")});
  EXPECT_EQ(to_do(), 0u);
}

}  // namespace
}  // namespace casejournal::projections
