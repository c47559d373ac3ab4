#include "eventstore/backup/generation.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "eventstore/backup/text_lines.h"

namespace casejournal::eventstore {
namespace {

constexpr absl::string_view kGenerationTitle = "casejournal backup 1\n";
constexpr absl::string_view kListTitle = "casejournal segments 1\n";
constexpr absl::string_view kKeysTitle = "casejournal keys 1\n";
constexpr absl::string_view kNone = "-";

// What was read, if it has only this spelling: no file twice, none in another order.
template <typename Read>
absl::StatusOr<Read> InOneSpelling(Read read, const std::string& spelling, absl::string_view text) {
  if (spelling != text) return absl::DataLossError("this is no text of a backup: it is spelled otherwise");
  return read;
}

}  // namespace

std::string FormatGeneration(const Generation& generation) {
  std::string text =
      absl::StrCat(kGenerationTitle, "generation ", generation.number, "\nmade-at ", generation.made_at_us, "\norigin ",
                   generation.origin, "\nverifier-key ", generation.verifier_key, "\nsize ", generation.size, "\nroot ",
                   HexOf(generation.root), "\nlast-recorded-at ", generation.last_recorded_at_us, "\nlast-key-id ",
                   generation.last_key_id, "\ntime-zone ", generation.time_zone.empty() ? kNone : generation.time_zone,
                   "\nlist ", HexOf(generation.list), "\nadded-entries ", generation.added_entries, "\nadded-bytes ",
                   generation.added_bytes, "\n");
  for (const auto& [path, object] : generation.files) {
    absl::StrAppend(&text, "file ", path, " ", HexOf(object), "\n");
  }
  return WithDigest(std::move(text));
}

absl::StatusOr<Generation> ParseGeneration(absl::string_view text) {
  TextLines lines(text, kGenerationTitle, "generation of a backup");
  lines.CheckDigest(text);
  Generation generation;
  generation.number = lines.Number("generation");
  generation.made_at_us = lines.Signed("made-at");
  generation.origin = lines.Take("origin", 1)[0];
  generation.verifier_key = lines.Take("verifier-key", 1)[0];
  generation.size = lines.Number("size");
  generation.root = lines.HashIn(lines.Take("root", 1)[0], "root");
  generation.last_recorded_at_us = lines.Signed("last-recorded-at");
  generation.last_key_id = lines.Number("last-key-id");
  generation.time_zone = lines.Take("time-zone", 1)[0];
  if (generation.time_zone == kNone) generation.time_zone.clear();
  generation.list = lines.HashIn(lines.Take("list", 1)[0], "list");
  generation.added_entries = lines.Number("added-entries");
  generation.added_bytes = lines.Number("added-bytes");
  while (lines.NextIs("file")) {
    const std::vector<std::string> words = lines.Take("file", 2);
    generation.files[words[0]] = lines.HashIn(words[1], "file");
  }
  if (absl::Status read = lines.Finish(); !read.ok()) return read;
  const std::string spelling = FormatGeneration(generation);
  return InOneSpelling(std::move(generation), spelling, text);
}

std::string FormatSegmentList(const SegmentList& list) {
  std::string text = absl::StrCat(kListTitle, "before ", list.before ? HexOf(*list.before) : std::string(kNone), "\n");
  for (const SegmentPlace& place : list.segments) {
    absl::StrAppend(&text, "segment ", place.first, " ", place.entries, " ", place.bytes, " ", place.notes_to, " ",
                    HexOf(place.object), "\n");
  }
  return text;
}

absl::StatusOr<SegmentList> ParseSegmentList(absl::string_view text) {
  TextLines lines(text, kListTitle, "list of segments");
  SegmentList list;
  const std::string before = lines.Take("before", 1)[0];
  if (before != kNone) list.before = lines.HashIn(before, "before");
  while (lines.NextIs("segment")) {
    const std::vector<std::string> words = lines.Take("segment", 5);
    list.segments.push_back({.first = lines.NumberIn(words[0], "segment"),
                             .entries = lines.NumberIn(words[1], "segment"),
                             .bytes = lines.NumberIn(words[2], "segment"),
                             .notes_to = lines.NumberIn(words[3], "segment"),
                             .object = lines.HashIn(words[4], "segment")});
  }
  if (absl::Status read = lines.Finish(); !read.ok()) return read;
  const std::string spelling = FormatSegmentList(list);
  return InOneSpelling(std::move(list), spelling, text);
}

std::string FormatKeySet(const KeySet& keys) {
  std::string text = absl::StrCat(kKeysTitle, "last-id ", keys.last_id, "\n");
  for (const Hash& chunk : keys.chunks) absl::StrAppend(&text, "chunk ", HexOf(chunk), "\n");
  return WithDigest(std::move(text));
}

absl::StatusOr<KeySet> ParseKeySet(absl::string_view text) {
  TextLines lines(text, kKeysTitle, "set of keys of a backup");
  lines.CheckDigest(text);
  KeySet keys;
  keys.last_id = lines.Number("last-id");
  while (lines.NextIs("chunk")) keys.chunks.push_back(lines.HashIn(lines.Take("chunk", 1)[0], "chunk"));
  if (absl::Status read = lines.Finish(); !read.ok()) return read;
  const std::string spelling = FormatKeySet(keys);
  return InOneSpelling(std::move(keys), spelling, text);
}

}  // namespace casejournal::eventstore
