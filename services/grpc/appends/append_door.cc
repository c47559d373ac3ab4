#include "services/grpc/appends/append_door.h"

#include <grpcpp/server_context.h>
#include <grpcpp/support/async_stream.h>
#include <grpcpp/support/async_unary_call.h>

#include <algorithm>
#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include "absl/hash/hash.h"
#include "absl/strings/string_view.h"
#include "eventstore/system/deadline.h"
#include "eventstore/system/thread_name.h"
#include "services/grpc/appends/append_stream.h"
#include "services/grpc/parse_request.h"
#include "services/grpc/queue_tags.h"
#include "services/grpc/refusal_pace.h"
#include "services/recorder/patience.h"

namespace casejournal::services {
namespace {

// A thread that hands a request to the log may lead a commit, and then takes no other calls until the sync is done. So
// there are at least two.
constexpr unsigned kThreadsMin = 2;
constexpr unsigned kThreadsMax = 16;
// gRPC reads the requests of so many calls before a thread looks. Each call that comes makes room for the next.
constexpr int kUnaryCallsAhead = 64;
constexpr int kStreamsAhead = 4;
constexpr char kCredentialHeader[] = "authorization";

// Told apart by what they show to be known by, or by their connections. Checks nothing.
Backlog::CallerNumber NumberOf(const grpc::ServerContext& context) {
  const auto shown = context.client_metadata().find(kCredentialHeader);
  if (shown == context.client_metadata().end()) return absl::HashOf(context.peer());
  return absl::HashOf(absl::string_view(shown->second.data(), shown->second.size()));
}

// Many are answered at the same time, so that the thread wakes up once for them. Returns how long that is from now.
absl::Duration WithOthers(absl::Duration later) {
  constexpr absl::Duration kStep = absl::Milliseconds(10);
  return later + RestOfStep(SteadyNow() + later - absl::UnixEpoch(), kStep);
}

}  // namespace

// What the calls of both methods share. A call deletes itself. It may begin operations as long as it lives, because the
// queue is not shut down before.
class AppendDoor::Call {
 public:
  explicit Call(AppendDoor& door) : door_(door) {
    absl::MutexLock lock(&door_.mutex_);
    ++door_.calls_;
  }
  Call(const Call&) = delete;
  Call& operator=(const Call&) = delete;

 protected:
  ~Call() = default;

  // Deletes `call`, which is this object. It is counted until it is gone, with its context.
  template <typename Self>
  static void Delete(Self* call) {
    AppendDoor& door = call->door_;
    delete call;
    absl::MutexLock lock(&door.mutex_);
    --door.calls_;
  }

  // Who calls, and the share of the call, which it has until it is gone.
  absl::StatusOr<Caller> Enter(absl::string_view method, size_t bytes, CallGate::Answers answers) {
    absl::StatusOr<CallGate::Appending> entered = door_.gate_.EnterToAppend(context_, method, bytes, answers);
    if (!entered.ok()) return entered.status();
    entered_ = std::make_unique<const CallGate::Appending>(*std::move(entered));
    return entered_->caller;
  }

  // What one request of a stream takes up.
  absl::StatusOr<CallerLimits::Share> TakeRequest(size_t bytes) const { return entered_->share.TakeRequest(bytes); }
  absl::Time TakeTurn() const { return entered_->share.TakeTurn(SteadyNow()); }
  absl::Status MayGoOn() const { return door_.gate_.MayGoOn(*entered_); }

  Patience PatienceOf() const {
    return {.deadline = eventstore::Deadline::In(PatienceLeft(context_)), .gave_up = [this] { return over_.load(); }};
  }

  // gRPC says that the call is over: it was answered, or no one waits for the answer.
  void SetOver() { over_ = true; }
  // Two things end a call, in any order and in different threads: its status was sent or could not be sent, and it is
  // over. Return whether this was the second.
  bool WasLastEnd() { return --ends_ == 0; }

  AppendDoor& door_;
  grpc::ServerContext context_;

 private:
  std::unique_ptr<const CallGate::Appending> entered_;  // since the call was admitted
  std::atomic<bool> over_ = false;
  std::atomic<int> ends_ = 2;
};

class AppendDoor::UnaryCall final : public Call {
  using RequestPtr = std::shared_ptr<const v1::AppendRequest>;

 public:
  explicit UnaryCall(AppendDoor& door) : Call(door) {
    context_.AsyncNotifyWhenDone(&ended_);
    door_.service_.RequestAppend(&context_, &bytes_, &writer_, door_.queue_.get(), door_.queue_.get(), &came_);
  }

