#include "tests/bench/overload/open_load.h"

#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <atomic>
#include <limits>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "eventstore/records/stream_id.h"

namespace casejournal::services {
namespace {

constexpr size_t kOpenNoteBytes = 600;
constexpr char kOpenLoadDay[] = "2024-05-06";
// How far the sender may catch up at once, if it was held up.
constexpr absl::Duration kBacklogMax = absl::Milliseconds(100);

std::string NameOf(grpc::StatusCode code) {
  switch (code) {
    case grpc::StatusCode::DEADLINE_EXCEEDED:
      return "DEADLINE_EXCEEDED";
    case grpc::StatusCode::RESOURCE_EXHAUSTED:
      return "RESOURCE_EXHAUSTED";
    case grpc::StatusCode::UNAVAILABLE:
      return "UNAVAILABLE";
    default:
      return absl::StrCat("code ", static_cast<int>(code));
  }
}

void SignInWith(const std::string& token, grpc::ClientContext& context) {
  if (!token.empty()) context.AddMetadata("authorization", absl::StrCat("Bearer ", token));
}

// Opens a case, or writes so many notes.
v1::AppendRequest RequestFor(const std::string& case_id, size_t notes) {
  v1::AppendRequest request;
  request.set_request_id(eventstore::Uuid::Random().ToString());
  v1::CaseAppend& part = *request.add_cases();
  part.set_case_id(case_id);
  for (size_t i = 0; i < std::max<size_t>(notes, 1); ++i) {
    event::v1::CaseEvent& event = *part.add_events();
    event.set_effective_on(kOpenLoadDay);
    event.set_late_reason("made for a measurement");
    if (notes == 0) {
      part.mutable_expected()->set_no_case(true);
      event.mutable_case_opened()->set_kind(event::v1::CASE_KIND_FAMILY);
      event.mutable_case_opened()->set_origin(event::v1::CASE_ORIGIN_REPORT);
      event.mutable_case_opened()->set_agency("Wren County Children Services (fictional)");
    } else {
      part.mutable_expected()->set_any(true);
      event.mutable_case_note_written()->set_occasion("measurement");
      event.mutable_case_note_written()->set_text(std::string(kOpenNoteBytes, 'n'));
    }
  }
  return request;
}

// One request, from its beginning to its end.
struct OpenCall {
  grpc::ClientContext context;
  v1::AppendRequest request;
  v1::AppendResponse response;
  absl::Time began;
  size_t caller = 0;
};

// What came of the requests so far.
struct Ends {
  absl::Mutex mutex;
  uint64_t open ABSL_GUARDED_BY(mutex) = 0;
  OpenLoadResult result ABSL_GUARDED_BY(mutex);

  bool NoneIsOpen() const ABSL_SHARED_LOCKS_REQUIRED(mutex) { return open == 0; }
  void End(const OpenCall& call, const grpc::Status& status) {
    const absl::MutexLock lock(&mutex);
    --open;
    if (!status.ok()) {
      ++result.others[NameOf(status.error_code())];
      return;
    }
    ++result.recorded;
    ++result.of_callers[call.caller];
    result.latencies_us.push_back(absl::ToInt64Microseconds(absl::Now() - call.began));
  }
};

}  // namespace

class OpenLoad::Waiting : public grpc::ClientReadReactor<v1::SubscribeResponse> {
 public:
  explicit Waiting(const Caller& caller) {
    SignInWith(caller.token, context_);
    request_.set_from_position(std::numeric_limits<uint64_t>::max());
    caller.court->async()->Subscribe(&context_, &request_, this);
    StartRead(&response_);
    StartCall();
  }
  ~Waiting() override {
    context_.TryCancel();
    const absl::MutexLock lock(&mutex_);
    mutex_.Await(absl::Condition(&over_));
  }

  void OnReadDone(bool ok) override {
    if (ok) StartRead(&response_);
  }
  void OnDone(const grpc::Status&) override {
    const absl::MutexLock lock(&mutex_);
    over_ = true;
  }
  bool IsOver() {
    const absl::MutexLock lock(&mutex_);
    return over_;
  }

