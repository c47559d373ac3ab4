#include "tests/simulation/machine.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "eventstore/storage/database.h"

namespace casejournal::simulation {
namespace {

using eventstore::EventLog;
using eventstore::EventLogOptions;

void ChooseFaults(Machine& machine) {
  machine.disk_faults = {.crash_soon_after_rename_one_in = machine.chance.OneIn(2) ? uint64_t{10} : uint64_t{0}};
  machine.store_faults = {};
  if (machine.chance.OneIn(2)) return;
  const uint64_t rarely = uint64_t{30} << machine.chance.Below(5);
  machine.disk_faults.write_one_in = machine.disk_faults.sync_one_in = machine.disk_faults.read_one_in = rarely;
  machine.store_faults = {.write_one_in = 2 * rarely, .read_one_in = 2 * rarely};
}

}  // namespace

void Life::Calm() {
  calm_ = true;
  machine_.disk.faults = {};
  machine_.stores.faults = {};
  machine_.disk.full = false;
}

void Life::Trouble() {
  calm_ = false;
  machine_.disk.faults = machine_.disk_faults;
  machine_.stores.faults = machine_.store_faults;
}

std::unique_ptr<EventLog> Life::OpenLog() {
  if (machine_.chance.OneIn(4)) {
    machine_.disk.faults = {.write_one_in = 100, .sync_one_in = 100, .read_one_in = 50};
    machine_.stores.faults = {.write_one_in = 50, .read_one_in = 50};
    absl::StatusOr<std::unique_ptr<EventLog>> log = TryToOpenLog();
    Calm();
    if (log.ok()) return *std::move(log);
    if (absl::IsDataLoss(log.status()))
      Fail(absl::StrCat("a call that failed is taken for a loss: ", log.status().ToString()));
  }
  absl::StatusOr<std::unique_ptr<EventLog>> log = TryToOpenLog();
  if (!log.ok()) Fail(absl::StrCat("it cannot be opened: ", log.status().ToString()));
  return *std::move(log);
}

absl::StatusOr<std::unique_ptr<EventLog>> Life::TryToOpenLog() {
  const absl::Status made = EventLog::Create(kDirectory, "journal.test/wren");
  if (!made.ok() && !absl::IsAlreadyExists(made)) return made;
  EventLogOptions options{.directory = kDirectory};
  options.queue_requests_max = machine_.chance.OneIn(3) ? 4 : 4096;
  options.disk_reserve_bytes = 1 << 20;
  options.clock_step_confirmed = machine_.clock_stepped;
  absl::StatusOr<std::unique_ptr<EventLog>> log = EventLog::Open(std::move(options));
  if (log.ok()) machine_.clock_stepped = false;
  return log;
}

bool Life::IsDurable(eventstore::Position position) const {
  return machine_.stores.IsDurable(absl::StrCat(kDirectory, "/log"), "log", eventstore::LogKey(position));
}

void Life::Sleep(int64_t ns) {
  Scheduler& scheduler = *Scheduler::Current();
  scheduler.WaitUntil([] { return false; }, Deadline{.ns = scheduler.steady_ns() + ns});
}

void Life::MakeTrouble(EventLog& log) {
  const uint64_t times = chance().Below(8);
  for (uint64_t i = 0; i < times; ++i) {
    Sleep(static_cast<int64_t>(chance().Below(kSecondNs)));
    if (chance().OneIn(6)) machine_.disk.full = !machine_.disk.full;
    if (chance().OneIn(10)) {
      Scheduler::Current()->StepWallClock((static_cast<int64_t>(chance().Below(7200)) - 3600) * kSecondNs);
      machine_.clock_stepped = true;
    }
    if (chance().OneIn(60)) log.StopWriting(absl::DataLossError("another history"));
  }
  machine_.disk.full = false;
}

void WorldResult::Add(const WorldResult& other) {
  steps += other.steps;
  choices += other.choices;
  lives += other.lives;
  crashes += other.crashes;
  appends += other.appends;
  acknowledged += other.acknowledged;
  unknown += other.unknown;
  entries += other.entries;
}

WorldResult RunLives(Machine& machine, uint64_t seed, absl::FunctionRef<std::unique_ptr<Life>()> next,
                     absl::FunctionRef<void()> process_ended) {
  WorldResult result;
  const uint64_t lives = 2 + machine.chance.Below(4);
  while (result.lives < lives && result.failure.empty()) {
    ++result.lives;
    ChooseFaults(machine);
    RunOptions options{.seed = seed * 1000 + result.lives,
                       .crash_at = std::nullopt,
                       .steps_max = 400'000,
                       .only_if_it_waits = seed == kFirstSeed};
    if (seed != kFirstSeed && result.lives < lives && !machine.chance.OneIn(4))
      options.crash_at = 1 + machine.chance.Below(4000);
    Scheduler scheduler(options);
    scheduler.SetClocks(machine.clocks);
    std::unique_ptr<Life> life = next();
    const RunOutcome outcome = scheduler.Run([&life] { life->Run(); });
    if (outcome.crashed || !outcome.failure.empty()) static_cast<void>(life.release());  // its threads are still in it
    machine.clocks = scheduler.clocks();
    result.steps += outcome.steps;
    result.choices += outcome.choices;
    result.trace = (result.trace ^ outcome.trace) * 1099511628211U;
    result.failure = outcome.failure;
    result.crashes += outcome.crashed ? 1 : 0;
    if (!outcome.crashed || machine.chance.OneIn(3)) {
      machine.stores.EndProcess(machine.chance);
      machine.disk.CloseAll();
    } else {
      machine.stores.CutPower(machine.chance);
      machine.disk.CutPower(machine.chance);
    }
    process_ended();
  }
  return result;
}

}  // namespace casejournal::simulation
