// What changes of what is due over cases.
#ifndef CASEJOURNAL_SERVICES_ANSWERS_LISTS_WATCH_DUE_H_
#define CASEJOURNAL_SERVICES_ANSWERS_LISTS_WATCH_DUE_H_

#include <atomic>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "casejournal/v1/case_service.pb.h"
#include "projections/read_models/due_keeper.h"
#include "projections/read_models/worker.h"
#include "services/answers/send.h"
#include "services/journal/journal.h"

namespace casejournal::services {

// As documented in CaseService. Ends when `stopping` is set, or when `cancelled` returns true.
absl::Status WatchDue(const Journal& journal, const projections::Worker& worker, const projections::DueKeeper& due,
                      const std::atomic<bool>& stopping, const v1::WatchDueRequest& request,
                      Send<v1::WatchDueResponse> send, absl::FunctionRef<bool()> cancelled);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ANSWERS_LISTS_WATCH_DUE_H_
