// Persons by name.
#ifndef CASEJOURNAL_SERVICES_ANSWERS_LISTS_SEARCH_PERSONS_H_
#define CASEJOURNAL_SERVICES_ANSWERS_LISTS_SEARCH_PERSONS_H_

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "casejournal/v1/case_service.pb.h"
#include "eventstore/system/deadline.h"
#include "projections/read_models/worker.h"
#include "services/cases/reader.h"
#include "services/journal/journal.h"

namespace casejournal::services {

// As documented in CaseService, of the cases that the reader may see, as they see them. Waiting ends at `deadline`.
absl::StatusOr<v1::SearchPersonsResponse> SearchPersons(const Journal& journal, const Reader& reader,
                                                        const projections::Worker& worker,
                                                        const v1::SearchPersonsRequest& request,
                                                        eventstore::Deadline deadline);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ANSWERS_LISTS_SEARCH_PERSONS_H_
