#include "eventstore/recovery/recovery.h"

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "eventstore/commit/acked_mark.h"
#include "eventstore/commit/checkpoint_publisher.h"
#include "eventstore/proofs/ed25519.h"
#include "eventstore/proofs/proof.h"
#include "eventstore/proofs/tile.h"
#include "eventstore/reading/tree_reader.h"
#include "eventstore/records/bytes.h"
#include "eventstore/storage/empty_logs.h"
#include "eventstore/storage/log_value.h"
#include "eventstore/storage/numbers_without_gap.h"
#include "eventstore/storage/rocksdb_status.h"
#include "eventstore/storage/wal_scan.h"

namespace casejournal::eventstore {
namespace {

// The size of the log and the time of its last event.
absl::Status ReadEnd(RecoveredLog& log) {
  std::unique_ptr<rocksdb::Iterator> last(
      log.database->db().NewIterator(rocksdb::ReadOptions(), log.database->family(Family::kLog)));
  last->SeekToLast();
  if (!last->status().ok())
    return FromRocksdb(last->status(), absl::StrCat("reading the end of the log in ", log.database->db().GetName()));
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
                                          " were acknowledged. Restore the newest backup. If that is lost, continue an "
                                          "older state as a new log: casejournal continue"));
}

// A key store from before the log's end would give out the keys of other streams again.
absl::Status CheckKeys(const DataPaths& paths, RecoveredLog& log) {
  absl::StatusOr<std::optional<std::string>> mark = log.database->Get(Family::kMeta, std::string(kLastKeyIdRow));
  if (!mark.ok()) return mark.status();
  if (!mark->has_value()) return absl::OkStatus();
  ByteReader reader(**mark);
  log.last_key_id = reader.Take<uint64_t>();
  if (!reader.ok() || !reader.rest().empty()) return absl::DataLossError("the mark of the last key is malformed");
  if (log.keys->last_id() >= log.last_key_id) return absl::OkStatus();
  return absl::DataLossError(absl::StrCat(paths.keys, " ends with key ", log.keys->last_id(),
                                          ", but the log uses keys up to ", log.last_key_id,
                                          "; it is older than the log. Restore its newest backup"));
}

// The recovered tree must contain the last published checkpoint, which is in the note at `path`.
absl::Status CheckPublished(const std::string& path, RecoveredLog& log) {
  absl::StatusOr<std::string> note = ReadSmallFile(path);
  if (absl::IsNotFound(note.status())) return absl::OkStatus();
  if (!note.ok()) return note.status();
  absl::StatusOr<SignedCheckpoint> latest = OpenCheckpoint(*note, log.signer);
  for (const NoteVerifier& earlier : log.earlier) {
    if (latest.ok() || !OpenCheckpoint(*note, earlier).ok()) continue;
    return absl::DataLossError(
        absl::StrCat(path, " belongs to the log before this one: casejournal continue was interrupted; run it again"));
  }
  if (!latest.ok()) return absl::DataLossError(absl::StrCat(path, ": ", latest.status().message()));
  if (latest->size > log.size) {
    return absl::DataLossError(absl::StrCat(
        "the log ends after ", log.size, " events, but a checkpoint of ", latest->size, " was published (", path,
        "). Restore the newest backup. If that is lost, continue an older state as a new log: casejournal continue"));
  }
  const TreeReader tree(*log.database);
  absl::StatusOr<Hash> root = RootAt(latest->size, [&](NodeId node) { return tree.Node(node, latest->size); });
  if (!root.ok()) return root.status();
  if (*root != latest->root) {
    return absl::DataLossError(absl::StrCat(
        "the root of the first ", latest->size, " events differs from the published root (", path,
        "). Restore the newest backup. If that is lost, continue another state as a new log: casejournal continue"));
  }
  if (latest->size >= log.latest.size) log.latest = *std::move(latest);
  return absl::OkStatus();
}

// What the write-ahead logs contain before RocksDB reads them.
struct Logs {
  std::vector<LogBeginning> keys;
  std::vector<LogBeginning> log;
};

