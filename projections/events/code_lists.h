// The release of the code lists: the enumerations of casejournal.event.v1. Stored events keep their values forever.
#ifndef CASEJOURNAL_PROJECTIONS_EVENTS_CODE_LISTS_H_
#define CASEJOURNAL_PROJECTIONS_EVENTS_CODE_LISTS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "google/protobuf/descriptor.h"

namespace casejournal::projections {

// The number of the release. It increases when a value is added or its words change. Each answer names it, so that an
// auditor knows which values were available. tests/golden/code_lists.md lists the release.
inline constexpr uint32_t kCodeListsVersion = 6;

// Every list, ordered by name. Each value but 0 is a code.
std::vector<const google::protobuf::EnumDescriptor*> CodeLists();

// Format every list, ordered by name, with its values: number, name, and the words that people read.
std::string CodeListsText();

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_EVENTS_CODE_LISTS_H_
