// Replaces the master key of a journal, and records that.
#ifndef CASEJOURNAL_SERVICES_JOURNAL_ROTATE_MASTER_KEY_H_
#define CASEJOURNAL_SERVICES_JOURNAL_ROTATE_MASTER_KEY_H_

#include <cstdint>
#include <optional>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "eventstore/event_log.h"
#include "services/access/caller.h"

namespace casejournal::services {

struct Rotation {
  eventstore::RotatedKeys rotated;  // its keys: also those that were wrapped before an interruption
  // Where it is recorded. Absent: nothing was recorded, for the reason in `not_recorded`, which is OK if nothing had to
  // be: every data key was wrapped with the newest master key already.
  std::optional<eventstore::Position> recorded_at;
  absl::Status not_recorded;
};

// Safe for concurrent use. The log outlives it.
class MasterKeyRotation {
 public:
  explicit MasterKeyRotation(eventstore::EventLog& log) : log_(log) {}

  // Wrap every data key with the newest master key (EventLog::RotateMasterKey), and record MasterKeyRotated: before the
  // last of them, once for each rotation, also if the process ends at any point and another one goes on. `caller`: who
  // asked for it; without a subject: the operator of the machine. `progress`: as KeyStore::Rotate. Errors as
  // EventLog::RotateMasterKey.
  absl::StatusOr<Rotation> Rotate(const Caller& caller,
                                  absl::FunctionRef<bool(uint64_t done, uint64_t total)> progress);

 private:
  eventstore::EventLog& log_;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_JOURNAL_ROTATE_MASTER_KEY_H_
