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

bool Full(const std::vector<RecordedEntry>& entries, size_t bytes, const ReadLimit& limit) {
  return !entries.empty() && (entries.size() >= limit.events_max || bytes >= limit.bytes_max);
}

}  // namespace

absl::StatusOr<RecordedEntry> EntryReader::Open(Position position, absl::string_view stored) const {
  absl::StatusOr<LogValue> value = DecodeLogValue(stored);
  if (!value.ok()) return AtPosition(position, value.status());
  absl::StatusOr<Header> header = DecodeHeader(value->header);
  if (!header.ok()) return AtPosition(position, header.status());

  RecordedEntry entry{.position = position, .header = *header, .header_bytes = std::move(value->header)};
  std::vector<Hash> commitments;
  for (size_t i = 0; i < value->parts.size(); ++i) {
    const auto index = static_cast<uint8_t>(i);
    absl::StatusOr<Key256> key = keys_.Key(value->parts[i].key_id);
    if (!key.ok()) return AtPosition(position, absl::DataLossError(key.status().message()));
    absl::StatusOr<OpenedPart> part = OpenPart(header->stream, index, value->parts[i], *key);
    if (!part.ok()) return AtPosition(position, part.status());
    commitments.push_back(PartCommitment(index, part->label, part->salt, part->plaintext));
    entry.parts.push_back(*std::move(part));
  }
  // GCM does not commit to its key. Only the commitment proves that this is what was recorded.
  if (PayloadCommitment(commitments) != header->payload_commitment) {
    return AtPosition(position, absl::DataLossError("the payload does not match the commitment in its header"));
  }
  return entry;
}

absl::StatusOr<std::vector<RecordedEntry>> EntryReader::Log(Position from, uint64_t size,
                                                            const ReadLimit& limit) const {
  std::vector<RecordedEntry> entries;
  if (from >= size) return entries;
  const std::string end = LogKey(size);
  const rocksdb::Slice upper(end);
  rocksdb::ReadOptions options;
  options.iterate_upper_bound = &upper;
  std::unique_ptr<rocksdb::Iterator> at(database_.db().NewIterator(options, database_.family(Family::kLog)));
  size_t bytes = 0;
  Position position = from;
  for (at->Seek(LogKey(from)); at->Valid() && !Full(entries, bytes, limit); at->Next(), ++position) {
    if (at->key() != rocksdb::Slice(LogKey(position))) break;
    absl::StatusOr<RecordedEntry> entry = Open(position, View(at->value()));
    if (!entry.ok()) return entry.status();
    bytes += at->value().size();
    entries.push_back(*std::move(entry));
  }
  if (!at->status().ok()) return FromRocksdb(at->status(), absl::StrCat("reading position ", position));
  if (position < size && !Full(entries, bytes, limit)) {
    return absl::DataLossError(absl::StrCat("position ", position, " is missing"));
  }
  return entries;
}

absl::StatusOr<std::vector<RecordedEntry>> EntryReader::Stream(const StreamId& stream, Revision from, uint64_t size,
                                                               const ReadLimit& limit) const {
  std::vector<RecordedEntry> entries;
  const std::string prefix = StreamPrefix(stream);
  rocksdb::ReadOptions options;
  options.prefix_same_as_start = true;
  std::unique_ptr<rocksdb::Iterator> at(database_.db().NewIterator(options, database_.family(Family::kStream)));
  size_t bytes = 0;
  Revision revision = from;
  for (at->Seek(StreamKey(stream, from)); at->Valid() && !Full(entries, bytes, limit); at->Next(), ++revision) {
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
    absl::StatusOr<RecordedEntry> entry = Open(*position, **value);
    if (!entry.ok()) return entry.status();
    if (entry->header.stream != stream || entry->header.revision != revision) {
      return AtPosition(*position, absl::DataLossError("its stream index names another event"));
    }
    bytes += (*value)->size();
    entries.push_back(*std::move(entry));
  }
  if (!at->status().ok()) return FromRocksdb(at->status(), "reading a stream");
  return entries;
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
  if (!at->status().ok()) return FromRocksdb(at->status(), "reading a head");
  if (!at->Valid() || !absl::StartsWith(View(at->key()), StreamPrefix(stream))) return head;

  absl::StatusOr<Position> position = PositionIn(View(at->value()));
  // What is written but not yet published does not count yet.
  while (position.ok() && *position >= size) {
    at->Prev();
    if (!at->status().ok()) return FromRocksdb(at->status(), "reading a head");
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
  head.key_id = value->parts.front().key_id;
  return head;
}

}  // namespace casejournal::eventstore
