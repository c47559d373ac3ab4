// Writes a list of work as a calendar.
#ifndef CASEJOURNAL_SERVICES_CLIENT_WORK_WORK_CALENDAR_H_
#define CASEJOURNAL_SERVICES_CLIENT_WORK_WORK_CALENDAR_H_

#include <string>
#include <vector>

#include "services/client/work/calendar_feed.h"
#include "services/client/work/work_cases.h"
#include "services/console/exit_status.h"

namespace casejournal::services {

// Write the calendar of `items` to `file`, or to standard output if `file` is empty or "-". A file that has the
// calendar of the same list is continued (AfterFormer) and replaced as a whole; any other file stays as it is, which is
// an error. If nothing is to be done, with or without a day, and no former calendar has to be taken back, say `nothing`
// and write no calendar: a program that reads an empty one deletes what it shows.
ExitStatus WriteCalendar(const CalendarHead& head, const std::vector<v1::WorkItem>& items, const CasesById& cases,
                         const std::string& file, const std::string& nothing);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CLIENT_WORK_WORK_CALENDAR_H_
