// The event log: many streams, one global order of positions, one hash tree over all of it. Start here.
#ifndef CASEJOURNAL_EVENTSTORE_EVENT_LOG_H_
#define CASEJOURNAL_EVENTSTORE_EVENT_LOG_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "eventstore/proofs/hash.h"
#include "eventstore/records/append.h"
#include "eventstore/records/log_options.h"
#include "eventstore/records/master_key_source.h"
#include "eventstore/records/record.h"
#include "eventstore/records/stream_id.h"
#include "eventstore/records/write_stop.h"
#include "eventstore/recovery/fsck.h"
#include "eventstore/system/deadline.h"

namespace casejournal::eventstore {

class Database;
class TreeReader;

// What a backup reads of a log that is in use (backup/back_up.h), beside appends. Valid as long as the log.
struct StoredParts {
  const std::string& directory;
  const MasterKeySource& master_keys;
  const Database& entries;
  const Database& keys;  // wrapped
  const TreeReader& tree;
};

// An append-only log of events in one directory. Nothing recorded is ever changed or removed.
// Safe for concurrent use. One process at a time: a second Open of the same directory fails.
//
// A reader gets a `const EventLog&`: the const methods change no entry and never stop the log.
class EventLog {
 public:
  using Done = AppendDone;

  // Create an empty log with a new signing key and a new master key. `origin` names it in every checkpoint. An
  // interrupted creation starts again. Nothing that holds an entry or a key in use is ever removed. Master keys of
  // another source than the directory are used as they are; a file that does not exist is made, with a new key.
  //   kAlreadyExists       the directory holds a log; nothing was changed.
  //   kDataLoss            it holds an incomplete log or backup; nothing was changed. The message says what to do.
  //   kFailedPrecondition  it holds something that is not part of a journal; nothing was changed.
  //   kUnavailable         another source has no master key; nothing was changed.
  static absl::Status Create(const std::string& directory, absl::string_view origin,
                             const MasterKeySource& master_keys = {});

  // Open the log in `options.directory` and recover it to its last acknowledged state (LOG_FORMAT.md, Recovery).
  //   kNotFound            there is no log.
  //   kFailedPrecondition  a newer format than this program knows.
  //   kUnavailable         another process has it open.
  //   kPermissionDenied    it cannot be written.
  //   kDataLoss            the files fail their checks, or a part is missing; nothing was changed.
  static absl::StatusOr<std::unique_ptr<EventLog>> Open(EventLogOptions options);

  // Flush every family, so that a clean stop leaves no write-ahead log, and release the directory. Waiting appends are
  // answered with kUnavailable.
  ~EventLog();
  EventLog(const EventLog&) = delete;
  EventLog& operator=(const EventLog&) = delete;

  // From Create until FinishMaking. Only then may a log be without entries.
  bool being_made() const;
  // Call this when the first entry of any kind is recorded.
  absl::Status FinishMaking();

  // Record `request` after the heads that it carries. This may take as long as a sync, because the calling thread
  // commits if no other thread does. `done` is called exactly once, from this thread or another; it must not block.
  // After OK the events are on disk, synced, in the tree, and visible to readers.
  //   kAborted            a stream changed, or its head was read too long ago, or a request with this id may have been
  //                       recorded since `absent_at`: read the heads and look for the request again. Nothing was
  //                       written.
  //   kAlreadyExists      a request with this id was recorded, and `absent_at` is absent. Nothing was written.
  //   WriteStopError      the log rejects writes now (write_stop.h). Nothing was written.
  //   kResourceExhausted  the queue is full. Nothing was written.
  //   kInvalidArgument    no events, or over the limits of record.h. Nothing was written.
  //   kUnavailable        the outcome of this request is unknown: its write failed, now or before.
  void Append(LogAppend request, Done done);

  // Check whether an append would be accepted now: OK, or a WriteStopError. Records nothing. Reports a change to
  // EventLogOptions::on_writes.
  absl::Status Writable() const;

  // Reject all further appends with WriteStop::kFork and this reason; nothing of them is written. Call this when
  // another history of the log is found. Reads still work.
  void StopWriting(const absl::Status& why);

  // Return the current head of `stream`.
  absl::StatusOr<StreamHead> Head(const StreamId& stream) const;
  // Append may reject heads that were observed before this size, even if they are current.
  Position head_floor() const;
  // Return true only if no event of `stream` that was committed before this call is at or after `since`: a head that
  // was observed at that size is still current. False if this is not known without reading. Takes no lock.
  bool UnchangedSince(const StreamId& stream, Position since) const;

