#include "services/grpc/stream_door.h"

#include <grpcpp/server_context.h>
#include <grpcpp/support/async_stream.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "eventstore/system/thread_name.h"
#include "services/answers/lists/due_watch.h"
#include "services/grpc/lasting_call.h"
#include "services/grpc/parse_request.h"
#include "services/grpc/queue_tags.h"
#include "services/subscriptions/subscription.h"

namespace casejournal::services {
namespace {

// More would take the processors from appends when many clients read at once.
constexpr size_t kTurnThreads = 2;
// gRPC takes in so many calls of a method while the thread of the queue is busy. Each call that comes makes room for
// the next.
constexpr int kLastingCallsAhead = 16;
constexpr absl::Duration kLongestPause = absl::Milliseconds(100);

}  // namespace

// What the calls of both methods share. A call deletes itself, in the thread of the queue, when its status was sent or
// could not be sent, and gRPC said that the call is over. These come in any order.
class StreamDoor::Call : public OutgoingStream {
 public:
  explicit Call(StreamDoor& door)
      : door_(door),
        lasting_(
            *this, door.turns_, [this](grpc::ByteBuffer& message) { return TakeTurnIfAllowed(message); },
            door.report_) {
    {
      absl::MutexLock lock(&door_.mutex_);
      ++door_.calls_;
    }
    context_.AsyncNotifyWhenDone(&over_);
  }
  Call(const Call&) = delete;
  Call& operator=(const Call&) = delete;

  void Write(const grpc::ByteBuffer& message) override { writer_.Write(message, &written_); }
  void Finish(const grpc::Status& status) override { writer_.Finish(status, &sent_); }

 protected:
  virtual ~Call() = default;

  // Let the next call of this method come.
  virtual void AskForNext() = 0;
  // Take a place, and begin the answer to the request.
  virtual absl::Status Begin(const grpc::ByteBuffer& request) = 0;
  virtual absl::StatusOr<Turn> TakeTurn(grpc::ByteBuffer& message) = 0;

  void Wake() { lasting_.Wake(); }
  // Admit the caller, for as long as the call lasts.
  absl::Status Enter(absl::string_view method, size_t bytes) {
    absl::StatusOr<std::unique_ptr<const Admitted>> admitted =
        door_.gate_.Enter(context_, method, bytes, CallGate::Answers::kStream);
    if (!admitted.ok()) return admitted.status();
    admitted_ = *std::move(admitted);
    long_call_.emplace(door_.gate_, *admitted_);
    absl::MutexLock lock(&door_.mutex_);
    door_.in_progress_.insert(this);
    return absl::OkStatus();
  }
  const Reader& reader() const { return admitted_->reader; }
  absl::Status TakePlace(CallSlots& slots, std::optional<CallSlots::Slot>& place) {
    absl::StatusOr<CallSlots::Slot> slot = slots.Take();
    if (!slot.ok()) return slot.status();
    place.emplace(*std::move(slot));
    return absl::OkStatus();
  }

  StreamDoor& door_;
  grpc::ServerContext context_;
  grpc::ByteBuffer request_;
  grpc::ServerAsyncWriter<grpc::ByteBuffer> writer_{&context_};
  TagOf<Call> came_{this, &Call::Came};

 private:
  void Came(bool ok) {
    if (!ok) return Delete();  // the server stops, and there is no call
    AskForNext();
    const absl::Status begun = Begin(request_);
    request_.Clear();
    if (!begun.ok()) return lasting_.End(begun);
    lasting_.Start();
  }
  absl::StatusOr<Turn> TakeTurnIfAllowed(grpc::ByteBuffer& message) {
    // When the server stops, the answer itself says how to go on later.
    if (absl::Status allowed = long_call_->Check(); !allowed.ok() && !absl::IsUnavailable(allowed)) return allowed;
    return TakeTurn(message);
  }
  void Written(bool ok) { lasting_.OnWriteDone(ok); }
  void Over(bool) {
    // A call that is finished takes no turn.
    if (--ends_ == 0) return Delete();
    lasting_.OnGone();
  }
  void Sent(bool) {
    if (--ends_ == 0) Delete();
  }
  // The call is counted until it is gone, with its context.
  void Delete() {
    StreamDoor& door = door_;
    {
      absl::MutexLock lock(&door.mutex_);
      door.in_progress_.erase(this);
    }
    delete this;
    absl::MutexLock lock(&door.mutex_);
    --door.calls_;
  }

  friend class StreamDoor;

  LastingCall lasting_;
  std::unique_ptr<const Admitted> admitted_;  // since it has begun
  std::optional<LongCall> long_call_;         // the same
  int ends_ = 2;
  TagOf<Call> written_{this, &Call::Written};
  TagOf<Call> sent_{this, &Call::Sent};
  TagOf<Call> over_{this, &Call::Over};
};

class StreamDoor::SubscribeCall final : public Call {
 public:
  explicit SubscribeCall(StreamDoor& door) : Call(door), waiter_(door.log_waiters_, [this] { Wake(); }) {
    door_.court_.RequestSubscribe(&context_, &request_, &writer_, door_.queue_.get(), door_.queue_.get(), &came_);
  }

 private:
  void AskForNext() override { new SubscribeCall(door_); }

