// Entries of the log as they are served: the stored entry, with a sentence for people.
#ifndef CASEJOURNAL_SERVICES_ANSWERS_RECORDED_EVENT_H_
#define CASEJOURNAL_SERVICES_ANSWERS_RECORDED_EVENT_H_

#include <vector>

#include "absl/status/statusor.h"
#include "casejournal/eventlog/v1/recorded_event.pb.h"
#include "eventstore/event_log.h"
#include "services/cases/case_cache.h"

namespace casejournal::services {

// The size of one message of a stream. Entries are sent in batches, since one message per event is many times slower.
inline constexpr eventstore::ReadLimit kBatch{.events_max = 256, .bytes_max = 192 << 10};

// Return the entry with its type and sentence. Names are as the case's record has them now.
//   kUnimplemented  this program does not know the event.
absl::StatusOr<eventlog::v1::RecordedEvent> ToRecordedEvent(const CaseCache& cases, eventstore::RecordedEntry entry);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ANSWERS_RECORDED_EVENT_H_
