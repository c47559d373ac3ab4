#include "eventstore/recovery/log_walk.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <iterator>
#include <optional>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "eventstore/commit/checkpoint_publisher.h"
#include "eventstore/commit/tree_writer.h"
#include "eventstore/reading/entry_reader.h"
#include "eventstore/records/bytes.h"
#include "eventstore/storage/log_value.h"
#include "eventstore/storage/request_index.h"
#include "eventstore/storage/rocksdb_status.h"

namespace casejournal::eventstore {
namespace {

constexpr uint64_t kProgressEvery = 4096;

// One walk over one journal. Each Check reports its problems and continues.
class Walk {
 public:
  Walk(const WalkSubject& log, FsckProgress progress, WalkPace pace)
      : log_(log), progress_(progress), pace_(pace), reader_(log.database, log.keys) {}

  absl::StatusOr<FsckReport> Run() {
    report_.origin = log_.keys_of_checkpoints.front().name();
    BeginCheckpoints();
    CheckFormOfRequests();
    CheckEvents();
    EndCheckpoints();
    CheckCounts();
    report_.streams = heads_.size();
    report_.root = tree_.range().Root();
    if (report_.findings.empty() && !unread_.ok()) return unread_;
    Find(unread_.message().empty() ? std::string() : absl::StrCat("not checked: ", unread_.message()));
    return std::move(report_);
  }

 private:
  struct Head {
    Revision revision;
    Hash leaf;
  };

  void Find(std::string finding) {
    if (!finding.empty() && report_.findings.size() < kFsckFindingsMax) report_.findings.push_back(std::move(finding));
  }
  void Find(const absl::Status& status) {
    if (status.ok()) return;
    if (CannotBeOpenedNow(status)) {
      unread_.Update(status);
    } else {
      Find(std::string(status.message()));
    }
  }

  // The stored checkpoints are read by size, in step with the events, so that none is held longer than needed.
  void BeginCheckpoints() {
    stored_ = Iterate(Family::kCheckpoint);
    stored_->SeekToFirst();
    ReadCheckpoint();
  }

  // Read the next readable one into `next_`.
  void ReadCheckpoint() {
    next_.reset();
    for (; stored_->Valid() && !next_; stored_->Next()) {
      absl::StatusOr<SignedCheckpoint> note = OpenStored(std::string(View(stored_->value())));
      if (!note.ok()) {
        Find(absl::StrCat("a stored checkpoint: ", note.status().message()));
      } else if (SizeKey(note->size) != View(stored_->key())) {
        Find(absl::StrCat("the checkpoint of size ", note->size, " is stored under another size"));
      } else {
        next_ = *std::move(note);
      }
    }
    Find(FromRocksdb(stored_->status(), "reading the checkpoints"));
  }

  void EndCheckpoints() {
    uint64_t beyond = log_.latest.size > log_.size ? log_.latest.size : 0;
    for (; next_; ReadCheckpoint()) beyond = std::max(beyond, next_->size);
    if (beyond > log_.size)
      Find(absl::StrCat("a checkpoint of ", beyond, " events was signed, but the log has ", log_.size));
  }

  // It is signed by this log, or by one that it continues.
  absl::StatusOr<SignedCheckpoint> OpenStored(const std::string& note) const {
    absl::StatusOr<SignedCheckpoint> opened;
    for (const NoteVerifier& key : log_.keys_of_checkpoints) {
      opened = OpenCheckpoint(note, key);
      if (opened.ok()) break;
    }
    return opened;
  }

