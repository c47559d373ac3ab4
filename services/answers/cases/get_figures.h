// The figures of a case: where it stands.
#ifndef CASEJOURNAL_SERVICES_ANSWERS_CASES_GET_FIGURES_H_
#define CASEJOURNAL_SERVICES_ANSWERS_CASES_GET_FIGURES_H_

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "casejournal/v1/case_service.pb.h"
#include "eventstore/system/deadline.h"
#include "services/cases/reader.h"
#include "services/journal/journal.h"

namespace casejournal::services {

// As documented in CaseService. Waiting ends at `deadline`.
absl::StatusOr<v1::GetFiguresResponse> GetFigures(const Journal& journal, const Reader& reader,
                                                  const v1::GetFiguresRequest& request, eventstore::Deadline deadline);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ANSWERS_CASES_GET_FIGURES_H_
