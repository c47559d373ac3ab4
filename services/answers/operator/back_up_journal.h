// The answer of OperatorService.Backup.
#ifndef CASEJOURNAL_SERVICES_ANSWERS_OPERATOR_BACK_UP_JOURNAL_H_
#define CASEJOURNAL_SERVICES_ANSWERS_OPERATOR_BACK_UP_JOURNAL_H_

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "casejournal/v1/operator_service.pb.h"
#include "services/access/caller.h"
#include "services/answers/send.h"
#include "services/backups/online_backups.h"

namespace casejournal::services {

// As documented in OperatorService. `tell_left_over` is called if a backup was made, and what no backup uses could not
// be removed: with why.
absl::Status BackUpJournal(OnlineBackups& backups, const Caller& caller, int64_t now_us,
                           const v1::BackupRequest& request, Send<v1::BackupResponse> send,
                           absl::FunctionRef<void(const absl::Status& why)> tell_left_over);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ANSWERS_OPERATOR_BACK_UP_JOURNAL_H_
