// From the log to the read models: records read forward, batches, the worker, and the rebuild.
#include "projections/read_models/worker.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "casejournal/v1/case_service.pb.h"
#include "eventstore/system/deadline.h"
#include "projections/events/event_codec.h"
#include "projections/read_models/cases_projection.h"
#include "projections/read_models/due_rows.h"
#include "projections/read_models/read_forward.h"
#include "projections/read_models/rebuild.h"
#include "tests/support/case_builder.h"
#include "tests/support/failing_store.h"
#include "tests/support/matchers.h"
#include "tests/support/test_log.h"

namespace casejournal::projections {
namespace {

using casejournal::testing::CaseEvent;
using casejournal::testing::CaseOpened;
using casejournal::testing::ChildJoined;
using casejournal::testing::IsOk;
using casejournal::testing::IsOkAndHolds;
using casejournal::testing::NoteWritten;
using casejournal::testing::StatusIs;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr absl::Duration kWorkerPatience = absl::Seconds(30);

class FedCase : public eventstore::TestLog {
 protected:
  static std::string Encoded(const CaseEvent& event) {
    event::v1::StoredEvent stored;
    *stored.mutable_case_event() = event;
    stored.mutable_admission()->set_schema_version(kSchemaVersion);
    return EncodeStoredEvent(stored);
  }
  void Record(const std::vector<CaseEvent>& events) { RecordIn(case_id_, events); }
  void RecordIn(const eventstore::Uuid& case_id, const std::vector<CaseEvent>& events) {
    std::vector<std::string> payloads;
    for (const CaseEvent& event : events) payloads.push_back(Encoded(event));
    ASSERT_THAT(Append(eventstore::StreamId::Case(case_id), payloads), IsOk());
  }
  // An entry of a later program: a field that this one does not know.
  void RecordUnknown() {
    CaseEvent event = NoteWritten("2025-01-02", "x");
    auto* note = event.mutable_case_note_written();
    note->GetReflection()->MutableUnknownFields(note)->AddVarint(777, 1);
    Record({event});
  }
  std::unique_ptr<ReadModelStore> OpenModels() const {
    absl::StatusOr<std::unique_ptr<ReadModelStore>> store = ReadModelStore::Open(Place(), ProjectionNames());
    EXPECT_THAT(store, IsOk());
    return *std::move(store);
  }
  std::string Place() const { return models_.path() + "/v1"; }

  v1::CaseSummary SummaryIn(const ReadModelStore& store) const {
    v1::CaseSummary summary;
    const auto row = store.Get(CasesProjection::kName, CaseRowKey(case_id_.ToString()));
    if (row.ok() && row->has_value()) {
      EXPECT_TRUE(summary.ParseFromString(**row));
    }
    return summary;
  }
  // Every row of every family, with its family.
  static std::map<std::string, std::string> AllRows(const ReadModelStore& store) {
    std::map<std::string, std::string> rows;
    for (const std::string& family : ProjectionNames()) {
      EXPECT_THAT(store.Scan(family, "", "",
                             [&](absl::string_view key, absl::string_view value) {
                               rows[absl::StrCat(family, " ", key)] = std::string(value);
                               return true;
                             }),
                  IsOk());
    }
    return rows;
  }

