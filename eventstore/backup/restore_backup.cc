#include "eventstore/backup/restore_backup.h"

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <memory>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "eventstore/backup/restored_mark.h"
#include "eventstore/backup/segment.h"
#include "eventstore/backup/synced_directory.h"
#include "eventstore/commit/acked_mark.h"
#include "eventstore/commit/checkpoint_publisher.h"
#include "eventstore/commit/tree_writer.h"
#include "eventstore/proofs/compact_range.h"
#include "eventstore/proofs/durable_file.h"
#include "eventstore/proofs/ed25519.h"
#include "eventstore/proofs/proof.h"
#include "eventstore/reading/tree_reader.h"
#include "eventstore/records/bytes.h"
#include "eventstore/records/record.h"
#include "eventstore/recovery/log_walk.h"
#include "eventstore/recovery/recovery.h"
#include "eventstore/storage/database.h"
#include "eventstore/storage/log_value.h"
#include "eventstore/storage/request_index.h"
#include "eventstore/storage/rocksdb_status.h"
#include "eventstore/system/system_calls.h"

namespace casejournal::eventstore {
namespace {

// The only files that a generation may have: names without a way out of the directory.
bool IsKnownFile(absl::string_view path) {
  if (path == "clock") return true;
  if (!absl::ConsumePrefix(&path, "checkpoints/")) return false;
  return path == "latest" || path == "earlier.vkeys" || path == "cosigned" ||
         (absl::ConsumePrefix(&path, "latest.before-r") && !path.empty() &&
          path.find_first_not_of("0123456789") == absl::string_view::npos);
}

class Restoring {
 public:
  Restoring(const Repository& repository, const Generation& generation, const KeySet& keys, const RestoreLimits& limits,
            const DataPaths& paths, BackupProgress progress, BackupPace pace)
      : repository_(repository),
        generation_(generation),
        keys_(keys),
        limits_(limits),
        paths_(paths),
        progress_(progress),
        pace_(pace) {}

  // Write databases and files, without FORMAT and without secrets.
  absl::StatusOr<Restored> Run() {
    if (absl::Status made = MakeDirectory(paths_); !made.ok()) return made;
    if (absl::Status made = MakeSubdirectories(paths_); !made.ok()) return made;
    if (absl::Status written = WriteKeys(); !written.ok()) return written;
    if (absl::Status written = WriteLog(); !written.ok()) return written;
    if (absl::Status written = WriteFiles(); !written.ok()) return written;
    return restored_;
  }

 private:
  absl::Status WriteKeys() {
    absl::StatusOr<std::unique_ptr<Database>> database = Database::OpenKeys(paths_.keys, Database::Mode::kCreate);
    if (!database.ok()) return database.status();
    for (const Hash& name : keys_.chunks) {
      const absl::StatusOr<std::string> bytes = repository_.objects().Get(name);
      if (!bytes.ok()) return bytes.status();
      const absl::StatusOr<KeyChunk> chunk = DecodeKeyChunk(*bytes);
      if (!chunk.ok()) return InObject(name, chunk.status());
      rocksdb::WriteBatch batch;
      for (const auto& [id, row] : chunk->rows) batch.Put(SizeKey(id), row);
      if (absl::Status written = Write(**database, batch, "restoring data keys"); !written.ok()) return written;
    }
    return (*database)->Flush();
  }

