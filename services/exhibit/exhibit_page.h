// The page of an exhibit that people read and print. Made only from the exhibit. Pure.
#ifndef CASEJOURNAL_SERVICES_EXHIBIT_EXHIBIT_PAGE_H_
#define CASEJOURNAL_SERVICES_EXHIBIT_EXHIBIT_PAGE_H_

#include <string>

#include "services/exhibit/exhibit.h"
#include "services/exhibit/exhibit_view.h"
#include "services/pages/document.h"

namespace casejournal::services {

// What the page says. The row of an entry has the anchor EntryAnchor of its revision, and says at its place what became
// of the entry; a row for entries that were left out has the anchor of the first. `view` belongs to `exhibit`.
Document ExhibitDocumentOf(const Exhibit& exhibit, const ExhibitView& view);

// The same as HTML that loads nothing and runs nothing.
std::string ExhibitPage(const Exhibit& exhibit, const ExhibitView& view);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_EXHIBIT_EXHIBIT_PAGE_H_
