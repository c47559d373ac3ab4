// The records of the cases in use: loaded from the log once, then updated by each append.
#ifndef CASEJOURNAL_SERVICES_CASES_CASE_CACHE_H_
#define CASEJOURNAL_SERVICES_CASES_CASE_CACHE_H_

#include <atomic>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "casejournal/v1/case_service.pb.h"
#include "eventstore/event_log.h"
#include "projections/entries/label_set.h"
#include "projections/read_models/read_forward.h"
#include "projections/state/case_record.h"
#include "services/access/policy.h"

namespace casejournal::services {

// The plan of all that is known of a case, and which versions bind, as the bytes that an answer has.
struct WorkingPlan {
  std::string plan;                   // a v1::CasePlan
  std::vector<std::string> in_force;  // each a v1::InForce
};

// One case at one head. Immutable.
struct CaseAt {
  CaseAt(projections::CaseRecord record_at, const eventstore::StreamHead& head_at, uint32_t withheld_at = 0)
      : record(std::move(record_at)), head(head_at), withheld(withheld_at) {}
  // The case `before` with more entries: what they do not change is taken from there.
  CaseAt(projections::CaseRecord record_at, const eventstore::StreamHead& head_at, const CaseAt& before);
  CaseAt(const CaseAt&) = delete;
  CaseAt& operator=(const CaseAt&) = delete;

  // Made when it is first asked for, and kept. Safe for concurrent use: who asks while it is made waits.
  const WorkingPlan& working() const;
  // All labels that entries of it bear today. The same holds.
  projections::LabelSet labels() const;
  // What it says about who may see it. The same holds.
  const std::shared_ptr<const CaseAccess>& access() const;
  // How many bytes its plan had that was given to somebody: then all three are made. 0: it was given to nobody.
  size_t given_bytes() const { return given_bytes_; }

  struct Labels {
    projections::LabelSet all;
    // No EntryRestricted is about this revision or a later one.
    eventstore::Revision restricted_end = 0;
  };

  const projections::CaseRecord record;
  const eventstore::StreamHead head;
  // The number of entries of the case that are not in `record`, or not as they are, because its reader may not see
  // them (case_views.h). 0 in the case itself.
  const uint32_t withheld;

 private:
  mutable std::once_flag once_;
  mutable WorkingPlan working_;
  mutable std::atomic<size_t> given_bytes_ = 0;
  mutable std::once_flag labels_once_;
  mutable Labels labels_;
  mutable std::once_flag access_once_;
  mutable std::shared_ptr<const CaseAccess> access_;
};

// What a case says about who may see it.
CaseAccess AccessIn(const projections::CaseState& state);
inline CaseAccess AccessIn(const projections::CaseRecord& record) { return AccessIn(record.state()); }

// Safe for concurrent use. `log` must outlive it. Who needs a case that another thread is folding waits for it. Holds
// cases in about `bytes_max` bytes of memory, and evicts the least recently used first.
class CaseCache {
 public:
  CaseCache(const eventstore::EventLog& log, size_t bytes_max) : log_(log), bytes_max_(bytes_max) {}

  // Return the case with everything that was answered before this call. For writers: the sequencer detects stale heads.
  // A case that does not exist is a record without entries.
  //   kUnimplemented      an entry that this program does not know.
  //   kResourceExhausted  a case of more than projections::kCaseEntriesMax entries.
  //   kDataLoss           as EventLog::ReadStream.
  absl::StatusOr<std::shared_ptr<const CaseAt>> Load(const eventstore::Uuid& case_id) const;

  // The same, or null if entries would have to be folded for it.
  absl::StatusOr<std::shared_ptr<const CaseAt>> LoadFolded(const eventstore::Uuid& case_id) const;

  // Return the case with everything that is committed, answered or not. For readers. Errors as Load. Nothing is read
  // for a case that is held and did not change.
  absl::StatusOr<std::shared_ptr<const CaseAt>> LoadCommitted(const eventstore::Uuid& case_id) const;

  // The same as LoadCommitted, or null if this thread would have to read or fold for it, or to wait for another.
  std::shared_ptr<const CaseAt> CommittedAtHand(const eventstore::Uuid& case_id) const;

  // Read the head of a case, as is done for one that is not held. Whoever is refused a case that is held must not learn
  // that it is there, neither from the time nor from an error that the log gives.
  absl::Status ReadInVain(const eventstore::Uuid& case_id) const {
    return log_.Head(eventstore::StreamId::Case(case_id)).status();
  }

  // Return the record with at least the committed revision `at_least`, which an append may not have published yet.
  absl::StatusOr<projections::CaseRecord> RecordWith(const eventstore::Uuid& case_id,
                                                     eventstore::Revision at_least) const;

  // Keep `at`, unless a later head is held or may have been.
  void Publish(const eventstore::Uuid& case_id, std::shared_ptr<const CaseAt> at);

 private:
  struct Held {
    std::shared_ptr<const CaseAt> at;
    size_t bytes = 0;
    std::list<eventstore::Uuid>::iterator used;
  };

  // A case that a thread is folding.
  struct Folding {
    absl::Notification over;
    absl::Status outcome;  // since it is over
  };

  absl::StatusOr<std::shared_ptr<const CaseAt>> Current(const eventstore::Uuid& case_id) const;
  absl::StatusOr<std::shared_ptr<const CaseAt>> Fold(const eventstore::Uuid& case_id) const;
  std::shared_ptr<const CaseAt> Find(const eventstore::Uuid& case_id) const;
  void Hold(const eventstore::Uuid& case_id, std::shared_ptr<const CaseAt> at) const;

  const eventstore::EventLog& log_;
  const size_t bytes_max_;
  // What is held changes with each read, and what is answered does not.
  mutable absl::Mutex mutex_;
  mutable size_t bytes_ ABSL_GUARDED_BY(mutex_) = 0;
  mutable std::list<eventstore::Uuid> by_use_ ABSL_GUARDED_BY(mutex_);  // the last used in front
  // What was evicted had been read at this size of the log or before.
  mutable eventstore::Position evicted_until_ ABSL_GUARDED_BY(mutex_) = 0;
  mutable absl::flat_hash_map<eventstore::Uuid, Held> held_ ABSL_GUARDED_BY(mutex_);
  mutable absl::flat_hash_map<eventstore::Uuid, std::shared_ptr<Folding>> folding_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CASES_CASE_CACHE_H_
