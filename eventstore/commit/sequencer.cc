#include "eventstore/commit/sequencer.h"

#include <algorithm>
#include <utility>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "eventstore/records/write_stop.h"
#include "eventstore/storage/data_directory.h"
#include "eventstore/storage/rocksdb_status.h"
#include "eventstore/system/deadline.h"
#include "eventstore/system/thread_name.h"

namespace casejournal::eventstore {
namespace {

// A group's batch stays under this size. What does not fit waits for the next sync.
constexpr size_t kGroupBytesMax = size_t{32} << 20;
constexpr size_t kGroupRequestsMax = 2048;
constexpr size_t kRingStreams = 1 << 16;
constexpr size_t kRingRequests = 1 << 16;
constexpr size_t kChangesPlaces = 1 << 18;  // 2 MiB
// Checksums with every key and value from here to the memtable.
constexpr size_t kProtectionBytes = 8;

size_t BytesOf(const SealedAppend& request) {
  size_t bytes = 0;
  for (const SealedStream& stream : request.streams) {
    for (const SealedPayload& payload : stream.payloads) bytes += payload.bytes.size() + 256;
  }
  return bytes;
}

absl::Status OutcomeUnknown(const absl::Status& why) {
  absl::Status status =
      absl::UnavailableError(absl::StrCat("outcome unknown; retry with the same request id: ", why.message()));
  if (SaysDiskFull(why)) status.SetPayload(kDiskFullPayload, absl::Cord());
  return status;
}

size_t EventsOf(const SealedAppend& request) {
  size_t events = 0;
  for (const SealedStream& stream : request.streams) events += stream.payloads.size();
  return events;
}

}  // namespace

// What one sync makes durable.
struct Sequencer::Group {
  explicit Group(Position first) : batch(0, 0, kProtectionBytes, 0), next(first) {}

