#include "services/backups/online_backups.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <system_error>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "eventstore/backup/repository.h"
#include "eventstore/proofs/durable_file.h"
#include "services/access/clocks.h"
#include "services/backups/backup_record.h"
#include "services/backups/pace.h"
#include "services/errors/error_details.h"
#include "services/errors/error_reason.h"

namespace casejournal::services {
namespace {

using eventstore::BackupStage;
using eventstore::Repository;

constexpr absl::Duration kBackupStepEvery = absl::Milliseconds(500);
constexpr absl::Duration kRetryBackupAfter = absl::Seconds(30);

absl::Status BackupsStop() {
  return WithReason(absl::UnavailableError("the server is stopping; retry the backup"), v1::SERVER_STOPPING);
}

// The path without links, "..", and a slash at its end, as far as its directories exist.
std::filesystem::path Resolved(const std::string& path) {
  std::error_code ignored;
  const std::filesystem::path absolute = std::filesystem::absolute(path, ignored);
  std::filesystem::path resolved = std::filesystem::weakly_canonical(absolute, ignored);
  if (ignored || resolved.empty()) resolved = absolute.lexically_normal();
  return resolved.has_filename() ? resolved : resolved.parent_path();
}

bool IsIn(const std::filesystem::path& inner, const std::filesystem::path& outer) {
  return std::mismatch(outer.begin(), outer.end(), inner.begin(), inner.end()).first == outer.end();
}

}  // namespace

absl::Status CheckBackupPlace(const std::string& repository, const std::string& data) {
  const std::filesystem::path backups = Resolved(repository);
  const std::filesystem::path journal = Resolved(data);
  if (!IsIn(backups, journal) && !IsIn(journal, backups)) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("got ", repository, " for the journal in ", data,
                   "; expected a directory that is neither in the data directory nor around it, on another disk"));
}

absl::StatusOr<Backup> OnlineBackups::Make(const Caller& caller, uint64_t bytes_per_second, int64_t now_us,
                                           BackupSteps steps) {
  if (options_.repository.empty()) {
    return absl::FailedPreconditionError(
        "this server was started without serve --backup-repository DIRECTORY, so it has no place for backups");
  }
  if (stopping_) return BackupsStop();
  if (busy_.exchange(true)) {
    return RetryAfter(absl::ResourceExhaustedError("a backup is already being made; retry later"), kRetryBackupAfter);
  }
  const absl::Cleanup free = [this] { busy_ = false; };
  const absl::Status place = CheckBackupPlace(options_.repository, log_.stored().directory);
  if (!place.ok()) return place;
  const absl::StatusOr<std::unique_ptr<Repository>> repository =
      Repository::Open(options_.repository, Repository::Use::kWrite);
  if (!repository.ok()) return repository.status();
  BackupStep step;
  bool wanted = true;
  absl::Time next = SteadyNow();
  const auto goes_on = [&] {
    if (wanted && SteadyNow() >= next) {
      wanted = steps(step);
      next = SteadyNow() + kBackupStepEvery;
    }
    return wanted && !stopping_;
  };
  Pace pace(bytes_per_second == 0 ? kBytesPerSecond : std::max(bytes_per_second, kBytesPerSecondMin), goes_on);
  absl::StatusOr<eventstore::SavedBackup> made = eventstore::BackUpInUse(
      log_, **repository, options_.time_zone, now_us,
      [&](BackupStage stage, uint64_t done, uint64_t total) { step = {.stage = stage, .done = done, .total = total}; },
      [&](uint64_t bytes) { return pace.Take(bytes); });
  if (absl::IsCancelled(made.status()) && stopping_) return BackupsStop();
  if (absl::IsCancelled(made.status())) return absl::CancelledError("nobody waits for the backup any more");
  if (eventstore::SaysDiskFull(made.status())) {
    return eventstore::DiskFullError(
        absl::StrCat("there is no space for the backup; the earlier ones are as they were: ", made.status().message()));
  }
  if (!made.ok()) return made.status();
  Backup backup{.generation = std::move(made->generation)};
  backup.left_over = made->left_over;
  const absl::StatusOr<eventstore::Position> recorded = RecordBackupProved(log_, backup.generation, caller);
  if (recorded.ok()) backup.recorded_at = *recorded;
  backup.not_recorded = recorded.status();
  for (const Repository::DamagedGeneration& damaged : made->damaged) backup.damaged.push_back(damaged.number);
  return backup;
}

}  // namespace casejournal::services
