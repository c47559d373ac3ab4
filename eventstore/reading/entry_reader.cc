#include "eventstore/reading/entry_reader.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "eventstore/records/bytes.h"
#include "eventstore/storage/log_value.h"
#include "eventstore/storage/rocksdb_status.h"

namespace casejournal::eventstore {
namespace {

absl::Status AtPosition(Position position, const absl::Status& status) {
  return absl::Status(status.code(), absl::StrCat("position ", position, ": ", status.message()));
}

absl::StatusOr<Position> PositionIn(absl::string_view bytes) {
  ByteReader reader(bytes);
  const auto position = reader.Take<uint64_t>();
  if (!reader.ok() || !reader.rest().empty()) return absl::DataLossError("a stored position is malformed");
  return position;
}

// How much of a scan is done.
struct Progress {
  size_t events = 0;
  size_t bytes = 0;

  // At least one event is read.
  bool Full(const ReadLimit& limit) const {
    return events > 0 && (events >= limit.events_max || bytes >= limit.bytes_max);
  }
  void Add(size_t stored_bytes) {
    ++events;
    bytes += stored_bytes;
  }
};

}  // namespace

absl::StatusOr<RecordedEntry> EntryReader::Open(Position position, absl::string_view stored) const {
  RecordedEntry entry;
  LastKey last;
  if (absl::Status opened = OpenInto(position, stored, last, entry); !opened.ok()) return opened;
  return entry;
}

absl::Status EntryReader::OpenInto(Position position, absl::string_view stored, LastKey& last,
                                   RecordedEntry& entry) const {
  const absl::StatusOr<LogValue> value = DecodeLogValue(stored);
  if (!value.ok()) return AtPosition(position, value.status());
  const absl::StatusOr<Header> header = DecodeHeader(value->header);
  if (!header.ok()) return AtPosition(position, header.status());

  entry.position = position;
  entry.header = *header;
  entry.header_bytes.assign(value->header.data(), value->header.size());
  entry.parts.resize(1);
  const SealedPart& sealed = value->part;
  if (last.id != sealed.key_id) {
    const absl::StatusOr<Key256> key = keys_.Key(sealed.key_id);
    // A key that is not there is a loss. One that cannot be read now is not.
    if (absl::IsNotFound(key.status())) return AtPosition(position, absl::DataLossError(key.status().message()));
    if (!key.ok()) return AtPosition(position, key.status());
    last = {.id = sealed.key_id, .key = *key};
  }
  absl::StatusOr<OpenedPart> part = OpenPart(header->stream, 0, sealed, last.key);
  if (!part.ok()) return AtPosition(position, part.status());
  // GCM does not commit to its key. Only the commitment proves that this is what was recorded.
  const Hash commitment = PartCommitment(0, part->label, part->salt, part->plaintext);
  if (PayloadCommitment(absl::MakeConstSpan(&commitment, 1)) != header->payload_commitment) {
    return AtPosition(position, absl::DataLossError("the payload does not match the commitment in its header"));
  }
  entry.parts.front() = *std::move(part);
  return absl::OkStatus();
}

absl::StatusOr<size_t> EntryReader::Log(Position from, uint64_t size, const ReadLimit& limit, bool fill_cache,
                                        TakeEntry take) const {
  if (from >= size) return 0;
  const std::string end = LogKey(size);
  const rocksdb::Slice upper(end);
  rocksdb::ReadOptions options;
  options.iterate_upper_bound = &upper;
  options.fill_cache = fill_cache;
  std::unique_ptr<rocksdb::Iterator> at(database_.db().NewIterator(options, database_.family(Family::kLog)));
  Progress done;
  LastKey last;
  RecordedEntry entry;
  Position position = from;
  for (at->Seek(LogKey(from)); at->Valid() && !done.Full(limit); at->Next(), ++position) {
    if (at->key() != rocksdb::Slice(LogKey(position))) break;
    if (absl::Status opened = OpenInto(position, View(at->value()), last, entry); !opened.ok()) return opened;
    done.Add(at->value().size());
    take(entry);
  }
  if (!at->status().ok()) return FromRocksdb(at->status(), absl::StrCat("reading position ", position));
  if (position < size && !done.Full(limit)) {
    return absl::DataLossError(absl::StrCat("position ", position, " is missing"));
  }
  return done.events;
}

absl::StatusOr<size_t> EntryReader::Stream(const StreamId& stream, Revision from, uint64_t size, const ReadLimit& limit,
                                           TakeEntry take) const {
  const std::string prefix = StreamPrefix(stream);
  rocksdb::ReadOptions options;
  options.prefix_same_as_start = true;
  std::unique_ptr<rocksdb::Iterator> at(database_.db().NewIterator(options, database_.family(Family::kStream)));
  Progress done;
  LastKey last;
  RecordedEntry entry;
  Revision revision = from;
  for (at->Seek(StreamKey(stream, from)); at->Valid() && !done.Full(limit); at->Next(), ++revision) {
    if (!absl::StartsWith(View(at->key()), prefix)) break;
    if (at->key() != rocksdb::Slice(StreamKey(stream, revision))) {
      return absl::DataLossError(
          absl::StrCat("stream ", stream.uuid.ToString(), ": revision ", revision, " is missing"));
    }
    absl::StatusOr<Position> position = PositionIn(View(at->value()));
    if (!position.ok()) return position.status();
    if (*position >= size) break;
    absl::StatusOr<std::optional<std::string>> value = database_.Get(Family::kLog, LogKey(*position));
    if (!value.ok()) return AtPosition(*position, value.status());
    if (!value->has_value()) return absl::DataLossError(absl::StrCat("position ", *position, " is missing"));
    if (absl::Status opened = OpenInto(*position, **value, last, entry); !opened.ok()) return opened;
    if (entry.header.stream != stream || entry.header.revision != revision) {
      return AtPosition(*position, absl::DataLossError("its stream index names another event"));
    }
    done.Add((*value)->size());
    take(entry);
  }
  if (!at->status().ok())
    return FromRocksdb(at->status(), absl::StrCat("reading a stream in ", database_.db().GetName()));
  return done.events;
}

absl::StatusOr<std::vector<PlacedHeader>> EntryReader::Headers(Position from, uint64_t size, size_t events_max) const {
  std::vector<PlacedHeader> headers;
  const std::string end = LogKey(size);
  const rocksdb::Slice upper(end);
  rocksdb::ReadOptions options;
  options.iterate_upper_bound = &upper;
  std::unique_ptr<rocksdb::Iterator> at(database_.db().NewIterator(options, database_.family(Family::kLog)));
  Position position = from;
  for (at->Seek(LogKey(from)); at->Valid() && headers.size() < events_max; at->Next(), ++position) {
    if (at->key() != rocksdb::Slice(LogKey(position))) break;
    absl::StatusOr<Header> header = DecodeHeader(HeaderIn(View(at->value())));
    if (!header.ok()) return AtPosition(position, header.status());
    headers.push_back({position, *header});
  }
  if (!at->status().ok()) return FromRocksdb(at->status(), absl::StrCat("reading position ", position));
  if (position < size && headers.size() < events_max) {
    return absl::DataLossError(absl::StrCat("position ", position, " is missing"));
  }
  return headers;
}

absl::StatusOr<StreamHead> EntryReader::Head(const StreamId& stream, uint64_t size) const {
  StreamHead head{.observed_at = size};
  rocksdb::ReadOptions options;
  options.prefix_same_as_start = true;
  std::unique_ptr<rocksdb::Iterator> at(database_.db().NewIterator(options, database_.family(Family::kStream)));
  at->SeekForPrev(StreamKey(stream, ~Revision{0}));
  if (!at->status().ok())
    return FromRocksdb(at->status(), absl::StrCat("reading a head in ", database_.db().GetName()));
  if (!at->Valid() || !absl::StartsWith(View(at->key()), StreamPrefix(stream))) return head;

  absl::StatusOr<Position> position = PositionIn(View(at->value()));
  // What is written but not yet published does not count yet.
  while (position.ok() && *position >= size) {
    at->Prev();
    if (!at->status().ok())
      return FromRocksdb(at->status(), absl::StrCat("reading a head in ", database_.db().GetName()));
    if (!at->Valid() || !absl::StartsWith(View(at->key()), StreamPrefix(stream))) return head;
    position = PositionIn(View(at->value()));
  }
  if (!position.ok()) return position.status();
  absl::StatusOr<std::optional<std::string>> stored = database_.Get(Family::kLog, LogKey(*position));
  if (!stored.ok()) return AtPosition(*position, stored.status());
  if (!stored->has_value()) return absl::DataLossError(absl::StrCat("position ", *position, " is missing"));
  absl::StatusOr<LogValue> value = DecodeLogValue(**stored);
  if (!value.ok()) return AtPosition(*position, value.status());
  absl::StatusOr<Header> header = DecodeHeader(value->header);
  if (!header.ok()) return AtPosition(*position, header.status());
  head.last_revision = header->revision;
  head.last_leaf = LeafHash(value->header);
  head.key_id = value->part.key_id;
  return head;
}

}  // namespace casejournal::eventstore
