// Locks, threads, and clocks of the simulation. They have the names of those that the program uses, so that the linker
// takes these, and the program is the one that is shipped, not compiled anew. In a fiber they ask the scheduler;
// elsewhere they call what they stand for.
//
// Readers of an absl::Mutex exclude each other here. A Mutex whose word is 0 is free, here and in Abseil.
#include <dlfcn.h>
#include <pthread.h>
#include <time.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <vector>

#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "tests/simulation/scheduler.h"

namespace casejournal::simulation {
namespace {

// What another library defines under this name.
template <typename Function>
Function* Real(const char* name) {
  void* const found = ::dlsym(RTLD_NEXT, name);
  if (found == nullptr) {
    std::fprintf(stderr, "no library defines %s\n", name);
    std::abort();
  }
  return reinterpret_cast<Function*>(found);
}

std::optional<Deadline> DeadlineAt(absl::Time time) {
  constexpr int64_t kNever = int64_t{1} << 62;
  const int64_t ns = absl::ToUnixNanos(time);
  if (time == absl::InfiniteFuture() || ns >= kNever) return std::nullopt;
  return Deadline{.ns = ns, .by_wall_clock = true};
}

Deadline DeadlineAt(clockid_t clock, const timespec& time) {
  return {.ns = int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec, .by_wall_clock = clock == CLOCK_REALTIME};
}

// Both begin with zeros.
Scheduler::Word& WordOf(pthread_mutex_t* mutex) { return *reinterpret_cast<Scheduler::Word*>(mutex); }

struct Waiter {
  bool woken = false;
};

// By the address of the condition. Waiters of a run that was dropped are dropped with it.
struct Conditions {
  uint64_t of = 0;  // the id of the scheduler
  std::map<const pthread_cond_t*, std::vector<Waiter*>> waiters;
};

std::vector<Waiter*>& WaitersOf(const pthread_cond_t* condition) {
  static Conditions conditions;
  if (conditions.of != Scheduler::Current()->id()) {
    conditions.waiters.clear();
    conditions.of = Scheduler::Current()->id();
  }
  return conditions.waiters[condition];
}

int WaitOn(pthread_cond_t* condition, pthread_mutex_t* mutex, std::optional<Deadline> deadline) {
  Scheduler& scheduler = *Scheduler::Current();
  Waiter self;
  WaitersOf(condition).push_back(&self);
  scheduler.Unlock(WordOf(mutex));
  const bool woken = scheduler.WaitUntil([&] { return self.woken; }, deadline);
  std::erase(WaitersOf(condition), &self);
  scheduler.Lock(WordOf(mutex));
  return woken ? 0 : ETIMEDOUT;
}

void Wake(const pthread_cond_t* condition, bool all) {
  std::vector<Waiter*>& waiters = WaitersOf(condition);
  for (Waiter* const waiter : waiters) {
    if (waiter->woken) continue;
    waiter->woken = true;
    if (!all) break;
  }
  Scheduler::Current()->Step();
}

}  // namespace
}  // namespace casejournal::simulation

