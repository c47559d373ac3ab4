// Documents as text for a terminal. Pure.
#ifndef CASEJOURNAL_SERVICES_PAGES_TEXT_LAYOUT_H_
#define CASEJOURNAL_SERVICES_PAGES_TEXT_LAYOUT_H_

#include <cstddef>
#include <string>

#include "services/pages/document.h"

namespace casejournal::services {

// Return the blocks as lines of at most `width` code points, each ended by a newline; more only where table.h allows
// it. A heading has an empty line before it. What is in a section is indented. Links, bold text, and what is struck
// through look like other text; a figure is its words.
std::string TextOf(const Blocks& blocks, size_t width);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_PAGES_TEXT_LAYOUT_H_
