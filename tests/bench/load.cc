#include "tests/bench/load.h"

#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <functional>
#include <thread>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "eventstore/records/stream_id.h"
#include "services/journal/journal.h"

namespace casejournal::services {
namespace {

constexpr size_t kNoteBytes = 600;
constexpr char kDay[] = "2024-05-06";
constexpr int kLoadMessageBytesMax = 16 << 20;

int64_t MicrosSince(absl::Time start) { return absl::ToInt64Microseconds(absl::Now() - start); }

// Makes one unary call after another, on cases of its own.
struct Slot {
  v1::AppendRequest request;
  v1::AppendResponse response;
  std::unique_ptr<grpc::ClientContext> context;
  absl::Time began;
  size_t case_index = 0;
};

}  // namespace

int64_t LoadResult::LatencyUs(double quantile) const {
  if (latencies_us.empty()) return 0;
  return latencies_us[std::min(latencies_us.size() - 1,
                               static_cast<size_t>(quantile * static_cast<double>(latencies_us.size())))];
}

void LoadResult::Add(const LoadResult& turn) {
  requests += turn.requests;
  events += turn.events;
  failures += turn.failures;
  elapsed += turn.elapsed;
  server_cpu += turn.server_cpu;
  const auto middle = latencies_us.insert(latencies_us.end(), turn.latencies_us.begin(), turn.latencies_us.end());
  std::inplace_merge(latencies_us.begin(), middle, latencies_us.end());
}

Load::Load(BenchTarget target, size_t cases)
    : target_(std::move(target)),
      cases_stub_(v1::CaseService::NewStub(ChannelTo(target_, kLoadMessageBytesMax))),
      audit_stub_(v1::AuditService::NewStub(ChannelTo(target_, kLoadMessageBytesMax))) {
  for (size_t i = 0; i < cases; ++i) cases_.push_back({.id = eventstore::Uuid::Random().ToString()});
}

v1::AppendRequest Load::NextRequest(size_t case_index, size_t events) const {
  const Case& target = cases_[case_index];
  v1::AppendRequest request;
  request.set_request_id(eventstore::Uuid::Random().ToString());
  v1::CaseAppend& part = *request.add_cases();
  part.set_case_id(target.id);
  if (target.next_revision == 0) {
    part.mutable_expected()->set_no_case(true);
  } else {
    part.mutable_expected()->set_exactly(target.next_revision - 1);
  }
  for (size_t i = 0; i < events; ++i) {
    event::v1::CaseEvent& event = *part.add_events();
    event.set_effective_on(kDay);
    event.set_late_reason("made for a measurement");
    if (target.next_revision == 0) {
      event.mutable_case_opened()->set_kind(event::v1::CASE_KIND_FAMILY);
      event.mutable_case_opened()->set_origin(event::v1::CASE_ORIGIN_REPORT);
      event.mutable_case_opened()->set_agency("Wren County Children Services (fictional)");
    } else {
      event.mutable_case_note_written()->set_occasion("measurement");
      event.mutable_case_note_written()->set_text(std::string(kNoteBytes, 'n'));
    }
  }
  return request;
}

size_t Load::RequestBytes() const { return NextRequest(0, 1).ByteSizeLong(); }

uint64_t Load::OpenCases() {
  uint64_t failed = 0;
  for (size_t i = 0; i < cases_.size(); ++i) {
    grpc::ClientContext context;
    SignIn(target_, calls_++, context);
    v1::AppendResponse response;
    if (cases_stub_->Append(&context, NextRequest(i, 1), &response).ok()) {
      cases_[i].next_revision = 1;
    } else {
      ++failed;
    }
  }
  return failed;
}

// Each slot owns the cases whose index equals its own modulo the number of slots, so that no two slots write to the
// same case.
LoadResult Load::Append(const LoadShape& shape) {
  LoadResult result;
  absl::Mutex mutex;
  size_t running = shape.in_flight;
  const absl::Time start = absl::Now();
  std::vector<Slot> slots(shape.in_flight);
  std::function<void(size_t)> begin = [&](size_t index) {
    Slot& slot = slots[index];
    slot.request = NextRequest(slot.case_index, shape.events_per_request);
    slot.context = std::make_unique<grpc::ClientContext>();
    SignIn(target_, calls_++, *slot.context);
    slot.began = absl::Now();
    cases_stub_->async()->Append(slot.context.get(), &slot.request, &slot.response, [&, index](grpc::Status status) {
      Slot& done = slots[index];
      const int64_t took = MicrosSince(done.began);
      if (status.ok()) cases_[done.case_index].next_revision += shape.events_per_request;
      done.case_index += shape.in_flight;
      if (done.case_index >= cases_.size()) done.case_index = index;
      {
        absl::MutexLock lock(&mutex);
        ++result.requests;
        result.failures += status.ok() ? 0 : 1;
        result.latencies_us.push_back(took);
        if (absl::Now() - start >= shape.duration) {
          --running;
          return;
        }
      }
      begin(index);
    });
  };
  for (size_t i = 0; i < slots.size(); ++i) {
    slots[i].case_index = i % cases_.size();
    begin(i);
  }
  absl::MutexLock lock(&mutex);
  mutex.Await(absl::Condition(
      +[](size_t* left) { return *left == 0; }, &running));
  result.elapsed = absl::Now() - start;
  result.events = (result.requests - result.failures) * shape.events_per_request;
  std::sort(result.latencies_us.begin(), result.latencies_us.end());
  return result;
}

LoadResult Load::AppendStream(const LoadShape& shape) {
  LoadResult result;
  grpc::ClientContext context;
  SignIn(target_, calls_++, context);
  const auto stream = cases_stub_->AppendStream(&context);
  absl::Mutex mutex;
  size_t in_flight = 0;
  absl::flat_hash_map<std::string, std::pair<size_t, absl::Time>> sent;  // by request id: case, when
  const absl::Time start = absl::Now();
  std::thread reader([&] {
    v1::AppendStreamResponse response;
    while (stream->Read(&response)) {
      absl::MutexLock lock(&mutex);
      const auto found = sent.find(response.request_id());
      ++result.requests;
      if (!response.has_appended()) ++result.failures;
      if (found != sent.end()) {
        result.latencies_us.push_back(MicrosSince(found->second.second));
        sent.erase(found);
      }
      --in_flight;
    }
  });
  size_t next_case = 0;
  while (absl::Now() - start < shape.duration) {
    // Cases are used in turn, and the next turn of a case comes long after its last answer.
    v1::AppendStreamRequest request;
    *request.mutable_append() = NextRequest(next_case, shape.events_per_request);
    cases_[next_case].next_revision += shape.events_per_request;
    {
      absl::MutexLock lock(&mutex);
      const auto room = [&] { return in_flight < shape.in_flight; };
      mutex.Await(absl::Condition(&room));
      ++in_flight;
      sent[request.append().request_id()] = {next_case, absl::Now()};
    }
    if (!stream->Write(request)) break;
    next_case = (next_case + 1) % cases_.size();
  }
  stream->WritesDone();
  reader.join();
  if (!stream->Finish().ok()) ++result.failures;
  result.elapsed = absl::Now() - start;
  result.events = (result.requests - result.failures) * shape.events_per_request;
  std::sort(result.latencies_us.begin(), result.latencies_us.end());
  return result;
}

LoadResult Load::ReadAll() {
  LoadResult result;
  grpc::ClientContext context;
  SignIn(target_, calls_++, context);
  v1::ReadEventsRequest request;
  request.set_position(0);
  const absl::Time start = absl::Now();
  const auto reader = audit_stub_->ReadEvents(&context, request);
  v1::ReadEventsResponse batch;
  while (reader->Read(&batch)) {
    ++result.requests;
    result.events += static_cast<uint64_t>(batch.entries_size());
  }
  if (!reader->Finish().ok()) ++result.failures;
  result.elapsed = absl::Now() - start;
  return result;
}

}  // namespace casejournal::services
