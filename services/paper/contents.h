// The list of contents of a long document. Internal to the folder.
#ifndef CASEJOURNAL_SERVICES_PAPER_CONTENTS_H_
#define CASEJOURNAL_SERVICES_PAPER_CONTENTS_H_

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "services/paper/pieces.h"
#include "services/paper/text_run.h"

namespace casejournal::services {

// The page of each heading, from 1, by its anchor.
using PagesOfHeadings = std::map<std::string, size_t>;

// Return the list under `title`: a line for each section and each part of one, with a link and the page. Empty if the
// document has too few of them. The pages are read when the lines are drawn, so that where they are follows from the
// height of the list; all pages of a document have room for their number.
std::vector<Piece> ContentsOf(const std::vector<Bookmark>& bookmarks, const std::string& title,
                              const Typesetter& typesetter, double width,
                              const std::shared_ptr<const PagesOfHeadings>& pages);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_PAPER_CONTENTS_H_
