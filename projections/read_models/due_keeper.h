// Keeps the list of what is due up with the log, with the law, and with the days that pass.
#ifndef CASEJOURNAL_PROJECTIONS_READ_MODELS_DUE_KEEPER_H_
#define CASEJOURNAL_PROJECTIONS_READ_MODELS_DUE_KEEPER_H_

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "casejournal/v1/docket.pb.h"
#include "eventstore/event_log.h"
#include "projections/docket/law.h"
#include "projections/read_models/read_model_store.h"
#include "projections/read_models/worker.h"

namespace casejournal::projections {

// Where the rows are, below a journal's directory. Disposable: they are made anew where they are missing.
std::string DueDirectory(const std::string& data_directory);

// Safe for concurrent use.
class DueKeeper {
 public:
  struct Sources {
    RecordSource in_use;   // cases that somebody just changed
    RecordSource at_rest;  // cases that a new day comes to
    const RuleBook& rules;
    absl::TimeZone zone;
    std::function<int64_t()> now_us;
  };
  // Begins at once; what is in `store` of another log is made anew. `log`, `store` and what `sources` refers to must
  // outlive it.
  DueKeeper(const eventstore::EventLog& log, ReadModelStore& store, Sources sources);
  ~DueKeeper();

  // Waits until everything before `position` is in the list.
  //   kDeadlineExceeded  it is not by then.
  //   Otherwise the error that stopped it.
  absl::Status WaitFor(eventstore::Position position, absl::Time deadline) const;
  // Everything before this position is in the list.
  eventstore::Position position() const;
  // The day that it is of.
  std::string day() const;

  // The row of a case; nothing where nothing is due in it, or ever was. With `frozen`, of store(): as of then.
  absl::StatusOr<std::optional<v1::DueCase>> CaseNamed(absl::string_view case_id,
                                                       const ReadModelStore::Frozen* frozen = nullptr) const;
  const ReadModelStore& store() const { return store_; }

  // Which cases changed since `seen` changes; absent where that is too long ago to say. Waits for one, at most until
  // the deadline. An error is the one that stopped it.
  struct Changes {
    uint64_t seen = 0;
    std::optional<std::vector<std::string>> case_ids;
  };
  absl::StatusOr<Changes> ChangedSince(uint64_t seen, absl::Time deadline) const;
  // How many changes there were so far.
  uint64_t changes() const;

 private:
  void Loop();
  bool Stopping() const;
  void Rest(absl::Duration worked) const;
  absl::Status Begin();
  absl::Status BeginDay();
  absl::StatusOr<bool> TakeEntries();
  void SayHowFar();
  absl::StatusOr<bool> TakeCasesOfEarlierDays();
  absl::Status Renew(const std::vector<std::pair<eventstore::Uuid, eventstore::Revision>>& cases,
                     const RecordSource& records, const MadeUpTo& checkpoint);
  absl::Status RenewOne(const CaseRecord& record, std::vector<std::pair<std::string, std::string>>& rows,
                        std::vector<std::string>& gone) const;

  const eventstore::EventLog& log_;
  ReadModelStore& store_;
  const Sources sources_;
  std::string today_;               // of the thread
  std::shared_ptr<const Law> law_;  // of the thread
  std::string swept_;               // the last case that the new day has come to
  bool sweeping_ = false;
  bool by_other_law_ = false;  // rows of another law are still there
  MadeUpTo made_up_to_;

  mutable absl::Mutex mutex_;
  eventstore::Position position_ ABSL_GUARDED_BY(mutex_) = 0;
  mutable eventstore::Position wanted_ ABSL_GUARDED_BY(mutex_) = 0;  // the furthest that somebody waits for
  std::string day_ ABSL_GUARDED_BY(mutex_);
  absl::Status status_ ABSL_GUARDED_BY(mutex_);
  std::deque<std::string> changed_ ABSL_GUARDED_BY(mutex_);  // the latest cases
  uint64_t changes_ ABSL_GUARDED_BY(mutex_) = 0;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_READ_MODELS_DUE_KEEPER_H_
