// Signed notes and the checkpoints in them (C2SP signed-note, tlog-checkpoint).
#include "absl/strings/str_cat.h"
#include "eventstore/proofs/checkpoint.h"
#include "eventstore/proofs/note.h"
#include "tests/fuzz/fuzz_keys.h"
#include "tests/fuzz/fuzz_target.h"

namespace casejournal::fuzz {
namespace {

void ReadNote(absl::string_view bytes) {
  const absl::StatusOr<eventstore::OpenedNote> note = eventstore::ParseNote(bytes);
  const absl::StatusOr<std::string> opened = eventstore::OpenNote(bytes, Verifier());
  if (!note.ok()) return Hold(!opened.ok(), "what is no note does not open");
  Hold(bytes.size() <= eventstore::kNoteBytesMax && note->signatures.size() <= eventstore::kNoteSignaturesMax &&
           !note->signatures.empty(),
       "a note is within its limits");
  const std::string lines = eventstore::FormatSignatureLines(note->signatures);
  Hold(absl::StrCat(note->text, "\n", lines) == bytes, "a note has one spelling");
  Hold(eventstore::IsNoteText(note->text), "the text of a note can be signed");
  if (opened.ok()) Hold(*opened == SignedText(), "only what was signed opens");
  const absl::StatusOr<std::string> longer = eventstore::AddSignatureLines(bytes, lines);
  if (longer.ok()) Hold(eventstore::ParseNote(*longer).ok(), "a note with lines added is a note");
  const absl::StatusOr<uint64_t> cosigned = eventstore::FindCosignature(*note, WitnessVerifier());
  if (cosigned.ok())
    Hold(note->text == SignedText() && *cosigned == kCosignedAt, "only what was cosigned, and when, verifies");
  const absl::StatusOr<eventstore::Checkpoint> checkpoint = eventstore::ParseCheckpoint(note->text);
  if (checkpoint.ok()) Hold(eventstore::FormatCheckpoint(*checkpoint) == note->text, "a checkpoint has one spelling");
}

}  // namespace

FUZZ_TARGET(checkpoint_note) {
  ReadNote(bytes);
  const absl::StatusOr<eventstore::Checkpoint> checkpoint = eventstore::ParseCheckpoint(bytes);
  if (checkpoint.ok()) Hold(eventstore::FormatCheckpoint(*checkpoint) == bytes, "a checkpoint has one spelling");
  const auto lines = eventstore::ParseSignatureLines(bytes);
  if (lines.ok()) Hold(eventstore::FormatSignatureLines(*lines) == bytes, "signature lines have one spelling");
}

}  // namespace casejournal::fuzz
