// The timeline of the case in an exhibit, drawn from the plan that the entries add up to. Pure.
#ifndef CASEJOURNAL_SERVICES_EXHIBIT_EXHIBIT_TIMELINE_H_
#define CASEJOURNAL_SERVICES_EXHIBIT_EXHIBIT_TIMELINE_H_

#include <string>

#include "services/exhibit/exhibit.h"
#include "services/exhibit/exhibit_view.h"
#include "services/pages/document.h"

namespace casejournal::services {

// Each needs `view.plan`. What the law asks for is not drawn: its rules are not in an exhibit.

// Return timeline.svg.
std::string ExhibitTimeline(const Exhibit& exhibit, const ExhibitView& view);

// Return the section of the page.
Blocks TimelineSection(const Exhibit& exhibit, const ExhibitView& view);

// Return the day that the drawing is for: that of the plan; else the day of the disclosure, if the plan knows the whole
// record of then; else the day on which the last known entry was recorded. YYYY-MM-DD, in the journal's zone.
std::string TimelineDay(const Exhibit& exhibit, const ExhibitView& view);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_EXHIBIT_EXHIBIT_TIMELINE_H_
