#include "eventstore/internal/recovery.h"

#include <filesystem>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "eventstore/internal/acked_mark.h"
#include "eventstore/internal/bytes.h"
#include "eventstore/internal/checkpoint_publisher.h"
#include "eventstore/internal/log_value.h"
#include "eventstore/internal/rocksdb_status.h"
#include "eventstore/internal/tree_reader.h"
#include "eventstore/internal/wal_scan.h"
#include "eventstore/tree/proof.h"

namespace casejournal::eventstore {
namespace {

absl::StatusOr<NoteSigner> ReadSigner(const DataPaths& paths) {
  absl::StatusOr<std::string> text = ReadSmallFile(paths.signing_key);
  if (!text.ok()) return absl::DataLossError(absl::StrCat("signing key: ", text.status().message()));
  absl::StatusOr<NoteSigner> signer = NoteSigner::FromSignerKey(absl::StripSuffix(*text, "\n"));
  if (!signer.ok()) return absl::DataLossError(absl::StrCat(paths.signing_key, " is damaged"));
  return signer;
}

// The size of the log and the time of its last event.
absl::Status ReadEnd(RecoveredLog& log) {
  std::unique_ptr<rocksdb::Iterator> last(
      log.database->db().NewIterator(rocksdb::ReadOptions(), log.database->family(Family::kLog)));
  last->SeekToLast();
  if (!last->status().ok()) return FromRocksdb(last->status(), "reading the end of the log");
  if (!last->Valid()) return absl::OkStatus();
  ByteReader key(absl::string_view(last->key().data(), last->key().size()));
  log.size = key.Take<uint64_t>() + 1;
  if (!key.ok() || !key.rest().empty()) return absl::DataLossError("a key of the log is malformed");
  absl::StatusOr<LogValue> value = DecodeLogValue({last->value().data(), last->value().size()});
  if (!value.ok()) return absl::DataLossError(absl::StrCat("position ", log.size - 1, ": ", value.status().message()));
  absl::StatusOr<Header> header = DecodeHeader(value->header);
  if (!header.ok()) return header.status();
  log.last_recorded_at_us = header->recorded_at_us;
  return absl::OkStatus();
}

absl::Status CheckAcknowledged(const DataPaths& paths, uint64_t size) {
  absl::StatusOr<uint64_t> acked = AckedMark::Read(paths.acked);
  if (!acked.ok()) return acked.status();
  if (size >= *acked) return absl::OkStatus();
  return absl::DataLossError(absl::StrCat("the log in ", paths.log, " ends after ", size, " events, but ", *acked,
                                          " were acknowledged; restore the newest backup"));
}

// A key store that was restored from before the log's end would hand out the keys of other streams again.
absl::Status CheckKeys(const DataPaths& paths, RecoveredLog& log) {
  absl::StatusOr<std::optional<std::string>> mark = log.database->Get(Family::kMeta, std::string(kLastKeyIdRow));
  if (!mark.ok()) return mark.status();
  if (!mark->has_value()) return absl::OkStatus();
  ByteReader reader(**mark);
  log.last_key_id = reader.Take<uint64_t>();
  if (!reader.ok() || !reader.rest().empty()) return absl::DataLossError("the mark of the last key is malformed");
  if (log.keys->last_id() >= log.last_key_id) return absl::OkStatus();
  return absl::DataLossError(absl::StrCat(paths.keys, " ends with key ", log.keys->last_id(), ", but the log uses keys up to ",
                                          log.last_key_id, ": it is older than the log; restore its newest backup"));
}

// The recovered tree must contain what was said of it last.
absl::Status CheckPublished(const DataPaths& paths, RecoveredLog& log) {
  absl::StatusOr<std::string> note = ReadSmallFile(paths.latest);
  if (absl::IsNotFound(note.status())) return absl::OkStatus();
  if (!note.ok()) return note.status();
  absl::StatusOr<SignedCheckpoint> latest = OpenCheckpoint(*note, log.signer);
  if (!latest.ok()) return absl::DataLossError(absl::StrCat(paths.latest, ": ", latest.status().message()));
  if (latest->size > log.size) {
    return absl::DataLossError(absl::StrCat("the log ends after ", log.size, " events, but a checkpoint of ",
                                            latest->size, " was published; an older state goes on only as a new log"));
  }
  const TreeReader tree(*log.database);
  absl::StatusOr<Hash> root = RootAt(latest->size, [&](NodeId node) { return tree.Node(node, latest->size); });
  if (!root.ok()) return root.status();
  if (*root != latest->root) {
    return absl::DataLossError(absl::StrCat("the root of the first ", latest->size,
                                            " events is not the one that was published"));
  }
  log.latest = *std::move(latest);
  return absl::OkStatus();
}

// A directory of somebody else's that happens to have our name is never cleared away.
absl::Status CheckOnlyRocksdbFiles(const std::string& directory) {
  std::error_code error;
  for (const auto& file : std::filesystem::directory_iterator(directory, error)) {
    const std::string name = file.path().filename().string();
    const std::string extension = file.path().extension().string();
    const bool ours = name == "CURRENT" || name == "IDENTITY" || name == "LOCK" || absl::StartsWith(name, "LOG") ||
                      absl::StartsWith(name, "MANIFEST-") || absl::StartsWith(name, "OPTIONS-") ||
                      (extension == ".log" && absl::ascii_isdigit(name[0])) || extension == ".sst" ||
                      extension == ".dbtmp";
    if (ours && file.is_regular_file()) continue;
    return absl::FailedPreconditionError(absl::StrCat(file.path().string(), " is no part of a journal; nothing was changed"));
  }
  return absl::OkStatus();
}

absl::StatusOr<RecoveredLog> OpenAndCheck(const DataPaths& paths, Database::Mode mode) {
  absl::StatusOr<NoteSigner> signer = ReadSigner(paths);
  if (!signer.ok()) return signer.status();
  absl::StatusOr<std::unique_ptr<KeyStore>> keys = KeyStore::Open(paths, mode);
  if (!keys.ok()) return keys.status();
  absl::StatusOr<std::unique_ptr<Database>> database = Database::OpenLog(paths.log, mode);
  if (!database.ok()) return database.status();

  RecoveredLog log{.keys = *std::move(keys), .database = *std::move(database), .signer = *std::move(signer)};
  if (absl::Status end = ReadEnd(log); !end.ok()) return end;
  if (absl::Status acknowledged = CheckAcknowledged(paths, log.size); !acknowledged.ok()) return acknowledged;
  if (absl::Status keys_reach = CheckKeys(paths, log); !keys_reach.ok()) return keys_reach;
  if (absl::Status published = CheckPublished(paths, log); !published.ok()) return published;
  absl::StatusOr<ClockMark> clock = ReadClockMark(paths.clock);
  if (!clock.ok()) return clock.status();
  log.clock = *clock;
  return log;
}

}  // namespace

absl::Status MakeJournalFiles(const DataPaths& paths, absl::string_view origin) {
  // Opened once, a journal has this file; only an interrupted first start may be cleared away.
  if (std::filesystem::exists(paths.acked)) {
    return absl::DataLossError(absl::StrCat(paths.format, " is missing, and ", paths.directory, " held a journal"));
  }
  for (const std::string* leftover : {&paths.log, &paths.keys}) {
    if (absl::Status ours = CheckOnlyRocksdbFiles(*leftover); !ours.ok()) return ours;
  }
  std::filesystem::remove_all(paths.log);
  std::filesystem::remove_all(paths.keys);
  absl::StatusOr<NoteSigner> signer = NoteSigner::Generate(origin);
  if (!signer.ok()) return signer.status();
  absl::Status written = WriteFileDurably(paths.signing_key, absl::StrCat(signer->signer_key(), "\n"), 0600);
  if (!written.ok()) return written;
  absl::StatusOr<std::unique_ptr<KeyStore>> keys = KeyStore::Create(paths);
  if (!keys.ok()) return keys.status();
  absl::StatusOr<std::unique_ptr<Database>> database = Database::OpenLog(paths.log, Database::Mode::kCreate);
  if (!database.ok()) return database.status();
  if (absl::Status flushed = (*keys)->database().Flush(); !flushed.ok()) return flushed;
  return (*database)->Flush();
}

absl::StatusOr<RecoveredLog> RecoverLog(const DataPaths& paths, Database::Mode mode) {
  for (const std::string* directory : {&paths.keys, &paths.log}) {
    if (absl::Status scanned = ScanWriteAheadLogs(*directory); !scanned.ok()) return scanned;
  }
  // Opening for writing replaces the write-ahead log: what is refused must be refused before.
  if (mode != Database::Mode::kReadOnly) {
    if (absl::Status checked = OpenAndCheck(paths, Database::Mode::kReadOnly).status(); !checked.ok()) return checked;
  }
  return OpenAndCheck(paths, mode);
}

}  // namespace casejournal::eventstore
