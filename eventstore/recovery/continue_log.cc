#include "eventstore/recovery/continue_log.h"

#include <algorithm>
#include <cerrno>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "eventstore/commit/acked_mark.h"
#include "eventstore/commit/checkpoint_publisher.h"
#include "eventstore/proofs/proof.h"
#include "eventstore/reading/tree_reader.h"
#include "eventstore/recovery/recovery.h"
#include "eventstore/storage/data_directory.h"
#include "eventstore/system/system_calls.h"

namespace casejournal::eventstore {
namespace {

// "<name>/r<N+1>" for "<name>/r<N>", "<name>/r1" for any other name.
std::string NextOrigin(const std::string& origin) {
  const size_t at = origin.rfind("/r");
  uint64_t number = 0;
  const bool numbered = at != std::string::npos && absl::SimpleAtoi(origin.substr(at + 2), &number) && number > 0 &&
                        absl::StrCat(number) == origin.substr(at + 2);
  return numbered ? absl::StrCat(origin.substr(0, at), "/r", number + 1) : absl::StrCat(origin, "/r1");
}

absl::Status PutAway(const std::string& path, const std::string& to) {
  if (RenameFile(path, to) == 0) return SyncDirectoryOf(path);
  if (errno == ENOENT) return absl::OkStatus();
  return ErrnoStatus(errno, absl::StrCat("renaming ", path));
}

// Return whether the log contains the published checkpoint.
absl::StatusOr<bool> Contains(const RecoveredLog& log, const SignedCheckpoint& published) {
  if (published.size > log.size) return false;
  const TreeReader tree(*log.database);
  absl::StatusOr<Hash> root = RootAt(published.size, [&](NodeId node) { return tree.Node(node, published.size); });
  if (!root.ok()) return root.status();
  return *root == published.root;
}

}  // namespace

absl::StatusOr<Continuation> PlanContinuation(const std::string& directory, const std::string& checkpoint,
                                              const std::string& checkpoint_copy, const MasterKeySource& master_keys) {
  const DataPaths paths(directory, master_keys);
  absl::StatusOr<std::unique_ptr<DirectoryLock>> lock = DirectoryLock::Take(paths);
  if (!lock.ok()) return lock.status();
  if (absl::Status format = CheckFormat(paths); !format.ok()) return format;
  absl::StatusOr<RecoveredLog> log = RecoverWithoutPromises(paths);
  if (!log.ok()) return log.status();
  SignedCheckpoint missing;
  uint64_t known = 0;  // the largest
  std::vector<std::string> notes = {checkpoint};
  for (const std::string* path : {&paths.latest, &checkpoint_copy}) {
    absl::StatusOr<std::string> note = path->empty() ? "" : ReadSmallFile(*path);
    if (!note.ok() && !absl::IsNotFound(note.status())) return note.status();
    if (note.ok()) notes.push_back(*std::move(note));
  }
  for (const std::string& note : notes) {
    if (note.empty()) continue;
    absl::StatusOr<SignedCheckpoint> published = OpenCheckpoint(note, log->signer);
    if (!published.ok())
      return absl::InvalidArgumentError(
          absl::StrCat(published.status().message(), "; the log's key is ", log->signer.verifier_key()));
    known = std::max(known, published->size);
    absl::StatusOr<bool> contained = Contains(*log, *published);
    if (!contained.ok()) return contained.status();
    if (!*contained && published->size > missing.size) missing = *std::move(published);
  }
  if (known == 0) return absl::NotFoundError("no published checkpoint was found; give one with --last-checkpoint");
  if (missing.size == 0) {
    return absl::AlreadyExistsError(absl::StrCat("the log has ", log->size,
                                                 " entries and contains the published checkpoint of ", known,
                                                 "; there is nothing to continue, and it can be served as it is"));
  }
  if (log->size == 0) return absl::AlreadyExistsError("nothing is left of the log, so there is nothing to continue");
  const TreeReader tree(*log->database);
  absl::StatusOr<Hash> root = RootAt(log->size, [&](NodeId node) { return tree.Node(node, log->size); });
  if (!root.ok()) return root.status();
  return Continuation{.origin = NextOrigin(log->signer.name()),
                      .earlier_origin = log->signer.name(),
                      .earlier_verifier_key = log->signer.verifier_key(),
                      .earlier_checkpoint = missing.note,
                      .earlier_size = missing.size,
                      .kept_size = log->size,
                      .kept_root = *root};
}

absl::StatusOr<std::string> SigningOrigin(const std::string& directory) {
  const DataPaths paths(directory);
  if (absl::Status journal = CheckJournalIsThere(paths); !journal.ok()) return journal;
  absl::StatusOr<NoteSigner> signer = ReadSigner(paths);
  if (!signer.ok()) return signer.status();
  return signer->name();
}

absl::Status ContinueLog(const std::string& directory, const Continuation& continuation,
                         const std::string& checkpoint_copy) {
  const DataPaths paths(directory);
  absl::StatusOr<std::unique_ptr<DirectoryLock>> lock = DirectoryLock::Take(paths);
  if (!lock.ok()) return lock.status();
  absl::StatusOr<NoteSigner> signer = ReadSigner(paths);
  if (!signer.ok()) return signer.status();
  // From the key on, nothing of the old log can be signed. Before the key, nothing was changed that an opening would
  // see.
  if (signer->name() != continuation.origin) {
    absl::StatusOr<std::string> keys = ReadSmallFile(paths.earlier_keys);
    if (!keys.ok() && !absl::IsNotFound(keys.status())) return keys.status();
    std::string lines = keys.ok() ? *keys : "";
    if (!absl::StrContains(lines, continuation.earlier_verifier_key))
      absl::StrAppend(&lines, continuation.earlier_verifier_key, "\n");
    absl::Status kept = WriteFileDurably(paths.earlier_keys, lines, 0600);
    if (!kept.ok()) return kept;
    absl::StatusOr<NoteSigner> next = NoteSigner::Generate(continuation.origin);
    if (!next.ok()) return next.status();
    if (absl::Status written = WriteSigner(paths, *next); !written.ok()) return written;
  }
  // If the new log has published something itself, it was already served, and there is nothing left to do.
  bool served = false;
  const std::string suffix = absl::StrCat(".before-", continuation.origin.substr(continuation.origin.rfind("/r") + 1));
  absl::StatusOr<NoteSigner> own = ReadSigner(paths);
  if (!own.ok()) return own.status();
  for (const std::string* path : {&paths.latest, &checkpoint_copy}) {
    if (path->empty()) continue;
    absl::StatusOr<std::string> note = ReadSmallFile(*path);
    if (note.ok() && OpenCheckpoint(*note, *own).ok()) {
      served = served || path == &paths.latest;
    } else if (absl::Status away = PutAway(*path, *path + suffix); !away.ok()) {
      return away;
    }
  }
  if (served) return absl::OkStatus();
  absl::StatusOr<std::unique_ptr<AckedMark>> acked = AckedMark::Open(paths.acked);
  if (!acked.ok()) return acked.status();
  if (absl::Status lowered = (*acked)->Write(continuation.kept_size); !lowered.ok()) return lowered;
  return (*acked)->Sync();
}

}  // namespace casejournal::eventstore
