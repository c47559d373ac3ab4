// The answer of OperatorService.RebuildProjection.
#ifndef CASEJOURNAL_SERVICES_ANSWERS_OPERATOR_REBUILD_PROJECTION_H_
#define CASEJOURNAL_SERVICES_ANSWERS_OPERATOR_REBUILD_PROJECTION_H_

#include <atomic>
#include <functional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "casejournal/v1/operator_service.pb.h"
#include "eventstore/event_log.h"
#include "projections/read_models/online/online_rebuild.h"
#include "projections/read_models/worker.h"
#include "services/access/caller.h"
#include "services/answers/send.h"

namespace casejournal::services {

// The projections of a server, and that one of them is rebuilt at a time. Safe for concurrent use.
struct Rebuilds {
  const eventstore::EventLog& log;
  projections::Worker& worker;
  const projections::OnlineRebuildOptions options;
  const std::atomic<bool>& stopping;  // rebuilds end, and none begins
  // The operator's log: one line when a rebuild begins, and one when it ends. `failed`: it did not succeed.
  const std::function<void(const std::string& line, bool failed)> tell;
  std::atomic<bool> busy = false;
};

// As documented in OperatorService. The answer has numbers, and no key of a row.
absl::Status RebuildProjection(Rebuilds& rebuilds, const Caller& caller, const v1::RebuildProjectionRequest& request,
                               Send<v1::RebuildProjectionResponse> send);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ANSWERS_OPERATOR_REBUILD_PROJECTION_H_