  absl::Status WriteLog() {
    const absl::StatusOr<std::vector<SegmentPlace>> places = repository_.SegmentsOf(generation_);
    if (!places.ok()) return places.status();
    absl::StatusOr<std::unique_ptr<Database>> database = Database::OpenLog(paths_.log, Database::Mode::kCreate);
    if (!database.ok()) return database.status();
    for (const SegmentPlace& place : *places) {
      const absl::StatusOr<std::string> bytes = repository_.objects().Get(place.object);
      if (!bytes.ok()) return bytes.status();
      const absl::StatusOr<Segment> segment = DecodeSegment(*bytes);
      if (!segment.ok()) return InObject(place.object, segment.status());
      if (segment->first != place.first || segment->values.size() != place.entries) {
        return InObject(place.object, absl::DataLossError("it has other entries than its list says"));
      }
      rocksdb::WriteBatch batch;
      for (const std::string& value : segment->values) {
        if (absl::Status taken = Take(**database, value, batch); !taken.ok()) return InObject(place.object, taken);
      }
      for (const auto& [size, note] : segment->notes) {
        if (size <= restored_.size) batch.Put((*database)->family(Family::kCheckpoint), SizeKey(size), note);
      }
      if (absl::Status written = Write(**database, batch, "restoring entries"); !written.ok()) return written;
      progress_(whole_.size(), generation_.size);
      if (!pace_(bytes->size())) return absl::CancelledError("the restore was cancelled");
    }
    if (whole_.Root() != generation_.root) {
      return absl::DataLossError(
          absl::StrCat("the entries of backup ", generation_.number, " do not have the root of its signed checkpoint"));
    }
    return FinishLog(**database);
  }

  // Add the next entry. Entries behind the limit only count for the root of the whole.
  absl::Status Take(const Database& database, const std::string& bytes, rocksdb::WriteBatch& batch) {
    const absl::StatusOr<LogValue> value = DecodeLogValue(bytes);
    if (!value.ok()) return value.status();
    const absl::StatusOr<Header> header = DecodeHeader(value->header);
    if (!header.ok()) return header.status();
    const uint64_t position = whole_.size();
    whole_.Append(LeafHash(value->header));
    // A request is in consecutive positions.
    if (header->index_in_request == 0 && !ended_) {
      ended_ =
          position + header->events_in_request > limits_.size_max || header->recorded_at_us > limits_.recorded_until_us;
    }
    if (ended_) return absl::OkStatus();
    batch.Put(database.family(Family::kLog), LogKey(position), bytes);
    batch.Put(database.family(Family::kStream), StreamKey(header->stream, header->revision), LogKey(position));
    tree_.Append(LeafHash(value->header), [&](TileId tile, absl::string_view hashes) {
      batch.Put(database.family(Family::kTree), TileKey(tile), rocksdb::Slice(hashes.data(), hashes.size()));
    });
    last_key_id_ = std::max(last_key_id_, value->part.key_id);
    restored_.size = position + 1;
    restored_.last_recorded_at_us = header->recorded_at_us;
    return absl::OkStatus();
  }

  absl::Status FinishLog(Database& database) {
    restored_.tree = tree_.range();
    restored_.root = restored_.tree.Root();
    rocksdb::WriteBatch batch;
    if (last_key_id_ > 0) {
      batch.Put(database.family(Family::kMeta), {kLastKeyIdRow.data(), kLastKeyIdRow.size()}, SizeKey(last_key_id_));
    }
    if (absl::Status written = Write(database, batch, "restoring the mark of keys"); !written.ok()) return written;
    if (absl::Status flushed = database.Flush(); !flushed.ok()) return flushed;
    const absl::Status indexed = UpdateRequestIndex(database, [this] { return pace_(0); });
    if (absl::IsCancelled(indexed)) return absl::CancelledError("the restore was cancelled");
    if (!indexed.ok()) return indexed;
    return database.Flush();
  }

  absl::Status WriteFiles() {
    for (const auto& [path, name] : generation_.files) {
      if (!IsKnownFile(path)) {
        return absl::DataLossError(absl::StrCat("backup ", generation_.number, " has a file that no journal has"));
      }
      // An older state gets the checkpoint that it lacks only after it was checked.
      if (path == "checkpoints/latest" && restored_.size < generation_.size) continue;
      const absl::StatusOr<std::string> content = repository_.objects().Get(name);
      if (!content.ok()) return content.status();
      const std::string target = absl::StrCat(paths_.directory, "/", path);
      if (absl::Status written = WriteFileDurably(target, *content, 0600); !written.ok()) return written;
    }
    absl::StatusOr<std::unique_ptr<AckedMark>> acked = AckedMark::Open(paths_.acked);
    if (!acked.ok()) return acked.status();
    return (*acked)->Write(restored_.size);
  }

