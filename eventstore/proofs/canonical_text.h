#ifndef CASEJOURNAL_EVENTSTORE_PROOFS_CANONICAL_TEXT_H_
#define CASEJOURNAL_EVENTSTORE_PROOFS_CANONICAL_TEXT_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "eventstore/proofs/hash.h"

// The fields of the C2SP text formats, read so strictly that each value has exactly one spelling:
// whatever parses here is what formatting its value again would write. Pure; safe for concurrent
// use.
namespace casejournal::eventstore {

// Standard base64 of RFC 4648 section 4, with padding.
// kInvalidArgument: another alphabet, white space, missing padding, or bits set in the padding.
absl::StatusOr<std::string> DecodeBase64(absl::string_view text);

// The base64 of exactly 32 bytes. kInvalidArgument as above, and for any other length.
absl::StatusOr<Hash> DecodeBase64Hash(absl::string_view text);

// ASCII decimal below 2^64 without sign or leading zeros ("0" itself is fine).
// kInvalidArgument for anything else.
absl::StatusOr<uint64_t> ParseDecimal(absl::string_view text);

// Whether `text` is UTF-8 (no overlong forms, no surrogates) without ASCII control characters other
// than newline, as C2SP signed-note asks of a whole note.
bool IsNoteCharacters(absl::string_view text);

// Whether `name` may name a key in a note: not empty, UTF-8, without control characters, Unicode
// spaces (White_Space) and plus.
bool IsKeyName(absl::string_view name);

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_PROOFS_CANONICAL_TEXT_H_
