// A calendar of what is due, for calendar programs: text/calendar, RFC 5545.
#ifndef CASEJOURNAL_SERVICES_CLIENT_READING_CALENDAR_FEED_H_
#define CASEJOURNAL_SERVICES_CLIENT_READING_CALENDAR_FEED_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "casejournal/v1/docket.pb.h"

namespace casejournal::services {

// Return a calendar with one all-day event for each item that has a day; tolled items have none. Calendars are copied
// to phones and shared, so the feed names a case by its number, and a child's name only if `names` is true. The same
// items give the same bytes. An item whose day changes keeps its UID, so that the calendar program moves its event.
// `on` is the day of the list, YYYY-MM-DD.
std::string CalendarFeed(const std::vector<v1::WorkItem>& items, absl::string_view title, absl::string_view on,
                         bool names);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CLIENT_READING_CALENDAR_FEED_H_
