#include "services/client/event_table.h"

#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/time_util.h"
#include "tests/support/case_builder.h"

namespace casejournal::services {
namespace {

using casejournal::testing::Local;
using casejournal::testing::NewYork;
using ::testing::HasSubstr;
using ::testing::Not;

v1::CaseEntry TableEvent(uint64_t position, const std::string& sentence) {
  v1::CaseEntry entry;
  eventlog::v1::RecordedEvent& event = *entry.mutable_opened()->mutable_recorded();
  event.set_position(position);
  event.set_revision(position / 2);
  event.set_stream_kind(1);
  event.set_stream_id("5c000000-0000-4000-8000-000000000001");
  *event.mutable_recorded_at() =
      google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(Local("2025-03-10 16:10")));
  event.set_type("CaseNoteWritten");
  event.set_sentence(sentence);
  event::v1::StoredEvent& stored = *entry.mutable_opened()->mutable_stored();
  stored.mutable_case_event()->set_effective_on("2025-03-07");
  stored.mutable_admission()->mutable_actor()->set_subject("cw-2041");
  stored.mutable_admission()->mutable_actor()->set_name("Dana Reed");
  return entry;
}

TEST(EventTableTest, RowOfACaseHasEntryDayRecordingActorTypeAndSentence) {
  EventTable table(NewYork(), EventTable::Of::kCase);
  table.Add(TableEvent(118, "A note was written."));
  EXPECT_EQ(table.Take(120),
            "Entry  Day         Recorded                 By              Event\n"
            "-----  ----------  -----------------------  --------------  ------------------\n"
            "  r59  2025-03-07  2025-03-10 16:10:00 EDT  Dana Reed       CaseNoteWritten\n"
            "  A note was written.\n");
  EXPECT_EQ(table.Take(120), "");
}

TEST(EventTableTest, RowOfTheJournalAlsoHasPositionAndCase) {
  EventTable table(NewYork(), EventTable::Of::kJournal);
  table.Add(TableEvent(118, "A note was written."));
  EXPECT_THAT(table.Take(120), HasSubstr("     118  5c000000    r59  2025-03-07  2025-03-10 16:10:00 EDT"));
}

TEST(EventTableTest, StaffHaveTheirIdsIfAskedFor) {
  EventTable table(NewYork(), EventTable::Of::kCase, true);
  table.Add(TableEvent(118, "A note was written."));
  EXPECT_THAT(table.Take(120), HasSubstr("Dana Reed (cw-2041)"));
}

TEST(EventTableTest, WhatTheEntrySettlesAndItsLabelsStandBesideItsType) {
  v1::CaseEntry entry = TableEvent(118, "A note was written.");
  event::v1::CaseEvent& event = *entry.mutable_opened()->mutable_stored()->mutable_case_event();
  event.mutable_corrects()->set_revision(14);
  event.add_labels(event::v1::LABEL_HEALTH);
  EventTable table(NewYork(), EventTable::Of::kCase);
  table.Add(entry);
  EXPECT_THAT(table.Take(120), HasSubstr("CaseNoteWritten     r14       health\n"));
  EXPECT_EQ(EntryKindWords(entry.opened().recorded(), entry.opened().stored()),
            "CaseNoteWritten, corrects r14; labels: health");
}

// A server leaves out the decoded event if it is not asked for.
TEST(EventTableTest, EventIsReadFromItsBytes) {
  v1::CaseEntry entry = TableEvent(118, "A note was written.");
  const std::string bytes = entry.opened().stored().SerializeAsString();
  entry.mutable_opened()->clear_stored();
  EXPECT_EQ(EventIn(entry).case_event().effective_on(), "");
  entry.mutable_opened()->mutable_recorded()->add_parts()->set_plaintext(bytes);
  EXPECT_EQ(EventIn(entry).case_event().effective_on(), "2025-03-07");
  entry.mutable_opened()->mutable_recorded()->mutable_parts(0)->set_plaintext("\xff");
  EXPECT_EQ(EventIn(entry).ByteSizeLong(), 0u);
}

TEST(EventTableTest, WhoFirstRecordedAnEntryElsewhereIsNamed) {
  event::v1::StoredEvent stored = TableEvent(1, "").opened().stored();
  EXPECT_EQ(RecorderWords(stored, false), "Dana Reed");
  stored.mutable_case_event()->mutable_on_behalf_of()->mutable_staff()->set_name("Gail Petrosky");
  EXPECT_EQ(RecorderWords(stored, true), "Dana Reed (cw-2041), for Gail Petrosky");
  stored.mutable_case_event()->mutable_claim()->mutable_recorded_by()->set_name("Ann Lee");
  EXPECT_EQ(RecorderWords(stored, false), "Dana Reed, for Gail Petrosky; first by Ann Lee");
}

TEST(EventTableTest, LaterPiecesStandUnderTheFirst) {
  EventTable table(absl::UTCTimeZone(), EventTable::Of::kCase);
  table.Add(TableEvent(1, "A note was written."));
  const std::string first = table.Take(100);
  table.Add(TableEvent(2, "Another note was written, with many more words than the first one had before."));
  const std::string second = table.Take(100);
  EXPECT_THAT(second, Not(HasSubstr("Entry")));
  const auto column = [](const std::string& text) {
    return text.find("CaseNoteWritten") - (text.rfind('\n', text.find("CaseNoteWritten")) + 1);
  };
  EXPECT_EQ(column(first), column(second));
}

TEST(EventTableTest, SentenceIsShownEscaped) {
  EventTable table(absl::UTCTimeZone(), EventTable::Of::kCase);
  table.Add(TableEvent(1, "A note\x1b[2J"));
  EXPECT_THAT(table.Take(200), HasSubstr("A note[U+001B][2J"));
}

// No server sends these yet.
TEST(EventTableTest, AnEntryThatIsNotOpenedKeepsItsPlace) {
  EventTable table(absl::UTCTimeZone(), EventTable::Of::kJournal);
  v1::CaseEntry withheld;
  withheld.mutable_withheld()->set_position(8);
  v1::CaseEntry destroyed;
  destroyed.mutable_destroyed()->set_position(9);
  destroyed.mutable_destroyed()->set_tombstone_position(12);
  table.Add(withheld);
  table.Add(destroyed);

  const std::string rows = table.Take(200);
  EXPECT_THAT(rows, ::testing::ContainsRegex("\n +8\n  An entry that you may not see\n"));
  EXPECT_THAT(rows, ::testing::ContainsRegex("\n +9\n  .*destroyed, as position 12 records\n"));
}

}  // namespace
}  // namespace casejournal::services
