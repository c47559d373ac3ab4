// The answer of AccessService.ListDisclosures.
#ifndef CASEJOURNAL_SERVICES_ANSWERS_ACCESS_LIST_DISCLOSURES_H_
#define CASEJOURNAL_SERVICES_ANSWERS_ACCESS_LIST_DISCLOSURES_H_

#include "absl/status/statusor.h"
#include "casejournal/v1/access_service.pb.h"
#include "eventstore/event_log.h"
#include "services/cases/reader.h"

namespace casejournal::services {

// As documented in AccessService. A list by recipient or by subject needs the right to read the disclosures of every
// case, and is searched for in the headers of the journal: one page looks at a limited number of entries, so that a
// page may have few disclosures, or none, and still name a next one.
absl::StatusOr<v1::ListDisclosuresResponse> ListDisclosures(const eventstore::EventLog& log, const Reader& reader,
                                                            const v1::ListDisclosuresRequest& request);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ANSWERS_ACCESS_LIST_DISCLOSURES_H_
