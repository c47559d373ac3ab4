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

// Notes as C2SP signed-note writes them: a text, an empty line, then one line per signature,
// "— <key name> <base64 of key hash and signature>". Pure; safe for concurrent use. Any bytes that
// are not a note give a Status.
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

// A note taken apart. The text MUST be ignored until a trusted key has verified it.
struct OpenedNote {
  std::string text;                       // With its last newline, without the empty line after it.
  std::vector<NoteSignature> signatures;  // As they stand in the note, at least one.
};

// Whether `text` may be signed: UTF-8, no control characters but newline, and a newline at the end.
bool IsNoteText(absl::string_view text);

// The whole note with one signature. Requires IsNoteText(text).
std::string SignNote(absl::string_view text, const NoteSigner& signer);

// The lines of `signatures`, each with its newline, as a note has them below its text. Requires
// IsKeyName(name) and bytes that are not empty of each.
std::string FormatSignatureLines(absl::Span<const NoteSignature> signatures);

// Reads what FormatSignatureLines writes of one signature or more.
//   kInvalidArgument  not signature lines to the letter, or more than kNoteSignaturesMax.
absl::StatusOr<std::vector<NoteSignature>> ParseSignatureLines(absl::string_view lines);

// `note` with `lines` below its own. Where a line is of a key (name and key hash) that has signed
// the note already, the note's own lines of that key are left out: so a cosignature is renewed. No
// signature is checked: hand in only lines that were, for a stranger's would take the log's place.
//   kInvalidArgument  as ParseNote and ParseSignatureLines; two of `lines` are of one key; or the
//                     note that came of it would be over a limit.
absl::StatusOr<std::string> AddSignatureLines(absl::string_view note, absl::string_view lines);

// Takes a note apart without checking a signature.
//   kInvalidArgument  not a note to the letter, or over a limit.
absl::StatusOr<OpenedNote> ParseNote(absl::string_view note);

// The text of `note`, which `verifier` has signed; signatures of other keys are ignored, also those
// that share only the name or only the key hash.
//   kInvalidArgument  as ParseNote.
//   kNotFound         no signature line is of this key.
//   kDataLoss         a signature line is of this key and does not verify.
absl::StatusOr<std::string> OpenNote(absl::string_view note, const NoteVerifier& verifier);

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_PROOFS_NOTE_H_
