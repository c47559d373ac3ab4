// The newest checkpoint of the log, with the cosignatures of its witnesses where they are asked for.
#ifndef CASEJOURNAL_SERVICES_ANSWERS_LOG_GET_CHECKPOINT_H_
#define CASEJOURNAL_SERVICES_ANSWERS_LOG_GET_CHECKPOINT_H_

#include "absl/status/statusor.h"
#include "casejournal/v1/audit_service.pb.h"
#include "eventstore/event_log.h"
#include "services/evidence/anchor.h"

namespace casejournal::services {

// As documented in AuditService.
absl::StatusOr<v1::GetCheckpointResponse> GetCheckpoint(const eventstore::EventLog& log, Anchor& anchor,
                                                        const v1::GetCheckpointRequest& request);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ANSWERS_LOG_GET_CHECKPOINT_H_
