// Takes the appends of CaseService from a completion queue, with threads of its own, and answers them.
#ifndef CASEJOURNAL_SERVICES_GRPC_APPENDS_APPEND_DOOR_H_
#define CASEJOURNAL_SERVICES_GRPC_APPENDS_APPEND_DOOR_H_

#include <grpcpp/completion_queue.h>

#include <memory>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_set.h"
#include "absl/synchronization/mutex.h"
#include "casejournal/v1/case_service.pb.h"
#include "eventstore/system/steady_alarms.h"
#include "services/access/clocks.h"
#include "services/grpc/appends/backlog.h"
#include "services/grpc/appends/work_threads.h"
#include "services/grpc/call.h"
#include "services/grpc/call_gate.h"
#include "services/grpc/raw/queued_methods.h"
#include "services/recorder/recorder.h"

namespace casejournal::services {

using AppendMethods = CaseMethods;

// `service`, `recorder`, and `gate` must outlive it.
class AppendDoor {
 public:
  // `queue` is of the builder of the server that `service` is registered with.
  AppendDoor(AppendMethods& service, std::unique_ptr<grpc::ServerCompletionQueue> queue, Recorder& recorder,
             const CallGate& gate, FailureReport report, AppendReport answered = {});

  // Wait until all calls have ended, which the shutdown of the server makes them do. The server must have been shut
  // down, or never have started, and must not have been destroyed.
  ~AppendDoor();

  // Take calls. Called once, when the server has started.
  void Open();

 private:
  class Call;
  class UnaryCall;
  class StreamCall;

  void WatchRights();
  bool AllEnded() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return calls_ == 0; }

  AppendMethods& service_;
  const std::unique_ptr<grpc::ServerCompletionQueue> queue_;
  Recorder& recorder_;
  const CallGate& gate_;
  const FailureReport report_;
  const AppendReport report_answer_;
  Backlog backlog_;    // of the appends that are calls of their own
  std::thread watch_;  // looks whether the callers of streams may go on

  absl::Mutex mutex_;
  size_t calls_ ABSL_GUARDED_BY(mutex_) = 0;  // those that wait for a client, and those that have one
  absl::flat_hash_set<StreamCall*> streams_ ABSL_GUARDED_BY(mutex_);  // those that a caller was admitted to
  SteadyPause pause_;                                                 // of watch_; woken at the end
  // Answers and reads that come later. Those of gRPC wait until a time of the system's clock: if that is set back by an
  // hour, they come an hour later.
  eventstore::SteadyAlarms alarms_;
  WorkThreads threads_;  // ends first: the others have what it does
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_GRPC_APPENDS_APPEND_DOOR_H_
