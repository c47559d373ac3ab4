#include "services/answers/operator/back_up_journal.h"

#include <string>

#include "eventstore/proofs/hash.h"
#include "google/protobuf/util/time_util.h"
#include "services/errors/without_paths.h"

namespace casejournal::services {
namespace {

using google::protobuf::util::TimeUtil;

v1::BackupResponse ProgressOf(const BackupStep& step) {
  v1::BackupResponse response;
  v1::BackupProgress& progress = *response.mutable_progress();
  progress.set_stage(step.stage == eventstore::BackupStage::kStoring ? v1::BACKUP_STAGE_STORING
                                                                     : v1::BACKUP_STAGE_PROVING);
  progress.set_done(step.done);
  progress.set_total(step.total);
  return response;
}

v1::BackupResponse MadeOf(const Backup& backup) {
  v1::BackupResponse response;
  v1::MadeBackup& made = *response.mutable_made();
  const eventstore::Generation& generation = backup.generation;
  made.set_number(generation.number);
  *made.mutable_made_at() = TimeUtil::MicrosecondsToTimestamp(generation.made_at_us);
  made.set_origin(generation.origin);
  made.set_size(generation.size);
  made.set_root(std::string(eventstore::AsBytes(generation.root)));
  *made.mutable_last_recorded_at() = TimeUtil::MicrosecondsToTimestamp(generation.last_recorded_at_us);
  made.set_added_entries(generation.added_entries);
  made.set_added_bytes(generation.added_bytes);
  if (backup.recorded_at) made.set_recorded_at_position(*backup.recorded_at);
  if (!backup.recorded_at) made.set_not_recorded(WithoutPaths(backup.not_recorded.message()));
  for (const uint64_t number : backup.damaged) made.add_damaged(number);
  return response;
}

}  // namespace

absl::Status BackUpJournal(OnlineBackups& backups, const Caller& caller, int64_t now_us,
                           const v1::BackupRequest& request, Send<v1::BackupResponse> send,
                           absl::FunctionRef<void(const absl::Status& why)> tell_left_over) {
  const absl::StatusOr<Backup> made = backups.Make(caller, request.bytes_per_second(), now_us,
                                                   [&](const BackupStep& step) { return send(ProgressOf(step)); });
  if (!made.ok()) return made.status();
  if (!made->left_over.ok()) tell_left_over(made->left_over);
  return send(MadeOf(*made)) ? absl::OkStatus() : absl::CancelledError("the client disconnected");
}

}  // namespace casejournal::services
