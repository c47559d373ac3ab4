// The number of acknowledged events: a small file next to the log, written without a sync before answers are sent. It
// always survives the process, and usually a power failure. A log that recovers to fewer events has lost acknowledged
// ones.
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
  // Open or create the file.
  static absl::StatusOr<std::unique_ptr<AckedMark>> Open(const std::string& path);
  // Return the number in the file at `path`, or 0 if the file does not exist.
  //   kDataLoss  it is damaged.
  static absl::StatusOr<uint64_t> Read(const std::string& path);
  ~AckedMark();
  AckedMark(const AckedMark&) = delete;
  AckedMark& operator=(const AckedMark&) = delete;

  absl::Status Write(uint64_t events);
  // After OK, what was written survives a power failure.
  absl::Status Sync();

 private:
  explicit AckedMark(int fd) : fd_(fd) {}
  int fd_;
};

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_COMMIT_ACKED_MARK_H_
