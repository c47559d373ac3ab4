#include "tests/bench/mix/mix_client.h"

#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <functional>
#include <thread>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"

namespace casejournal::services {
namespace {

constexpr size_t kReasonsKept = 5;
constexpr size_t kFillingAtOnce = 8;
constexpr int kMixMessageBytesMax = 64 << 20;
constexpr absl::Duration kCallLimit = absl::Minutes(2);

int64_t MicrosFrom(absl::Time start) { return absl::ToInt64Microseconds(absl::Now() - start); }

std::chrono::system_clock::time_point In(absl::Duration limit) { return absl::ToChronoTime(absl::Now() + limit); }

void Finish(absl::Time start, LoadResult& result) {
  result.elapsed = absl::Now() - start;
  std::sort(result.latencies_us.begin(), result.latencies_us.end());
}

}  // namespace

// Makes one unary append after another, on cases of its own.
struct MixClient::Slot {
  v1::AppendRequest request;
  v1::AppendResponse response;
  std::unique_ptr<grpc::ClientContext> context;
  absl::Time began;
  size_t index = 0;
};

MixClient::MixClient(BenchTarget target)
    : target_(std::move(target)),
      channel_(ChannelTo(target_, kMixMessageBytesMax)),
      cases_stub_(v1::CaseService::NewStub(channel_)),
      audit_stub_(v1::AuditService::NewStub(channel_)),
      court_stub_(v1::CourtService::NewStub(channel_)),
      raw_stub_(std::make_unique<grpc::GenericStub>(channel_)) {}

void MixClient::Began(const v1::AppendRequest& request) {
  refusals_.sent += static_cast<uint64_t>(request.cases(0).events_size());
}

void MixClient::Refused(CaseSet& cases, size_t index, const v1::AppendRequest& request, const grpc::Status& status) {
  cases.GiveUp(index);
  refusals_.refused += static_cast<uint64_t>(request.cases(0).events_size());
  if (refusals_.reasons.size() >= kReasonsKept) return;
  refusals_.reasons.push_back(absl::StrCat(static_cast<int>(status.error_code()), ": ", status.error_message()));
}

LoadResult MixClient::Fill(CaseSet& cases, size_t entries, size_t per_request) {
  LoadResult result;
  std::atomic<size_t> next = 0;
  absl::Mutex mutex;
  const absl::Time start = absl::Now();
  std::vector<std::thread> threads;
  for (size_t i = 0; i < std::min(kFillingAtOnce, cases.size()); ++i) {
    threads.emplace_back([&] {
      for (size_t index = next++; index < cases.size(); index = next++) {
        CaseAuthor& author = cases.at(index);
        while (!cases.GivenUp(index) && author.size() < entries) {
          const v1::AppendRequest request = author.Next(std::min<size_t>(per_request, entries - author.size()));
          grpc::ClientContext context;
          SignInNext(context);
          v1::AppendResponse response;
          const absl::Time began = absl::Now();
          const grpc::Status status = cases_stub_->Append(&context, request, &response);
          const int64_t took = MicrosFrom(began);
          if (status.ok()) author.Learn(response);
          absl::MutexLock lock(&mutex);
          result.latencies_us.push_back(took);
          Began(request);
          ++result.requests;
          result.events += status.ok() ? static_cast<uint64_t>(request.cases(0).events_size()) : 0;
          if (status.ok()) continue;
          ++result.failures;
          Refused(cases, index, request, status);
        }
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  Finish(start, result);
  return result;
}

// Each slot owns the cases whose index equals its own modulo the number of slots.
LoadResult MixClient::Append(CaseSet& cases, const LoadShape& shape, Writing writing) {
  LoadResult result;
  absl::Mutex mutex;
  size_t running = shape.in_flight;
  const absl::Time start = absl::Now();
  std::vector<Slot> slots(shape.in_flight);
  const auto advance = [&](size_t slot_index) {
    size_t& index = slots[slot_index].index;
    for (size_t tried = 0; tried <= cases.size() / shape.in_flight; ++tried) {
      index += shape.in_flight;
      if (index >= cases.size()) index = slot_index;
      if (!cases.GivenUp(index)) return true;
    }
    return false;
  };
  std::function<void(size_t)> begin = [&](size_t slot_index) {
    Slot& slot = slots[slot_index];
    slot.request = cases.at(slot.index).Next(shape.events_per_request, writing);
    slot.response.Clear();
    slot.context = std::make_unique<grpc::ClientContext>();
    SignInNext(*slot.context);
    slot.began = absl::Now();
    cases_stub_->async()->Append(slot.context.get(), &slot.request, &slot.response,
                                 [&, slot_index](const grpc::Status& status) {
                                   Slot& done = slots[slot_index];
                                   const int64_t took = MicrosFrom(done.began);
                                   if (status.ok()) cases.at(done.index).Learn(done.response);
                                   {
                                     absl::MutexLock lock(&mutex);
                                     Began(done.request);
                                     ++result.requests;
                                     result.latencies_us.push_back(took);
                                     if (!status.ok()) {
                                       ++result.failures;
                                       Refused(cases, done.index, done.request, status);
                                     }
                                     if (absl::Now() - start >= shape.duration || !advance(slot_index)) {
                                       --running;
                                       return;
                                     }
                                   }
                                   begin(slot_index);
                                 });
  };
  for (size_t i = 0; i < slots.size(); ++i) {
    slots[i].index = i;
    if (cases.GivenUp(i) && !advance(i)) {
      absl::MutexLock lock(&mutex);
      --running;
      continue;
    }
    begin(i);
  }
  {
    absl::MutexLock lock(&mutex);
    mutex.Await(absl::Condition(
        +[](size_t* left) { return *left == 0; }, &running));
  }
  Finish(start, result);
  result.events = (result.requests - result.failures) * shape.events_per_request;
  return result;
}

LoadResult MixClient::AppendStream(CaseSet& cases, const LoadShape& shape) {
  LoadResult result;
  grpc::ClientContext context;
  SignInNext(context);
  const auto stream = cases_stub_->AppendStream(&context);
  struct Sent {
    size_t index;
    absl::Time at;
    size_t events;
  };
  absl::Mutex mutex;
  absl::flat_hash_map<std::string, Sent> sent;  // by request id
  std::vector<bool> busy(cases.size());
  const absl::Time start = absl::Now();
  std::thread reader([&] {
    v1::AppendStreamResponse response;
    while (stream->Read(&response)) {
      absl::MutexLock lock(&mutex);
      const auto found = sent.find(response.request_id());
      if (found == sent.end()) continue;
      const Sent& one = found->second;
      ++result.requests;
      result.latencies_us.push_back(MicrosFrom(one.at));
      if (response.has_appended()) {
        cases.at(one.index).Learn(response.appended());
      } else {
        ++result.failures;
        cases.GiveUp(one.index);
        refusals_.refused += one.events;
        if (refusals_.reasons.size() < kReasonsKept) refusals_.reasons.push_back(response.error().ShortDebugString());
      }
      busy[one.index] = false;
      sent.erase(found);
    }
  });
  size_t next = 0;
  while (absl::Now() - start < shape.duration) {
    next = (next + 1) % cases.size();
    {
      absl::MutexLock lock(&mutex);
      const auto room = [&] { return sent.size() < shape.in_flight; };
      mutex.Await(absl::Condition(&room));
      if (busy[next] || cases.GivenUp(next)) continue;
      busy[next] = true;
    }
    v1::AppendStreamRequest request;
    *request.mutable_append() = cases.at(next).Next(shape.events_per_request);
    {
      absl::MutexLock lock(&mutex);
      Began(request.append());
      sent[request.append().request_id()] = {next, absl::Now(), shape.events_per_request};
    }
    if (!stream->Write(request)) break;
  }
  stream->WritesDone();
  reader.join();
  if (!stream->Finish().ok()) ++result.failures;
  Finish(start, result);
  result.events = (result.requests - result.failures) * shape.events_per_request;
  return result;
}

absl::StatusOr<absl::Duration> MixClient::AppendOne(CaseSet& cases, size_t index, Writing writing) {
  if (cases.GivenUp(index)) return absl::FailedPreconditionError("the case was given up");
  const v1::AppendRequest request = cases.at(index).Next(1, writing);
  grpc::ClientContext context;
  SignInNext(context);
  v1::AppendResponse response;
  const absl::Time began = absl::Now();
  const grpc::Status status = cases_stub_->Append(&context, request, &response);
  const absl::Duration took = absl::Now() - began;
  Began(request);
  if (!status.ok()) {
    Refused(cases, index, request, status);
    return absl::AbortedError(status.error_message());
  }
  cases.at(index).Learn(response);
  last_position_ = response.first_position();
  return took;
}

LoadResult MixClient::Call(const std::vector<RawRequest>& requests, size_t in_flight, absl::Duration duration) {
  const absl::Time end = absl::Now() + duration;
  // Each slot sends at least one.
  return CallWhile(requests, in_flight, [&](size_t index) { return index < in_flight || absl::Now() < end; });
}

LoadResult MixClient::CallEachOnce(const std::vector<RawRequest>& requests, size_t in_flight) {
  return CallWhile(requests, in_flight, [&](size_t index) { return index < requests.size(); });
}

LoadResult MixClient::CallWhile(const std::vector<RawRequest>& requests, size_t in_flight,
                                const std::function<bool(size_t index)>& more) {
  struct RawSlot {
    grpc::ByteBuffer request;
    grpc::ByteBuffer response;
    std::unique_ptr<grpc::ClientContext> context;
    absl::Time began;
    size_t index = 0;
  };
  LoadResult result;
  absl::Mutex mutex;
  size_t running = in_flight;
  std::vector<RawSlot> slots(in_flight);
  const absl::Time start = absl::Now();
  std::function<void(size_t)> begin = [&](size_t slot_index) {
    RawSlot& slot = slots[slot_index];
    const RawRequest& request = requests[slot.index % requests.size()];
    const grpc::Slice slice(request.bytes);
    slot.request = grpc::ByteBuffer(&slice, 1);
    slot.response.Clear();
    slot.context = std::make_unique<grpc::ClientContext>();
    SignInNext(*slot.context);
    slot.context->set_deadline(In(kCallLimit));
    if (request.echo_bytes > 0) slot.context->AddMetadata("echo-bytes", absl::StrCat(request.echo_bytes));
    slot.began = absl::Now();
    raw_stub_->UnaryCall(slot.context.get(), request.method, grpc::StubOptions(), &slot.request, &slot.response,
                         [&, slot_index](const grpc::Status& status) {
                           RawSlot& done = slots[slot_index];
                           const int64_t took = MicrosFrom(done.began);
                           done.index += in_flight;
                           {
                             absl::MutexLock lock(&mutex);
                             ++result.requests;
                             result.failures += status.ok() ? 0 : 1;
                             result.events += done.response.Length();
                             result.latencies_us.push_back(took);
                             if (!more(done.index)) {
                               --running;
                               return;
                             }
                           }
                           begin(slot_index);
                         });
  };
  for (size_t i = 0; i < slots.size(); ++i) {
    slots[i].index = i;
    if (more(i)) {
      begin(i);
      continue;
    }
    absl::MutexLock lock(&mutex);
    --running;
  }
  {
    absl::MutexLock lock(&mutex);
    mutex.Await(absl::Condition(
        +[](size_t* left) { return *left == 0; }, &running));
  }
  Finish(start, result);
  return result;
}

absl::StatusOr<size_t> MixClient::AnswerBytes(const RawRequest& request) {
  const LoadResult result = Call({request}, 1, absl::ZeroDuration());
  if (result.failures > 0) return absl::UnavailableError(absl::StrCat(request.method, " failed"));
  return result.events;
}

StreamResult MixClient::History(const std::string& case_id, absl::Duration limit) {
  StreamResult result;
  grpc::ClientContext context;
  SignInNext(context);
  context.set_deadline(In(limit));
  v1::GetHistoryRequest request;
  request.set_case_id(case_id);
  const absl::Time start = absl::Now();
  const auto reader = audit_stub_->GetHistory(&context, request);
  v1::GetHistoryResponse answer;
  while (reader->Read(&answer)) {
    ++result.messages;
    result.items += static_cast<uint64_t>(answer.rows_size());
    result.bytes += answer.ByteSizeLong();
  }
  const grpc::Status status = reader->Finish();
  result.elapsed = absl::Now() - start;
  result.in_time = status.error_code() != grpc::StatusCode::DEADLINE_EXCEEDED;
  if (!status.ok()) result.status = absl::UnavailableError(status.error_message());
  return result;
}

StreamResult MixClient::ReadAll(uint64_t entries, bool with_sentences) {
  StreamResult result;
  grpc::ClientContext context;
  SignInNext(context);
  v1::ReadEventsRequest request;
  request.set_position(0);
  request.set_limit(entries);
  request.set_with_sentences(with_sentences);
  const absl::Time start = absl::Now();
  const auto reader = audit_stub_->ReadEvents(&context, request);
  v1::ReadEventsResponse batch;
  while (reader->Read(&batch)) {
    ++result.messages;
    result.items += static_cast<uint64_t>(batch.entries_size());
  }
  const grpc::Status status = reader->Finish();
  result.elapsed = absl::Now() - start;
  if (!status.ok()) result.status = absl::UnavailableError(status.error_message());
  return result;
}

StreamResult MixClient::CatchUp(uint64_t entries, absl::Duration limit) {
  StreamResult result;
  grpc::ClientContext context;
  SignInNext(context);
  context.set_deadline(In(limit));
  const absl::Time start = absl::Now();
  const auto reader = court_stub_->Subscribe(&context, v1::SubscribeRequest());
  v1::SubscribeResponse batch;
  while (result.items < entries && reader->Read(&batch)) {
    ++result.messages;
    result.items += static_cast<uint64_t>(batch.entries_size());
  }
  result.elapsed = absl::Now() - start;
  context.TryCancel();
  reader->Finish();
  if (result.items < entries) result.status = absl::UnavailableError("the subscription ended early");
  return result;
}

LoadResult MixClient::Follow(CaseSet& cases, size_t times) {
  LoadResult result;
  if (!AppendOne(cases, 0).ok()) {
    result.failures = 1;
    return result;
  }
  grpc::ClientContext context;
  SignInNext(context);
  context.set_deadline(In(kCallLimit));
  v1::SubscribeRequest request;
  request.set_from_position(last_position_ + 1);
  const auto reader = court_stub_->Subscribe(&context, request);
  v1::SubscribeResponse batch;
  const absl::Time start = absl::Now();
  for (size_t i = 0; i < times; ++i) {
    const absl::Time began = absl::Now();
    if (!AppendOne(cases, i % cases.size()).ok()) continue;
    while (reader->Read(&batch) && batch.entries_size() == 0) {
    }
    ++result.requests;
    result.latencies_us.push_back(MicrosFrom(began));
  }
  context.TryCancel();
  reader->Finish();
  Finish(start, result);
  return result;
}

}  // namespace casejournal::services