  absl::Status InObject(const Hash& name, const absl::Status& status) const {
    return absl::DataLossError(absl::StrCat(repository_.objects().PathOf(name), ": ", status.message()));
  }

  static absl::Status Write(Database& database, rocksdb::WriteBatch& batch, absl::string_view doing) {
    rocksdb::WriteOptions options;
    options.disableWAL = true;  // the directory does not exist for anybody before it is flushed and synced
    return FromRocksdb(database.db().Write(options, &batch), doing);
  }

  const Repository& repository_;
  const Generation& generation_;
  const KeySet& keys_;
  const RestoreLimits limits_;
  const DataPaths& paths_;
  const BackupProgress progress_;
  const BackupPace pace_;
  CompactRange whole_;  // over all entries of the generation
  TreeWriter tree_;     // over those that are restored
  bool ended_ = false;
  uint64_t last_key_id_ = 0;
  Restored restored_;
};

// A directory that is removed unless it was kept.
class Draft {
 public:
  explicit Draft(std::string path) : path_(std::move(path)) {}
  ~Draft() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
  }
  Draft(const Draft&) = delete;
  Draft& operator=(const Draft&) = delete;
  // Remove what an interrupted restore left.
  absl::Status Clear() const {
    std::error_code error;
    std::filesystem::remove_all(path_, error);
    return error ? ErrnoStatus(error.value(), absl::StrCat("removing ", path_)) : absl::OkStatus();
  }
  void Keep() { path_.clear(); }

