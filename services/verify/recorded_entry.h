// Converts an entry that a server sent into a form that can be checked.
#ifndef CASEJOURNAL_SERVICES_VERIFY_RECORDED_ENTRY_H_
#define CASEJOURNAL_SERVICES_VERIFY_RECORDED_ENTRY_H_

#include "absl/status/statusor.h"
#include "casejournal/eventlog/v1/recorded_event.pb.h"
#include "eventstore/records/record.h"

namespace casejournal::services {

// Return the header and the parts of the entry, after checking that the parts hash to the header's commitment. The
// parts are empty if the server sent none.
//   kDataLoss  the message names the position.
absl::StatusOr<eventstore::RecordedEntry> RecordedEntryOf(const eventlog::v1::RecordedEvent& event);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_VERIFY_RECORDED_ENTRY_H_
