// Runs threads of the program as fibers, one at a time. At each lock, wait, file call, store call, and look at a clock,
// one seeded choice says who goes on. So a run is the same each time for the same seed, and many interleavings are
// tried in a short time. Time passes only in here.
#ifndef CASEJOURNAL_TESTS_SIMULATION_SCHEDULER_H_
#define CASEJOURNAL_TESTS_SIMULATION_SCHEDULER_H_

#include <ucontext.h>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"

namespace casejournal::simulation {

// A generator whose numbers are the same on every machine. The distributions of <random> are not.
class Chance {
 public:
  explicit Chance(uint64_t seed) : random_(seed) {}
  // Less than `limit`, which is not 0.
  uint64_t Below(uint64_t limit) { return random_() % limit; }
  bool OneIn(uint64_t times) { return Below(times) == 0; }

 private:
  std::mt19937_64 random_;
};

// How the next thread is chosen. Each finds other faults.
enum class Choosing {
  kUniform,     // any of those that can go on
  kStaying,     // mostly the same one
  kPriorities,  // the one with the highest priority, which it loses now and then (PCT)
};

struct Deadline {
  int64_t ns = 0;
  bool by_wall_clock = false;  // else by the steady clock
};

struct RunOptions {
  uint64_t seed = 0;
  std::optional<uint64_t> crash_at;  // the step at which everything stops, as if the power were cut
  uint64_t steps_max = 2'000'000;    // more is a failure: it does not end
  bool only_if_it_waits = false;     // a thread goes on until it waits
};

struct RunOutcome {
  std::string failure;  // empty: none
  bool crashed = false;
  uint64_t steps = 0;    // choices
  uint64_t choices = 0;  // those among two threads or more
  uint64_t trace = 0;    // of all choices: equal for equal runs
};

class Scheduler {
 public:
  explicit Scheduler(const RunOptions& options);
  ~Scheduler();
  Scheduler(const Scheduler&) = delete;
  Scheduler& operator=(const Scheduler&) = delete;

  // Run `body` in the first fiber until it returns, or until a failure or the crash, after which the fibers are dropped
  // where they are, with all that they hold.
  RunOutcome Run(std::function<void()> body);

  // The one that runs, or null outside of a fiber.
  static Scheduler* Current();

  // From here on, within a fiber.

  // Choose who goes on.
  void Step();
  // Wait until `ready`, which must only look, or until the deadline. Return whether it was ready.
  // It is looked at before anybody else runs, so that what made it ready is still there.
  bool WaitUntil(absl::FunctionRef<bool()> ready, std::optional<Deadline> deadline = std::nullopt);
  // End the run with this failure.
  [[noreturn]] void Fail(const std::string& why);
  // Start a fiber, and return its number, never 0.
  size_t Start(std::function<void()> body);
  void Join(size_t fiber);
  size_t running() const { return running_ + 1; }
  // No other scheduler of this process has it.
  uint64_t id() const { return id_; }

  // Locks are words, 0 if nobody holds them.
  using Word = std::atomic<intptr_t>;
  void Lock(Word& word);
  bool TryLock(Word& word);
  void Unlock(Word& word);
  // With the lock held: wait until `holds`, or until the deadline. Return whether it holds. As with Abseil, a thread
  // that unlocks evaluates it, and the thread that waits does so again when it has the lock.
  bool Await(Word& word, absl::FunctionRef<bool()> holds, std::optional<Deadline> deadline);

  int64_t steady_ns() const { return steady_ns_; }
  int64_t wall_ns() const { return steady_ns_ + wall_ahead_ns_; }
  void StepWallClock(int64_t by_ns) { wall_ahead_ns_ += by_ns; }
  // Whether threads are kept from running for seconds now and then, although they could.
  void AllowPauses(bool allow) { pauses_ = allow; }
  // Crash after so many more steps, unless no crash is to come in this run, or it comes before.
  void CrashWithin(uint64_t steps);
  Chance& chance() { return chance_; }

  // The clocks go on in the next run.
  struct Clocks {
    int64_t steady_ns = 0;
    int64_t wall_ahead_ns = 0;
  };
  void SetClocks(const Clocks& clocks);
  Clocks clocks() const { return {steady_ns_, wall_ahead_ns_}; }

 private:
  struct Fiber;
  struct Waiting {
    absl::FunctionRef<bool()> ready;
    std::optional<Deadline> deadline;
  };

  static void Enter();
  void Choose();
  int64_t SteadyOf(const Deadline& deadline) const {
    return deadline.by_wall_clock ? deadline.ns - wall_ahead_ns_ : deadline.ns;
  }
  bool IsOver(const std::optional<Deadline>& deadline) const { return deadline && SteadyOf(*deadline) <= steady_ns_; }
  bool CanGoOn(const Fiber& fiber) const;
  void EvaluateConditions(const Word& word);
  bool PassUntilSomebodyCanGoOn();
  size_t ChosenOf(const std::vector<size_t>& able);
  void SwitchTo(size_t fiber);
  [[noreturn]] void Leave();

  const uint64_t id_;
  const RunOptions options_;
  Chance chance_;
  Choosing choosing_;
  uint64_t stays_;
  std::vector<std::unique_ptr<Fiber>> fibers_;
  std::vector<size_t> able_;
  size_t running_ = 0;
  bool pauses_ = true;
  ucontext_t outside_;
  RunOutcome outcome_;
  std::optional<uint64_t> crash_at_;
  int64_t steady_ns_ = 1'000'000'000'000;
  int64_t wall_ahead_ns_ = 1'800'000'000'000'000'000;
};

}  // namespace casejournal::simulation

#endif  // CASEJOURNAL_TESTS_SIMULATION_SCHEDULER_H_
