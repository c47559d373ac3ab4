// Brings the record of a case up to date from the log.
#ifndef CASEJOURNAL_PROJECTIONS_READ_MODELS_READ_FORWARD_H_
#define CASEJOURNAL_PROJECTIONS_READ_MODELS_READ_FORWARD_H_

#include "absl/status/statusor.h"
#include "eventstore/event_log.h"
#include "projections/state/case_record.h"

namespace casejournal::projections {

// More entries than any case of a family has. A larger case is rejected to protect the server's memory.
inline constexpr size_t kCaseEntriesMax = 100'000;

// Return `base` with the entries of the log after it, up to and including `last`.
//   kUnimplemented      an entry that this program does not know; the message names its position.
//   kResourceExhausted  more than kCaseEntriesMax entries.
//   kDataLoss           as EventLog::ReadStream.
absl::StatusOr<CaseRecord> ReadForward(const eventstore::EventLog& log, const eventstore::Uuid& case_id,
                                       CaseRecord base, eventstore::Revision last);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_READ_MODELS_READ_FORWARD_H_
