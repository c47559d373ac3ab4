// A simulated machine, and the lives of the process that runs on it: each ends by itself, or by a crash anywhere.
#ifndef CASEJOURNAL_TESTS_SIMULATION_MACHINE_H_
#define CASEJOURNAL_TESTS_SIMULATION_MACHINE_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "eventstore/event_log.h"
#include "tests/simulation/scheduler.h"
#include "tests/simulation/simulated_disk.h"
#include "tests/simulation/simulated_store.h"

namespace casejournal::simulation {

inline constexpr char kDirectory[] = "/simulated/journal";
inline constexpr int64_t kSecondNs = 1'000'000'000;

// What lasts over the lives of the process.
struct Machine {
  explicit Machine(uint64_t seed) : chance(seed) {}

  Chance chance;
  SimulatedDisk disk;
  SimulatedStores stores;
  Scheduler::Clocks clocks{.steady_ns = 1'000 * kSecondNs, .wall_ahead_ns = 1'800'000'000 * kSecondNs};
  bool clock_stepped = false;
  DiskFaults disk_faults;
  StoreFaults store_faults;
};

// One life. It runs in fibers, and is dropped where it is after a crash.
class Life {
 public:
  explicit Life(Machine& machine) : machine_(machine) {}
  virtual ~Life() = default;
  virtual void Run() = 0;

 protected:
  Machine& machine() const { return machine_; }
  Chance& chance() const { return Scheduler::Current()->chance(); }
  [[noreturn]] static void Fail(const std::string& why) { Scheduler::Current()->Fail(why); }

  // Nothing fails from now on.
  void Calm();
  void Trouble();
  bool is_calm() const { return calm_; }
  // Make the log if it is not there, and open it. Now and then calls fail meanwhile: then it may have to be done again.
  std::unique_ptr<eventstore::EventLog> OpenLog();
  // Whether the entry outlives the power.
  bool IsDurable(eventstore::Position position) const;
  static void Sleep(int64_t ns);
  // The disk is full for a while, and the clock steps.
  void MakeTrouble(eventstore::EventLog& log);

 private:
  absl::StatusOr<std::unique_ptr<eventstore::EventLog>> TryToOpenLog();

  Machine& machine_;
  bool calm_ = true;
};

struct WorldResult {
  std::string failure;  // empty: every promise was kept
  uint64_t steps = 0;
  uint64_t choices = 0;  // steps at which two threads or more could go on
  uint64_t trace = 0;    // equal for equal runs
  uint64_t lives = 0;
  uint64_t crashes = 0;
  uint64_t appends = 0;
  uint64_t acknowledged = 0;
  uint64_t unknown = 0;
  uint64_t entries = 0;

  void Add(const WorldResult& other);
};

// The seed of a run in which threads go on until they wait. A process makes it first: what is made once in a process,
// or in a thread of the machine, which fibers have in common, is then made without a change of fibers.
inline constexpr uint64_t kFirstSeed = 0;

// Run some lives, most of which end with a crash; the last does not. `process_ended` is called after each.
WorldResult RunLives(Machine& machine, uint64_t seed, absl::FunctionRef<std::unique_ptr<Life>()> next,
                     absl::FunctionRef<void()> process_ended);

}  // namespace casejournal::simulation

#endif  // CASEJOURNAL_TESTS_SIMULATION_MACHINE_H_
