// A calendar file of an earlier time, which is continued.
#include <algorithm>

#include "services/client/work/calendar_lines.h"
#include "services/client/work/former_calendar.h"
#include "services/pages/utf8.h"
#include "tests/fuzz/fuzz_target.h"

namespace casejournal::fuzz {

FUZZ_TARGET(calendar) {
  const auto former = services::ReadFormerCalendar(bytes);
  if (former.ok()) {
    Hold(!former->list.empty(), "a calendar says which list it shows");
    for (const services::CalendarEvent& event : former->events)
      Hold(!event.uid.empty() && event.day.size() == 8 && event.sequence <= 0x7fffffff, "an event is whole");
  }
  const std::string value = services::CalendarText(bytes);
  Hold(services::CalendarText(services::TextOfCalendar(value)) == value, "a text can be read back");
  std::string calendar;
  services::AddCalendarLine("SUMMARY:" + value, calendar);
  const auto lines = services::CalendarLinesIn(calendar);
  Hold(lines.size() == 1 && lines[0].name == "SUMMARY" && lines[0].value == value, "a long line can be read back");
}

}  // namespace casejournal::fuzz
