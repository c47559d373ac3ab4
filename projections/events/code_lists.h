// The release of the code lists: the enumerations of casejournal.event.v1, whose values stored events hold for ever.
#ifndef CASEJOURNAL_PROJECTIONS_EVENTS_CODE_LISTS_H_
#define CASEJOURNAL_PROJECTIONS_EVENTS_CODE_LISTS_H_

#include <cstdint>
#include <string>

namespace casejournal::projections {

// Raised whenever a value is added, or its words change. Each answer names it: an auditor can tell which values there
// were to choose from. tests/golden/code_lists.md lists the release.
inline constexpr uint32_t kCodeListsVersion = 3;

// Every list with its values: number, name, and the words that people read; by the name of the list.
std::string CodeListsText();

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_EVENTS_CODE_LISTS_H_
