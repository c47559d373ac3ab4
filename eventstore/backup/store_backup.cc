#include "eventstore/backup/store_backup.h"

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "eventstore/backup/segment.h"
#include "eventstore/proofs/compact_range.h"
#include "eventstore/proofs/proof.h"
#include "eventstore/records/bytes.h"
#include "eventstore/records/record.h"
#include "eventstore/storage/log_value.h"
#include "eventstore/storage/rocksdb_status.h"

namespace casejournal::eventstore {
namespace {

// A last segment with fewer entries is written again with what follows it, so that many small backups do not leave many
// small files.
constexpr uint64_t kSmallSegment = 16;

std::unique_ptr<rocksdb::Iterator> IterateOnce(const Database& database, Family family) {
  rocksdb::ReadOptions options;
  options.total_order_seek = true;
  options.fill_cache = false;
  rocksdb::ColumnFamilyHandle* const handle =
      family == Family::kDefault ? database.db().DefaultColumnFamily() : database.family(family);
  return std::unique_ptr<rocksdb::Iterator>(database.db().NewIterator(options, handle));
}

uint64_t NumberOf(const rocksdb::Slice& key) { return ByteReader(View(key)).Take<uint64_t>(); }

class Storing {
 public:
  Storing(const BackupSource& source, Repository& repository, Reuse reuse, BackupProgress progress, BackupPace pace)
      : source_(source), repository_(repository), reuse_(reuse), progress_(progress), pace_(pace) {}

  absl::StatusOr<StoredBackup> Run(int64_t now_us) {
    generation_.made_at_us = now_us;
    generation_.origin = source_.origin;
    generation_.verifier_key = source_.verifier_key;
    generation_.time_zone = source_.time_zone;
    generation_.size = source_.checkpoint.size;
    generation_.root = source_.checkpoint.root;
    if (absl::Status begun = BeginWithNewest(); !begun.ok()) return begun;
    if (absl::Status stored = StoreEntries(); !stored.ok()) return stored;
    if (absl::Status stored = StoreKeys(); !stored.ok()) return stored;
    if (absl::Status stored = StoreFiles(); !stored.ok()) return stored;
    const absl::StatusOr<Objects::Stored> list = repository_.StoreSegments(places_, generation_.added_bytes);
    if (!list.ok()) return list.status();
    generation_.list = list->name;
    return StoredBackup{
        .generation = generation_, .keys = keys_, .damaged = std::move(damaged_), .compare_keys = compare_keys_};
  }

 private:
  // Take over the segments of the newest sound generation, if it is a beginning of the same history. Damaged ones may
  // be of another.
  absl::Status BeginWithNewest() {
    const absl::StatusOr<Repository::Survey> survey = repository_.Look();
    if (!survey.ok()) return survey.status();
    damaged_ = survey->damaged;
    const uint64_t newest_damaged = survey->damaged.empty() ? 0 : survey->damaged.back().number;
    generation_.number = 1 + std::max(survey->sound.empty() ? 0 : survey->sound.back().number, newest_damaged);
    compare_keys_ = true;
    if (survey->sound.empty()) return absl::OkStatus();
    const Generation& newest = survey->sound.back();
    const bool is_same_log = newest.verifier_key == generation_.verifier_key;
    if (!is_same_log && !Continues(newest)) return OfAnotherLog(newest);
    const absl::StatusOr<bool> is_beginning = IsBeginning(newest);
    if (!is_beginning.ok()) return is_beginning.status();
    if (is_same_log && !*is_beginning) return OfAnotherState(newest);
    compare_keys_ = !is_same_log || newest_damaged > newest.number;
    if (!*is_beginning) return absl::OkStatus();
    absl::StatusOr<std::vector<SegmentPlace>> places = repository_.SegmentsOf(newest);
    // Lists that cannot be read are made again.
    if (!places.ok() && absl::IsDataLoss(places.status())) return absl::OkStatus();
    if (!places.ok()) return places.status();
    generation_.last_key_id = newest.last_key_id;
    generation_.last_recorded_at_us = newest.last_recorded_at_us;
    kept_ = newest.size;
    places_ = *std::move(places);
    if (kept_ < generation_.size && places_.back().entries < kSmallSegment) places_.pop_back();
    for (SegmentPlace& place : places_) {
      if (absl::Status there = StoreIfMissing(place); !there.ok()) return there;
    }
    return absl::OkStatus();
  }

  absl::StatusOr<bool> IsBeginning(const Generation& earlier) const {
    if (earlier.size > generation_.size) return false;
    const absl::StatusOr<Hash> root =
        RootAt(earlier.size, [&](NodeId node) { return source_.tree.Node(node, earlier.size); });
    if (!root.ok()) return root.status();
    return *root == earlier.root;
  }

