// Documents as text for a terminal. Pure.
#ifndef CASEJOURNAL_SERVICES_PAGES_TEXT_LAYOUT_H_
#define CASEJOURNAL_SERVICES_PAGES_TEXT_LAYOUT_H_

#include <cstddef>
#include <string>

#include "services/pages/document.h"

namespace casejournal::services {

// Return the blocks as lines of at most `width` code points, each ended by a newline; more only where table.h allows
// it. A heading has an empty line before it. What is in a section is indented. Links and bold text look like other
// text; a figure is its words. Columns without text are left out. Where a table is wider than the page, its longest
// texts stand below their row, with the titles of their columns. With `color`, headings, titles, and what is struck
// through have control sequences.
std::string TextOf(const Blocks& blocks, size_t width, bool color = false);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_PAGES_TEXT_LAYOUT_H_
