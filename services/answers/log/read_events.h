// Entries of the log as they are stored. No case is loaded for them.
#ifndef CASEJOURNAL_SERVICES_ANSWERS_LOG_READ_EVENTS_H_
#define CASEJOURNAL_SERVICES_ANSWERS_LOG_READ_EVENTS_H_

#include "absl/status/status.h"
#include "casejournal/v1/audit_service.pb.h"
#include "eventstore/event_log.h"
#include "services/answers/send.h"

namespace casejournal::services {

// As documented in AuditService.
absl::Status ReadEvents(const eventstore::EventLog& log, const v1::ReadEventsRequest& request,
                        Send<v1::ReadEventsResponse> send);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ANSWERS_LOG_READ_EVENTS_H_
