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
  *event.mutable_recorded_at() =
      google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(Local("2025-03-10 16:10")));
  event.set_type("CaseNoteWritten");
  event.set_sentence(sentence);
  return entry;
}

TEST(EventTableTest, RowHasPositionRevisionLocalTimeTypeAndSentence) {
  EventTable table(NewYork());
  table.Add(TableEvent(118, "A note was written."));
  EXPECT_EQ(table.Take(120),
            "Position  Revision  Recorded                 Type                    What happened\n"
            "--------  --------  -----------------------  ----------------------  ------------------------\n"
            "     118        59  2025-03-10 16:10:00 EDT  CaseNoteWritten         A note was written.\n");
  EXPECT_EQ(table.Take(120), "");
}

TEST(EventTableTest, LaterPiecesStandUnderTheFirst) {
  EventTable table(absl::UTCTimeZone());
  table.Add(TableEvent(1, "A note was written."));
  const std::string first = table.Take(100);
  table.Add(TableEvent(2, "Another note was written, with many more words than the first one had before."));
  const std::string second = table.Take(100);
  EXPECT_THAT(second, Not(HasSubstr("Position")));
  EXPECT_EQ(first.find("A note") - first.rfind('\n', first.find("A note")), second.find("Another") + 1);
}

TEST(EventTableTest, SentenceIsShownEscaped) {
  EventTable table(absl::UTCTimeZone());
  table.Add(TableEvent(1, "A note\x1b[2J"));
  EXPECT_THAT(table.Take(200), HasSubstr("A note[U+001B][2J"));
}

// No server sends these yet.
TEST(EventTableTest, AnEntryThatIsNotOpenedKeepsItsPlace) {
  EventTable table(absl::UTCTimeZone());
  v1::CaseEntry withheld;
  withheld.mutable_withheld()->set_position(8);
  v1::CaseEntry destroyed;
  destroyed.mutable_destroyed()->set_position(9);
  destroyed.mutable_destroyed()->set_tombstone_position(12);
  table.Add(withheld);
  table.Add(destroyed);

  const std::string rows = table.Take(200);
  EXPECT_THAT(rows, ::testing::ContainsRegex("\n +8 .*withheld from this reader\n"));
  EXPECT_THAT(rows, ::testing::ContainsRegex("\n +9 .*destroyed, as position 12 records\n"));
}

}  // namespace
}  // namespace casejournal::services
