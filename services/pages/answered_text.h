// A text about the entries that an answer uses.
#ifndef CASEJOURNAL_SERVICES_PAGES_ANSWERED_TEXT_H_
#define CASEJOURNAL_SERVICES_PAGES_ANSWERED_TEXT_H_

#include <cstdint>
#include <string>

#include "absl/time/time.h"
#include "casejournal/v1/as_of.pb.h"
#include "services/pages/document.h"

namespace casejournal::services {

// What is said wherever entries are withheld.
std::string WithheldText(uint32_t entries);

// Return a few sentences for the end of a page, with links to the entries that they name. `zone` is the journal's time
// zone, which the page uses for days and times.
Document::Text AnsweredWords(const v1::AnsweredAsOf& answered, absl::TimeZone zone);

// The same without links.
std::string AnsweredText(const v1::AnsweredAsOf& answered, absl::TimeZone zone);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_PAGES_ANSWERED_TEXT_H_
