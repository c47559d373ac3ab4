#include "eventstore/event_log.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <ctime>
#include <utility>

#include "absl/strings/str_cat.h"
#include "eventstore/commit/acked_mark.h"
#include "eventstore/commit/checkpoint_publisher.h"
#include "eventstore/commit/record_clock.h"
#include "eventstore/commit/sequencer.h"
#include "eventstore/commit/tree_writer.h"
#include "eventstore/commit/write_state.h"
#include "eventstore/keys/key_store.h"
#include "eventstore/keys/master_keys.h"
#include "eventstore/proofs/proof.h"
#include "eventstore/reading/entry_reader.h"
#include "eventstore/reading/tree_reader.h"
#include "eventstore/records/bytes.h"
#include "eventstore/recovery/log_walk.h"
#include "eventstore/recovery/recovery.h"
#include "eventstore/seal/keyed_hash.h"
#include "eventstore/seal/random.h"
#include "eventstore/storage/data_directory.h"
#include "eventstore/storage/database.h"
#include "eventstore/storage/interrupted_making.h"
#include "eventstore/storage/kept_file.h"
#include "eventstore/storage/log_value.h"
#include "eventstore/storage/request_index.h"
#include "eventstore/system/deadline.h"
#include "eventstore/system/system_calls.h"

