// Records facts about the record of a case, in the case's access stream.
#ifndef CASEJOURNAL_SERVICES_RECORDER_ACCESS_RECORDER_H_
#define CASEJOURNAL_SERVICES_RECORDER_ACCESS_RECORDER_H_

#include <optional>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "casejournal/event/v1/access_event.pb.h"
#include "casejournal/event/v1/person.pb.h"
#include "eventstore/event_log.h"

namespace casejournal::services {

struct AccessRequest {
  eventstore::Uuid case_id;
  // Kept across retries: the same id is recorded once.
  eventstore::Uuid request_id;
  // SHA-256 of what was asked, so that a repeat can be told from another request under the same id.
  std::string digest;
  // Who caused it; without one, the program itself did.
  event::v1::Staff actor;
  // The program that records it.
  std::string program;
};

// The event as it is recorded for `request`.
eventstore::NewEvent AccessEntry(event::v1::AccessEvent event, const AccessRequest& request);

// The entry that `request` recorded, if it did.
//   kAlreadyExists  the id stands for another request.
absl::StatusOr<std::optional<eventstore::RecordedEntry>> FindAccess(const eventstore::EventLog& log,
                                                                    const AccessRequest& request);

// Records what `make` gives, once for the request, and gives the entry, read back. `make` is called again where another
// entry came first.
//   kAlreadyExists  as FindAccess. Errors of `make`, and of EventLog::Append: nothing was recorded, or, after
//   kUnavailable, it is unknown.
absl::StatusOr<eventstore::RecordedEntry> RecordAccess(
    eventstore::EventLog& log, const AccessRequest& request,
    absl::FunctionRef<absl::StatusOr<event::v1::AccessEvent>()> make);

// Records disclosures and nothing else: for an answer that gives something away. Safe for concurrent use.
class DisclosureRecorder {
 public:
  // `log` must outlive it.
  explicit DisclosureRecorder(eventstore::EventLog& log) : log_(log) {}

  // Records the disclosure that `decide` fills in, as RecordAccess does.
  absl::StatusOr<eventstore::RecordedEntry> Record(const AccessRequest& request,
                                                   absl::FunctionRef<absl::Status(event::v1::DisclosureMade&)> decide);

 private:
  eventstore::EventLog& log_;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_RECORDER_ACCESS_RECORDER_H_
