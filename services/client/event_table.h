// A table of recorded entries.
#ifndef CASEJOURNAL_SERVICES_CLIENT_EVENT_TABLE_H_
#define CASEJOURNAL_SERVICES_CLIENT_EVENT_TABLE_H_

#include <string>

#include "absl/time/time.h"
#include "casejournal/v1/entry.pb.h"
#include "services/pages/table.h"

namespace casejournal::services {

// A table for any number of rows: position, revision, time of recording, type, and sentence.
class EventTable {
 public:
  // `zone` is the journal's time zone, which the table uses for times.
  explicit EventTable(absl::TimeZone zone);

  // An entry that is not opened has its position, and why it is not, in the place of its sentence.
  void Add(const v1::CaseEntry& entry);
  std::string Take(size_t width) { return table_.Take(width); }

 private:
  const absl::TimeZone zone_;
  Table table_;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CLIENT_EVENT_TABLE_H_
