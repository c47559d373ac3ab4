// Records roles in the journal's own stream.
#ifndef CASEJOURNAL_SERVICES_RECORDER_ROLE_RECORDER_H_
#define CASEJOURNAL_SERVICES_RECORDER_ROLE_RECORDER_H_

#include <optional>
#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "casejournal/event/v1/journal_event.pb.h"
#include "casejournal/v1/access_service.pb.h"
#include "eventstore/event_log.h"
#include "services/access/caller.h"
#include "services/access/role_book.h"

namespace casejournal::services {

struct RoleRequest {
  // The same for all retries: one id is recorded once.
  eventstore::Uuid request_id;
  // SHA-256 of the request, to tell a retry from another request with the same id.
  std::string digest;
  Caller caller;
};

// A change counts for every later decision when its call returns. Safe for concurrent use.
class RoleRecorder {
 public:
  // `log` and `roles` must outlive it.
  RoleRecorder(eventstore::EventLog& log, RoleBook& roles) : log_(log), roles_(roles) {}

  // Give a role, and return it. `given` has everything but its id.
  //   kAlreadyExists  the request id was used for another request.
  // Also the errors of EventLog::Append: after kUnavailable the outcome is unknown, after others nothing was recorded.
  absl::StatusOr<v1::GivenRole> Give(const event::v1::RoleGiven& given, const RoleRequest& request)
      ABSL_LOCKS_EXCLUDED(mutex_);

  // End a role, and return it. `reason` may be empty.
  //   kNotFound            there is no such role, or it has ended.
  //   kFailedPrecondition  nobody else is an administrator without a last day.
  // Also as Give.
  absl::StatusOr<v1::GivenRole> End(const std::string& role_id, const std::string& reason, const RoleRequest& request)
      ABSL_LOCKS_EXCLUDED(mutex_);

  // Confirm the rights of a restored journal, and return the position of the entry. `reason` may be empty.
  //   kFailedPrecondition  the journal does not wait for that.
  // Also as Give.
  absl::StatusOr<eventstore::Position> Confirm(const std::string& reason, const RoleRequest& request)
      ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  using Make = absl::FunctionRef<absl::StatusOr<event::v1::JournalEvent>()>;
  struct Entry {
    event::v1::JournalEvent event;
    eventstore::Position position = 0;
  };

  // Record what `make` returns, unless the request was recorded before.
  absl::StatusOr<Entry> RecordOnce(const RoleRequest& request, Make make) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // The same for a role, which is returned.
  absl::StatusOr<v1::GivenRole> Record(const RoleRequest& request, Make make) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // What the request recorded, if it did.
  absl::StatusOr<std::optional<Entry>> Recorded(const RoleRequest& request) const;

  eventstore::EventLog& log_;
  RoleBook& roles_;
  // One change at a time, so that the book changes in the order of positions.
  absl::Mutex mutex_;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_RECORDER_ROLE_RECORDER_H_
