// Rebuilds beside read models that are fed and read.
#include "projections/read_models/online/online_rebuild.h"

#include <gmock/gmock.h>

#include <atomic>
#include <filesystem>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include "eventstore/system/deadline.h"
#include "projections/read_models/cases_projection.h"
#include "tests/support/fed_models.h"
#include "tests/support/seed.h"

namespace casejournal::projections {
namespace {

using casejournal::testing::IsOk;
using casejournal::testing::StatusIs;
using ::testing::Gt;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr absl::Duration kRebuildPatience = absl::Seconds(30);

bool Onward(uint64_t /*done*/, uint64_t /*total*/) { return true; }

class OnlineRebuildTest : public casejournal::testing::FedModels {
 protected:
  void SetUp() override {
    FedModels::SetUp();
    Walk(casejournal::testing::TestSeed(), 8);
    Record(150);
    store_ = ReadModelStore::Closed(Place(), ProjectionNames());
  }
  void Follow() {
    worker_ = std::make_unique<Worker>(*log_, *store_, FoldFromLog(*log_), [this](const absl::Status& state) {
      absl::MutexLock lock(&told_mutex_);
      told_.push_back(state);
    });
    CatchUp();
  }
  void CatchUp() { ASSERT_THAT(worker_->WaitFor(log_->size(), eventstore::Deadline::In(kRebuildPatience)), IsOk()); }
  void TearDown() override {
    worker_.reset();
    store_.reset();
  }
  absl::StatusOr<RebuildReport> Rebuild(BuildProgress progress = Onward) {
    return RebuildInUse(*log_, *worker_, {.threads = 2}, progress);
  }
  void ExpectNothingIsLeft() const {
    EXPECT_FALSE(std::filesystem::exists(Place() + ".making"));
    EXPECT_FALSE(std::filesystem::exists(Place() + ".new"));
  }
  std::vector<absl::Status> Told() {
    absl::MutexLock lock(&told_mutex_);
    return told_;
  }