  void CheckEvents() {
    std::unique_ptr<rocksdb::Iterator> at = Iterate(Family::kLog);
    for (at->SeekToFirst(); at->Valid(); at->Next()) {
      const Position position = report_.events;
      if (View(at->key()) != LogKey(position)) return Find(absl::StrCat("position ", position, " is missing"));
      absl::StatusOr<RecordedEntry> entry = reader_.Open(position, View(at->value()));
      if (!entry.ok()) {
        Find(entry.status());
        // The header may still be good. If it is, continue with the tree and the chain.
        absl::StatusOr<LogValue> value = DecodeLogValue(View(at->value()));
        if (!value.ok() || !DecodeHeader(value->header).ok()) return;
        entry = RecordedEntry{
            .position = position, .header = *DecodeHeader(value->header), .header_bytes = std::string(value->header)};
      }
      CheckChain(*entry);
      CheckStreamIndex(*entry);
      CheckRequestIndex(*entry);
      Grow(LeafHash(entry->header_bytes));
      CheckRoot();
      if (++report_.events % kProgressEvery == 0) progress_(report_.events, log_.size);
      if (!Paced(*at)) return;
      if (report_.events == log_.size) break;
    }
    Find(FromRocksdb(at->status(), absl::StrCat("reading position ", report_.events)));
    progress_(report_.events, log_.size);
  }

  // False: the check was canceled, which is reported once.
  bool Paced(const rocksdb::Iterator& at) {
    if (broken_off_ || pace_(at.key().size() + at.value().size())) return !broken_off_;
    broken_off_ = true;
    Find("the check was canceled");
    return false;
  }

  void CheckChain(const RecordedEntry& entry) {
    const Header& header = entry.header;
    const auto found = heads_.find(header.stream);
    const Revision expected = found == heads_.end() ? 0 : found->second.revision + 1;
    const Hash prev = found == heads_.end() ? Hash{} : found->second.leaf;
    if (header.revision != expected) {
      Find(absl::StrCat("position ", entry.position, " has revision ", header.revision, " of stream ",
                        header.stream.uuid.ToString(), "; expected ", expected));
    }
    if (header.prev_stream_leaf != prev) {
      Find(absl::StrCat("position ", entry.position, " does not chain to the event before it in its stream"));
    }
    if (header.recorded_at_us < last_recorded_at_us_) {
      Find(absl::StrCat("position ", entry.position, " has an earlier time than the position before it"));
    }
    last_recorded_at_us_ = header.recorded_at_us;
    heads_[header.stream] = {header.revision, LeafHash(entry.header_bytes)};
  }

  void CheckStreamIndex(const RecordedEntry& entry) {
    absl::StatusOr<std::optional<std::string>> indexed =
        log_.database.Get(Family::kStream, StreamKey(entry.header.stream, entry.header.revision));
    if (!indexed.ok()) return Find(indexed.status());
    if (!indexed->has_value() || **indexed != LogKey(entry.position)) {
      Find(absl::StrCat("position ", entry.position, " is not where its stream index says"));
    }
  }

  // The first event of a request is where the index says. A request id that an earlier program recorded twice is
  // indexed at its first place.
  void CheckRequestIndex(const RecordedEntry& entry) {
    if (entry.header.index_in_request != 0 || !requests_indexed_) return;
    absl::StatusOr<std::optional<std::string>> indexed =
        log_.database.Get(Family::kRequest, RequestKey(entry.header.request_id));
    if (!indexed.ok()) return Find(indexed.status());
    const std::string here = LogKey(entry.position);
    if (indexed->has_value() && **indexed == here) {
      ++requests_;
    } else if (!indexed->has_value() || **indexed > here || indexed->value().size() != here.size()) {
      Find(absl::StrCat("the request at position ", entry.position, " is not where the request index says"));
    }
  }

  void CheckFormOfRequests() {
    const absl::StatusOr<std::optional<uint64_t>> form = RequestIndexForm(log_.database);
    if (!form.ok()) return Find(form.status());
    requests_indexed_ = *form == kRequestIndexForm;
    if (requests_indexed_ || log_.size == 0) return;
    Find(form->has_value()
             ? absl::StrCat("the request index has form ", **form, "; this program checks form ", kRequestIndexForm)
             : "the request index is from an earlier program; start the journal once to rebuild it");
  }

  void Grow(const Hash& leaf) {
    tree_.Append(leaf, [&](TileId tile, absl::string_view hashes) {
      ++tiles_;
      absl::StatusOr<std::optional<std::string>> stored = log_.database.Get(Family::kTree, TileKey(tile));
      if (!stored.ok()) return Find(stored.status());
      if (!stored->has_value() || **stored != hashes) {
        Find(absl::StrCat("tile ", tile.level, "/", tile.index, " is not the hash of its events"));
      }
    });
  }