 private:
  absl::Mutex mutex_;
  bool over_ ABSL_GUARDED_BY(mutex_) = false;
  grpc::ClientContext context_;
  v1::SubscribeRequest request_;
  v1::SubscribeResponse response_;
};

OpenLoad::OpenLoad(const BenchTarget& target, size_t cases_of_each) : authority_(target.authority) {
  for (const std::string& token : target.tokens) {
    Caller caller{.token = token, .cases = nullptr, .court = nullptr, .case_ids = {}};
    for (size_t i = 0; i < cases_of_each; ++i) caller.case_ids.push_back(eventstore::Uuid::Random().ToString());
    callers_.push_back(std::move(caller));
  }
  ConnectTo(target.address);
}

void OpenLoad::ConnectTo(const std::string& address) {
  for (Caller& caller : callers_) {
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    const std::shared_ptr<grpc::Channel> channel =
        grpc::CreateCustomChannel(address, grpc::SslCredentials({.pem_root_certs = authority_}), arguments);
    caller.cases = v1::CaseService::NewStub(channel);
    caller.court = v1::CourtService::NewStub(channel);
  }
}

OpenLoad::~OpenLoad() = default;

uint64_t OpenLoad::OpenCases() {
  uint64_t failed = 0;
  for (const Caller& caller : callers_) {
    for (const std::string& case_id : caller.case_ids) {
      grpc::ClientContext context;
      SignInWith(caller.token, context);
      v1::AppendResponse response;
      if (!caller.cases->Append(&context, RequestFor(case_id, /*notes=*/0), &response).ok()) ++failed;
    }
  }
  return failed;
}

v1::AppendRequest OpenLoad::Notes(Caller& caller, size_t events) {
  return RequestFor(caller.case_ids[caller.sent++ % caller.case_ids.size()], events);
}

OpenLoadResult OpenLoad::Send(const OpenLoadShape& shape) {
  Ends ends;
  ends.result.of_callers.resize(callers_.size());
  const absl::Time begin = absl::Now();
  absl::Time due = begin;
  const absl::Duration between = absl::Seconds(1 / shape.per_second);
  uint64_t sent = 0;
  for (absl::Time now = begin; now < begin + shape.duration; now = absl::Now()) {
    due = std::max(due, now - kBacklogMax);
    for (; due <= now; due += between) {
      auto* const call = new OpenCall;
      call->caller = sent++ % callers_.size();
      Caller& caller = callers_[call->caller];
      call->request = Notes(caller, shape.events_per_request);
      SignInWith(caller.token, call->context);
      call->began = absl::Now();
      call->context.set_deadline(absl::ToChronoTime(call->began + shape.deadline));
      {
        const absl::MutexLock lock(&ends.mutex);
        ++ends.open;
      }
      caller.cases->async()->Append(&call->context, &call->request, &call->response,
                                    [call, &ends](const grpc::Status& status) {
                                      const std::unique_ptr<OpenCall> ended(call);
                                      ends.End(*ended, status);
                                    });
    }
    absl::SleepFor(absl::Milliseconds(1));
  }
  const absl::Duration elapsed = absl::Now() - begin;
  const absl::MutexLock lock(&ends.mutex);
  ends.mutex.Await(absl::Condition(&ends, &Ends::NoneIsOpen));
  ends.result.sent = sent;
  ends.result.elapsed = elapsed;
  std::sort(ends.result.of_callers.begin(), ends.result.of_callers.end());
  std::sort(ends.result.latencies_us.begin(), ends.result.latencies_us.end());
  return ends.result;
}

uint64_t OpenLoad::Subscribe(size_t count) {
  for (size_t i = 0; i < count; ++i) waiting_.push_back(std::make_unique<Waiting>(callers_[i % callers_.size()]));
  absl::SleepFor(absl::Seconds(1));
  return static_cast<uint64_t>(
      std::count_if(waiting_.begin(), waiting_.end(), [](const auto& each) { return each->IsOver(); }));
}

}  // namespace casejournal::services
