#include "services/client/work/former_calendar.h"

#include <cstdint>
#include <limits>
#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/client/work/calendar_lines.h"

namespace casejournal::services {
namespace {

bool SetField(const CalendarLine& line, CalendarEvent& event) {
  if (line.name == "SEQUENCE") {
    return absl::SimpleAtoi(line.value, &event.sequence) &&
           event.sequence <= static_cast<uint32_t>(std::numeric_limits<int32_t>::max());
  }
  if (line.name == "UID") event.uid = TextOfCalendar(line.value);
  if (line.name == "DTSTAMP") event.stamp = line.value;
  if (line.name == "LAST-MODIFIED") event.modified = line.value;
  if (line.name == "DTSTART") event.day = line.value;
  if (line.name == "SUMMARY") event.summary = TextOfCalendar(line.value);
  if (line.name == "DESCRIPTION") event.description = TextOfCalendar(line.value);
  if (line.name == "CATEGORIES") event.category = TextOfCalendar(line.value);
  if (line.name == "STATUS") event.cancelled = line.value == "CANCELLED";
  return true;
}

bool IsWhole(const CalendarEvent& event) {
  return !event.uid.empty() && event.day.size() == sizeof("20260714") - 1 &&
         event.stamp.size() == sizeof("20260714T000000Z") - 1 && event.modified.size() == event.stamp.size();
}

}  // namespace

absl::StatusOr<FormerCalendar> ReadFormerCalendar(absl::string_view calendar) {
  const std::vector<CalendarLine> lines = CalendarLinesIn(calendar);
  if (lines.empty() || lines.front().name != "BEGIN" || lines.front().value != "VCALENDAR")
    return absl::InvalidArgumentError("is not a calendar");
  if (lines.back().name != "END" || lines.back().value != "VCALENDAR")
    return absl::InvalidArgumentError("is not a whole calendar");
  FormerCalendar former;
  std::optional<CalendarEvent> event;
  bool in_reminder = false;
  for (const CalendarLine& line : lines) {
    if (line.value == "VALARM" && (line.name == "BEGIN" || line.name == "END")) in_reminder = line.name == "BEGIN";
    if (in_reminder) continue;
    if (line.name == "X-WR-CALNAME") former.title = TextOfCalendar(line.value);
    if (line.name == "X-CASEJOURNAL-LIST") former.list = TextOfCalendar(line.value);
    if (line.name == "BEGIN" && line.value == "VEVENT") event.emplace();
    if (!event) continue;
    if (!SetField(line, *event)) return absl::InvalidArgumentError(absl::StrCat("has the sequence ", line.value));
    if (line.name != "END" || line.value != "VEVENT") continue;
    if (!IsWhole(*event)) return absl::InvalidArgumentError(absl::StrCat("has an incomplete event, ", event->uid));
    former.events.push_back(*std::exchange(event, std::nullopt));
  }
  if (former.list.empty()) return absl::InvalidArgumentError("is not a calendar that was written with --ics -o");
  return former;
}

}  // namespace casejournal::services
