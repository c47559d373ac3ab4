#include "tests/bench/stores/store_load.h"

#include <poll.h>

#include <algorithm>
#include <deque>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

namespace casejournal::services {
namespace {

constexpr int kPollMillis = 5000;

}  // namespace

struct StoreLoad::Open {
  std::unique_ptr<StoreConnection> connection;
  std::deque<absl::Time> sent;  // when each outstanding request was sent
};

StoreLoad::StoreLoad(StoreConnect connect, size_t streams, std::vector<std::string> payloads)
    : connect_(std::move(connect)), payloads_(std::move(payloads)), versions_(streams, 1) {}

StoreLoad::~StoreLoad() = default;

absl::Status StoreLoad::ConnectUpTo(size_t connections) {
  while (connections_.size() < connections) {
    absl::StatusOr<std::unique_ptr<StoreConnection>> opened = connect_();
    if (!opened.ok()) return opened.status();
    connections_.push_back(std::make_unique<Open>());
    connections_.back()->connection = *std::move(opened);
  }
  return absl::OkStatus();
}

absl::Status StoreLoad::SendNext(Open& open, size_t events) {
  std::vector<absl::string_view> payloads;
  for (size_t i = 0; i < events; ++i) payloads.push_back(payloads_[next_payload_++ % payloads_.size()]);
  const size_t stream = next_stream_++ % versions_.size();
  StoreAppend append{.stream = absl::StrCat("case-", stream), .version = versions_[stream], .payloads = payloads};
  versions_[stream] += events;
  open.sent.push_back(absl::Now());
  return open.connection->Send(append);
}

absl::StatusOr<LoadResult> StoreLoad::Append(const LoadShape& shape) {
  LoadResult result;
  const size_t used = std::min(shape.in_flight, kStoreConnectionsMax);
  if (absl::Status connected = ConnectUpTo(used); !connected.ok()) return connected;
  std::vector<pollfd> polled(used);
  const absl::Time start = absl::Now();
  for (size_t i = 0; i < shape.in_flight; ++i) {
    if (absl::Status sent = SendNext(*connections_[i % used], shape.events_per_request); !sent.ok()) return sent;
  }
  size_t outstanding = shape.in_flight;
  while (outstanding > 0) {
    for (size_t i = 0; i < used; ++i) {
      polled[i] = {.fd = connections_[i]->connection->descriptor(), .events = POLLIN, .revents = 0};
    }
    if (::poll(polled.data(), polled.size(), kPollMillis) <= 0) return absl::UnavailableError("no answer in time");
    for (size_t i = 0; i < used; ++i) {
      if (polled[i].revents == 0) continue;
      Open& open = *connections_[i];
      absl::StatusOr<StoreAnswers> answers = open.connection->Receive();
      if (!answers.ok()) return answers.status();
      result.failures += answers->refused;
      for (size_t done = 0; done < answers->complete; ++done) {
        result.latencies_us.push_back(absl::ToInt64Microseconds(absl::Now() - open.sent.front()));
        open.sent.pop_front();
        ++result.requests;
        --outstanding;
        if (absl::Now() - start >= shape.duration) continue;
        if (absl::Status sent = SendNext(open, shape.events_per_request); !sent.ok()) return sent;
        ++outstanding;
      }
    }
  }
  result.elapsed = absl::Now() - start;
  result.events = (result.requests - result.failures) * shape.events_per_request;
  std::sort(result.latencies_us.begin(), result.latencies_us.end());
  return result;
}

absl::StatusOr<absl::Duration> StoreLoad::AppendOne() {
  absl::StatusOr<LoadResult> one = Append({.in_flight = 1, .events_per_request = 1, .duration = absl::ZeroDuration()});
  if (!one.ok()) return one.status();
  return absl::Microseconds(one->LatencyUs(0.5));
}

}  // namespace casejournal::services
