#include "tests/simulation/scheduler.h"

#include <sys/mman.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <utility>

namespace casejournal::simulation {
namespace {

constexpr size_t kStackBytes = size_t{512} << 10;
constexpr size_t kGuardBytes = 4096;
constexpr int64_t kStepNsMax = 20'000;
constexpr int64_t kPauseNsMax = 2'000'000'000;
constexpr uint64_t kStepsBetweenPauses = 2'000;
constexpr uint64_t kStepsBetweenPriorities = 300;

Scheduler* current = nullptr;
uint64_t schedulers = 0;

// Stacks of fibers that have ended are used again.
class Stacks {
 public:
  char* Take() {
    if (free_.empty()) {
      void* const made =
          ::mmap(nullptr, kStackBytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
      if (made == MAP_FAILED || ::mprotect(made, kGuardBytes, PROT_NONE) != 0) std::abort();
      free_.push_back(static_cast<char*>(made));
    }
    char* const stack = free_.back();
    free_.pop_back();
    return stack;
  }
  void Give(char* stack) { free_.push_back(stack); }

 private:
  std::vector<char*> free_;
};

Stacks& AllStacks() {
  static Stacks stacks;
  return stacks;
}

}  // namespace

struct Scheduler::Fiber {
  ucontext_t context;
  char* stack = nullptr;
  std::function<void()> body;
  bool ended = false;
  uint64_t priority = 0;
  std::optional<Waiting> waiting;
  // Of a condition that waits for a lock.
  const Word* lock = nullptr;
  const absl::FunctionRef<bool()>* holds = nullptr;
  bool held = false;
};

Scheduler::Scheduler(const RunOptions& options)
    : id_(++schedulers), options_(options), chance_(options.seed), crash_at_(options.crash_at) {
  choosing_ = static_cast<Choosing>(chance_.Below(3));
  stays_ = uint64_t{2} << chance_.Below(5);
}

Scheduler::~Scheduler() {
  for (const std::unique_ptr<Fiber>& fiber : fibers_) AllStacks().Give(fiber->stack);
}

void Scheduler::SetClocks(const Clocks& clocks) {
  steady_ns_ = clocks.steady_ns;
  wall_ahead_ns_ = clocks.wall_ahead_ns;
}

Scheduler* Scheduler::Current() { return current; }

RunOutcome Scheduler::Run(std::function<void()> body) {
  Start([this, body = std::move(body)] {
    body();
    Leave();
  });
  running_ = 0;
  current = this;
  ::swapcontext(&outside_, &fibers_[0]->context);
  return outcome_;
}

void Scheduler::Enter() {
  Scheduler& scheduler = *current;
  Fiber& fiber = *scheduler.fibers_[scheduler.running_];
  fiber.body();
  fiber.ended = true;
  scheduler.Choose();
  std::abort();  // nobody chooses a fiber that has ended
}

void Scheduler::Leave() {
  current = nullptr;
  ::setcontext(&outside_);
  std::abort();
}

void Scheduler::Fail(const std::string& why) {
  outcome_.failure = why;
  Leave();
}

void Scheduler::CrashWithin(uint64_t steps) {
  if (crash_at_) crash_at_ = std::min(*crash_at_, outcome_.steps + steps);
}

size_t Scheduler::Start(std::function<void()> body) {
  auto fiber = std::make_unique<Fiber>();
  fiber->stack = AllStacks().Take();
  fiber->body = std::move(body);
  fiber->priority = 1000 + chance_.Below(1000);
  ::getcontext(&fiber->context);
  fiber->context.uc_stack.ss_sp = fiber->stack + kGuardBytes;
  fiber->context.uc_stack.ss_size = kStackBytes - kGuardBytes;
  fiber->context.uc_link = nullptr;
  ::makecontext(&fiber->context, &Scheduler::Enter, 0);
  fibers_.push_back(std::move(fiber));
  return fibers_.size();
}

void Scheduler::Join(size_t fiber) {
  const Fiber& joined = *fibers_.at(fiber - 1);
  WaitUntil([&] { return joined.ended; });
}

void Scheduler::Step() { Choose(); }

bool Scheduler::WaitUntil(absl::FunctionRef<bool()> ready, std::optional<Deadline> deadline) {
  Fiber& self = *fibers_[running_];
  self.waiting.emplace(Waiting{ready, deadline});
  Choose();
  self.waiting.reset();
  return ready();
}

void Scheduler::Lock(Word& word) {
  WaitUntil([&] { return word.load(std::memory_order_relaxed) == 0; });
  word.store(static_cast<intptr_t>(running()), std::memory_order_relaxed);
}

bool Scheduler::TryLock(Word& word) {
  Choose();
  if (word.load(std::memory_order_relaxed) != 0) return false;
  word.store(static_cast<intptr_t>(running()), std::memory_order_relaxed);
  return true;
}

void Scheduler::Unlock(Word& word) {
  EvaluateConditions(word);
  word.store(0, std::memory_order_relaxed);
  Choose();
}

bool Scheduler::Await(Word& word, absl::FunctionRef<bool()> holds, std::optional<Deadline> deadline) {
  while (!holds()) {
    if (IsOver(deadline)) return false;
    EvaluateConditions(word);
    Fiber& self = *fibers_[running_];
    self.lock = &word;
    self.holds = &holds;
    self.held = false;
    word.store(0, std::memory_order_relaxed);
    const auto ready = [&] { return word.load(std::memory_order_relaxed) == 0 && (self.held || IsOver(deadline)); };
    // After the deadline it still waits for the lock.
    if (!WaitUntil(ready, deadline)) WaitUntil(ready);
    self.lock = nullptr;
    self.holds = nullptr;
    word.store(static_cast<intptr_t>(running()), std::memory_order_relaxed);
  }
  return true;
}

void Scheduler::EvaluateConditions(const Word& word) {
  for (const std::unique_ptr<Fiber>& fiber : fibers_) {
    if (fiber->lock == &word && !fiber->held && (*fiber->holds)()) fiber->held = true;
  }
}

bool Scheduler::CanGoOn(const Fiber& fiber) const {
  if (fiber.ended) return false;
  return !fiber.waiting || fiber.waiting->ready() || IsOver(fiber.waiting->deadline);
}

// Return false if nobody ever can.
bool Scheduler::PassUntilSomebodyCanGoOn() {
  std::optional<int64_t> next;
  for (const std::unique_ptr<Fiber>& fiber : fibers_) {
    if (fiber->ended || !fiber->waiting || !fiber->waiting->deadline) continue;
    const int64_t at = SteadyOf(*fiber->waiting->deadline);
    if (!next || at < *next) next = at;
  }
  if (!next || *next <= steady_ns_) return false;
  steady_ns_ = *next;
  return true;
}

size_t Scheduler::ChosenOf(const std::vector<size_t>& able) {
  const bool can_stay = std::find(able.begin(), able.end(), running_) != able.end();
  if (can_stay && options_.only_if_it_waits) return running_;
  if (choosing_ == Choosing::kPriorities) {
    if (chance_.OneIn(kStepsBetweenPriorities)) fibers_[running_]->priority = chance_.Below(1000);
    return *std::max_element(able.begin(), able.end(), [this](size_t one, size_t other) {
      return fibers_[one]->priority < fibers_[other]->priority;
    });
  }
  if (choosing_ == Choosing::kStaying && can_stay && !chance_.OneIn(stays_)) return running_;
  return able[chance_.Below(able.size())];
}

void Scheduler::Choose() {
  ++outcome_.steps;
  if (crash_at_ && outcome_.steps >= *crash_at_) {
    outcome_.crashed = true;
    Leave();
  }
  if (outcome_.steps > options_.steps_max) Fail("it does not end");
  steady_ns_ += static_cast<int64_t>(chance_.Below(kStepNsMax));
  if (chance_.OneIn(kStepsBetweenPauses) && pauses_) steady_ns_ += static_cast<int64_t>(chance_.Below(kPauseNsMax));
  do {
    able_.clear();
    for (size_t i = 0; i < fibers_.size(); ++i) {
      if (CanGoOn(*fibers_[i])) able_.push_back(i);
    }
  } while (able_.empty() && PassUntilSomebodyCanGoOn());
  if (able_.empty()) Fail("deadlock: every thread waits");
  if (able_.size() > 1) ++outcome_.choices;
  const size_t chosen = able_.size() == 1 ? able_.front() : ChosenOf(able_);
  outcome_.trace = (outcome_.trace ^ (chosen + 1)) * 1099511628211U;
  SwitchTo(chosen);
}

void Scheduler::SwitchTo(size_t fiber) {
  if (fiber == running_) return;
  Fiber& from = *fibers_[running_];
  running_ = fiber;
  ::swapcontext(&from.context, &fibers_[fiber]->context);
}

}  // namespace casejournal::simulation
