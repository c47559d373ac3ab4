// Index rows follow from a case's record alone: a rebuild, which reads it at once, must give the same bytes as entry by
// entry.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>

#include "projections/read_models/new_entries.h"
#include "projections/read_models/worker.h"
#include "tests/support/docket_case.h"
#include "tests/support/event_text.h"
#include "tests/support/random_case.h"
#include "tests/support/seed.h"

namespace casejournal::projections {
namespace {

using RowsByKey = std::map<std::string, std::string>;

void ApplyFrom(const Projection& projection, const CaseRecord& record, eventstore::Revision first_new,
               RowsByKey& rows) {
  projection.Apply(record, first_new,
                   [&](std::string key, std::string value) { rows[std::move(key)] = std::move(value); });
}

// Who suffers: an operator whose rebuild differs from what was served, and who cannot tell which is right.
TEST(IndexRowsTest, AreTheSameInOneBatchAndInMany) {
  const uint64_t seed = testing::TestSeed();
  for (int i = 0; i < 60; ++i) {
    testing::RandomCase random(seed + static_cast<uint64_t>(i));
    std::vector<testing::CaseEvent> events = random.Events(60);
    for (testing::CaseEvent& event : events) {
      if (random.Below(5) == 0) event.add_labels(static_cast<event::v1::Label>(1 + random.Below(7)));
    }
    std::map<std::string, RowsByKey> as_they_came;
    testing::CaseBuilder built;
    for (size_t at = 0; at < events.size(); ++at) {
      built.Record(absl::StrFormat("2025-04-01 %02d:%02d", 8 + at / 6, at % 6), {events[at]});
      for (const std::unique_ptr<Projection>& projection : AllProjections()) {
        ApplyFrom(*projection, built.record(), at, as_they_came[projection->name()]);
      }
    }

    for (const std::unique_ptr<Projection>& projection : AllProjections()) {
      RowsByKey at_once;
      ApplyFrom(*projection, built.record(), 0, at_once);
      EXPECT_EQ(at_once, as_they_came[projection->name()]) << projection->name() << ", case " << i;
    }
  }
}

// A case with this many entries: what was filed with the court under its number, and notes, in turn.
testing::CaseBuilder CaseOf(size_t entries) {
  testing::CaseBuilder built;
  built.Record("2025-04-01 08:00", {testing::CaseOpened("2025-01-01"), testing::ChildJoined("2025-01-01", "ana"),
                                    testing::NumberGiven("2025-01-02", "JV1", "ana")});
  while (built.entries().size() < entries) {
    const bool note = built.entries().size() % 2 == 0;
    built.Record("2025-04-01 09:00", {note ? testing::NoteWritten("2025-02-01", "Called.")
                                           : testing::EventFromText("2025-02-01", testing::kComplaint)});
  }
  return built;
}

// How many rows all projections put for one more entry.
size_t RowsFor(testing::CaseBuilder built, const testing::CaseEvent& event) {
  const eventstore::Revision first_new = built.entries().size();
  built.Record("2025-04-02 09:00", {event});
  size_t rows = 0;
  for (const std::unique_ptr<Projection>& projection : AllProjections()) {
    projection->Apply(built.record(), first_new, [&](const std::string&, const std::string&) { ++rows; });
  }
  return rows;
}

// Who suffers: everyone who waits for an append, if it takes longer with each entry of the case.
TEST(IndexRowsTest, OneMoreEntryPutsOnlyItsOwnRowsHoweverLongTheCase) {
  const testing::CaseEvent note = testing::NoteWritten("2025-02-02", "Called.");
  const testing::CaseEvent complaint = testing::EventFromText("2025-02-02", testing::kComplaint);
  const testing::CaseEvent corrected = testing::Correcting(3, complaint);
  const testing::CaseEvent number = testing::NumberGiven("2025-02-02", "JV2", "ana");
  for (const size_t entries : {30, 300}) {
    const testing::CaseBuilder built = CaseOf(entries);
    EXPECT_EQ(RowsFor(built, note), 2U) << "the summary and the day of recording";
    EXPECT_EQ(RowsFor(built, complaint), 3U) << "and the number that it names";
    EXPECT_EQ(RowsFor(built, corrected), 3U);
    EXPECT_EQ(RowsFor(built, testing::Retracting(4)), 2U);
    EXPECT_LE(RowsFor(built, number), 6U) << "the index of the case: both numbers, the day of the opening";
  }
}

TEST(NewEntriesTest, ConcernWhatTheyCorrectOrWithdraw) {
  testing::CaseBuilder built;
  const auto concern_number = [&] {
    return NewEntriesConcern(built.record(), built.entries().size() - 1,
                             [](const testing::CaseEvent& event) { return event.has_case_number_given(); });
  };
  const auto record = [&](const testing::CaseEvent& event) { built.Record("2025-04-01 09:00", {event}); };
  record(testing::NumberGiven("2025-01-02", "JV1", ""));
  EXPECT_TRUE(concern_number());
  record(testing::NoteWritten("2025-01-02", "Called."));
  EXPECT_FALSE(concern_number());
  record(testing::Correcting(1, testing::NoteWritten("2025-01-02", "Wrote.")));
  EXPECT_FALSE(concern_number());
  record(testing::Correcting(0, testing::NumberGiven("2025-01-02", "JV2", "")));
  EXPECT_TRUE(concern_number());
  record(testing::Retracting(3));
  EXPECT_TRUE(concern_number());
  record(testing::Retracting(4));
  EXPECT_TRUE(concern_number()) << "a withdrawn withdrawal";
  record(testing::Retracting(1));
  EXPECT_FALSE(concern_number());
  record(testing::Retracting(100));
  EXPECT_FALSE(concern_number()) << "of an entry that is not there";
  EXPECT_TRUE(NewEntriesConcern(built.record(), 4, [](const auto& event) { return event.has_case_number_given(); }));
}

}  // namespace
}  // namespace casejournal::projections
