#ifndef CASEJOURNAL_EVENTSTORE_TREE_CANONICAL_TEXT_H_
#define CASEJOURNAL_EVENTSTORE_TREE_CANONICAL_TEXT_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "eventstore/tree/hash.h"

// The fields of the C2SP text formats, parsed so strictly that each value has exactly one spelling: formatting a parsed
// value gives the same text. Pure; safe for concurrent use.
namespace casejournal::eventstore {

// Standard base64 of RFC 4648 section 4, with padding.
// kInvalidArgument: another alphabet, white space, missing padding, or bits set in the padding.
absl::StatusOr<std::string> DecodeBase64(absl::string_view text);

// The base64 of exactly 32 bytes. kInvalidArgument as above, and for any other length.
absl::StatusOr<Hash> DecodeBase64Hash(absl::string_view text);

// ASCII decimal below 2^64 without sign or leading zeros ("0" is valid). kInvalidArgument for anything else.
absl::StatusOr<uint64_t> ParseDecimal(absl::string_view text);

// Return whether `text` is UTF-8 (no overlong forms, no surrogates) without ASCII control characters except newline, as
// C2SP signed-note requires of a whole note.
bool IsNoteCharacters(absl::string_view text);

// Return whether `name` may name a key in a note: not empty, UTF-8, without control characters, Unicode spaces
// (White_Space), and plus.
bool IsKeyName(absl::string_view name);

}  // namespace casejournal::eventstore

#endif  // CASEJOURNAL_EVENTSTORE_TREE_CANONICAL_TEXT_H_