  // Whether the log has the key of the generation's log among those of the logs that it continues. Two logs that
  // continue the same one begin alike: neither continues the other.
  bool Continues(const Generation& other) const {
    const auto earlier = source_.files.find("checkpoints/earlier.vkeys");
    if (earlier == source_.files.end()) return false;
    const std::vector<absl::string_view> keys = absl::StrSplit(earlier->second, '\n');
    return std::find(keys.begin(), keys.end(), other.verifier_key) != keys.end();
  }

  // Generations share one set of keys, so that those of another log would be lost.
  absl::Status OfAnotherLog(const Generation& newest) const {
    return absl::FailedPreconditionError(absl::StrCat(
        "the newest backup in ", repository_.directory(), " is of ", newest.origin, ", and this is ",
        generation_.origin,
        ": another journal, or one that does not continue that one. Nothing was changed; back it up to a directory of "
        "its own"));
  }

  absl::Status OfAnotherState(const Generation& newest) const {
    return absl::FailedPreconditionError(absl::StrCat(
        "the newest backup in ", repository_.directory(), " has ", newest.size, " entries of ", newest.origin,
        ", which are not the first ", newest.size,
        " of this journal: this is an older state or a copy of it. Nothing was changed; back it up to a directory of "
        "its own"));
  }

  absl::Status StoreIfMissing(SegmentPlace& place) {
    const Objects& objects = repository_.objects();
    bool there = objects.SizeOf(place.object) == place.bytes;
    if (there && reuse_ == Reuse::kByContent) {
      const absl::Status read = objects.Get(place.object).status();
      if (!read.ok() && !absl::IsDataLoss(read)) return read;
      there = read.ok();
      if (!pace_(place.bytes)) return absl::CancelledError("the backup was cancelled");
    }
    if (there) return absl::OkStatus();
    absl::StatusOr<Segment> segment = Read(place.first, place.entries, place.notes_to);
    if (!segment.ok()) return segment.status();
    absl::StatusOr<SegmentPlace> stored = Store(*segment, place.notes_to);
    if (!stored.ok()) return stored.status();
    place = *std::move(stored);
    return absl::OkStatus();
  }

  absl::Status StoreEntries() {
    uint64_t next = places_.empty() ? 0 : places_.back().first + places_.back().entries;
    absl::StatusOr<CompactRange> range =
        CompactRange::Read(next, [&](NodeId node) { return source_.tree.Node(node, next); });
    if (!range.ok()) return range.status();
    generation_.added_entries = generation_.size - kept_;
    while (next < generation_.size) {
      const uint64_t wanted = std::min<uint64_t>(kSegmentEntriesMax, generation_.size - next);
      const absl::StatusOr<Segment> segment = Read(next, wanted, next + wanted);
      if (!segment.ok()) return segment.status();
      for (const std::string& value : segment->values) {
        if (absl::Status taken = Take(value, *range); !taken.ok()) return taken;
      }
      next += segment->values.size();
      absl::StatusOr<SegmentPlace> place = Store(*segment, NotesTo(*segment));
      if (!place.ok()) return place.status();
      places_.push_back(*std::move(place));
      progress_(next, generation_.size);
      if (!pace_(places_.back().bytes)) return absl::CancelledError("the backup was cancelled");
    }
    if (range->Root() == generation_.root) return absl::OkStatus();
    return absl::DataLossError(absl::StrCat("the first ", generation_.size,
                                            " entries do not have the root of their signed checkpoint; "
                                            "no backup was made. Check the journal: casejournal fsck"));
  }

  absl::Status Take(const std::string& bytes, CompactRange& range) {
    const absl::StatusOr<LogValue> value = DecodeLogValue(bytes);
    if (!value.ok()) return value.status();
    const absl::StatusOr<Header> header = DecodeHeader(value->header);
    if (!header.ok()) return header.status();
    range.Append(LeafHash(value->header));
    generation_.last_recorded_at_us = header->recorded_at_us;
    generation_.last_key_id = std::max(generation_.last_key_id, value->part.key_id);
    return absl::OkStatus();
  }