  absl::Status Begin(const grpc::ByteBuffer& bytes) override {
    v1::SubscribeRequest request;
    if (absl::Status entered = Enter("Subscribe", bytes.Length()); !entered.ok()) return entered;
    if (absl::Status parsed = ParseMessage(bytes, request); !parsed.ok()) return parsed;
    if (absl::Status taken = TakePlace(door_.subscribers_, place_); !taken.ok()) return taken;
    if (request.with_sentences()) {
      absl::Status taken = TakePlace(door_.subscribers_with_sentences_, place_with_sentences_);
      if (!taken.ok()) return taken;
    }
    const DueWatchSources& sources = door_.due_watches_.sources();
    // What the entries are about is not known when the answer begins.
    const absl::StatusOr<Decision> may = reader().May(Act::kFollow);
    if (may.ok()) door_.leases_.desk().Telling(NoticeIn(context_)).TellRange(*may);
    subscription_.emplace(sources.journal.log(), door_.leases_, sources.stopping, reader(), request);
    return absl::OkStatus();
  }

  absl::StatusOr<Turn> TakeTurn(grpc::ByteBuffer& message) override {
    // One for all calls, so that its memory is used again, and none is held by a call that waits.
    thread_local v1::SubscribeResponse batch;
    absl::StatusOr<Turn> turn = subscription_->Next(batch);
    if (turn.ok() && *turn == Turn::kMessage) message = SerializeMessage(batch);
    if (turn.ok() && *turn == Turn::kWait) waiter_.WaitFor(subscription_->awaited_size());
    return turn;
  }

  std::optional<CallSlots::Slot> place_;
  std::optional<CallSlots::Slot> place_with_sentences_;
  std::optional<Subscription> subscription_;
  LogWaiters::Waiter waiter_;
};

class StreamDoor::WatchWorkCall final : public Call {
 public:
  explicit WatchWorkCall(StreamDoor& door) : Call(door) {
    door_.cases_.RequestWatchWork(&context_, &request_, &writer_, door_.queue_.get(), door_.queue_.get(), &came_);
  }

 private:
  void AskForNext() override { new WatchWorkCall(door_); }

  absl::Status Begin(const grpc::ByteBuffer& bytes) override {
    v1::WatchWorkRequest request;
    if (absl::Status entered = Enter("WatchWork", bytes.Length()); !entered.ok()) return entered;
    if (absl::Status parsed = ParseMessage(bytes, request); !parsed.ok()) return parsed;
    if (absl::Status taken = TakePlace(door_.watchers_, place_); !taken.ok()) return taken;
    watch_.emplace(door_.due_watches_, reader(), std::move(request), [this] { Wake(); });
    return absl::OkStatus();
  }

  absl::StatusOr<Turn> TakeTurn(grpc::ByteBuffer& message) override {
    v1::WatchWorkResponse change;
    absl::StatusOr<Turn> turn = watch_->Next(change);
    if (turn.ok() && *turn == Turn::kMessage) message = SerializeMessage(change);
    return turn;
  }

  std::optional<CallSlots::Slot> place_;
  std::optional<DueWatch> watch_;
};

StreamDoor::StreamDoor(CaseMethods& cases, CourtMethods& court, std::unique_ptr<grpc::ServerCompletionQueue> queue,
                       DueWatchSources sources, const CallGate& gate, const DisclosureDesk& disclosures,
                       StreamLimits limits, FailureReport report)
    : cases_(cases),
      court_(court),
      queue_(std::move(queue)),
      gate_(gate),
      report_(std::move(report)),
      leases_(disclosures),
      subscribers_(limits.subscribers,
                   absl::StrCat("subscriber limit reached (", limits.subscribers, "); retry later")),
      subscribers_with_sentences_(limits.subscribers_with_sentences,
                                  absl::StrCat("limit of subscribers with sentences reached (",
                                               limits.subscribers_with_sentences, "); retry later")),
      watchers_(limits.watchers, absl::StrCat(limits.watchers, " calls watch what is to be done; retry later")),
      turns_(kTurnThreads),
      log_waiters_(sources.journal.log(), sources.stopping, [this] { LeaveTimeToOthers(); }),
      due_watches_(sources) {}

StreamDoor::~StreamDoor() {
  {
    absl::MutexLock lock(&mutex_);
    mutex_.Await(absl::Condition(this, &StreamDoor::AllEnded));
  }
  pause_.Wake();
  if (watch_.joinable()) watch_.join();
  queue_->Shutdown();
  if (!thread_.joinable()) TakeDone(*queue_);  // a queue must be emptied
  if (thread_.joinable()) thread_.join();
}

void StreamDoor::Open() {
  for (int i = 0; i < kLastingCallsAhead; ++i) {
    new SubscribeCall(*this);
    new WatchWorkCall(*this);
  }
  thread_ = std::thread([this] {
    eventstore::NameThisThread("streams");
    TakeDone(*queue_);
  });
  watch_ = std::thread([this] {
    eventstore::NameThisThread("stream-rights");
    WatchRights();
  });
}

// A call that waits takes no turn, so somebody else looks whether its caller still counts, and wakes it if not, or if
// roles changed. A call that looked at its rights shortly before does not look again yet, so it is woken twice.
void StreamDoor::WatchRights() {
  uint64_t changes = gate_.changes();
  uint64_t changes_before = changes;
  while (!pause_.Wait(LongCall::kEveryWhileItWaits)) {
    const uint64_t now = gate_.changes();
    absl::MutexLock lock(&mutex_);
    for (Call* call : in_progress_) {
      const bool valid = gate_.callers().StillValid(call->admitted_->reader.caller(), SystemNow()).ok();
      if (!valid || now != changes_before) call->Wake();
    }
    changes_before = changes;
    changes = now;
  }
}

// An entry wakes all subscribers. Wait until they had their turns, and as long again: then half of the time is left,
// and the next turns send what came in the meantime in one message.
void StreamDoor::LeaveTimeToOthers() {
  const absl::Time begun = SteadyNow();
  absl::Notification served;
  turns_.Run([&served] { served.Notify(); });
  served.WaitForNotification();
  absl::SleepFor(std::min(SteadyNow() - begun, kLongestPause));
}

}  // namespace casejournal::services
