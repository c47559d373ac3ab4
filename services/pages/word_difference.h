// What differs between two texts, word by word. Pure.
#ifndef CASEJOURNAL_SERVICES_PAGES_WORD_DIFFERENCE_H_
#define CASEJOURNAL_SERVICES_PAGES_WORD_DIFFERENCE_H_

#include <string>

#include "absl/strings/string_view.h"

namespace casejournal::services {

// Return one text with what was removed and what was added: "Two [-random-]{+observed+} screens a week". Empty: the
// texts have too few words in common, or are too long, to be read this way. Spaces between words are not compared.
std::string WordDifference(absl::string_view before, absl::string_view after);

// Return `text` with what stands between "[-" and "-]" in red, and what stands between "{+" and "+}" in green, with
// the control sequences of ECMA-48 if `color`. A line that ends inside is closed and opened again, so that the text can
// be wrapped before.
std::string ColorDifference(absl::string_view text, bool color);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_PAGES_WORD_DIFFERENCE_H_
