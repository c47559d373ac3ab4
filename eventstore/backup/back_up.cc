#include "eventstore/backup/back_up.h"

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "eventstore/backup/segment.h"
#include "eventstore/keys/master_keys.h"
#include "eventstore/keys/wrapped_key.h"
#include "eventstore/proofs/durable_file.h"

namespace casejournal::eventstore {
namespace {

// Compares the data keys of a log with those that the backups of a repository have.
class KeyComparison {
 public:
  KeyComparison(const Repository& repository, const SecretFiles& secrets)
      : repository_(repository), secrets_(secrets) {}

  // Whether `now` can take the place of the keys in the repository: no number that both have is of another key. A key
  // that `now` lacks between its others was forgotten.
  absl::Status Run(const KeySet& now) const {
    const absl::StatusOr<KeySet> earlier = repository_.Keys();
    if (absl::IsNotFound(earlier.status())) return absl::OkStatus();
    if (absl::IsDataLoss(earlier.status())) return Refused(earlier.status().message());
    if (!earlier.ok()) return earlier.status();
    if (earlier->last_id > now.last_id) {
      return Refused(absl::StrCat("they have keys up to number ", earlier->last_id, ", and this journal only up to ",
                                  now.last_id));
    }
    const std::vector<Hash> replaced = OnlyIn(*earlier, now);
    if (replaced.empty()) return absl::OkStatus();
    DataPaths paths(repository_.directory(), secrets_.master_keys);
    paths.master_key = secrets_.master_key;
    const absl::StatusOr<MasterKeys> masters = ReadMasterKeys(paths);
    if (!masters.ok()) return masters.status();
    std::map<uint64_t, Hash> others;  // by the first number in them
    for (const Hash& name : OnlyIn(now, *earlier)) {
      const absl::StatusOr<KeyChunk> chunk = ChunkIn(name);
      if (!chunk.ok()) return chunk.status();
      others[chunk->first_id] = name;
    }
    for (const Hash& name : replaced) {
      const absl::StatusOr<KeyChunk> chunk = ChunkIn(name);
      if (absl::IsDataLoss(chunk.status())) return Refused(chunk.status().message());
      if (!chunk.ok()) return chunk.status();
      const auto other = others.find(chunk->first_id);
      if (other == others.end()) continue;
      const absl::StatusOr<KeyChunk> with = ChunkIn(other->second);
      if (!with.ok()) return with.status();
      if (absl::Status same = Compare(*chunk, *with, *masters); !same.ok()) return same;
    }
    return absl::OkStatus();
  }

 private:
  static std::vector<Hash> OnlyIn(const KeySet& one, const KeySet& other) {
    const std::set<Hash> shared(other.chunks.begin(), other.chunks.end());
    std::vector<Hash> only;
    for (const Hash& name : one.chunks) {
      if (!shared.contains(name)) only.push_back(name);
    }
    return only;
  }

  absl::StatusOr<KeyChunk> ChunkIn(const Hash& name) const {
    const absl::StatusOr<std::string> bytes = repository_.objects().Get(name);
    if (!bytes.ok()) return bytes.status();
    absl::StatusOr<KeyChunk> chunk = DecodeKeyChunk(*bytes);
    if (chunk.ok()) return chunk;
    return absl::DataLossError(absl::StrCat(repository_.objects().PathOf(name), ": ", chunk.status().message()));
  }

  // A master key that was replaced gives the same key another row.
  absl::Status Compare(const KeyChunk& earlier, const KeyChunk& now, const MasterKeys& masters) const {
    const std::map<uint64_t, std::string> rows(now.rows.begin(), now.rows.end());
    for (const auto& [id, row] : earlier.rows) {
      const auto found = rows.find(id);
      if (found == rows.end() || found->second == row) continue;
      const absl::StatusOr<Key256> key = masters.Unwrap(id, found->second);
      if (!key.ok()) return key.status();
      const absl::StatusOr<Key256> earlier_key = masters.Unwrap(id, row);
      if (absl::IsDataLoss(earlier_key.status())) {
        const absl::StatusOr<WrappingKeyId> wrapped_by = WrappingKeyOf(id, row);
        if (wrapped_by.ok() && masters.Find(*wrapped_by) == nullptr) return NeedsReplaced(earlier_key.status());
        return Refused(
            absl::StrCat("it cannot be told whether the keys are the same, because ", earlier_key.status().message()));
      }
      if (!earlier_key.ok()) return earlier_key.status();
      if (*earlier_key != *key) return Refused(absl::StrCat("this journal has another data key ", id));
    }
    return absl::OkStatus();
  }

  // The log and the backups have one row each for a data key, wrapped with different master keys.
  absl::Status NeedsReplaced(const absl::Status& why) const {
    return absl::FailedPreconditionError(
        absl::StrCat("the backups in ", repository_.directory(),
                     " have data keys that are wrapped with a master key that was replaced since. Without it nobody "
                     "can tell whether these are the keys of this journal: ",
                     why.message(),
                     ". No backup was changed. Add the replaced master key as one more line behind the new one, make "
                     "one backup, and take it away again. If it is lost, back this journal up to a directory of its "
                     "own"));
  }

  absl::Status Refused(absl::string_view why) const {
    return absl::FailedPreconditionError(
        absl::StrCat("the backups in ", repository_.directory(), " would lose their data keys: ", why,
                     ". They were left as they are; back this journal up to a directory of its own"));
  }

  const Repository& repository_;
  const SecretFiles& secrets_;
};

}  // namespace

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

absl::StatusOr<SavedBackup> BackUp(const BackupSource& source, Repository& repository, const SecretFiles& secrets,
                                   int64_t now_us, BackupStages progress, BackupPace pace) {
  const auto storing = [&](uint64_t done, uint64_t total) { progress(BackupStage::kStoring, done, total); };
  const auto proving = [&](uint64_t done, uint64_t total) { progress(BackupStage::kProving, done, total); };
  for (const Reuse reuse : {Reuse::kBySize, Reuse::kByContent}) {
    const absl::StatusOr<StoredBackup> stored = StoreBackup(source, repository, reuse, now_us, storing, pace);
    if (!stored.ok()) return stored.status();
    if (stored->compare_keys) {
      if (absl::Status same = KeyComparison(repository, secrets).Run(stored->keys); !same.ok()) return same;
    }
    const absl::Status proved = ProveBackup(repository, stored->generation, stored->keys, secrets, proving, pace);
    if (absl::IsDataLoss(proved) && reuse == Reuse::kBySize) continue;
    if (!proved.ok()) return proved;
    // In this order, because no generation is without its keys.
    if (absl::Status set = repository.SetKeys(stored->keys); !set.ok()) return set;
    if (absl::Status added = repository.Add(stored->generation); !added.ok()) return added;
    SavedBackup saved{.generation = stored->generation, .damaged = stored->damaged, .left_over = absl::OkStatus()};
    absl::StatusOr<Repository::Swept> swept = repository.Sweep();
    if (swept.ok()) saved.damaged = std::move(swept->damaged);
    saved.left_over = swept.status();
    return saved;
  }
  return absl::InternalError("a backup is stored at most twice");
}

absl::StatusOr<SavedBackup> BackUpInUse(const EventLog& log, Repository& repository, const std::string& time_zone,
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
