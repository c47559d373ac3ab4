#include "services/grpc/appends/append_stream.h"

#include <algorithm>
#include <utility>

#include "services/access/clocks.h"
#include "services/admission/shape/wire_text.h"
#include "services/errors/error_details.h"
#include "services/errors/error_size.h"
#include "services/grpc/parse_request.h"

namespace casejournal::services {
namespace {

// At this limit, reading stops until answers have been sent.
constexpr size_t kInFlightMax = 512;
constexpr size_t kInFlightBytesMax = size_t{16} << 20;
// A call that waits for its turn looks so often whether it is over.
constexpr absl::Duration kPauseMax = absl::Milliseconds(500);

}  // namespace

void AppendStreamCall::Start() {
  absl::MutexLock lock(&mutex_);
  MoveOn();
}

// Read the next request when it is its turn.
void AppendStreamCall::ReadInTurn() {
  if (!read_at_) read_at_ = turn_ ? turn_() : absl::InfinitePast();
  const absl::Time now = SteadyNow();
  const bool gave_up = patience_.gave_up && patience_.gave_up();
  if (*read_at_ > now && !gave_up) {
    pausing_ = true;
    return stream_.Pause(std::min(*read_at_ - now, kPauseMax));
  }
  read_at_.reset();
  reading_ = true;
  stream_.Read(&read_);
}

// Start what can start now: the next read, the next write, or the end. No other code starts them.
void AppendStreamCall::MoveOn() {
  if (finished_) return;
  const size_t unanswered = in_flight_ + to_write_.size() + (writing_ ? 1 : 0);
  const bool room = unanswered < kInFlightMax && in_flight_bytes_ < kInFlightBytesMax;
  if (!reading_ && !pausing_ && !no_more_reads_ && !broken_ && room) ReadInTurn();
  if (!writing_ && !to_write_.empty() && !broken_) {
    writing_ = true;
    stream_.Write(to_write_.front());
  }
  // A client that sends nothing keeps a read in progress.
  const bool read_ended = !reading_ || !refused_.ok();
  if ((no_more_reads_ || broken_) && read_ended && !writing_ && in_flight_ == 0 && (broken_ || to_write_.empty())) {
    finished_ = true;
    stream_.Finish(refused_.ok() ? grpc::Status::OK : ToGrpc(refused_));
  }
}

void AppendStreamCall::OnReadDone(bool ok) {
  const std::shared_ptr<v1::AppendStreamRequest> message = MakeMessage<v1::AppendStreamRequest>();
  const absl::Status valid = ok && still_valid_ ? still_valid_() : absl::OkStatus();
  const absl::Status parsed = ok ? ParseMessage(read_, *message) : absl::OkStatus();
  absl::StatusOr<CallerLimits::Share> share =
      ok && valid.ok() && take_ ? take_(read_.Length()) : absl::StatusOr<CallerLimits::Share>(CallerLimits::Share());
  const absl::Status taken = !valid.ok() ? valid : !share.ok() ? share.status() : parsed;
  RequestPtr request;
  bool ready = false;
  bool over = false;
  {
    absl::MutexLock lock(&mutex_);
    reading_ = false;
    if (!ok || !valid.ok()) no_more_reads_ = true;
    if (!valid.ok() && refused_.ok()) refused_ = valid;
    // What comes while the call ends is not taken.
    if (ok && !finished_) {
      request = std::make_shared<Request>();
      request->bytes = read_.Length();
      if (share.ok()) request->share.emplace(*std::move(share));
      ++in_flight_;
      in_flight_bytes_ += request->bytes;
      request->append = {message, message->mutable_append()};
      // Join the queue before the next read begins, so that no later request overtakes this one.
      ready = taken.ok() && lines_.Join(request, *request->append);
    }
    over = done_ && in_flight_ == 0;
    MoveOn();
  }
  if (over) return stream_.Ended();
  if (request == nullptr) return;
  if (!taken.ok()) return Answered(request, taken);
  if (!ready) return;
  recorder_.Record(
      caller_, request->append,
      [this, request](absl::StatusOr<v1::AppendResponse> outcome) { Answered(request, std::move(outcome)); },
      patience_);
}

void AppendStreamCall::OnPauseDone() {
  bool over = false;
  {
    absl::MutexLock lock(&mutex_);
    pausing_ = false;
    over = done_ && in_flight_ == 0 && !reading_;
    if (!done_) MoveOn();
  }
  if (over) stream_.Ended();
}

void AppendStreamCall::Answered(const RequestPtr& request, absl::StatusOr<v1::AppendResponse> outcome) {
  request->share.reset();
  v1::AppendStreamResponse response;
  // Of malformed bytes, an id may have been read that is no text. An answer with it could not be read.
  if (IsValidUtf8(request->append->request_id())) response.set_request_id(request->append->request_id());
  if (report_answer_) report_answer_(*request->append, outcome.status(), SteadyNow() - request->began);
  if (outcome.ok()) {
    *response.mutable_appended() = *std::move(outcome);
  } else {
    (void)Answer(outcome.status(), report_);
    *response.mutable_error() = ToErrorStatus(outcome.status());
    CutToFit(*response.mutable_error(), kErrorMessageLimits);
  }
  grpc::ByteBuffer bytes = SerializeMessage(response);
  std::vector<RequestPtr> ready;
  bool over = false;
  {
    absl::MutexLock lock(&mutex_);
    ready = lines_.Leave(*request, *request->append);
    to_write_.push_back(std::move(bytes));
    // A request that is being released still counts as in flight, because this object outlives it.
    --in_flight_;
    in_flight_bytes_ -= request->bytes;
    over = done_ && in_flight_ == 0 && !reading_ && !pausing_;
    if (!done_) MoveOn();
  }
  if (over) return stream_.Ended();
  for (const RequestPtr& next : ready) {
    recorder_.RecordSoon(
        caller_, next->append,
        [this, next](absl::StatusOr<v1::AppendResponse> outcome) { Answered(next, std::move(outcome)); }, patience_);
  }
}

void AppendStreamCall::OnWriteDone(bool ok) {
  absl::MutexLock lock(&mutex_);
  writing_ = false;
  to_write_.pop_front();
  if (!ok) broken_ = true;
  MoveOn();
}

void AppendStreamCall::End(const absl::Status& why) {
  absl::MutexLock lock(&mutex_);
  if (refused_.ok()) refused_ = why;
  no_more_reads_ = true;
  MoveOn();
}

void AppendStreamCall::OnDone() {
  {
    absl::MutexLock lock(&mutex_);
    done_ = true;
    if (in_flight_ > 0 || reading_ || pausing_) return;
  }
  stream_.Ended();
}

}  // namespace casejournal::services
