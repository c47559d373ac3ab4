#include "eventstore/tree/tlog_proof.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "eventstore/tree/canonical_text.h"
#include "eventstore/tree/proof.h"

namespace casejournal::eventstore {
namespace {

constexpr absl::string_view kFirstLine = "c2sp.org/tlog-proof@v1";

absl::Status Malformed(absl::string_view why) {
  return absl::InvalidArgumentError(absl::StrCat("malformed tlog-proof: ", why));
}

// Take the next line and its newline from the front of `text`. Return nothing if there is no newline.
std::optional<absl::string_view> TakeLine(absl::string_view& text) {
  const size_t newline = text.find('\n');
  if (newline == absl::string_view::npos) return std::nullopt;
  const absl::string_view line = text.substr(0, newline);
  text.remove_prefix(newline + 1);
  return line;
}

absl::StatusOr<std::string> ParseExtra(absl::string_view base64) {
  if (base64.size() > kTlogProofExtraBytesMax / 3 * 4 + 4) return Malformed("extra data too long");
  absl::StatusOr<std::string> extra = DecodeBase64(base64);
  if (!extra.ok()) return Malformed("extra data is not canonical base64");
  if (extra->empty()) return Malformed("extra line without data");
  if (extra->size() > kTlogProofExtraBytesMax) return Malformed("extra data too long");
  return extra;
}

absl::Status CheckSyntax(absl::string_view checkpoint_note) {
  absl::StatusOr<OpenedNote> note = ParseNote(checkpoint_note);
  if (!note.ok()) return note.status();
  return ParseCheckpoint(note->text).status();
}

}  // namespace

std::string FormatTlogProof(const TlogProof& proof) {
  std::string text = absl::StrCat(kFirstLine, "\n");
  if (proof.extra.has_value() && !proof.extra->empty()) {
    absl::StrAppend(&text, "extra ", absl::Base64Escape(*proof.extra), "\n");
  }
  absl::StrAppend(&text, "index ", proof.index, "\n");
  for (const Hash& hash : proof.hashes) {
    absl::StrAppend(&text, absl::Base64Escape(AsBytes(hash)), "\n");
  }
  absl::StrAppend(&text, "\n", proof.checkpoint_note);
  return text;
}

absl::StatusOr<TlogProof> ParseTlogProof(absl::string_view text) {
  TlogProof proof;
  std::optional<absl::string_view> line = TakeLine(text);
  if (line != kFirstLine) return Malformed("first line");

  line = TakeLine(text);
  if (line.has_value() && absl::ConsumePrefix(&*line, "extra ")) {
    absl::StatusOr<std::string> extra = ParseExtra(*line);
    if (!extra.ok()) return extra.status();
    proof.extra = *std::move(extra);
    line = TakeLine(text);
  }

  if (!line.has_value() || !absl::ConsumePrefix(&*line, "index ")) return Malformed("no index");
  const absl::StatusOr<uint64_t> index = ParseDecimal(*line);
  if (!index.ok()) return Malformed("index");
  proof.index = *index;

  for (line = TakeLine(text); line.has_value() && !line->empty(); line = TakeLine(text)) {
    if (proof.hashes.size() == kTlogProofHashesMax) return Malformed("too many hashes");
    const absl::StatusOr<Hash> hash = DecodeBase64Hash(*line);
    if (!hash.ok()) return Malformed("hash");
    proof.hashes.push_back(*hash);
  }
  if (!line.has_value()) return Malformed("no empty line before the checkpoint");

  absl::Status checkpoint = CheckSyntax(text);
  if (!checkpoint.ok()) return checkpoint;
  proof.checkpoint_note = std::string(text);
  return proof;
}

absl::StatusOr<Checkpoint> VerifyTlogProof(const TlogProof& proof, const Hash& leaf, const NoteVerifier& verifier) {
  absl::StatusOr<std::string> text = OpenNote(proof.checkpoint_note, verifier);
  if (!text.ok()) return text.status();
  absl::StatusOr<Checkpoint> checkpoint = ParseCheckpoint(*text);
  if (!checkpoint.ok()) return checkpoint.status();
  if (checkpoint->origin != verifier.name()) {
    return absl::InvalidArgumentError("the checkpoint's origin is not the name of the key");
  }
  absl::Status included = VerifyInclusion(proof.index, checkpoint->size, leaf, proof.hashes, checkpoint->root);
  if (!included.ok()) return included;
  return checkpoint;
}

}  // namespace casejournal::eventstore
