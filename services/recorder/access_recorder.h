// Records access to a case, such as disclosures, in the case's access stream.
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
#include "services/recorder/caller.h"

namespace casejournal::services {

struct AccessRequest {
  eventstore::Uuid case_id;
  // The same for all retries: one id is recorded once.
  eventstore::Uuid request_id;
  // SHA-256 of the request, to tell a retry from another request with the same id.
  std::string digest;
  // The person who caused it. Empty if the program itself did.
  event::v1::Staff actor;
  // How the server knows the person.
  event::v1::Authentication authentication = ByProgram();
  // The program that records it.
  std::string program;
};

// Return the event as it is recorded for `request`.
eventstore::NewEvent AccessEntry(event::v1::AccessEvent event, const AccessRequest& request);

// Return the entry that `request` recorded, if there is one.
//   kAlreadyExists  the id was used for another request.
absl::StatusOr<std::optional<eventstore::RecordedEntry>> FindAccess(const eventstore::EventLog& log,
                                                                    const AccessRequest& request);

// Record the result of `make` once for the request, and return the recorded entry. If another entry comes first, `make`
// is called again.
//   kAlreadyExists  as FindAccess.
// Also returns the errors of `make` and of EventLog::Append. After an error nothing was recorded, except that the
// outcome is unknown after kUnavailable.
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