  eventstore::TestDirectory models_;
  eventstore::Uuid case_id_ = eventstore::RandomUuid();
};

class ReadForwardTest : public FedCase {};

TEST_F(ReadForwardTest, ReadsUpToTheRevisionAndNoFurther) {
  Record({CaseOpened("2025-01-01"), ChildJoined("2025-01-01", "Ana"), ChildJoined("2025-01-01", "Ben")});

  const auto record = ReadForward(*log_, case_id_, CaseRecord(case_id_.ToString()), 1);

  ASSERT_THAT(record, IsOk());
  EXPECT_EQ(record->entries().size(), 2U);
  EXPECT_EQ(record->plan().participants_size(), 1);
}

TEST_F(ReadForwardTest, ContinuesFromTheRecordThatItIsGiven) {
  Record({CaseOpened("2025-01-01"), ChildJoined("2025-01-01", "Ana")});
  const auto first = ReadForward(*log_, case_id_, CaseRecord(case_id_.ToString()), 1);
  ASSERT_THAT(first, IsOk());
  Record({ChildJoined("2025-01-02", "Ben")});

  const auto second = ReadForward(*log_, case_id_, *first, 2);
  ASSERT_THAT(second, IsOk());
  EXPECT_EQ(second->plan().participants_size(), 2);
  EXPECT_EQ(&second->entries()[0], &first->entries()[0]) << "what was read is not read again";
  EXPECT_EQ(ReadForward(*log_, case_id_, *second, 0)->entries().size(), 3U) << "a record that has it is returned";
}

TEST_F(ReadForwardTest, ACaseThatEndsBeforeTheRevisionIsDamage) {
  Record({CaseOpened("2025-01-01")});

  EXPECT_THAT(ReadForward(*log_, case_id_, CaseRecord(case_id_.ToString()), 1), StatusIs(absl::StatusCode::kDataLoss));
}

TEST_F(ReadForwardTest, ATooLargeCaseIsRejectedBeforeItIsRead) {
  EXPECT_THAT(ReadForward(*log_, case_id_, CaseRecord(case_id_.ToString()), kCaseEntriesMax),
              StatusIs(absl::StatusCode::kResourceExhausted, HasSubstr(absl::StrCat(kCaseEntriesMax))));
  EXPECT_THAT(ReadForward(*log_, case_id_, CaseRecord(case_id_.ToString()), kCaseEntriesMax - 1),
              Not(StatusIs(absl::StatusCode::kResourceExhausted)));
}

TEST_F(ReadForwardTest, AnUnknownEntryIsNamedByItsPosition) {
  Record({CaseOpened("2025-01-01")});
  RecordUnknown();
  const eventstore::Position position = log_->size() - 1;

  EXPECT_THAT(ReadForward(*log_, case_id_, CaseRecord(case_id_.ToString()), 1),
              StatusIs(absl::StatusCode::kUnimplemented,
                       AllOf(HasSubstr(absl::StrCat("position ", position)), HasSubstr("777"))));
  EXPECT_THAT(ReadForward(*log_, case_id_, CaseRecord(case_id_.ToString()), 0), IsOk()) << "what comes before it";
}

TEST_F(ReadForwardTest, ASourceHoldsTheRecordsThatItRead) {
  Record({CaseOpened("2025-01-01"), ChildJoined("2025-01-01", "Ana")});
  const RecordSource records = FoldFromLog(*log_);
  const auto first = records(case_id_, 0);
  const auto second = records(case_id_, 1);

  ASSERT_THAT(second, IsOk());
  EXPECT_EQ(first->entries().size(), 1U);
  EXPECT_EQ(second->entries().size(), 2U);
  EXPECT_EQ(&second->entries()[0], &first->entries()[0]);
  EXPECT_EQ(records(case_id_, 0)->entries().size(), 2U) << "it may have more than was asked for";
}

// Whoever goes through a million cases must not hold them.
TEST_F(ReadForwardTest, ASourceReleasesWhatIsMoreThanItMayHold) {
  Record({CaseOpened("2025-01-01"), ChildJoined("2025-01-01", "Ana")});
  const RecordSource small = FoldFromLog(*log_, 1);
  const auto first = small(case_id_, 1);
  const auto again = small(case_id_, 1);

  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->entries().size(), 2U);
  EXPECT_NE(&again->entries()[0], &first->entries()[0]) << "it was read again";
}

class FeederTest : public FedCase {};

TEST_F(FeederTest, AStepBringsEveryProjectionToTheEndOfTheLog) {
  Record({CaseOpened("2025-01-01"), ChildJoined("2025-01-01", "Ana")});
  const auto store = OpenModels();
  Feeder feeder(*log_, *store, FoldFromLog(*log_));

  EXPECT_THAT(feeder.Step(), IsOkAndHolds(log_->size()));
  EXPECT_THAT(feeder.Step(), IsOkAndHolds(log_->size())) << "nothing new";
  for (const std::string& name : ProjectionNames()) EXPECT_EQ(store->Checkpoint(name)->position, log_->size()) << name;
  EXPECT_EQ(SummaryIn(*store).last_revision(), 1U);
  EXPECT_THAT(SummaryIn(*store).children(), ElementsAre("Ana"));
}

// Who suffers: an operator whose server does not stop because its read models are behind.
TEST_F(FeederTest, AStepThatIsStoppedWritesNothing) {
  Record({CaseOpened("2025-01-01")});
  const auto store = OpenModels();
  Feeder feeder(*log_, *store, FoldFromLog(*log_));
  absl::Notification stop;
  stop.Notify();

  EXPECT_THAT(feeder.Step(&stop), StatusIs(absl::StatusCode::kCancelled));
  for (const std::string& name : ProjectionNames()) EXPECT_EQ(store->Checkpoint(name)->position, 0U) << name;
  EXPECT_THAT(feeder.Step(), IsOkAndHolds(log_->size()));
}

TEST_F(FeederTest, AnUnknownEntryStopsEverythingAndChangesNothing) {
  Record({CaseOpened("2025-01-01")});
  const auto store = OpenModels();
  Feeder feeder(*log_, *store, FoldFromLog(*log_));
  ASSERT_THAT(feeder.Step(), IsOk());
  const auto before = AllRows(*store);
  RecordIn(eventstore::RandomUuid(), {CaseOpened("2025-01-01")});
  RecordUnknown();

  EXPECT_THAT(feeder.Step(), StatusIs(absl::StatusCode::kUnimplemented));
  EXPECT_EQ(AllRows(*store), before);
}

TEST_F(FeederTest, AProjectionThatIsAheadIsNotTakenBack) {
  Record({CaseOpened("2025-01-01")});
  const auto store = OpenModels();
  ASSERT_THAT(Feeder(*log_, *store, FoldFromLog(*log_)).Step(), IsOk());
  Record({ChildJoined("2025-01-02", "Ana")});
  ASSERT_THAT(Feeder(*log_, *store, FoldFromLog(*log_)).Step(), IsOk());
  const auto whole = AllRows(*store);
  ASSERT_THAT(store->Clear("persons"), IsOk());

  ASSERT_THAT(Feeder(*log_, *store, FoldFromLog(*log_)).Step(), IsOk());

  EXPECT_EQ(AllRows(*store), whole) << "the family that was behind is complete again";
}

TEST_F(FeederTest, RowsOfAnotherLogAreRejected) {
  Record({CaseOpened("2025-01-01")});
  const auto store = OpenModels();
  for (const std::string& name : ProjectionNames())
    ASSERT_THAT(store->Write(name, {}, {.position = 1, .leaf = std::string(64, '0')}), IsOk());
  Feeder feeder(*log_, *store, FoldFromLog(*log_));

  EXPECT_THAT(feeder.Step(), StatusIs(absl::StatusCode::kDataLoss));
}

class WorkerTest : public FedCase {};

TEST_F(WorkerTest, FollowsTheLogAndSaysHowFarItIs) {
  Record({CaseOpened("2025-01-01")});
  const auto store = OpenModels();
  const Worker worker(*log_, *store, FoldFromLog(*log_));
  ASSERT_THAT(worker.WaitFor(log_->size(), eventstore::Deadline::In(kWorkerPatience)), IsOk());
  EXPECT_EQ(worker.position(), log_->size());
  EXPECT_EQ(&worker.store(), store.get());

  Record({ChildJoined("2025-01-02", "Ana")});
  ASSERT_THAT(worker.WaitFor(log_->size(), eventstore::Deadline::In(kWorkerPatience)), IsOk());
  EXPECT_THAT(SummaryIn(*store).children(), ElementsAre("Ana"));
  EXPECT_THAT(worker.status(), IsOk());
}

TEST_F(WorkerTest, APositionThatDoesNotComeIsWaitedForUntilTheDeadline) {
  Record({CaseOpened("2025-01-01")});
  const auto store = OpenModels();
  const Worker worker(*log_, *store, FoldFromLog(*log_));

  EXPECT_THAT(worker.WaitFor(log_->size() + 1, eventstore::Deadline::Passed()),
              StatusIs(absl::StatusCode::kDeadlineExceeded, HasSubstr(absl::StrCat(log_->size() + 1))));
  EXPECT_THAT(worker.WaitFor(0, eventstore::Deadline::Passed()), IsOk()) << "everything is after nothing";
}

// Who suffers: a reader who would get a list without the case that this program cannot read.
TEST_F(WorkerTest, AnUnknownEntryStopsItAndIsTheAnswer) {
  Record({CaseOpened("2025-01-01")});
  const auto store = OpenModels();
  const Worker worker(*log_, *store, FoldFromLog(*log_));
  const eventstore::Position known = log_->size();
  ASSERT_THAT(worker.WaitFor(known, eventstore::Deadline::In(kWorkerPatience)), IsOk());
  RecordUnknown();

  EXPECT_THAT(worker.WaitFor(known + 1, eventstore::Deadline::In(kWorkerPatience)),
              StatusIs(absl::StatusCode::kUnimplemented, HasSubstr(absl::StrCat("position ", known))));
  EXPECT_THAT(worker.status(), StatusIs(absl::StatusCode::kUnimplemented));
  EXPECT_EQ(worker.position(), known);
}

// Who suffers: everybody who reads lists after the disk of the read models failed once.
TEST_F(WorkerTest, ReadModelsThatCouldNotBeWrittenAreMadeAgain) {
  Record({CaseOpened("2025-01-01"), ChildJoined("2025-01-01", "Ana")});
  std::vector<std::string> families = ProjectionNames();
  families.push_back("large");
  auto store = *ReadModelStore::Open(Place(), families);
  absl::Mutex mutex;
  std::vector<absl::Status> told;
  const Worker worker(*log_, *store, FoldFromLog(*log_), [&](const absl::Status& state) {
    absl::MutexLock lock(&mutex);
    told.push_back(state);
  });
  ASSERT_THAT(worker.WaitFor(log_->size(), eventstore::Deadline::In(kWorkerPatience)), IsOk());
  casejournal::testing::FailingDisk disk(*store, Place(), "large");
  Record({ChildJoined("2025-01-02", "Ben")});
  EXPECT_THAT(worker.WaitFor(log_->size(), eventstore::Deadline::In(kWorkerPatience)),
              StatusIs(absl::StatusCode::kUnavailable));
  disk.Mend();
  for (const auto end = eventstore::Deadline::In(kWorkerPatience);
       absl::IsUnavailable(worker.status()) && !end.IsOver();)
    absl::SleepFor(absl::Milliseconds(5));

  EXPECT_THAT(worker.WaitFor(log_->size(), eventstore::Deadline::In(kWorkerPatience)), IsOk());
  EXPECT_THAT(SummaryIn(*store).children(), ElementsAre("Ana", "Ben"));
  absl::MutexLock lock(&mutex);
  EXPECT_THAT(told, ElementsAre(StatusIs(absl::StatusCode::kUnavailable), IsOk()));
}

// Who suffers: everybody who reads lists, from the first damaged row until somebody rebuilds.
TEST_F(WorkerTest, DamagedReadModelsAreMadeAgain) {
  Record({CaseOpened("2025-01-01"), ChildJoined("2025-01-01", "Ana")});
  const auto store = OpenModels();
  absl::Mutex mutex;
  std::vector<absl::Status> told;
  const Worker worker(*log_, *store, FoldFromLog(*log_), [&](const absl::Status& state) {
    absl::MutexLock lock(&mutex);
    told.push_back(state);
  });
  ASSERT_THAT(worker.WaitFor(log_->size(), eventstore::Deadline::In(kWorkerPatience)), IsOk());
  const auto rows = AllRows(*store);

  {
    absl::MutexLock lock(&mutex);  // the worker begins to make them again when it has told
    EXPECT_THAT(store->Damaged("a row that makes no sense"), StatusIs(absl::StatusCode::kUnavailable));
    EXPECT_THAT(store->Get("cases", CaseRowKey(case_id_.ToString())), StatusIs(absl::StatusCode::kUnavailable));
  }
  const auto told_twice = [&] { return told.size() >= 2; };
  {
    absl::MutexLock lock(&mutex);
    ASSERT_TRUE(mutex.AwaitWithTimeout(absl::Condition(&told_twice), kWorkerPatience));
    EXPECT_THAT(told, ElementsAre(StatusIs(absl::StatusCode::kUnavailable,
                                           AllOf(HasSubstr("a row that makes no sense"), HasSubstr("v1.damaged"))),
                                  IsOk()));
  }
  EXPECT_THAT(worker.WaitFor(log_->size(), eventstore::Deadline::In(kWorkerPatience)), IsOk());
  EXPECT_EQ(AllRows(*store), rows);
  EXPECT_TRUE(std::filesystem::exists(Place() + ".damaged"));
}

class RebuildTest : public FedCase {
 protected:
  absl::StatusOr<RebuildReport> RebuildNow() {
    return Rebuild(*log_, Place(), [&](uint64_t done, uint64_t total) { progress_.emplace_back(done, total); });
  }
  void Feed() { ASSERT_THAT(Feeder(*log_, *OpenModels(), FoldFromLog(*log_)).Step(), IsOk()); }

