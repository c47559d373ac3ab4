#include "eventstore/proofs/note.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "eventstore/proofs/canonical_text.h"

namespace casejournal::eventstore {
namespace {

constexpr absl::string_view kSignaturePrefix = "\xE2\x80\x94 ";  // em dash, space
constexpr size_t kKeyHashSize = 4;

absl::Status MalformedNote(absl::string_view why) {
  return absl::InvalidArgumentError(absl::StrCat("malformed note: ", why));
}

std::string KeyHashBytes(uint32_t key_hash) {
  std::string bytes;
  for (int shift = 24; shift >= 0; shift -= 8) bytes.push_back(static_cast<char>(key_hash >> shift));
  return bytes;
}

uint32_t KeyHashFrom(absl::string_view bytes) {
  uint32_t key_hash = 0;
  for (size_t i = 0; i < kKeyHashSize; ++i) {
    key_hash = key_hash << 8 | static_cast<unsigned char>(bytes[i]);
  }
  return key_hash;
}

// `line` comes without its newline.
absl::StatusOr<NoteSignature> ParseSignatureLine(absl::string_view line) {
  if (!absl::ConsumePrefix(&line, kSignaturePrefix)) return MalformedNote("no signature line");
  const size_t space = line.find(' ');
  if (space == absl::string_view::npos) return MalformedNote("signature line without signature");
  const absl::string_view name = line.substr(0, space);
  if (!IsKeyName(name)) return MalformedNote("key name");
  absl::StatusOr<std::string> bytes = DecodeBase64(line.substr(space + 1));
  if (!bytes.ok()) return MalformedNote("signature is not canonical base64");
  if (bytes->size() <= kKeyHashSize) return MalformedNote("signature too short");
  return NoteSignature{
      .name = std::string(name), .key_hash = KeyHashFrom(*bytes), .bytes = bytes->substr(kKeyHashSize)};
}

bool OfOneKey(const NoteSignature& a, const NoteSignature& b) { return a.name == b.name && a.key_hash == b.key_hash; }

bool HasSignatureOfKey(absl::Span<const NoteSignature> signatures, const NoteSignature& key) {
  return std::any_of(signatures.begin(), signatures.end(),
                     [&key](const NoteSignature& signature) { return OfOneKey(signature, key); });
}

}  // namespace

bool IsNoteText(absl::string_view text) { return absl::EndsWith(text, "\n") && IsNoteCharacters(text); }

std::string SignNote(absl::string_view text, const NoteSigner& signer) {
  assert(IsNoteText(text));
  const NoteSignature signature = {.name = signer.name(), .key_hash = signer.key_hash(), .bytes = signer.Sign(text)};
  return absl::StrCat(text, "\n", FormatSignatureLines({signature}));
}

std::string FormatSignatureLines(absl::Span<const NoteSignature> signatures) {
  std::string lines;
  for (const NoteSignature& signature : signatures) {
    assert(IsKeyName(signature.name) && !signature.bytes.empty());
    absl::StrAppend(&lines, kSignaturePrefix, signature.name, " ",
                    absl::Base64Escape(absl::StrCat(KeyHashBytes(signature.key_hash), signature.bytes)), "\n");
  }
  return lines;
}

absl::StatusOr<std::vector<NoteSignature>> ParseSignatureLines(absl::string_view lines) {
  if (!absl::EndsWith(lines, "\n")) return MalformedNote("no newline at the end");
  std::vector<NoteSignature> signatures;
  while (!lines.empty()) {
    if (signatures.size() == kNoteSignaturesMax) return MalformedNote("too many signatures");
    const size_t newline = lines.find('\n');
    absl::StatusOr<NoteSignature> signature = ParseSignatureLine(lines.substr(0, newline));
    if (!signature.ok()) return signature.status();
    signatures.push_back(*std::move(signature));
    lines.remove_prefix(newline + 1);
  }
  return signatures;
}

absl::StatusOr<std::string> AddSignatureLines(absl::string_view note, absl::string_view lines) {
  absl::StatusOr<OpenedNote> opened = ParseNote(note);
  if (!opened.ok()) return opened.status();
  absl::StatusOr<std::vector<NoteSignature>> added = ParseSignatureLines(lines);
  if (!added.ok()) return added.status();

  std::vector<NoteSignature> signatures;
  for (NoteSignature& signature : opened->signatures) {
    if (!HasSignatureOfKey(*added, signature)) signatures.push_back(std::move(signature));
  }
  const size_t kept = signatures.size();
  for (NoteSignature& signature : *added) {
    if (HasSignatureOfKey(absl::MakeConstSpan(signatures).subspan(kept), signature)) {
      return MalformedNote("two of the added signatures are by the same key");
    }
    signatures.push_back(std::move(signature));
  }
  if (signatures.size() > kNoteSignaturesMax) return MalformedNote("too many signatures");
  std::string longer = absl::StrCat(opened->text, "\n", FormatSignatureLines(signatures));
  if (longer.size() > kNoteBytesMax) return MalformedNote("too long");
  return longer;
}

absl::StatusOr<OpenedNote> ParseNote(absl::string_view note) {
  if (note.size() > kNoteBytesMax) return MalformedNote("too long");
  if (!IsNoteCharacters(note)) return MalformedNote("not UTF-8, or a control character");
  const size_t blank = note.rfind("\n\n");
  if (blank == absl::string_view::npos) return MalformedNote("no empty line before the signatures");

  OpenedNote opened = {.text = std::string(note.substr(0, blank + 1)), .signatures = {}};
  absl::StatusOr<std::vector<NoteSignature>> signatures = ParseSignatureLines(note.substr(blank + 2));
  if (!signatures.ok()) return signatures.status();
  opened.signatures = *std::move(signatures);
  return opened;
}

absl::StatusOr<std::string> OpenNote(absl::string_view note, const NoteVerifier& verifier) {
  absl::StatusOr<OpenedNote> opened = ParseNote(note);
  if (!opened.ok()) return opened.status();

  bool verified = false;
  for (const NoteSignature& signature : opened->signatures) {
    if (signature.name != verifier.name() || signature.key_hash != verifier.key_hash()) continue;
    if (!verifier.Verify(opened->text, signature.bytes)) {
      return absl::DataLossError(absl::StrCat("the note's signature by key ",
                                              absl::Hex(verifier.key_hash(), absl::kZeroPad8), " does not verify"));
    }
    verified = true;
  }
  if (!verified) {
    return absl::NotFoundError(
        absl::StrCat("the note is not signed by key ", absl::Hex(verifier.key_hash(), absl::kZeroPad8)));
  }
  return std::move(opened->text);
}

}  // namespace casejournal::eventstore
