// RFC 5545: all-day events, one UID for the life of a duty, sequences, and ends; no names unless requested.
#include "services/client/work/calendar_feed.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "google/protobuf/util/time_util.h"
#include "services/client/work/calendar_lines.h"
#include "services/client/work/former_calendar.h"

namespace casejournal::services {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr char kCaseId[] = "5c1d0000-0000-4000-8000-000000000001";

v1::WorkItem SemiAnnualReview() {
  v1::WorkItem item;
  item.set_case_id(kCaseId);
  item.add_numbers("26JU-01-0123");
  item.set_changed_position(812);
  google::protobuf::util::TimeUtil::FromString("2026-05-30T14:02:03Z", item.mutable_changed_at());
  v1::DocketItem& due = *item.mutable_due();
  due.set_item("us-oh.semi-annual-review/child/1/1");
  due.set_rule("us-oh.semi-annual-review");
  due.set_rules_version(1);
  due.set_title("Semi-annual review; panel of three, one independent");
  due.set_citation("OAC 5101:2-38-10");
  due.set_child_id("zoe");
  due.set_child("Zoë Ōtani");
  due.set_due("2026-07-14");
  due.set_window_opens("2026-06-14");
  due.set_state(v1::CLOCK_STATE_OPEN);
  return item;
}

CalendarHead Head(std::string on = "2026-06-01") {
  return {.title = "Due", .list = "wren.example/test: Due", .on = std::move(on)};
}

CalendarHead WithNames() {
  CalendarHead head = Head();
  head.names = true;
  return head;
}

std::string FeedOf(const std::vector<v1::WorkItem>& items, const CalendarHead& head = Head(),
                   const CasesById& cases = {}) {
  return CalendarFeed(head, CalendarEvents(items, cases, head));
}

CalendarEvent EventOf(const v1::WorkItem& item, const CalendarHead& head = Head(), const CasesById& cases = {}) {
  const std::vector<CalendarEvent> events = CalendarEvents({item}, cases, head);
  EXPECT_THAT(events, SizeIs(1));
  return events.empty() ? CalendarEvent() : events.front();
}

TEST(CalendarFeedTest, AnItemIsAnAllDayEventThatEndsBeforeTheNextDay) {
  const std::string feed = FeedOf({SemiAnnualReview()});
  EXPECT_THAT(feed, HasSubstr("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"));
  EXPECT_THAT(feed, HasSubstr("\r\nDTSTART;VALUE=DATE:20260714\r\nDTEND;VALUE=DATE:20260715\r\n"));
  EXPECT_THAT(feed, HasSubstr("\r\nSTATUS:CONFIRMED\r\n"));
  EXPECT_THAT(feed, HasSubstr("SUMMARY:Semi-annual review\\; panel of three\\, one independent"));
  v1::WorkItem item = SemiAnnualReview();
  item.mutable_due()->set_due("2027-12-31");
  EXPECT_THAT(FeedOf({item}), HasSubstr("DTSTART;VALUE=DATE:20271231\r\nDTEND;VALUE=DATE:20280101\r\n"));
}

TEST(CalendarFeedTest, TheSequenceAndTheTimeAreThoseOfTheLastChange) {
  v1::WorkItem item = SemiAnnualReview();
  EXPECT_THAT(FeedOf({item}), HasSubstr("SEQUENCE:812\r\nDTSTAMP:20260601T000000Z\r\nLAST-MODIFIED:20260530T140203Z"));
  google::protobuf::util::TimeUtil::FromString("2026-06-01T09:00:00Z", item.mutable_changed_at());
  EXPECT_EQ(EventOf(item).stamp, "20260601T090000Z") << "current at the change, if that was today";
  item.set_changed_position(uint64_t{1} << 40);
  EXPECT_EQ(EventOf(item).sequence, 2'147'483'647u);
  CalendarHead assumed = Head("2028-01-01");
  assumed.real = false;
  EXPECT_EQ(EventOf(item, assumed).stamp, "20260601T090000Z") << "a day that is only assumed is no instant";
}

TEST(CalendarFeedTest, NobodysNameIsInItUnlessAskedFor) {
  EXPECT_THAT(FeedOf({SemiAnnualReview()}), Not(HasSubstr("Zo")));
  EXPECT_THAT(FeedOf({SemiAnnualReview()}, WithNames()), HasSubstr("Zo"));
}

TEST(CalendarFeedTest, NoLineIsLongerThan75OctetsAndNoCharacterIsCut) {
  v1::WorkItem item = SemiAnnualReview();
  for (int i = 0; i < 80; ++i) {
    item.mutable_due()->mutable_title()->append("ö");
    const std::string feed = FeedOf({item}, WithNames());
    std::string unfolded;
    for (const absl::string_view line : absl::StrSplit(feed, "\r\n")) {
      EXPECT_LE(line.size(), 75u);
      if (!line.empty() && line.front() != ' ') unfolded += '\n';
      // A continuation begins with a whole character.
      if (line.size() > 1 && line.front() == ' ') {
        EXPECT_NE(static_cast<unsigned char>(line[1]) & 0xC0, 0x80);
      }
      absl::StrAppend(&unfolded, line.substr(line.empty() || line.front() != ' ' ? 0 : 1));
    }
    EXPECT_THAT(unfolded, HasSubstr("ö (26JU-01-0123\\, Zoë Ōtani)"));
  }
}

TEST(CalendarFeedTest, WhatHasNoDayHasNoEvent) {
  v1::WorkItem item = SemiAnnualReview();
  item.mutable_due()->clear_due();
  EXPECT_THAT(CalendarEvents({item}, {}, Head()), IsEmpty());
}

TEST(CalendarFeedTest, FeedWithoutItemsIsACalendar) {
  EXPECT_EQ(CalendarFeed({.title = "Due; a, b", .list = "o: Due", .on = "2026-06-01"}, {}),
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//CaseJournal//Docket//EN\r\nCALSCALE:GREGORIAN\r\n"
            "METHOD:PUBLISH\r\nX-WR-CALNAME:Due\\; a\\, b\r\nX-CASEJOURNAL-LIST:o: Due\r\nEND:VCALENDAR\r\n");
}

// A calendar program moves an event whose UID it knows.
TEST(CalendarFeedTest, ItemKeepsItsUidWhenItsDayChanges) {
  v1::WorkItem item = SemiAnnualReview();
  const std::string before = EventOf(item).uid;
  item.mutable_due()->set_due("2026-08-01");
  item.mutable_due()->set_state(v1::CLOCK_STATE_MISSED);
  EXPECT_EQ(EventOf(item).uid, before);
  item.mutable_due()->set_item("another item");
  EXPECT_NE(EventOf(item).uid, before);
}

TEST(CalendarFeedTest, WarningIsTheFirstWordOfTheSummary) {
  v1::WorkItem item = SemiAnnualReview();
  item.mutable_due()->set_state(v1::CLOCK_STATE_MISSED);
  EXPECT_THAT(FeedOf({item}), HasSubstr("\r\nSUMMARY:MISSED: Semi-annual"));
  item.mutable_due()->set_state(v1::CLOCK_STATE_PAST_WHEN_SET);
  EXPECT_THAT(FeedOf({item}), HasSubstr("\r\nSUMMARY:PAST WHEN SET: Semi-annual"));
}

TEST(CalendarFeedTest, WhatEndedIsCancelledFor90Days) {
  v1::WorkItem item = SemiAnnualReview();
  item.mutable_due()->set_state(v1::CLOCK_STATE_MET);
  item.mutable_due()->mutable_met_by()->set_day("2026-07-10");
  const CalendarEvent done = EventOf(item, Head("2026-10-12"));
  EXPECT_TRUE(done.cancelled);
  EXPECT_THAT(done.summary, HasSubstr("DONE: Semi-annual"));
  EXPECT_THAT(FeedOf({item}), AllOf(HasSubstr("\r\nSTATUS:CANCELLED\r\n"), Not(HasSubstr("VALARM"))));
  EXPECT_THAT(CalendarEvents({item}, {}, Head("2026-10-13")), IsEmpty()) << "91 days after its own day";
  item.mutable_due()->set_state(v1::CLOCK_STATE_EXCEPTED);
  EXPECT_THAT(EventOf(item).summary, HasSubstr("EXCEPTED: Semi-annual"));
  item.mutable_due()->set_state(v1::CLOCK_STATE_TOLLED);
  EXPECT_TRUE(EventOf(item).cancelled);
}

TEST(CalendarFeedTest, WhatAClosedCaseMissedIsCancelledAndWhatIsStillDueIsNot) {
  v1::CaseSummary closed;
  closed.set_case_id(kCaseId);
  closed.set_status(v1::CASE_STATUS_CLOSED);
  closed.set_closed_on("2026-07-20");
  const CasesById cases = {{kCaseId, closed}};
  v1::WorkItem item = SemiAnnualReview();
  EXPECT_FALSE(EventOf(item, Head(), cases).cancelled);
  item.mutable_due()->set_state(v1::CLOCK_STATE_MISSED);
  EXPECT_TRUE(EventOf(item, Head("2026-07-21"), cases).cancelled);
  EXPECT_THAT(CalendarEvents({item}, cases, Head("2026-10-19")), IsEmpty());
}

TEST(CalendarFeedTest, ItRemindsOnTheDaysThatAreStillToCome) {
  const auto reminders = [](const v1::WorkItem& item, const CalendarHead& head) {
    std::vector<std::string> triggers;
    for (const CalendarLine& line : CalendarLinesIn(FeedOf({item}, head))) {
      if (line.name == "TRIGGER") triggers.push_back(line.value);
    }
    return triggers;
  };
  EXPECT_THAT(reminders(SemiAnnualReview(), Head("2026-07-07")), ElementsAre("-P6DT15H", "-PT15H"));
  EXPECT_THAT(reminders(SemiAnnualReview(), Head("2026-07-08")), ElementsAre("-PT15H"));
  EXPECT_THAT(reminders(SemiAnnualReview(), Head("2026-07-14")), IsEmpty());
  v1::WorkItem missed = SemiAnnualReview();
  missed.mutable_due()->set_state(v1::CLOCK_STATE_MISSED);
  EXPECT_THAT(reminders(missed, Head("2026-07-15")), IsEmpty());
}

TEST(CalendarFeedTest, CaseWithoutANumberIsItsId) {
  v1::WorkItem item = SemiAnnualReview();
  item.clear_numbers();
  item.mutable_due()->set_title("Review");
  EXPECT_THAT(FeedOf({item}), HasSubstr("SUMMARY:Review (5c1d0000-0000-4000-8000-000000000001)\r\n"));
}

// Theo and Zoe, each with a number of their own, or with one for both.
class SiblingsTest : public ::testing::Test {
 protected:
  static CasesById Cases(const std::string& of_theo, const std::string& of_zoe) {
    v1::CaseSummary of;
    of.set_case_id(kCaseId);
    of.set_status(v1::CASE_STATUS_OPEN);
    for (const auto& [child, number] : {std::pair<std::string, std::string>("theo", of_theo), {"zoe", of_zoe}}) {
      of.add_child_ids(child);
      v1::CaseNumber& given = *of.add_numbers();
      given.set_number(number);
      given.set_child_id(child);
    }
    return {{kCaseId, of}};
  }
  static std::string Summary(const CasesById& cases, const std::string& child) {
    v1::WorkItem item = SemiAnnualReview();
    item.clear_numbers();
    item.add_numbers("JV-1");
    item.add_numbers("JV-2");
    item.mutable_due()->set_title("Review");
    item.mutable_due()->set_child_id(child);
    return EventOf(item, Head(), cases).summary;
  }
};

TEST_F(SiblingsTest, EachHasTheirOwnNumber) {
  EXPECT_EQ(Summary(Cases("JV-1", "JV-2"), "theo"), "Review (JV-1)");
  EXPECT_EQ(Summary(Cases("JV-1", "JV-2"), "zoe"), "Review (JV-2)");
  EXPECT_EQ(Summary(Cases("JV-1", "JV-2"), ""), "Review (JV-1, JV-2)") << "a duty of the whole case";
}

TEST_F(SiblingsTest, OfOneNumberTheyAreToldApart) {
  EXPECT_EQ(Summary(Cases("JV-1", "JV-1"), "theo"), "Review (JV-1, child 1)");
  EXPECT_EQ(Summary(Cases("JV-1", "JV-1"), "zoe"), "Review (JV-1, child 2)");
}

// Who suffers: a family that adopts, if a number of the sealed case leads to it.
TEST_F(SiblingsTest, ANumberThatTheListDoesNotHaveIsNotShown) {
  EXPECT_EQ(Summary(Cases("JV-1", "SEALED-9"), "zoe"), "Review (JV-1, JV-2, child 2)");
}

// A title that tries to add a line of its own stays one value.
TEST(CalendarFeedTest, NoValueBeginsALineOfItsOwn) {
  v1::WorkItem item = SemiAnnualReview();
  item.mutable_due()->set_title("x\r\nATTENDEE:mailto:a\nb\\");
  item.mutable_due()->set_citation("\x07");
  CalendarHead head = WithNames();
  head.title = "Due\r\nX:1";
  const std::string feed = FeedOf({item}, head);
  EXPECT_THAT(feed, Not(HasSubstr("\nATTENDEE")));
  EXPECT_THAT(feed, Not(HasSubstr("\nX:1")));
  EXPECT_THAT(feed, HasSubstr("SUMMARY:x\\nATTENDEE:mailto:a\\nb\\\\ ("));
  for (const absl::string_view line : absl::StrSplit(feed, "\r\n"))
    EXPECT_EQ(line.find_first_of("\r\n\x07"), absl::string_view::npos) << line;
}

class AfterFormerTest : public ::testing::Test {
 protected:
  // The calendar as it is read from a file.
  static std::vector<CalendarEvent> Written(const std::vector<CalendarEvent>& events) {
    const absl::StatusOr<FormerCalendar> former = ReadFormerCalendar(CalendarFeed(Head(), events));
    EXPECT_TRUE(former.ok()) << former.status();
    return former.ok() ? former->events : std::vector<CalendarEvent>();
  }
  std::vector<CalendarEvent> former_ = Written(CalendarEvents({SemiAnnualReview()}, {}, Head()));
};

TEST_F(AfterFormerTest, WhatIsTheSameGivesTheSameBytes) {
  v1::WorkItem item = SemiAnnualReview();
  item.mutable_due()->set_title("Review;\r\nof \\n x, \x07");
  const std::vector<CalendarEvent> now = CalendarEvents({item}, {}, Head());
  EXPECT_EQ(CalendarFeed(Head(), AfterFormer(Written(now), now, Head())), CalendarFeed(Head(), now));
}

TEST_F(AfterFormerTest, WhatMovedWithoutAnEntryHasAHigherSequenceToo) {
  v1::WorkItem item = SemiAnnualReview();
  item.mutable_due()->set_due("2026-07-15");
  const CalendarHead next = Head("2026-06-02");
  const std::vector<CalendarEvent> events = AfterFormer(former_, CalendarEvents({item}, {}, next), next);
  ASSERT_THAT(events, SizeIs(1));
  EXPECT_EQ(events[0].sequence, 813u);
  EXPECT_EQ(events[0].day, "20260715");
  EXPECT_EQ(events[0].modified, "20260602T000000Z");
  item.set_changed_position(900);
  EXPECT_EQ(AfterFormer(former_, CalendarEvents({item}, {}, next), next)[0].sequence, 900u);
}

TEST_F(AfterFormerTest, WhatIsNoLongerListedIsCancelledAndLaterForgotten) {
  const CalendarHead next = Head("2026-06-02");
  const std::vector<CalendarEvent> gone = AfterFormer(former_, {}, next);
  ASSERT_THAT(gone, SizeIs(1));
  EXPECT_TRUE(gone[0].cancelled);
  EXPECT_EQ(gone[0].uid, former_[0].uid);
  EXPECT_EQ(gone[0].sequence, 813u);
  EXPECT_THAT(gone[0].summary, HasSubstr("NO LONGER DUE: Semi-annual"));
  EXPECT_EQ(gone[0].modified, "20260602T000000Z");
  EXPECT_FALSE(HasToDo(gone));

  const std::vector<CalendarEvent> kept = AfterFormer(Written(gone), {}, Head("2026-08-31"));
  ASSERT_THAT(kept, SizeIs(1));
  EXPECT_EQ(kept[0].sequence, 813u) << "nothing more has changed";
  EXPECT_THAT(AfterFormer(Written(gone), {}, Head("2026-09-01")), IsEmpty());

  const std::vector<CalendarEvent> again =
      AfterFormer(Written(gone), CalendarEvents({SemiAnnualReview()}, {}, Head("2026-06-03")), Head("2026-06-03"));
  ASSERT_THAT(again, SizeIs(1));
  EXPECT_FALSE(again[0].cancelled);
  EXPECT_EQ(again[0].sequence, 814u);
}

TEST(FormerCalendarTest, WhatIsNoCalendarOfThisProgramIsRejected) {
  const std::string whole = FeedOf({SemiAnnualReview()});
  EXPECT_TRUE(ReadFormerCalendar(whole).ok());
  EXPECT_FALSE(ReadFormerCalendar("").ok());
  EXPECT_FALSE(ReadFormerCalendar("notes of 14 July").ok());
  EXPECT_FALSE(ReadFormerCalendar(whole.substr(0, whole.size() / 2)).ok());
  EXPECT_FALSE(ReadFormerCalendar("BEGIN:VCALENDAR\r\nPRODID:-//Other//EN\r\nEND:VCALENDAR\r\n").ok());
  EXPECT_FALSE(ReadFormerCalendar(absl::StrReplaceAll(whole, {{"SEQUENCE:812", "SEQUENCE:4294967295"}})).ok());
}

TEST(CalendarLinesTest, AValueIsReadBackAsItWasWritten) {
  const std::string text = "a\\nb; c, d\ne \\; f";
  EXPECT_EQ(TextOfCalendar(CalendarText(text)), text);
  const std::vector<CalendarLine> lines = CalendarLinesIn("DTSTART;TZID=\"a:b\":2026\r\nSUMMARY:lo\r\n ng\r\nx\r\n");
  ASSERT_THAT(lines, SizeIs(2));
  EXPECT_EQ(lines[0].name, "DTSTART");
  EXPECT_EQ(lines[0].value, "2026");
  EXPECT_EQ(lines[1].value, "long");
}

}  // namespace
}  // namespace casejournal::services
