// The only write path: load the case, admit each event by the rules, fold, append. No other code appends to a case.
#ifndef CASEJOURNAL_SERVICES_RECORDER_RECORDER_H_
#define CASEJOURNAL_SERVICES_RECORDER_RECORDER_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "casejournal/event/v1/person.pb.h"
#include "casejournal/v1/case_service.pb.h"
#include "eventstore/event_log.h"
#include "projections/law/law.h"
#include "services/access/caller.h"
#include "services/admission/admit.h"
#include "services/cases/case_cache.h"
#include "services/cases/reader.h"
#include "services/recorder/case_lines.h"
#include "services/recorder/patience.h"
#include "services/recorder/recorder_limits.h"
#include "services/recorder/task_threads.h"

namespace casejournal::services {

struct RecorderOptions {
  // Whom each caller may record for. Absent, or null: everybody may record everything, as in tests of the recorder.
  const ReaderSources* access = nullptr;
  // The one in which civil days are meant.
  absl::TimeZone zone;
  // Microseconds since 1970-01-01 UTC.
  std::function<int64_t()> now_us;
  // The law of today, whose numbers some rules compare with. Absent, or null: no rule set says anything.
  std::function<std::shared_ptr<const projections::Law>()> law_today;
  // The name and version of this program, which attests plans.
  std::string program;
  // Called before the answer to a request that was refused because of missing rights, or would have been, had a case
  // that it names existed. Must not block.
  std::function<void(const Caller&)> on_refused;
  // Called on a thread of the log after a plan was journalized. Must not block.
  std::function<void()> on_journalized;
  RecorderLimits limits;
};

// Safe for concurrent use. `log` and `cases` must outlive it, and it must outlive its requests.
class Recorder {
 public:
  using Done = absl::AnyInvocable<void(absl::StatusOr<v1::AppendResponse>)>;

  Recorder(eventstore::EventLog& log, CaseCache& cases, RecorderOptions options)
      : log_(log), cases_(cases), options_(std::move(options)) {}

  // Record `request` completely or not at all. A case in which the caller may not record is answered as one that has
  // no entries (recording_rights.h, hidden_cases.h), and is not folded for that. Requests for one case are recorded one
  // after another, in the order of the calls, so that no writer loses a race. The call may take as long as one sync of
  // the log. What takes longer is done by other threads, so that requests for other cases do not wait for it: folding a
  // case that is not in memory, or a large part of one again. `done` is called exactly once, from this thread or
  // another, and must not block. Errors are those of CaseService.Append, with their details as payloads
  // (error_details.h). A request that no one waits for any more is not begun, and not continued after the event that is
  // being admitted.
  void Record(Caller caller, std::shared_ptr<const v1::AppendRequest> request, Done done, Patience patience = {});

  // Like Record, but on another thread. For use in a `done`, which must not block.
  void RecordSoon(Caller caller, std::shared_ptr<const v1::AppendRequest> request, Done done, Patience patience = {});

 private:
  // Two, so that the load of a long case, which cannot be interrupted, does not hold up all others.
  static constexpr size_t kLongThreads = 2;

  struct Attempt;

  std::string Today() const;
  bool ChecksRights() const { return options_.access != nullptr && !options_.access->development; }
  bool HideCases(Attempt& attempt) const;
  bool TakeTurn(const std::shared_ptr<Attempt>& attempt);
  bool Hold(Attempt& attempt) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Answer(const std::shared_ptr<Attempt>& attempt, absl::StatusOr<v1::AppendResponse> outcome);
  void Reject(const std::shared_ptr<Attempt>& attempt, const absl::Status& why);
  bool IsRefused(const Attempt& attempt, const absl::StatusOr<v1::AppendResponse>& outcome) const;
  void Proceed(std::shared_ptr<Attempt> attempt);
  void ProceedInLongThread(std::shared_ptr<Attempt> attempt);
  void Begin(Attempt& attempt) const;
  absl::StatusOr<bool> LoadWhatIsBounded(Attempt& attempt) const;
  absl::Status Load(Attempt& attempt) const;
  void Try(std::shared_ptr<Attempt> attempt);
  void CheckRights(Attempt& attempt) const;
  AdmitContext ContextOf(const Attempt& attempt) const;
  absl::StatusOr<bool> AnswerRepeat(const std::shared_ptr<Attempt>& attempt);
  absl::Status CheckExpectations(const Attempt& attempt) const;
  void Admit(std::shared_ptr<Attempt> attempt);
  bool AdmitNext(Attempt& attempt) const;
  void AdmitEvent(Attempt& attempt, int case_index, int event_index) const;
  void Conclude(std::shared_ptr<Attempt> attempt);
  absl::Status AddAttestations(const Attempt& attempt, eventstore::LogAppend& append) const;
  void Append(std::shared_ptr<Attempt> attempt);
  void Finish(std::shared_ptr<Attempt> attempt, absl::StatusOr<eventstore::Appended> appended);

  eventstore::EventLog& log_;
  CaseCache& cases_;
  const RecorderOptions options_;
  absl::Mutex mutex_;
  CaseLines<Attempt> lines_ ABSL_GUARDED_BY(mutex_);
  size_t waiting_ ABSL_GUARDED_BY(mutex_) = 0;
  size_t waiting_bytes_ ABSL_GUARDED_BY(mutex_) = 0;
  // For what takes long. Each request has these threads for a short time, and then lets the others go first.
  TaskThreads long_tasks_{kLongThreads};
  // For what is bounded and follows an answer: loading a case may read the disk, which the committing thread must not
  // do.
  TaskThreads tasks_{1};
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_RECORDER_RECORDER_H_
