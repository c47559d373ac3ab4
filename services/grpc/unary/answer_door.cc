#include "services/grpc/unary/answer_door.h"

#include <grpcpp/server_context.h>
#include <grpcpp/support/async_unary_call.h>

#include <atomic>
#include <chrono>
#include <exception>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "eventstore/system/thread_name.h"
#include "services/access/clocks.h"
#include "services/errors/error_details.h"
#include "services/grpc/queue_tags.h"
#include "services/grpc/refusal_pace.h"

namespace casejournal::services {
namespace {

// gRPC reads the requests of so many calls of a method before the thread looks. Each call that comes makes room for the
// next.
constexpr int kCallsAhead = 16;
// What is not larger is read where it came in. No request for what is at hand is.
constexpr size_t kSmallRequestBytes = 4096;
constexpr absl::Duration kRetryAfter = absl::Seconds(1);

absl::Status Busy() {
  return RetryAfter(absl::ResourceExhaustedError("the limit of calls in progress is reached; retry later"),
                    kRetryAfter);
}

}  // namespace

// A call deletes itself. It may begin operations as long as it lives, because the queue is not shut down before.
class AnswerDoor::Call {
 public:
  Call(AnswerDoor& door, BytesService& service, int index, const UnaryMethod& method)
      : door_(door), service_(service), index_(index), method_(method) {
    {
      absl::MutexLock lock(&door_.mutex_);
      ++door_.calls_;
    }
    context_.AsyncNotifyWhenDone(&ended_);
    service_.RequestUnary(index_, &context_, &bytes_, &writer_, door_.queue_.get(), door_.queue_.get(), &came_);
  }
  Call(const Call&) = delete;
  Call& operator=(const Call&) = delete;

 private:
  using Clock = std::chrono::steady_clock;

  // Called by the thread that takes from the queue, so it is short.
  void Came(bool ok) {
    if (!ok) return Delete();  // the server stops, and there is no call
    new Call(door_, service_, index_, method_);
    counted_ = door_.gate_.Counting();
    came_at_ = SteadyNow();
    if (IsAtHand()) return Work();
    if (!door_.threads_.Leave([this] { Work(); })) Finish(Busy());
  }
  // Signatures of strangers are not checked here either.
  bool IsAtHand() {
    if (method_.is_at_hand == nullptr || !bytes_.Valid() || bytes_.Length() > kSmallRequestBytes) return false;
    if (!door_.gate_.Knows(context_)) return false;
    Enter();
    if (!parsed_.ok() || !admitted_.ok()) return true;
    const Clock::time_point began = Clock::now();
    const bool is_at_hand = method_.is_at_hand((*admitted_)->reader, *request_);
    looked_ = absl::FromChrono(Clock::now() - began);
    return is_at_hand;
  }

  void Enter() {
    request_ = method_.make_request();
    parsed_ = ParseMessage(bytes_, *request_);
    // Whoever has any role may describe the journal, so bytes that are no request are explained to them, and to nobody
    // else.
    const std::optional<Act> act = parsed_.ok() ? std::nullopt : std::optional(Act::kDescribe);
    admitted_ = door_.gate_.Enter(context_, method_.name, bytes_.Length(), CallGate::Answers::kOnce, act);
    bytes_.Clear();
  }

  void Work() {
    if (over_) return Finish(absl::CancelledError("the caller gave up before the call was looked at"));
    if (request_ == nullptr) Enter();
    const Clock::time_point began = Clock::now();
    absl::StatusOr<grpc::ByteBuffer> answered = Answered();
    // Only what depends on the case counts. A caller can choose how long it takes to read a request, and a queue adds
    // what is different each time.
    const absl::Duration passed = looked_ + absl::FromChrono(Clock::now() - began);
    const absl::Duration later = HeldBack(answered.status(), passed);
    if (later == absl::ZeroDuration()) return Finish(std::move(answered));
    later_ = std::move(answered);
    // There may be many of these. The call log does without the case of a large request.
    if (request_->ByteSizeLong() > kSmallRequestBytes) request_.reset();
    door_.alarms_.After(later, [this] { Finish(*std::move(later_)); });
  }

