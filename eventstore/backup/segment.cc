#include "eventstore/backup/segment.h"

#include "absl/strings/str_cat.h"
#include "eventstore/records/bytes.h"

namespace casejournal::eventstore {
namespace {

constexpr absl::string_view kSegmentMark = "casejournal/backup-entries/v1\n";
constexpr size_t kNotesMax = size_t{1} << 20;

void PutText(std::string& out, absl::string_view text) {
  PutNumber(out, static_cast<uint32_t>(text.size()));
  absl::StrAppend(&out, text);
}

absl::string_view TakeText(ByteReader& reader) {
  const auto bytes = reader.Take<uint32_t>();
  return reader.TakeBytes(bytes);
}

// Numbered texts whose numbers increase.
bool TakeRows(ByteReader& reader, uint32_t count, std::vector<std::pair<uint64_t, std::string>>& rows) {
  for (uint32_t i = 0; i < count && reader.ok(); ++i) {
    const auto number = reader.Take<uint64_t>();
    const absl::string_view text = TakeText(reader);
    if (!reader.ok() || (!rows.empty() && number <= rows.back().first)) return false;
    rows.emplace_back(number, std::string(text));
  }
  return reader.ok();
}

void PutRows(std::string& out, const std::vector<std::pair<uint64_t, std::string>>& rows) {
  for (const auto& [number, text] : rows) {
    PutNumber(out, number);
    PutText(out, text);
  }
}

}  // namespace

std::string EncodeSegment(const Segment& segment) {
  std::string out(kSegmentMark);
  PutNumber(out, segment.first);
  PutNumber(out, static_cast<uint32_t>(segment.values.size()));
  PutNumber(out, static_cast<uint32_t>(segment.notes.size()));
  for (const std::string& value : segment.values) PutText(out, value);
  PutRows(out, segment.notes);
  return out;
}

absl::StatusOr<Segment> DecodeSegment(absl::string_view bytes) {
  ByteReader reader(bytes);
  const bool marked = reader.TakeBytes(kSegmentMark.size()) == kSegmentMark;
  Segment segment;
  segment.first = reader.Take<uint64_t>();
  const auto entries = reader.Take<uint32_t>();
  const auto notes = reader.Take<uint32_t>();
  if (!marked || !reader.ok() || entries > kSegmentEntriesMax || notes > kNotesMax) {
    return absl::DataLossError("these are no entries of a backup");
  }
  for (uint32_t i = 0; i < entries && reader.ok(); ++i) segment.values.emplace_back(TakeText(reader));
  if (!TakeRows(reader, notes, segment.notes) || !reader.rest().empty()) {
    return absl::DataLossError("entries of a backup end early, or are followed by something else");
  }
  return segment;
}

std::string EncodeKeyChunk(const KeyChunk& chunk) {
  std::string out(kKeysMark);
  PutNumber(out, chunk.first_id);
  PutNumber(out, static_cast<uint32_t>(chunk.rows.size()));
  PutRows(out, chunk.rows);
  return out;
}

absl::StatusOr<KeyChunk> DecodeKeyChunk(absl::string_view bytes) {
  ByteReader reader(bytes);
  const bool marked = reader.TakeBytes(kKeysMark.size()) == kKeysMark;
  KeyChunk chunk;
  chunk.first_id = reader.Take<uint64_t>();
  const auto rows = reader.Take<uint32_t>();
  if (!marked || !reader.ok() || rows > kKeysInChunk) return absl::DataLossError("these are no keys of a backup");
  if (!TakeRows(reader, rows, chunk.rows) || !reader.rest().empty()) {
    return absl::DataLossError("keys of a backup end early, or are followed by something else");
  }
  for (const auto& [id, row] : chunk.rows) {
    if (id < chunk.first_id || id - chunk.first_id >= kKeysInChunk) {
      return absl::DataLossError(absl::StrCat("key ", id, " of a backup is outside its chunk"));
    }
  }
  return chunk;
}

}  // namespace casejournal::eventstore
