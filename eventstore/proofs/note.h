#ifndef CASEJOURNAL_EVENTSTORE_PROOFS_NOTE_H_
#define CASEJOURNAL_EVENTSTORE_PROOFS_NOTE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "eventstore/proofs/note_key.h"

// Notes of C2SP signed-note: a text, an empty line, then one line per signature, "— <key name> <base64 of key hash and
// signature>". Input that is not a note gives an error, whatever its bytes. Pure; safe for concurrent use.
namespace casejournal::eventstore {

// The limits of a note: a note beyond them is malformed. The specification requires support for 16 signatures; 100 is
// the limit of golang.org/x/mod/sumdb/note.
inline constexpr size_t kNoteBytesMax = size_t{1} << 20;
inline constexpr size_t kNoteSignaturesMax = 100;

// One signature line, verified or not.
struct NoteSignature {
  std::string name;
  uint32_t key_hash = 0;
  std::string bytes;  // The bytes after the key hash: 64 for Ed25519, never empty.
};

// A parsed note. The text MUST be ignored until a trusted key has verified it.
struct OpenedNote {
  std::string text;                       // With its last newline, without the empty line after it.
  std::vector<NoteSignature> signatures;  // In the order of the note, at least one.
};

// Whether `text` can be signed: UTF-8, no control characters other than newline, and a newline at the end.
bool IsNoteText(absl::string_view text);

// Format the whole note with one signature. Requires IsNoteText(text); with any other text the result is not a note,
// and OpenNote rejects it.
std::string SignNote(absl::string_view text, const NoteSigner& signer);

// Format the lines of `signatures`, each with its newline, as they follow the text of a note. Requires that each has
// IsKeyName(name) and bytes that are not empty; other lines do not parse.
std::string FormatSignatureLines(absl::Span<const NoteSignature> signatures);

// Parse exactly what FormatSignatureLines writes for one signature or more.
//   kInvalidArgument  not signature lines, or more than kNoteSignaturesMax.
absl::StatusOr<std::vector<NoteSignature>> ParseSignatureLines(absl::string_view lines);

// Return `note` with `lines` added. If a line has a key (name and key hash) that has already signed the note, the
// note's own lines of that key are removed: this renews a cosignature. Signatures are not checked: pass only verified
// lines, because a forged line would replace the log's own.
//   kInvalidArgument  as ParseNote and ParseSignatureLines; two of `lines` have the same key; or the resulting note
//                     would exceed a limit.
absl::StatusOr<std::string> AddSignatureLines(absl::string_view note, absl::string_view lines);

// Parse a note without checking signatures.
//   kInvalidArgument  not a note, or over a limit.
absl::StatusOr<OpenedNote> ParseNote(absl::string_view note);

// Return the text of `note` if `verifier` has signed it. Ignores signatures of other keys, including keys that share
// only the name or only the key hash.
//   kInvalidArgument  as ParseNote.
//   kNotFound         no signature line has this key.
//   kDataLoss         a signature line has this key and does not verify.
absl::StatusOr<std::string> OpenNote(absl::string_view note, const NoteVerifier& verifier);

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_PROOFS_NOTE_H_
