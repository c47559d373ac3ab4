// Documents as HTML, for a browser and for paper. Pure.
#ifndef CASEJOURNAL_SERVICES_PAGES_HTML_LAYOUT_H_
#define CASEJOURNAL_SERVICES_PAGES_HTML_LAYOUT_H_

#include <string>

#include "services/pages/document.h"

namespace casejournal::services {

// Return the document as one HTML file that loads nothing and runs nothing; its policy (CSP) forbids both. Whatever a
// text has in it is shown and never obeyed. The same document gives the same bytes. A link has its anchor in the file.
// A long document has a list of contents.
//
// On paper, a page has its number, the running head, the digest, and the code of the digest (margin boxes of CSS Paged
// Media, where the browser knows them); the digest and its code are also at the end. The code is that of libqrencode.
// The titles of columns are on each page of a table, a row is not cut if it fits on a page, and no heading is the last
// line.
std::string HtmlOf(const Document& document);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_PAGES_HTML_LAYOUT_H_