  absl::StatusOr<grpc::ByteBuffer> Answered() {
    if (!admitted_.ok()) return admitted_.status();
    if (!parsed_.ok()) return parsed_;
    const Reader& reader = (*admitted_)->reader;
    absl::StatusOr<grpc::ByteBuffer> answered = Made(reader);
    door_.gate_.Count(reader.caller(), method_.name, answered.status());
    return answered;
  }

  // An exception of a library ends this call, and not the server.
  absl::StatusOr<grpc::ByteBuffer> Made(const Reader& reader) {
    try {
      return method_.answer(reader, context_, *request_);
    } catch (const std::exception&) {
      // What it says may quote the record.
      return absl::InternalError(absl::StrCat(method_.name, " failed: a library threw an exception"));
    }
  }

  // The call may be deleted as soon as this is called.
  void Finish(absl::StatusOr<grpc::ByteBuffer> answered) {
    const grpc::Status status = Answer(answered.status(), door_.report_);
    if (door_.report_answer_) door_.report_answer_(method_.name, request_.get(), status, SteadyNow() - came_at_);
    // The client may take the answer late, or never.
    request_.reset();
    admitted_ = nullptr;
    bytes_.Clear();
    if (!answered.ok()) return writer_.FinishWithError(status, &sent_);
    writer_.Finish(*answered, status, &sent_);
  }

  // Two things end a call, in any order: its status was sent or could not be sent, and gRPC says that it is over.
  void Over(bool) {
    over_ = true;
    Ended(true);
  }
  void Ended(bool) {
    if (--ends_ == 0) Delete();
  }
  // The call is counted until it is gone, with its context.
  void Delete() {
    AnswerDoor& door = door_;
    delete this;
    absl::MutexLock lock(&door.mutex_);
    --door.calls_;
  }

  AnswerDoor& door_;
  BytesService& service_;
  const int index_;
  const UnaryMethod& method_;
  grpc::ServerContext context_;
  grpc::ByteBuffer bytes_;
  CallCount counted_;      // since it came
  absl::Time came_at_;     // by SteadyNow
  absl::Duration looked_;  // how long the look took whether the answer is at hand
  std::shared_ptr<google::protobuf::Message> request_;
  absl::Status parsed_;
  absl::StatusOr<std::unique_ptr<const Admitted>> admitted_ = nullptr;
  std::optional<absl::StatusOr<grpc::ByteBuffer>> later_;
  grpc::ServerAsyncResponseWriter<grpc::ByteBuffer> writer_{&context_};
  std::atomic<bool> over_ = false;
  std::atomic<int> ends_ = 2;
  TagOf<Call> came_{this, &Call::Came};
  TagOf<Call> sent_{this, &Call::Ended};
  TagOf<Call> ended_{this, &Call::Over};
};

AnswerDoor::AnswerDoor(std::vector<UnaryService> services, std::unique_ptr<grpc::ServerCompletionQueue> queue,
                       const CallGate& gate, FailureReport report, CallReport answered, AnswerThreadLimits limits)
    : services_(std::move(services)),
      queue_(std::move(queue)),
      gate_(gate),
      report_(std::move(report)),
      report_answer_(std::move(answered)),
      threads_(limits) {}

AnswerDoor::~AnswerDoor() {
  {
    absl::MutexLock lock(&mutex_);
    mutex_.Await(absl::Condition(this, &AnswerDoor::AllEnded));
  }
  queue_->Shutdown();
  if (thread_.joinable()) thread_.join();
  TakeDone(*queue_);  // a queue must be emptied, also if nobody took from it
}

void AnswerDoor::Open() {
  for (const UnaryService& each : services_) {
    for (const UnaryMethod& method : each.methods) {
      const int index = each.service.IndexOf(method.name);
      for (int i = 0; i < kCallsAhead; ++i) new Call(*this, each.service, index, method);
    }
  }
  thread_ = std::thread([this] {
    eventstore::NameThisThread("calls");
    TakeDone(*queue_);
  });
}

}  // namespace casejournal::services
