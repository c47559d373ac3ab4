#include "services/answers/lists/due_watches.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "eventstore/system/deadline.h"
#include "eventstore/system/thread_name.h"
#include "services/answers/lists/due_items.h"

namespace casejournal::services {
namespace {

// A clock that is set, and a deadline that is over, are noticed after this time.
constexpr absl::Duration kLookAgain = absl::Seconds(1);

std::string StaffKey(absl::string_view subject) { return absl::StrCat("staff ", subject); }
std::string UnitKey(absl::string_view unit) { return absl::StrCat("unit ", unit); }

}  // namespace

DueWatches::Member::Member(DueWatches& all, const v1::WatchWorkRequest& request, std::function<void()> wake)
    : all_(all),
      key_(request.staff_subject().empty() ? UnitKey(request.unit()) : StaffKey(request.staff_subject())),
      wake_(std::move(wake)) {
  {
    absl::MutexLock lock(&all_.mutex_);
    all_.members_.insert(this);
    all_.by_key_[key_].insert(this);
  }
  all_.sources_.changed.Notify();
}

DueWatches::Member::~Member() {
  absl::MutexLock lock(&all_.mutex_);
  all_.members_.erase(this);
  all_.waiting_.erase(this);
  const auto same_key = all_.by_key_.find(key_);
  same_key->second.erase(this);
  if (same_key->second.empty()) all_.by_key_.erase(same_key);
}

DueWatches::News DueWatches::Member::Take() {
  absl::MutexLock lock(&all_.mutex_);
  return std::exchange(news_, {});
}

void DueWatches::Member::WakeAt(Reader reader, uint64_t size, eventstore::Deadline until) {
  {
    absl::MutexLock lock(&all_.mutex_);
    wait_.emplace(Wait{.reader = reader, .size = size, .until = until});
    all_.waiting_.insert(this);
  }
  all_.sources_.changed.Notify();
}

DueWatches::DueWatches(DueWatchSources sources) : sources_(sources), thread_([this] { Run(); }) {}

DueWatches::~DueWatches() {
  {
    absl::MutexLock lock(&mutex_);
    ended_ = true;
  }
  sources_.changed.Notify();
  thread_.join();
}

void DueWatches::Run() {
  eventstore::NameThisThread("due-watches");
  seen_ = sources_.due.changes();
  day_ = sources_.journal.Today();
  while (true) {
    const uint64_t changes = sources_.changed.count();
    {
      absl::MutexLock lock(&mutex_);
      if (ended_) return;
    }
    const bool watched = Look();
    sources_.changed.WaitFor(changes, watched ? eventstore::Deadline::In(kLookAgain) : eventstore::Deadline::Never());
  }
}

// Wake those whom something concerns. Return whether there are watches.
bool DueWatches::Look() {
  absl::MutexLock lock(&mutex_);
  if (members_.empty()) return false;
  const absl::StatusOr<projections::DueKeeper::Changes> changes =
      sources_.due.ChangedSince(seen_, eventstore::Deadline::Passed());
  const std::string today = sources_.journal.Today();
  const bool new_day = std::exchange(day_, today) != today;
  const bool models_fail = !sources_.worker.status().ok();
  const bool models_changed = std::exchange(models_fail_, models_fail) != models_fail;
  std::set<Member*> woken;
  if (sources_.stopping.load() || !changes.ok() || new_day || models_changed) woken = members_;
  if (changes.ok()) {
    seen_ = changes->seen;
    if (!changes->cases) {
      for (Member* const member : members_) member->news_.all = true;
      woken = members_;
    } else {
      for (const projections::DueKeeper::ChangedCase& each : *changes->cases) Route(each, woken);
    }
  }
  for (auto next = waiting_.begin(); next != waiting_.end();) {
    const auto each = next++;
    if (!IsOver(*(*each)->wait_)) continue;
    (*each)->wait_.reset();
    woken.insert(*each);
    waiting_.erase(each);
  }
  for (Member* const member : woken) member->wake_();
  return true;
}

void DueWatches::Route(const projections::DueKeeper::ChangedCase& changed, std::set<Member*>& woken) {
  const auto tell = [&](const std::string& key) {
    mutex_.AssertHeld();
    const auto found = by_key_.find(key);
    if (found == by_key_.end()) return;
    for (Member* const member : found->second) {
      News& news = member->news_;
      if (!news.all) news.case_ids.insert(changed.case_id);
      if (news.case_ids.size() > kCasesOfWorkerMax) news = {.all = true, .case_ids = {}};
      woken.insert(member);
    }
  };
  for (const std::string& subject : changed.staff_subjects) tell(StaffKey(subject));
  for (const std::string& unit : changed.units) tell(UnitKey(unit));
}

bool DueWatches::IsOver(const Member::Wait& wait) const {
  const bool of_list = wait.reader == Reader::kDueList;
  const eventstore::Position position = of_list ? sources_.due.position() : sources_.worker.position();
  const absl::Status status = of_list ? sources_.due.status() : sources_.worker.status();
  return position >= wait.size || !status.ok() || wait.until.IsOver();
}

}  // namespace casejournal::services
