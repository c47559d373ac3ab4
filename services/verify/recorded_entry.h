// An entry as a server sent it, made into what can be checked.
#ifndef CASEJOURNAL_SERVICES_VERIFY_RECORDED_ENTRY_H_
#define CASEJOURNAL_SERVICES_VERIFY_RECORDED_ENTRY_H_

#include "absl/status/statusor.h"
#include "casejournal/eventlog/v1/recorded_event.pb.h"
#include "eventstore/records/record.h"

namespace casejournal::services {

// Its header and parts, which hash to the header's commitment; no parts where the server sent none.
//   kDataLoss  names the position.
absl::StatusOr<eventstore::RecordedEntry> RecordedEntryOf(const eventlog::v1::RecordedEvent& event);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_VERIFY_RECORDED_ENTRY_H_
