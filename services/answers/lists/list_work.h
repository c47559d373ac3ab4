// What somebody has to do, over cases, page by page.
#ifndef CASEJOURNAL_SERVICES_ANSWERS_LISTS_LIST_WORK_H_
#define CASEJOURNAL_SERVICES_ANSWERS_LISTS_LIST_WORK_H_

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "casejournal/v1/case_service.pb.h"
#include "eventstore/system/deadline.h"
#include "projections/read_models/due_keeper.h"
#include "projections/read_models/worker.h"
#include "services/answers/list_cursors.h"
#include "services/cases/reader.h"
#include "services/journal/journal.h"

namespace casejournal::services {

// Work is read from the list that is kept; for another day than today, and where entries are withheld from the reader,
// from the cases themselves.
struct DueSources {
  const Journal& journal;
  const projections::Worker& worker;
  const projections::DueKeeper& due;
  const Reader& reader;
};

// As documented in CaseService: work in the cases that the reader may see, as they see them. Waiting ends at
// `deadline`.
absl::StatusOr<v1::ListWorkResponse> ListWork(const DueSources& sources, ListCursors& cursors,
                                              const v1::ListWorkRequest& request, eventstore::Deadline deadline);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ANSWERS_LISTS_LIST_WORK_H_
