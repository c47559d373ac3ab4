// The check of the log while it goes on.
#ifndef CASEJOURNAL_SERVICES_ANSWERS_LOG_CHECK_LOG_H_
#define CASEJOURNAL_SERVICES_ANSWERS_LOG_CHECK_LOG_H_

#include <atomic>

#include "absl/status/status.h"
#include "casejournal/v1/audit_service.pb.h"
#include "eventstore/event_log.h"
#include "services/answers/send.h"

namespace casejournal::services {

// As documented in AuditService. Ends early when `stopping` is set.
absl::Status CheckLog(const eventstore::EventLog& log, const std::atomic<bool>& stopping,
                      const v1::CheckLogRequest& request, Send<v1::CheckLogResponse> send);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ANSWERS_LOG_CHECK_LOG_H_