absl::StatusOr<Logs> ScanLogs(const DataPaths& paths) {
  if (absl::Status there = CheckPartsAreThere(paths); !there.ok()) return there;
  absl::StatusOr<std::vector<LogBeginning>> keys = ScanWriteAheadLogs(paths.keys);
  if (!keys.ok()) return keys.status();
  absl::StatusOr<std::vector<LogBeginning>> log = ScanWriteAheadLogs(paths.log);
  if (!log.ok()) return log.status();
  return Logs{*std::move(keys), *std::move(log)};
}

// Check the rows that an event's group wrote with it.
absl::Status CheckBeside(const Database& database, Position position, absl::string_view value) {
  absl::StatusOr<Header> header = DecodeHeader(HeaderIn(value));
  if (!header.ok()) return absl::DataLossError(absl::StrCat("position ", position, ": ", header.status().message()));
  absl::StatusOr<std::optional<std::string>> indexed =
      database.Get(Family::kStream, StreamKey(header->stream, header->revision));
  if (!indexed.ok()) return indexed.status();
  if (!indexed->has_value() || **indexed != LogKey(position)) {
    return absl::DataLossError(absl::StrCat(
        "position ", position,
        " is missing from its stream index: a write-ahead log is missing, empty, or truncated. Restore the "
        "newest backup"));
  }
  int level = 0;
  for (uint64_t index = position + 1; index % kTileWidth == 0; ++level) {
    index /= kTileWidth;
    absl::StatusOr<std::optional<std::string>> tile =
        database.Get(Family::kTree, TileKey({.level = level, .index = index - 1}));
    if (!tile.ok()) return tile.status();
    if (!tile->has_value()) {
      return absl::DataLossError(
          absl::StrCat("tile ", level, "/", index - 1, ", which position ", position,
                       " completes, is missing: a write-ahead log is missing, empty, or truncated. "
                       "Restore the newest backup"));
    }
  }
  return absl::OkStatus();
}

absl::Status CheckNothingIsMissing(const RecoveredLog& log, const Logs& logs) {
  absl::Status keys = RequireNoGap(log.keys->database(), Family::kDefault, logs.keys,
                                   [](uint64_t, absl::string_view) { return absl::OkStatus(); });
  if (!keys.ok()) return keys;
  return RequireNoGap(*log.database, Family::kLog, logs.log, [&](Position position, absl::string_view value) {
    return CheckBeside(*log.database, position, value);
  });
}

absl::Status ReadEarlierKeys(const DataPaths& paths, RecoveredLog& log) {
  absl::StatusOr<std::string> text = ReadSmallFile(paths.earlier_keys);
  if (absl::IsNotFound(text.status())) return absl::OkStatus();
  if (!text.ok()) return text.status();
  for (const absl::string_view line : absl::StrSplit(*text, '\n', absl::SkipEmpty())) {
    absl::StatusOr<NoteVerifier> key = NoteVerifier::FromVerifierKey(line);
    if (!key.ok())
      return absl::DataLossError(absl::StrCat(paths.earlier_keys, " is damaged: ", key.status().message()));
    log.earlier.push_back(*key);
  }
  return absl::OkStatus();
}

// `logs` is null if an earlier opening, which changed nothing, has checked them.
absl::StatusOr<RecoveredLog> OpenAndRead(const DataPaths& paths, Database::Mode mode, const Logs* logs) {
  absl::StatusOr<NoteSigner> signer = ReadSigner(paths);
  if (!signer.ok()) return signer.status();
  absl::StatusOr<std::unique_ptr<KeyStore>> keys = KeyStore::Open(paths, mode);
  if (!keys.ok()) return keys.status();
  absl::StatusOr<std::unique_ptr<Database>> database = Database::OpenLog(paths.log, mode);
  if (!database.ok()) return database.status();

  RecoveredLog log{.keys = *std::move(keys), .database = *std::move(database), .signer = *std::move(signer)};
  if (logs != nullptr) {
    if (absl::Status complete = CheckNothingIsMissing(log, *logs); !complete.ok()) return complete;
  }
  if (absl::Status end = ReadEnd(log); !end.ok()) return end;
  if (absl::Status keys_reach = CheckKeys(paths, log); !keys_reach.ok()) return keys_reach;
  if (absl::Status earlier = ReadEarlierKeys(paths, log); !earlier.ok()) return earlier;
  absl::StatusOr<ClockMark> clock = ReadClockMark(paths.clock);
  if (!clock.ok()) return clock.status();
  log.clock = *clock;
  return log;
}

