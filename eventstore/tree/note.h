#ifndef CASEJOURNAL_EVENTSTORE_TREE_NOTE_H_
#define CASEJOURNAL_EVENTSTORE_TREE_NOTE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "eventstore/tree/note_key.h"

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

// The whole note with one signature. Requires IsNoteText(text); the bytes made of any other text
// are no note, and OpenNote refuses them.
std::string SignNote(absl::string_view text, const NoteSigner& signer);

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

#endif  // CASEJOURNAL_EVENTSTORE_TREE_NOTE_H_
