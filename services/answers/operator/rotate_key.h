// The answer of OperatorService.RotateMasterKey.
#ifndef CASEJOURNAL_SERVICES_ANSWERS_OPERATOR_ROTATE_KEY_H_
#define CASEJOURNAL_SERVICES_ANSWERS_OPERATOR_ROTATE_KEY_H_

#include "absl/status/status.h"
#include "casejournal/v1/operator_service.pb.h"
#include "services/access/caller.h"
#include "services/answers/send.h"
#include "services/journal/rotate_master_key.h"

namespace casejournal::services {

// As documented in OperatorService.
absl::Status RotateKey(MasterKeyRotation& keys, const Caller& caller, Send<v1::RotateMasterKeyResponse> send);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ANSWERS_OPERATOR_ROTATE_KEY_H_
