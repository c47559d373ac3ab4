// The list of cases.
#ifndef CASEJOURNAL_SERVICES_ANSWERS_LISTS_LIST_CASES_H_
#define CASEJOURNAL_SERVICES_ANSWERS_LISTS_LIST_CASES_H_

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "casejournal/v1/case_service.pb.h"
#include "eventstore/system/deadline.h"
#include "projections/read_models/due_keeper.h"
#include "projections/read_models/worker.h"
#include "services/cases/reader.h"
#include "services/journal/journal.h"

namespace casejournal::services {

// Cases are read from the read models, and what is to be done in them from the list that is kept by day.
struct CaseListSources {
  const Journal& journal;
  const projections::Worker& worker;
  const projections::DueKeeper& due;
  const Reader& reader;
};

// As documented in CaseService: the cases that the reader may see, as they see them. Waiting ends at `deadline`.
absl::StatusOr<v1::ListCasesResponse> ListCases(const CaseListSources& sources, const v1::ListCasesRequest& request,
                                                eventstore::Deadline deadline);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ANSWERS_LISTS_LIST_CASES_H_
