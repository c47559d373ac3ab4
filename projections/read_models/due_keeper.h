// Keeps the due list up to date with the log, the law, and the passing days.
#ifndef CASEJOURNAL_PROJECTIONS_READ_MODELS_DUE_KEEPER_H_
#define CASEJOURNAL_PROJECTIONS_READ_MODELS_DUE_KEEPER_H_

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "casejournal/store/v1/due_case.pb.h"
#include "casejournal/v1/docket.pb.h"
#include "eventstore/event_log.h"
#include "eventstore/system/deadline.h"
#include "projections/law/law.h"
#include "projections/read_models/change_signal.h"
#include "projections/read_models/due_rows.h"
#include "projections/read_models/kept_dockets.h"
#include "projections/read_models/log_follower.h"
#include "projections/read_models/store/read_model_store.h"
#include "projections/read_models/worker.h"

namespace casejournal::projections {

// The directory of the rows, in a journal's directory. Disposable: missing rows are rebuilt.
std::string DueDirectory(const std::string& data_directory);

// Safe for concurrent use.
class DueKeeper {
 public:
  struct Sources {
    RecordSource in_use;   // for cases that just changed
    RecordSource at_rest;  // for cases that a new day reaches
    const RuleBook& rules;
    absl::TimeZone zone;
    std::function<int64_t()> now_us;
    // Approximate memory for the dockets of the cases that changed last, besides their entries.
    size_t docket_bytes = size_t{64} << 20;
  };
  // Starts at once, opens `store`, and puts away what is damaged or of another log (own_read_models.h). `changed` as in
  // LogFollower. `log`, `store`, `changed`, and what `sources` refers to must outlive it.
  DueKeeper(const eventstore::EventLog& log, ReadModelStore& store, Sources sources, FollowReport report = nullptr,
            ChangeSignal* changed = nullptr);
  ~DueKeeper();

  // As LogFollower: how far the list is. On a new day, it also begins that day, without waiting for it.
  absl::Status WaitFor(eventstore::Position position, eventstore::Deadline deadline) const;
  eventstore::Position position() const { return follower_.position(); }
  absl::Status status() const { return follower_.status(); }
  // The day of the list.
  std::string day() const;
  // Whether the findings of some cases are older than their dates. While many cases change at once, dates come first.
  bool findings_behind() const;

  // Return the row of a case, or nothing if nothing is or ever was due in it. With `frozen`, of store(): as of then.
  absl::StatusOr<std::optional<store::v1::DueCase>> CaseNamed(absl::string_view case_id,
                                                              const ReadModelStore::Frozen* frozen = nullptr) const;
  // Return the last entry that the row of a case includes; position 0 if there is no row.
  absl::StatusOr<store::v1::LastEntry> LastEntryOf(absl::string_view case_id,
                                                   const ReadModelStore::Frozen* frozen = nullptr) const;
  const ReadModelStore& store() const { return store_; }

  // A case whose row was computed again, and whom it concerns: the staff and the units that were responsible by the row
  // before, those that are now, and the staff whom items name.
  struct ChangedCase {
    std::string case_id;
    std::vector<std::string> staff_subjects;
    std::vector<std::string> units;
  };
  // Return which cases changed since `seen` changes, or nothing if that is too long ago, or rows were lost since. Wait
  // for a change, at most until the deadline. Errors as status().
  struct Changes {
    uint64_t seen = 0;
    std::optional<std::vector<ChangedCase>> cases;
  };
  absl::StatusOr<Changes> ChangedSince(uint64_t seen, eventstore::Deadline deadline) const;
  // The number of changes so far.
  uint64_t changes() const;

 private:
  // Entries or cases that a step has taken, or its error.
  using Taken = absl::StatusOr<size_t>;

  absl::StatusOr<FollowedTo> Step(const absl::Notification& stop);
  absl::StatusOr<FollowedTo> TakePart(const absl::Notification& stop);
  absl::Status Begin(const absl::Notification& stop);
  absl::StatusOr<bool> BeginDay();
  Taken TakeEntries(const absl::Notification& stop);
  Taken TakeCasesOfEarlierDays(const absl::Notification& stop);
  Taken TakeFindings(const absl::Notification& stop);
  absl::Status EndSweep();
  FollowedTo HowFar(size_t entries, bool more);
  std::string Today() const;
  eventstore::Deadline NextLook() const;
  void WakeOnNewDay() const;
  // What a renewed case changes.
  struct Renewed {
    DueChange rows;
    ChangedCase changed;
  };
  // A case, and the revision that it has at least.
  using Cases = std::vector<std::pair<eventstore::Uuid, eventstore::Revision>>;
  // Which cases: those that changed just now, with their findings or without, or those at rest, with their findings.
  enum class Which { kChanged, kChangedWithoutFindings, kAtRest };
  absl::StatusOr<Cases> CasesFrom(absl::string_view prefix, const std::string& after, size_t cases_max) const;
  absl::Status Renew(const Cases& cases, Which which, const MadeUpTo& checkpoint, const absl::Notification& stop);
  absl::StatusOr<Renewed> RenewOne(const CaseRecord& record, Which which);
  void SetFindingsBehind(bool behind);
  static ChangedCase ChangedIn(const std::optional<store::v1::DueCase>& before, const store::v1::DueCase& now);

  const eventstore::EventLog& log_;
  ReadModelStore& store_;
  const std::vector<std::string> families_;
  const Sources sources_;
  // Used by the thread.
  bool begun_ = false;
  std::string today_;
  std::shared_ptr<const Law> law_;
  KeptDockets in_use_;  // as written to the store
  std::string swept_;   // the last case that the new day has reached
  bool sweeping_ = false;
  bool by_other_law_ = false;  // rows of another law still exist
  MadeUpTo made_up_to_;
  eventstore::Position complete_ = 0;  // as made_up_to_, without rows of another law

  mutable absl::Mutex mutex_;
  std::string day_ ABSL_GUARDED_BY(mutex_);
  std::deque<ChangedCase> changed_ ABSL_GUARDED_BY(mutex_);  // the latest
  uint64_t changes_ ABSL_GUARDED_BY(mutex_) = 0;
  bool findings_behind_ ABSL_GUARDED_BY(mutex_) = false;
  LogFollower follower_;
};

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_READ_MODELS_DUE_KEEPER_H_
