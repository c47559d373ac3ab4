// Records the cases of a large journal without calls, many cases at once.
#ifndef CASEJOURNAL_TESTS_BENCH_LARGE_LARGE_WRITER_H_
#define CASEJOURNAL_TESTS_BENCH_LARGE_LARGE_WRITER_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/civil_time.h"
#include "casejournal/v1/case_service.pb.h"
#include "services/recorder/recorder.h"
#include "tests/bench/large/large_log.h"
#include "tests/bench/mix/case_author.h"

namespace casejournal::services {

// Opens the cases of a shape one after another. Each has one request in progress, of at most ten entries. A case whose
// request is rejected gets no more entries. `recorder` must outlive it.
class LargeWriter {
 public:
  LargeWriter(Recorder& recorder, const LargeShape& shape, absl::CivilDay today);

  // Record all cases, with one thread for each processor. `progress` is called by the calling thread, about five times
  // a second.
  void Run(absl::FunctionRef<void(uint64_t recorded)> progress);

  uint64_t recorded() const;
  uint64_t refused() const;
  // Why the first request was rejected, or nothing.
  std::string first_reason() const;

 private:
  struct OpenCase {
    std::unique_ptr<CaseAuthor> author;
    size_t entries = 0;  // when it is complete
    bool given_up = false;
  };

  void Work();
  OpenCase* TakeReady();
  bool BeginNext(OpenCase& open);
  void RecordNext(OpenCase& open);
  void Finish(OpenCase& open, size_t entries, const absl::StatusOr<v1::AppendResponse>& outcome);

  Recorder& recorder_;
  const LargeShape shape_;
  const absl::CivilDay today_;
  std::deque<OpenCase> open_;
  mutable absl::Mutex mutex_;
  std::deque<OpenCase*> ready_ ABSL_GUARDED_BY(mutex_);  // without a request in progress
  size_t in_use_ ABSL_GUARDED_BY(mutex_) = 0;            // of open_
  uint64_t next_case_ ABSL_GUARDED_BY(mutex_) = 0;
  uint64_t recorded_ ABSL_GUARDED_BY(mutex_) = 0;
  uint64_t refused_ ABSL_GUARDED_BY(mutex_) = 0;
  std::string first_reason_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_TESTS_BENCH_LARGE_LARGE_WRITER_H_