 private:
  // Called by the thread that looks, so it is short.
  void Came(bool ok) {
    if (!ok) return Delete(this);  // the server stops, and there is no call
    new UnaryCall(door_);
    counted_ = door_.gate_.Counting();
    came_at_ = SteadyNow();
    place_ = door_.backlog_.Take(NumberOf(context_), PatienceLeft(context_), came_at_);
    if (place_) return door_.threads_.Leave([this] { Work(); });
    bytes_.Clear();
    const absl::Status busy = PatienceOf().Check();
    FinishLater(nullptr, busy.ok() ? door_.backlog_.Busy() : busy,
                WithOthers(std::min(NextLimitWait(), PatienceLeft(context_) / 2)));
  }

  void Work() {
    began_ = SteadyNow();
    if (const absl::Status waits = PatienceOf().Check(); !waits.ok()) return Finish(nullptr, waits);
    absl::StatusOr<Caller> caller = Enter("Append", bytes_.Length(), CallGate::Answers::kOnce);
    // What a stranger sent is not read.
    if (absl::IsUnauthenticated(caller.status())) return Finish(nullptr, caller.status());
    const std::shared_ptr<v1::AppendRequest> request = MakeMessage<v1::AppendRequest>();
    const absl::Status parsed = ParseMessage(bytes_, *request);
    bytes_.Clear();
    if (!caller.ok() && IsCallerLimit(caller.status())) return FinishLater(request, caller.status(), NextLimitWait());
    if (!caller.ok()) return Finish(request, caller.status());
    if (!parsed.ok()) return Finish(request, parsed);
    door_.recorder_.Record(
        *std::move(caller), request,
        [this, request](absl::StatusOr<v1::AppendResponse> recorded) { Recorded(request, std::move(recorded)); },
        PatienceOf());
  }

  // What was not recorded is answered at the end of a step of time, so that it tells nothing of a case that the caller
  // may not see.
  void Recorded(const RequestPtr& request, absl::StatusOr<v1::AppendResponse> outcome) {
    if (outcome.ok() && !request->validate_only()) return Finish(request, std::move(outcome));
    FinishLater(request, std::move(outcome), RestOfStep(SteadyNow() - began_, kRefusalStep));
  }

  // Without a thread that waits for it.
  void FinishLater(RequestPtr request, absl::StatusOr<v1::AppendResponse> outcome, absl::Duration later) {
    LeaveBacklog();
    later_ = [this, request = std::move(request), outcome = std::move(outcome)] { Finish(request, outcome); };
    door_.alarms_.After(later, [this] { Alarmed(); });
  }
  void Alarmed() {
    // The call may be deleted as soon as it is answered.
    const std::function<void()> later = std::move(later_);
    later();
  }

  // `request` is null if the call was not looked at.
  void Finish(const RequestPtr& request, absl::StatusOr<v1::AppendResponse> outcome) {
    LeaveBacklog();
    bytes_.Clear();  // the client may take the answer late, or never
    if (door_.report_answer_) {
      const v1::AppendRequest& asked = request == nullptr ? v1::AppendRequest::default_instance() : *request;
      door_.report_answer_(asked, outcome.status(), SteadyNow() - came_at_);
    }
    if (!outcome.ok()) return writer_.FinishWithError(Answer(outcome.status(), door_.report_), &sent_);
    writer_.Finish(SerializeMessage(*outcome), grpc::Status::OK, &sent_);
  }
  void LeaveBacklog() {
    if (place_) door_.backlog_.Done(*place_, SteadyNow());
    place_.reset();
  }

  void Over(bool) {
    SetOver();
    Ended(true);
  }
  void Ended(bool) {
    if (WasLastEnd()) Delete(this);
  }

  grpc::ByteBuffer bytes_;
  CallCount counted_;                    // since it came
  absl::Time came_at_;                   // by SteadyNow
  absl::Time began_;                     // to look at it: how long it waited before tells nothing of its case
  std::optional<Backlog::Place> place_;  // until the request is done
  grpc::ServerAsyncResponseWriter<grpc::ByteBuffer> writer_{&context_};
  std::function<void()> later_;
  TagOf<UnaryCall> came_{this, &UnaryCall::Came};
  TagOf<UnaryCall> sent_{this, &UnaryCall::Ended};
  TagOf<UnaryCall> ended_{this, &UnaryCall::Over};
};

class AppendDoor::StreamCall final : public Call, public MessageStream {
 public:
  explicit StreamCall(AppendDoor& door) : Call(door) {
    context_.AsyncNotifyWhenDone(&ended_);
    door_.service_.RequestAppendStream(&context_, &stream_, door_.queue_.get(), door_.queue_.get(), &came_);
  }