  std::vector<std::pair<uint64_t, uint64_t>> progress_;
};

TEST_F(RebuildTest, WithoutOldOnesThereIsNothingToCompare) {
  Record({CaseOpened("2025-01-01"), ChildJoined("2025-01-01", "Ana")});
  const auto report = RebuildNow();

  ASSERT_THAT(report, IsOk());
  EXPECT_EQ(report->events, log_->size());
  EXPECT_GT(report->rows, 0U);
  EXPECT_FALSE(report->compared);
  EXPECT_EQ(report->kept_as, "");
  EXPECT_THAT(report->differences, IsEmpty());
  EXPECT_EQ(progress_.back(), std::pair(log_->size(), log_->size()));
  EXPECT_EQ(SummaryIn(*OpenModels()).last_revision(), 1U);
}

TEST_F(RebuildTest, EqualRowsHaveNoDifferencesAlsoWhereTheOldOnesWereBehind) {
  Record({CaseOpened("2025-01-01")});
  Feed();
  Record({ChildJoined("2025-01-02", "Ana")});
  const auto report = RebuildNow();

  ASSERT_THAT(report, IsOk());
  EXPECT_TRUE(report->compared);
  EXPECT_THAT(report->differences, IsEmpty());
  EXPECT_EQ(report->kept_as, Place() + ".old");
  EXPECT_TRUE(std::filesystem::exists(report->kept_as));
  EXPECT_FALSE(std::filesystem::exists(Place() + ".new"));
}

TEST_F(RebuildTest, ARowThatDiffersIsNamedAndReplaced) {
  Record({CaseOpened("2025-01-01"), ChildJoined("2025-01-01", "Ana")});
  Feed();
  {
    const auto store = OpenModels();
    const MadeUpTo checkpoint = *store->Checkpoint("cases");
    ASSERT_THAT(store->Change("cases", {{"u\"more", "1"}}, {CaseRowKey(case_id_.ToString())}, checkpoint), IsOk());
  }
  const auto report = RebuildNow();

  ASSERT_THAT(report, IsOk());
  EXPECT_THAT(report->differences, ::testing::UnorderedElementsAre(
                                       absl::StrCat("cases ", CaseRowKey(case_id_.ToString())), "cases u\\\"more"));
  EXPECT_EQ(SummaryIn(*OpenModels()).last_revision(), 1U);
}

TEST_F(RebuildTest, OldOnesOfAnotherLogAreKeptAndNotCompared) {
  Record({CaseOpened("2025-01-01")});
  {
    const auto store = OpenModels();
    ASSERT_THAT(store->Write("cases", {{"a", "1"}}, {.position = 1, .leaf = std::string(64, '0')}), IsOk());
  }
  const auto report = RebuildNow();

  ASSERT_THAT(report, IsOk());
  EXPECT_FALSE(report->compared);
  EXPECT_EQ(report->kept_as, Place() + ".old");
  EXPECT_EQ(SummaryIn(*OpenModels()).last_revision(), 0U);
  EXPECT_NE(SummaryIn(*OpenModels()).case_id(), "");
}

TEST_F(RebuildTest, AfterAFailureTheOnesInUseAreUnchanged) {
  Record({CaseOpened("2025-01-01")});
  Feed();
  const auto before = AllRows(*OpenModels());
  RecordUnknown();

  EXPECT_THAT(RebuildNow(), StatusIs(absl::StatusCode::kUnimplemented));
  EXPECT_EQ(AllRows(*OpenModels()), before);
  EXPECT_FALSE(std::filesystem::exists(Place() + ".old"));
}

TEST_F(RebuildTest, WhatAnInterruptedRebuildLeftIsRemoved) {
  Record({CaseOpened("2025-01-01")});
  std::filesystem::create_directories(Place() + ".new");
  std::ofstream(Place() + ".new/CURRENT") << "nothing that a database wrote";

  ASSERT_THAT(RebuildNow(), IsOk());
  EXPECT_EQ(SummaryIn(*OpenModels()).status(), v1::CASE_STATUS_OPEN);
}

// Who suffers: an operator at night, whose rebuild fails because of what it should replace.
TEST_F(RebuildTest, DamagedOldOnesAreKeptAndNotCompared) {
  Record({CaseOpened("2025-01-01"), ChildJoined("2025-01-01", "Ana")});
  Feed();
  for (const auto& file : std::filesystem::directory_iterator(Place())) {
    if (file.path().extension() != ".sst") continue;
    std::fstream table(file.path(), std::ios::in | std::ios::out | std::ios::binary);
    table.seekp(20);
    const char byte = static_cast<char>(table.peek());
    table.put(static_cast<char>(byte ^ 1));
  }
  const auto report = RebuildNow();

  ASSERT_THAT(report, IsOk());
  EXPECT_FALSE(report->compared);
  EXPECT_THAT(report->differences, IsEmpty());
  EXPECT_EQ(report->kept_as, Place() + ".old");
  EXPECT_EQ(SummaryIn(*OpenModels()).last_revision(), 1U);
}

TEST_F(RebuildTest, ADueListThatCannotBeReadIsPutAway) {
  const std::string place = models_.path() + "/due";
  EXPECT_FALSE(CheckDueList(*log_, place)->exists);
  {
    const auto store = ReadModelStore::Open(place, {kDueFamily});
    ASSERT_THAT(store, IsOk());
    ASSERT_THAT((*store)->Write(kDueFamily, {{LastEntryKey("a"), ""}}, {}), IsOk());
  }
  EXPECT_THAT(CheckDueList(*log_, place)->why, IsEmpty());
  {
    const auto store = ReadModelStore::Open(place, {kDueFamily});
    ASSERT_THAT((*store)->Write(kDueFamily, {{DueCaseKey("a"), "no row"}}, {}), IsOk());
  }

  const auto damaged = CheckDueList(*log_, place);
  ASSERT_THAT(damaged, IsOk());
  EXPECT_THAT(damaged->why, HasSubstr("a row of the due list cannot be read"));
  EXPECT_EQ(damaged->put_away, place + ".damaged");
  EXPECT_FALSE(std::filesystem::exists(place));
}

TEST(RebuildDirectoryTest, IsThatOfTheVersion) {
  EXPECT_EQ(ReadModelDirectory("/data"), absl::StrCat("/data/projections/v", kReadModelVersion));
}

}  // namespace
}  // namespace casejournal::projections
