// One stream of appends: many requests in flight, one answer per request, ordered only within a case.
#ifndef CASEJOURNAL_SERVICES_GRPC_APPEND_STREAM_H_
#define CASEJOURNAL_SERVICES_GRPC_APPEND_STREAM_H_

#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/server_callback.h>

#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "casejournal/v1/case_service.pb.h"
#include "services/grpc/call.h"
#include "services/recorder/case_lines.h"
#include "services/recorder/recorder.h"

namespace casejournal::services {

// Deletes itself when the call is done and everything in flight has been answered.
class AppendStreamCall final : public grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
 public:
  AppendStreamCall(Recorder& recorder, Caller caller, FailureReport report);

  void OnReadDone(bool ok) override;
  void OnWriteDone(bool ok) override;
  void OnDone() override;

 private:
  // A request that was read and is not answered yet.
  struct Request {
    std::shared_ptr<const v1::AppendRequest> append;
    size_t bytes = 0;
    int cases_before = 0;  // CaseLines
  };
  using RequestPtr = std::shared_ptr<Request>;

  void Answered(const RequestPtr& request, absl::StatusOr<v1::AppendResponse> outcome);
  void MoveOn() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  Recorder& recorder_;
  const Caller caller_;
  const FailureReport report_;
  grpc::ByteBuffer read_;

  absl::Mutex mutex_;
  CaseLines<Request> lines_ ABSL_GUARDED_BY(mutex_);
  std::deque<grpc::ByteBuffer> to_write_ ABSL_GUARDED_BY(mutex_);
  size_t in_flight_ ABSL_GUARDED_BY(mutex_) = 0;
  size_t in_flight_bytes_ ABSL_GUARDED_BY(mutex_) = 0;
  bool reading_ ABSL_GUARDED_BY(mutex_) = false;
  bool writing_ ABSL_GUARDED_BY(mutex_) = false;
  bool no_more_reads_ ABSL_GUARDED_BY(mutex_) = false;
  bool broken_ ABSL_GUARDED_BY(mutex_) = false;
  bool finished_ ABSL_GUARDED_BY(mutex_) = false;
  bool done_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_GRPC_APPEND_STREAM_H_
