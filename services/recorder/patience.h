// How long somebody waits for the answer to a request.
#ifndef CASEJOURNAL_SERVICES_RECORDER_PATIENCE_H_
#define CASEJOURNAL_SERVICES_RECORDER_PATIENCE_H_

#include <functional>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "eventstore/system/deadline.h"

namespace casejournal::services {

struct Patience {
  eventstore::Deadline deadline = eventstore::Deadline::Never();
  // Whether the caller waits no more. Called from any thread until the request is answered. Empty: the caller waits.
  std::function<bool()> gave_up;

  // OK while somebody waits. Asked only as long as nothing of the request can have been recorded.
  absl::Status Check() const {
    if (gave_up != nullptr && gave_up()) return absl::CancelledError("the caller gave up; nothing was recorded");
    if (deadline.IsOver()) {
      return absl::DeadlineExceededError("the deadline of the call is over; nothing was recorded");
    }
    return absl::OkStatus();
  }
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_RECORDER_PATIENCE_H_
