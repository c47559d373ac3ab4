// The lines of a calendar: text/calendar, RFC 5545, section 3.1.
#ifndef CASEJOURNAL_SERVICES_CLIENT_WORK_CALENDAR_LINES_H_
#define CASEJOURNAL_SERVICES_CLIENT_WORK_CALENDAR_LINES_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace casejournal::services {

// Add a line and its end to `calendar`. A line of more than 75 octets continues after a space; no character is cut.
void AddCalendarLine(absl::string_view line, std::string& calendar);

// Return a text as a value (3.3.11), which is one line without control characters.
std::string CalendarText(absl::string_view text);

// Return the text that such a value says.
std::string TextOfCalendar(absl::string_view value);

// A line in its parts. "DTSTART;VALUE=DATE:20260714" has the name "DTSTART" and the value "20260714".
struct CalendarLine {
  std::string name;  // in upper case
  std::string value;
};

// Return the lines of a calendar, with continued lines made whole. What has no name and value is left out.
std::vector<CalendarLine> CalendarLinesIn(absl::string_view calendar);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CLIENT_WORK_CALENDAR_LINES_H_
