// Which entry an item of the list of work names as its last change.
#include "services/answers/lists/due_items.h"

#include <gtest/gtest.h>

namespace casejournal::services {
namespace {

projections::RuleBook AdoptedAt(const std::vector<eventstore::Position>& positions) {
  projections::RuleBook book;
  for (const eventstore::Position position : positions) {
    projections::AdoptedRules adopted;
    adopted.position = position;
    adopted.recorded_at_us = static_cast<int64_t>(position) * 1'000'000;
    adopted.set.emplace();
    book.Add(std::move(adopted));
  }
  return book;
}

TEST(LastAdoptionTest, IsTheNewestThatTheAnswerIncludes) {
  const projections::RuleBook book = AdoptedAt({3, 9});

  EXPECT_EQ(LastAdoption(book, 3).position(), 0u);
  EXPECT_EQ(LastAdoption(book, 4).position(), 3u);
  EXPECT_EQ(LastAdoption(book, 9).position(), 3u);
  EXPECT_EQ(LastAdoption(book, 10).position(), 9u);
  EXPECT_EQ(LastAdoption(book, 10).recorded_at_us(), 9'000'000);
  EXPECT_EQ(LastAdoption(AdoptedAt({}), 10).position(), 0u);
}

TEST(NoteChangeTest, OnlyANewerEntryIsTheLastChange) {
  v1::WorkItem work;
  const auto note = [&](uint64_t position) {
    store::v1::LastEntry entry;
    entry.set_position(position);
    entry.set_recorded_at_us(static_cast<int64_t>(position) * 1'000'000 + 5);
    NoteChange(entry, work);
    return work.changed_position();
  };

  EXPECT_EQ(note(7), 7u);
  EXPECT_EQ(note(5), 7u);
  EXPECT_EQ(work.changed_at().seconds(), 7);
  EXPECT_EQ(work.changed_at().nanos(), 5000);
  EXPECT_EQ(note(8), 8u);
  EXPECT_EQ(work.changed_at().seconds(), 8);
}

}  // namespace
}  // namespace casejournal::services
