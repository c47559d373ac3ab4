// Counts refused calls (refusals.h), and tells of many: in the operator's log, and as an entry of the journal.
#ifndef CASEJOURNAL_SERVICES_RECORDER_REFUSAL_RECORDER_H_
#define CASEJOURNAL_SERVICES_RECORDER_REFUSAL_RECORDER_H_

#include <functional>

#include "casejournal/event/v1/journal_event.pb.h"
#include "eventstore/event_log.h"
#include "services/access/refusals.h"
#include "services/recorder/task_threads.h"

namespace casejournal::services {

// Safe for concurrent use. `log` must outlive it.
class RefusalRecorder {
 public:
  // Called on a thread of its own after an entry was recorded, or could not be.
  using Report = std::function<void(const event::v1::CallsRefused&, const absl::Status& recorded)>;

  explicit RefusalRecorder(eventstore::EventLog& log, Report report = nullptr);

  Refusals& counted() { return counted_; }

 private:
  void Record(const event::v1::CallsRefused& refused);

  eventstore::EventLog& log_;
  const Report report_;
  TaskThreads threads_{1};
  Refusals counted_;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_RECORDER_REFUSAL_RECORDER_H_
