// The leaf hashes of the log.
#ifndef CASEJOURNAL_SERVICES_ANSWERS_LOG_READ_LEAVES_H_
#define CASEJOURNAL_SERVICES_ANSWERS_LOG_READ_LEAVES_H_

#include "absl/status/status.h"
#include "casejournal/v1/audit_service.pb.h"
#include "eventstore/event_log.h"
#include "services/answers/send.h"

namespace casejournal::services {

// As documented in AuditService.
absl::Status ReadLeaves(const eventstore::EventLog& log, const v1::ReadLeavesRequest& request,
                        Send<v1::ReadLeavesResponse> send);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ANSWERS_LOG_READ_LEAVES_H_