  rocksdb::WriteBatch batch;
  absl::Status put;          // the first failure to build the batch
  Position next;             // the position of the next event
  uint64_t last_key_id = 0;  // of the streams that begin with it
  int64_t recorded_at_us = 0;
};

Sequencer::Sequencer(Database& database, TreeWriter tree, uint64_t last_key_id, RecordClock& clock, AckedMark& acked,
                     WriteState& state, SequencerLimits limits, std::string directory)
    : database_(database),
      tree_(std::move(tree)),
      clock_(clock),
      acked_(acked),
      state_(state),
      limits_(limits),
      directory_(std::move(directory)),
      ring_(kRingStreams, tree_.range().size()),
      requests_(kRingRequests, tree_.range().size()),
      changes_(kChangesPlaces, tree_.range().size()),
      last_key_id_(last_key_id),
      size_(tree_.range().size()),
      floor_(tree_.range().size()),
      committed_(tree_.range()),
      thread_([this] { Run(); }) {}

Sequencer::~Sequencer() {
  std::vector<SealedAppend> waiting;
  {
    absl::MutexLock lock(&queue_mutex_);
    stopping_ = true;
  }
  thread_.join();
  {
    absl::MutexLock lock(&queue_mutex_);
    queue_mutex_.Await(absl::Condition(
        +[](bool* led) { return !*led; }, &led_));
    waiting.swap(queue_);
  }
  for (SealedAppend& request : waiting) request.done(LogClosingError());
}

void Sequencer::Submit(SealedAppend request) {
  if (!Take(request)) return;
  Outcome outcome = Commit(TakeGroup());
  HandOver();
  Answer(std::move(outcome));
}

// Queue the request, or answer it. Return whether this thread leads now.
bool Sequencer::Take(SealedAppend& request) {
  const size_t bytes = BytesOf(request);
  {
    absl::MutexLock lock(&queue_mutex_);
    const bool room = queue_.size() < limits_.queue_requests_max && queue_bytes_ + bytes <= limits_.queue_bytes_max;
    if (!stopping_ && room) {
      queue_bytes_ += bytes;
      queue_.push_back(std::move(request));
      return !std::exchange(led_, true);
    }
  }
  request.done(absl::ResourceExhaustedError(absl::StrCat("append queue is full (limit: ", limits_.queue_requests_max,
                                                         " requests or ", limits_.queue_bytes_max >> 20,
                                                         " MiB); nothing was recorded; retry later")));
  return false;
}

// End this thread's lead. The sequencer's own thread handles what arrived in the meantime.
void Sequencer::HandOver() {
  absl::MutexLock lock(&queue_mutex_);
  thread_leads_ = !queue_.empty() && !stopping_;
  led_ = thread_leads_;
}

void Sequencer::Run() {
  NameThisThread("commit");
  while (true) {
    {
      absl::MutexLock lock(&queue_mutex_);
      queue_mutex_.Await(absl::Condition(this, &Sequencer::ThreadIsNeeded));
      if (stopping_) {
        if (thread_leads_) led_ = false;
        return;
      }
    }
    Answer(Commit(TakeGroup()));
    HandOver();
  }
}

void Sequencer::StoreCheckpoint(uint64_t size, std::string note) {
  absl::MutexLock lock(&queue_mutex_);
  checkpoints_.emplace_back(size, std::move(note));
}

// The committing thread evaluates the conditions of both waits, so that no thread wakes up too early.
bool Sequencer::WaitForSize(uint64_t size, Deadline deadline) const {
  if (this->size() >= size) return true;
  absl::MutexLock lock(&committed_mutex_);
  const auto over = [&] {
    committed_mutex_.AssertReaderHeld();
    return committed_.size() >= size || waits_ended_;
  };
  AwaitUntil(committed_mutex_, absl::Condition(&over), deadline);
  return committed_.size() >= size;
}

void Sequencer::EndWaits() {
  absl::MutexLock lock(&committed_mutex_);
  waits_ended_ = true;
}

bool Sequencer::waits_ended() const {
  absl::MutexLock lock(&committed_mutex_);
  return waits_ended_;
}

bool Sequencer::WaitForSize(uint64_t size, Deadline deadline, uint64_t wakes) const {
  if (this->size() >= size) return true;
  absl::MutexLock lock(&committed_mutex_);
  const auto woken = [&] {
    committed_mutex_.AssertReaderHeld();
    return committed_.size() >= size || wakes != wakes_;
  };
  AwaitUntil(committed_mutex_, absl::Condition(&woken), deadline);
  return committed_.size() >= size;
}

uint64_t Sequencer::wakes() const {
  absl::MutexLock lock(&committed_mutex_);
  return wakes_;
}

void Sequencer::WakeWaiters() {
  absl::MutexLock lock(&committed_mutex_);
  ++wakes_;
}

CompactRange Sequencer::CommittedRange() const {
  absl::MutexLock lock(&committed_mutex_);
  return committed_;
}

// As many requests as one batch holds.
std::vector<SealedAppend> Sequencer::TakeGroup() {
  absl::MutexLock lock(&queue_mutex_);
  size_t bytes = 0;
  size_t count = 0;
  while (count < queue_.size() && count < kGroupRequestsMax) {
    const size_t more = BytesOf(queue_[count]);
    if (count > 0 && bytes + more > kGroupBytesMax) break;
    bytes += more;
    ++count;
  }
  queue_bytes_ -= bytes;
  if (count == queue_.size()) return std::exchange(queue_, {});
  std::vector<SealedAppend> taken(std::make_move_iterator(queue_.begin()),
                                  std::make_move_iterator(queue_.begin() + count));
  queue_.erase(queue_.begin(), queue_.begin() + count);
  return taken;
}

Sequencer::Outcome Sequencer::Commit(std::vector<SealedAppend> requests) {
  if (absl::Status ready = ReadyToWrite(); !ready.ok()) {
    state_.Found(ready);
    return Refuse(std::move(requests), ready);
  }
  Outcome outcome;
  Group group(size());
  group.recorded_at_us = clock_.BeginGroup();
  for (SealedAppend& request : requests) {
    if (!Current(request)) {
      outcome.stale.push_back(std::move(request));
      continue;
    }
    Appended appended = Place(request, group);
    outcome.placed.emplace_back(std::move(request), std::move(appended));
  }
  if (!outcome.placed.empty()) outcome.status = Write(group);
  if (!outcome.status.ok()) {
    for (const auto& [request, appended] : outcome.placed) failed_requests_.insert(request.request_id);
    clock_.LoseGroup();
    return outcome;
  }
  clock_.EndGroup();
  return outcome;
}

// Nothing of them is recorded. Those of a failed write may exist after reopening. Those whose stream changed are sent
// back, to find out whether they are a retry.
Sequencer::Outcome Sequencer::Refuse(std::vector<SealedAppend> requests, const absl::Status& stop) const {
  Outcome outcome{.status = stop};
  for (SealedAppend& request : requests) {
    if (failed_requests_.contains(request.request_id)) {
      outcome.unknown.push_back(std::move(request));
    } else if (failed_requests_.empty() && !Current(request)) {
      outcome.stale.push_back(std::move(request));
    } else {
      outcome.placed.emplace_back(std::move(request), Appended());
    }
  }
  return outcome;
}

void Sequencer::Answer(Outcome outcome) {
  for (auto& [request, appended] : outcome.placed) {
    if (outcome.status.ok()) {
      request.done(std::move(appended));
    } else {
      request.done(outcome.status);
    }
  }
  for (SealedAppend& request : outcome.stale) {
    request.done(absl::AbortedError("a stream changed after its head was read, or the request was recorded meanwhile"));
  }
  for (SealedAppend& request : outcome.unknown) request.done(OutcomeUnknown(outcome.status));
}

void Sequencer::Stop(const absl::Status& why) {
  state_.Found(StopFor(
      WriteStopError(WriteStop::kFork, absl::StrCat("this process rejects all further writes: ", why.message()))));
}

// The first reason stays.
absl::Status Sequencer::StopFor(const absl::Status& why) {
  absl::MutexLock lock(&stop_mutex_);
  if (stopped_.ok()) stopped_ = why;
  return stopped_;
}

absl::Status Sequencer::Stopped() const {
  absl::MutexLock lock(&stop_mutex_);
  return stopped_;
}

absl::Status Sequencer::ReadyToWrite() {
  if (absl::Status stopped = Stopped(); !stopped.ok()) return stopped;
  if (absl::Status clock = clock_.Check(); !clock.ok()) return clock;
  return CheckRoom();
}

absl::Status Sequencer::Writable() const {
  if (absl::Status stopped = Stopped(); !stopped.ok()) return stopped;
  if (absl::Status clock = clock_.Look(); !clock.ok()) return clock;
  return CheckRoom();
}

absl::Status Sequencer::CheckRoom() const {
  const absl::StatusOr<FreeRoom> free = FreeRoomAt(directory_);
  if (!free.ok())
    return WriteStopError(WriteStop::kDisk,
                          absl::StrCat("the free space of the disk is unknown: ", free.status().message()));
  if (free->bytes < limits_.disk_reserve_bytes) {
    return WriteStopError(WriteStop::kDisk,
                          absl::StrCat("the disk has ", free->bytes >> 20, " MiB free; the reserve is ",
                                       limits_.disk_reserve_bytes >> 20, " MiB"));
  }
  if (free->files && *free->files < limits_.disk_reserve_files) {
    return WriteStopError(WriteStop::kDisk,
                          absl::StrCat("the disk has room for ", *free->files, " more files (inodes); the reserve is ",
                                       limits_.disk_reserve_files));
  }
  return absl::OkStatus();
}

bool Sequencer::Current(const SealedAppend& request) const {
  if (!requests_.IsNew(request.request_id, request.absent_at)) return false;
  for (const SealedStream& stream : request.streams) {
    if (!ring_.IsCurrent(stream.stream, stream.head)) return false;
  }
  return true;
}

Appended Sequencer::Place(const SealedAppend& request, Group& group) {
  Appended appended{.first_position = group.next, .recorded_at_us = group.recorded_at_us};
  Header header{.recorded_at_us = group.recorded_at_us,
                .request_id = request.request_id,
                .events_in_request = static_cast<uint16_t>(EventsOf(request))};
  group.put.Update(FromRocksdb(
      group.batch.Put(database_.family(Family::kRequest), RequestKey(request.request_id), LogKey(group.next)),
      "building a batch"));
  requests_.Put(request.request_id, group.next);
  for (const SealedStream& stream : request.streams) {
    StreamHead head = stream.head;
    header.stream = stream.stream;
    if (!head.last_revision) group.last_key_id = std::max(group.last_key_id, head.key_id);
    for (const SealedPayload& payload : stream.payloads) {
      PutEvent(header, payload, group, head);
      ++header.index_in_request;
    }
    head.observed_at = group.next;
    ring_.Put(stream.stream, head, group.next - 1);
    changes_.Put(stream.stream, group.next - 1);
    appended.heads.push_back(head);
  }
  return appended;
}

void Sequencer::PutEvent(const Header& common, const SealedPayload& payload, Group& group, StreamHead& head) {
  Header header = common;
  header.revision = head.next();
  header.prev_stream_leaf = head.last_leaf;
  header.payload_commitment = payload.commitment;
  const std::string bytes = EncodeHeader(header);
  const Hash leaf = LeafHash(bytes);

  const auto put = [&](Family family, const std::string& key, absl::string_view value) {
    group.put.Update(
        FromRocksdb(group.batch.Put(database_.family(family), key, {value.data(), value.size()}), "building a batch"));
  };
  const std::string position = LogKey(group.next);
  put(Family::kLog, position, EncodeLogValue(bytes, payload.bytes));
  put(Family::kStream, StreamKey(header.stream, header.revision), position);
  tree_.Append(leaf, [&](TileId tile, absl::string_view hashes) { put(Family::kTree, TileKey(tile), hashes); });

  head.last_revision = header.revision;
  head.last_leaf = leaf;
  ++group.next;
}

void Sequencer::PutCheckpoints(Group& group) {
  std::vector<std::pair<uint64_t, std::string>> checkpoints;
  {
    absl::MutexLock lock(&queue_mutex_);
    checkpoints.swap(checkpoints_);
  }
  for (const auto& [size, note] : checkpoints) {
    group.put.Update(
        FromRocksdb(group.batch.Put(database_.family(Family::kCheckpoint), SizeKey(size), note), "building a batch"));
  }
}

void Sequencer::PutLastKeyId(Group& group) {
  if (group.last_key_id <= last_key_id_) return;
  last_key_id_ = group.last_key_id;
  group.put.Update(
      FromRocksdb(group.batch.Put(database_.family(Family::kMeta),
                                  rocksdb::Slice(kLastKeyIdRow.data(), kLastKeyIdRow.size()), SizeKey(last_key_id_)),
                  "building a batch"));
}

// The latch. RocksDB may resume on its own after a failed write, and a group that was answered with an error may exist
// after reopening. So nothing more is written until a new process has recovered the log.
absl::Status Sequencer::Write(Group& group) {
  PutCheckpoints(group);
  PutLastKeyId(group);
  absl::Status written = group.put;
  if (written.ok()) {
    rocksdb::WriteOptions synced;
    synced.sync = true;
    written = FromRocksdb(database_.db().Write(synced, &group.batch), "recording a group");
  }
  if (written.ok()) written = acked_.Write(group.next);
  if (written.ok()) {
    Publish(group);
    return written;
  }
  absl::Status latch = WriteStopError(
      WriteStop::kFailedWrite, absl::StrCat("this process rejects all further writes after: ", written.message()));
  if (SaysDiskFull(written)) latch.SetPayload(kDiskFullPayload, absl::Cord());
  state_.Found(StopFor(latch));
  return OutcomeUnknown(written);
}

void Sequencer::Publish(const Group& group) {
  floor_.store(ring_.floor(), std::memory_order_release);
  absl::MutexLock lock(&committed_mutex_);
  committed_ = tree_.range();
  size_.store(group.next, std::memory_order_release);
}

}  // namespace casejournal::eventstore
