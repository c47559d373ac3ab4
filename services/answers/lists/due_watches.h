// Tells each watch of what is due what concerns it. One thread looks for all of them.
#ifndef CASEJOURNAL_SERVICES_ANSWERS_LISTS_DUE_WATCHES_H_
#define CASEJOURNAL_SERVICES_ANSWERS_LISTS_DUE_WATCHES_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "casejournal/v1/case_service.pb.h"
#include "eventstore/system/deadline.h"
#include "projections/read_models/change_signal.h"
#include "projections/read_models/due_keeper.h"
#include "projections/read_models/worker.h"
#include "services/journal/journal.h"

namespace casejournal::services {

// What watches read. All of it outlives them.
struct DueWatchSources {
  const Journal& journal;
  const projections::Worker& worker;
  const projections::DueKeeper& due;
  // Notified when `worker` or `due` changed, and when `stopping` was set.
  projections::ChangeSignal& changed;
  // Set when the server stops. Then all watches are woken.
  const std::atomic<bool>& stopping;
};

// Safe for concurrent use. Outlives its members.
class DueWatches {
 public:
  // What concerns a watch since it asked last.
  struct News {
    bool all = false;                // look at all of its cases: it is not known which changed
    std::set<std::string> case_ids;  // these changed
  };

  // What has read the log up to a position.
  enum class Reader { kReadModels, kDueList };

  // One watch. Not for concurrent use.
  class Member {
   public:
    // `wake` is called when there are news, on a new day, and when a reader fails or works again. It must not block and
    // must not use the member. It is called from another thread.
    Member(DueWatches& all, const v1::WatchWorkRequest& request, std::function<void()> wake);
    // After this, `wake` is not called any more.
    ~Member();
    Member(const Member&) = delete;
    Member& operator=(const Member&) = delete;

    // Take the news.
    News Take();
    // Also wake once when `reader` has `size` entries or fails, or at `until`. Replaces an earlier wait.
    void WakeAt(Reader reader, uint64_t size, eventstore::Deadline until);

   private:
    friend class DueWatches;
    struct Wait {
      Reader reader;
      uint64_t size;
      eventstore::Deadline until;
    };

    DueWatches& all_;
    const std::string key_;
    const std::function<void()> wake_;
    // Guarded by the mutex of all_.
    News news_;
    std::optional<Wait> wait_;
  };

  explicit DueWatches(DueWatchSources sources);
  ~DueWatches();

  const DueWatchSources& sources() const { return sources_; }

 private:
  void Run();
  bool Look();
  void Route(const projections::DueKeeper::ChangedCase& changed, std::set<Member*>& woken)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  bool IsOver(const Member::Wait& wait) const;

  const DueWatchSources sources_;
  // Used by the thread.
  uint64_t seen_ = 0;  // changes of the due list
  std::string day_;
  bool models_fail_ = false;

  absl::Mutex mutex_;
  std::set<Member*> members_ ABSL_GUARDED_BY(mutex_);
  std::map<std::string, std::set<Member*>> by_key_ ABSL_GUARDED_BY(mutex_);  // by whose cases they watch
  std::set<Member*> waiting_ ABSL_GUARDED_BY(mutex_);                        // those with a Wait
  bool ended_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ANSWERS_LISTS_DUE_WATCHES_H_