 private:
  std::string path_;
};

absl::Status RequireSound(const FsckReport& report) {
  if (report.findings.empty()) return absl::OkStatus();
  return absl::DataLossError(absl::StrCat("the restored log fails its check: ", report.findings.front()));
}

absl::Status CopySecret(const std::string& from, const std::string& to) {
  absl::StatusOr<std::string> secret = ReadSmallFile(from);
  if (!secret.ok()) return secret.status();
  const absl::Cleanup wipe = [&secret] { Wipe(*secret); };
  return WriteFileDurably(to, *secret, 0600);
}

absl::Status RequireEmpty(const std::string& directory) {
  const absl::StatusOr<std::vector<std::string>> names = ListDirectory(directory);
  if (absl::IsNotFound(names.status())) return absl::OkStatus();
  if (!names.ok()) return names.status();
  if (names->empty()) return absl::OkStatus();
  return absl::AlreadyExistsError(absl::StrCat(directory, " holds ", names->front(),
                                               "; restore to a directory that does not exist. Nothing was changed"));
}

// The signed checkpoint of exactly the entries of the generation.
absl::StatusOr<SignedCheckpoint> OwnCheckpoint(const Repository& repository, const Generation& generation,
                                               const NoteSigner& signer) {
  const auto own = generation.files.find("checkpoints/latest");
  if (own == generation.files.end()) return absl::DataLossError("the backup has no signed checkpoint");
  const absl::StatusOr<std::string> note = repository.objects().Get(own->second);
  if (!note.ok()) return note.status();
  absl::StatusOr<SignedCheckpoint> published = OpenCheckpoint(*note, signer);
  if (!published.ok()) {
    return absl::DataLossError(absl::StrCat("the signing key did not sign this backup (its key is ",
                                            generation.verifier_key, "): ", published.status().message()));
  }
  if (published->size != generation.size || published->root != generation.root) {
    return absl::DataLossError("the signed checkpoint of the backup is one of other entries");
  }
  return published;
}

// Set `newest` to the checkpoint of another backup that has more entries. A log that was continued keeps the last
// checkpoint of the log before it.
absl::Status LookAtOthers(const Repository& repository, const Generation& generation, const NoteSigner& signer,
                          SignedCheckpoint& newest, Restored& restored) {
  std::vector<uint64_t>& unread = restored.unread;
  const absl::StatusOr<Repository::Survey> survey = repository.Look();
  if (!survey.ok()) return survey.status();
  for (const Repository::DamagedGeneration& damaged : survey->damaged) unread.push_back(damaged.number);
  for (const Generation& other : survey->sound) {
    if (other.number == generation.number) continue;
    for (const auto& [path, object] : other.files) {
      if (path != "checkpoints/latest" && !absl::StartsWith(path, "checkpoints/latest.before-r")) continue;
      const absl::StatusOr<std::string> note = repository.objects().Get(object);
      if (absl::IsDataLoss(note.status())) {
        if (unread.empty() || unread.back() != other.number) unread.push_back(other.number);
        continue;
      }
      if (!note.ok()) return note.status();
      absl::StatusOr<SignedCheckpoint> published = OpenCheckpoint(*note, signer);
      if (!published.ok()) continue;  // another key signed it: that of the log before or after
      if (path == "checkpoints/latest") restored.in_repository = std::max(restored.in_repository, published->size);
      if (published->size > newest.size) newest = *std::move(published);
    }
  }
  std::sort(unread.begin(), unread.end());
  return absl::OkStatus();
}

// Check that the restored entries have the root of a signed checkpoint, if there are so many.
absl::Status CheckHistory(const DataPaths& paths, const SignedCheckpoint& known, const Restored& restored) {
  if (known.size > restored.size) return absl::OkStatus();
  const absl::StatusOr<std::unique_ptr<Database>> log = Database::OpenLog(paths.log, Database::Mode::kReadOnly);
  if (!log.ok()) return log.status();
  const TreeReader tree(**log);
  const absl::StatusOr<Hash> root = RootAt(known.size, [&](NodeId node) { return tree.Node(node, known.size); });
  if (!root.ok()) return root.status();
  if (*root == known.root) return absl::OkStatus();
  return absl::DataLossError(absl::StrCat("the newest known checkpoint has another root than the first ", known.size,
                                          " entries of the backup: another history was published"));
}

// Set which signed checkpoint is the newest that is known.
absl::Status FindPublished(const Repository& repository, const Generation& generation, const DataPaths& paths,
                           const std::string& newest_known, const NoteSigner& signer, Restored& restored) {
  absl::StatusOr<SignedCheckpoint> newest = OwnCheckpoint(repository, generation, signer);
  if (!newest.ok()) return newest.status();
  restored.in_repository = generation.size;
  absl::Status looked = LookAtOthers(repository, generation, signer, *newest, restored);
  if (!looked.ok()) return looked;
  if (!newest_known.empty()) {
    absl::StatusOr<SignedCheckpoint> known = OpenCheckpoint(newest_known, signer);
    if (!known.ok()) {
      return absl::InvalidArgumentError(absl::StrCat("the newest known checkpoint: ", known.status().message(),
                                                     "; the key is ", signer.verifier_key()));
    }
    if (absl::Status same = CheckHistory(paths, *known, restored); !same.ok()) return same;
    if (known->size > newest->size) newest = std::move(known);
  }
  restored.published = *std::move(newest);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Restored> Restore(const Repository& repository, const Generation& generation,
                                 const RestoreRequest& request, BackupProgress progress, BackupPace pace) {
  const std::string target(absl::StripSuffix(request.directory, "/"));
  if (absl::Status empty = RequireEmpty(target); !empty.ok()) return empty;
  const DataPaths paths(absl::StrCat(target, ".restoring"), request.secrets.master_keys);
  Draft draft(paths.directory);
  if (absl::Status cleared = draft.Clear(); !cleared.ok()) return cleared;
  const absl::StatusOr<KeySet> keys = repository.Keys();
  if (!keys.ok()) return keys.status();
  absl::StatusOr<Restored> restored =
      Restoring(repository, generation, *keys, request.limits, paths, progress, pace).Run();
  if (!restored.ok()) return restored;
  if (restored->size == 0) return absl::NotFoundError("the backup has no entry up to there; nothing was made");
  for (const auto& [from, to] : {std::pair(&request.secrets.master_key, &paths.master_key),
                                 std::pair(&request.secrets.signing_key, &paths.signing_key)}) {
    if (to == &paths.master_key && paths.master_keys.outside()) continue;
    if (absl::Status copied = CopySecret(*from, *to); !copied.ok()) return copied;
  }
  if (absl::Status written = WriteFormat(paths); !written.ok()) return written;
  const absl::StatusOr<NoteSigner> signer = ReadSigner(paths);
  if (!signer.ok()) return signer.status();
  const absl::Status found = FindPublished(repository, generation, paths, request.newest_known, *signer, *restored);
  if (!found.ok()) return found;
  if (request.look) {
    if (absl::Status looked = request.look(paths.directory); !looked.ok()) return looked;
  }
  const absl::StatusOr<FsckReport> report = Fsck(paths.directory, progress, paths.master_keys);
  if (!report.ok()) return report.status();
  if (absl::Status sound = RequireSound(*report); !sound.ok()) return sound;
  if (report->root != restored->root) return absl::DataLossError("the restored log has another root than its entries");
  if (restored->published.size > restored->size) {
    const absl::Status stored = WriteFileDurably(paths.latest, restored->published.note, 0600);
    if (!stored.ok()) return stored;
  }
  const RestoredMark mark{.id = Uuid::Random(),
                          .backup = generation.number,
                          .size = restored->size,
                          .root = restored->root,
                          .published_size = restored->published.size,
                          .administrator_issuer = request.administrator_issuer,
                          .administrator_subject = request.administrator_subject};
  const absl::Status marked = WriteFileDurably(RestoredMarkFile(paths.directory), FormatRestoredMark(mark), 0600);
  if (!marked.ok()) return marked;
  if (absl::Status kept = MakePrivate(paths); !kept.ok()) return kept;
  if (absl::Status synced = SyncTree(paths.directory); !synced.ok()) return synced;
  if (RenameFile(paths.directory, target) != 0) {
    return ErrnoStatus(errno, absl::StrCat("renaming ", paths.directory, " to ", target));
  }
  draft.Keep();
  const std::string parent = std::filesystem::absolute(target).parent_path().string();
  if (absl::Status synced = SyncDirectory(parent); !synced.ok()) {
    return absl::Status(
        synced.code(),
        absl::StrCat(target, " was made and checked, but may be gone after a power cut: ", synced.message()));
  }
  return restored;
}

absl::Status ProveBackup(const Repository& repository, const Generation& generation, const KeySet& keys,
                         const SecretFiles& secrets, BackupProgress progress, BackupPace pace) {
  DataPaths paths(repository.scratch());
  Draft draft(paths.directory);
  if (absl::Status cleared = draft.Clear(); !cleared.ok()) return cleared;
  absl::StatusOr<Restored> restored =
      Restoring(repository, generation, keys, RestoreLimits{}, paths, progress, pace).Run();
  if (!restored.ok()) return restored.status();
  // The secrets stay where they are.
  paths.master_key = secrets.master_key;
  paths.master_keys = secrets.master_keys;
  paths.signing_key = secrets.signing_key;
  absl::StatusOr<RecoveredLog> log = RecoverLog(paths, Database::Mode::kReadOnly);
  if (!log.ok()) return log.status();
  if (log->latest.size != generation.size || log->latest.root != generation.root) {
    return absl::DataLossError("the restored log does not have the signed checkpoint of the backup");
  }
  const absl::StatusOr<WalkSubject> subject = SubjectOf(*log);
  if (!subject.ok()) return subject.status();
  const absl::StatusOr<FsckReport> report = WalkLog(*subject, progress, pace);
  if (!report.ok()) return report.status();
  if (absl::Status sound = RequireSound(*report); !sound.ok()) return sound;
  if (report->events == generation.size && report->root == generation.root) return absl::OkStatus();
  return absl::DataLossError("the root of the restored log is not the one of its signed checkpoint");
}

}  // namespace casejournal::eventstore