absl::StatusOr<RecoveredLog> OpenAndCheck(const DataPaths& paths, Database::Mode mode, const Logs* logs,
                                          const std::string& checkpoint_copy) {
  absl::StatusOr<RecoveredLog> log = OpenAndRead(paths, mode, logs);
  if (!log.ok()) return log;
  if (absl::Status acknowledged = CheckAcknowledged(paths, log->size); !acknowledged.ok()) return acknowledged;
  for (const std::string* path : {&paths.latest, &checkpoint_copy}) {
    if (path->empty()) continue;
    if (absl::Status published = CheckPublished(*path, *log); !published.ok()) return published;
  }
  return log;
}

}  // namespace

absl::StatusOr<NoteSigner> ReadSigner(const DataPaths& paths) {
  absl::StatusOr<std::string> text = ReadSmallFile(paths.signing_key);
  if (!text.ok()) return SecretNotRead("signing key", text.status());
  const absl::Cleanup wipe = [&text] { Wipe(*text); };
  absl::StatusOr<NoteSigner> signer = NoteSigner::FromSignerKey(absl::StripSuffix(*text, "\n"));
  if (!signer.ok()) return absl::DataLossError(absl::StrCat(paths.signing_key, " is damaged"));
  return signer;
}

absl::Status WriteSigner(const DataPaths& paths, const NoteSigner& signer) {
  std::string key = signer.signer_key();
  std::string line;
  line.reserve(key.size() + 1);
  line.append(key).append("\n");
  const absl::Cleanup wipe = [&] {
    Wipe(key);
    Wipe(line);
  };
  return WriteFileDurably(paths.signing_key, line, 0600);
}

absl::Status MakeJournalFiles(const DataPaths& paths, absl::string_view origin) {
  absl::StatusOr<NoteSigner> signer = NoteSigner::Generate(origin);
  if (!signer.ok()) return signer.status();
  if (absl::Status written = WriteSigner(paths, *signer); !written.ok()) return written;
  absl::StatusOr<std::unique_ptr<KeyStore>> keys = KeyStore::Create(paths);
  if (!keys.ok()) return keys.status();
  absl::StatusOr<std::unique_ptr<Database>> database = Database::OpenLog(paths.log, Database::Mode::kCreate);
  if (!database.ok()) return database.status();
  if (absl::Status flushed = (*keys)->database().Flush(); !flushed.ok()) return flushed;
  return (*database)->Flush();
}

absl::StatusOr<RecoveredLog> RecoverLog(const DataPaths& paths, Database::Mode mode,
                                        const std::string& checkpoint_copy) {
  absl::StatusOr<Logs> logs = ScanLogs(paths);
  if (!logs.ok()) return logs.status();
  if (mode == Database::Mode::kReadOnly) return OpenAndCheck(paths, mode, &*logs, checkpoint_copy);
  // Opening for writing replaces the write-ahead log, so everything must be checked before.
  absl::Status checked = OpenAndCheck(paths, Database::Mode::kReadOnly, &*logs, checkpoint_copy).status();
  if (!checked.ok()) return checked;
  for (const std::string* directory : {&paths.log, &paths.keys}) {
    if (absl::Status removed = RemoveEmptyLogs(*directory); !removed.ok()) return removed;
  }
  // The process before this one may have ended between a rename and its sync. From now on what is read is relied on.
  for (const std::string* file : {&paths.clock, &paths.latest}) {
    const absl::Status synced = SyncDirectoryOf(*file);
    if (!synced.ok() && !absl::IsNotFound(synced)) return synced;
  }
  return OpenAndCheck(paths, mode, nullptr, checkpoint_copy);
}

absl::StatusOr<RecoveredLog> RecoverWithoutPromises(const DataPaths& paths) {
  absl::StatusOr<Logs> logs = ScanLogs(paths);
  if (!logs.ok()) return logs.status();
  return OpenAndRead(paths, Database::Mode::kReadOnly, &*logs);
}

}  // namespace casejournal::eventstore
