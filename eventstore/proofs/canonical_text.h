#ifndef CASEJOURNAL_EVENTSTORE_PROOFS_CANONICAL_TEXT_H_
#define CASEJOURNAL_EVENTSTORE_PROOFS_CANONICAL_TEXT_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "eventstore/proofs/hash.h"

// The fields of the C2SP text formats. Reading is strict, so that each value has exactly one spelling: a text that
// parses is the text that formatting its value writes. Pure; safe for concurrent use.
namespace casejournal::eventstore {

// Decode standard base64 (RFC 4648 section 4) with padding.
//   kInvalidArgument  another alphabet, white space, missing padding, or bits set in the padding.
absl::StatusOr<std::string> DecodeBase64(absl::string_view text);

// Decode the base64 of exactly 32 bytes.
//   kInvalidArgument  as DecodeBase64, or another length.
absl::StatusOr<Hash> DecodeBase64Hash(absl::string_view text);

// Parse an ASCII decimal number below 2^64, without sign or leading zeros ("0" itself is valid).
//   kInvalidArgument  anything else.
absl::StatusOr<uint64_t> ParseDecimal(absl::string_view text);

// Whether `text` is UTF-8 (no overlong forms, no surrogates) without ASCII control characters other than newline. C2SP
// signed-note requires this of a whole note.
bool IsNoteCharacters(absl::string_view text);

// Whether `name` is valid as the name of a key in a note: UTF-8, not empty, without control characters, Unicode spaces
// (White_Space), and plus signs.
bool IsKeyName(absl::string_view name);

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_PROOFS_CANONICAL_TEXT_H_
