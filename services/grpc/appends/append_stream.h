// One stream of appends: many requests in flight, one answer per request, ordered only within a case.
#ifndef CASEJOURNAL_SERVICES_GRPC_APPENDS_APPEND_STREAM_H_
#define CASEJOURNAL_SERVICES_GRPC_APPENDS_APPEND_STREAM_H_

#include <grpcpp/support/byte_buffer.h>

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "casejournal/v1/case_service.pb.h"
#include "services/access/caller_limits.h"
#include "services/grpc/call.h"
#include "services/recorder/case_lines.h"
#include "services/recorder/patience.h"
#include "services/recorder/recorder.h"

namespace casejournal::services {

// What gRPC does for one stream. A call of Read, Write, Pause, or Finish only begins the work, and AppendStreamCall is
// told when it is done. At most one read or pause and one write are in progress, and no write when Finish is called. A
// read that is in progress then ends without a message.
class MessageStream {
 public:
  // Wait. `length` is more than 0 and at most a second.
  virtual void Pause(absl::Duration length) = 0;
  // `message` must live until OnReadDone.
  virtual void Read(grpc::ByteBuffer* message) = 0;
  virtual void Write(const grpc::ByteBuffer& message) = 0;
  virtual void Finish(const grpc::Status& status) = 0;
  // The call needs nothing any more, and may be deleted in here.
  virtual void Ended() = 0;

 protected:
  ~MessageStream() = default;
};

// Safe for concurrent use. `stream` and `recorder` must outlive it. The owner keeps it until Ended.
class AppendStreamCall {
 public:
  // What a request of so many bytes takes up of what the caller may do at a time.
  using TakeShare = std::function<absl::StatusOr<CallerLimits::Share>(size_t request_bytes)>;
  // When the next request may be read, by SteadyNow. Asked once for each.
  using TakeTurn = std::function<absl::Time()>;

  // `still_valid` says whether the caller still counts. The first request after that, and the call, end with its error.
  // A request for which `take` has no share is answered with its error. Null: nothing is limited.
  AppendStreamCall(MessageStream& stream, Recorder& recorder, Caller caller, std::function<absl::Status()> still_valid,
                   TakeShare take, TakeTurn turn, Patience patience, FailureReport report, AppendReport answered = {})
      : stream_(stream),
        recorder_(recorder),
        caller_(std::move(caller)),
        still_valid_(std::move(still_valid)),
        take_(std::move(take)),
        turn_(std::move(turn)),
        patience_(std::move(patience)),
        report_(std::move(report)),
        report_answer_(std::move(answered)) {}

  // Begin to read. Called once, before everything else.
  void Start();
  // A read is done. Not `ok`: the client sends nothing more.
  void OnReadDone(bool ok);
  // A pause is over.
  void OnPauseDone();
  // A write is done. Not `ok`: the client is gone.
  void OnWriteDone(bool ok);
  // The caller may not go on: read nothing more, answer what was read, and end with `why`.
  void End(const absl::Status& why);
  // gRPC has finished the stream. Only a read or a pause that was in progress may end after this.
  void OnDone();

 private:
  // A request that was read and is not answered yet.
  struct Request {
    std::shared_ptr<const v1::AppendRequest> append;
    size_t bytes = 0;
    absl::Time began = SteadyNow();
    int cases_before = 0;  // CaseLines
    std::optional<CallerLimits::Share> share = {};
  };
  using RequestPtr = std::shared_ptr<Request>;

  void Answered(const RequestPtr& request, absl::StatusOr<v1::AppendResponse> outcome);
  void MoveOn() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void ReadInTurn() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  MessageStream& stream_;
  Recorder& recorder_;
  const Caller caller_;
  const std::function<absl::Status()> still_valid_;
  const TakeShare take_;
  const TakeTurn turn_;
  const Patience patience_;  // for each request
  const FailureReport report_;
  const AppendReport report_answer_;
  grpc::ByteBuffer read_;

  absl::Mutex mutex_;
  CaseLines<Request> lines_ ABSL_GUARDED_BY(mutex_);
  std::deque<grpc::ByteBuffer> to_write_ ABSL_GUARDED_BY(mutex_);
  size_t in_flight_ ABSL_GUARDED_BY(mutex_) = 0;
  size_t in_flight_bytes_ ABSL_GUARDED_BY(mutex_) = 0;
  std::optional<absl::Time> read_at_ ABSL_GUARDED_BY(mutex_);  // the turn of the next request, once it is taken
  bool reading_ ABSL_GUARDED_BY(mutex_) = false;
  bool pausing_ ABSL_GUARDED_BY(mutex_) = false;
  bool writing_ ABSL_GUARDED_BY(mutex_) = false;
  bool no_more_reads_ ABSL_GUARDED_BY(mutex_) = false;
  bool broken_ ABSL_GUARDED_BY(mutex_) = false;
  bool finished_ ABSL_GUARDED_BY(mutex_) = false;
  bool done_ ABSL_GUARDED_BY(mutex_) = false;
  absl::Status refused_ ABSL_GUARDED_BY(mutex_);  // the caller may not go on
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_GRPC_APPENDS_APPEND_STREAM_H_
