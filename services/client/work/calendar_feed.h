// A calendar of what is due, for calendar programs: text/calendar, RFC 5545 (docs/CALENDAR.md).
#ifndef CASEJOURNAL_SERVICES_CLIENT_WORK_CALENDAR_FEED_H_
#define CASEJOURNAL_SERVICES_CLIENT_WORK_CALENDAR_FEED_H_

#include <string>
#include <vector>

#include "casejournal/v1/work_list.pb.h"
#include "services/client/work/calendar_event.h"
#include "services/client/work/work_cases.h"

namespace casejournal::services {

// Which calendar it is.
struct CalendarHead {
  std::string title;   // what people call it: "Due for cw-2041"
  std::string list;    // which list of which journal it shows, for AfterFormer
  std::string on;      // the day of the list, YYYY-MM-DD
  bool real = true;    // the list is that of today, so that its day is an instant up to which it is current
  bool names = false;  // include the names of children
};

// What has ended stays in a calendar, cancelled, for this long, so that a program that reads it once a month learns of
// the end.
inline constexpr int kEndedDaysKept = 90;

// Return an all-day event for each item with a day, in the order of the items. Calendars are copied to phones and
// shared, so an event names a case by the number of the child that the item is for, and the child only if `head.names`
// is true. If the number is that of several children, it tells which of them is meant. The same items give the same
// events. An item keeps its UID for life; its sequence and its time grow with the case.
//   What is done or excepted, or has a stopped clock, is cancelled, and left out if it ended kEndedDaysKept days ago.
//   What a closed case did not do in time is also treated as ended.
// A case that is not in `cases` is open, and its children have all of its numbers.
std::vector<CalendarEvent> CalendarEvents(const std::vector<v1::WorkItem>& items, const CasesById& cases,
                                          const CalendarHead& head);

// Return `now` as the state of a calendar that was `former` before. An event that is different has a higher sequence
// than it had. An event that is missing is cancelled, and stays so for kEndedDaysKept days.
std::vector<CalendarEvent> AfterFormer(const std::vector<CalendarEvent>& former, std::vector<CalendarEvent> now,
                                       const CalendarHead& head);

// Whether any of the events is not cancelled.
bool HasToDo(const std::vector<CalendarEvent>& events);

// Return the calendar. An event that is not cancelled and whose day has not passed reminds at 9:00 on the seventh day
// before it and on the day before it, as far as these are not before the day of the list.
std::string CalendarFeed(const CalendarHead& head, const std::vector<CalendarEvent>& events);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CLIENT_WORK_CALENDAR_FEED_H_
