#include "eventstore/recovery/fsck.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "eventstore/keys/master_keys.h"
#include "eventstore/recovery/log_walk.h"
#include "eventstore/recovery/recovery.h"
#include "eventstore/storage/rocksdb_status.h"
#include "eventstore/storage/wal_scan.h"

namespace casejournal::eventstore {
namespace {

// Check the files of a database: their checksums, the manifest, and the identity.
void CheckFiles(Database& database, const std::string& path, std::vector<absl::Status>& checks) {
  checks.push_back(FromRocksdb(database.db().VerifyFileChecksums(rocksdb::ReadOptions()), path));
  checks.push_back(ScanManifest(path));
  std::string recorded;
  absl::StatusOr<std::string> identity = ReadSmallFile(absl::StrCat(path, "/IDENTITY"));
  if (!identity.ok() && !absl::IsNotFound(identity.status())) checks.push_back(identity.status());
  const bool known = database.db().GetDbIdentity(recorded).ok();
  if (known && identity.ok() && absl::StripSuffix(*identity, "\n") != absl::StripSuffix(recorded, "\n")) {
    checks.push_back(absl::DataLossError(absl::StrCat(path, "/IDENTITY is damaged")));
  }
}

}  // namespace

absl::StatusOr<FsckReport> Fsck(const std::string& directory, FsckProgress progress,
                                const MasterKeySource& master_keys) {
  const DataPaths paths(directory, master_keys);
  if (absl::Status journal = CheckJournalIsThere(paths); absl::IsNotFound(journal)) return journal;
  absl::StatusOr<std::unique_ptr<DirectoryLock>> lock = DirectoryLock::Take(paths);
  if (!lock.ok()) return lock.status();
  if (absl::Status format = CheckFormat(paths); !format.ok() && !absl::IsDataLoss(format)) return format;
  // What cannot be opened now is neither sound nor damaged.
  for (const std::string* path :
       {&paths.format, &paths.master_key, &paths.signing_key, &paths.acked, &paths.clock, &paths.latest}) {
    if (path == &paths.master_key && master_keys.outside()) continue;
    const absl::Status read = ReadSmallFile(*path).status();
    if (!read.ok() && !absl::IsNotFound(read) && !absl::IsDataLoss(read)) return read;
  }
  if (const absl::Status read = ReadMasterKeys(paths).status(); master_keys.outside() && absl::IsUnavailable(read)) {
    return read;
  }
  absl::StatusOr<RecoveredLog> log = RecoverLog(paths, Database::Mode::kReadOnly);
  if (CannotBeOpenedNow(log.status())) return log.status();
  FsckReport report;
  std::vector<absl::Status> checks = {CheckFormat(paths), log.status()};
  if (log.ok()) {
    absl::StatusOr<WalkSubject> subject = SubjectOf(*log);
    if (!subject.ok()) return subject.status();
    CheckFiles(*log->database, paths.log, checks);
    CheckFiles(log->keys->database(), paths.keys, checks);
    absl::StatusOr<FsckReport> walked = WalkLog(*subject, progress, [](uint64_t) { return true; });
    if (walked.ok()) report = *std::move(walked);
    checks.push_back(walked.status());
    for (const std::string* directory : {&paths.log, &paths.keys}) checks.push_back(ScanForStrayBytes(*directory));
  }
  absl::Status unread;
  for (const absl::Status& status : checks) {
    if (CannotBeOpenedNow(status)) {
      unread.Update(status);
    } else if (!status.ok()) {
      report.findings.push_back(std::string(status.message()));
    }
  }
  if (unread.ok()) return report;
  if (report.findings.empty()) return unread;
  report.findings.push_back(absl::StrCat("not checked: ", unread.message()));
  return report;
}

}  // namespace casejournal::eventstore
