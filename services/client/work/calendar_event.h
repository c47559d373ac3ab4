// One duty as an event of a calendar.
#ifndef CASEJOURNAL_SERVICES_CLIENT_WORK_CALENDAR_EVENT_H_
#define CASEJOURNAL_SERVICES_CLIENT_WORK_CALENDAR_EVENT_H_

#include <cstdint>
#include <string>

namespace casejournal::services {

// Days are YYYYMMDD, and instants YYYYMMDDTHHMMSSZ. Both are in order as texts.
struct CalendarEvent {
  std::string uid;
  uint32_t sequence = 0;  // at most 2^31 - 1, since it is an INTEGER of RFC 5545
  std::string modified;   // the instant of the last change
  std::string stamp;      // the instant that the event is current at; not before `modified`
  std::string day;
  std::string summary;  // what is due, and for which case; begins with "MISSED: " or the like if it is not just to do
  std::string description;
  std::string category;
  bool cancelled = false;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CLIENT_WORK_CALENDAR_EVENT_H_
