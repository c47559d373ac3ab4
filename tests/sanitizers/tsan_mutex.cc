// Locks that the thread sanitizer can see. Debian's Abseil is compiled without it, so that the sanitizer would miss
// what absl::Mutex orders and report races where there are none. This file defines the same functions on top of
// pthread_mutex_t, whose calls the sanitizer intercepts. A program that links it uses these, and so do the libraries
// that the program loads. For the preset tsan only.
//
// A waiting thread evaluates its Condition itself, after each Unlock. Reader locks are exclusive: nothing here takes
// one, and gRPC does not need two at a time.
#include <pthread.h>
#include <sanitizer/tsan_interface.h>

#include <atomic>
#include <cerrno>
#include <cstdint>

#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace absl {
ABSL_NAMESPACE_BEGIN
namespace {

struct Lockable {
  pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
  pthread_cond_t unlocked = PTHREAD_COND_INITIALIZER;
  int waiting = 0;  // for a Condition; guarded by `mutex`
};

struct Signaled {
  pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
};

// Return what the only member of a Mutex or CondVar points to. Make it at the first use: a constructor writes 0, also
// one in a library.
template <typename T>
T& In(std::atomic<intptr_t>& word) {
  intptr_t held = word.load(std::memory_order_acquire);
  if (held == 0) {
    T* made = new T;
    if (word.compare_exchange_strong(held, reinterpret_cast<intptr_t>(made), std::memory_order_acq_rel)) return *made;
    delete made;
  }
  return *reinterpret_cast<T*>(held);
}

// Returns false after the deadline.
bool WaitOn(pthread_cond_t& changed, pthread_mutex_t& mutex, Time deadline) {
  if (deadline == InfiniteFuture()) return pthread_cond_wait(&changed, &mutex) == 0;
  const timespec until = ToTimespec(deadline);
  return pthread_cond_timedwait(&changed, &mutex, &until) != ETIMEDOUT;
}

void WakeWaiting(Lockable& lockable) {
  if (lockable.waiting > 0) pthread_cond_broadcast(&lockable.unlocked);
}

bool WaitFor(Lockable& lockable, const Condition& condition, Time deadline) {
  ++lockable.waiting;
  bool in_time = true;
  bool holds = condition.Eval();
  while (!holds && in_time) {
    in_time = WaitOn(lockable.unlocked, lockable.mutex, deadline);
    holds = condition.Eval();
  }
  --lockable.waiting;
  return holds;
}

}  // namespace

Mutex::~Mutex() {
  __tsan_mutex_destroy(this, __tsan_mutex_not_static);  // the constructor, which is inline, tells of this address
  const auto lockable = reinterpret_cast<Lockable*>(mu_.load(std::memory_order_acquire));
  if (lockable == nullptr) return;
  pthread_cond_destroy(&lockable->unlocked);
  pthread_mutex_destroy(&lockable->mutex);
  delete lockable;
}

void Mutex::Lock() { pthread_mutex_lock(&In<Lockable>(mu_).mutex); }
bool Mutex::TryLock() { return pthread_mutex_trylock(&In<Lockable>(mu_).mutex) == 0; }
void Mutex::Unlock() {
  Lockable& lockable = In<Lockable>(mu_);
  WakeWaiting(lockable);
  pthread_mutex_unlock(&lockable.mutex);
}
void Mutex::ReaderLock() { Lock(); }
bool Mutex::ReaderTryLock() { return TryLock(); }
void Mutex::ReaderUnlock() { Unlock(); }

void Mutex::Await(const Condition& cond) { AwaitWithDeadline(cond, InfiniteFuture()); }
bool Mutex::AwaitWithTimeout(const Condition& cond, Duration timeout) {
  return AwaitWithDeadline(cond, Now() + timeout);
}
bool Mutex::AwaitWithDeadline(const Condition& cond, Time deadline) {
  Lockable& lockable = In<Lockable>(mu_);
  if (cond.Eval()) return true;
  WakeWaiting(lockable);  // to wait is to unlock
  return WaitFor(lockable, cond, deadline);
}

void Mutex::LockWhen(const Condition& cond) { LockWhenWithDeadline(cond, InfiniteFuture()); }
bool Mutex::LockWhenWithTimeout(const Condition& cond, Duration timeout) {
  return LockWhenWithDeadline(cond, Now() + timeout);
}
bool Mutex::LockWhenWithDeadline(const Condition& cond, Time deadline) {
  Lock();
  return WaitFor(In<Lockable>(mu_), cond, deadline);
}
void Mutex::ReaderLockWhen(const Condition& cond) { LockWhen(cond); }
bool Mutex::ReaderLockWhenWithTimeout(const Condition& cond, Duration timeout) {
  return LockWhenWithTimeout(cond, timeout);
}
bool Mutex::ReaderLockWhenWithDeadline(const Condition& cond, Time deadline) {
  return LockWhenWithDeadline(cond, deadline);
}

// Abseil's own read the bits of its state, which is a pointer here.
void Mutex::AssertHeld() const {}
void Mutex::AssertReaderHeld() const {}
void Mutex::AssertNotHeld() const {}
void Mutex::ForgetDeadlockInfo() {}
void Mutex::EnableDebugLog(const char*) {}
void Mutex::EnableInvariantDebugging(void (*)(void*), void*) {}

CondVar::~CondVar() {
  const auto signaled = reinterpret_cast<Signaled*>(cv_.load(std::memory_order_acquire));
  if (signaled == nullptr) return;
  pthread_cond_destroy(&signaled->condition);
  delete signaled;
}

void CondVar::Wait(Mutex* mu) { WaitWithDeadline(mu, InfiniteFuture()); }
bool CondVar::WaitWithTimeout(Mutex* mu, Duration timeout) { return WaitWithDeadline(mu, Now() + timeout); }
bool CondVar::WaitWithDeadline(Mutex* mu, Time deadline) {
  Lockable& lockable = In<Lockable>(mu->mu_);
  WakeWaiting(lockable);
  return !WaitOn(In<Signaled>(cv_).condition, lockable.mutex, deadline);
}
void CondVar::Signal() { pthread_cond_signal(&In<Signaled>(cv_).condition); }
void CondVar::SignalAll() { pthread_cond_broadcast(&In<Signaled>(cv_).condition); }
void CondVar::EnableDebugLog(const char*) {}

// Abseil's own returns without a lock if it was notified before.
void Notification::Notify() {
  MutexLock lock(&mutex_);
  notified_yet_.store(true, std::memory_order_release);
}
void Notification::WaitForNotification() const { WaitForNotificationWithDeadline(InfiniteFuture()); }
bool Notification::WaitForNotificationWithTimeout(Duration timeout) const {
  return WaitForNotificationWithDeadline(Now() + timeout);
}
bool Notification::WaitForNotificationWithDeadline(Time deadline) const {
  const auto notified = [this] { return HasBeenNotified(); };
  const bool in_time = mutex_.LockWhenWithDeadline(Condition(&notified), deadline);
  mutex_.Unlock();
  return in_time;
}

ABSL_NAMESPACE_END
}  // namespace absl