  void Pause(absl::Duration length) override {
    door_.alarms_.After(length, [this] { call_->OnPauseDone(); });
  }
  void Read(grpc::ByteBuffer* message) override { stream_.Read(message, &read_); }
  void Write(const grpc::ByteBuffer& message) override { stream_.Write(message, &written_); }
  void Finish(const grpc::Status& status) override { stream_.Finish(status, &sent_); }
  void Ended() override {
    {
      absl::MutexLock lock(&door_.mutex_);
      door_.streams_.erase(this);
    }
    Delete(this);
  }

  void EndIfNotAllowed() {
    if (absl::Status may = MayGoOn(); !may.ok()) call_->End(may);
  }

 private:
  friend class Call;
  ~StreamCall() = default;

  void Came(bool ok) {
    if (!ok) return Delete(this);  // the server stops, and there is no call
    new StreamCall(door_);
    door_.threads_.LeaveOfStream([this] { Begin(); });
  }
  void Begin() {
    absl::StatusOr<Caller> caller = Enter("AppendStream", 0, CallGate::Answers::kStream);
    if (!caller.ok()) return Finish(Answer(caller.status(), door_.report_));
    const CallGate& gate = door_.gate_;
    call_.emplace(
        *this, door_.recorder_, *caller,
        [&gate, caller = *caller] { return gate.callers().StillValid(caller, SystemNow()); },
        [this](size_t bytes) { return TakeRequest(bytes); }, [this] { return TakeTurn(); }, PatienceOf(), door_.report_,
        door_.report_answer_);
    // Under the lock: who ends the stream because its caller may not go on must not come between.
    absl::MutexLock lock(&door_.mutex_);
    door_.streams_.insert(this);
    call_->Start();
  }
  void ReadDone(bool ok) {
    door_.threads_.LeaveOfStream([this, ok] { call_->OnReadDone(ok); });
  }
  void Written(bool ok) { call_->OnWriteDone(ok); }
  void Over(bool) {
    SetOver();
    OneEnd(true);
  }
  void OneEnd(bool) {
    if (!WasLastEnd()) return;
    if (call_) return call_->OnDone();
    Delete(this);
  }

  grpc::ServerAsyncReaderWriter<grpc::ByteBuffer, grpc::ByteBuffer> stream_{&context_};
  std::optional<AppendStreamCall> call_;  // since there is a client
  TagOf<StreamCall> came_{this, &StreamCall::Came};
  TagOf<StreamCall> read_{this, &StreamCall::ReadDone};
  TagOf<StreamCall> written_{this, &StreamCall::Written};
  TagOf<StreamCall> sent_{this, &StreamCall::OneEnd};
  TagOf<StreamCall> ended_{this, &StreamCall::Over};
};

AppendDoor::AppendDoor(AppendMethods& service, std::unique_ptr<grpc::ServerCompletionQueue> queue, Recorder& recorder,
                       const CallGate& gate, FailureReport report, AppendReport answered)
    : service_(service),
      queue_(std::move(queue)),
      recorder_(recorder),
      gate_(gate),
      report_(std::move(report)),
      report_answer_(std::move(answered)),
      threads_(*queue_) {}

AppendDoor::~AppendDoor() {
  {
    absl::MutexLock lock(&mutex_);
    mutex_.Await(absl::Condition(this, &AppendDoor::AllEnded));
  }
  pause_.Wake();
  if (watch_.joinable()) watch_.join();
  queue_->Shutdown();
}

void AppendDoor::Open() {
  for (int i = 0; i < kUnaryCallsAhead; ++i) new UnaryCall(*this);
  for (int i = 0; i < kStreamsAhead; ++i) new StreamCall(*this);
  threads_.Start(std::clamp(std::thread::hardware_concurrency() / 2, kThreadsMin, kThreadsMax));
  watch_ = std::thread([this] {
    eventstore::NameThisThread("append-rights");
    WatchRights();
  });
}

// A stream whose client sends nothing asks for nothing, so somebody else looks whether its caller may go on.
void AppendDoor::WatchRights() {
  while (!pause_.Wait(LongCall::kEveryWhileItWaits)) {
    absl::MutexLock lock(&mutex_);
    for (StreamCall* stream : streams_) stream->EndIfNotAllowed();
  }
}

}  // namespace casejournal::services
