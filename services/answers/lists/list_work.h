// What somebody has to do, over cases, page by page.
#ifndef CASEJOURNAL_SERVICES_ANSWERS_LISTS_LIST_WORK_H_
#define CASEJOURNAL_SERVICES_ANSWERS_LISTS_LIST_WORK_H_

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "casejournal/v1/case_service.pb.h"
#include "projections/read_models/due_keeper.h"
#include "projections/read_models/worker.h"
#include "services/answers/list_cursors.h"
#include "services/cases/case_cache.h"
#include "services/journal/journal.h"

namespace casejournal::services {

// Work is read from the list that is kept, and for another day than today from the cases themselves.
struct DueSources {
  const Journal& journal;
  const CaseCache& cases;
  const projections::Worker& worker;
  const projections::DueKeeper& due;
};

// As documented in CaseService. Waiting ends at `deadline`.
absl::StatusOr<v1::ListWorkResponse> ListWork(const DueSources& sources, ListCursors& cursors,
                                              const v1::ListWorkRequest& request, absl::Time deadline);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ANSWERS_LISTS_LIST_WORK_H_
