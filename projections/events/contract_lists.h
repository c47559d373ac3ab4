// The event types and the code lists of the contract, for programs: read through descriptors and annotations.
#ifndef CASEJOURNAL_PROJECTIONS_EVENTS_CONTRACT_LISTS_H_
#define CASEJOURNAL_PROJECTIONS_EVENTS_CONTRACT_LISTS_H_

#include "casejournal/v1/journal_service.pb.h"

namespace casejournal::projections {

// Return all types of events, as documented in JournalService. Pure.
v1::ListEventTypesResponse ListedEventTypes();

// Return all code lists, as documented in JournalService. Pure.
v1::ListCodesResponse ListedCodes();

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_EVENTS_CONTRACT_LISTS_H_
