#include "eventstore/backup/back_up.h"

#include <map>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "eventstore/proofs/durable_file.h"

namespace casejournal::eventstore {
absl::StatusOr<std::map<std::string, std::string>> PublicFiles(const DataPaths& paths) {
  std::map<std::string, std::string> files;
  const absl::StatusOr<std::vector<std::string>> names = ListDirectory(paths.checkpoints);
  if (!names.ok()) return names.status();
  std::vector<std::string> wanted = {"clock"};
  for (const std::string& name : *names) {
    if (name == "earlier.vkeys" || name == "cosigned" || absl::StartsWith(name, "latest.before-r")) {
      wanted.push_back(absl::StrCat("checkpoints/", name));
    }
  }
  for (const std::string& path : wanted) {
    absl::StatusOr<std::string> content = ReadSmallFile(absl::StrCat(paths.directory, "/", path));
    if (absl::IsNotFound(content.status())) continue;
    if (!content.ok()) return content.status();
    files[path] = *std::move(content);
  }
  return files;
}

absl::StatusOr<Generation> BackUp(const BackupSource& source, Repository& repository, const SecretFiles& secrets,
                                  int64_t now_us, BackupStages progress, BackupPace pace) {
  const auto storing = [&](uint64_t done, uint64_t total) { progress(BackupStage::kStoring, done, total); };
  const auto proving = [&](uint64_t done, uint64_t total) { progress(BackupStage::kProving, done, total); };
  for (const Reuse reuse : {Reuse::kBySize, Reuse::kByContent}) {
    absl::StatusOr<Generation> generation = StoreBackup(source, repository, reuse, now_us, storing, pace);
    if (!generation.ok()) return generation;
    const absl::Status proved = ProveBackup(repository, *generation, secrets, proving, pace);
    if (absl::IsDataLoss(proved) && reuse == Reuse::kBySize) continue;
    if (!proved.ok()) return proved;
    if (absl::Status added = repository.Add(*generation); !added.ok()) return added;
    if (absl::Status swept = repository.Sweep().status(); !swept.ok()) return swept;
    return generation;
  }
  return absl::InternalError("a backup is stored at most twice");
}

absl::StatusOr<Generation> BackUpInUse(const EventLog& log, Repository& repository, const std::string& time_zone,
                                       int64_t now_us, BackupStages progress, BackupPace pace) {
  const StoredParts stored = log.stored();
  const DataPaths paths(stored.directory);
  if (log.size() == 0) return absl::FailedPreconditionError(absl::StrCat(paths.directory, " has no entries yet"));
  // Before the checkpoint, so that nothing in them is of a later state than it.
  absl::StatusOr<std::map<std::string, std::string>> files = PublicFiles(paths);
  if (!files.ok()) return files.status();
  const absl::StatusOr<SignedCheckpoint> checkpoint = log.Checkpoint(log.size());
  if (!checkpoint.ok()) return checkpoint.status();
  const BackupSource source{.log = stored.entries,
                            .keys = stored.keys,
                            .tree = stored.tree,
                            .checkpoint = *checkpoint,
                            .origin = log.origin(),
                            .verifier_key = log.verifier_key(),
                            .time_zone = time_zone,
                            .files = *std::move(files)};
  const SecretFiles secrets{
      .master_key = paths.master_key, .signing_key = paths.signing_key, .master_keys = stored.master_keys};
  return BackUp(source, repository, secrets, now_us, progress, pace);
}

}  // namespace casejournal::eventstore
