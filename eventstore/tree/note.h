#ifndef CASEJOURNAL_EVENTSTORE_TREE_NOTE_H_
#define CASEJOURNAL_EVENTSTORE_TREE_NOTE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "eventstore/tree/note_key.h"

// Notes in the format of C2SP signed-note: a text, an empty line, then one line per signature, "— <key name> <base64 of
// key hash and signature>". Pure; safe for concurrent use. Any bytes that are not a note give a Status.
namespace casejournal::eventstore {

// A longer note, or one with more signatures, is malformed. The specification asks for at least 16
// signatures; 100 is the limit of golang.org/x/mod/sumdb/note.
inline constexpr size_t kNoteBytesMax = size_t{1} << 20;
inline constexpr size_t kNoteSignaturesMax = 100;

// One signature line, verified or not.
struct NoteSignature {
  std::string name;
  uint32_t key_hash = 0;
  std::string bytes;  // What follows the key hash; 64 bytes for Ed25519, never empty.
};

// A parsed note. The text MUST be ignored until a trusted key has verified it.
struct OpenedNote {
  std::string text;                       // With its last newline, without the empty line after it.
  std::vector<NoteSignature> signatures;  // As they stand in the note, at least one.
};

// Return whether `text` may be signed: UTF-8, no control characters except newline, and a newline at the end.
bool IsNoteText(absl::string_view text);

// The whole note with one signature. Requires IsNoteText(text). Any other text does not give a note, and OpenNote
// rejects it.
std::string SignNote(absl::string_view text, const NoteSigner& signer);

// The lines of `signatures`, each with its newline, as in a note below its text. For each, requires IsKeyName(name) and
// bytes that are not empty; other lines do not parse.
std::string FormatSignatureLines(absl::Span<const NoteSignature> signatures);

// Parse what FormatSignatureLines writes for one or more signatures.
//   kInvalidArgument  not exactly signature lines, or more than kNoteSignaturesMax.
absl::StatusOr<std::vector<NoteSignature>> ParseSignatureLines(absl::string_view lines);

// Return `note` with `lines` added below its own. If a line is by a key (name and key hash) that has already signed the
// note, the note's own lines of that key are removed: this renews a cosignature. No signature is checked. Pass only
// verified lines, because another line could replace the log's own.
//   kInvalidArgument  as ParseNote and ParseSignatureLines; two of `lines` are by one key; or the new note would be
//                     over a limit.
absl::StatusOr<std::string> AddSignatureLines(absl::string_view note, absl::string_view lines);

// Parse a note without checking a signature.
//   kInvalidArgument  not exactly a note, or over a limit.
absl::StatusOr<OpenedNote> ParseNote(absl::string_view note);

// Return the text of `note`, which `verifier` has signed. Signatures of other keys are ignored, including those that
// share only the name or only the key hash.
//   kInvalidArgument  as ParseNote.
//   kNotFound         no signature line is by this key.
//   kDataLoss         a signature line is by this key and does not verify.
absl::StatusOr<std::string> OpenNote(absl::string_view note, const NoteVerifier& verifier);

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_TREE_NOTE_H_