  void CheckRoot() {
    const uint64_t size = tree_.range().size();
    bool signed_here = false;
    for (; next_ && next_->size <= size; ReadCheckpoint()) {
      if (next_->size == size) signed_here = true, CheckSigned(*next_);
    }
    if (log_.latest.size == size && !signed_here) signed_here = true, CheckSigned(log_.latest);
    if (signed_here) ++report_.checkpoints;
  }

  void CheckSigned(const SignedCheckpoint& checkpoint) {
    if (checkpoint.root == tree_.range().Root()) return;
    Find(absl::StrCat("the root of the first ", checkpoint.size, " events differs from the signed root"));
  }

  // The indexes may hold only rows of events.
  void CheckCounts() {
    const auto count = [&](Family family, uint64_t expected) {
      uint64_t rows = 0;
      std::unique_ptr<rocksdb::Iterator> at = Iterate(family);
      for (at->SeekToFirst(); at->Valid() && Paced(*at); at->Next()) ++rows;
      const absl::string_view name = kFamilyNames[static_cast<size_t>(family)];
      Find(FromRocksdb(at->status(), absl::StrCat("reading family ", name)));
      if (rows != expected && !broken_off_ && at->status().ok())
        Find(absl::StrCat("family ", name, " has ", rows, " rows; expected ", expected));
    };
    // What could not be read now was not counted.
    if (report_.events != log_.size || !unread_.ok()) return;
    count(Family::kStream, report_.events);
    count(Family::kTree, tiles_);
    if (requests_indexed_) count(Family::kRequest, requests_);
  }

  std::unique_ptr<rocksdb::Iterator> Iterate(Family family) const {
    rocksdb::ReadOptions options;
    options.total_order_seek = true;
    options.fill_cache = false;
    options.readahead_size = size_t{2} << 20;
    options.snapshot = log_.snapshot;
    return std::unique_ptr<rocksdb::Iterator>(log_.database.db().NewIterator(options, log_.database.family(family)));
  }

  const WalkSubject& log_;
  FsckProgress progress_;
  WalkPace pace_;
  EntryReader reader_;
  FsckReport report_;
  absl::Status unread_;  // the first file that could not be opened
  TreeWriter tree_;
  uint64_t tiles_ = 0;
  bool requests_indexed_ = false;
  uint64_t requests_ = 0;
  int64_t last_recorded_at_us_ = 0;
  std::unique_ptr<rocksdb::Iterator> stored_;
  std::optional<SignedCheckpoint> next_;
  bool broken_off_ = false;
  absl::flat_hash_map<StreamId, Head> heads_;
};

}  // namespace

absl::StatusOr<WalkSubject> SubjectOf(RecoveredLog& log) {
  absl::StatusOr<NoteVerifier> own = NoteVerifier::FromVerifierKey(log.signer.verifier_key());
  if (!own.ok()) return own.status();
  WalkSubject subject{.database = *log.database,
                      .keys = *log.keys,
                      .size = log.size,
                      .snapshot = nullptr,
                      .keys_of_checkpoints = {*own},
                      .latest = log.latest};
  subject.keys_of_checkpoints.insert(subject.keys_of_checkpoints.end(), log.earlier.begin(), log.earlier.end());
  return subject;
}

bool CannotBeOpenedNow(const absl::Status& status) {
  if (absl::IsPermissionDenied(status) || absl::IsResourceExhausted(status)) return true;
  if (!absl::IsUnavailable(status)) return false;
  // RocksDB keeps the text of an error, and not its number.
  constexpr int kPassing[] = {EMFILE, ENFILE, ENOMEM, EAGAIN};
  return std::any_of(std::begin(kPassing), std::end(kPassing),
                     [&](int error) { return absl::StrContains(status.message(), std::strerror(error)); });
}

absl::StatusOr<FsckReport> WalkLog(const WalkSubject& log, FsckProgress progress, WalkPace pace) {
  return Walk(log, progress, pace).Run();
}

}  // namespace casejournal::eventstore