  std::unique_ptr<ReadModelStore> store_;
  std::unique_ptr<Worker> worker_;
  absl::Mutex told_mutex_;
  std::vector<absl::Status> told_ ABSL_GUARDED_BY(told_mutex_);
};

TEST_F(OnlineRebuildTest, TheNewOnesServeAndTheOldOnesAreKept) {
  Follow();
  const AllRows before = RowsIn(*store_);
  const auto report = Rebuild();

  ASSERT_THAT(report, IsOk());
  EXPECT_TRUE(report->compared);
  EXPECT_THAT(report->differences, IsEmpty());
  EXPECT_EQ(report->events, log_->size());
  EXPECT_EQ(report->rows, before.size());
  EXPECT_EQ(report->kept_as, Place() + ".old");
  EXPECT_EQ(store_->openings(), 2U);
  EXPECT_EQ(RowsIn(*store_), before);
  EXPECT_EQ(RowsIn(*OpenModels(Place() + ".old")), before);
  ExpectNothingIsLeft();
  Record(20);
  CatchUp();
  EXPECT_EQ(RowsIn(*store_), RowsMadeOneByOne());
  EXPECT_THAT(Told(), IsEmpty()) << "nothing failed";
}

// Who suffers: everybody who reads and records while an operator rebuilds.
TEST_F(OnlineRebuildTest, AppendsAndReadsGoOnMeanwhile) {
  Follow();
  std::atomic<bool> over = false;
  std::atomic<uint64_t> reads = 0;
  std::vector<std::thread> readers;
  for (int i = 0; i < 2; ++i) {
    readers.emplace_back([&] {
      while (!over) {
        size_t rows = 0;
        const absl::Status read = store_->Scan("cases", "c", "", [&](absl::string_view key, absl::string_view) {
          // As lists do: look at another row for each.
          const auto labels = store_->Get("cases", LabelsRowKey(key.substr(1)));
          EXPECT_THAT(labels, IsOk());
          return ++rows > 0;
        });
        EXPECT_THAT(read, IsOk());
        EXPECT_EQ(rows, case_ids_.size());
        ++reads;
        absl::SleepFor(absl::Milliseconds(1));
      }
    });
  }
  std::thread writer([&] {
    while (!over) {
      Record(1);
      absl::SleepFor(absl::Milliseconds(5));
    }
  });
  std::vector<RebuildReport> reports;
  for (int i = 0; i < 3; ++i) {
    const auto report = Rebuild();
    EXPECT_THAT(report, IsOk());
    if (report.ok()) reports.push_back(*report);
    const uint64_t size = log_->size();
    EXPECT_TRUE(log_->WaitForSize(size + 1, eventstore::Deadline::In(kRebuildPatience))) << "nothing is recorded";
  }
  over = true;
  writer.join();
  for (std::thread& reader : readers) reader.join();

  ASSERT_THAT(reports, SizeIs(3));
  for (const RebuildReport& report : reports) {
    EXPECT_TRUE(report.compared);
    EXPECT_THAT(report.differences, IsEmpty());
  }
  EXPECT_GT(reports.back().events, reports.front().events);
  EXPECT_THAT(reads.load(), Gt(0U));
  CatchUp();
  EXPECT_EQ(RowsIn(*store_), RowsMadeOneByOne());
  EXPECT_THAT(Told(), IsEmpty());
}

TEST_F(OnlineRebuildTest, RowsThatAreWrongAreCountedAndReplaced) {
  Follow();
  const AllRows right = RowsIn(*store_);
  const std::string case_row = CaseRowKey(case_ids_[0].ToString());
  ASSERT_THAT(store_->Change("cases", {{"u\"more", "1"}}, {case_row}, *store_->Checkpoint("cases")), IsOk());
  ASSERT_NE(RowsIn(*store_), right);
  const auto report = Rebuild();

  ASSERT_THAT(report, IsOk());
  EXPECT_TRUE(report->compared);
  EXPECT_THAT(report->differences, ::testing::UnorderedElementsAre("cases " + case_row, "cases u\\\"more"));
  EXPECT_EQ(RowsIn(*store_), right);
}

// Who suffers: everybody who reads lists, from the first damaged row until the next start.
TEST_F(OnlineRebuildTest, DamagedOnesAreReplacedWithoutARestart) {
  Follow();
  const AllRows right = RowsIn(*store_);
  ASSERT_THAT(store_->Flush(), IsOk());
  size_t damaged = 0;
  for (const auto& file : std::filesystem::directory_iterator(Place())) {
    if (file.path().extension() != ".sst") continue;
    std::filesystem::resize_file(file.path(), 100);
    ++damaged;
  }
  ASSERT_GT(damaged, 0U);
  const auto report = Rebuild();

  ASSERT_THAT(report, IsOk());
  CatchUp();
  EXPECT_EQ(RowsIn(*store_), right);
}

TEST_F(OnlineRebuildTest, ACallerWhoGoesAwayLeavesEverythingAsItWas) {
  Follow();
  const AllRows before = RowsIn(*store_);
  size_t steps = 0;
  ASSERT_THAT(Rebuild([&](uint64_t, uint64_t) { return ++steps > 0; }), IsOk());
  ASSERT_GT(steps, 3U);
  for (size_t last = 1; last <= steps; ++last) {
    const uint64_t openings = store_->openings();
    size_t asked = 0;
    const auto report = Rebuild([&](uint64_t, uint64_t) { return ++asked < last; });
    if (report.ok()) continue;  // it was faster this time
    EXPECT_THAT(report, StatusIs(absl::StatusCode::kCancelled));
    EXPECT_EQ(store_->openings(), openings);
    ExpectNothingIsLeft();
  }
  EXPECT_EQ(RowsIn(*store_), before);
}

TEST_F(OnlineRebuildTest, ADiskWithoutRoomIsAskedForNothing) {
  Follow();
  const auto report = RebuildInUse(*log_, *worker_, {.threads = 2, .reserve_bytes = uint64_t{1} << 62}, Onward);

  EXPECT_THAT(report, StatusIs(absl::StatusCode::kResourceExhausted));
  ExpectNothingIsLeft();
  EXPECT_THAT(worker_->status(), IsOk());
}

TEST_F(OnlineRebuildTest, AnUnknownEntryEndsIt) {
  Follow();
  event::v1::StoredEvent unknown;
  unknown.mutable_case_event()->GetReflection()->MutableUnknownFields(unknown.mutable_case_event())->AddVarint(777, 1);
  RecordIn(eventstore::StreamId::Case(case_ids_[0]), unknown);

  EXPECT_THAT(Rebuild(), StatusIs(absl::StatusCode::kUnimplemented));
  ExpectNothingIsLeft();
}

TEST_F(OnlineRebuildTest, WhatAKilledOneLeftIsRemoved) {
  std::filesystem::create_directories(Place() + ".making/lost");
  Follow();
  EXPECT_FALSE(std::filesystem::exists(Place() + ".making")) << "by the next start";
  std::filesystem::create_directories(Place() + ".new/lost");

  EXPECT_THAT(Rebuild(), IsOk());
  ExpectNothingIsLeft();
}

class ReplaceTest : public OnlineRebuildTest {};

// Who suffers: a reader whose list ends in an error because somebody rebuilds.
TEST_F(ReplaceTest, AReaderWhoDoesNotEndPutsItOff) {
  Follow();
  OpenModels(Place() + ".new").reset();
  const auto replace = [&] {
    absl::StatusOr<absl::Duration> replaced;
    EXPECT_TRUE(*worker_->RunBetweenSteps(
        [&](ReadModelStore& store) { replaced = store.Replace(Place() + ".new", ".old"); }, [] { return true; }));
    return replaced;
  };
  absl::Notification began;
  absl::Notification ends;
  std::thread reader([&] {
    bool first = true;
    EXPECT_THAT(store_->Scan("cases", "c", "",
                             [&](absl::string_view key, absl::string_view) {
                               if (std::exchange(first, false)) {
                                 began.Notify();
                                 ends.WaitForNotification();
                               }
                               EXPECT_THAT(store_->Get("cases", std::string(key)), IsOk()) << "of the same rows";
                               return true;
                             }),
                IsOk());
  });
  began.WaitForNotification();

  EXPECT_THAT(replace(), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_EQ(store_->openings(), 1U);
  EXPECT_TRUE(std::filesystem::exists(Place() + ".new"));
  ends.Notify();
  reader.join();
  EXPECT_THAT(replace(), IsOk());
  EXPECT_EQ(store_->openings(), 2U);
  CatchUp();
  EXPECT_EQ(RowsIn(*store_), RowsMadeOneByOne());
}

TEST_F(ReplaceTest, WhatCannotBeOpenedIsNotUsed) {
  Follow();
  const AllRows before = RowsIn(*store_);
  OpenModels(Place() + ".new").reset();
  std::filesystem::remove(Place() + ".new/CURRENT");
  absl::StatusOr<absl::Duration> replaced;
  ASSERT_TRUE(*worker_->RunBetweenSteps(
      [&](ReadModelStore& store) { replaced = store.Replace(Place() + ".new", ".old"); }, [] { return true; }));

  EXPECT_THAT(replaced, StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_EQ(RowsIn(*store_), before);
  EXPECT_TRUE(std::filesystem::exists(Place() + ".new"));
  EXPECT_FALSE(std::filesystem::exists(Place() + ".old"));
}

}  // namespace
}  // namespace casejournal::projections