namespace casejournal::eventstore {
namespace {

int64_t SystemMicros(clockid_t clock) {
  timespec now{};
  clock_gettime(clock, &now);
  return int64_t{now.tv_sec} * 1'000'000 + now.tv_nsec / 1000;
}

void FillInClocks(EventLogOptions& options) {
  if (!options.now_us) options.now_us = [] { return SystemMicros(CLOCK_REALTIME); };
  if (!options.steady_us) options.steady_us = [] { return SystemMicros(CLOCK_BOOTTIME); };
}

absl::Status CheckLimits(const LogAppend& request) {
  size_t events = 0;
  size_t bytes = 0;
  for (const StreamAppend& stream : request.streams) {
    if (stream.events.empty()) return absl::InvalidArgumentError("a stream of the request has no events");
    events += stream.events.size();
    for (const NewEvent& event : stream.events) {
      bytes += event.payload.size();
      if (event.payload.size() > kPayloadBytesMax) {
        return absl::InvalidArgumentError(
            absl::StrCat("an event has ", event.payload.size(), " bytes (limit: ", kPayloadBytesMax, ")"));
      }
    }
  }
  if (events == 0 || events > kAppendEventsMax) {
    return absl::InvalidArgumentError(
        absl::StrCat("the request has ", events, " events; expected 1 to ", kAppendEventsMax));
  }
  if (bytes > kAppendBytesMax) {
    return absl::InvalidArgumentError(absl::StrCat("the request has ", bytes, " bytes (limit: ", kAppendBytesMax, ")"));
  }
  std::vector<StreamId> streams;
  for (const StreamAppend& stream : request.streams) streams.push_back(stream.stream);
  std::sort(streams.begin(), streams.end());
  if (std::adjacent_find(streams.begin(), streams.end()) != streams.end()) {
    return absl::InvalidArgumentError("the request names a stream twice");
  }
  return absl::OkStatus();
}

}  // namespace

// In the order of construction; destroyed in reverse.
struct EventLog::Parts {
  DataPaths paths;
  std::unique_ptr<DirectoryLock> lock;
  std::unique_ptr<KeyStore> keys;
  std::unique_ptr<Database> database;
  std::unique_ptr<AckedMark> acked;
  std::unique_ptr<RecordClock> clock;
  std::unique_ptr<WriteState> state;
  std::unique_ptr<TreeReader> tree;
  std::unique_ptr<EntryReader> reader;
  std::unique_ptr<Sequencer> sequencer;
  std::unique_ptr<CheckpointPublisher> publisher;
  std::string verifier_key;
  std::vector<NoteVerifier> earlier_keys;
};

EventLog::EventLog(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

EventLog::~EventLog() {
  parts_->publisher.reset();
  parts_->sequencer.reset();
  // A clean stop leaves no write-ahead log. If this fails, the log is recovered from it.
  parts_->database->Flush().IgnoreError();
  parts_->keys->database().Flush().IgnoreError();
}

absl::Status EventLog::Create(const std::string& directory, absl::string_view origin,
                              const MasterKeySource& master_keys) {
  const DataPaths paths(directory, master_keys);
  if (absl::Status year = CheckYear(SystemMicros(CLOCK_REALTIME)); !year.ok()) return year;
  if (absl::Status foreign = CheckNothingForeign(paths); !foreign.ok()) return foreign;
  if (absl::Status keys = CheckMasterKeysForNew(paths); !keys.ok()) return keys;
  if (absl::Status made = MakeDirectory(paths); !made.ok()) return made;
  absl::StatusOr<std::unique_ptr<DirectoryLock>> lock = DirectoryLock::Take(paths);
  if (!lock.ok()) return lock.status();
  const absl::Status format = CheckFormat(paths);
  if (format.ok()) return absl::AlreadyExistsError(absl::StrCat(directory, " holds a journal"));
  if (!absl::IsNotFound(format)) return format;
  if (absl::Status begun = WriteFileDurably(paths.being_made, "", 0600); !begun.ok()) return begun;
  if (absl::Status cleared = ClearInterruptedMaking(paths); !cleared.ok()) return cleared;
  if (absl::Status made = MakeSubdirectories(paths); !made.ok()) return made;
  if (absl::Status made = MakeJournalFiles(paths, origin); !made.ok()) return made;
  return WriteFormat(paths);
}

absl::StatusOr<std::unique_ptr<EventLog>> EventLog::Open(EventLogOptions options) {
  FillInClocks(options);
  auto parts = std::make_unique<Parts>(Parts{.paths = DataPaths(options.directory, options.master_keys)});
  // Before the lock, which would create a file in a directory without a journal.
  if (absl::Status journal = CheckJournalIsThere(parts->paths); !journal.ok()) return journal;
  if (absl::Status year = CheckYear(options.now_us()); !year.ok()) return year;
  absl::StatusOr<std::unique_ptr<DirectoryLock>> lock = DirectoryLock::Take(parts->paths);
  if (!lock.ok()) return lock.status();
  parts->lock = *std::move(lock);
  if (absl::Status format = CheckFormat(parts->paths); !format.ok()) return format;
  if (absl::Status kept = MakePrivate(parts->paths); !kept.ok()) return kept;
  absl::StatusOr<RecoveredLog> recovered =
      RecoverLog(parts->paths, Database::Mode::kReadWrite, options.checkpoint_copy);
  if (!recovered.ok()) return recovered.status();
  parts->keys = std::move(recovered->keys);
  parts->database = std::move(recovered->database);
  if (absl::Status updated = UpdateRequestIndex(*parts->database); !updated.ok()) return updated;

  absl::StatusOr<std::unique_ptr<AckedMark>> acked = AckedMark::Open(parts->paths.acked);
  if (!acked.ok()) return acked.status();
  parts->acked = *std::move(acked);
  const auto clock_file = std::make_shared<KeptFile>(parts->paths.clock);
  // On a disk that is full later, a mark can replace one that is there.
  if (recovered->clock == ClockMark()) WriteClockMark(*clock_file, recovered->clock).IgnoreError();
  parts->clock =
      std::make_unique<RecordClock>(options.now_us, options.steady_us, recovered->last_recorded_at_us, recovered->clock,
                                    [clock_file](const ClockMark& mark) { return WriteClockMark(*clock_file, mark); });
  if (options.clock_step_confirmed) {
    if (absl::Status confirmed = parts->clock->Confirm(); !confirmed.ok()) return confirmed;
  }
  parts->tree = std::make_unique<TreeReader>(*parts->database);
  parts->reader = std::make_unique<EntryReader>(*parts->database, *parts->keys);
  absl::StatusOr<TreeWriter> writer = TreeWriter::Resume(*parts->tree, recovered->size);
  if (!writer.ok()) return writer.status();
  parts->state = std::make_unique<WriteState>(options.on_writes);
  parts->sequencer = std::make_unique<Sequencer>(
      *parts->database, *std::move(writer), recovered->last_key_id, *parts->clock, *parts->acked, *parts->state,
      SequencerLimits{options.queue_requests_max, options.queue_bytes_max, options.disk_reserve_bytes,
                      options.disk_reserve_files},
      options.directory);
  parts->verifier_key = recovered->signer.verifier_key();
  parts->earlier_keys = std::move(recovered->earlier);
  parts->publisher =
      std::make_unique<CheckpointPublisher>(recovered->signer, *parts->sequencer,
                                            CheckpointFiles{.latest = parts->paths.latest,
                                                            .on_latest = std::move(options.on_checkpoint),
                                                            .copy = options.checkpoint_copy,
                                                            .on_copy = std::move(options.on_checkpoint_copy)},
                                            recovered->latest);
  return std::unique_ptr<EventLog>(new EventLog(std::move(parts)));
}

bool EventLog::being_made() const { return ::access(parts_->paths.being_made.c_str(), F_OK) == 0; }

absl::Status EventLog::FinishMaking() {
  if (RemoveFile(parts_->paths.being_made) == 0 || errno == ENOENT) return absl::OkStatus();
  return ErrnoStatus(errno, absl::StrCat("removing ", parts_->paths.being_made));
}

void EventLog::Append(LogAppend request, Done done) {
  if (absl::Status limits = CheckLimits(request); !limits.ok()) return done(limits);
  if (!request.absent_at) {
    const absl::StatusOr<FoundRequest> found = FindRequest(request.request_id);
    if (!found.ok()) return done(found.status());
    if (found->first) {
      return done(absl::AlreadyExistsError(
          absl::StrCat("request id ", request.request_id.ToString(), " was recorded at position ", *found->first)));
    }
    request.absent_at = found->looked_at;
  }
  SealedAppend sealed{
      .request_id = request.request_id, .absent_at = *request.absent_at, .streams = {}, .done = nullptr};
  for (StreamAppend& stream : request.streams) {
    if (stream.head.key_id == 0) {
      absl::Status room = parts_->sequencer->CheckRoom();
      absl::StatusOr<uint64_t> claimed = room.ok() ? parts_->keys->Claim() : room;
      if (!claimed.ok()) {
        Writable().IgnoreError();  // reports the state
        return done(claimed.status());
      }
      stream.head.key_id = *claimed;
    }
    absl::StatusOr<Key256> key = parts_->keys->Key(stream.head.key_id);
    if (!key.ok()) return done(key.status());
    SealedStream ready{.stream = stream.stream, .head = stream.head, .payloads = {}};
    for (const NewEvent& event : stream.events) {
      ready.payloads.push_back(SealPayload(stream.stream, stream.head.key_id, *key, event.label, event.payload));
    }
    sealed.streams.push_back(std::move(ready));
  }
  sealed.done = std::move(done);
  parts_->sequencer->Submit(std::move(sealed));
}

absl::StatusOr<Hash> EventLog::Keyed(const StreamHead& head, absl::string_view message) const {
  if (head.key_id == 0) {
    Hash random;
    FillRandom(absl::MakeSpan(random));
    return random;
  }
  const absl::StatusOr<Key256> key = parts_->keys->Key(head.key_id);
  if (!key.ok()) return key.status();
  return KeyedHash(*key, message);
}

absl::Status EventLog::Writable() const {
  return parts_->state->Look([this] {
    absl::Status writes = parts_->sequencer->Writable();
    return writes.ok() ? parts_->keys->Broken() : writes;
  });
}

void EventLog::StopWriting(const absl::Status& why) { parts_->sequencer->Stop(why); }

absl::StatusOr<StreamHead> EventLog::Head(const StreamId& stream) const { return parts_->reader->Head(stream, size()); }

Position EventLog::head_floor() const { return parts_->sequencer->head_floor(); }
bool EventLog::UnchangedSince(const StreamId& stream, Position since) const {
  // What is published with this size was put before it.
  (void)parts_->sequencer->size();
  return parts_->sequencer->UnchangedSince(stream, since);
}
uint64_t EventLog::size() const { return parts_->sequencer->size(); }
bool EventLog::WaitForSize(uint64_t size, Deadline deadline) const {
  return parts_->sequencer->WaitForSize(size, deadline);
}
void EventLog::EndWaits() const { parts_->sequencer->EndWaits(); }
bool EventLog::waits_ended() const { return parts_->sequencer->waits_ended(); }
void EventLog::WakeWaiters() const { parts_->sequencer->WakeWaiters(); }
uint64_t EventLog::wakes() const { return parts_->sequencer->wakes(); }
bool EventLog::WaitForSize(uint64_t size, Deadline deadline, uint64_t wakes) const {
  return parts_->sequencer->WaitForSize(size, deadline, wakes);
}
absl::Status EventLog::CloseInstant(int64_t instant_us) const { return parts_->clock->Close(instant_us); }

absl::StatusOr<std::vector<RecordedEntry>> EventLog::ReadLog(Position from, const ReadLimit& limit) const {
  std::vector<RecordedEntry> entries;
  const absl::Status read =
      parts_->reader->Log(from, size(), limit, true, [&](RecordedEntry& entry) { entries.push_back(std::move(entry)); })
          .status();
  if (!read.ok()) return read;
  return entries;
}

absl::StatusOr<size_t> EventLog::ScanLog(Position from, const ReadLimit& limit, TakeEntry take) const {
  return parts_->reader->Log(from, size(), limit, false, take);
}

absl::StatusOr<std::vector<PlacedHeader>> EventLog::ReadHeaders(Position from, size_t events_max) const {
  return parts_->reader->Headers(from, size(), events_max);
}

absl::StatusOr<std::vector<RecordedEntry>> EventLog::ReadStream(const StreamId& stream, Revision from,
                                                                const ReadLimit& limit) const {
  std::vector<RecordedEntry> entries;
  const absl::Status read =
      ScanStream(stream, from, limit, [&](RecordedEntry& entry) { entries.push_back(std::move(entry)); }).status();
  if (!read.ok()) return read;
  return entries;
}

absl::StatusOr<size_t> EventLog::ScanStream(const StreamId& stream, Revision from, const ReadLimit& limit,
                                            TakeEntry take) const {
  return parts_->reader->Stream(stream, from, size(), limit, take);
}

absl::StatusOr<FoundRequest> EventLog::FindRequest(const Uuid& request_id) const {
  FoundRequest found{.first = std::nullopt, .looked_at = size()};
  const absl::StatusOr<std::optional<std::string>> value =
      parts_->database->Get(Family::kRequest, RequestKey(request_id));
  if (!value.ok()) return value.status();
  if (!value->has_value()) return found;
  ByteReader reader(**value);
  const auto first = reader.Take<Position>();
  if (!reader.ok() || !reader.rest().empty()) return absl::DataLossError("a row of the request index is malformed");
  // The sequencer handles a row that is written but not yet published.
  if (first < found.looked_at) found.first = first;
  return found;
}

absl::StatusOr<SignedCheckpoint> EventLog::Checkpoint(uint64_t min_size) const {
  return parts_->publisher->Covering(min_size);
}
const std::string& EventLog::origin() const { return parts_->publisher->signer().name(); }
const std::string& EventLog::verifier_key() const { return parts_->verifier_key; }

absl::StatusOr<std::vector<Hash>> EventLog::InclusionProof(Position position, uint64_t size) const {
  if (size > this->size() || position >= size)
    return absl::OutOfRangeError(
        absl::StrCat("position ", position, " is not in the first ", size, " events; the log has ", this->size()));
  return eventstore::InclusionProof(position, size, [&](NodeId node) { return parts_->tree->Node(node, size); });
}

absl::StatusOr<std::vector<Hash>> EventLog::ConsistencyProof(uint64_t first, uint64_t second) const {
  if (second > size() || first > second)
    return absl::OutOfRangeError(
        absl::StrCat("got sizes ", first, " and ", second, "; the log has ", size(), " events"));
  return eventstore::ConsistencyProof(first, second, [&](NodeId node) { return parts_->tree->Node(node, second); });
}

absl::StatusOr<RotatedKeys> EventLog::RotateMasterKey(absl::FunctionRef<bool(uint64_t done, uint64_t total)> progress) {
  absl::Status room = parts_->sequencer->CheckRoom();
  if (!room.ok()) return DiskFullError(room.message());
  absl::StatusOr<MasterKeys> now = ReadMasterKeys(parts_->paths);
  if (!now.ok()) return absl::FailedPreconditionError(now.status().message());
  absl::StatusOr<RotatedKeys> rotated = parts_->keys->Rotate(*std::move(now), [&](uint64_t done, uint64_t total) {
    room = parts_->sequencer->CheckRoom();
    return room.ok() && progress(done, total);
  });
  if (absl::IsCancelled(rotated.status()) && !room.ok()) return DiskFullError(room.message());
  return rotated;
}

StoredParts EventLog::stored() const {
  return {.directory = parts_->paths.directory,
          .master_keys = parts_->paths.master_keys,
          .entries = *parts_->database,
          .keys = parts_->keys->database(),
          .tree = *parts_->tree};
}

absl::StatusOr<FsckReport> EventLog::CheckStored(FsckProgress progress,
                                                 absl::FunctionRef<bool(uint64_t bytes)> pace) const {
  absl::StatusOr<NoteVerifier> own = NoteVerifier::FromVerifierKey(parts_->verifier_key);
  if (!own.ok()) return own.status();
  rocksdb::DB& db = parts_->database->db();
  const auto release = [&db](const rocksdb::Snapshot* snapshot) { db.ReleaseSnapshot(snapshot); };
  const std::unique_ptr<const rocksdb::Snapshot, decltype(release)> snapshot(db.GetSnapshot(), release);
  WalkSubject subject{.database = *parts_->database,
                      .keys = *parts_->keys,
                      .size = 0,
                      .snapshot = snapshot.get(),
                      .keys_of_checkpoints = {*own},
                      .latest = {}};
  subject.keys_of_checkpoints.insert(subject.keys_of_checkpoints.end(), parts_->earlier_keys.begin(),
                                     parts_->earlier_keys.end());
  // The snapshot may hold more than readers see yet.
  rocksdb::ReadOptions options;
  options.snapshot = snapshot.get();
  const std::unique_ptr<rocksdb::Iterator> last(db.NewIterator(options, parts_->database->family(Family::kLog)));
  last->SeekToLast();
  if (last->Valid()) subject.size = ByteReader({last->key().data(), last->key().size()}).Take<uint64_t>() + 1;
  return WalkLog(subject, progress, pace);
}

}  // namespace casejournal::eventstore
