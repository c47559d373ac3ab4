// Load on a server over gRPC: what is sent, how many requests at once, and how long each took.
#ifndef CASEJOURNAL_TESTS_BENCH_LOAD_H_
#define CASEJOURNAL_TESTS_BENCH_LOAD_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "casejournal/v1/audit_service.grpc.pb.h"
#include "casejournal/v1/case_service.grpc.pb.h"
#include "tests/bench/bench_target.h"

namespace casejournal::services {

// The result of one measurement.
struct LoadResult {
  uint64_t requests = 0;
  uint64_t events = 0;
  uint64_t failures = 0;
  absl::Duration elapsed;
  absl::Duration server_cpu;          // processor time of the server, if it was measured
  std::vector<int64_t> latencies_us;  // sorted; one per request

  double EventsPerSecond() const { return static_cast<double>(events) / absl::ToDoubleSeconds(elapsed); }
  double ServerCpuUsPerRequest() const {
    return absl::ToDoubleMicroseconds(server_cpu) / static_cast<double>(requests);
  }
  double RequestsPerSecond() const { return static_cast<double>(requests) / absl::ToDoubleSeconds(elapsed); }
  // `quantile` is in [0, 1]. Return 0 if nothing was measured.
  int64_t LatencyUs(double quantile) const;
  // Add the result of another turn of the same measurement.
  void Add(const LoadResult& turn);
};

struct LoadShape {
  size_t in_flight = 1;
  size_t events_per_request = 1;
  absl::Duration duration;
};

// A client with cases of its own: each request appends case notes of 600 bytes, at an exact revision, to the next of
// its cases. Not for concurrent use.
class Load {
 public:
  Load(BenchTarget target, size_t cases);
  Load(const std::string& address, size_t cases) : Load(BenchTarget{.address = address}, cases) {}

  // Open the cases. Return the number of cases that could not be opened.
  uint64_t OpenCases();
  // Append by unary calls.
  LoadResult Append(const LoadShape& shape);
  // Append by one bidirectional stream with a window of `in_flight`.
  LoadResult AppendStream(const LoadShape& shape);
  // Read all entries from position 0.
  LoadResult ReadAll();

  // Return the number of bytes sent for one request with one event.
  size_t RequestBytes() const;

 private:
  struct Case {
    std::string id;
    uint64_t next_revision = 0;
  };
  v1::AppendRequest NextRequest(size_t case_index, size_t events) const;

  const BenchTarget target_;
  std::atomic<size_t> calls_ = 0;  // so far
  std::unique_ptr<v1::CaseService::Stub> cases_stub_;
  std::unique_ptr<v1::AuditService::Stub> audit_stub_;
  std::vector<Case> cases_;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_TESTS_BENCH_LOAD_H_
