// Reads a calendar that CalendarFeed made, to continue it.
#ifndef CASEJOURNAL_SERVICES_CLIENT_WORK_FORMER_CALENDAR_H_
#define CASEJOURNAL_SERVICES_CLIENT_WORK_FORMER_CALENDAR_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/client/work/calendar_event.h"

namespace casejournal::services {

struct FormerCalendar {
  std::string title;
  std::string list;
  std::vector<CalendarEvent> events;
};

// Read the calendar.
//   kInvalidArgument  it is not a whole calendar of CalendarFeed; the message ends a sentence that begins with the
//                     name of the file.
absl::StatusOr<FormerCalendar> ReadFormerCalendar(absl::string_view calendar);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CLIENT_WORK_FORMER_CALENDAR_H_
