#include "eventstore/internal/sequencer.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "eventstore/internal/data_directory.h"
#include "eventstore/internal/rocksdb_status.h"

namespace casejournal::eventstore {
namespace {

// A group's batch stays under this; what does not fit waits for the next sync.
constexpr size_t kGroupBytesMax = size_t{32} << 20;
constexpr size_t kGroupRequestsMax = 2048;
constexpr size_t kRingStreams = 1 << 16;
// Checksums beside every key and value from here to the memtable.
constexpr size_t kProtectionBytes = 8;

size_t BytesOf(const SealedAppend& request) {
  size_t bytes = 0;
  for (const SealedStream& stream : request.streams) {
    for (const SealedPayload& payload : stream.payloads) bytes += payload.bytes.size() + 256;
  }
  return bytes;
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
  absl::Status put;  // the first failure to build the batch
  Position next;     // the position of the next event
  int64_t recorded_at_us = 0;
  std::vector<std::pair<SealedAppend, Appended>> placed;
};

Sequencer::Sequencer(Database& database, TreeWriter tree, RecordClock& clock, AckedMark& acked, SequencerLimits limits,
                     std::string directory)
    : database_(database),
      tree_(std::move(tree)),
      clock_(clock),
      acked_(acked),
      limits_(limits),
      directory_(std::move(directory)),
      ring_(kRingStreams, tree_.range().size()),
      size_(tree_.range().size()),
      floor_(tree_.range().size()),
      committed_(tree_.range()),
      thread_([this] { Run(); }) {}

Sequencer::~Sequencer() {
  {
    absl::MutexLock lock(&queue_mutex_);
    stopping_ = true;
    queue_changed_.Signal();
  }
  thread_.join();
  for (SealedAppend& request : queue_) request.done(absl::UnavailableError("the log is closing; nothing was recorded"));
}

void Sequencer::Submit(SealedAppend request) {
  {
    absl::MutexLock lock(&queue_mutex_);
    if (!stopping_ && queue_.size() < limits_.queue_requests_max) {
      queue_.push_back(std::move(request));
      if (queue_.size() == 1) queue_changed_.Signal();
      return;
    }
  }
  request.done(absl::ResourceExhaustedError(
      absl::StrCat("over ", limits_.queue_requests_max, " requests wait to be recorded; try again later")));
}

void Sequencer::StoreCheckpoint(uint64_t size, std::string note) {
  absl::MutexLock lock(&queue_mutex_);
  checkpoints_.emplace_back(size, std::move(note));
}

bool Sequencer::WaitForSize(uint64_t size, absl::Time deadline) const {
  if (this->size() >= size) return true;
  absl::MutexLock lock(&committed_mutex_);
  const uint64_t wakes = wakes_;
  while (committed_.size() < size && wakes == wakes_) {
    if (committed_changed_.WaitWithDeadline(&committed_mutex_, deadline)) break;
  }
  return committed_.size() >= size;
}

void Sequencer::WakeWaiters() {
  absl::MutexLock lock(&committed_mutex_);
  ++wakes_;
  committed_changed_.SignalAll();
}

CompactRange Sequencer::CommittedRange() const {
  absl::MutexLock lock(&committed_mutex_);
  return committed_;
}

void Sequencer::Run() {
  while (true) {
    std::vector<SealedAppend> requests = TakeGroup();
    if (requests.empty()) return;
    Commit(std::move(requests));
  }
}

// Waits for requests; takes as many as one batch holds. Empty: stopping.
std::vector<SealedAppend> Sequencer::TakeGroup() {
  absl::MutexLock lock(&queue_mutex_);
  while (queue_.empty() && !stopping_) queue_changed_.Wait(&queue_mutex_);
  if (stopping_) return {};
  size_t bytes = 0;
  size_t count = 0;
  while (count < queue_.size() && count < kGroupRequestsMax) {
    bytes += BytesOf(queue_[count]);
    if (count > 0 && bytes > kGroupBytesMax) break;
    ++count;
  }
  if (count == queue_.size()) return std::exchange(queue_, {});
  std::vector<SealedAppend> taken(std::make_move_iterator(queue_.begin()), std::make_move_iterator(queue_.begin() + count));
  queue_.erase(queue_.begin(), queue_.begin() + count);
  return taken;
}

void Sequencer::Commit(std::vector<SealedAppend> requests) {
  if (absl::Status ready = ReadyToWrite(); !ready.ok()) {
    for (SealedAppend& request : requests) request.done(ready);
    return;
  }
  Group group(size());
  group.recorded_at_us = clock_.BeginGroup();
  std::vector<SealedAppend> stale;
  for (SealedAppend& request : requests) {
    if (!Current(request)) {
      stale.push_back(std::move(request));
      continue;
    }
    Appended appended = Place(request, group);
    group.placed.emplace_back(std::move(request), std::move(appended));
  }
  absl::Status written;
  if (!group.placed.empty()) {
    PutCheckpoints(group);
    written = Write(group);
    if (written.ok()) Publish(group);
  }
  clock_.EndGroup();
  for (auto& [request, appended] : group.placed) {
    if (written.ok()) {
      request.done(std::move(appended));
    } else {
      request.done(written);
    }
  }
  // Last: who tries again finds what was placed before it.
  for (SealedAppend& request : stale) request.done(absl::AbortedError("a stream moved on since its head was read"));
}

absl::Status Sequencer::ReadyToWrite() {
  if (!broken_.ok()) return broken_;
  if (absl::Status clock = clock_.Check(); !clock.ok()) return clock;
  absl::StatusOr<uint64_t> free = FreeBytes(directory_);
  if (!free.ok()) return free.status();
  if (*free >= limits_.disk_reserve_bytes) return absl::OkStatus();
  return absl::ResourceExhaustedError(absl::StrCat("the disk has ", *free >> 20, " MiB left; ",
                                                   limits_.disk_reserve_bytes >> 20, " MiB are kept in reserve"));
}

bool Sequencer::Current(const SealedAppend& request) const {
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
  for (const SealedStream& stream : request.streams) {
    StreamHead head = stream.head;
    header.stream = stream.stream;
    if (stream.index_request) {
      group.put.Update(FromRocksdb(group.batch.Put(database_.family(Family::kRequest),
                                                   RequestKey(stream.stream, request.request_id), LogKey(group.next)),
                                   "building a batch"));
    }
    for (const SealedPayload& payload : stream.payloads) {
      PutEvent(header, payload, group, head);
      ++header.index_in_request;
    }
    head.observed_at = group.next;
    ring_.Put(stream.stream, head, group.next - 1);
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
    group.put.Update(FromRocksdb(group.batch.Put(database_.family(family), key, {value.data(), value.size()}),
                                 "building a batch"));
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
    group.put.Update(FromRocksdb(group.batch.Put(database_.family(Family::kCheckpoint), SizeKey(size), note),
                                 "building a batch"));
  }
}

// The latch: RocksDB may resume by itself after a failed write, and a group answered with an error can be there after
// reopening. So nothing more is written until a new process has recovered the log.
absl::Status Sequencer::Write(Group& group) {
  absl::Status written = group.put;
  if (written.ok()) {
    rocksdb::WriteOptions synced;
    synced.sync = true;
    written = FromRocksdb(database_.db().Write(synced, &group.batch), "recording a group");
  }
  if (written.ok()) written = acked_.Write(group.next);
  if (written.ok()) return written;
  broken_ = absl::UnavailableError(
      absl::StrCat("the log takes no more writes in this process after: ", written.message()));
  return absl::UnavailableError(absl::StrCat("outcome unknown, repeat with the same request id: ", written.message()));
}

void Sequencer::Publish(const Group& group) {
  floor_.store(ring_.floor(), std::memory_order_release);
  absl::MutexLock lock(&committed_mutex_);
  committed_ = tree_.range();
  size_.store(group.next, std::memory_order_release);
  committed_changed_.SignalAll();
}

}  // namespace casejournal::eventstore
