// Records access to a case, such as disclosures, in the case's access stream, and what followers of the journal are
// given in their readers' streams.
#ifndef CASEJOURNAL_SERVICES_RECORDER_ACCESS_RECORDER_H_
#define CASEJOURNAL_SERVICES_RECORDER_ACCESS_RECORDER_H_

#include <array>
#include <optional>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "casejournal/event/v1/access_event.pb.h"
#include "casejournal/event/v1/person.pb.h"
#include "casejournal/event/v1/reader_event.pb.h"
#include "eventstore/event_log.h"
#include "services/access/caller.h"

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

// The UUID of the stream about one reader (reader_event.proto).
eventstore::Uuid ReaderStreamOf(const event::v1::Staff& reader);

// UNAVAILABLE with DISCLOSURE_NOT_RECORDED: nothing is given, because `why` kept the disclosure from being recorded.
// The details of `why` are kept.
absl::Status DisclosureNotRecorded(const absl::Status& why);

// Records disclosures and nothing else: for an answer that gives something away. Waits until they are on disk; calls
// that wait at the same time share one sync, except those about the same case. Safe for concurrent use.
class DisclosureRecorder {
 public:
  // `log` must outlive it.
  explicit DisclosureRecorder(eventstore::EventLog& log) : log_(log) {}

  // Records the disclosure that `decide` fills in, as RecordAccess does.
  //   kUnavailable  DisclosureNotRecorded, if the log fails.
  // Also returns the errors of `decide`, and kAlreadyExists.
  absl::StatusOr<eventstore::RecordedEntry> Record(const AccessRequest& request,
                                                   absl::FunctionRef<absl::Status(event::v1::DisclosureMade&)> decide);

  // Records a disclosure of one call, which cannot be retried: under a fresh request id.
  //   kUnavailable  DisclosureNotRecorded.
  absl::Status RecordCall(const Caller& caller, const std::string& program, const eventstore::Uuid& case_id,
                          const event::v1::DisclosureMade& made);
  // The same for a range of the journal, in the stream of its reader.
  absl::Status RecordRange(const Caller& caller, const std::string& program,
                           const event::v1::EntriesDisclosed& disclosed);

 private:
  // Two appends to one stream at the same time would make one of them begin again.
  static constexpr size_t kLines = 256;

  absl::Status Append(const eventstore::StreamId& stream, const Caller& caller, const std::string& program,
                      event::v1::StoredEvent stored);

  eventstore::EventLog& log_;
  std::array<absl::Mutex, kLines> lines_;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_RECORDER_ACCESS_RECORDER_H_