namespace absl {
ABSL_NAMESPACE_BEGIN

using casejournal::simulation::DeadlineAt;
using casejournal::simulation::Real;
using casejournal::simulation::Scheduler;

void Mutex::Lock() {
  if (Scheduler* const scheduler = Scheduler::Current()) return scheduler->Lock(mu_);
  static auto* const real = Real<void(Mutex*)>("_ZN4absl7debian35Mutex4LockEv");
  real(this);
}
bool Mutex::TryLock() {
  if (Scheduler* const scheduler = Scheduler::Current()) return scheduler->TryLock(mu_);
  static auto* const real = Real<bool(Mutex*)>("_ZN4absl7debian35Mutex7TryLockEv");
  return real(this);
}
void Mutex::Unlock() {
  if (Scheduler* const scheduler = Scheduler::Current()) return scheduler->Unlock(mu_);
  static auto* const real = Real<void(Mutex*)>("_ZN4absl7debian35Mutex6UnlockEv");
  real(this);
}
void Mutex::ReaderLock() {
  if (Scheduler* const scheduler = Scheduler::Current()) return scheduler->Lock(mu_);
  static auto* const real = Real<void(Mutex*)>("_ZN4absl7debian35Mutex10ReaderLockEv");
  real(this);
}
void Mutex::ReaderUnlock() {
  if (Scheduler* const scheduler = Scheduler::Current()) return scheduler->Unlock(mu_);
  static auto* const real = Real<void(Mutex*)>("_ZN4absl7debian35Mutex12ReaderUnlockEv");
  real(this);
}

void Mutex::Await(const Condition& cond) {
  if (Scheduler* const scheduler = Scheduler::Current()) {
    scheduler->Await(
        mu_, [&] { return cond.Eval(); }, std::nullopt);
    return;
  }
  static auto* const real = Real<void(Mutex*, const Condition&)>("_ZN4absl7debian35Mutex5AwaitERKNS0_9ConditionE");
  real(this, cond);
}
bool Mutex::AwaitWithTimeout(const Condition& cond, Duration timeout) {
  if (Scheduler::Current() != nullptr) return AwaitWithDeadline(cond, Now() + timeout);
  static auto* const real = Real<bool(Mutex*, const Condition&, Duration)>(
      "_ZN4absl7debian35Mutex16AwaitWithTimeoutERKNS0_9ConditionENS0_8DurationE");
  return real(this, cond, timeout);
}
bool Mutex::AwaitWithDeadline(const Condition& cond, Time deadline) {
  if (Scheduler* const scheduler = Scheduler::Current()) {
    return scheduler->Await(
        mu_, [&] { return cond.Eval(); }, DeadlineAt(deadline));
  }
  static auto* const real = Real<bool(Mutex*, const Condition&, Time)>(
      "_ZN4absl7debian35Mutex17AwaitWithDeadlineERKNS0_9ConditionENS0_4TimeE");
  return real(this, cond, deadline);
}

void Mutex::LockWhen(const Condition& cond) {
  if (Scheduler::Current() != nullptr) {
    Lock();
    return Await(cond);
  }
  static auto* const real = Real<void(Mutex*, const Condition&)>("_ZN4absl7debian35Mutex8LockWhenERKNS0_9ConditionE");
  real(this, cond);
}
bool Mutex::LockWhenWithTimeout(const Condition& cond, Duration timeout) {
  if (Scheduler::Current() != nullptr) return LockWhenWithDeadline(cond, Now() + timeout);
  static auto* const real = Real<bool(Mutex*, const Condition&, Duration)>(
      "_ZN4absl7debian35Mutex19LockWhenWithTimeoutERKNS0_9ConditionENS0_8DurationE");
  return real(this, cond, timeout);
}
bool Mutex::LockWhenWithDeadline(const Condition& cond, Time deadline) {
  if (Scheduler::Current() != nullptr) {
    Lock();
    return AwaitWithDeadline(cond, deadline);
  }
  static auto* const real = Real<bool(Mutex*, const Condition&, Time)>(
      "_ZN4absl7debian35Mutex20LockWhenWithDeadlineERKNS0_9ConditionENS0_4TimeE");
  return real(this, cond, deadline);
}

// Abseil's own read the bits of its state.
void Mutex::AssertHeld() const {
  if (Scheduler::Current() != nullptr) return;
  static auto* const real = Real<void(const Mutex*)>("_ZNK4absl7debian35Mutex10AssertHeldEv");
  real(this);
}
void Mutex::AssertReaderHeld() const {
  if (Scheduler::Current() != nullptr) return;
  static auto* const real = Real<void(const Mutex*)>("_ZNK4absl7debian35Mutex16AssertReaderHeldEv");
  real(this);
}

// Abseil's own holds a lock while it asks for the time.
Time Now() {
  if (Scheduler* const scheduler = Scheduler::Current()) {
    scheduler->Step();
    return FromUnixNanos(scheduler->wall_ns());
  }
  static auto* const real = Real<Time()>("_ZN4absl7debian33NowEv");
  return real();
}
int64_t GetCurrentTimeNanos() {
  if (Scheduler::Current() != nullptr) return ToUnixNanos(Now());
  static auto* const real = Real<int64_t()>("_ZN4absl7debian319GetCurrentTimeNanosEv");
  return real();
}

ABSL_NAMESPACE_END
}  // namespace absl

namespace simulation = casejournal::simulation;

