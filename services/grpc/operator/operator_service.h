// Adapts OperatorService to its answers. Contains no rules.
#ifndef CASEJOURNAL_SERVICES_GRPC_OPERATOR_OPERATOR_SERVICE_H_
#define CASEJOURNAL_SERVICES_GRPC_OPERATOR_OPERATOR_SERVICE_H_

#include <utility>

#include "casejournal/v1/operator_service.grpc.pb.h"
#include "services/answers/operator/rebuild_projection.h"
#include "services/backups/online_backups.h"
#include "services/grpc/call.h"
#include "services/grpc/call_gate.h"
#include "services/grpc/parse_request.h"
#include "services/grpc/raw/bytes_service.h"
#include "services/journal/journal.h"
#include "services/journal/rotate_master_key.h"

namespace casejournal::services {

// All of it outlives the adapter.
struct OperatorServiceParts {
  const Journal& journal;
  MasterKeyRotation& keys;
  OnlineBackups& backups;
  Rebuilds& rebuilds;
  const CallGate& gate;
};

// Runs on gRPC's synchronous threads.
class OperatorServiceAdapter final : public v1::OperatorService::Service {
 public:
  OperatorServiceAdapter(OperatorServiceParts parts, FailureReport report)
      : parts_(std::move(parts)), report_(std::move(report)) {}

  grpc::Status Backup(grpc::ServerContext* context, const v1::BackupRequest* request,
                      grpc::ServerWriter<v1::BackupResponse>* writer) override;
  grpc::Status RebuildProjection(grpc::ServerContext* context, const v1::RebuildProjectionRequest* request,
                                 grpc::ServerWriter<v1::RebuildProjectionResponse>* writer) override;
  grpc::Status RotateMasterKey(grpc::ServerContext* context, const v1::RotateMasterKeyRequest* request,
                               grpc::ServerWriter<v1::RotateMasterKeyResponse>* writer) override;

  // What is registered with a server.
  BytesService& methods() { return methods_; }

 private:
  const OperatorServiceParts parts_;
  const FailureReport report_;
  BytesService methods_{v1::OperatorService::service_full_name(), [this](int index) { return GetHandler(index); },
                        ExplainMalformed(parts_.gate)};
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_GRPC_OPERATOR_OPERATOR_SERVICE_H_
