// One caller at full speed, in a process of its own.
#ifndef CASEJOURNAL_TESTS_BENCH_ACCESS_FLOOD_H_
#define CASEJOURNAL_TESTS_BENCH_ACCESS_FLOOD_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tests/bench/bench_target.h"
#include "tests/bench/child_process.h"

namespace casejournal::services {

// What is asked again and again.
enum class FloodOf { kPlans, kNotes, kNotesInStream };

struct FloodPlan {
  FloodOf of = FloodOf::kPlans;
  std::string case_id;    // whose plan is asked for
  size_t echo_bytes = 0;  // the target is an echo, and answers with so many bytes; 0: it is a journal
};

// How many calls it made so far, and how many of them were not answered with OK.
struct FloodCounts {
  uint64_t calls = 0;
  uint64_t refused = 0;
};

// Start one. It calls with 64 requests in flight, sends the next one at once when one is answered or refused, and
// leaves the processors to everything else that needs them (nice 19), since such a caller has a machine of its own.
// `scratch` is for its files.
absl::StatusOr<std::unique_ptr<ChildProcess>> StartFlood(const BenchTarget& target, const FloodPlan& plan,
                                                         const std::string& scratch);

// The counts that the last flood with this `scratch` wrote.
FloodCounts CountsOfFlood(const std::string& scratch);

// Be such a process, until it is ended. `scratch` is that of StartFlood.
absl::Status BeFlood(const std::string& scratch);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_TESTS_BENCH_ACCESS_FLOOD_H_