extern "C" {

int pthread_mutex_lock(pthread_mutex_t* mutex) noexcept {
  if (simulation::Scheduler* const scheduler = simulation::Scheduler::Current()) {
    scheduler->Lock(simulation::WordOf(mutex));
    return 0;
  }
  static auto* const real = simulation::Real<int(pthread_mutex_t*)>("pthread_mutex_lock");
  return real(mutex);
}

int pthread_mutex_trylock(pthread_mutex_t* mutex) noexcept {
  if (simulation::Scheduler* const scheduler = simulation::Scheduler::Current()) {
    return scheduler->TryLock(simulation::WordOf(mutex)) ? 0 : EBUSY;
  }
  static auto* const real = simulation::Real<int(pthread_mutex_t*)>("pthread_mutex_trylock");
  return real(mutex);
}

int pthread_mutex_unlock(pthread_mutex_t* mutex) noexcept {
  if (simulation::Scheduler* const scheduler = simulation::Scheduler::Current()) {
    scheduler->Unlock(simulation::WordOf(mutex));
    return 0;
  }
  static auto* const real = simulation::Real<int(pthread_mutex_t*)>("pthread_mutex_unlock");
  return real(mutex);
}

int pthread_cond_wait(pthread_cond_t* condition, pthread_mutex_t* mutex) {
  if (simulation::Scheduler::Current() != nullptr) return simulation::WaitOn(condition, mutex, std::nullopt);
  static auto* const real = simulation::Real<int(pthread_cond_t*, pthread_mutex_t*)>("pthread_cond_wait");
  return real(condition, mutex);
}

int pthread_cond_timedwait(pthread_cond_t* condition, pthread_mutex_t* mutex, const timespec* until) {
  if (simulation::Scheduler::Current() != nullptr) {
    return simulation::WaitOn(condition, mutex, simulation::DeadlineAt(CLOCK_REALTIME, *until));
  }
  static auto* const real =
      simulation::Real<int(pthread_cond_t*, pthread_mutex_t*, const timespec*)>("pthread_cond_timedwait");
  return real(condition, mutex, until);
}

int pthread_cond_clockwait(pthread_cond_t* condition, pthread_mutex_t* mutex, clockid_t clock, const timespec* until) {
  if (simulation::Scheduler::Current() != nullptr) {
    return simulation::WaitOn(condition, mutex, simulation::DeadlineAt(clock, *until));
  }
  static auto* const real =
      simulation::Real<int(pthread_cond_t*, pthread_mutex_t*, clockid_t, const timespec*)>("pthread_cond_clockwait");
  return real(condition, mutex, clock, until);
}

int pthread_cond_signal(pthread_cond_t* condition) noexcept {
  if (simulation::Scheduler::Current() != nullptr) {
    simulation::Wake(condition, false);
    return 0;
  }
  static auto* const real = simulation::Real<int(pthread_cond_t*)>("pthread_cond_signal");
  return real(condition);
}

int pthread_cond_broadcast(pthread_cond_t* condition) noexcept {
  if (simulation::Scheduler::Current() != nullptr) {
    simulation::Wake(condition, true);
    return 0;
  }
  static auto* const real = simulation::Real<int(pthread_cond_t*)>("pthread_cond_broadcast");
  return real(condition);
}

int pthread_create(pthread_t* thread, const pthread_attr_t* attributes, void* (*body)(void*), void* given) noexcept {
  if (simulation::Scheduler* const scheduler = simulation::Scheduler::Current()) {
    *thread = scheduler->Start([body, given] { body(given); });
    scheduler->Step();
    return 0;
  }
  static auto* const real =
      simulation::Real<int(pthread_t*, const pthread_attr_t*, void* (*)(void*), void*)>("pthread_create");
  return real(thread, attributes, body, given);
}

int pthread_join(pthread_t thread, void** result) {
  if (simulation::Scheduler* const scheduler = simulation::Scheduler::Current()) {
    scheduler->Join(thread);
    return 0;
  }
  static auto* const real = simulation::Real<int(pthread_t, void**)>("pthread_join");
  return real(thread, result);
}

// The C++ library says in variables of the thread what is to be done once, so nobody else may run before that begins.
int pthread_once(pthread_once_t* once, void (*body)()) {
  constexpr int kUnderWay = 1;
  constexpr int kDone = 2;
  if (simulation::Scheduler* const scheduler = simulation::Scheduler::Current()) {
    if (*once == 0) {
      *once = kUnderWay;
      body();
      *once = kDone;
    } else if (*once != kDone) {
      scheduler->WaitUntil([&] { return *once == kDone; });
    }
    return 0;
  }
  static auto* const real = simulation::Real<int(pthread_once_t*, void (*)())>("pthread_once");
  return real(once, body);
}

int clock_gettime(clockid_t clock, timespec* now) noexcept {
  if (simulation::Scheduler* const scheduler = simulation::Scheduler::Current()) {
    scheduler->Step();
    const int64_t ns = clock == CLOCK_REALTIME ? scheduler->wall_ns() : scheduler->steady_ns();
    now->tv_sec = ns / 1'000'000'000;
    now->tv_nsec = ns % 1'000'000'000;
    return 0;
  }
  static auto* const real = simulation::Real<int(clockid_t, timespec*)>("clock_gettime");
  return real(clock, now);
}

}  // extern "C"
