// How many events were acknowledged: a small file beside the log, written without a sync before answers leave. It
// survives the process always and a power cut mostly; a log that recovers to fewer events has lost acknowledged ones.
#ifndef CASEJOURNAL_EVENTSTORE_COMMIT_ACKED_MARK_H_
#define CASEJOURNAL_EVENTSTORE_COMMIT_ACKED_MARK_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace casejournal::eventstore {

class AckedMark {
 public:
  // Opens or makes the file.
  static absl::StatusOr<std::unique_ptr<AckedMark>> Open(const std::string& path);
  // What the file at `path` says; 0 where there is none.
  //   kDataLoss  it is damaged.
  static absl::StatusOr<uint64_t> Read(const std::string& path);
  ~AckedMark();
  AckedMark(const AckedMark&) = delete;
  AckedMark& operator=(const AckedMark&) = delete;

  absl::Status Write(uint64_t events);

 private:
  explicit AckedMark(int fd) : fd_(fd) {}
  int fd_;
};

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_COMMIT_ACKED_MARK_H_
