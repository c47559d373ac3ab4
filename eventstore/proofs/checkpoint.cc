#include "eventstore/proofs/checkpoint.h"

#include <algorithm>
#include <cassert>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "eventstore/proofs/canonical_text.h"
#include "eventstore/proofs/note.h"

namespace casejournal::eventstore {
namespace {

absl::Status MalformedCheckpoint(absl::string_view why) {
  return absl::InvalidArgumentError(absl::StrCat("malformed checkpoint: ", why));
}

bool IsLine(absl::string_view text) { return !text.empty() && !absl::StrContains(text, '\n'); }

}  // namespace

std::string FormatCheckpoint(const Checkpoint& checkpoint) {
  assert(IsLine(checkpoint.origin));
  assert(std::all_of(checkpoint.extensions.begin(), checkpoint.extensions.end(), IsLine));
  std::string text =
      absl::StrCat(checkpoint.origin, "\n", checkpoint.size, "\n", absl::Base64Escape(AsBytes(checkpoint.root)), "\n");
  for (const std::string& extension : checkpoint.extensions) {
    absl::StrAppend(&text, extension, "\n");
  }
  return text;
}

absl::StatusOr<Checkpoint> ParseCheckpoint(absl::string_view text) {
  if (text.size() > kNoteBytesMax) return MalformedCheckpoint("too long");
  if (!IsNoteText(text)) return MalformedCheckpoint("not the text of a note");
  const std::vector<absl::string_view> lines = absl::StrSplit(absl::StripSuffix(text, "\n"), '\n');
  if (lines.size() < 3) return MalformedCheckpoint("fewer than three lines");
  for (const absl::string_view line : lines) {
    if (line.empty()) return MalformedCheckpoint("empty line");
  }
  const absl::StatusOr<uint64_t> size = ParseDecimal(lines[1]);
  if (!size.ok()) return MalformedCheckpoint("tree size");
  const absl::StatusOr<Hash> root = DecodeBase64Hash(lines[2]);
  if (!root.ok()) return MalformedCheckpoint("root hash");
  return Checkpoint{
      .origin = std::string(lines[0]), .size = *size, .root = *root, .extensions = {lines.begin() + 3, lines.end()}};
}

}  // namespace casejournal::eventstore
