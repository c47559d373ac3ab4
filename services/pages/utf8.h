// UTF-8 text for terminals and error messages.
#ifndef CASEJOURNAL_SERVICES_PAGES_UTF8_H_
#define CASEJOURNAL_SERVICES_PAGES_UTF8_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace casejournal::services {

// Return the length of the code point at the beginning of `text`: 1 to 4 bytes, or 0 if that is not UTF-8 (overlong
// forms and surrogates are not) or if `text` is empty.
size_t CodePointBytes(absl::string_view text);

// Return the number of code points; a byte that is not UTF-8 counts as one.
size_t CountCodePoints(absl::string_view text);

// Return the offset of the first byte that is not UTF-8; text.size() if all bytes are UTF-8.
size_t FirstInvalidByte(absl::string_view text);

// Return whether `text`, which must be UTF-8, contains a control character other than newline and tab, a line or
// paragraph separator (U+2028, U+2029), or a character that changes the direction of text (U+061C, U+200E, U+200F,
// U+202A to U+202E, U+2066 to U+2069). A page or a terminal would obey these instead of showing them.
bool HasUnprintable(absl::string_view text);

// Return `text` with each of these characters written as "[U+202E]", and each byte that is not UTF-8 as "[0x9B]". A
// second call does not change the result.
std::string Printable(absl::string_view text);

// Return Printable(text) as one line: a newline or tab is written in the same way.
std::string PrintableLine(absl::string_view text);

// Return `json`, which must be valid, with the same characters written as JSON escapes: "\u202e". The value stays the
// same.
std::string PrintableJson(absl::string_view json);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_PAGES_UTF8_H_
