// Appends of many callers that come at a rate, whether or not those before them are answered.
#ifndef CASEJOURNAL_TESTS_BENCH_OVERLOAD_OPEN_LOAD_H_
#define CASEJOURNAL_TESTS_BENCH_OVERLOAD_OPEN_LOAD_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "casejournal/v1/case_service.grpc.pb.h"
#include "casejournal/v1/court_service.grpc.pb.h"
#include "tests/bench/bench_target.h"

namespace casejournal::services {

struct OpenLoadShape {
  double per_second = 0;  // requests of all callers
  size_t events_per_request = 1;
  absl::Duration duration;
  absl::Duration deadline;  // of each request
};

struct OpenLoadResult {
  uint64_t sent = 0;
  uint64_t recorded = 0;                   // and answered before the deadline
  std::map<std::string, uint64_t> others;  // by the name of the status
  std::vector<uint64_t> of_callers;        // recorded, sorted
  std::vector<int64_t> latencies_us;       // of those that were recorded, sorted
  absl::Duration elapsed;

  double SentPerSecond() const { return static_cast<double>(sent) / absl::ToDoubleSeconds(elapsed); }
  double RecordedPerSecond() const { return static_cast<double>(recorded) / absl::ToDoubleSeconds(elapsed); }
};

// Callers with a connection and cases of their own. Not for concurrent use.
class OpenLoad {
 public:
  // `target` has the token of each caller.
  OpenLoad(const BenchTarget& target, size_t cases_of_each);
  ~OpenLoad();

  // Make each caller's connection to `address` from now on. No call may be under way.
  void ConnectTo(const std::string& address);
  // Open the cases. Return the number of cases that could not be opened.
  uint64_t OpenCases();
  // Send requests at a rate, one caller after the other, and wait for their ends.
  OpenLoadResult Send(const OpenLoadShape& shape);
  // Begin so many subscriptions, which wait for entries that never come. They last as long as this object. Return how
  // many ended after a second.
  uint64_t Subscribe(size_t count);

 private:
  class Waiting;
  struct Caller {
    std::string token;
    std::unique_ptr<v1::CaseService::Stub> cases;
    std::unique_ptr<v1::CourtService::Stub> court;
    std::vector<std::string> case_ids;
    size_t sent = 0;
  };
  static v1::AppendRequest Notes(Caller& caller, size_t events);

  const std::string authority_;
  std::vector<Caller> callers_;
  std::vector<std::unique_ptr<Waiting>> waiting_;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_TESTS_BENCH_OVERLOAD_OPEN_LOAD_H_
