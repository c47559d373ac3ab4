// Carries the record of a case forward from the log.
#ifndef CASEJOURNAL_PROJECTIONS_READ_MODELS_READ_FORWARD_H_
#define CASEJOURNAL_PROJECTIONS_READ_MODELS_READ_FORWARD_H_

#include "absl/status/statusor.h"
#include "eventstore/event_log.h"
#include "projections/state/case_record.h"

namespace casejournal::projections {

// More entries than any case of a family has; beyond it a case is refused rather than the server's memory risked.
inline constexpr size_t kCaseEntriesMax = 100'000;

// `base` with the entries of the log after it, up to and with `last`.
//   kUnimplemented      an entry that this program does not know; the text names its position.
//   kResourceExhausted  more than kCaseEntriesMax entries.
//   kDataLoss           as EventLog::ReadStream.
absl::StatusOr<CaseRecord> ReadForward(const eventstore::EventLog& log, const eventstore::Uuid& case_id,
                                       CaseRecord base, eventstore::Revision last);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_READ_MODELS_READ_FORWARD_H_
