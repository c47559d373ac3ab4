#include "projections/read_models/log_follower.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "eventstore/system/deadline.h"
#include "eventstore/system/thread_name.h"

namespace casejournal::projections {
namespace {

// Under load a case changes often, so its rows are made once for everything within this time. A caller that names a
// position does not wait for it.
constexpr absl::Duration kGather = absl::Milliseconds(25);
constexpr absl::Duration kGatherUnderLoad = absl::Seconds(1);
constexpr size_t kLoadEvents = 64;  // in one step
constexpr eventstore::Position kGatheredMax = 16384;
constexpr absl::Duration kLongestRest = absl::Seconds(1);

constexpr absl::Duration kFirstPause = absl::Milliseconds(100);
constexpr absl::Duration kLongestPause = absl::Seconds(30);

// An entry that this program does not know, and damage, are the same at the next try. Everything else may pass: a disk
// that is full or does not answer, and descriptors or memory that are used up.
bool MayPass(const absl::Status& error) { return !absl::IsUnimplemented(error) && !absl::IsDataLoss(error); }

}  // namespace

LogFollower::LogFollower(const eventstore::EventLog& log, std::string name, FollowStep step, FollowReport report,
                         ChangeSignal* changed, const absl::Status& begins)
    : log_(log),
      name_(std::move(name)),
      step_(std::move(step)),
      report_(std::move(report)),
      changed_(changed),
      pause_(kFirstPause) {
  if (!begins.ok() && !Fail(begins)) return;
  thread_ = std::thread([this] { Run(); });
}

LogFollower::~LogFollower() {
  stop_.Notify();
  Wake();
  if (thread_.joinable()) thread_.join();
}

void LogFollower::Wake() {
  retry_.Wake();
  rest_.Wake();
  log_.WakeWaiters();
}

void LogFollower::Run() {
  eventstore::NameThisThread(std::string(absl::StripPrefix(name_, "the ")));
  while (true) {
    const uint64_t wakes = log_.wakes();
    if (stop_.HasBeenNotified()) return;
    const absl::Time began = eventstore::SteadyNow();
    const absl::StatusOr<FollowedTo> step = step_(stop_);
    if (stop_.HasBeenNotified()) return;
    if (!step.ok()) {
      if (!Fail(step.status())) return;
      if (absl::IsAborted(step.status())) continue;
      retry_.Wait(pause_);
      pause_ = std::min(2 * pause_, kLongestPause);
      continue;
    }
    Advance(*step);
    if (step->rests) Rest(std::min(eventstore::SteadyNow() - began, kLongestRest));
    if (step->entries == 0 && !step->more) log_.WaitForSize(step->read + 1, step->until, wakes);
    Gather(*step);
  }
}

// A failure is over when everything is done that was there when it failed: reports would come in pairs if the steps
// before a bad place counted.
void LogFollower::Advance(const FollowedTo& step) {
  const bool failed = !status().ok();
  const bool over = failed && step.complete >= make_up_to_ && !step.more;
  if (over) {
    pause_ = kFirstPause;
    if (report_) report_(absl::OkStatus());
  }
  bool changed = over || step.entries > 0 || step.more;
  {
    absl::MutexLock lock(&mutex_);
    changed = changed || position_ != step.complete;
    position_ = step.complete;
    if (over) status_ = absl::OkStatus();
    if (over) anew_ = false;
  }
  if (changed) NotifyChanged();
}

// Return whether to try again.
bool LogFollower::Fail(const absl::Status& error) {
  const bool passing = MayPass(error);
  const bool anew = absl::IsAborted(error);
  const absl::Status failure =
      anew      ? absl::UnavailableError(error.message())
      : passing ? absl::UnavailableError(absl::StrCat(name_, " cannot be brought up to date now: ", error.message(),
                                                      "; the server tries again"))
                : absl::Status(error.code(), absl::StrCat(name_, " stopped: ", error.message()));
  const bool began = status().ok();
  make_up_to_ = std::max<eventstore::Position>(make_up_to_, log_.size());
  if (report_ && (began || !passing || anew)) report_(failure);
  {
    absl::MutexLock lock(&mutex_);
    status_ = failure;
    anew_ = anew;
    if (anew) position_ = 0;
  }
  NotifyChanged();
  return passing;
}

void LogFollower::NotifyChanged() const {
  if (changed_ != nullptr) changed_->Notify();
}

// Leave the processors to appends, but not while a caller waits.
void LogFollower::Rest(absl::Duration at_most) {
  const absl::Time end = eventstore::SteadyNow() + at_most;
  while (!IsWanted() && !stop_.HasBeenNotified()) {
    const absl::Duration left = end - eventstore::SteadyNow();
    if (left <= absl::ZeroDuration()) return;
    rest_.Wait(left);
  }
}

// Wait for a full step, but only while entries come, and not while a caller waits.
void LogFollower::Gather(const FollowedTo& step) {
  const absl::Time end = eventstore::SteadyNow() + (step.entries < kLoadEvents ? kGather : kGatherUnderLoad);
  eventstore::Position seen = log_.size();
  while (seen < step.read + kGatheredMax && !IsWanted() && !stop_.HasBeenNotified()) {
    const absl::Duration left = end - eventstore::SteadyNow();
    if (left <= absl::ZeroDuration()) return;
    // Who begins to wait meanwhile is seen above.
    if (rest_.Wait(std::min(left, kGather))) continue;
    if (log_.size() == std::exchange(seen, log_.size())) return;
  }
}

bool LogFollower::IsWanted() const {
  absl::MutexLock lock(&mutex_);
  return wanted_ > position_;
}

absl::Status LogFollower::WaitFor(eventstore::Position position, eventstore::Deadline deadline) const {
  // Not more than there is: a caller who waits for what nobody recorded yet must not end the gathering.
  const eventstore::Position recorded = std::min<eventstore::Position>(position, log_.size());
  {
    absl::MutexLock lock(&mutex_);
    if (status_.ok() && position_ >= position) return absl::OkStatus();
    if (!status_.ok() && (!anew_ || position_ >= position)) return status_;
    wanted_ = std::max(wanted_, recorded);
  }
  rest_.Wake();
  log_.WakeWaiters();
  absl::MutexLock lock(&mutex_);
  const auto decided = [this, position] {
    mutex_.AssertReaderHeld();
    return status_.ok() ? position_ >= position : !anew_;
  };
  const bool in_time = eventstore::AwaitUntil(mutex_, absl::Condition(&decided), deadline);
  if (!status_.ok()) return status_;
  if (in_time) return absl::OkStatus();
  return absl::DeadlineExceededError(
      absl::StrCat(name_, " reached position ", position_, " and has not reached ", position));
}

eventstore::Position LogFollower::position() const {
  absl::MutexLock lock(&mutex_);
  return position_;
}

absl::Status LogFollower::status() const {
  absl::MutexLock lock(&mutex_);
  return status_;
}

}  // namespace casejournal::projections
