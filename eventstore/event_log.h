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
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "eventstore/proofs/hash.h"
#include "eventstore/records/append.h"
#include "eventstore/records/log_options.h"
#include "eventstore/records/record.h"
#include "eventstore/records/stream_id.h"
#include "eventstore/records/write_stop.h"
#include "eventstore/recovery/fsck.h"

namespace casejournal::eventstore {

// An append-only log of events in one directory. Nothing recorded is ever changed or removed.
// Safe for concurrent use. One process at a time: a second Open of the same directory fails.
//
// A reader gets a `const EventLog&`: the const methods change no entry and never stop the log.
class EventLog {
 public:
  using Done = AppendDone;

  // Makes an empty log with a new signing key and a new master key. `origin` names it in every checkpoint. An
  // interrupted making is begun anew; nothing that holds an entry or a key in use is ever removed.
  //   kAlreadyExists       the directory holds a log; nothing was changed.
  //   kDataLoss            it holds a part of one: what is left of it, or of a backup that was restored in part;
  //   nothing was
  //                        changed. The text says what to do.
  //   kFailedPrecondition  it holds something that is no part of a journal; nothing was changed.
  static absl::Status Create(const std::string& directory, absl::string_view origin);

  // Opens the log in `options.directory` and recovers it to its last acknowledged state (LOG_FORMAT.md, Recovery).
  //   kNotFound            there is none.
  //   kFailedPrecondition  a newer format than this program knows.
  //   kUnavailable         another process has it open.
  //   kPermissionDenied    it cannot be written.
  //   kDataLoss            what is on disk fails its checks, or a part is missing; it is left exactly as found.
  static absl::StatusOr<std::unique_ptr<EventLog>> Open(EventLogOptions options);

  // Flushes every family, so that a clean stop leaves no write-ahead log behind, and releases the directory.
  // Appends still waiting are answered kUnavailable.
  ~EventLog();
  EventLog(const EventLog&) = delete;
  EventLog& operator=(const EventLog&) = delete;

  // From Create until FinishMaking: only then is a log without any entry as it should be.
  bool being_made() const;
  // To be called when the first entry is recorded, whatever it is.
  absl::Status FinishMaking();

  // Records `request` behind the heads that it carries. This may take as long as a sync: the thread that finds nobody
  // committing does it itself. `done` is called exactly once, from this thread or from another; it must not block.
  // After OK the events are on disk, synced, in the tree, and visible to readers.
  //   kAborted            a stream moved on, or its head was read too long ago, or a request of this id may have been
  //   recorded
  //                       since `absent_at`: read the heads and look for the request again. Nothing was written.
  //   kAlreadyExists      a request of this id was recorded, and `absent_at` is absent. Nothing was written.
  //   WriteStopError      the log takes no writes now (write_stop.h). Nothing was written.
  //   kResourceExhausted  the queue is full. Nothing was written.
  //   kInvalidArgument    no events, or over the limits of record.h. Nothing was written.
  //   kUnavailable        the outcome of this request is unknown: its write failed, now or before.
  void Append(LogAppend request, Done done);

  // Whether an append would be taken now: OK, or a WriteStopError. Records nothing; tells EventLogOptions::on_writes of
  // a change.
  absl::Status Writable() const;

  // From now on every Append is answered with WriteStop::kFork, for this reason, and nothing of it is written: another
  // history of this log is known. Reads go on.
  void StopWriting(const absl::Status& why);

  // Where `stream` ends now.
  absl::StatusOr<StreamHead> Head(const StreamId& stream) const;
  // Heads observed before this size may be refused by Append although current.
  Position head_floor() const;

  // The number of committed events: readers see exactly positions [0, size).
  uint64_t size() const;
  // Waits until size() >= `size` or the deadline; says whether it is.
  bool WaitForSize(uint64_t size, absl::Time deadline) const;
  // Wakes all waiters early, for a stop.
  void WakeWaiters() const;

  // After OK no later event can be recorded at or before `instant_us`, also not after a restart with the clock set
  // back, and all that were are visible.
  //   kFailedPrecondition  the instant is not over yet.
  //   Others               it could not be noted on disk.
  absl::Status CloseInstant(int64_t instant_us) const;

  // Reads on from a place; a read past the end is empty, not an error. At least one event is returned if there is one.
  //   kDataLoss  a stored event fails its checks; the message names its position.
  absl::StatusOr<std::vector<RecordedEntry>> ReadLog(Position from, const ReadLimit& limit) const;
  absl::StatusOr<std::vector<RecordedEntry>> ReadStream(const StreamId& stream, Revision from,
                                                        const ReadLimit& limit) const;

  // The same without opening the payloads: what the headers say is not compared with them.
  absl::StatusOr<std::vector<PlacedHeader>> ReadHeaders(Position from, size_t events_max) const;

  // Where the request of this id begins, in whatever stream. One look-up by id; for an id that is not there, filters
  // answer it in most cases without reading a block.
  absl::StatusOr<FoundRequest> FindRequest(const Uuid& request_id) const;

  // The newest signed checkpoint if it covers `min_size`, else one signed now. A checkpoint is stored outside the log's
  // directory, synced, before it is returned. kOutOfRange: fewer events are committed.
  absl::StatusOr<SignedCheckpoint> Checkpoint(uint64_t min_size) const;
  const std::string& origin() const;
  const std::string& verifier_key() const;

  // RFC 6962 proofs for the tree of the first `size` events. kOutOfRange: not in [0, size], or size not committed.
  absl::StatusOr<std::vector<Hash>> InclusionProof(Position position, uint64_t size) const;
  absl::StatusOr<std::vector<Hash>> ConsistencyProof(uint64_t first, uint64_t second) const;

  // Checks everything that is committed now while the log goes on (fsck.h), as `pace` allows: it is called after each
  // entry with the bytes that were read for it, and false breaks the check off. Files and write-ahead logs are for
  // Fsck.
  absl::StatusOr<FsckReport> CheckStored(FsckProgress progress, absl::FunctionRef<bool(uint64_t bytes)> pace) const;

 private:
  struct Parts;
  explicit EventLog(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_EVENT_LOG_H_
