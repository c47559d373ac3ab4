// One line in the operator's log for each call that was refused or slow: the method, ids, and the time that it took. A
// line never has a name, a narrative, or a message that may quote one.
#ifndef CASEJOURNAL_SERVICES_SERVER_CALL_LOG_H_
#define CASEJOURNAL_SERVICES_SERVER_CALL_LOG_H_

#include <google/protobuf/message.h>
#include <grpcpp/support/server_interceptor.h>
#include <grpcpp/support/status.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "casejournal/v1/case_service.pb.h"

namespace casejournal::services {

// What was asked with one call. Only ids in the form of a UUID are shown.
struct CallIds {
  std::string request_id;
  std::vector<std::string> case_ids;
};

// Return the line for a call, such as "refused: Append request 5c…, case 7a…: FAILED_PRECONDITION REFUSED, 3 ms"; empty
// if it succeeded and took less than 2 seconds, or if its caller gave it up.
std::string CallLine(absl::string_view method, const CallIds& ids, const grpc::Status& status, absl::Duration took);

// Bounds how many lines a second a flood of refused calls writes. Safe for concurrent use.
class LineLimit {
 public:
  static constexpr int kLinesPerSecond = 50;

  // Whether a line of `now` would be logged. If not, it counts as left out, and need not be made.
  bool HasRoom(absl::Time now);
  // Return the line to log at `now`: `line`, with the number of lines that were left out before it; empty if this
  // second has had its lines.
  std::string Admit(std::string line, absl::Time now);

 private:
  bool Room(absl::Time now) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  absl::Mutex mutex_;
  int64_t second_ ABSL_GUARDED_BY(mutex_) = 0;
  int lines_ ABSL_GUARDED_BY(mutex_) = 0;
  uint64_t left_out_ ABSL_GUARDED_BY(mutex_) = 0;
};

// Log an append that was answered.
void LogRecording(const v1::AppendRequest& request, const absl::Status& outcome, absl::Duration took);

// Log a call with one answer. `request` is null if it was not read.
void LogCall(absl::string_view method, const google::protobuf::Message* request, const grpc::Status& outcome,
             absl::Duration took);

// Log why a call's token or certificate was not accepted. The line of the call follows, and does not say it.
void LogNotAccepted(absl::string_view why);

// For the builder of a server: logs the calls that are answered with a stream of messages, but for those that last,
// such as subscriptions.
std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface> MakeCallLog();

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_SERVER_CALL_LOG_H_
