// A table of recorded entries.
#ifndef CASEJOURNAL_SERVICES_CLIENT_EVENT_TABLE_H_
#define CASEJOURNAL_SERVICES_CLIENT_EVENT_TABLE_H_

#include <string>

#include "absl/time/time.h"
#include "casejournal/eventlog/v1/recorded_event.pb.h"
#include "services/pages/table.h"

namespace casejournal::services {

// A table for any number of rows: position, revision, time of recording, type, and sentence.
class EventTable {
 public:
  // `zone` is the journal's time zone, which the table uses for times.
  explicit EventTable(absl::TimeZone zone);

  void Add(const eventlog::v1::RecordedEvent& event);
  std::string Take(size_t width) { return table_.Take(width); }

 private:
  const absl::TimeZone zone_;
  Table table_;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CLIENT_EVENT_TABLE_H_
