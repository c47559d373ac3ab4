// A calendar of what is due, for the programs in which people keep theirs: text/calendar, RFC 5545.
#ifndef CASEJOURNAL_SERVICES_CLIENT_READING_CALENDAR_FEED_H_
#define CASEJOURNAL_SERVICES_CLIENT_READING_CALENDAR_FEED_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "casejournal/v1/docket.pb.h"

namespace casejournal::services {

// One all-day event for each item that has a day; what stands still has none. Calendars are copied to telephones and
// shared: a case is called by its number, and a child's name is in it only if `names`. The same items make the same
// bytes; an item that moves keeps its UID, so that a calendar moves its event. `on` is the day of the list, YYYY-MM-DD.
std::string CalendarFeed(const std::vector<v1::DueItem>& items, absl::string_view title, absl::string_view on,
                         bool names);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CLIENT_READING_CALENDAR_FEED_H_