  absl::StatusOr<Segment> Read(uint64_t first, uint64_t wanted, uint64_t notes_to) const {
    Segment segment{.first = first, .values = {}, .notes = {}};
    size_t bytes = 0;
    const std::unique_ptr<rocksdb::Iterator> entry = IterateOnce(source_.log, Family::kLog);
    for (entry->Seek(LogKey(first)); segment.values.size() < wanted && bytes < kSegmentBytesTarget; entry->Next()) {
      if (!entry->status().ok())
        return FromRocksdb(entry->status(), absl::StrCat("reading the log in ", source_.log.db().GetName()));
      const uint64_t position = first + segment.values.size();
      if (!entry->Valid() || NumberOf(entry->key()) != position) {
        return absl::DataLossError(absl::StrCat("position ", position, " is missing from the log"));
      }
      segment.values.emplace_back(View(entry->value()));
      bytes += segment.values.back().size();
    }
    notes_to = std::min(notes_to, first + segment.values.size());
    const std::unique_ptr<rocksdb::Iterator> note = IterateOnce(source_.log, Family::kCheckpoint);
    for (note->Seek(SizeKey(NotesFrom(first) + 1)); note->Valid() && NumberOf(note->key()) <= notes_to; note->Next()) {
      segment.notes.emplace_back(NumberOf(note->key()), View(note->value()));
    }
    if (!note->status().ok())
      return FromRocksdb(note->status(), absl::StrCat("reading the checkpoints in ", source_.log.db().GetName()));
    return segment;
  }

  // The size up to which earlier segments have the signed checkpoints.
  uint64_t NotesFrom(uint64_t first) const {
    const auto after =
        std::find_if(places_.begin(), places_.end(), [&](const SegmentPlace& place) { return place.first >= first; });
    return after == places_.begin() ? 0 : std::prev(after)->notes_to;
  }

  // A checkpoint is stored in the log with what is recorded after it: the newest ones may come with the next backup.
  uint64_t NotesTo(const Segment& segment) const {
    return segment.notes.empty() ? NotesFrom(segment.first) : segment.notes.back().first;
  }

  absl::StatusOr<SegmentPlace> Store(const Segment& segment, uint64_t notes_to) {
    const std::string bytes = EncodeSegment(segment);
    const absl::StatusOr<Hash> name = Put(bytes);
    if (!name.ok()) return name.status();
    return SegmentPlace{.first = segment.first,
                        .entries = segment.values.size(),
                        .bytes = bytes.size(),
                        .notes_to = notes_to,
                        .object = *name};
  }

  // The log was read first: every key that its entries use is there now.
  absl::Status StoreKeys() {
    KeyChunk chunk;
    const auto store = [&]() -> absl::Status {
      const absl::StatusOr<Hash> name = Put(EncodeKeyChunk(chunk));
      if (name.ok()) keys_.chunks.push_back(*name);
      return name.status();
    };
    const std::unique_ptr<rocksdb::Iterator> row = IterateOnce(source_.keys, Family::kDefault);
    for (row->SeekToFirst(); row->Valid(); row->Next()) {
      const uint64_t id = NumberOf(row->key());
      if (id >= chunk.first_id + kKeysInChunk) {
        if (absl::Status stored = store(); !stored.ok()) return stored;
        chunk = {.first_id = id - id % kKeysInChunk, .rows = {}};
      }
      chunk.rows.emplace_back(id, View(row->value()));
      keys_.last_id = id;
    }
    if (!row->status().ok())
      return FromRocksdb(row->status(), absl::StrCat("reading the key store in ", source_.keys.db().GetName()));
    return store();
  }

  absl::Status StoreFiles() {
    std::map<std::string, std::string> files = source_.files;
    files["checkpoints/latest"] = source_.checkpoint.note;
    for (const auto& [path, content] : files) {
      const absl::StatusOr<Hash> name = Put(content);
      if (!name.ok()) return name.status();
      generation_.files[path] = *name;
    }
    return absl::OkStatus();
  }

  absl::StatusOr<Hash> Put(const std::string& bytes) {
    const absl::StatusOr<Objects::Stored> stored = repository_.objects().Put(bytes);
    if (!stored.ok()) return stored.status();
    if (stored->added) generation_.added_bytes += bytes.size();
    return stored->name;
  }

  const BackupSource& source_;
  Repository& repository_;
  const Reuse reuse_;
  const BackupProgress progress_;
  const BackupPace pace_;
  Generation generation_;
  std::vector<SegmentPlace> places_;
  KeySet keys_;
  std::vector<Repository::DamagedGeneration> damaged_;
  bool compare_keys_ = false;
  uint64_t kept_ = 0;  // the size of the generation that this one begins with
};

}  // namespace

absl::StatusOr<StoredBackup> StoreBackup(const BackupSource& source, Repository& repository, Reuse reuse,
                                         int64_t now_us, BackupProgress progress, BackupPace pace) {
  return Storing(source, repository, reuse, progress, pace).Run(now_us);
}

}  // namespace casejournal::eventstore
