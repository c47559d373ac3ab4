// Backups of the journal that this server serves.
#ifndef CASEJOURNAL_SERVICES_BACKUPS_ONLINE_BACKUPS_H_
#define CASEJOURNAL_SERVICES_BACKUPS_ONLINE_BACKUPS_H_

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "eventstore/backup/back_up.h"
#include "eventstore/event_log.h"
#include "services/access/caller.h"

namespace casejournal::services {

// Whether backups of the journal in `data` can be in `repository`: neither directory is in the other, also behind
// links. Backups in a data directory are lost with it, and would be files of the journal that it does not know.
//   kInvalidArgument  the message names both.
absl::Status CheckBackupPlace(const std::string& repository, const std::string& data);

struct OnlineBackupOptions {
  std::string repository;  // the directory, as an absolute path; empty: this server makes no backups
  std::string time_zone;   // of the journal
};

struct BackupStep {
  eventstore::BackupStage stage = eventstore::BackupStage::kStoring;
  uint64_t done = 0;  // entries
  uint64_t total = 0;
};
// False ends the backup: nobody waits for it any more.
using BackupSteps = absl::FunctionRef<bool(const BackupStep& step)>;

// A backup that was proved.
struct Backup {
  eventstore::Generation generation;
  // Where that is recorded. Absent: it could not be, for the reason in `not_recorded`; the backup is as good as others.
  std::optional<eventstore::Position> recorded_at;
  absl::Status not_recorded;
  // Why what no backup uses is still there, forgotten data keys among it; the next backup removes it. OK: it was
  // removed.
  absl::Status left_over;
  std::vector<uint64_t> damaged;  // earlier backups that cannot be restored as they are, by number
};

// Safe for concurrent use. What it is made of outlives it.
class OnlineBackups {
 public:
  // The rate of a backup that asks for none, and the slowest one: a slower backup would block others for days.
  static constexpr uint64_t kBytesPerSecond = uint64_t{32} << 20;
  static constexpr uint64_t kBytesPerSecondMin = uint64_t{1} << 20;

  // Backups end, and none begins, once `stopping` is set.
  OnlineBackups(eventstore::EventLog& log, OnlineBackupOptions options, const std::atomic<bool>& stopping)
      : log_(log), options_(std::move(options)), stopping_(stopping) {}

  // Make a backup for `caller`, prove it, record that, and return it. Appends go on meanwhile. `bytes_per_second` 0:
  // kBytesPerSecond. `steps` is called about twice a second.
  //   kFailedPrecondition  the server was started without a repository, or its directory holds something else, or
  //                        backups of another log whose data keys would be lost (BackUp).
  //   kInvalidArgument     as CheckBackupPlace.
  //   kResourceExhausted   another backup is being made (RetryInfo); or DiskFullError: there is no space for this one.
  //   kUnavailable         another process uses the repository, or the server stops (SERVER_STOPPING).
  //   kCancelled           `steps` returned false.
  //   Others               as BackUpInUse.
  // After an error, the earlier backups are as they were.
  absl::StatusOr<Backup> Make(const Caller& caller, uint64_t bytes_per_second, int64_t now_us, BackupSteps steps);

 private:
  eventstore::EventLog& log_;
  const OnlineBackupOptions options_;
  const std::atomic<bool>& stopping_;
  std::atomic<bool> busy_ = false;  // a backup is being made
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_BACKUPS_ONLINE_BACKUPS_H_
