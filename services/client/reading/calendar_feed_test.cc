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

v1::DueItem SemiAnnualReview() {
  v1::DueItem item;
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
  v1::DueItem item = SemiAnnualReview();
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
  v1::DueItem item = SemiAnnualReview();
  item.mutable_due()->set_state(v1::CLOCK_STATE_TOLLED);
  EXPECT_THAT(CalendarFeed({item}, "Due", "2026-06-01", false), Not(HasSubstr("VEVENT")));
}

}  // namespace
}  // namespace casejournal::services
