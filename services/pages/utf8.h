// UTF-8 as a terminal and a reader of error messages see it.
#ifndef CASEJOURNAL_SERVICES_PAGES_UTF8_H_
#define CASEJOURNAL_SERVICES_PAGES_UTF8_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace casejournal::services {

// The length of the code point at the front of `text`: 1 to 4 bytes, or 0 where that is no UTF-8
// (overlong forms and surrogates are none) or `text` is empty.
size_t CodePointBytes(absl::string_view text);

// The number of code points; a byte that is no UTF-8 counts as one.
size_t CountCodePoints(absl::string_view text);

// The offset of the first byte that is no UTF-8; text.size() if there is none.
size_t FirstInvalidByte(absl::string_view text);

// Whether `text`, which is UTF-8, holds a control character other than newline and tab, a separator of lines or
// paragraphs (U+2028, U+2029), or one that turns the direction of text around it (U+061C, U+200E, U+200F, U+202A to
// U+202E, U+2066 to U+2069): what a page or a terminal would obey instead of showing it.
bool HasUnprintable(absl::string_view text);

// `text` with each of these written out: "[U+202E]"; and each byte that is not UTF-8: "[0x9B]". What it returns is left
// as it is by a second call.
std::string Printable(absl::string_view text);

// Printable, as one line: a newline or tab is written out as well.
std::string PrintableLine(absl::string_view text);

// Valid JSON with the same characters written out as JSON has it: "\u202e". The value stays the same.
std::string PrintableJson(absl::string_view json);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_PAGES_UTF8_H_
