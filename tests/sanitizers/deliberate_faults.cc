// Makes the fault that its argument names, so that deploy/check-sanitizers can show that each sanitizer reports it. The
// rest of the names make no fault: what the sanitizer must not report.
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <memory>
#include <string_view>
#include <thread>
#include <vector>

#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"

namespace {

constexpr int kTurns = 1000;

template <typename Function>
void InTwoThreads(Function function) {
  std::thread other(function);
  function();
  other.join();
}

// Two threads, and nothing that orders them.
void Race() {
  int count = 0;
  InTwoThreads([&] {
    for (int i = 0; i < kTurns; ++i) ++count;
  });
}

// A race of two threads that each hold a lock, but not the same.
void RaceWithTwoLocks() {
  int count = 0;
  absl::Mutex mutexes[2];
  std::atomic<int> threads = 0;
  InTwoThreads([&] {
    absl::Mutex& mutex = mutexes[threads++];
    for (int i = 0; i < kTurns; ++i) {
      absl::MutexLock lock(&mutex);
      ++count;
    }
  });
}

// Two locks that two threads take in different order, at different times.
void LockOrder() {
  absl::Mutex a;
  absl::Mutex b;
  const auto lock_both = [](absl::Mutex& first, absl::Mutex& second) {
    absl::MutexLock outer(&first);
    absl::MutexLock inner(&second);
  };
  std::thread([&] { lock_both(a, b); }).join();
  std::thread([&] { lock_both(b, a); }).join();
}

void Locked() {
  int count = 0;
  absl::Mutex mutex;
  InTwoThreads([&] {
    for (int i = 0; i < kTurns; ++i) {
      absl::MutexLock lock(&mutex);
      ++count;
    }
  });
}

// Each waits for the other by a Condition.
void Awaited() {
  int turn = 0;
  absl::Mutex mutex;
  std::atomic<int> threads = 0;
  InTwoThreads([&] {
    const int own = threads++;
    const auto is_own = [&] { return turn % 2 == own; };
    for (int i = 0; i < kTurns; ++i) {
      absl::MutexLock lock(&mutex);
      mutex.Await(absl::Condition(&is_own));
      ++turn;
    }
  });
}

void AwaitedInTime() {
  bool ready = false;
  absl::Mutex mutex;
  std::thread other([&] {
    absl::MutexLock lock(&mutex);
    ready = true;
  });
  {
    absl::MutexLock lock(&mutex);
    while (!mutex.AwaitWithTimeout(absl::Condition(&ready), absl::Milliseconds(1))) {
    }
    ready = false;
    if (mutex.AwaitWithDeadline(absl::Condition(&ready), absl::InfinitePast())) std::abort();
  }
  other.join();
}

// Each waits for the other by a condition variable.
void Signaled() {
  int turn = 0;
  absl::Mutex mutex;
  absl::CondVar turned;
  std::atomic<int> threads = 0;
  InTwoThreads([&] {
    const int own = threads++;
    for (int i = 0; i < kTurns; ++i) {
      absl::MutexLock lock(&mutex);
      while (turn % 2 != own) turned.Wait(&mutex);
      ++turn;
      turned.SignalAll();
    }
  });
}

void Notified() {
  for (int i = 0; i < kTurns / 10; ++i) {
    int value = 0;
    absl::Notification written;
    std::thread other([&] {
      value = 1;
      written.Notify();
    });
    if (i % 2 == 0) {
      while (!written.HasBeenNotified()) std::this_thread::yield();
    }
    written.WaitForNotification();
    value += 1;
    other.join();
  }
}

void UseAfterFree(int argc) {
  auto numbers = std::make_unique<std::vector<int>>(10, argc);
  const int* volatile first = numbers->data();  // volatile: the compiler would warn
  numbers.reset();
  std::printf("%d\n", *first);
}

void Overflow(int argc) {
  volatile int number = std::numeric_limits<int>::max();
  number = number + argc;
}

void Leak(int argc) {
  static std::unique_ptr<int> kept;
  kept = std::make_unique<int>(argc);
  kept.release();  // NOLINT(bugprone-unused-return-value)
}

}  // namespace

int main(int argc, char** argv) {
  const std::string_view name = argc == 2 ? argv[1] : "";
  if (name == "race") {
    Race();
  } else if (name == "race-with-two-locks") {
    RaceWithTwoLocks();
  } else if (name == "lock-order") {
    LockOrder();
  } else if (name == "use-after-free") {
    UseAfterFree(argc);
  } else if (name == "overflow") {
    Overflow(argc);
  } else if (name == "leak") {
    Leak(argc);
  } else if (name == "no-fault") {
    Locked();
    Awaited();
    AwaitedInTime();
    Signaled();
    Notified();
  } else {
    std::fprintf(stderr, "unknown fault: %s\n", argc == 2 ? argv[1] : "");
    return 2;
  }
  return 0;
}
