// The page of an exhibit that people read and print. Made only from the exhibit. Pure.
#ifndef CASEJOURNAL_SERVICES_EXHIBIT_EXHIBIT_PAGE_H_
#define CASEJOURNAL_SERVICES_EXHIBIT_EXHIBIT_PAGE_H_

#include <string>

#include "services/exhibit/exhibit.h"
#include "services/exhibit/exhibit_view.h"

namespace casejournal::services {

// HTML that loads nothing and runs nothing. `view` belongs to `exhibit`.
std::string ExhibitPage(const Exhibit& exhibit, const ExhibitView& view);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_EXHIBIT_EXHIBIT_PAGE_H_
