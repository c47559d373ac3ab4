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
#include "services/cases/case_cache.h"
#include "services/recorder/case_lines.h"
#include "services/recorder/task_thread.h"

namespace casejournal::services {

// The caller, authenticated by the server and never taken from a request.
struct Caller {
  event::v1::Staff actor;
  std::string client;  // the program, as it names itself
};

struct RecorderOptions {
  // The one in which civil days are meant.
  absl::TimeZone zone;
  // Microseconds since 1970-01-01 UTC.
  std::function<int64_t()> now_us;
  // The name and version of this program, which attests plans.
  std::string program;
  // Called on a thread of the log after a plan was journalized. Must not block.
  std::function<void()> on_journalized;
};

// Safe for concurrent use. `log` and `cases` must outlive it.
class Recorder {
 public:
  using Done = absl::AnyInvocable<void(absl::StatusOr<v1::AppendResponse>)>;

  Recorder(eventstore::EventLog& log, CaseCache& cases, RecorderOptions options)
      : log_(log), cases_(cases), options_(std::move(options)) {}

  // Record `request` completely or not at all. Requests for one case are recorded one after another, in the order of
  // the calls, so that no writer loses a race. The call may take as long as one sync of the log. `done` is called
  // exactly once, from this thread or another, and must not block. Errors are those of CaseService.Append, with their
  // details as payloads (error_details.h).
  void Record(Caller caller, std::shared_ptr<const v1::AppendRequest> request, Done done);

  // Like Record, but on another thread. Use it inside a completion callback, which must not block.
  void RecordSoon(Caller caller, std::shared_ptr<const v1::AppendRequest> request, Done done);

 private:
  struct Attempt;

  std::string Today() const;
  bool TakeTurn(const std::shared_ptr<Attempt>& attempt);
  void Answer(const std::shared_ptr<Attempt>& attempt, absl::StatusOr<v1::AppendResponse> outcome);
  void Try(std::shared_ptr<Attempt> attempt);
  absl::Status Load(Attempt& attempt);
  absl::StatusOr<bool> AnswerRepeat(const std::shared_ptr<Attempt>& attempt);
  absl::Status CheckExpectations(const Attempt& attempt) const;
  absl::Status Admit(Attempt& attempt);
  void AdmitCase(Attempt& attempt, int case_index);
  absl::Status AddAttestations(const Attempt& attempt, eventstore::LogAppend& append) const;
  void Append(std::shared_ptr<Attempt> attempt);
  void Finish(std::shared_ptr<Attempt> attempt, absl::StatusOr<eventstore::Appended> appended);

  eventstore::EventLog& log_;
  CaseCache& cases_;
  const RecorderOptions options_;
  absl::Mutex lines_mutex_;
  CaseLines<Attempt> lines_ ABSL_GUARDED_BY(lines_mutex_);
  size_t waiting_ ABSL_GUARDED_BY(lines_mutex_) = 0;
  size_t waiting_bytes_ ABSL_GUARDED_BY(lines_mutex_) = 0;
  // Loading a case may read the disk, which the committing thread must not do.
  TaskThread tasks_;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_RECORDER_RECORDER_H_
