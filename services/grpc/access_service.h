// Adapts AccessService to its answers. Contains no rules.
#ifndef CASEJOURNAL_SERVICES_GRPC_ACCESS_SERVICE_H_
#define CASEJOURNAL_SERVICES_GRPC_ACCESS_SERVICE_H_

#include <utility>

#include "casejournal/v1/access_service.grpc.pb.h"
#include "projections/read_models/worker.h"
#include "services/grpc/call.h"
#include "services/grpc/call_gate.h"
#include "services/grpc/parse_request.h"
#include "services/grpc/raw/bytes_service.h"
#include "services/journal/journal.h"
#include "services/recorder/role_recorder.h"

namespace casejournal::services {

// All of it outlives the adapter.
struct AccessServiceParts {
  const Journal& journal;
  RoleRecorder& roles;
  const projections::Worker& worker;
  const CallGate& gate;
};

// Runs on gRPC's synchronous threads.
class AccessServiceAdapter final : public v1::AccessService::Service {
 public:
  AccessServiceAdapter(AccessServiceParts parts, FailureReport report)
      : parts_(std::move(parts)), report_(std::move(report)) {}

  grpc::Status GiveRole(grpc::ServerContext* context, const v1::GiveRoleRequest* request,
                        v1::GiveRoleResponse* response) override;
  grpc::Status EndRole(grpc::ServerContext* context, const v1::EndRoleRequest* request,
                       v1::EndRoleResponse* response) override;
  grpc::Status ConfirmRights(grpc::ServerContext* context, const v1::ConfirmRightsRequest* request,
                             v1::ConfirmRightsResponse* response) override;
  grpc::Status ListRoles(grpc::ServerContext* context, const v1::ListRolesRequest* request,
                         v1::ListRolesResponse* response) override;
  grpc::Status WhoMay(grpc::ServerContext* context, const v1::WhoMayRequest* request,
                      v1::WhoMayResponse* response) override;
  grpc::Status ListDisclosures(grpc::ServerContext* context, const v1::ListDisclosuresRequest* request,
                               v1::ListDisclosuresResponse* response) override;

  // What is registered with a server.
  BytesService& methods() { return methods_; }

 private:
  const AccessServiceParts parts_;
  const FailureReport report_;
  BytesService methods_{v1::AccessService::service_full_name(), [this](int index) { return GetHandler(index); },
                        ExplainMalformed(parts_.gate)};
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_GRPC_ACCESS_SERVICE_H_
