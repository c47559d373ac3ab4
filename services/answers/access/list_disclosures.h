// The answer of AccessService.ListDisclosures.
#ifndef CASEJOURNAL_SERVICES_ANSWERS_ACCESS_LIST_DISCLOSURES_H_
#define CASEJOURNAL_SERVICES_ANSWERS_ACCESS_LIST_DISCLOSURES_H_

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "casejournal/v1/access_service.pb.h"
#include "eventstore/event_log.h"
#include "eventstore/system/deadline.h"
#include "projections/read_models/worker.h"
#include "services/cases/reader.h"

namespace casejournal::services {

// As documented in AccessService. A list by recipient or by subject needs the right to read the disclosures of every
// case, and comes from the read models, which are waited for until `deadline`: it has everything that was recorded
// before the call. Where a page has few disclosures, or none, it may still name a next one. Of a case with entries that
// are withheld from the caller, or that the caller may not read, it has no more than WithoutContent leaves.
absl::StatusOr<v1::ListDisclosuresResponse> ListDisclosures(const eventstore::EventLog& log,
                                                            const projections::Worker& worker, const Reader& reader,
                                                            const v1::ListDisclosuresRequest& request,
                                                            eventstore::Deadline deadline);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ANSWERS_ACCESS_LIST_DISCLOSURES_H_
