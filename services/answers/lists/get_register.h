// The register of actions.
#ifndef CASEJOURNAL_SERVICES_ANSWERS_LISTS_GET_REGISTER_H_
#define CASEJOURNAL_SERVICES_ANSWERS_LISTS_GET_REGISTER_H_

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "casejournal/v1/court_service.pb.h"
#include "projections/read_models/worker.h"
#include "services/answers/list_cursors.h"
#include "services/cases/case_cache.h"
#include "services/journal/journal.h"

namespace casejournal::services {

// As documented in CourtService. Rows are made from the records of the cases, from the entries up to `as_of_position`:
// where the read models are when the first page is asked for. Whether a label withholds a case counts as of now.
// Waiting ends at `deadline`.
absl::StatusOr<v1::GetRegisterResponse> GetRegister(const Journal& journal, const CaseCache& cases,
                                                    const projections::Worker& worker, ListCursors& cursors,
                                                    const v1::GetRegisterRequest& request, absl::Time deadline);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ANSWERS_LISTS_GET_REGISTER_H_
