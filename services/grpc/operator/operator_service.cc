#include "services/grpc/operator/operator_service.h"

#include <memory>

#include "absl/strings/str_cat.h"
#include "services/answers/operator/back_up_journal.h"
#include "services/answers/operator/rebuild_projection.h"
#include "services/answers/operator/rotate_key.h"
#include "services/errors/without_paths.h"
#include "services/net/metadata_keys.h"

namespace casejournal::services {

grpc::Status OperatorServiceAdapter::Backup(grpc::ServerContext* context, const v1::BackupRequest* request,
                                            grpc::ServerWriter<v1::BackupResponse>* writer) {
  const absl::StatusOr<std::unique_ptr<const Admitted>> admitted =
      parts_.gate.Enter(*context, "Backup", request->ByteSizeLong(), CallGate::Answers::kStream);
  if (!admitted.ok()) return Answer(admitted.status(), report_);
  LongCall call(parts_.gate, **admitted);
  const absl::Status outcome = BackUpJournal(
      parts_.backups, (*admitted)->reader.caller(), parts_.journal.NowUs(), *request,
      [&](const v1::BackupResponse& step) { return call.Check().ok() && writer->Write(step); },
      [&](const absl::Status& why) {
        report_(absl::Status(
            why.code(),
            absl::StrCat("a backup was made, but what no backup uses could not be removed: ", why.message())));
        context->AddTrailingMetadata(kLeftOverKey, WithoutPaths(why.message()));
      });
  return Answer(call.over().ok() ? outcome : call.over(), report_);
}

grpc::Status OperatorServiceAdapter::RebuildProjection(grpc::ServerContext* context,
                                                       const v1::RebuildProjectionRequest* request,
                                                       grpc::ServerWriter<v1::RebuildProjectionResponse>* writer) {
  const absl::StatusOr<std::unique_ptr<const Admitted>> admitted =
      parts_.gate.Enter(*context, "RebuildProjection", request->ByteSizeLong(), CallGate::Answers::kStream);
  if (!admitted.ok()) return Answer(admitted.status(), report_);
  LongCall call(parts_.gate, **admitted);
  const absl::Status outcome = services::RebuildProjection(
      parts_.rebuilds, (*admitted)->reader.caller(), *request,
      [&](const v1::RebuildProjectionResponse& step) { return call.Check().ok() && writer->Write(step); });
  return Answer(call.over().ok() ? outcome : call.over(), report_);
}

grpc::Status OperatorServiceAdapter::RotateMasterKey(grpc::ServerContext* context,
                                                     const v1::RotateMasterKeyRequest* request,
                                                     grpc::ServerWriter<v1::RotateMasterKeyResponse>* writer) {
  const absl::StatusOr<std::unique_ptr<const Admitted>> admitted =
      parts_.gate.Enter(*context, "RotateMasterKey", request->ByteSizeLong(), CallGate::Answers::kStream);
  if (!admitted.ok()) return Answer(admitted.status(), report_);
  LongCall call(parts_.gate, **admitted);
  const absl::Status outcome =
      RotateKey(parts_.keys, (*admitted)->reader.caller(),
                [&](const v1::RotateMasterKeyResponse& step) { return call.Check().ok() && writer->Write(step); });
  return Answer(call.over().ok() ? outcome : call.over(), report_);
}

}  // namespace casejournal::services
