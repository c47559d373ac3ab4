#include "projections/entries/entry.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "projections/entries/entry_list.h"
#include "projections/events/event_codec.h"
#include "tests/support/case_builder.h"
#include "tests/support/matchers.h"

namespace casejournal::projections {
namespace {

using namespace casejournal::testing;  // NOLINT(build/namespaces): the words of the cases

eventstore::RecordedEntry Recorded(std::string payload) {
  eventstore::RecordedEntry recorded;
  recorded.position = 17;
  recorded.header.revision = 3;
  recorded.header.recorded_at_us = 1000;
  recorded.header.index_in_request = 1;
  recorded.header.events_in_request = 2;
  recorded.parts.push_back({.plaintext = std::move(payload)});
  return recorded;
}

TEST(EntryListDeathTest, HoldsRevisionsWithoutAGap) {
  EntryList entries;

  EXPECT_DEATH(entries.back(), "empty");
  EXPECT_DEATH(entries[0], "revision < size");
  EXPECT_DEATH(entries.Append({.revision = 1}), "revision == size");
  EXPECT_DEATH(entries.Replace({.revision = 0}), "revision < size");
}

TEST(EntryTest, CarriesItsEventAndWhatTheLogSaysOfIt) {
  event::v1::StoredEvent stored;
  *stored.mutable_case_event() = CaseOpened("2025-01-10");

  const absl::StatusOr<Entry> entry = ToEntry(Recorded(EncodeStoredEvent(stored)));

  ASSERT_THAT(entry, IsOk());
  EXPECT_EQ(entry->revision, 3U);
  EXPECT_EQ(entry->position, 17U);
  EXPECT_EQ(entry->index_in_request, 1);
  EXPECT_THAT(entry->event(), EqualsMessage(CaseOpened("2025-01-10")));
}

TEST(EntryTest, PayloadThatIsNotUnderstoodIsNoEntry) {
  EXPECT_THAT(ToEntry(Recorded("\x0a\xff")), StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_THAT(ToEntry(Recorded("")), StatusIs(absl::StatusCode::kUnimplemented));
}

}  // namespace
}  // namespace casejournal::projections
