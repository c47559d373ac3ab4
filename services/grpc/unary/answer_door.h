// Takes the calls with one request and one answer from a completion queue, and answers them: all but appends, which
// append_door.h takes.
#ifndef CASEJOURNAL_SERVICES_GRPC_UNARY_ANSWER_DOOR_H_
#define CASEJOURNAL_SERVICES_GRPC_UNARY_ANSWER_DOOR_H_

#include <google/protobuf/message.h>
#include <grpcpp/completion_queue.h>
#include <grpcpp/support/status.h>

#include <functional>
#include <memory>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "eventstore/system/steady_alarms.h"
#include "services/grpc/call.h"
#include "services/grpc/call_gate.h"
#include "services/grpc/raw/bytes_service.h"
#include "services/grpc/unary/answer_threads.h"
#include "services/grpc/unary_method.h"

namespace casejournal::services {

// The methods of one service that are taken from the queue, which BytesService was told.
struct UnaryService {
  BytesService& service;
  const std::vector<UnaryMethod>& methods;
};

// Called for every call that was answered: the method, what was asked (null: it was not read), the outcome, and how
// long it took.
using CallReport =
    std::function<void(absl::string_view, const google::protobuf::Message*, const grpc::Status&, absl::Duration)>;

// gRPC's own threads for such calls come and go with the load, which costs more than most answers. One thread takes
// from the queue here, and answers what is at hand. Other threads do what may take long.
class AnswerDoor {
 public:
  // `queue` is of the builder of the server that the services are registered with. All but `queue` must outlive it.
  AnswerDoor(std::vector<UnaryService> services, std::unique_ptr<grpc::ServerCompletionQueue> queue,
             const CallGate& gate, FailureReport report, CallReport answered = {}, AnswerThreadLimits limits = {});

  // Wait until all calls have ended, which the shutdown of the server makes them do. The server must have been shut
  // down, or never have started, and must not have been destroyed.
  ~AnswerDoor();

  // Take calls. Called once, when the server has started.
  void Open();

 private:
  class Call;

  bool AllEnded() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return calls_ == 0; }

  const std::vector<UnaryService> services_;
  const std::unique_ptr<grpc::ServerCompletionQueue> queue_;
  const CallGate& gate_;
  const FailureReport report_;
  const CallReport report_answer_;
  absl::Mutex mutex_;
  size_t calls_ ABSL_GUARDED_BY(mutex_) = 0;  // those that wait for a client, and those that have one
  // For answers that come later. Those of gRPC wait until a time of the system's clock.
  eventstore::SteadyAlarms alarms_;
  AnswerThreads threads_;
  std::thread thread_;  // takes from the queue
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_GRPC_UNARY_ANSWER_DOOR_H_