  // 32 bytes that only a holder of the stream's data key can compute, the same for the same `message`: they are gone
  // with the key. Random bytes for a stream that did not exist at `head`.
  //   kNotFound, kDataLoss  the key is lost or damaged.
  absl::StatusOr<Hash> Keyed(const StreamHead& head, absl::string_view message) const;

  // The number of committed events. Readers see exactly the positions [0, size).
  uint64_t size() const;
  // Wait until size() >= `size`, the deadline, or EndWaits. Return whether the size was reached.
  bool WaitForSize(uint64_t size, Deadline deadline) const;
  // For a stop: from now on, nobody waits as above.
  void EndWaits() const;
  bool waits_ended() const;
  // The same for waiters that have to look at something else now and then: they name how often WakeWaiters was called
  // before they last looked, and are woken by it, also if it was called since.
  bool WaitForSize(uint64_t size, Deadline deadline, uint64_t wakes) const;
  uint64_t wakes() const;
  void WakeWaiters() const;

  // Close an instant. After OK no later event can be recorded at or before `instant_us`, even after a restart with the
  // clock set back, and all earlier ones are visible.
  //   kFailedPrecondition  the instant is not over yet.
  //   kUnavailable         it could not be stored. Or a write failed, and until a restart nobody knows whether what it
  //                        wrote is in the instant.
  absl::Status CloseInstant(int64_t instant_us) const;

  // Read from a place on. A read past the end is empty, not an error. At least one event is returned if there is one.
  //   kDataLoss  a stored event fails its checks; the message names its position.
  absl::StatusOr<std::vector<RecordedEntry>> ReadLog(Position from, const ReadLimit& limit) const;
  absl::StatusOr<std::vector<RecordedEntry>> ReadStream(const StreamId& stream, Revision from,
                                                        const ReadLimit& limit) const;

  // The same for readers that hand on what they read. `take` gets each entry, which is valid during that call only, and
  // may move from it. Return how many entries there were. After an error, `take` may have got some. What a scan of the
  // log reads from files does not replace what other readers have in the cache.
  absl::StatusOr<size_t> ScanLog(Position from, const ReadLimit& limit, TakeEntry take) const;
  absl::StatusOr<size_t> ScanStream(const StreamId& stream, Revision from, const ReadLimit& limit,
                                    TakeEntry take) const;

  // The same without opening the payloads, which are not compared with the headers.
  absl::StatusOr<std::vector<PlacedHeader>> ReadHeaders(Position from, size_t events_max) const;

  // Return where the request with this id begins, in any stream. One look-up by id. For an unknown id, filters usually
  // answer without reading a block.
  absl::StatusOr<FoundRequest> FindRequest(const Uuid& request_id) const;

  // Return the newest signed checkpoint if it covers `min_size`, else sign one now. A checkpoint is stored and synced
  // outside the log's directory before it is returned, and written to the copy unless that fails
  // (EventLogOptions::checkpoint_copy).
  //   kOutOfRange   fewer events are committed.
  //   kUnavailable  it could not be stored.
  absl::StatusOr<SignedCheckpoint> Checkpoint(uint64_t min_size) const;
  const std::string& origin() const;
  const std::string& verifier_key() const;

  // RFC 6962 proofs for the tree of the first `size` events. kOutOfRange: outside [0, size], or `size` is not
  // committed.
  absl::StatusOr<std::vector<Hash>> InclusionProof(Position position, uint64_t size) const;
  absl::StatusOr<std::vector<Hash>> ConsistencyProof(uint64_t first, uint64_t second) const;

  // Check everything that is committed now, while the log is in use (fsck.h). `pace` is called after each entry with
  // the bytes that were read for it; false cancels the check. Fsck checks files and write-ahead logs.
  absl::StatusOr<FsckReport> CheckStored(FsckProgress progress, absl::FunctionRef<bool(uint64_t bytes)> pace) const;

  StoredParts stored() const;

  // Read the source of the master keys again, and wrap every data key with its first key, synced, beside appends. If it
  // is interrupted, some are wrapped with an earlier key of the source; call it again. `progress` is called after each
  // batch, and for the last one, with `done` equal to `total`, before it; false ends it.
  //   kFailedPrecondition  the source cannot be read, or does not have a master key that is in use; nothing changed.
  //   kResourceExhausted   a rotation is under way, or the disk is full.
  //   kUnavailable         the data keys cannot be written.
  //   kDataLoss            the row of a data key is damaged; the message has its number.
  //   kCancelled           `progress` returned false.
  absl::StatusOr<RotatedKeys> RotateMasterKey(absl::FunctionRef<bool(uint64_t done, uint64_t total)> progress);

 private:
  struct Parts;
  explicit EventLog(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_EVENT_LOG_H_
