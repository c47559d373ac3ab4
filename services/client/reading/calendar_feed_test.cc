// RFC 5545: lines, escapes, and dates; no names unless requested.
#include "services/client/reading/calendar_feed.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace casejournal::services {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

v1::WorkItem SemiAnnualReview() {
  v1::WorkItem item;
  item.set_case_id("5c1d0000-0000-4000-8000-000000000001");
  item.add_numbers("26JU-01-0123");
  v1::DocketItem& due = *item.mutable_due();
  due.set_item("us-oh.semi-annual-review/child/1/1");
  due.set_rule("us-oh.semi-annual-review");
  due.set_rules_version(1);
  due.set_title("Semi-annual review; panel of three, one independent");
  due.set_citation("OAC 5101:2-38-10");
  due.set_child("Zoë Ōtani");
  due.set_due("2026-07-14");
  due.set_window_opens("2026-06-14");
  due.set_state(v1::CLOCK_STATE_OPEN);
  return item;
}

TEST(CalendarFeedTest, AnItemIsAnAllDayEvent) {
  const std::string feed = CalendarFeed({SemiAnnualReview()}, "Due", "2026-06-01", false);
  EXPECT_THAT(feed, HasSubstr("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"));
  EXPECT_THAT(feed, HasSubstr("\r\nDTSTART;VALUE=DATE:20260714\r\n"));
  EXPECT_THAT(feed, HasSubstr("\r\nDTSTAMP:20260601T000000Z\r\n"));
  EXPECT_THAT(feed, HasSubstr("SUMMARY:Semi-annual review\\; panel of three\\, one independent"));
}

TEST(CalendarFeedTest, NobodysNameIsInItUnlessAskedFor) {
  EXPECT_THAT(CalendarFeed({SemiAnnualReview()}, "Due", "2026-06-01", false), Not(HasSubstr("Zo")));
  EXPECT_THAT(CalendarFeed({SemiAnnualReview()}, "Due", "2026-06-01", true), HasSubstr("Zo"));
}

TEST(CalendarFeedTest, NoLineIsLongerThan75OctetsAndNoCharacterIsCut) {
  v1::WorkItem item = SemiAnnualReview();
  for (int i = 0; i < 80; ++i) {
    item.mutable_due()->mutable_title()->append("ö");
    const std::string feed = CalendarFeed({item}, "Due", "2026-06-01", true);
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

TEST(CalendarFeedTest, WhatStandsStillHasNoDay) {
  v1::WorkItem item = SemiAnnualReview();
  item.mutable_due()->set_state(v1::CLOCK_STATE_TOLLED);
  EXPECT_THAT(CalendarFeed({item}, "Due", "2026-06-01", false), Not(HasSubstr("VEVENT")));
}

TEST(CalendarFeedTest, FeedWithoutItemsIsACalendar) {
  EXPECT_EQ(CalendarFeed({}, "Due; a, b", "2026-06-01", false),
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//CaseJournal//Docket//EN\r\nCALSCALE:GREGORIAN\r\n"
            "METHOD:PUBLISH\r\nX-WR-CALNAME:Due\\; a\\, b\r\nEND:VCALENDAR\r\n");
}

// A calendar program moves an event whose UID it knows.
TEST(CalendarFeedTest, ItemKeepsItsUidWhenItsDayChanges) {
  const auto uid = [](const v1::WorkItem& item) {
    const std::string feed = CalendarFeed({item}, "Due", "2026-06-01", false);
    return feed.substr(feed.find("UID:"), feed.find("DTSTAMP") - feed.find("UID:"));
  };
  v1::WorkItem item = SemiAnnualReview();
  const std::string before = uid(item);
  item.mutable_due()->set_due("2026-08-01");
  item.mutable_due()->set_state(v1::CLOCK_STATE_MISSED);
  EXPECT_EQ(uid(item), before);
  item.mutable_due()->set_item("another item");
  EXPECT_NE(uid(item), before);
}

TEST(CalendarFeedTest, WarningIsTheFirstWordOfTheSummary) {
  v1::WorkItem item = SemiAnnualReview();
  item.mutable_due()->set_state(v1::CLOCK_STATE_MISSED);
  EXPECT_THAT(CalendarFeed({item}, "Due", "2026-06-01", false), HasSubstr("\r\nSUMMARY:MISSED: Semi-annual"));
  item.mutable_due()->set_state(v1::CLOCK_STATE_PAST_WHEN_SET);
  EXPECT_THAT(CalendarFeed({item}, "Due", "2026-06-01", false), HasSubstr("\r\nSUMMARY:PAST WHEN SET: Semi-annual"));
}

TEST(CalendarFeedTest, CaseWithoutANumberIsItsId) {
  v1::WorkItem item = SemiAnnualReview();
  item.clear_numbers();
  item.mutable_due()->set_title("Review");
  EXPECT_THAT(CalendarFeed({item}, "Due", "2026-06-01", false),
              HasSubstr("SUMMARY:Review (5c1d0000-0000-4000-8000-000000000001)\r\n"));
}

// A title that tries to add a line of its own stays one value.
TEST(CalendarFeedTest, NoValueBeginsALineOfItsOwn) {
  v1::WorkItem item = SemiAnnualReview();
  item.mutable_due()->set_title("x\r\nATTENDEE:mailto:a\nb\\");
  item.mutable_due()->set_citation("\x07");
  const std::string feed = CalendarFeed({item}, "Due\r\nX:1", "2026-06-01", true);
  EXPECT_THAT(feed, Not(HasSubstr("\nATTENDEE")));
  EXPECT_THAT(feed, Not(HasSubstr("\nX:1")));
  EXPECT_THAT(feed, HasSubstr("SUMMARY:x\\nATTENDEE:mailto:a\\nb\\\\ ("));
  for (const absl::string_view line : absl::StrSplit(feed, "\r\n"))
    EXPECT_EQ(line.find_first_of("\r\n\x07"), absl::string_view::npos) << line;
}

}  // namespace
}  // namespace casejournal::services
